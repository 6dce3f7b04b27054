"""What is counted for each student and each provider."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from pushpull_sched.compare.lookup import (
    Counted,
    by_day,
    is_direct,
    overlap,
    students_of,
)
from pushpull_sched.domain.facts import (
    FREE_BLOCK_MINUTES,
    GradeFacts,
    ProviderFacts,
    StudentFacts,
)
from pushpull_sched.domain.result import ServiceOutcome
from pushpull_sched.domain.schedule import Session
from pushpull_sched.domain.school import Provider
from pushpull_sched.domain.service import Setting
from pushpull_sched.verify.spans import Span, clipped, merged, total, without

_BREAK_MINUTES = 10
_LUNCH_SPARE = 30
"""Lunch is owed where this much is left beside it inside the window (rule V4)."""


def student_facts(
    found: Counted, outcomes: Iterable[ServiceOutcome] | None
) -> tuple[StudentFacts, ...]:
    """Count for every student with a service or a session.

    Args:
        found: The schedule.
        outcomes: How its services fare; None where that is unknown.
    """
    mine: dict[str, list[Session]] = {}
    for session in found.sessions:
        for student_id in students_of(session) if is_direct(session) else ():
            mine.setdefault(student_id, []).append(session)
    short = None if outcomes is None else _short(found, outcomes)
    return tuple(
        _student(found, student_id, mine.get(student_id, []), short)
        for student_id in _listed(found, mine)
    )


def _listed(found: Counted, mine: Mapping[str, object]) -> tuple[str, ...]:
    """Students with an active service or a session, in the order of the roster."""
    school = found.school
    if school is None:
        return tuple(sorted(mine))
    owed = {service.student for service in school.services if service.active}
    known = [one.id for one in school.students if one.id in owed or one.id in mine]
    return (*known, *sorted(set(mine) - set(known)))


def _short(found: Counted, outcomes: Iterable[ServiceOutcome]) -> dict[str, int]:
    short: dict[str, int] = {}
    services = found.school.service if found.school else {}
    for outcome in outcomes:
        student_id = services[outcome.service_id].student
        if student_id is not None:
            short[student_id] = short.get(student_id, 0) + outcome.minutes_short
    return short


def _student(
    found: Counted,
    student_id: str,
    sessions: Sequence[Session],
    short: Mapping[str, int] | None,
) -> StudentFacts:
    student = found.school.student.get(student_id) if found.school else None
    missed, weighted = _missed(found, student_id, sessions)
    return StudentFacts(
        id=student_id,
        name=student.name if student else "",
        grade=student.grade if student else None,
        inclusion=found.weekly(_minutes(sessions, Setting.PUSH_IN)),
        non_inclusion=found.weekly(_minutes(sessions, Setting.PULL_OUT)),
        short=None if short is None else found.weekly(short.get(student_id, 0)),
        missed=missed,
        missed_weighted=weighted,
        school_minutes=found.weekly(_school_minutes(found, student_id)),
        providers=tuple(sorted({session.provider_id for session in sessions})),
    )


def _minutes(sessions: Iterable[Session], setting: Setting) -> int:
    return sum(one.minutes for one in sessions if one.setting is setting)


def _missed(
    found: Counted, student_id: str, sessions: Iterable[Session]
) -> tuple[tuple[tuple[str, Fraction], ...], Fraction]:
    """Class minutes missed by subject, most first, and their weighted sum."""
    by_subject: dict[str, int] = {}
    weighted = 0
    for session in sessions:
        if session.setting is not Setting.PULL_OUT:
            continue
        when = (session.week, session.day)
        for met, meeting in found.meetings.get(student_id, {}).get(when, ()):
            minutes = overlap(session, meeting)
            weighted += minutes * meeting.weight
            if minutes and meeting.weight:
                by_subject[met.subject] = by_subject.get(met.subject, 0) + minutes
    ordered = sorted(by_subject.items(), key=lambda pair: (-pair[1], pair[0]))
    listed = tuple((subject, found.weekly(minutes)) for subject, minutes in ordered)
    return listed, found.weekly(weighted)


def _school_minutes(found: Counted, student_id: str) -> int:
    """Minutes from the first start to the last end of the classes, over all days.

    Days on which the student does not attend are left out.
    """
    student = found.school.student.get(student_id) if found.school else None
    return sum(
        max(meeting.when.end for _, meeting in met)
        - min(meeting.when.start for _, meeting in met)
        for (_, day), met in found.meetings.get(student_id, {}).items()
        if student and day in student.days
    )


def grade_facts(students: Iterable[StudentFacts]) -> tuple[GradeFacts, ...]:
    """Sum the class minutes missed by grade, the lowest grade first."""
    grades: dict[int, list[Fraction]] = {}
    for student in students:
        if student.grade is not None:
            grades.setdefault(student.grade, []).append(student.missed_minutes)
    return tuple(
        GradeFacts(
            grade=grade,
            students=len(missed),
            missed=sum(missed, Fraction(0)),
            most=max(missed),
        )
        for grade, missed in sorted(grades.items())
    )


def provider_facts(found: Counted) -> tuple[ProviderFacts, ...]:
    """Count for every provider of the roster, and for others who give sessions."""
    mine: dict[str, list[Session]] = {}
    for session in found.sessions:
        mine.setdefault(session.provider_id, []).append(session)
    known = [one.id for one in found.school.providers] if found.school else []
    others = sorted(set(mine) - set(known))
    return tuple(
        _provider(found, provider_id, mine.get(provider_id, []))
        for provider_id in (*known, *others)
    )


def _provider(
    found: Counted, provider_id: str, sessions: Sequence[Session]
) -> ProviderFacts:
    provider = found.school.provider.get(provider_id) if found.school else None
    direct = [session for session in sessions if is_direct(session)]
    hours = _hours(provider) if provider else {}
    days = by_day(sessions)
    pause = provider.break_minutes if provider else _BREAK_MINUTES
    blocks = sum(
        _free_blocks(provider, spans, days.get(when, []))
        for when, spans in hours.items()
        if provider
    )
    return ProviderFacts(
        id=provider_id,
        name=provider.name if provider else "",
        roles=tuple(sorted(provider.roles)) if provider else (),
        minutes=found.weekly(sum(one.minutes for one in sessions)),
        direct_minutes=found.weekly(sum(one.minutes for one in direct)),
        student_minutes=found.weekly(
            sum(one.minutes * len(students_of(one)) for one in direct)
        ),
        sessions=found.weekly(len(sessions)),
        available=(
            found.weekly(sum(total(spans) for spans in hours.values()))
            if provider
            else None
        ),
        longest_run=max((longest_run(day, pause) for day in days.values()), default=0),
        free_blocks=found.weekly(blocks) if provider else None,
    )


def _hours(provider: Provider) -> dict[tuple[int, int], tuple[Span, ...]]:
    days: dict[tuple[int, int], list[Span]] = {}
    for hours in provider.hours:
        when = (hours.when.week, hours.when.day)
        days.setdefault(when, []).append((hours.when.start, hours.when.end))
    return {when: merged(spans) for when, spans in days.items()}


def longest_run(sessions: Iterable[Session], pause: int) -> int:
    """Return the longest run of a day in minutes, pauses included (rule V7).

    Args:
        sessions: The sessions of one day.
        pause: A pause at least this long ends a run.
    """
    longest, first, last = 0, None, 0
    for start, end in sorted((one.start, one.end) for one in sessions):
        if first is None or start - last >= pause:
            first, last = start, end
        last = max(last, end)
        longest = max(longest, last - first)
    return longest


def _free_blocks(
    provider: Provider, hours: tuple[Span, ...], sessions: Iterable[Session]
) -> int:
    """Count the long blocks that fit in a day; lunch lies where it costs least."""
    free = without(hours, [(one.start, one.end) for one in sessions])
    return max(
        _blocks(without(free, lunch)) for lunch in _lunches(provider, hours, free)
    )


def _blocks(spans: Iterable[Span]) -> int:
    return sum((end - start) // FREE_BLOCK_MINUTES for start, end in spans)


def _lunches(
    provider: Provider, hours: tuple[Span, ...], free: tuple[Span, ...]
) -> list[tuple[Span, ...]]:
    """Every lunch worth trying: none where it is not owed or does not fit.

    What lies before it is worth most in whole blocks, what lies after it the longer
    the better: it begins after a number of blocks, or with the window.
    """
    window = (provider.lunch_start, provider.lunch_end)
    minutes = provider.lunch_minutes
    if minutes == 0 or total(clipped(hours, window)) < minutes + _LUNCH_SPARE:
        return [()]
    starts = [
        at
        for first, last in free
        for at in (window[0], *range(first, last, FREE_BLOCK_MINUTES))
        if max(first, window[0]) <= at and at + minutes <= min(last, window[1])
    ]
    return [((at, at + minutes),) for at in starts] or [()]
