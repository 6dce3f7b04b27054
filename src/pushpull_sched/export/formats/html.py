"""Pages as one static HTML file: no script, no network, one printed page each."""

from collections.abc import Mapping, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from pushpull_sched.export.pages.drawing import drawing
from pushpull_sched.export.pages.model import Page


def render_html(title: str, pages: Sequence[Page], colours: Mapping[str, str]) -> bytes:
    """Write pages as HTML.

    Args:
        title: Title of the document.
        pages: The pages, at least one.
        colours: Colour of every tint.
    """
    text = _template().render(
        title=title, pages=[drawing(page, colours) for page in pages]
    )
    return text.encode("utf-8", errors="replace")


@cache
def _template() -> Template:
    loader = PackageLoader("pushpull_sched.export", "formats")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("pages.html.j2")
