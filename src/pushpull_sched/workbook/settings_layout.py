"""The Settings sheet, key under value, as one row whose columns are the keys."""

from pushpull_sched.domain.findings import Finding, SourceRef
from pushpull_sched.workbook.cell import Cell, plain_text, shown
from pushpull_sched.workbook.codes import finding
from pushpull_sched.workbook.columns import Sheet
from pushpull_sched.workbook.grid import Grid, column_letter
from pushpull_sched.workbook.layout import HEADING_ROWS, RawTable, heading_word
from pushpull_sched.workbook.words import did_you_mean

KEY_HEADINGS = frozenset({"key", "setting", "settings", "name", "option"})
VALUE_HEADINGS = frozenset({"value", "values"})


def _keys(sheet: Sheet) -> dict[str, str]:
    """Return every name of a setting with its key; own names win over synonyms."""
    known = {
        heading_word(word): column.key
        for column in sheet.columns
        for word in column.synonyms
    }
    known.update({heading_word(column.key): column.key for column in sheet.columns})
    return known


def _headed(grid: Grid) -> tuple[int, int, int] | None:
    """Return (row, key column, value column) where the sheet has headings."""
    for number in sorted(grid.cells):
        if number > HEADING_ROWS:
            break
        words = {
            heading_word(plain_text(cell)): place
            for place, cell in grid.cells[number].items()
        }
        key = next((words[word] for word in words if word in KEY_HEADINGS), None)
        value = next((words[word] for word in words if word in VALUE_HEADINGS), None)
        if key is not None and value is not None:
            return number, key, value
    return None


def _bare(grid: Grid, known: dict[str, str]) -> tuple[int, int, int] | None:
    """Find keys without headings: a column with a known key, values to its right."""
    for number in sorted(grid.cells):
        for place, cell in sorted(grid.cells[number].items()):
            if heading_word(plain_text(cell)) in known:
                return number - 1, place, place + 1
    return None


def lay_out_settings(
    grid: Grid, sheet: Sheet
) -> tuple[RawTable | None, tuple[Finding, ...]]:
    """Turn the rows of the Settings sheet into one row.

    Returns:
        The row (None where no key was found), and what is to be said.
    """
    known = _keys(sheet)
    place = _headed(grid) or _bare(grid, known)
    if place is None:
        message = "No headings key and value were found."
        source = SourceRef(sheet=grid.title)
        return None, (finding("W107", source, message, expected="key, value"),)
    row, key_column, value_column = place
    cells: dict[str, Cell] = {}
    places: dict[str, SourceRef] = {}
    found: list[Finding] = []
    names = tuple(column.key for column in sheet.columns)
    for number, line in sorted(grid.cells.items()):
        if number <= row or key_column not in line:
            continue
        text = plain_text(line[key_column])
        at = SourceRef(sheet=grid.title, row=number, column=column_letter(key_column))
        key = known.get(heading_word(text))
        if key is None:
            message = f"The setting {shown(text)} is not known and was left out."
            expected = f"one of {', '.join(names)}"
            advice = did_you_mean(text, names)
            found.append(
                finding(
                    "W113",
                    at,
                    message,
                    value=shown(text),
                    expected=expected,
                    advice=advice,
                )
            )
        elif key in places:
            message = f"The setting {key} is given twice ({places[key]} and here)."
            found.append(finding("W114", at, message, value=shown(text)))
        else:
            letter = column_letter(value_column)
            places[key] = SourceRef(sheet=grid.title, row=number, column=letter)
            if value_column in line:
                cells[key] = line[value_column]
    first = min((ref.row or 1 for ref in places.values()), default=row + 1)
    table = RawTable(
        sheet=sheet,
        title=grid.title,
        letters=dict.fromkeys(places, column_letter(value_column)),
        rows={first: cells} if places else {},
        places=places,
    )
    return table, tuple(found)
