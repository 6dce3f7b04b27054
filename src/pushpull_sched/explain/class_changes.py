"""What could be changed about classes: pulling students out, and when they meet."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.explanation import Cite, RepairKind
from pushpull_sched.domain.school import (
    Meeting,
    Pull,
    School,
    SchoolClass,
    SubjectKind,
)
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.explain.changes import (
    Rule,
    cite,
    span_text,
    step_of,
    with_meetings,
)

Costs = Mapping[RepairKind, int]

BREAKS = frozenset({SubjectKind.LUNCH, SubjectKind.RECESS})
"""Classes that nobody is offered to be pulled from."""
WHOLE_SUBJECT, WHOLE_CORE = 3, 6
"""What easing the pull of a subject in the whole school, and of all core subjects,
costs: so many times that of one class."""
EXAMPLES = 2
"""Rows named for a rule about many classes."""
MANY = 3
"""Classes of a subject from which it is offered to ease the subject as a whole."""


def pull_rules(
    school: School, services: Sequence[Service], costs: Costs
) -> Iterator[Rule]:
    """Yield the classes that the students are never pulled from, breaks left out."""
    students = {
        s.student for s in services if s.setting in {Setting.PULL_OUT, Setting.EITHER}
    }
    mine = {
        name
        for one in students
        if one is not None
        for name in school.student[one].classes
    }
    never = [one for one in school.classes if _never(one)]
    if not any(one.id in mine for one in never):
        return
    cost = costs[RepairKind.PULL_RULE]
    core = {one.id for one in never if one.kind is SubjectKind.CORE}
    if len(core) >= MANY and core & mine:
        yield _pull(
            "core",
            "core subjects are never missed",
            "let students be pulled from core subjects (Settings protect_core -> no, "
            "pull never -> avoid)",
            core,
            cost * WHOLE_CORE,
            _rows_of(never, core & mine),
        )
    by_subject: dict[str, set[str]] = {}
    for one in never:
        by_subject.setdefault(one.subject, set()).add(one.id)
    for subject, ids in by_subject.items():
        if len(ids) >= MANY and ids & mine:
            yield _pull(
                f"subject {subject}",
                f"{subject} is never missed",
                f"{subject}: pull never -> avoid in the whole school",
                ids,
                cost * WHOLE_SUBJECT,
                _rows_of(never, ids & mine),
            )
    for one in never:
        if one.id in mine:
            yield _pull(
                one.id,
                f"{one.id} is never missed ({_meeting_times(school, one)})",
                f"{one.id}: pull never -> avoid",
                {one.id},
                cost,
                (cite(one.source, f"{one.id}: pull"),),
            )


def _rows_of(classes: Sequence[SchoolClass], ids: set[str]) -> tuple[Cite, ...]:
    """The rows of some classes, as examples."""
    mine = [one for one in classes if one.id in ids]
    return tuple(cite(one.source, f"{one.id}: pull") for one in mine[:EXAMPLES])


def _never(one: SchoolClass) -> bool:
    return one.kind not in BREAKS and any(m.pull is Pull.NEVER for m in one.meetings)


def _pull(  # noqa: PLR0913, PLR0917 - one row of a table
    name: str,
    text: str,
    change: str,
    ids: set[str],
    cost: int,
    cites: tuple[Cite, ...],
) -> Rule:
    step = step_of(
        RepairKind.PULL_RULE,
        name,
        cost,
        change,
        cites,
        with_meetings(
            lambda found: found.id in ids,
            lambda one: (
                replace(one, pull=Pull.AVOID) if one.pull is Pull.NEVER else one
            ),
        ),
    )
    return Rule(key=f"pull {name}", text=text, steps=(step,), cites=cites)


def _meeting_times(school: School, one: SchoolClass) -> str:
    """When a class meets on most days: ``9:00-10:00``."""
    times = Counter((m.when.start, m.when.end) for m in one.meetings)
    return ", ".join(span_text(*time) for time in sorted(times))


def meeting_rules(
    school: School, services: Sequence[Service], costs: Costs
) -> Iterator[Rule]:
    """Yield further days of the classes that services push into."""
    cost = costs[RepairKind.CLASS_SECTION]
    wanted: dict[str, frozenset[int]] = {}
    for service in services:
        if service.setting in {Setting.PUSH_IN, Setting.EITHER} and service.student:
            student = school.student[service.student]
            for class_id in student.classes & service.classes:
                days = wanted.get(class_id, frozenset())
                wanted[class_id] = days | (student.days & service.days)
    for class_id, days in sorted(wanted.items()):
        one = school.school_class[class_id]
        cites = (cite(one.source, f"{class_id}: days"),)
        closed = [m for m in one.meetings if not m.push_in]
        if closed:
            yield Rule(
                key=f"push_in {class_id}",
                text=f"{class_id} takes no visits",
                steps=(
                    step_of(
                        RepairKind.CLASS_SECTION,
                        class_id,
                        cost,
                        f"{class_id}: push_in no -> yes",
                        cites,
                        with_meetings(
                            lambda found, who=class_id: found.id == who,  # type: ignore[misc]
                            lambda meeting: replace(meeting, push_in=True),
                        ),
                    ),
                ),
                cites=cites,
            )
        for day in sorted(days):
            if one.meetings and not any(m.when.day == day for m in one.meetings):
                yield _further_meeting(school, one, day, cost, cites)


def _further_meeting(
    school: School, one: SchoolClass, day: int, cost: int, cites: tuple[Cite, ...]
) -> Rule:
    """The class meets on one more day, at its usual time."""
    counts = Counter((m.when.start, m.when.end) for m in one.meetings)
    usual = max(counts, key=lambda span: (counts[span], span[1] - span[0]))
    like = next(m for m in one.meetings if (m.when.start, m.when.end) == usual)
    weeks = sorted({m.when.week for m in one.meetings})
    more: tuple[Meeting, ...] = tuple(
        replace(like, when=Interval(week, day, *usual)) for week in weeks
    )
    name = school.settings.days[day]

    def apply(found: School) -> School:
        return replace(
            found,
            classes=tuple(
                replace(
                    each,
                    meetings=tuple(sorted((*each.meetings, *more), key=_when)),
                )
                if each.id == one.id
                else each
                for each in found.classes
            ),
        )

    return Rule(
        key=f"meeting {one.id} {day}",
        text=f"{one.id} does not meet on {name}",
        steps=(
            step_of(
                RepairKind.CLASS_SECTION,
                one.id,
                cost,
                f"let {one.id} meet on {name} too, {span_text(*usual)}",
                cites,
                apply,
            ),
        ),
        cites=cites,
    )


def _when(meeting: Meeting) -> tuple[int, int, int, int]:
    when = meeting.when
    return when.week, when.day, when.start, when.end
