"""The teacher's slip: who leaves and who comes in, when, and what the teacher says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pushpull_sched.domain.schedule import Served, Session
from pushpull_sched.domain.school import School, SchoolClass
from pushpull_sched.domain.service import Setting
from pushpull_sched.export.names import Names
from pushpull_sched.export.pages.days import Source
from pushpull_sched.export.pages.model import Head, SlipPage, SlipRow
from pushpull_sched.export.school_calendar import begins_text
from pushpull_sched.export.wording import short_time, weeks_text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """What happens to a class of a teacher, in the same way on several days."""

    start: int
    end: int
    leaving: bool
    who: str
    what: str
    lesson: str


def teachers(school: School) -> Mapping[str, tuple[SchoolClass, ...]]:
    """Return the classes of every teacher, by name, in the order of the roster.

    A class without a teacher belongs to the one teacher of its homeroom, else to the
    homeroom itself; lunch and recess without either belong to nobody.
    """
    of_homeroom: dict[str, set[str]] = {}
    for met in school.classes:
        if met.homeroom and met.teacher:
            of_homeroom.setdefault(met.homeroom, set()).add(met.teacher)
    found: dict[str, list[SchoolClass]] = {}
    for met in school.classes:
        name = met.teacher or ""
        if not name and met.homeroom:
            known = of_homeroom.get(met.homeroom, set())
            name = next(iter(known)) if len(known) == 1 else f"Homeroom {met.homeroom}"
        if name:
            found.setdefault(name, []).append(met)
    return {name: tuple(classes) for name, classes in found.items()}


def slip(source: Source, head: Head, classes: Iterable[SchoolClass]) -> SlipPage:
    """Make the slip of the teacher of some classes."""
    days: dict[_Event, list[tuple[int, int]]] = {}
    mine = tuple(classes)
    for session in source.sessions:
        for event in _events(source, session, mine):
            days.setdefault(event, []).append((session.day, session.week))
    order = sorted(days.items(), key=_by_time)
    rows = [(event, _row(source, event, when)) for event, when in order]
    settings = source.school.settings
    some = any(len({week for _, week in when}) < settings.weeks for _, when in order)
    weeks = range(1, settings.weeks + 1) if some else ()
    return SlipPage(
        head=head,
        remark=begins_text(settings, weeks),
        leaving=tuple(row for event, row in rows if event.leaving),
        coming=tuple(row for event, row in rows if not event.leaving),
    )


def _by_time(item: tuple[_Event, list[tuple[int, int]]]) -> tuple[object, ...]:
    """Order by the first day, then by the clock, then by the weeks."""
    event, when = item
    return (min(day for day, _ in when), event.start, event.end, sorted(when))


def _events(
    source: Source, session: Session, classes: tuple[SchoolClass, ...]
) -> Iterable[_Event]:
    """Yield what a session means for the teacher of the classes, if anything."""
    if session.setting is Setting.CONSULT:
        return
    leaving = session.setting is Setting.PULL_OUT
    here: dict[Served, None] = {}
    lessons: dict[str, None] = {}
    for met in classes:
        if not overlaps(met, session) or not (leaving or session.class_id == met.id):
            continue
        concerned = [
            served
            for served in session.served
            if not leaving or met.id in _classes_of(source.school, served.student_id)
        ]
        here |= dict.fromkeys(concerned)
        lessons |= dict.fromkeys([met.subject] if concerned else [])
    if here:
        labels = sorted({source.names.student(served.student_id) for served in here})
        services = " + ".join(dict.fromkeys(served.service for served in here))
        yield _Event(
            start=session.start,
            end=session.end,
            leaving=leaving,
            who=", ".join(labels),
            what=_what(source.names, session, services),
            lesson=", ".join(lessons),
        )


def _classes_of(school: School, student_id: str | None) -> frozenset[str]:
    student = school.student.get(student_id or "")
    return student.classes if student else frozenset()


def overlaps(met: SchoolClass, session: Session) -> bool:
    """Whether a class meets during a session."""
    return any(
        (meeting.when.week, meeting.when.day) == (session.week, session.day)
        and meeting.when.start < session.end
        and session.start < meeting.when.end
        for meeting in met.meetings
    )


def _what(names: Names, session: Session, services: str) -> str:
    provider = names.provider(session.provider_id)
    place = names.room(session.room_id)
    return ", ".join(part for part in (services, provider, place) if part)


def _row(source: Source, event: _Event, when: Iterable[tuple[int, int]]) -> SlipRow:
    return SlipRow(
        when=_days_text(source.school, when),
        time=f"{short_time(event.start)}-{short_time(event.end)}",
        who=event.who,
        what=event.what,
        lesson=event.lesson,
    )


def _days_text(school: School, when: Iterable[tuple[int, int]]) -> str:
    """Name days and weeks: ``Mon, Wed``, ``Mon (week 1), Wed (weeks 1, 3)``."""
    settings = school.settings
    weeks: dict[int, list[int]] = {}
    for day, week in sorted(set(when)):
        weeks.setdefault(day, []).append(week)
    same = len({tuple(found) for found in weeks.values()}) == 1
    first = next(iter(weeks.values()))
    names = [settings.days[day] for day in weeks]
    if same and len(first) == settings.weeks:
        return ", ".join(names)
    if same:
        return f"{', '.join(names)} ({weeks_text(first, settings.weeks)})"
    return ", ".join(
        name
        if len(found) == settings.weeks
        else f"{name} ({weeks_text(found, settings.weeks)})"
        for name, found in zip(names, weeks.values(), strict=True)
    )
