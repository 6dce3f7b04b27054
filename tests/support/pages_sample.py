"""The school of ``export_sample`` with attendance, rooms, teachers and a term."""

from dataclasses import replace
from datetime import date

import export_sample as sample

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.result import SolveResult, SolveStatus
from pushpull_sched.domain.schedule import Schedule
from pushpull_sched.domain.school import (
    Meeting,
    Room,
    School,
    SchoolClass,
    SubjectKind,
)
from pushpull_sched.export.names import NameStyle, names_of
from pushpull_sched.export.pages.build import pages_of
from pushpull_sched.export.pages.days import Source
from pushpull_sched.export.pages.model import By, Tint
from pushpull_sched.export.pages.whose import people

NASTY = (
    "a/b\\c?d*[e]:f",
    "🦊👩‍🏫 Fox",
    "ليلى حداد",
    "王小明",
    "=HYPERLINK(1)",
    "+1",
    "-1",
    "@cmd",
    "<script>alert(1)</script>",
    "Ana & Bo",
    "Maximiliana-Alexandrina Featherstonehaugh-Cholmondeley Jr. of the Long Name",
    "MAXIMILIANA-Alexandrina Featherstonehaugh-Cholmondeley Jr. of the Long Mane",
    "#let x = 1 $ _a_ `b`",
    "con",
    "...",
    "' quoted '",
)


def clock(text: str) -> int:
    return sample.clock(text)


def meeting_every_day(start: str, end: str, weeks: int, room: str | None):
    return tuple(
        Meeting(
            when=Interval(week=week, day=day, start=clock(start), end=clock(end)),
            room=room,
        )
        for week in range(1, weeks + 1)
        for day in range(5)
    )


def school(weeks: int = 2) -> School:
    """Students attend homeroom 3A, whose lunch has no teacher of its own."""
    plain = sample.school(weeks)
    lunch = SchoolClass(
        id="3A-L",
        subject="Lunch",
        kind=SubjectKind.LUNCH,
        homeroom="3A",
        meetings=meeting_every_day("11:30", "12:00", weeks, None),
    )
    classes = tuple(replace(each, homeroom="3A") for each in plain.classes)
    everyday = tuple(
        Interval(week=week, day=day, start=0, end=1440)
        for week in range(1, weeks + 1)
        for day in range(5)
    )
    late = tuple(
        Interval(week=each.week, day=each.day, start=clock("8:00"), end=clock("9:00"))
        for each in everyday
    )
    return replace(
        plain,
        settings=replace(
            plain.settings,
            term_start=date(2026, 9, 1),
            term_end=date(2026, 12, 18),
            holidays=(date(2026, 9, 7), date(2026, 11, 26), date(2026, 11, 27)),
        ),
        students=tuple(
            replace(
                student,
                classes=frozenset({"3A-M", "3A-R", "3A-L"}),
                homeroom="3A",
            )
            for student in plain.students
        ),
        classes=(*classes, lunch),
        rooms=(
            Room(id="R5", name="Resource Room", hours=everyday),
            Room(id="+R6", hours=late),
        ),
    )


def result(weeks: int = 2) -> SolveResult:
    return replace(sample.complete(), schedule=sample.schedule(weeks))


def source(  # noqa: PLR0913 - every argument is named at the call
    weeks: int = 2,
    *,
    style: NameStyle = NameStyle.INITIALS,
    tint: Tint = Tint.SERVICE,
    of: School | None = None,
    sessions: tuple | None = None,
    mark: str = "",
) -> Source:
    whole = of or school(weeks)
    answer = result(weeks)
    if sessions is not None:
        schedule = Schedule(sessions=sessions)
        answer = SolveResult(status=SolveStatus.COMPLETE, schedule=schedule)
    return Source(
        school=whole, result=answer, names=names_of(whole, style), tint=tint, mark=mark
    )


def named_nastily(weeks: int = 2) -> School:
    """Everybody and everything has a name that breaks something somewhere."""
    plain = school(weeks)

    def name(number: int) -> str:
        return NASTY[number % len(NASTY)]

    providers = tuple(
        replace(plain.providers[number % 2], id=f"N{number}", name=text)
        for number, text in enumerate(NASTY)
    )
    return replace(
        plain,
        settings=replace(plain.settings, school=NASTY[8]),
        students=tuple(
            replace(each, name=name(number))
            for number, each in enumerate(plain.students)
        ),
        providers=(*plain.providers, *providers),
        rooms=tuple(
            replace(each, name=name(number)) for number, each in enumerate(plain.rooms)
        ),
        classes=tuple(
            replace(each, subject=name(number + 4), teacher=name(number))
            for number, each in enumerate(plain.classes)
        ),
    )


def everyone(made: Source, by: By):
    return people(made.school, made.names, by, made.sessions)


def pages(made: Source, by: By, *keys: str):
    """The pages of some, or of all."""
    some = [each for each in everyone(made, by) if not keys or each.key in keys]
    return pages_of(made, by, some)
