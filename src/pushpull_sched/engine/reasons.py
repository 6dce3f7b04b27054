"""Reasons in plain words: why a service falls short, or pins cannot stand.

What counting proves comes first, then who takes the places that there are. Nothing
here asks the solver, and "cannot" rests on counting alone.
"""

from collections.abc import Collection, Mapping

from pushpull_sched.counting.shortfalls import shortfall_reasons
from pushpull_sched.domain.result import Verdict
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.timetable import Timetable


def why_short(
    atlas: Atlas, timetable: Timetable, verdict: Verdict
) -> Mapping[str, str]:
    """Return one or two sentences for every service that falls short, by its id."""
    return shortfall_reasons(atlas, timetable, verdict)


def pins_clash(atlas: Atlas, alone: Collection[str] = ()) -> tuple[str, ...]:
    """Sentences for pins that cannot stand together, with their rows.

    Args:
        atlas: Static possibilities of the school.
        alone: Services whose pins cannot stand even with nothing else in the schedule.
    """
    pins = [pin for pin in atlas.school.pins if not alone or pin.service in alone]
    rows = ", ".join(f"{pin.service} ({pin.source})" for pin in pins)
    if alone:
        why = (
            "even with nothing else in the schedule, each service below breaks a rule "
            "by what is pinned for it."
        )
    else:
        why = "those of each service fit by themselves, but together they break a rule."
    clash = (
        f"The pinned sessions cannot all stand: {why} "
        "This was confirmed by two independent searches."
    )
    return clash, f"Pins concerned: {rows}."
