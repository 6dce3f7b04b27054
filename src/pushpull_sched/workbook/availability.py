"""The Availability sheet: who is there, or is not, beyond the own rows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pushpull_sched.domain.school import KINDERGARTEN, PRE_KINDERGARTEN
from pushpull_sched.workbook.hours import Stretch
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.names import did_you_mean
from pushpull_sched.workbook.references import Ids, References
from pushpull_sched.workbook.tables import Row, Workbook
from pushpull_sched.workbook.typed import days_of, number_of, text_of, weeks_of

_GRADES: Mapping[str, int] = {
    "pk": PRE_KINDERGARTEN,
    "k": KINDERGARTEN,
    **{str(grade): grade for grade in range(1, 13)},
}
_PREFIXED = re.compile(
    r"(student|room|provider|class|grade)\s*:?\s+(.+)", re.IGNORECASE
)


class Who(StrEnum):
    """Kind of an entry of ``who``."""

    STUDENT = "student"
    CLASS = "class"
    ROOM = "room"
    PROVIDER = "provider"
    GRADE = "grade"


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """Rows of Availability by whom they concern: (kind, id or grade)."""

    available: Mapping[tuple[Who, str], tuple[Stretch, ...]] = field(
        default_factory=dict
    )
    unavailable: Mapping[tuple[Who, str], tuple[Stretch, ...]] = field(
        default_factory=dict
    )

    def added(self, kind: Who, identifier: str) -> tuple[Stretch, ...]:
        """Return the ``available`` rows of one entry."""
        return self.available.get((kind, identifier), ())

    def taken(self, kind: Who, identifier: str) -> tuple[Stretch, ...]:
        """Return the ``unavailable`` rows of one entry."""
        return self.unavailable.get((kind, identifier), ())


def read_availability(
    workbook: Workbook, references: References, log: Log
) -> Availability:
    """Read Availability; rows with a fault are reported and left out."""
    available: dict[tuple[Who, str], tuple[Stretch, ...]] = {}
    unavailable: dict[tuple[Who, str], tuple[Stretch, ...]] = {}
    for row in workbook.tables["availability"].rows():
        who = _who(row, references, log)
        days, start, end = days_of(row), number_of(row, "start"), number_of(row, "end")
        if who is None:
            continue
        adds = text_of(row, "kind") == "available"
        if adds and who[0] not in {Who.PROVIDER, Who.ROOM}:
            log.cell(
                "W310",
                row,
                "kind",
                f"A {who[0]} cannot be made available.",
                expected="unavailable; available is for providers and rooms",
            )
            continue
        if days is None or start is None or end is None or start >= end:
            continue
        stretch = Stretch(
            days=days, span=(start, end), weeks=weeks_of(row), source=row.ref()
        )
        rows = available if adds else unavailable
        rows[who] = (*rows.get(who, ()), stretch)
    return Availability(available=available, unavailable=unavailable)


def _who(row: Row, references: References, log: Log) -> tuple[Who, str] | None:
    """Resolve ``who``: an id that stands in one sheet, or one with its kind before."""
    written = text_of(row, "who")
    if written is None:
        return None
    sheets: Mapping[Who, Ids] = {
        Who.STUDENT: references.students,
        Who.CLASS: references.classes,
        Who.ROOM: references.rooms,
        Who.PROVIDER: references.providers,
    }
    matches = [
        (kind, known)
        for kind, ids in sheets.items()
        if (known := ids.known.find(written)) is not None
    ]
    if len(matches) == 1:
        return matches[0]
    if matches:
        kinds = " and a ".join(kind.value for kind, _ in matches)
        log.cell(
            "W302",
            row,
            "who",
            f"{written} is a {kinds}.",
            expected=" or ".join(f"{kind} {written}" for kind, _ in matches),
            advice=f"Write {matches[0][0]} {written} or {matches[1][0]} {written}.",
        )
        return None
    prefixed = _PREFIXED.fullmatch(written)
    if prefixed is None:
        _report_unknown(row, written, tuple(sheets.values()), log)
        return None
    kind, name = Who(prefixed[1].lower()), prefixed[2]
    if kind is Who.GRADE:
        return _grade(row, name, log)
    known = sheets[kind].resolve(name, row, "who", log)
    return None if known is None else (kind, known)


def _grade(row: Row, name: str, log: Log) -> tuple[Who, str] | None:
    grade = _GRADES.get(name.casefold())
    if grade is None:
        log.cell(
            "W311",
            row,
            "who",
            f"{name} is no grade.",
            expected="grade PK, grade K or grade 1 to grade 12",
        )
        return None
    return Who.GRADE, str(grade)


def _report_unknown(row: Row, written: str, sheets: tuple[Ids, ...], log: Log) -> None:
    advice = next(
        filter(None, (did_you_mean(written, ids.known) for ids in sheets)), ""
    )
    log.cell(
        "W301",
        row,
        "who",
        f"No provider, room, student or class has the id {written}.",
        expected="an id, or grade with a number",
        advice=advice,
    )
