"""Who has to be told: providers, teachers, students with their families."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pushpull_sched.compare.lookup import counted as joined
from pushpull_sched.compare.lookup import overlap, students_of
from pushpull_sched.compare.wording import Voice, counted, listed
from pushpull_sched.domain.comparison import Notice, PersonDifference, Slot
from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaching:
    """Both schedules as the teachers see them.

    Attributes:
        before: Sessions of the first, over the same weeks as those of the other.
        after: Sessions of the other.
        schools: Their rosters.
    """

    before: tuple[Session, ...]
    after: tuple[Session, ...]
    schools: tuple[School | None, School | None]


Event = tuple[str, int, int, int, int]
"""Who leaves (or visits), a week, a day, a start and an end."""

_VISIT = "visit\n"
"""Marks a provider, where no student's id can."""


def notices_of(
    students: Iterable[PersonDifference],
    providers: Iterable[PersonDifference],
    teaching: Teaching,
    voice: Voice,
) -> tuple[Notice, ...]:
    """List everybody who has to be told: providers, then teachers, then students."""
    return (
        *(_provider(one) for one in _by_id(providers) if one.sentences),
        *_teachers(teaching),
        *(_student(one, voice) for one in _by_id(students) if one.sentences),
    )


def _by_id(found: Iterable[PersonDifference]) -> list[PersonDifference]:
    return sorted(found, key=lambda one: one.id)


def _provider(one: PersonDifference) -> Notice:
    changed = one.total - one.kept
    reason = f"{changed} of {counted(one.total, 'session')} change or end"
    if not one.total:
        reason = "has sessions now"
    elif not changed:
        reason = "has more sessions"
    return Notice(kind="provider", who=one.id, name=one.name, reasons=(reason,))


def _student(one: PersonDifference, voice: Voice) -> Notice:
    """Say in short what is new for a student."""
    found: list[str] = []
    for change in one.changes:
        before, after = change.before, change.after
        if before is None:
            found.append("new sessions")
        elif after is None:
            found.append("sessions end")
        else:
            found += _news(before, after, voice)
    return Notice(
        kind="student", who=one.id, name=one.name, reasons=tuple(dict.fromkeys(found))
    )


def _news(before: Slot, after: Slot, voice: Voice) -> Iterator[str]:
    if (before.day, before.start, before.end) != (after.day, after.start, after.end):
        yield "other times"
    if before.provider_id != after.provider_id:
        yield f"works with {voice.provider(after.provider_id)} now"
    if before.setting is not after.setting:
        yield f"{after.setting.value} instead of {before.setting.value}"
    elif before.setting is Setting.PULL_OUT and before.place != after.place:
        yield "another room"
    if before.fellows != after.fellows:
        yield "another group"


def _teachers(teaching: Teaching) -> list[Notice]:
    """List teachers whose classes are left or visited at other times."""
    old, new = teaching.schools
    if old is None or new is None:
        return []
    was, will = _events(teaching.before, old), _events(teaching.after, new)
    classes = {met.id: met for school in (old, new) for met in school.classes}
    reasons: dict[str, list[str]] = {}
    for class_id in sorted(classes):
        said = _reasons(was.get(class_id, set()), will.get(class_id, set()))
        if said:
            met = classes[class_id]
            name = (
                met.subject
                if met.subject == class_id
                else (f"{met.subject} ({class_id})")
            )
            who = met.teacher or class_id
            reasons.setdefault(who, []).append(f"{name}: {said}")
    return [
        Notice(kind="teacher", who=who, name=who, reasons=tuple(said))
        for who, said in sorted(reasons.items())
    ]


def _reasons(before: set[Event], after: set[Event]) -> str:
    changed = before ^ after
    was, will = _leavers(before), _leavers(after)
    moved = {who for who in _leavers(changed) if who in was and who in will}
    visits = any(event[0].startswith(_VISIT) for event in changed)
    parts = (
        _left(moved, "at other times"),
        _left(will - was, "now"),
        _left(was - will, "no longer"),
        "visits change" if visits else "",
    )
    return "; ".join(part for part in parts if part)


def _leavers(events: Iterable[Event]) -> set[str]:
    return {event[0] for event in events if not event[0].startswith(_VISIT)}


def _left(students: Iterable[str], how: str) -> str:
    found = sorted(students)
    if not found:
        return ""
    verb = "leaves" if len(found) == 1 else "leave"
    if how == "no longer":
        return f"{listed(found)} no longer {verb}"
    return f"{listed(found)} {verb} {how}"


def _events(sessions: Iterable[Session], school: School) -> dict[str, set[Event]]:
    """Collect when each class is left (by whom) and visited (by whom)."""
    found: dict[str, set[Event]] = {}
    meetings = joined((), school.settings.weeks, school).meetings
    for session in sessions:
        times = (session.week, session.day, session.start, session.end)
        if session.class_id is not None:
            event = (_VISIT + session.provider_id, *times)
            found.setdefault(session.class_id, set()).add(event)
        if session.setting is not Setting.PULL_OUT:
            continue
        week = (session.week - 1) % school.settings.weeks + 1
        for student_id in students_of(session):
            days = meetings.get(student_id, {})
            for met, meeting in days.get((week, session.day), ()):
                if overlap(session, meeting):
                    found.setdefault(met.id, set()).add((student_id, *times))
    return found
