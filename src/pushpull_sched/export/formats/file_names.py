"""Names that every system takes for a file."""

import re
import unicodedata
from collections.abc import Iterable

from pathvalidate import sanitize_filename

_MOST_BYTES = 120
"""Systems take 255 bytes; a prefix, a number and an ending have to fit as well."""

_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices, with any ending."""


def file_names(wanted: Iterable[str]) -> tuple[str, ...]:
    """Make one name each: legal everywhere, and unique without regard to case.

    Args:
        wanted: The names wished for, without an ending.
    """
    taken: set[str] = set()
    names = []
    for wish in wanted:
        base = _legal(wish) or "unnamed"
        name, number = base, 1
        while name.casefold() in taken:
            number += 1
            name = f"{base} ({number})"
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _legal(text: str) -> str:
    """Replace what a system refuses, drop what cannot be seen, cut between letters."""
    seen = "".join(
        char
        for char in unicodedata.normalize("NFC", text)
        if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Cn"}
    )
    kept = sanitize_filename(seen, replacement_text="-", platform="universal")
    while len(kept.encode()) > _MOST_BYTES:
        kept = kept[:-1]
    kept = kept.strip(" .-_")
    return f"_{kept}" if _DEVICE.match(kept) else kept
