"""What ``check`` does: read a workbook and say everything that is wrong with it."""

from dataclasses import dataclass, replace
from pathlib import Path

from pushpull_sched.app.counted import counted_findings
from pushpull_sched.app.faults import UsageFault
from pushpull_sched.app.files import existing, write_whole
from pushpull_sched.app.roster import load_roster
from pushpull_sched.demand import demands
from pushpull_sched.domain.findings import has_errors
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Demand, Service
from pushpull_sched.workbook.annotate import annotate
from pushpull_sched.workbook.load import LoadedRoster


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """What is asked.

    Attributes:
        roster: The workbook, or a folder of CSV files.
        demand: Work out what every service demands too.
        annotated: Where a copy with the faulty cells marked goes; None for none.
        force: Replace an annotated copy that is there already.
    """

    roster: Path
    demand: bool = False
    annotated: Path | None = None
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandList:
    """What the services of a school demand.

    Attributes:
        weeks: Weeks in the template.
        rows: Every service with its demand; None for one that is not active.
    """

    weeks: int
    rows: tuple[tuple[Service, Demand | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAnswer:
    """What there is to say.

    Attributes:
        roster: The workbook as read, with its findings.
        demand: What every service demands; None where not asked for, or where
            errors leave nothing to work with.
        annotated: The annotated copy; None where none was asked for.
    """

    roster: LoadedRoster
    demand: DemandList | None
    annotated: Path | None

    @property
    def has_errors(self) -> bool:
        """Whether the workbook has errors."""
        return has_errors(self.roster.findings)


def check(request: CheckRequest) -> CheckAnswer:
    """Read the workbook and collect everything there is to say about it.

    Raises:
        UsageFault: There is no such file, or the annotated copy would overwrite it.
    """
    source = existing(request.roster, what="roster")
    target = request.annotated
    if target is not None and target.exists() and target.samefile(source):
        raise UsageFault(
            f"{target} is the roster itself and is never written to.",
            "Name another file for the annotated copy.",
        )
    roster = _counted(load_roster(source))
    if target is not None:
        write_whole(
            target,
            lambda file: annotate(source, file, roster.findings),
            force=request.force,
        )
    school = roster.school if request.demand and roster.usable else None
    return CheckAnswer(
        roster=roster,
        demand=None if school is None else _demand(school),
        annotated=target,
    )


def _counted(roster: LoadedRoster) -> LoadedRoster:
    """Add what counting proves, where there are no errors to count on."""
    if roster.school is None or not roster.usable:
        return roster
    more = counted_findings(roster.school, roster.findings)
    return replace(roster, findings=(*roster.findings, *more))


def _demand(school: School) -> DemandList:
    demanded = demands(school)
    return DemandList(
        weeks=school.settings.weeks,
        rows=tuple(
            (service, demanded.get(service.id) if service.active else None)
            for service in school.services
        ),
    )
