"""Reading the roster that the user named."""

from dataclasses import replace
from pathlib import Path

from pushpull_sched.app.files import existing
from pushpull_sched.workbook.load import LoadedRoster, load_school


def load_roster(path: Path) -> LoadedRoster:
    """Read a roster and call it by its file name.

    Raises:
        UsageFault: There is no such file.
    """
    source = existing(path, what="roster")
    return replace(load_school(source), name=source.name)
