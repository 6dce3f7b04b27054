"""Pages as PDF, set by Typst with the Noto fonts: no browser, no network.

The fonts cover Latin with every accent, Greek, Cyrillic, Arabic, Hebrew, Chinese,
Japanese, Korean, the main scripts of India, Ethiopic, Thai and emoji. A character that
none of them has is drawn as an empty box.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources, util
from pathlib import Path

import typst

from pushpull_sched.export.pages.drawing import drawing
from pushpull_sched.export.pages.model import Page

_FONT_PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
_LATIN = "Noto Sans"
_CHINESE = "Noto Sans CJK SC"
_LAST = ("Noto Sans Symbols", "Noto Emoji")


def render_pdf(title: str, pages: Sequence[Page], colours: Mapping[str, str]) -> bytes:
    """Set pages as one PDF; the same pages always give the same bytes.

    Args:
        title: Title of the document.
        pages: The pages, at least one.
        colours: Colour of every tint.
    """
    fonts = _fonts()
    families = sorted(set(fonts.families()) - {_LATIN, *_LAST})
    families = [each for each in families if "CJK" not in each]
    data = {
        "title": title,
        "fonts": [_LATIN, *families, _CHINESE, *_LAST],
        "pages": [drawing(page, colours) for page in pages],
    }
    compiler = typst.Compiler(_template(), font_paths=fonts, ignore_system_fonts=True)
    content = compiler.compile(
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=0,
    )
    if not isinstance(content, bytes):  # several files come from other formats only
        raise TypeError(type(content))
    return content


def _template() -> bytes:
    here = resources.files("pushpull_sched.export.formats")
    return here.joinpath("pages.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """Find the fonts of the packages that this program requires."""
    folders = [
        str(Path(found.origin).parent)
        for name in _FONT_PACKAGES
        if (found := util.find_spec(name)) is not None and found.origin is not None
    ]
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=folders
    )
