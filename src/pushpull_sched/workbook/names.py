"""Names and ids that are the same but for case and spaces."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process, utils

_LIKELY = 70
"""Similarity in percent from which another name is worth a question."""
_SCORERS = ((fuzz.ratio, None), (fuzz.token_sort_ratio, utils.default_process))
"""How likeness is measured: as written, else word by word ("Okafor, Mr.")."""
_PATIENCE = 5_000_000
"""Pairs of names that are compared for one list; after that nothing is proposed."""


def folded(text: str) -> str:
    """Give the form in which names are compared: no case, single spaces."""
    return " ".join(text.casefold().split())


class Spelling:
    """Gives every name the form in which it was written first."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._first: dict[str, str] = {}
        self._compared = 0
        for name in names:
            self.of(name)

    def of(self, name: str) -> str:
        """Return the first written form of a name, which may be this one."""
        return self._first.setdefault(folded(name), " ".join(name.split()))

    def maybe(self, name: str | None) -> str | None:
        """Return the first written form; None for a blank."""
        return None if name is None else self.of(name)

    def find(self, name: str) -> str | None:
        """Return the first written form of a name that is known."""
        return self._first.get(folded(name))

    def nearest(self, name: str) -> str | None:
        """Return the known name most like this one, if it is near."""
        for scorer, processor in _SCORERS:
            self._compared += len(self._first)
            if self._compared > _PATIENCE:
                return None
            found = process.extractOne(
                folded(name),
                self._first.keys(),
                scorer=scorer,
                processor=processor,
                score_cutoff=_LIKELY,
            )
            if found:
                return self._first[found[0]]
        return None

    def __iter__(self) -> Iterator[str]:
        return iter(self._first.values())

    def __len__(self) -> int:
        return len(self._first)


def did_you_mean(name: str, known: Spelling) -> str:
    """Write advice that names the nearest known name, or nothing."""
    nearest = known.nearest(name)
    return f"Did you mean {nearest}?" if nearest else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Spellings used all over a workbook.

    Service names and roles share one, because Rooms lists both in one cell.
    """

    offered: Spelling = field(default_factory=Spelling)
    goal_areas: Spelling = field(default_factory=Spelling)
    levels: Spelling = field(default_factory=Spelling)
    buildings: Spelling = field(default_factory=Spelling)
    homerooms: Spelling = field(default_factory=Spelling)
    places: Spelling = field(default_factory=Spelling)


def listed(names: Iterable[str], limit: int = 6) -> str:
    """Write a list of names for a sentence, shortened where it is long."""
    every = list(names)
    shown = ", ".join(every[:limit])
    return shown if len(every) <= limit else f"{shown} and {len(every) - limit} more"
