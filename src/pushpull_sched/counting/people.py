"""Reasons about providers and roles: what only they can give, against their time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from math import ceil

from pushpull_sched.counting.pressure import Press, Pressure
from pushpull_sched.counting.supply import Supply
from pushpull_sched.counting.words import (
    cites_of,
    counted,
    listed,
    minutes_text,
    rows_text,
    service_cites,
    some,
    weeks_text,
)
from pushpull_sched.domain.explanation import Count, Strength, Subject

MOST_SETS = 40
"""Sets of providers that are looked at."""
MOST_SIZES = 5
"""Sizes of groups that are told one by one."""


@dataclass(frozen=True)
class People:
    """Sets of providers with the services that only they can give.

    Attributes:
        pressure: Needs by window.
        supply: What there is.
    """

    pressure: Pressure
    supply: Supply

    @cached_property
    def teams(self) -> Mapping[frozenset[str], tuple[str, ...]]:
        """Sets of providers, small ones first, to the services only they can give."""
        able = self.pressure.possible.able
        sets = dict.fromkeys(names for names in able.values() if names)
        for names in list(sets):
            for other in list(sets):
                if names & other and len(sets) < MOST_SETS:
                    sets[names | other] = None
        return {
            names: tuple(one for one, mine in able.items() if mine and mine <= names)
            for names in sorted(sets, key=lambda names: (len(names), sorted(names)))
        }

    def counts(self) -> Iterator[Count]:
        """Yield one reason at most for each set: the worst window."""
        known: dict[frozenset[str], int] = {}
        for names, ids in self.teams.items():
            supply = partial(self.supply.of_providers, sorted(names))
            press = self.pressure.worst(ids, supply)
            if press is None:
                continue
            inside = sum(over for mine, over in known.items() if mine < names)
            if press.over > 0:
                known[names] = press.over
                if press.over <= inside:
                    continue
            elif press.window.day is not None or inside:
                continue
            yield self._count(sorted(names), press)

    def _count(self, names: Sequence[str], press: Press) -> Count:
        school = self.pressure.school
        role = self.role_of(frozenset(names))
        sources = [(school.provider[name].source, f"{name}'s hours") for name in names]
        return Count(
            code="provider-minutes",
            strength=Strength.CANNOT if press.over > 0 else Strength.TIGHT,
            subject=Subject.ROLE if len(names) > 1 else Subject.PROVIDER,
            names=tuple(names),
            needed=press.needed,
            available=press.available,
            unit="min",
            window=press.window.text(school),
            text=self._text(names, role, press),
            cites=cites_of(sources) + service_cites(school, press.owed),
            service_ids=tuple(press.owed),
            minutes=press.short,
        )

    def role_of(self, names: frozenset[str]) -> str:
        """The role that exactly these providers have, if there is one."""
        school = self.pressure.school
        for role in sorted({role for one in school.providers for role in one.roles}):
            if names == {one.id for one in school.providers if role in one.roles}:
                return role
        return ""

    def _text(self, names: Sequence[str], role: str, press: Press) -> str:
        school = self.pressure.school
        team = some(names)
        who = f"{team} (role {role})" if role else team
        verb = "has" if len(names) == 1 else "have"
        rows = rows_text(school.provider[name].source for name in names)
        when = press.window.text(school) or weeks_text(school.settings.weeks)
        if press.window.text(school):
            when = f"on {when}"
        owed = sum(press.owed.values())
        give = "can be given by nobody else"
        if press.window.day is not None:
            give += " and must have a session then, as their other days cannot hold all"
        there = minutes_text(press.available)
        first = (
            f"{who} {verb} at most {there} for sessions {when}, after lunch and "
            f"planning ({rows}). "
        )
        services = counted(len(press.owed), "service")
        second = (
            f"{services} that {give} come to {minutes_text(owed)} for the students; "
            f"{self._grouped(press)}"
        )
        missing = press.over
        if missing > 0:
            mean = _mean(owed, press)
            return f"{first}{second}: {minutes_text(missing)} too many.{mean}"
        return f"{first}{second}: {minutes_text(-missing)} to spare."

    def _grouped(self, press: Press) -> str:
        """Say how the minutes come down to provider minutes, to be checked on paper."""
        caps = self.pressure.groups.caps
        by_cap: dict[int, int] = {}
        for service_id, minutes in press.owed.items():
            by_cap[caps[service_id]] = by_cap.get(caps[service_id], 0) + minutes
        if set(by_cap) == {1}:
            return (
                f"each has to be seen alone, which takes {minutes_text(press.needed)}"
            )
        if len(by_cap) > MOST_SIZES:
            several = sum(minutes for cap, minutes in by_cap.items() if cap > 1)
            sizes = f"up to {max(by_cap)}"
            by_size = {"": by_cap.get(1, 0), sizes: several}
        else:
            by_size = {
                "" if cap == 1 else str(cap): minutes
                for cap, minutes in sorted(by_cap.items())
            }
        parts = [
            f"{minutes_text(minutes)} in groups of {size}"
            if size
            else f"{minutes_text(minutes)} alone"
            for size, minutes in by_size.items()
            if minutes
        ]
        shared = sum(Fraction(minutes, cap) for cap, minutes in by_cap.items())
        apart = ""
        if ceil(shared) < press.needed:
            apart = ", as grades too far apart and different goal areas never meet"
        return (
            f"in the largest groups that the rules allow ({listed(parts)}) that still "
            f"takes {minutes_text(press.needed)}{apart}"
        )


def _mean(owed: int, press: Press) -> str:
    """Say what the staffing asks of the groups, where groups are possible at all."""
    if owed == press.needed or not press.available:
        return ""
    asked, possible = owed / press.available, owed / press.needed
    if f"{asked:.1f}" == f"{possible:.1f}":
        return ""
    return (
        f" {asked:.1f} students would have to share a session on average, and at most "
        f"{possible:.1f} can."
    )
