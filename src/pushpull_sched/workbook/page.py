"""``docs/workbook.md``, written from the schema, the frequency forms and the codes."""

from collections.abc import Iterable, Iterator

from pushpull_sched.workbook.codes import CODES
from pushpull_sched.workbook.columns import Column, Sheet
from pushpull_sched.workbook.frequency import FORMS
from pushpull_sched.workbook.schema import SHEETS
from pushpull_sched.workbook.template import options_of

_READING = (
    (
        "Headings",
        (
            "Sheets and headings are matched without regard to case, spaces, `_` and "
            "`-`; the headings may stand in any of the first 10 rows. Unknown "
            "sheets and columns are left out with a warning."
        ),
    ),
    (
        "Ids",
        (
            "Text. `7` and `7.0` are the same, `007` is another. Ids are compared "
            "without regard to case."
        ),
    ),
    (
        "Times",
        (
            "Excel times, `8:30`, `08:30`, `8.30`, `8h30`, `8:30 AM`, `1:15 pm`, "
            "`13:15`, `830`. Without AM or PM the hours 1 to 5 are afternoon, which "
            "is noted once. An Excel time shown with AM or PM is taken as shown."
        ),
    ),
    (
        "Dates",
        (
            "Excel dates, `2026-09-01`, `9/1/2026` (month first, noted once), "
            "`Sep 1, 2026`."
        ),
    ),
    (
        "Days",
        (
            "`Mon,Wed,Fri`, `MWF`, `MTWThF`, `M T W Th F`, `Mon-Fri`, `all`; rotation "
            "names (`A,B`, `1,2,6`) as listed in Settings."
        ),
    ),
    ("Weeks", "`all`, `every`, `odd`, `even`, or week numbers (`1,3`)."),
    ("Lists", "Separated by comma or semicolon."),
    ("Yes or no", "`yes`, `no`, `y`, `n`, `true`, `false`, `x`, `1`, `0`."),
    ("Grades", "`PK`, `K`, `1` to `12`; also `Pre-K`, `Kindergarten`, `3rd`."),
    (
        "Session lengths",
        "`30`, a list `20,30`, or a range `20-45`: the multiples of the grid inside.",
    ),
    ("Week patterns", "`every`, `odd`, `even`, `1` to `4`, `n of m` (m 1, 2 or 4)."),
)
_REFUSED = ("30 min", "20-30 min weekly", "30 min biweekly", "30 min Weekly / monthly")


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(_escaped, cells))} |"


def _table(headings: tuple[str, ...], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield _row(headings)
    yield _row("---" for _ in headings)
    for row in rows:
        yield _row(row)
    yield ""


def _other_headings(column: Column) -> str:
    return ", ".join((*column.synonyms, *column.implies))


def _meaning(column: Column) -> str:
    options = options_of(column)
    known = all(option in column.doc for option in options)
    if not options or known or column.doc.count(options[0]):
        return column.doc
    return f"{column.doc} One of {', '.join(options)}."


def _column_row(column: Column) -> tuple[str, ...]:
    needed = column.required or column.heading_required
    name = f"**{column.heading}**" if needed else column.heading
    default = "required" if column.required else column.default or "blank"
    also = _other_headings(column)
    return name, column.kind.value, default, _meaning(column), also


def _sheet(sheet: Sheet) -> Iterator[str]:
    need = "" if sheet.required else " (optional)"
    if sheet.key == "rooms":
        need = " (required when any service can be pull-out)"
    yield f"### {sheet.title}{need}"
    yield ""
    yield sheet.doc
    if sheet.synonyms:
        yield f"Also found under: {', '.join(sheet.synonyms)}."
    yield ""
    first = "key" if sheet.key == "settings" else "column"
    headings = (first, "kind", "default", "meaning", "other headings")
    yield from _table(headings, map(_column_row, sheet.columns))


def _words() -> Iterator[str]:
    """List the values that choices accept beside their own."""
    for sheet in SHEETS:
        for column in sheet.columns:
            if not column.choice_synonyms:
                continue
            pairs = (f"{word} = {to}" for word, to in column.choice_synonyms.items())
            yield f"- {sheet.title}, {column.heading}: {', '.join(pairs)}"
    yield ""


def _lines() -> Iterator[str]:
    yield "# The roster workbook"
    yield ""
    yield (
        "One `.xlsx` file (or a folder of CSV files, `students.csv` and so on) "
        "describes one school for one term. This page is generated from the program."
    )
    yield ""
    yield "## How cells are read"
    yield ""
    yield from _table(("what", "accepted"), _READING)
    yield "## Sheets"
    yield ""
    yield "Bold columns must be there."
    yield ""
    for sheet in SHEETS:
        yield from _sheet(sheet)
    yield "### Other words for choices"
    yield ""
    yield from _words()
    yield "## Frequency texts"
    yield ""
    yield from _table(("text", "is read as"), FORMS)
    refused = ", ".join(f"`{text}`" for text in _REFUSED)
    yield f"Refused, because they can be read in more than one way: {refused}."
    yield ""
    yield "## Codes"
    yield ""
    yield (
        "W0xx: the file. W1xx: sheets and columns. W2xx: cells. W3xx and up: what the "
        "rows say together. Errors stop the run, warnings do not, notes tell how "
        "something was read."
    )
    yield ""
    yield from _table(
        ("code", "severity", "meaning", "what to do"),
        (
            (code.code, code.severity.value, code.meaning, code.advice)
            for _, code in sorted(CODES.items())
        ),
    )


def workbook_page() -> str:
    """Return the page as Markdown, ending with one line break."""
    return "\n".join(_lines()).rstrip("\n") + "\n"
