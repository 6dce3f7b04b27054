"""A variant to solve: a policy, and what is different in the roster."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from pushpull_sched.domain.policy import DEFAULT_POLICY, Policy

_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class RowEdit:
    """Cells of the rows of one service, provider, room or student.

    Attributes:
        sheet: Key of the sheet.
        who: Id or name of whom or what the rows are about.
        cells: Column key to the new value; an empty text clears the cell.
    """

    sheet: str
    who: str
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreStaff:
    """One provider more.

    Attributes:
        like: Id or name of the provider whose rows are copied.
        cells: Column key to the value that is different.
    """

    like: str
    cells: Mapping[str, object] = field(default_factory=lambda: _NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """One variant.

    Attributes:
        name: What it is called, in the comparison and as a folder.
        policy: Order of the levels.
        settings: Settings that have another value.
        absent: Providers who are away, each with its days: ``P03 Fri``; without days
            on all.
        closed: Rooms that are closed, likewise.
        group_cap: Largest pull-out group of any provider; None as in the roster.
        edits: Cells of services, providers, rooms and students.
        more: Providers who come in addition.
        stay_close: It starts from the first variant's schedule and moves as little as
            possible of it.
    """

    name: str
    policy: Policy = DEFAULT_POLICY
    settings: Mapping[str, object] = field(default_factory=lambda: _NOTHING)
    absent: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    group_cap: int | None = None
    edits: tuple[RowEdit, ...] = ()
    more: tuple[MoreStaff, ...] = ()
    stay_close: bool = False

    @property
    def changes_roster(self) -> bool:
        """Whether anything in the roster is different."""
        return any(True for _ in self._changes())

    @property
    def about(self) -> str:
        """What it asks, in a few words."""
        said = [f"policy {self.policy.name}", *self._changes()]
        if self.stay_close:
            said.append("close to A")
        return ", ".join(said)

    def _changes(self) -> Iterator[str]:
        for key, value in self.settings.items():
            yield f"{key} {_shown(value)}"
        for entry in self.absent:
            yield f"without {entry}"
        for entry in self.closed:
            yield f"{entry} closed"
        if self.group_cap is not None:
            yield f"groups up to {self.group_cap}"
        for edit in self.edits:
            for column, value in edit.cells.items():
                yield f"{edit.who}: {column} {_shown(value)}"
        for one in self.more:
            yield f"one more like {one.like}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(_shown, value))
    return str(value) or "blank"
