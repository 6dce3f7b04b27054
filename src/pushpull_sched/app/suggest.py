"""The nearest known name, for a friendly fault."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

_ALIKE = 60.0


def nearest(name: str, known: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """Return up to ``most`` known names that look like ``name``, best first."""
    found = process.extract(
        name,
        list(known),
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=most,
        score_cutoff=_ALIKE,
    )
    return tuple(match for match, _, _ in found)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ``Did you mean "x"?`` for the nearest known name, else an empty text."""
    names = nearest(name, known, most=1)
    return f'Did you mean "{names[0]}"?' if names else ""
