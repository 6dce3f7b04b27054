"""Sections, periods and enrollments of a secondary school."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.generator.bells import DAY_NAMES, WEIGHTS, Period, period_names, periods
from benchmarks.generator.ground import ClassRow, Pupil
from benchmarks.generator.names import adult_names, student_name
from benchmarks.generator.tiers import Tier

ALL_DAYS = tuple(range(len(DAY_NAMES)))
A_DAYS = (((1,), (0, 2, 4)), ((2,), (1, 3)))
B_DAYS = (((1,), (1, 3)), ((2,), (0, 2, 4)))
"""(weeks, days) of A and B days in a Monday-to-Friday fortnight."""

_SUBJECTS = {
    8: (
        "ELA",
        "Math",
        "Science",
        "Social Studies",
        "PE/Art",
        "Music/Technology",
        "World Language",
        "Study Hall",
    ),
    7: ("ELA", "Math", "Science", "Social Studies", "PE/Art", "Elective", "Study Hall"),
}
_NUMBERED = frozenset({"ELA", "Math", "Science", "Social Studies"})


def secondary_ground(
    tier: Tier, rng: random.Random
) -> tuple[tuple[ClassRow, ...], tuple[Pupil, ...], tuple[Period, ...]]:
    """Return sections, students with their sections, and the Periods sheet."""
    bells = {wave: periods(tier.period_minutes, wave) for wave in (0, 1)}
    shown = dict(_shown_periods(bells))
    plan: dict[int, list[dict[str, str]]] = {}
    rows: list[ClassRow] = []
    teachers = iter(adult_names(rng, 900))
    names = period_names(tier.period_minutes)
    for turn, grade in enumerate(tier.grades):
        wave = min(turn % 3, 1)
        rows.extend(_lunch(grade, wave, bells))
        for strand in range(tier.homerooms):
            order = list(names)
            rng.shuffle(order)
            taken = dict(zip(_SUBJECTS[len(names)], order, strict=True))
            plan.setdefault(grade, []).append(taken)
            for subject, period in taken.items():
                times = [row for row in bells[wave] if row[0] == period]
                section = Section(
                    grade=grade,
                    strand=strand,
                    topics=_topics(tier, subject),
                    period=shown[wave, period],
                    times=times,
                    teacher=next(teachers),
                )
                rows.extend(_section_rows(section))
    pupils = tuple(_enrolled(tier, plan, rng))
    used = {name for pupil in pupils for name in pupil.classes}
    sheet = {
        (shown[wave, name], days, start, end)
        for wave, found in bells.items()
        for name, days, start, end in found
    }
    return (
        tuple(row for row in rows if row.class_id in used or row.for_grade),
        pupils,
        tuple(sorted(sheet, key=lambda row: (row[2], row[0], row[1]))),
    )


def _shown_periods(
    bells: Mapping[int, list[Period]],
) -> Iterator[tuple[tuple[int, str], str]]:
    """Name a period after its wave where the two waves have it at other times."""
    for wave, found in bells.items():
        other = set(bells[1 - wave])
        moved = {name for name, days, start, end in found
                 if (name, days, start, end) not in other}  # fmt: skip
        for name, *_ in found:
            alike = name not in moved or name.startswith("Lunch")
            yield (wave, name), name if alike else f"{name}{'AB'[wave]}"


def _lunch(
    grade: int, wave: int, bells: Mapping[int, list[Period]]
) -> Iterator[ClassRow]:
    for name, days, start, end in bells[wave]:
        if name.startswith("Lunch"):
            yield ClassRow(
                class_id=f"LUNCH-{grade}",
                subject="Lunch",
                topic="Lunch",
                days=days,
                start=start,
                end=end,
                period=name,
                for_grade=True,
                grade=grade,
                closed=True,
                push_in=False,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of a subject; two topics alternate on A and B days."""

    grade: int
    strand: int
    topics: list[str]
    period: str
    times: list[Period]
    teacher: str


def _section_rows(section: Section) -> Iterator[ClassRow]:
    grade, strand = section.grade, section.strand
    both = len(section.topics) > 1
    for half, topic in enumerate(section.topics):
        title = f"{topic} {grade}" if topic in _NUMBERED else topic
        if topic == "Math" and grade >= 8 and strand == 0:  # noqa: PLR2004
            title = "Algebra I"
        patterns = (A_DAYS, B_DAYS)[half] if both else (((), ALL_DAYS),)
        for weeks, days in patterns:
            for _, on, start, end in section.times:
                here = tuple(day for day in on if day in days)
                if not here:
                    continue
                yield ClassRow(
                    class_id=f"{topic.replace(' ', '')}{grade}-{strand + 1}",
                    subject=title,
                    topic=topic,
                    days=here,
                    start=start,
                    end=end,
                    weeks=weeks,
                    period=section.period,
                    teacher=section.teacher,
                    room=f"Room {grade}{strand + 1}{half}" if both else None,
                    weight=WEIGHTS.get(topic, 1 if topic == "Elective" else 2),
                    max_push_in=12 if topic in {"ELA", "Math"} else None,
                )


def _topics(tier: Tier, subject: str) -> list[str]:
    """Split a subject of A and B days; without them only the first is taught."""
    topics = subject.split("/")
    return topics if tier.alternate else topics[:1]


def _enrolled(
    tier: Tier, plan: Mapping[int, list[dict[str, str]]], rng: random.Random
) -> Iterator[Pupil]:
    categories = [name for name, count in tier.pupils for _ in range(count)]
    for number, category in enumerate(categories, start=1):
        grade = rng.choice(tier.grades)
        strands = plan[grade]
        first = rng.choice(range(len(strands)))
        chosen = _choose(strands, first, rng)
        classes = tuple(
            f"{topic.replace(' ', '')}{grade}-{strand + 1}"
            for subject, strand in chosen.items()
            for topic in _topics(tier, subject)
        )
        yield Pupil(
            id=f"S{number:03d}",
            name=student_name(rng),
            grade=grade,
            days=ALL_DAYS,
            category=category,
            classes=classes,
            enrolled=True,
        )


def _choose(
    strands: list[dict[str, str]], first: int, rng: random.Random
) -> dict[str, int]:
    """Take one strand's sections, then swap pairs of them with another strand's."""
    chosen = dict.fromkeys(strands[first], first)
    for other in rng.sample(range(len(strands)), len(strands)):
        by_period = {period: name for name, period in strands[first].items()}
        for name, period in strands[other].items():
            twin = by_period[period]
            mutual = strands[other][twin] == strands[first][name]
            alone = chosen[name] == chosen[twin] == first
            if alone and (name == twin or mutual) and rng.random() < 0.5:  # noqa: PLR2004
                chosen[name] = chosen[twin] = other
    return chosen
