"""Variants to solve, from a TOML file or from flags (docs/variants.md).

Both come as tables of the same keys and are read by the same code, so that a flag is a
variant with one key. All faults are collected and reported together.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path

from pushpull_sched.app.faults import UsageFault
from pushpull_sched.app.policy_file import find_policy
from pushpull_sched.app.suggest import did_you_mean
from pushpull_sched.domain.policy import DEFAULT_POLICY, POLICIES, Policy
from pushpull_sched.domain.what_if import MoreStaff, RowEdit, WhatIf

AS_IT_IS = "as it is"
"""Name of the variant that changes nothing."""
SHEETS = ("services", "providers", "rooms", "students")
"""Keys whose tables change the cells of rows."""
_TOP_KEYS = ("policy", "time_limit", "seed", "variant")
_KEYS = (
    "name",
    "policy",
    "settings",
    "protect_core",
    "absent",
    "closed",
    "group_cap",
    "add_providers",
    "stay_close",
    *SHEETS,
)
_NOT_IN_NAMES = re.compile(r"\W+")
_LONGEST_NAME = 60
_SMALL = 3
"""Students in a small group."""
_RESERVED = frozenset({"comparison"})

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantsFile:
    """What a file and flags ask.

    Attributes:
        variants: The variants, the first to hold the others against. Empty where
            neither names any.
        policy: Policy of variants that name none.
        time_limit: Seconds for each variant; None where the file does not say.
        seed: Seed of each variant; None where the file does not say.
        faults: What is wrong, one sentence each.
    """

    variants: tuple[WhatIf, ...] = ()
    policy: Policy = DEFAULT_POLICY
    time_limit: float | None = None
    seed: int | None = None
    faults: tuple[str, ...] = ()


def folder_name(name: str) -> str:
    """Return the folder of a variant: its name in small letters, with hyphens."""
    return _NOT_IN_NAMES.sub("-", name.casefold()).strip("-_")[:_LONGEST_NAME]


def default_variants(policy: Policy) -> tuple[WhatIf, ...]:
    """Return the policies of whoever names no variants.

    One for each of those who look at a schedule: as the policy has it, students (the
    same groups at the same times), inclusion, providers (days without gaps).

    Args:
        policy: Policy of the roster as it is.
    """
    named = ("steady-groups", "inclusion-first", "compact-days")
    others = [one for one in named if one != policy.name]
    return (
        WhatIf(name=AS_IT_IS, policy=policy),
        *(WhatIf(name=one, policy=POLICIES[one]) for one in others),
    )


def usual_questions(policy: Policy, *, protected: bool) -> tuple[WhatIf, ...]:
    """Return what-ifs that schools ask for: the first that a roster allows is taken.

    Teachers ask that nobody leaves core classes, which pins may not allow; families
    ask for smaller groups.

    Args:
        policy: Policy of each.
        protected: The roster protects core classes already; then what that costs is
            the question.
    """
    return (
        WhatIf(
            name="core classes open" if protected else "core classes protected",
            policy=policy,
            settings={"protect_core": not protected},
        ),
        WhatIf(name=f"groups up to {_SMALL}", policy=policy, group_cap=_SMALL),
    )


def read_variants(path: Path | None, flagged: Sequence[Table] = ()) -> VariantsFile:
    """Read a file and the variants of flags, in this order.

    Args:
        path: A TOML file; None for none.
        flagged: One table for each flag, with the keys of a ``[[variant]]``.

    Raises:
        UsageFault: The file is not there or is not TOML.
    """
    content: Table = {}
    if path is not None:
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError as error:
            raise UsageFault(f"There is no variants file {path}.") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise UsageFault(
                f"The variants file {path} cannot be read: {error}",
                "The form is described in docs/variants.md.",
            ) from error
    reading = _Reading(home=path.parent if path else None)
    return reading.whole(content, flagged)


@dataclass(slots=True)
class _Reading:
    """Collects the faults of one file and its flags."""

    home: Path | None
    faults: list[str] = field(default_factory=list)

    def whole(self, content: Table, flagged: Sequence[Table]) -> VariantsFile:
        self._unknown_keys(content, _TOP_KEYS, "the file")
        policy = self._policy(content.get("policy", "default"), "policy")
        tables = content.get("variant", [])
        if not isinstance(tables, list):
            self.faults.append("variant: write each as a [[variant]] table.")
            tables = []
        found = [
            self._variant(table, f"variant {number}", policy)
            for number, table in enumerate(tables, start=1)
        ]
        found += [self._variant(table, "", policy) for table in flagged]
        listed = self._with_present([one for one in found if one], policy)
        self._names(listed)
        if listed and listed[0].stay_close:
            self.faults.append(
                f"{listed[0].name}, stay_close: the first variant has nothing to stay "
                "close to. Put another one first."
            )
        return VariantsFile(
            variants=tuple(listed),
            policy=policy,
            time_limit=self._time_limit(content.get("time_limit")),
            seed=self._count(content["seed"], "seed", 0) if "seed" in content else None,
            faults=tuple(self.faults),
        )

    def _with_present(self, found: list[WhatIf], policy: Policy) -> list[WhatIf]:
        """Put the roster as it is first, unless one of the variants is that."""
        if not found:
            return []
        plain = any(
            one.policy == policy and not one.changes_roster and not one.stay_close
            for one in found
        )
        return found if plain else [WhatIf(name=AS_IT_IS, policy=policy), *found]

    def _names(self, found: Iterable[WhatIf]) -> None:
        taken: dict[str, str] = {}
        for one in found:
            folder = folder_name(one.name)
            if not folder or folder in _RESERVED:
                self.faults.append(
                    f'name: "{one.name}" cannot be the name of a folder. Choose one.'
                )
            elif folder in taken:
                self.faults.append(
                    f'name: "{one.name}" and "{taken[folder]}" would have the same '
                    "folder. Choose another name."
                )
            taken[folder] = one.name

    def _variant(self, table: object, where: str, policy: Policy) -> WhatIf | None:
        if not isinstance(table, dict):
            self.faults.append(f"{where}: write it as a [[variant]] table.")
            return None
        name = table.get("name")
        if not isinstance(name, str) or not name.strip():
            self.faults.append(f'{where}: give it a name, such as name = "R2 closed".')
            name = where
        where = f'{where} ("{name}")' if where and where != name else name
        self._unknown_keys(table, _KEYS, where)
        settings = self._cells(table.get("settings", {}), f"{where}, settings")
        if "protect_core" in table:
            core = self._flag(table["protect_core"], f"{where}, protect_core")
            settings = {**settings, "protect_core": core}
        return WhatIf(
            name=name.strip(),
            policy=self._policy(table["policy"], f"{where}, policy")
            if "policy" in table
            else policy,
            settings=settings,
            absent=self._texts(table.get("absent", []), f"{where}, absent", "P03 Fri"),
            closed=self._texts(table.get("closed", []), f"{where}, closed", "R2 Mon"),
            group_cap=self._count(table["group_cap"], f"{where}, group_cap", 1)
            if "group_cap" in table
            else None,
            edits=tuple(self._edits(table, where)),
            more=tuple(self._more(table.get("add_providers", []), where)),
            stay_close=self._flag(
                table.get("stay_close", False), f"{where}, stay_close"
            ),
        )

    def _edits(self, table: Table, where: str) -> Iterable[RowEdit]:
        for sheet in SHEETS:
            rows = table.get(sheet, {})
            if not isinstance(rows, dict):
                self.faults.append(
                    f"{where}, {sheet}: {rows!r} is no table. Write such as "
                    f'{sheet} = {{ "{_EXAMPLES[sheet]}" = {{ ... }} }}.'
                )
                continue
            for who, cells in rows.items():
                place = f"{where}, {sheet}, {who}"
                yield RowEdit(sheet=sheet, who=who, cells=self._cells(cells, place))

    def _more(self, given: object, where: str) -> Iterable[MoreStaff]:
        place = f"{where}, add_providers"
        for one in given if isinstance(given, list) else [given]:
            like = one.get("like") if isinstance(one, dict) else None
            if not isinstance(one, dict) or not isinstance(like, str):
                self.faults.append(
                    f"{place}: {one!r} names nobody to be like. Write such as "
                    'add_providers = [{ like = "P03", days = "Mon,Wed" }].'
                )
                continue
            cells = {key: value for key, value in one.items() if key != "like"}
            yield MoreStaff(like=like, cells=self._cells(cells, place))

    def _cells(self, given: object, where: str) -> dict[str, object]:
        if not isinstance(given, dict):
            self.faults.append(
                f"{where}: {given!r} is no table. Write such as "
                '{ max_group = 3, days = "Mon,Wed" }.'
            )
            return {}
        kept: dict[str, object] = {}
        for key, value in given.items():
            plain = value if isinstance(value, list) else [value]
            if all(isinstance(one, str | int | float | time) for one in plain):
                kept[key] = value
            else:
                self.faults.append(
                    f"{where}, {key}: {value!r} cannot stand in a cell. "
                    "Give a text, a number, a time, yes or no."
                )
        return kept

    def _policy(self, given: object, where: str) -> Policy:
        text = str(given)
        beside = self.home / text if self.home else None
        try:
            if beside and text not in POLICIES and beside.is_file():
                return find_policy(str(beside))
            return find_policy(text)
        except UsageFault as fault:
            self.faults.append(" ".join((f"{where}: {fault.message}", *fault.advice)))
            return DEFAULT_POLICY

    def _texts(self, given: object, where: str, example: str) -> tuple[str, ...]:
        found = [given] if isinstance(given, str) else given
        if isinstance(found, list) and all(
            isinstance(one, str) and one.strip() for one in found
        ):
            return tuple(" ".join(one.split()) for one in found)
        self.faults.append(
            f'{where}: {given!r} is no list. Write such as ["{example}"].'
        )
        return ()

    def _flag(self, given: object, where: str) -> bool:
        if isinstance(given, bool):
            return given
        self.faults.append(f"{where}: {given!r} is neither true nor false.")
        return False

    def _count(self, given: object, where: str, least: int) -> int:
        if isinstance(given, int) and not isinstance(given, bool) and given >= least:
            return given
        self.faults.append(
            f"{where}: {given!r} is no whole number from {least}. Give one."
        )
        return least

    def _time_limit(self, given: object) -> float | None:
        if given is None:
            return None
        if (
            isinstance(given, int | float)
            and not isinstance(given, bool)
            and given >= 1
        ):
            return float(given)
        self.faults.append(f"time_limit: {given!r} is no number of seconds from 1.")
        return None

    def _unknown_keys(self, table: Table, known: Sequence[str], where: str) -> None:
        for key in table:
            if key not in known:
                advice = did_you_mean(key, known) or f"Known: {', '.join(known)}."
                self.faults.append(f'{where}: unknown key "{key}". {advice}')


_EXAMPLES: Mapping[str, str] = {
    "services": "Speech",
    "providers": "P03",
    "rooms": "R2",
    "students": "S017",
}
