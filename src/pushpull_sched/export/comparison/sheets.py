"""Flat tables of a comparison: headings and rows, as a workbook shows them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pushpull_sched.domain.clock import clock_text
from pushpull_sched.domain.comparison import (
    Cell,
    Change,
    Comparison,
    Difference,
    PersonDifference,
    Profile,
    Slot,
)
from pushpull_sched.domain.comparison_words import roster_sentences
from pushpull_sched.domain.facts import (
    ClassFacts,
    ProviderFacts,
    StudentFacts,
)
from pushpull_sched.export.comparison.views import departures_weekly, grade_text

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A flat table.

    Attributes:
        title: Name of the sheet.
        note: How its amounts are counted.
        headings: One per column.
        rows: Its rows.
    """

    title: str
    note: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def sheets_of(found: Comparison) -> tuple[Sheet, ...]:
    """Return every flat table that has rows."""
    sheets = (
        _students(found),
        _providers(found),
        _classes(found),
        _changes(found),
        _provider_changes(found),
        _told(found),
        _rosters(found),
        _runs(found),
    )
    return tuple(sheet for sheet in sheets if sheet.rows)


def _students(found: Comparison) -> Sheet:
    columns: tuple[tuple[str, Callable[[StudentFacts], Cell]], ...] = (
        ("missing", lambda one: one.short),
        ("class minutes missed", lambda one: one.missed_minutes),
        ("inclusion", lambda one: one.inclusion),
        ("non-inclusion", lambda one: one.non_inclusion),
        ("regular class %", lambda one: one.share),
        ("bucket", lambda one: one.bucket.value if one.bucket else None),
    )
    ids = dict.fromkeys(one.id for each in found.profiles for one in each.students)
    rows = []
    for student_id in ids:
        facts = [each.student(student_id) for each in found.profiles]
        known = next(one for one in facts if one is not None)
        cells = [
            None if one is None else value(one) for _, value in columns for one in facts
        ]
        fare = [_direction(one.students, student_id) for one in found.differences]
        rows.append((student_id, known.name, grade_text(known.grade), *fare, *cells))
    return Sheet(
        title="Students",
        note="Minutes a week. Missing: service minutes. Inclusion is push-in, "
        "non-inclusion pull-out. Time that costs nothing to miss is left out. Better "
        "and worse go by minutes missing, bucket and class minutes missed times the "
        "weight of the subject.",
        headings=(
            "student_id",
            "name",
            "grade",
            *_fare_headings(found),
            *_by_letter(found, [title for title, _ in columns]),
        ),
        rows=tuple(rows),
    )


def _fare_headings(found: Comparison) -> list[str]:
    first = found.profiles[0].letter
    letters = [found.profiles[one.other].letter for one in found.differences]
    return [f"{letter} against {first}" for letter in letters]


def _by_letter(found: Comparison, titles: Iterable[str]) -> list[str]:
    return [
        f"{title} {profile.letter}" for title in titles for profile in found.profiles
    ]


def _direction(people: Iterable[PersonDifference], person_id: str) -> str:
    found = [one.direction.value for one in people if one.id == person_id]
    return found[0] if found else "same"


def _providers(found: Comparison) -> Sheet:
    columns: tuple[tuple[str, Callable[[ProviderFacts], Cell]], ...] = (
        ("minutes", lambda one: one.minutes),
        ("with students %", lambda one: one.share),
        ("sessions", lambda one: one.sessions),
        ("mean group", lambda one: one.mean_group),
        ("longest run", lambda one: one.longest_run),
        ("free blocks", lambda one: one.free_blocks),
    )
    rows = []
    for provider_id in found.provider_names:
        facts = [each.provider(provider_id) for each in found.profiles]
        known = next(one for one in facts if one is not None)
        cells = [
            None if one is None else value(one) for _, value in columns for one in facts
        ]
        fare = [_direction(one.providers, provider_id) for one in found.differences]
        roles = ", ".join(known.roles)
        rows.append((provider_id, known.name, roles, *fare, *cells))
    return Sheet(
        title="Providers",
        note="A week. With students: share of the available minutes in push-in and "
        "pull-out sessions. Longest run in minutes, pauses included. Free blocks: "
        "how many of 45 minutes fit between the sessions, lunch taken out. Better "
        "and worse go by longest run and free blocks.",
        headings=(
            "provider_id",
            "name",
            "role",
            *_fare_headings(found),
            *_by_letter(found, [title for title, _ in columns]),
        ),
        rows=tuple(rows),
    )


def _classes(found: Comparison) -> Sheet:
    columns: tuple[tuple[str, Callable[[Profile, ClassFacts], Cell]], ...] = (
        ("left a week", departures_weekly),
        ("left per day", lambda _, one: one.per_day),
        ("visits a week", lambda each, one: _weekly(each, one.visits)),
        ("most on a day", lambda _, one: one.most),
    )
    classes = [{one.id: one for one in each.classes} for each in found.profiles]
    ids = dict.fromkeys(
        one.id
        for each in found.profiles
        for one in each.classes
        if one.departures or one.visits
    )
    rows = []
    for class_id in ids:
        facts = [each.get(class_id) for each in classes]
        known = next(one for one in facts if one is not None)
        cells = [
            None if one is None else value(each, one)
            for _, value in columns
            for each, one in zip(found.profiles, facts, strict=True)
        ]
        rows.append((class_id, known.subject, known.teacher, *cells))
    return Sheet(
        title="Classes",
        note="How often students leave a class for a pull-out session (a group counts "
        "once) and how often a provider comes in. Classes never left nor visited are "
        "left out.",
        headings=(
            "class_id",
            "subject",
            "teacher",
            *_by_letter(found, [title for title, _ in columns]),
        ),
        rows=tuple(rows),
    )


def _weekly(profile: Profile, amount: int) -> Fraction:
    return Fraction(amount, profile.variant.weeks)


_SIDE = ("day", "start", "minutes", "setting", "place", "provider", "with")


def _changes(found: Comparison) -> Sheet:
    rows = [
        (found.profiles[one.other].letter, person.id, *_change(found, one, change))
        for one in found.differences
        for person in one.students
        for change in person.changes
    ]
    return Sheet(
        title="Changes",
        note="Every session of a student that is not as in "
        f"{found.profiles[0].letter}.",
        headings=(
            "schedule",
            "student_id",
            "service_id",
            "weeks",
            *(f"{name} before" for name in _SIDE),
            *(f"{name} after" for name in _SIDE),
        ),
        rows=tuple(rows),
    )


def _change(found: Comparison, one: Difference, change: Change) -> Row:
    weeks = ", ".join(str(week) for week in change.weeks)
    days = max(
        (found.profiles[0].variant.days, found.profiles[one.other].variant.days),
        key=len,
    )
    return (
        change.service_id,
        weeks,
        *_slot(change.before, days),
        *_slot(change.after, days),
    )


def _slot(one: Slot | None, days: Sequence[str]) -> Row:
    if one is None:
        return (None,) * len(_SIDE)
    return (
        days[one.day],
        clock_text(one.start),
        one.end - one.start,
        one.setting.value,
        one.place,
        one.provider_id,
        ", ".join(one.fellows),
    )


def _provider_changes(found: Comparison) -> Sheet:
    return Sheet(
        title="Provider changes",
        note=f"What is not as in {found.profiles[0].letter}, session by session.",
        headings=("schedule", "provider_id", "name", "what changes"),
        rows=tuple(
            (found.profiles[one.other].letter, person.id, person.name, sentence)
            for one in found.differences
            for person in one.providers
            for sentence in person.sentences
        ),
    )


def _told(found: Comparison) -> Sheet:
    return Sheet(
        title="To be told",
        note="Whom a change to the schedule concerns: providers, teachers whose "
        "classes are left or visited otherwise, students with their families.",
        headings=("schedule", "who", "id", "name", "what to tell"),
        rows=tuple(
            (
                found.profiles[one.other].letter,
                notice.kind,
                notice.who,
                notice.name,
                "; ".join(notice.reasons),
            )
            for one in found.differences
            for notice in one.notices
        ),
    )


def _rosters(found: Comparison) -> Sheet:
    return Sheet(
        title="Rosters",
        note=" ".join(roster_sentences(found)),
        headings=("schedule", "what", "id", "how", "difference"),
        rows=tuple(
            (found.profiles[one.other].letter, row.what, row.id, row.kind, row.text)
            for one in found.differences
            for row in one.rosters.changes
        ),
    )


def _runs(found: Comparison) -> Sheet:
    rows: list[Row] = []
    for profile in found.profiles:
        origin = profile.variant.origin
        if origin is None:
            rows.append((profile.letter, profile.label, *(None,) * 6))
            continue
        versions = ", ".join(f"{key} {value}" for key, value in origin.versions.items())
        rows.append(
            (
                profile.letter,
                profile.label,
                origin.roster_name,
                origin.roster_sha256,
                origin.policy,
                origin.seed,
                versions,
                origin.rerun,
            )
        )
    return Sheet(
        title="Runs",
        note="What each result keeps of its run, and the command that makes it again.",
        headings=(
            "schedule",
            "name",
            "roster",
            "roster SHA-256",
            "policy",
            "seed",
            "versions",
            "to make it again",
        ),
        rows=tuple(rows),
    )
