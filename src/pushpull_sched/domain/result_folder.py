"""A folder of results: the names in it, and whether its files belong together.

Both the side that writes results and the side that reads them back judge a folder
by :func:`judge_folder`. It opens nothing itself: the caller hands it the names in the
folder and a way to read one of them.
"""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

SCHEDULE_XLSX = "schedule.xlsx"
SCHEDULE_JSON = "schedule.json"
REPORT_HTML = "report.html"
PARTIAL_PREFIX = ".pushpull-partial-"
"""Start of the name of the folder in which a run prepares its files."""

RESULT_ID_PROPERTY = "pushpull-sched result"
"""Document property of ``schedule.xlsx`` that names the result it was written for."""

_ID_BYTES = 65_536
_ID_PATTERN = re.compile(
    rb'name="' + RESULT_ID_PROPERTY.encode() + rb'"[^<]*<[^>]*>([0-9a-f]{64})<'
)
_UNREADABLE = (
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""Everything that zipfile raises for a file that is not a sound workbook."""

_SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


class FolderState(StrEnum):
    """What a folder holds."""

    EMPTY = "empty"
    """Nothing, or it does not exist."""
    INTACT = "intact"
    """A result whose files are as they were written."""
    EDITED = "edited"
    """A result whose ``schedule.xlsx`` has been edited by hand since."""
    MIXED = "mixed"
    """Files of a result that do not belong together."""
    FOREIGN = "foreign"
    """Other files, and no result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderReport:
    """What a folder holds, and why it was judged so.

    Attributes:
        state: The judgement.
        message: What was found, in one sentence.
        advice: What to do, in one sentence; empty where nothing is wrong.
    """

    state: FolderState
    message: str
    advice: str = ""


def _report(state: FolderState, message: str, advice: str = "") -> FolderReport:
    return FolderReport(state=state, message=message, advice=advice)


def _mixed(message: str) -> FolderReport:
    return _report(
        FolderState.MIXED,
        message,
        "Solve again into another folder with --out, or replace this result with "
        f"--force; to use {SCHEDULE_XLSX} alone, name that file itself.",
    )


def judge_folder(names: Collection[str], read: Callable[[str], bytes]) -> FolderReport:
    """Tell whether a folder holds a result whose files belong together.

    Args:
        names: Names of the files and folders in it.
        read: Returns the bytes of a file of the folder. An ``OSError`` that it
            raises passes through.
    """
    present = {name for name in names if not _is_noise(name)}
    if not present:
        return _report(FolderState.EMPTY, "The folder is empty.")
    if SCHEDULE_JSON not in present:
        for name in (SCHEDULE_XLSX, REPORT_HTML):
            if name in present:
                return _mixed(f"{name} is there, but {SCHEDULE_JSON} is not.")
        return _report(
            FolderState.FOREIGN,
            "The folder holds other files and no result.",
            "Name a new folder with --out.",
        )
    stated = _stated(read(SCHEDULE_JSON))
    if stated is None:
        return _mixed(f"{SCHEDULE_JSON} is damaged or was not written by this program.")
    hashes, result_id = stated
    missing = sorted(name for name in hashes if name not in present)
    if missing:
        return _mixed(f"{SCHEDULE_JSON} names {', '.join(missing)}: not in the folder.")
    changed = {
        name: content
        for name, digest in hashes.items()
        if hashlib.sha256(content := read(name)).hexdigest() != digest
    }
    return _judge_changes(changed, result_id)


def _judge_changes(changed: Mapping[str, bytes], result_id: str) -> FolderReport:
    """Judge the files that are no longer as ``schedule.json`` says."""
    if not changed:
        return _report(FolderState.INTACT, "The result is as it was written.")
    others = sorted(name for name in changed if name != SCHEDULE_XLSX)
    if others:
        return _mixed(f"{', '.join(others)} does not belong to {SCHEDULE_JSON}.")
    found = result_id_in(changed[SCHEDULE_XLSX])
    if found is not None and found != result_id:
        return _mixed(f"{SCHEDULE_XLSX} and {SCHEDULE_JSON} come from different runs.")
    return _report(
        FolderState.EDITED,
        f"{SCHEDULE_XLSX} has been edited since it was written.",
        "Keep the edited file by writing elsewhere with --out, or replace it with "
        "--force.",
    )


def _is_noise(name: str) -> bool:
    """Whether a name is left by the system, by Excel or by a run that was killed."""
    return name.lower() in _SYSTEM_FILES or name.startswith(("~$", PARTIAL_PREFIX))


def _stated(content: bytes) -> tuple[dict[str, str], str] | None:
    """Return the hashes and the result id of a ``schedule.json``, None if not ours."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return None
    hashes = data.get("hashes") if isinstance(data, dict) else None
    if not isinstance(hashes, dict) or SCHEDULE_XLSX not in hashes:
        return None
    if any("/" in name or "\\" in name or name in {".", ".."} for name in hashes):
        return None
    texts = {name: str(digest) for name, digest in hashes.items()}
    return texts, str(data.get("result_id"))


def result_id_in(workbook: bytes) -> str | None:
    """Return the result for which a workbook was written, None if it names none."""
    try:
        with (
            zipfile.ZipFile(BytesIO(workbook)) as archive,
            archive.open("docProps/custom.xml") as part,
        ):
            found = _ID_PATTERN.search(part.read(_ID_BYTES))
    except _UNREADABLE:
        return None
    return found.group(1).decode() if found else None
