"""A schedule to compare, with what is known of the run that made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.result import Stage
from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.domain.school import School


class RosterState(StrEnum):
    """Which roster a schedule is looked at with."""

    OWN = "own"
    """The one it was made from, or the one that the user named for it."""
    OTHER = "other"
    """Another one: its own was not found. The sheets differ by an unknown amount."""
    MISSING = "missing"
    """None was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedService:
    """What a result file says of one service without its roster.

    Attributes:
        service_id: The service.
        student_id: Its student; None for consult without one.
        service: Its name.
        setting: Its setting as in the roster, ``either`` included.
        required_minutes: Minutes owed over the template.
        scheduled_minutes: Minutes given over the template.
        minutes_short: Minutes missing over the template.
        status: As in Compliance.
    """

    service_id: str
    student_id: str | None
    service: str
    setting: str
    required_minutes: int
    scheduled_minutes: int
    minutes_short: int
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a result keeps of the run that made it.

    Attributes:
        roster_name: File name of the roster.
        roster_sha256: Its hash.
        status: Status of the result as it was written.
        policy: Name of the policy.
        seed: Seed of the run.
        versions: Versions by name.
        created: Day of the run.
        stages: Levels with their bounds.
        measures: Measures as written.
        services: Compliance as written.
        rerun: Command that makes it again; empty where it was not kept.
        edited: The schedule was edited by hand since.
    """

    roster_name: str
    roster_sha256: str
    status: str
    policy: str = ""
    seed: int | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    created: date | None = None
    stages: tuple[Stage, ...] = ()
    measures: Mapping[Measure, int] = field(default_factory=dict)
    services: tuple[StatedService, ...] = ()
    rerun: str = ""
    edited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One schedule to compare.

    Attributes:
        label: What it is called: the name of its folder or file, or of a variant.
        about: What it asks, in a few words; empty where nobody said.
        rows: The rows of its Schedule sheet.
        days: Names of the days of a week, in order.
        weeks: Weeks in its template.
        school: The roster it is looked at with; None where there is none.
        roster_state: Whether that is its own roster.
        roster_name: File name of that roster; empty where there is none.
        roster_sha256: Hash of that roster; empty where there is none.
        origin: What its result folder says of the run; None for a bare schedule file.
        remarks: What is to be said about it: sentences.
    """

    label: str
    about: str = ""
    rows: tuple[ScheduleRow, ...]
    days: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri")
    weeks: int = 1
    school: School | None = None
    roster_state: RosterState = RosterState.OWN
    roster_name: str = ""
    roster_sha256: str = ""
    origin: Origin | None = None
    remarks: tuple[str, ...] = ()
