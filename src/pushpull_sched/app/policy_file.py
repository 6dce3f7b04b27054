"""Policies by name, or from a TOML file (the format is in ``docs/policies.md``).

All faults of a file are collected and reported together.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pushpull_sched.app.faults import UsageFault
from pushpull_sched.app.suggest import did_you_mean
from pushpull_sched.domain.policy import (
    POLICIES,
    Level,
    Measure,
    Policy,
    Tolerance,
    ToleranceUnit,
)

_TOP_KEYS = ("name", "levels")
_LEVEL_KEYS = ("measure", "weights", "name", "tolerance")
_MOST_PERCENT = 100


def find_policy(text: str) -> Policy:
    """Return the policy that the user named.

    Args:
        text: The name of a policy, or the path of a TOML file or a ``schedule.json``.

    Raises:
        UsageFault: There is no such policy, or the file has faults; all are listed.
    """
    if text in POLICIES:
        return POLICIES[text]
    path = Path(text)
    if path.is_file():
        is_result = path.suffix.lower() == ".json"
        return policy_of_result(path) if is_result else read_policy(path)
    if path.suffix.lower() == ".toml":
        raise UsageFault(f"There is no policy file {text}.")
    known = ", ".join(POLICIES)
    raise UsageFault(
        f'There is no policy "{text}".',
        *filter(None, [did_you_mean(text, POLICIES)]),
        f"Named policies: {known}; or give the path of a .toml file.",
    )


def policy_of_result(path: Path) -> Policy:
    """Read the policy that a ``schedule.json`` was made with.

    Raises:
        UsageFault: The file is no result of this program.
    """
    try:
        stated = json.loads(path.read_text(encoding="utf-8"))["params"]["policy"]
        return Policy(
            name=str(stated["name"]),
            levels=tuple(_level_of_result(level) for level in stated["levels"]),
        )
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise UsageFault(
            f"{path} names no policy: it is no schedule.json of this program."
        ) from error


def _level_of_result(stated: Mapping[str, Any]) -> Level:
    weights = stated["weights"].items()
    tolerance = stated["tolerance"]
    return Level(
        name=str(stated["name"]),
        weights=tuple((Measure(name), int(weight)) for name, weight in weights),
        tolerance=Tolerance(
            amount=int(tolerance["amount"]), unit=ToleranceUnit(tolerance["unit"])
        ),
    )


def read_policy(path: Path) -> Policy:
    """Read a policy file.

    Raises:
        UsageFault: The file is not TOML or has faults; all of them are listed.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageFault(f"The policy file {path} cannot be read: {error}") from error
    reading = _Reading()
    policy = reading.policy(content, default_name=path.stem)
    if reading.faults:
        raise UsageFault(f"The policy file {path} has faults.", *reading.faults)
    return policy


@dataclass(slots=True)
class _Reading:
    """Collects the faults of one file."""

    faults: list[str] = field(default_factory=list)

    def policy(self, content: Mapping[str, object], *, default_name: str) -> Policy:
        self._unknown_keys(content, _TOP_KEYS, "the file")
        name = self._text(content.get("name", default_name), "name")
        tables = content.get("levels")
        if not isinstance(tables, list) or not tables:
            self.faults.append("levels: give at least one [[levels]] table.")
            return Policy(name=name, levels=())
        levels = tuple(
            self._level(table, f"level {number}")
            for number, table in enumerate(tables, start=1)
        )
        self._whole(levels)
        return Policy(name=name, levels=levels)

    def _level(self, table: object, where: str) -> Level:
        if not isinstance(table, dict):
            self.faults.append(f"{where}: write it as a [[levels]] table.")
            return Level(name=where, weights=())
        self._unknown_keys(table, _LEVEL_KEYS, where)
        weights = tuple(self._weights(table, where))
        only = weights[0][0].value if len(weights) == 1 else where
        return Level(
            name=self._text(table.get("name", only), f"{where}, name"),
            weights=weights,
            tolerance=self._tolerance(table.get("tolerance", {}), where),
        )

    def _weights(
        self, table: Mapping[str, object], where: str
    ) -> Iterator[tuple[Measure, int]]:
        if ("measure" in table) == ("weights" in table):
            self.faults.append(
                f"{where}: give either measure (one) or weights (several joined)."
            )
            return
        if "measure" in table:
            given: object = {str(table["measure"]): 1}
        else:
            given = table["weights"]
        if not isinstance(given, dict) or not given:
            self.faults.append(
                f"{where}: write weights as {{ irregular = 10, churn = 30 }}."
            )
            return
        for name, weight in given.items():
            measure = self._measure(str(name), where)
            if not _is_count(weight, least=1):
                self.faults.append(
                    f"{where}: the weight of {name} is {weight!r}; "
                    "give a whole number from 1."
                )
            elif measure is not None:
                yield measure, weight

    def _measure(self, name: str, where: str) -> Measure | None:
        if name in list(Measure):
            return Measure(name)
        advice = did_you_mean(name, Measure) or f"Known: {', '.join(Measure)}."
        self.faults.append(f'{where}: there is no measure "{name}". {advice}')
        return None

    def _tolerance(self, given: object, where: str) -> Tolerance:
        if given == {}:
            return Tolerance()
        if isinstance(given, dict) and len(given) == 1:
            ((unit, amount),) = given.items()
            if unit in list(ToleranceUnit) and _is_count(amount, least=0):
                if unit == ToleranceUnit.PERCENT and amount > _MOST_PERCENT:
                    self.faults.append(
                        f"{where}: a tolerance of {amount} percent is more than 100."
                    )
                return Tolerance(amount=amount, unit=ToleranceUnit(unit))
        self.faults.append(
            f"{where}: write tolerance as {{ minutes = 30 }} or {{ percent = 5 }}, "
            "a whole number from 0."
        )
        return Tolerance()

    def _whole(self, levels: tuple[Level, ...]) -> None:
        """Check what concerns the levels together."""
        first = tuple(measure for measure, _ in levels[0].weights)
        if first != (Measure.MINUTES_SHORT,):
            self.faults.append(
                "level 1: the first level is always minutes_short, alone: "
                "what the services demand comes before everything else."
            )
        seen: set[Measure] = set()
        for number, level in enumerate(levels, start=1):
            for measure, _ in level.weights:
                if measure in seen:
                    self.faults.append(
                        f"level {number}: {measure} stands in an earlier level already."
                    )
                seen.add(measure)

    def _unknown_keys(
        self, table: Mapping[str, object], known: tuple[str, ...], where: str
    ) -> None:
        for key in table:
            if key not in known:
                advice = did_you_mean(key, known) or f"Known: {', '.join(known)}."
                self.faults.append(f'{where}: unknown key "{key}". {advice}')

    def _text(self, value: object, where: str) -> str:
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.faults.append(f"{where}: give a text, not {value!r}.")
        return where


def _is_count(value: object, *, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least
