"""Files that the user names: found, or a fault that names the nearest ones."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from pushpull_sched.app.faults import UsageFault
from pushpull_sched.app.suggest import nearest
from pushpull_sched.domain.disk import not_written
from pushpull_sched.domain.result_folder import PARTIAL_PREFIX

OWNER_ONLY_FILE = 0o600
OWNER_ONLY_FOLDER = 0o700
_BOOKS = (".xlsx", ".xlsm", ".json", ".csv")


def existing(path: Path, *, what: str) -> Path:
    """Return ``path`` if it is there.

    Args:
        path: A file or folder.
        what: What it should be, for the message: ``roster``, ``schedule``.

    Raises:
        UsageFault: It is not there. The advice names files that look like it.
    """
    if path.exists():
        return path
    folder = path.parent
    if not folder.is_dir():
        raise UsageFault(f"There is no {what} {path}: the folder {folder} is missing.")
    names = _candidates(folder)
    near = nearest(path.stem, {Path(name).stem for name in names})
    advice = [
        f"Did you mean {folder / name}?" for name in names if Path(name).stem in near
    ]
    raise UsageFault(f"There is no {what} {path}.", *advice)


def _candidates(folder: Path) -> list[str]:
    """Names in a folder that could be a roster or a schedule."""
    return sorted(
        entry.name
        for entry in folder.iterdir()
        if entry.suffix.lower() in _BOOKS or entry.is_dir()
    )


def default_folder(roster: Path) -> Path:
    """Return the folder of the result: beside the workbook, named after it."""
    if roster.name in {"", ".."}:  # the current folder, or one above it
        roster = roster.resolve()
    name = roster.name if roster.is_dir() else roster.stem
    return roster.parent / f"{name}-schedule"


def refuse_itself(target: Path, *sources: Path | None) -> None:
    """Keep a file that is read from being written over, whatever links lead to it.

    Raises:
        UsageFault: The target is one of the sources.
    """
    for source in sources:
        if source is None or not source.exists() or not target.exists():
            continue
        if target.samefile(source):
            raise UsageFault(
                f"{target} is read here and is never written over.",
                "Name another file with --out.",
            )


def owner_only(file: Path) -> None:
    """Keep a file from everybody but its owner, where the disk knows such modes."""
    with suppress(OSError):  # some network drives do not
        file.chmod(OWNER_ONLY_FILE)


def write_whole(target: Path, write: Callable[[Path], None], *, force: bool) -> None:
    """Have a file written, whole or not at all, for its owner's eyes only.

    Windows knows no such modes: there the folder decides who may read the file.

    Args:
        target: Where it goes.
        write: Writes the file at the path it is given.
        force: Replace a file that is there already.

    Raises:
        UsageFault: The file is there already and ``force`` is not set, its folder is
            missing, or it cannot be written.
    """
    if target.is_dir():
        raise UsageFault(f"{target} is a folder; name a file.")
    if not target.parent.is_dir():
        raise UsageFault(f"The folder {target.parent} does not exist.")
    if target.exists() and not force:
        raise UsageFault(
            f"{target} is there already and is not replaced.",
            "Choose another name, or add --force to replace it.",
        )
    try:
        with TemporaryDirectory(prefix=PARTIAL_PREFIX, dir=target.parent) as hidden:
            finished = Path(hidden) / target.name
            write(finished)
            owner_only(finished)
            finished.replace(target)
    except OSError as error:
        option = "under another name"
        raise UsageFault(*not_written(target, error, option=option)) from error
