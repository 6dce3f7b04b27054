"""Tables of a comparison, side by side, the same under every format.

A line is a name and one cell per schedule: an amount, a text, or None.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from pushpull_sched.domain.comparison import (
    Cell,
    Comparison,
    Difference,
    Line,
    PersonDifference,
    Profile,
    Table,
)
from pushpull_sched.domain.comparison_words import directions, is_judged, worse
from pushpull_sched.domain.facts import (
    Bucket,
    ClassFacts,
    amount_text,
    percent_text,
)
from pushpull_sched.domain.policy import MEASURE_TITLES, Measure

MOST_STUDENTS = 10
MOST_CLASSES = 10
MOST_NAMED = 5

Profiles = Sequence[Profile]
ZERO = Fraction(0)


def side_by_side(found: Comparison) -> tuple[Table, ...]:
    """Return every table that has one column per schedule."""
    profiles = found.profiles
    tables = (
        Table(
            title="Measures",
            note="Over the template; smaller is better. In brackets: with the levels "
            "above it in its own policy held, no schedule is below this.",
            lines=_measures(profiles),
        ),
        Table(
            title="Services",
            note="Services that are active and have a place in the template.",
            lines=_compliance(profiles),
        ),
        Table(
            title="Class minutes missed by subject",
            note="A week, all students. The last line is time that costs nothing to "
            "miss (weight 0, as flex time); it is not in the others.",
            lines=_subjects(profiles),
        ),
        Table(
            title="Class minutes missed by grade",
            note="A week, all students.",
            lines=_grades(profiles),
        ),
        Table(
            title="Students who miss most",
            note="Class minutes a week.",
            lines=_worst(profiles),
        ),
        Table(
            title="Regular class (LRE)",
            note="A week, all students; the share is an estimate from this workbook.",
            lines=_inclusion(profiles),
        ),
        Table(
            title="Pull-out groups", note="Sessions a week.", lines=_groups(profiles)
        ),
        Table(
            title="Interruptions of classes",
            note="Departures for pull-out; a group counts once. For the classes left "
            "most often: times a week, the most with visits on one day.",
            lines=_classes(profiles),
        ),
        Table(
            title="Rooms",
            note="Minutes a week in use; in brackets the share of the open time.",
            lines=_rooms(profiles),
        ),
    )
    return tuple(table for table in tables if table.lines)


def grade_text(grade: int | None) -> str:
    """Write a grade as in a workbook: PK, K, 1 and so on."""
    if grade is None:
        return ""
    return {-1: "PK", 0: "K"}.get(grade, str(grade))


def _line(name: str, profiles: Profiles, cell: Callable[[Profile], Cell]) -> Line:
    return Line(name=name, cells=tuple(cell(one) for one in profiles))


def _measures(profiles: Profiles) -> tuple[Line, ...]:
    def line(measure: Measure) -> Line:
        title = MEASURE_TITLES[measure]
        if measure is Measure.MOVED:
            title = f"Minutes moved against {profiles[0].letter}"
        return _line(title, profiles, lambda one: _measured(one, measure))

    return tuple(
        line(measure)
        for measure in Measure
        if any(measure in one.measures for one in profiles)
    )


def _measured(profile: Profile, measure: Measure) -> Cell:
    value = profile.measures.get(measure)
    bound = profile.bounds.get(measure)
    if value is None or bound is None:
        return value
    return f"{value:,} (proven)" if bound.proven else f"{value:,} (≥ {bound.value:,})"


def _compliance(profiles: Profiles) -> tuple[Line, ...]:
    fields = (
        ("Served in full", "met"),
        ("At least 80 % of the minutes", "nearly"),
        ("Less than 80 % of the minutes", "partly"),
        ("Not placed", "unplaced"),
        ("Minutes missing a week", "short"),
    )

    def line(title: str, field: str) -> Line:
        return _line(
            title,
            profiles,
            lambda one: getattr(one.compliance, field) if one.compliance else None,
        )

    return tuple(line(*field) for field in fields)


def _subjects(profiles: Profiles) -> tuple[Line, ...]:
    names = dict.fromkeys(
        one.subject for each in profiles for one in each.subjects if one.missed
    )
    if not any(each.subjects for each in profiles):
        return ()

    def line(name: str) -> Line:
        return _line(
            name,
            profiles,
            lambda each: sum(
                (one.missed for one in each.subjects if one.subject == name), ZERO
            ),
        )

    free = _line(
        "Time that costs nothing to miss",
        profiles,
        lambda each: sum((one.free for one in each.subjects), ZERO),
    )
    return (*(line(name) for name in names), free)


def _grades(profiles: Profiles) -> tuple[Line, ...]:
    grades = sorted({one.grade for each in profiles for one in each.grades})

    def line(grade: int) -> Line:
        return _line(
            f"Grade {grade_text(grade)}",
            profiles,
            lambda each: sum(
                (one.missed for one in each.grades if one.grade == grade), ZERO
            ),
        )

    return tuple(line(grade) for grade in grades)


def worst_students(profiles: Profiles, most: int = MOST_STUDENTS) -> tuple[str, ...]:
    """Return the students who miss most class time in any schedule, most first."""
    missed: dict[str, Fraction] = {}
    for profile in profiles:
        for one in profile.students:
            missed[one.id] = max(missed.get(one.id, ZERO), one.missed_minutes)
    ranked = sorted(missed, key=lambda key: (-missed[key], key))
    return tuple(key for key in ranked[:most] if missed[key])


def _worst(profiles: Profiles) -> tuple[Line, ...]:
    def line(key: str) -> Line:
        return _line(key, profiles, lambda one: missed_by(one, key))

    return tuple(line(key) for key in worst_students(profiles))


def missed_by(profile: Profile, student_id: str) -> Fraction | None:
    """Return the class minutes that a student misses a week."""
    found = profile.student(student_id)
    return None if found is None else found.missed_minutes


def _inclusion(profiles: Profiles) -> tuple[Line, ...]:
    def line(bucket: Bucket) -> Line:
        return _line(
            f"Students with {bucket.value} in regular class",
            profiles,
            lambda one: sum(student.bucket is bucket for student in one.students),
        )

    return (
        _line(
            "Inclusion minutes (push-in)",
            profiles,
            lambda one: sum((each.inclusion for each in one.students), ZERO),
        ),
        _line(
            "Non-inclusion minutes (pull-out)",
            profiles,
            lambda one: sum((each.non_inclusion for each in one.students), ZERO),
        ),
        *(line(bucket) for bucket in Bucket if _any_school(profiles)),
        *(_bucket_changes(profiles) if _any_school(profiles) else ()),
    )


def _bucket_changes(profiles: Profiles) -> tuple[Line, ...]:
    """Name the students who are in another bucket than in the first schedule."""
    first = {one.id: one.bucket for one in profiles[0].students}

    def cell(profile: Profile) -> Cell:
        changed = [
            one.id
            for one in profile.students
            if one.id in first and one.bucket is not first[one.id]
        ]
        return f"{len(changed)}: {', '.join(changed)}" if changed else 0

    name = f"Students in another bucket than in {profiles[0].letter}"
    return (_line(name, profiles, cell),)


def _any_school(profiles: Profiles) -> bool:
    return any(one.variant.school is not None for one in profiles)


def _groups(profiles: Profiles) -> tuple[Line, ...]:
    sizes = sorted({size for one in profiles for size in one.groups.sizes})
    spans = sorted({span for one in profiles for span in one.groups.spans})

    def of_size(size: int) -> Line:
        name = "1 student" if size == 1 else f"{size} students"
        return _line(name, profiles, lambda one: one.groups.sizes.get(size, ZERO))

    def of_span(span: int) -> Line:
        name = "One grade" if span == 0 else f"Grades {span} apart"
        return _line(name, profiles, lambda one: one.groups.spans.get(span, ZERO))

    return (
        *(of_size(size) for size in sizes),
        _line("Mean size", profiles, lambda one: one.groups.mean_size),
        _line(
            "Share with one student",
            profiles,
            lambda one: percent_text(one.groups.alone_share),
        ),
        *(of_span(span) for span in spans),
    )


def _classes(profiles: Profiles) -> tuple[Line, ...]:
    most: dict[str, int] = {}
    for profile in profiles:
        for one in profile.classes:
            most[one.id] = max(most.get(one.id, 0), one.departures)
    ranked = sorted(most, key=lambda key: (-most[key], key))[:MOST_CLASSES]

    def line(key: str) -> Line:
        return _line(key, profiles, lambda one: _left(one, key))

    if not any(one.classes for one in profiles):
        return ()
    mean = _line("Per class and day", profiles, _departures_per_day)
    return (mean, *(line(key) for key in ranked if most[key]))


def _departures_per_day(profile: Profile) -> Cell:
    """Return departures for each day on which a class meets, over all classes."""
    days = sum(one.days for one in profile.classes)
    if not days:
        return None
    leaving = sum(one.departures for one in profile.classes)
    return amount_text(Fraction(leaving, days), 2)


def _left(profile: Profile, class_id: str) -> Cell:
    found = next((one for one in profile.classes if one.id == class_id), None)
    if found is None:
        return None
    return f"{amount_text(departures_weekly(profile, found))} (on one day {found.most})"


def departures_weekly(profile: Profile, met: ClassFacts) -> Fraction:
    """Return how often a class is left a week."""
    return Fraction(met.departures, profile.variant.weeks)


def _rooms(profiles: Profiles) -> tuple[Line, ...]:
    names = dict.fromkeys((one.id, one.name) for each in profiles for one in each.rooms)

    def line(key: str, name: str) -> Line:
        return _line(name or key, profiles, lambda one: _used(one, key))

    return tuple(line(*room) for room in names)


def _used(profile: Profile, room_id: str) -> Cell:
    room = next((one for one in profile.rooms if one.id == room_id), None)
    if room is None:
        return None
    share = percent_text(room.share)
    return f"{amount_text(room.minutes)} ({share})" if share else room.minutes


def worse_lines(found: Comparison, one: Difference) -> tuple[str, ...]:
    """Say for whom a schedule is worse than the first, and what changes."""
    if not is_judged(found, one):
        return ("It cannot be told without the rosters.",)
    other = found.profiles[one.other]
    blocks = (
        ("Students", one.students, len(other.students)),
        ("Providers", one.providers, len(other.providers)),
        ("Classes", one.classes, len(other.classes)),
    )
    return tuple(
        line
        for what, people, everybody in blocks
        if everybody
        for line in _block(what, people, everybody)
    )


def _block(
    what: str, people: Sequence[PersonDifference], everybody: int
) -> Iterator[str]:
    yield f"{what}: {directions(people, everybody)}."
    for person in worse(people)[:MOST_NAMED]:
        name = person.name if what == "Providers" and person.name else person.id
        yield f"    {name}: {'; '.join(person.effects)}"
