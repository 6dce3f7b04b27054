"""From a file to a school: the reader, the builder and all their findings."""

from dataclasses import dataclass
from pathlib import Path

from pushpull_sched.domain.findings import Finding, has_errors
from pushpull_sched.domain.school import School
from pushpull_sched.workbook.build import build_school
from pushpull_sched.workbook.reader import read_workbook
from pushpull_sched.workbook.tables import Workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedRoster:
    """A roster as loaded.

    Attributes:
        school: The school; None where a fault leaves nothing to look at. Schedule it
            only where :attr:`usable`.
        findings: Everything that is to be said about the roster.
        name: Name of the roster.
        sha256: Of the file.
        workbook: The typed tables; None where the file cannot be read.
    """

    school: School | None
    findings: tuple[Finding, ...]
    name: str
    sha256: str
    workbook: Workbook | None

    @property
    def usable(self) -> bool:
        """Whether there is a school, and no finding stops the run."""
        return self.school is not None and not has_errors(self.findings)


def load_school(path: Path) -> LoadedRoster:
    """Read a roster workbook, or a folder of CSV files, and build its school.

    Args:
        path: An ``.xlsx`` file, or a folder.
    """
    workbook, findings = read_workbook(path)
    if workbook is None:
        return LoadedRoster(
            school=None,
            findings=findings,
            name=path.stem,
            sha256="",
            workbook=None,
        )
    school, more = build_school(workbook)
    return LoadedRoster(
        school=school,
        findings=(*findings, *more),
        name=workbook.name,
        sha256=workbook.sha256,
        workbook=workbook,
    )
