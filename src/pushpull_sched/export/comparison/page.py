"""A comparison as one self-contained page: no network, no script."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from pushpull_sched.domain.comparison import Aspect, Cell, Comparison, PersonDifference
from pushpull_sched.domain.comparison_words import (
    answer_lines,
    directions,
    is_judged,
    kept_sentence,
    made_text,
    roster_sentences,
    standing,
    told_sentence,
    trade_lines,
    worse,
)
from pushpull_sched.domain.facts import amount_text, percent_text
from pushpull_sched.export.comparison.pictures import (
    colour,
    pictures_of,
    student_picture,
)
from pushpull_sched.export.comparison.views import MOST_NAMED, side_by_side

_PERCENT = 100


def render_comparison_page(found: Comparison) -> bytes:
    """Write the page. Students are named by id alone."""
    pictures = [student_picture(found, one) for one in found.differences]
    text = (
        _environment()
        .get_template("page.html")
        .render(
            found=found,
            first=found.profiles[0],
            answers=answer_lines(found),
            rosters=roster_sentences(found),
            tables=side_by_side(found),
            pictures=pictures_of(found),
            differences=list(zip(found.differences, pictures, strict=True)),
            most_named=MOST_NAMED,
        )
    )
    return text.encode("utf-8", errors="backslashreplace")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pushpull_sched.export.comparison", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(
        amount=_amount,
        percent=percent_text,
        bar=_bar,
        standing=standing,
        made=made_text,
    )
    environment.globals.update(
        colour=colour,
        directions=directions,
        is_judged=is_judged,
        trades=trade_lines,
        kept_sentence=kept_sentence,
        told_sentence=told_sentence,
        worse=worse,
        who=_who,
    )
    return environment


def _amount(cell: Cell) -> str:
    if cell is None or isinstance(cell, str):
        return cell or ""
    return amount_text(cell)


def _bar(aspect: Aspect, at: int) -> str:
    """Return the length of a bar beside the largest of its line, in percent."""
    known = [value for value in aspect.values if value is not None]
    value = aspect.values[at]
    if value is None or not known or max(known) <= 0:
        return "0"
    return f"{float(_PERCENT * value / max(known)):.1f}"


def _who(person: PersonDifference, what: str) -> str:
    """Name a provider; students and classes go by their id."""
    return person.name if what == "Providers" and person.name else person.id
