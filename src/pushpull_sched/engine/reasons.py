"""Reasons in plain words: why a service falls short, or pins cannot stand.

What counting proves comes first, then who takes the places that there are. Nothing
here asks the solver, and "cannot" rests on counting alone.
"""

from collections.abc import Mapping

from pushpull_sched.counting.shortfalls import shortfall_reasons
from pushpull_sched.domain.result import Verdict
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.timetable import Timetable


def why_short(
    atlas: Atlas, timetable: Timetable, verdict: Verdict
) -> Mapping[str, str]:
    """Return one or two sentences for every service that falls short, by its id."""
    return shortfall_reasons(atlas, timetable, verdict)


def pins_clash(atlas: Atlas) -> tuple[str, ...]:
    """Sentences for pins that cannot stand together, with their rows."""
    rows = ", ".join(f"{pin.service} ({pin.source})" for pin in atlas.school.pins)
    clash = (
        "The pinned sessions cannot all stand: each fits by itself, but together they "
        "break a rule. This was confirmed by two independent searches."
    )
    return clash, f"Pins concerned: {rows}."
