"""What ``pseudonymize`` does: a roster and a schedule without names, and the way back.

The key goes beside the roster, never into the folder that is passed on.
"""

from dataclasses import dataclass
from pathlib import Path
from random import Random

from pushpull_sched.app.faults import UnreadableFault, UsageFault
from pushpull_sched.app.files import (
    OWNER_ONLY_FOLDER,
    existing,
    refuse_itself,
    write_whole,
)
from pushpull_sched.app.roster import load_roster
from pushpull_sched.domain.findings import has_errors
from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.interop.fault import ForeignFault
from pushpull_sched.interop.foreign import read_file
from pushpull_sched.interop.pseudonymize import (
    PseudonymizedRoster,
    pseudonymize,
    restore,
    write_roster,
)
from pushpull_sched.interop.pseudonymize_schedule import (
    pseudonymize_schedule,
    restore_schedule,
    write_schedule,
)
from pushpull_sched.interop.pseudonyms import (
    MOST_DAYS,
    Kind,
    Pseudonyms,
    key_text,
    read_key,
)
from pushpull_sched.workbook.load import LoadedRoster
from pushpull_sched.workbook.schedule_reader import read_schedule
from pushpull_sched.workbook.tables import Workbook
from pushpull_sched.workbook.typed import text_of

ROSTER_NAME = "roster.xlsx"
SCHEDULE_NAME = "schedule.xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class PseudonymizeRequest:
    """What is asked.

    Attributes:
        roster: The roster; a pseudonymized one to restore.
        schedule: A schedule of it; None for none.
        out: Folder for the new files; None: beside the roster, named after it.
        key: The key file; None: beside the roster, named after it.
        restore: Put names back instead.
        keep_notes: Keep notes and reasons.
        force: Replace files that are there already (never the key).
        chance: Numbers the pseudonyms and moves the dates of birth; a source that
            nobody can predict.
    """

    roster: Path
    chance: Random
    schedule: Path | None = None
    out: Path | None = None
    key: Path | None = None
    restore: bool = False
    keep_notes: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PseudonymizeAnswer:
    """What came of it.

    Attributes:
        files: The new files.
        key: The key file.
        new_key: The key was made now.
        restored: Names were put back.
        roster: The rows, and what was kept and left out.
        sessions: Number of rows of the schedule.
    """

    files: tuple[Path, ...]
    key: Path
    new_key: bool
    restored: bool
    roster: PseudonymizedRoster
    sessions: int


def pseudonymize_files(request: PseudonymizeRequest) -> PseudonymizeAnswer:
    """Write a roster, and a schedule, without names; or put the names back.

    Raises:
        UsageFault: A file is missing or in the way, or the key would lie among the
            files that are passed on.
        UnreadableFault: The roster, the schedule or the key cannot be read.
    """
    source = existing(request.roster, what="roster")
    schedule = existing(request.schedule, what="schedule") if request.schedule else None
    base = source.resolve().name if source.is_dir() else source.stem
    ending = "-restored" if request.restore else "-pseudonymized"
    out = request.out or source.parent / f"{base}{ending}"
    key = request.key or source.parent / f"{base}-key.json"
    _refuse_key_inside(key, out)
    if request.restore and not key.exists():
        raise UsageFault(
            f"There is no key {key}.",
            "Name the key that pseudonymize wrote with --key.",
        )
    loaded = load_roster(source)
    if loaded.workbook is None:
        worst = next(one for one in loaded.findings if has_errors([one]))
        raise UnreadableFault(f"{source.name}: {worst.message}", worst.advice)
    try:
        names = read_key(read_file(key), key.name) if key.exists() else Pseudonyms()
    except ForeignFault as fault:
        raise UnreadableFault(fault.message, *fault.advice) from fault
    new_key = not key.exists()
    rows = _schedule_rows(schedule, loaded) if schedule else ()
    if request.restore:
        _refuse_other_key(loaded.workbook, names, key)
        roster = restore(loaded.workbook, loaded.school, names)
        rows = restore_schedule(rows, names)
    else:
        roster = _pseudonymized(loaded.workbook, loaded, names, request)
        rows = pseudonymize_schedule(rows, names, request.chance.shuffle)
    targets = _targets(out, request)
    if not request.restore:
        # First: files without names are of no use without their key.
        write_whole(key, lambda path: _write_key(path, names), force=True)
    write_whole(
        targets[0], lambda path: write_roster(path, roster), force=request.force
    )
    for target in targets[1:]:
        write_whole(
            target, lambda path: write_schedule(path, rows), force=request.force
        )
    return PseudonymizeAnswer(
        files=targets,
        key=key,
        new_key=new_key,
        restored=request.restore,
        roster=roster,
        sessions=len(rows),
    )


def _refuse_key_inside(key: Path, out: Path) -> None:
    if out.resolve() in key.resolve().parents:
        raise UsageFault(
            f"The key {key} would lie among the files that are passed on.",
            "Name another place with --key.",
        )


def _refuse_other_key(workbook: Workbook, names: Pseudonyms, key: Path) -> None:
    back = names.turned()
    students = [
        text_of(row, "student_id") for row in workbook.tables["students"].rows()
    ]
    if not any(one and back.of(Kind.STUDENT, one) for one in students):
        raise UnreadableFault(
            f"The key {key} knows no student of this roster.",
            "Name the key that was made with it, with --key.",
        )


def _pseudonymized(
    workbook: Workbook,
    loaded: LoadedRoster,
    names: Pseudonyms,
    request: PseudonymizeRequest,
) -> PseudonymizedRoster:
    return pseudonymize(
        workbook,
        loaded.school,
        names,
        shuffle=request.chance.shuffle,
        draw=lambda: _days(request.chance),
        keep_notes=request.keep_notes,
    )


def _schedule_rows(schedule: Path, loaded: LoadedRoster) -> tuple[ScheduleRow, ...]:
    if loaded.school is None:
        raise UnreadableFault(
            f"{loaded.name} has errors, so that its days are not known.",
            f"Correct them first: pushpull-sched check {loaded.name}",
        )
    rows, findings = read_schedule(schedule, loaded.school.settings.days)
    for finding in findings:
        if has_errors([finding]):
            raise UnreadableFault(
                f"{finding.source}: {finding.message}", finding.advice
            )
    return rows


def _targets(out: Path, request: PseudonymizeRequest) -> tuple[Path, ...]:
    """Return the files to write, once nothing speaks against them; make the folder."""
    if out.exists() and not out.is_dir():
        raise UsageFault(f"{out} is a file, not a folder.", "Name a folder with --out.")
    names = (ROSTER_NAME, SCHEDULE_NAME) if request.schedule else (ROSTER_NAME,)
    targets = tuple(out / name for name in names)
    for target in targets:
        refuse_itself(target, request.roster, request.schedule)
        if target.exists() and not request.force:
            raise UsageFault(
                f"{target} is there already and is not replaced.",
                "Choose another folder with --out, or add --force to replace it.",
            )
    try:
        out.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageFault(f"The folder {out} cannot be made ({reason}).") from error
    return targets


def _days(chance: Random) -> int:
    """Draw the days by which a date of birth moves, earlier or later."""
    return chance.choice((-1, 1)) * chance.randint(1, MOST_DAYS)


def _write_key(path: Path, names: Pseudonyms) -> None:
    path.write_text(key_text(names), encoding="utf-8", newline="\n")
