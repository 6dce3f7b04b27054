"""Exported files: all of a command appear together, and foreign ones are kept.

A small file in the folder remembers what was written. A file that is no longer as it
was written, or was not written by this program, is foreign.
"""

import hashlib
import json
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from pushpull_sched.app.faults import UsageFault
from pushpull_sched.app.files import OWNER_ONLY_FOLDER, owner_only
from pushpull_sched.domain.disk import not_written
from pushpull_sched.domain.result_folder import PARTIAL_PREFIX

MEMORY = ".pushpull-exported.json"
_MOST_NAMED = 5


def refuse_foreign(folder: Path, names: Collection[str]) -> None:
    """Stop before the work where a file may not be replaced.

    Raises:
        UsageFault: The folder is a file, or holds files of these names that this
            program did not write, or that were edited since.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageFault(f"{folder} is a file, not a folder.", "Choose another --out.")
    ours = _remembered(folder)
    foreign = [
        name
        for name in names
        if (folder / name).exists() and ours.get(name) != _digest(folder / name)
    ]
    if foreign:
        shown = ", ".join(foreign[:_MOST_NAMED])
        more = len(foreign) - _MOST_NAMED
        raise UsageFault(
            f"{folder} holds files that are not replaced: {shown}"
            + (f" and {more} more." if more > 0 else "."),
            "They are edited or not from this command. Choose another --out, or "
            "replace them with --force.",
        )


def write_together(
    folder: Path, files: Mapping[str, bytes], *, force: bool
) -> tuple[Path, ...]:
    """Write files into a folder, all of them or none.

    Args:
        folder: Where; it is made where it does not exist.
        files: Content by name.
        force: Replace foreign files.

    Raises:
        UsageFault: A file is foreign, or the folder cannot be written. What was there
            before is untouched.
    """
    if not force:
        refuse_foreign(folder, files)
    memory = _remembered(folder) | {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }
    text = json.dumps({"files": memory}, indent=1, ensure_ascii=False)
    whole = {**files, MEMORY: text.encode("utf-8", errors="backslashreplace")}
    try:
        folder.mkdir(mode=OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=PARTIAL_PREFIX, dir=folder) as hidden:
            new, old = Path(hidden) / "new", Path(hidden) / "old"
            new.mkdir()
            old.mkdir()
            for name, content in whole.items():
                (new / name).write_bytes(content)
                owner_only(new / name)
            _move(new, old, folder, tuple(whole))
    except OSError as error:
        place = folder / Path(error.filename2 or "").name
        message, advice = not_written(place, error, option="with --out")
        raise UsageFault(f"{message} Nothing was written.", advice) from error
    return tuple(folder / name for name in files)


def _move(new: Path, old: Path, folder: Path, names: tuple[str, ...]) -> None:
    """Move the files into place; put the old ones back if one cannot go."""
    moved: list[str] = []
    for name in names:
        if (folder / name).exists():
            shutil.copy2(folder / name, old / name)
    try:
        for name in names:
            (new / name).replace(folder / name)
            moved.append(name)
    except OSError:
        for name in moved:
            if (old / name).exists():
                (old / name).replace(folder / name)
            else:
                (folder / name).unlink()
        raise


def _remembered(folder: Path) -> dict[str, str]:
    """Return the hashes of the files that were written, by name."""
    try:
        content = json.loads((folder / MEMORY).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    files = content.get("files") if isinstance(content, dict) else None
    if not isinstance(files, dict):
        return {}
    return {str(name): str(digest) for name, digest in files.items()}


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
