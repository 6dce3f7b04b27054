"""Files that the user names: found, or a fault that names the nearest ones."""

from pathlib import Path

from pushpull_sched.app.faults import UsageFault
from pushpull_sched.app.suggest import nearest

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
    near = nearest(path.name, _candidates(folder))
    advice = [f"Did you mean {folder / name}?" for name in near]
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
    roster = roster.resolve()
    name = roster.name if roster.is_dir() else roster.stem
    return roster.parent / f"{name}-schedule"


def writable_target(path: Path, *, force: bool) -> Path:
    """Return ``path`` if a new file may be written there.

    Raises:
        UsageFault: The file is there already and ``force`` is not set, or its folder
            is missing.
    """
    if path.is_dir():
        raise UsageFault(f"{path} is a folder; name a file.")
    if not path.parent.is_dir():
        raise UsageFault(f"The folder {path.parent} does not exist.")
    if path.exists() and not force:
        raise UsageFault(
            f"{path} is there already and is not replaced.",
            "Choose another name, or add --force to replace it.",
        )
    return path
