"""Sentences about a comparison that a terminal, a workbook and a page share."""

from collections.abc import Iterable
from fractions import Fraction

from pushpull_sched.domain.comparison import (
    Aspect,
    Comparison,
    Difference,
    Direction,
    PersonDifference,
    Profile,
    RosterChange,
)

MOST_TRADED = 4
"""Gains, and prices, that are told of one schedule."""
_PAIR = 2
_BOTH = "Both "


def standing(profile: Profile) -> str:
    """Say in a few words how a schedule stands."""
    if profile.broken:
        return f"not legal, breaks {', '.join(profile.broken)}"
    if profile.complete is None:
        return "not judged: its roster was not found"
    judged = "" if profile.broken is None else "legal, "
    return judged + ("complete" if profile.complete else "incomplete")


def made_text(profile: Profile) -> str:
    """Say what a schedule was asked: its what-if, or else its policy."""
    variant = profile.variant
    if variant.about:
        return variant.about
    return f"policy {variant.origin.policy}" if variant.origin else ""


def is_same(one: Difference) -> bool:
    """Whether nothing at all is different from the first schedule."""
    everybody = (*one.students, *one.providers, *one.classes)
    return not everybody and one.kept == one.total


def answer_lines(found: Comparison) -> tuple[str, ...]:
    """Say in one sentence each for what a schedule is the best."""
    first = found.profiles[0].letter
    same = {one.other for one in found.differences if is_same(one)}
    return tuple(
        f"{profile.letter} is the same schedule as {first}."
        if at in same
        else _answer(found, at)
        for at, profile in enumerate(found.profiles)
    )


def _answer(found: Comparison, at: int) -> str:
    """Say what a schedule is best for; first what it leaves undone.

    What is not given takes nobody out of class: a schedule that serves less looks
    better in much else.
    """
    letter = found.profiles[at].letter
    word = "better" if len(found.profiles) == _PAIR else "best"
    best = ", ".join(found.best_for(at)) or "nothing that is counted here"
    short = next((one for one in found.aspects if one.key == "short"), None)
    if short is None or not short.best or at in short.best:
        return f"{letter} is {word} for {best}."
    missing = short.text(at)
    return (
        f"{letter} leaves {missing} service minutes undone, which makes the rest look "
        f"better; it is {word} for {best}."
    )


def trade_lines(found: Comparison, one: Difference) -> tuple[str, ...]:
    """Say what a schedule gains on the first one, and at what price.

    Only where there are three or more: of two, every line of the table says it.
    """
    if len(found.profiles) == _PAIR or is_same(one):
        return ()
    gains = [(_share(aspect, one.other), aspect) for aspect in found.aspects]
    ordered = sorted(gains, key=lambda pair: -abs(pair[0]))
    first, other = found.profiles[0].letter, found.profiles[one.other].letter
    lines = []
    for word, sign in (("better", 1), ("worse", -1)):
        told = [
            f"{aspect.title[0].lower()}{aspect.title[1:]} "
            f"{aspect.text(0)} → {aspect.text(one.other)}"
            for share, aspect in ordered
            if share * sign > 0
        ]
        more = len(told) - MOST_TRADED
        if told:
            tail = f"; and {more} more" if more > 0 else ""
            lines.append(
                f"{other} is {word} than {first} in {'; '.join(told[:MOST_TRADED])}"
                f"{tail}."
            )
    return tuple(lines)


def _share(aspect: Aspect, at: int) -> Fraction:
    """By which share of the first value a schedule is better; below 0 where worse."""
    gain, first = aspect.gain(at), aspect.values[0]
    if not gain:
        return Fraction(0)
    return Fraction(gain) / (abs(first) if first else Fraction(1, 1000))


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


def roster_groups(
    found: Comparison,
) -> tuple[tuple[str, tuple[Difference, ...]], ...]:
    """Say how the rosters stand to the first: each sentence once, with whose it is.

    Where they do not all stand alike, the sentence names those that it is about.
    """
    groups: dict[tuple[str, tuple[RosterChange, ...]], list[Difference]] = {}
    for one in found.differences:
        groups.setdefault((one.rosters.sentence, one.rosters.changes), []).append(one)
    first = found.profiles[0].letter
    told = []
    for (sentence, _), mine in groups.items():
        letters = [found.profiles[one.other].letter for one in mine]
        said = sentence
        if sentence.startswith(_BOTH) and len(found.profiles) > _PAIR:
            whose = f"{', '.join([first, *letters[:-1]])} and {letters[-1]}"
            everybody = len(letters) == len(found.differences)
            said = ("All " if everybody else f"{whose} ") + sentence[len(_BOTH) :]
        elif len(groups) > 1:
            said = f"{first} to {', '.join(letters)}: {sentence}"
        told.append((said, tuple(mine)))
    return tuple(told)


def roster_sentences(found: Comparison) -> tuple[str, ...]:
    """Say how the rosters stand to the first; once where several stand alike."""
    return tuple(sentence for sentence, _ in roster_groups(found))


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
    """Say how much stays, and how much changes nothing but the place."""
    place = f", {one.replaced:,} more all but the place" if one.replaced else ""
    return (
        f"{one.kept:,} of {one.total:,} sessions keep time, provider and place{place}."
    )
