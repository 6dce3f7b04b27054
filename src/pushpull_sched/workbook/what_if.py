"""A roster in which something is different: what would be, if.

The rows of the roster are taken as read, changed, and written as a workbook of its own,
so that a what-if is read, checked, solved, verified and compared like any roster.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time

from openpyxl.workbook.workbook import Workbook as ExcelWorkbook

from pushpull_sched.domain.school import School
from pushpull_sched.domain.what_if import MoreStaff, RowEdit, WhatIf
from pushpull_sched.workbook.days import Unknown, days_of
from pushpull_sched.workbook.names import Spelling, did_you_mean, folded
from pushpull_sched.workbook.rewriting import Rows, rows_of
from pushpull_sched.workbook.schema import SHEET
from pushpull_sched.workbook.tables import Row, Workbook
from pushpull_sched.workbook.template import roster_book
from pushpull_sched.workbook.typed import text_of

EDITABLE: Mapping[str, tuple[str, ...]] = {
    "services": ("service_id", "student_id", "service"),
    "providers": ("provider_id",),
    "rooms": ("room_id",),
    "students": ("student_id",),
}
"""Sheets whose rows a what-if may change, with the columns that it may not."""
_CALLED: Mapping[str, tuple[str, str]] = {
    "services": ("service_id", "service"),
    "providers": ("provider_id", "name"),
    "rooms": ("room_id", "name"),
    "students": ("student_id", "student_id"),
}
"""By what a row is found: its id, else its name."""
_HOURS = ("days", "start", "end")
_ALL_DAY = {"start": time(0, 0), "end": time(23, 59)}
_REASON = "what if"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRoster:
    """What a what-if makes of a roster.

    Attributes:
        rows: Its rows.
        faults: What the what-if names that is not there: sentences.
    """

    rows: Rows
    faults: tuple[str, ...] = ()

    def book(self) -> ExcelWorkbook:
        """Build the workbook in memory."""
        return roster_book(self.rows, frozenset(self.rows))


def changed_roster(roster: Workbook, school: School, what_if: WhatIf) -> ChangedRoster:
    """Make the changes of a what-if.

    Args:
        roster: The roster as read, without errors.
        school: Its school.
        what_if: What is different.
    """
    change = _Change(roster=roster, school=school, rows=rows_of(roster))
    change.settings(what_if.settings)
    for edit in what_if.edits:
        change.edit(edit)
    if what_if.group_cap is not None:
        change.cap_groups(what_if.group_cap)
    for more in what_if.more:
        change.add_staff(more)
    for entry in what_if.absent:
        change.take_away("provider", entry, "absent")
    for entry in what_if.closed:
        change.take_away("room", entry, "closed")
    return ChangedRoster(rows=change.rows, faults=tuple(change.faults))


@dataclass(slots=True)
class _Change:
    """Rows that change step by step, and the faults on the way."""

    roster: Workbook
    school: School
    rows: Rows
    faults: list[str] = field(default_factory=list)

    def settings(self, wanted: Mapping[str, object]) -> None:
        known = [column.key for column in SHEET["settings"].columns]
        spelled = {_plain_key(key): key for key in known}
        sheet = self.rows.setdefault("settings", [])
        if not sheet:
            sheet.append({})
        for name, value in wanted.items():
            key = spelled.get(_plain_key(name))
            if key is None:
                self._unknown("settings", "setting", name, known)
            else:
                _put(sheet[0], key, value)

    def edit(self, edit: RowEdit) -> None:
        rows = self._rows_about(edit.sheet, edit.who)
        if not rows:
            what = {"services": "service"}.get(edit.sheet, edit.sheet[:-1])
            self._unknown(edit.sheet, what, edit.who, self._known(edit.sheet))
        fixed = EDITABLE[edit.sheet]
        known = [c.key for c in SHEET[edit.sheet].columns if c.key not in fixed]
        spelled = {_plain_key(key): key for key in known}
        for name, value in edit.cells.items():
            key = spelled.get(_plain_key(name))
            if key is None:
                self._unknown(f"{edit.sheet}, {edit.who}", "column", name, known)
                continue
            for row in rows:
                _put(row, key, value)

    def cap_groups(self, most: int) -> None:
        """Lower the largest group of every provider."""
        for provider_id, provider in self.school.provider.items():
            cap = most if provider.max_group is None else min(most, provider.max_group)
            for row in self._rows_about("providers", provider_id):
                row["max_group"] = cap

    def add_staff(self, more: MoreStaff) -> None:
        """Copy the rows of a provider."""
        key = "add_providers"
        rows = self._rows_about("providers", more.like)
        if not rows:
            known = self._known("providers")
            self._unknown(key, "provider", more.like, known)
            return
        columns = [column.key for column in SHEET["providers"].columns]
        for name in more.cells:
            if name not in columns:
                self._unknown(key, "column", name, columns)
        wanted = {name: more.cells[name] for name in more.cells if name in columns}
        wanted.setdefault("provider_id", self._free_id(str(rows[0]["provider_id"])))
        taken = {folded(one) for one in self.school.provider}
        if folded(str(wanted["provider_id"])) in taken:
            self.faults.append(
                f'{key}: there is a provider "{wanted["provider_id"]}" already. '
                "Choose another provider_id."
            )
        if any(name in wanted for name in _HOURS):
            rows = rows[:1]
        for row in rows:
            copy = {name: value for name, value in row.items() if name != "name"}
            for name, value in wanted.items():
                _put(copy, name, value)
            self.rows["providers"].append(copy)

    def _free_id(self, like: str) -> str:
        taken = {
            folded(str(row.get("provider_id", ""))) for row in self.rows["providers"]
        }
        number = 2
        while folded(f"{like}-{number}") in taken:
            number += 1
        return f"{like}-{number}"

    def take_away(self, kind: str, entry: str, key: str) -> None:
        """Make a provider or room unavailable on days."""
        sheet = f"{kind}s"
        who, _, text = entry.partition(" ")
        found = self._rows_about(sheet, entry)
        if found:
            text = ""
        else:
            # A name may have spaces in it: the longest beginning that is known.
            words = entry.split()
            for count in range(len(words) - 1, 0, -1):
                who, text = " ".join(words[:count]), " ".join(words[count:])
                found = self._rows_about(sheet, who)
                if found:
                    break
        if not found:
            who = entry if len(entry.split()) == 1 else entry.split(maxsplit=1)[0]
            self._unknown(key, kind, who, self._known(sheet))
            return
        names = self.school.settings.days
        days = days_of(text or "all", names)
        if isinstance(days, Unknown):
            self.faults.append(
                f'{key}: "{entry}" names a day that this school has not: {days}. '
                f"Write days as in Settings: {', '.join(names)}."
            )
            return
        self.rows.setdefault("availability", []).append(
            {
                "who": f"{kind} {found[0][_CALLED[sheet][0]]}",
                "days": ", ".join(names[day] for day in sorted(days)),
                **_ALL_DAY,
                "kind": "unavailable",
                "reason": _REASON,
            }
        )

    def _rows_about(self, sheet: str, who: str) -> list[dict[str, object]]:
        """Find rows by id, else by name."""
        ids, names = self._index(sheet)
        wanted = folded(who)
        at = ids.get(wanted) or names.get(wanted) or []
        rows = self.rows.get(sheet, [])
        return [rows[position] for position in at]

    def _index(self, sheet: str) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
        """Positions of the rows of the roster by id, and by name."""
        id_key, name_key = _CALLED[sheet]
        by_row = {one.source.row: one.id for one in self.school.services}
        ids: dict[str, list[int]] = {}
        names: dict[str, list[int]] = {}
        for position, row in enumerate(self._read(sheet)):
            own = text_of(row, id_key)
            if sheet == "services":
                own = by_row.get(row.number, own)
            for word, index in ((own, ids), (text_of(row, name_key), names)):
                if word:
                    index.setdefault(folded(word), []).append(position)
        return ids, names

    def _read(self, sheet: str) -> Iterator[Row]:
        return self.roster.tables[sheet].rows()

    def _known(self, sheet: str) -> list[str]:
        id_key, name_key = _CALLED[sheet]
        found = [
            text_of(row, key) for row in self._read(sheet) for key in (id_key, name_key)
        ]
        return list(dict.fromkeys(one for one in found if one))

    def _unknown(self, key: str, what: str, name: str, known: Sequence[str]) -> None:
        advice = did_you_mean(name, Spelling(known))
        few = len(known) <= _MOST_LISTED
        listed = f"There are: {', '.join(known)}." if few else "See the roster."
        self.faults.append(f'{key}: there is no {what} "{name}". {advice or listed}')


_MOST_LISTED = 40


def _plain_key(text: str) -> str:
    return folded(text).replace("_", "").replace("-", "").replace(" ", "")


def _put(row: dict[str, object], key: str, value: object) -> None:
    """Fill a cell with a value of a TOML file; an empty text clears it."""
    if isinstance(value, bool):
        row[key] = "yes" if value else "no"
    elif isinstance(value, list | tuple):
        row[key] = ", ".join(map(str, value))
    elif value == "":
        row.pop(key, None)
    elif isinstance(value, float):
        row[key] = f"{value:g}"
    else:
        row[key] = value
