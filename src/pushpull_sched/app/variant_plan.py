"""Variants before anything is solved: changed rosters written, read and judged."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from pushpull_sched.app.faults import UnreadableFault, UsageFault
from pushpull_sched.app.files import OWNER_ONLY_FOLDER
from pushpull_sched.app.roster import load_roster
from pushpull_sched.app.variants_file import folder_name, usual_questions
from pushpull_sched.domain.findings import Finding, Severity
from pushpull_sched.domain.policy import Policy
from pushpull_sched.domain.result_folder import PARTIAL_PREFIX, FolderState
from pushpull_sched.domain.school import School
from pushpull_sched.domain.what_if import WhatIf
from pushpull_sched.export.folder import inspect_folder
from pushpull_sched.export.workbook_file import frozen
from pushpull_sched.workbook.load import LoadedRoster
from pushpull_sched.workbook.tables import Workbook
from pushpull_sched.workbook.what_if import ChangedRoster, changed_roster

_MOST_TOLD = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A variant with its roster.

    Attributes:
        what_if: The variant.
        folder: Folder of its result.
        path: Its roster: the user's, or a changed copy that is not in its place yet.
        roster: The same, as read.
    """

    what_if: WhatIf
    folder: Path
    path: Path
    roster: LoadedRoster


def changes_of(
    file: Path | None,
    roster: LoadedRoster,
    what_ifs: Sequence[WhatIf],
    faults: tuple[str, ...],
) -> list[tuple[WhatIf, ChangedRoster | None]]:
    """Make the changes, in memory.

    Raises:
        UsageFault: The file has faults, or names what is not in the roster.
    """
    workbook, school = _tables(roster)
    found: list[tuple[WhatIf, ChangedRoster | None]] = []
    told = list(faults)
    for what_if in what_ifs:
        change = None
        if what_if.changes_roster:
            change = changed_roster(workbook, school, what_if)
            told += [f"{what_if.name}, {fault}" for fault in change.faults]
        found.append((what_if, change))
    if told:
        raise faulty(file, told)
    return found


def faulty(file: Path | None, faults: Sequence[str]) -> UsageFault:
    """Return the fault that lists all that is wrong with what was asked."""
    what = f"The variants file {file}" if file else "What is asked"
    return UsageFault(f"{what} has faults; nothing was solved.", *dict.fromkeys(faults))


@contextmanager
def workshop(out: Path) -> Iterator[Path]:
    """Make the folder of the variants, and in it a hidden one for changed rosters.

    Raises:
        UsageFault: It is a file or a result, or it cannot be written.
    """
    state = inspect_folder(out).state
    if (out.exists() and not out.is_dir()) or state in {
        FolderState.INTACT,
        FolderState.EDITED,
        FolderState.MIXED,
    }:
        raise UsageFault(
            f"{out} is a file or the result of a single run.",
            "Name another folder for the variants with --out.",
        )
    try:
        if not out.is_dir():
            out.mkdir(mode=OWNER_ONLY_FOLDER, parents=True)
        for left in out.glob(f"{PARTIAL_PREFIX}*"):
            rmtree(left, ignore_errors=True)
        shop = TemporaryDirectory(prefix=PARTIAL_PREFIX, dir=out)
    except OSError as error:
        raise UsageFault(
            f"Nothing can be written in {out}.", "Name another folder with --out."
        ) from error
    try:
        with shop as hidden:
            yield Path(hidden)
    finally:
        with suppress(OSError):  # something is in it
            out.rmdir()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where changed rosters are written and read.

    Attributes:
        source: The user's roster.
        roster: The same, as read.
        out: Folder of the variants.
        hidden: Folder for changed rosters that are not in their place yet.
    """

    source: Path
    roster: LoadedRoster
    out: Path
    hidden: Path

    def planned(self, what_if: WhatIf, change: ChangedRoster | None) -> Planned:
        """Write a changed roster and read it like any other."""
        name = folder_name(what_if.name)
        path, own = self.source, self.roster
        if change is not None:
            whole = self.source.resolve().name
            stem = whole if self.source.is_dir() else self.source.stem
            path = self.hidden / f"{stem}-{name}.xlsx"
            path.write_bytes(frozen(change.book(), "Roster"))
            own = load_roster(path)
        return Planned(what_if=what_if, folder=self.out / name, path=path, roster=own)


def usual(desk: Desk, policy: Policy) -> tuple[list[Planned], tuple[str, ...]]:
    """Return the first usual what-if that the roster allows, and why not another."""
    workbook, school = _tables(desk.roster)
    settings = workbook.tables["settings"].rows()
    protected = any(row["protect_core"] is True for row in settings)
    remarks: list[str] = []
    for what_if in usual_questions(policy, protected=protected):
        found = desk.planned(what_if, changed_roster(workbook, school, what_if))
        if found.roster.usable:
            return [found], tuple(remarks)
        why = next(one for one in found.roster.findings if stops(one))
        remarks.append(f'Left out: "{what_if.name}". {told_of(why)}')
    return [], tuple(remarks)


def _tables(roster: LoadedRoster) -> tuple[Workbook, School]:
    assert roster.workbook is not None  # noqa: S101 - a usable roster has its tables
    assert roster.school is not None  # noqa: S101 - likewise
    return roster.workbook, roster.school


def stops(found: Finding) -> bool:
    """Whether a roster with this finding cannot be solved."""
    return found.severity is Severity.ERROR


def refuse_errors(planned: Sequence[Planned]) -> None:
    """Name the variants that make a roster faulty, with everything found in it.

    Raises:
        UnreadableFault: There is one.
    """
    faulty_ones = [one for one in planned if not one.roster.usable]
    if faulty_ones:
        raise UnreadableFault(
            "What is asked makes a roster with errors; nothing was solved.",
            *(
                f"{one.what_if.name}: {line}"
                for one in faulty_ones
                for line in errors_told(one.roster.findings)
            ),
        )


def errors_told(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the first errors as sentences with their cells, alike ones once."""
    alike: dict[tuple[str, str, str], list[Finding]] = {}
    for one in filter(stops, findings):
        alike.setdefault((one.message, one.expected, one.advice), []).append(one)
    told = []
    for same in alike.values():
        more = f" ({len(same) - 1} more cells alike)" if same[1:] else ""
        told.append(told_of(same[0]) + more)
    more_kinds = len(told) - _MOST_TOLD
    rest = [f"and {more_kinds} more"] if more_kinds > 0 else []
    return (*told[:_MOST_TOLD], *rest)


def told_of(finding: Finding) -> str:
    """Return a finding as one line: where, what, and what to do."""
    parts = [f"{finding.source}: {finding.message}"]
    parts += [f"Expected: {finding.expected}."] if finding.expected else []
    return " ".join((*parts, finding.advice)).strip()
