"""Sentences about a comparison that a terminal, a workbook and a page share."""

from collections.abc import Iterable

from pushpull_sched.domain.comparison import (
    Comparison,
    Difference,
    Direction,
    PersonDifference,
    Profile,
)


def standing(profile: Profile) -> str:
    """Say in a few words how a schedule stands."""
    if profile.broken:
        return f"not legal, breaks {', '.join(profile.broken)}"
    if profile.complete is None:
        return "not judged: its roster was not found"
    judged = "" if profile.broken is None else "legal, "
    return judged + ("complete" if profile.complete else "incomplete")


def answer_lines(found: Comparison) -> tuple[str, ...]:
    """Say in one sentence each for what a schedule is the best."""
    word = "better" if len(found.profiles) == 2 else "best"  # noqa: PLR2004 - a pair
    return tuple(
        f"{profile.letter} is {word} for "
        f"{', '.join(found.best_for(at)) or 'nothing that is counted here'}."
        for at, profile in enumerate(found.profiles)
    )


def worse(people: Iterable[PersonDifference]) -> tuple[PersonDifference, ...]:
    """Return those who fare worse, the worst first."""
    return tuple(one for one in people if one.direction is Direction.WORSE)


def is_judged(found: Comparison, one: Difference) -> bool:
    """Whether the rosters are there that tell how students fare."""
    pair = (found.profiles[0], found.profiles[one.other])
    return all(profile.variant.school is not None for profile in pair)


def directions(people: Iterable[PersonDifference], everybody: int) -> str:
    """Count how people fare: ``14 of 74 worse, 22 better``."""
    fare = [person.direction for person in people]
    parts = [
        f"{fare.count(Direction.WORSE)} of {everybody} worse",
        f"{fare.count(Direction.BETTER)} better",
    ]
    if mixed := fare.count(Direction.MIXED):
        parts.append(f"{mixed} worse in some, better in some")
    return ", ".join(parts)


def roster_sentences(found: Comparison) -> tuple[str, ...]:
    """Say how the rosters stand to the first; once where all stand alike."""
    said = [one.rosters.sentence for one in found.differences]
    if len(set(said)) == 1:
        return (said[0],)
    first = found.profiles[0].letter
    return tuple(
        f"{first} to {found.profiles[one.other].letter}: {one.rosters.sentence}"
        for one in found.differences
    )


def told_sentence(one: Difference) -> str:
    """Count who has to be told."""
    kinds = [notice.kind for notice in one.notices]
    parts = [
        f"{kinds.count(kind):,} {kind}{'' if kinds.count(kind) == 1 else 's'}"
        for kind in ("provider", "teacher", "student")
        if kind in kinds
    ]
    return ", ".join(parts) or "nobody"


def kept_sentence(one: Difference) -> str:
    """Say how much stays."""
    return f"{one.kept:,} of {one.total:,} sessions keep time, provider and place."
