"""The Classes sheet: which class meets when, before the weeks are known."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pushpull_sched.domain.clock import Interval, clock_text
from pushpull_sched.domain.findings import SourceRef
from pushpull_sched.domain.school import (
    Meeting,
    Pull,
    Room,
    SchoolClass,
    SubjectKind,
)
from pushpull_sched.workbook.hours import Span
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.names import Names, did_you_mean, folded, listed
from pushpull_sched.workbook.periods import Periods
from pushpull_sched.workbook.references import References
from pushpull_sched.workbook.subjects import SubjectName, Subjects, subject_name
from pushpull_sched.workbook.tables import Row, Workbook
from pushpull_sched.workbook.typed import (
    days_of,
    flag_or,
    number_of,
    text_of,
    weeks_of,
)
from pushpull_sched.workbook.values import WeekSet

_UNSETTLED = Interval(week=1, day=0, start=0, end=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRow:
    """One row of Classes: the meetings it stands for.

    Attributes:
        times: Day to minutes.
        weeks: Weeks as written.
        meeting: A meeting with everything but its time.
    """

    times: Mapping[int, Span]
    weeks: WeekSet
    meeting: Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassDraft:
    """A class whose meetings are not yet spread over the weeks of the template."""

    id: str
    subject: str
    name: SubjectName
    kind: SubjectKind
    grade: int | None
    homeroom: str | None
    teacher: str | None
    source: SourceRef
    rows: tuple[MeetingRow, ...] = ()

    @property
    def buildings(self) -> frozenset[str]:
        """Buildings that its meetings name."""
        return frozenset(
            row.meeting.building for row in self.rows if row.meeting.building
        )

    def settled(
        self, weeks: int, unavailable: tuple[Interval, ...] = ()
    ) -> SchoolClass:
        """Spread the meetings over a template of that many weeks."""
        meetings = [
            replace(
                row.meeting, when=Interval(week=week, day=day, start=start, end=end)
            )
            for row in self.rows
            for week in sorted(row.weeks.within(weeks))
            for day, (start, end) in row.times.items()
        ]
        return SchoolClass(
            id=self.id,
            subject=self.subject,
            kind=self.kind,
            meetings=tuple(sorted(meetings, key=lambda meeting: meeting.when)),
            unavailable=unavailable,
            grade=self.grade,
            homeroom=self.homeroom,
            teacher=self.teacher,
            source=self.source,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassReader:
    """Everything that reading a row of Classes needs."""

    references: References
    names: Names
    subjects: Subjects
    periods: Periods
    rooms: Mapping[str, Room]
    days: tuple[str, ...]
    log: Log
    by_room_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def read(self, workbook: Workbook) -> dict[str, ClassDraft]:
        """Read the classes by id."""
        grouped: dict[str, list[Row]] = {}
        for row in workbook.tables["classes"].rows():
            identifier = text_of(row, "class_id")
            if identifier is not None:
                known = self.references.classes.known.of(identifier)
                grouped.setdefault(known, []).append(row)
        drafts = (self._draft(name, rows) for name, rows in grouped.items())
        return {draft.id: draft for draft in drafts if draft is not None}

    def _draft(self, identifier: str, rows: list[Row]) -> ClassDraft | None:
        subject = self._agreed(identifier, rows, "subject")
        if subject is None:
            return None
        name = subject_name(str(subject))
        values = self.subjects.values(name)
        homeroom = self._agreed(identifier, rows, "homeroom")
        teacher = next(filter(None, (text_of(row, "teacher") for row in rows)), None)
        meetings = []
        for row in rows:
            times = self._times(row)
            own_pull = text_of(row, "pull")
            if times:
                room, building = self._place(row)
                meeting = Meeting(
                    when=_UNSETTLED,
                    pull=Pull(own_pull) if own_pull else values.pull,
                    weight=0 if own_pull == Pull.OK else values.weight,
                    push_in=flag_or(row, "push_in", default=True),
                    max_push_in=number_of(row, "max_push_in"),
                    room=room,
                    building=building,
                    source=row.ref(),
                )
                meetings.append(
                    MeetingRow(times=times, weeks=weeks_of(row), meeting=meeting)
                )
        return ClassDraft(
            id=identifier,
            subject=str(subject),
            name=name,
            kind=values.kind,
            grade=_as_number(self._agreed(identifier, rows, "grade")),
            homeroom=self.names.homerooms.maybe(_as_text(homeroom)),
            teacher=teacher,
            source=rows[0].ref("class_id"),
            rows=tuple(meetings),
        )

    def _agreed(self, identifier: str, rows: list[Row], key: str) -> object:
        """Return what the rows of a class say in a column that holds for the class."""
        first: Row | None = None
        for row in rows:
            if row[key] is None:
                continue
            if first is None:
                first = row
            elif not _alike(first, row, key):
                self.log.cell(
                    "W303",
                    row,
                    key,
                    f"Class {identifier} has {key} {first.text(key)} in "
                    f"{first.ref(key)} and {row.text(key)} here.",
                    expected=f"{first.text(key)}, or a class_id of its own",
                )
        return None if first is None else first[key]

    def _times(self, row: Row) -> Mapping[int, Span]:
        """Return the meetings' minutes by day; nothing where a cell is faulty."""
        days, start, end = days_of(row), number_of(row, "start"), number_of(row, "end")
        if any(row.bad(key) for key in ("days", "start", "end", "period")):
            return {}
        written = text_of(row, "period")
        if written is None:
            return self._own_times(row, days, start, end)
        period = self._period(row, written)
        if period is None:
            return {}
        strangers = sorted((days or frozenset()) - period.keys())
        if strangers:
            self.log.cell(
                "W306",
                row,
                "days",
                f"Period {written} is not on "
                f"{listed(self.days[day] for day in strangers)}.",
                expected="days of the period: "
                + listed(self.days[day] for day in sorted(period)),
            )
        times = {
            day: (
                span[0] if start is None else start,
                span[1] if end is None else end,
            )
            for day, span in sorted(period.items())
            if days is None or day in days
        }
        return self._forward(row, times)

    def _period(self, row: Row, written: str) -> Mapping[int, Span] | None:
        name = self.periods.names.find(written)
        if name is None:
            self.log.cell(
                "W301",
                row,
                "period",
                f"There is no period {written} in {self.periods.sheet}.",
                expected=f"a period of {self.periods.sheet}",
                advice=did_you_mean(written, self.periods.names),
            )
            return None
        return None if name in self.periods.broken else self.periods.times.get(name)

    def _own_times(
        self, row: Row, days: frozenset[int] | None, start: int | None, end: int | None
    ) -> Mapping[int, Span]:
        if days is None or start is None or end is None:
            blank = [
                key
                for key, value in (("days", days), ("start", start), ("end", end))
                if value is None
            ]
            self.log.cell(
                "W304",
                row,
                blank[0],
                f"Without a period this row needs {' and '.join(blank)}.",
                expected="days, start and end, or a period",
            )
            return {}
        return self._forward(row, dict.fromkeys(sorted(days), (start, end)))

    def _forward(self, row: Row, times: dict[int, Span]) -> Mapping[int, Span]:
        """Keep the meetings that end after they start, and report the others."""
        wrong = {day: span for day, span in times.items() if span[0] >= span[1]}
        own = number_of(row, "start") is not None and number_of(row, "end") is not None
        if wrong and not own:
            day, (start, end) = next(iter(wrong.items()))
            self.log.cell(
                "W307",
                row,
                "end" if number_of(row, "end") is not None else "start",
                f"On {self.days[day]} the class would run from {clock_text(start)} "
                f"to {clock_text(end)}.",
                expected="an end after the start",
            )
        return {day: span for day, span in times.items() if day not in wrong}

    def _place(self, row: Row) -> tuple[str | None, str | None]:
        """Return room and building of a row's meetings.

        The room is its id where it is in Rooms, else its name spelled alike; the
        building is that of the row, else that of the room.
        """
        building = self.names.buildings.maybe(text_of(row, "building"))
        written = text_of(row, "room")
        if written is None:
            return None, building
        known = self.references.rooms.known.find(written)
        named = self.by_room_name.get(folded(written), ())
        if known is None and len(named) == 1:
            known = named[0]
            self.log.cell(
                "W328",
                row,
                "room",
                f"{written} is read as room {known} of Rooms, which has this name.",
            )
        if known is None:
            return self.names.places.of(written), building
        room = self.rooms.get(known)
        return known, building or (room.building if room else None)


def _alike(first: Row, row: Row, key: str) -> bool:
    if key == "subject":
        one, other = first.text(key), row.text(key)
        return subject_name(one).full == subject_name(other).full
    if isinstance(first[key], str) and isinstance(row[key], str):
        return str(first[key]).casefold() == str(row[key]).casefold()
    return first[key] == row[key]


def _as_text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _as_number(value: object) -> int | None:
    return value if isinstance(value, int) else None
