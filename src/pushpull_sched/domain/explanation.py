"""Why a roster has no complete schedule, and what would help: the whole answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from pushpull_sched.domain.findings import SourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite:
    """A place in the workbook on which an argument rests.

    Attributes:
        source: The cell or row.
        what: What stands there: ``SLP1's hours``.
        value: The value found, as text; empty where the row as a whole is meant.
    """

    source: SourceRef
    what: str = ""
    value: str = ""


class Strength(StrEnum):
    """What a count proves."""

    CANNOT = "cannot"
    """No schedule serves everything: proven by arithmetic."""
    TIGHT = "tight"
    """It fits by arithmetic, with hardly anything to spare."""


class Subject(StrEnum):
    """What a count is about."""

    SERVICE = "service"
    STUDENT = "student"
    CLASS = "class"
    PROVIDER = "provider"
    ROLE = "role"
    ROOM = "room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Something needed against what there is, as a person checks it on paper.

    Attributes:
        code: What is counted; a stable word, see :mod:`pushpull_sched.counting`.
        strength: Whether it proves that something cannot be, or only is tight.
        subject: What it is about.
        names: Ids of the students, providers, rooms or classes it is about.
        needed: Needed at the least.
        available: There at the most; in the same unit.
        unit: ``min``, ``sessions``, ``days``, ``providers`` …
        window: When: ``Tue``, ``Mon-Fri 9:00-10:00``; empty for the whole template.
        text: The argument with its numbers: one to three sentences.
        cites: The rows it rests on.
        service_ids: The services that want the same.
        minutes: Minutes that stay short at the least, over the template; 0 where it
            is only tight.
    """

    code: str
    strength: Strength
    subject: Subject
    names: tuple[str, ...]
    needed: int
    available: int
    unit: str
    text: str
    window: str = ""
    cites: tuple[Cite, ...] = ()
    service_ids: tuple[str, ...] = ()
    minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictMember:
    """A row or a rule that takes part in a conflict.

    Attributes:
        key: Stable name inside the answer: a service id, or a rule and its subject.
        text: What it asks, in a few words.
        cites: Where it stands.
        service_id: The service, where the member is one.
    """

    key: str
    text: str
    cites: tuple[Cite, ...] = ()
    service_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Rows and rules that cannot hold together.

    Attributes:
        members: Services and rules; none can be left out where ``minimal``.
        argument: Why not, as a short argument with cells.
        minimal: Proven that without any one member the others can hold together.
        minutes: Minutes that stay short because of it, over the template.
    """

    members: tuple[ConflictMember, ...]
    argument: str
    minimal: bool
    minutes: int = 0


class RepairKind(StrEnum):
    """What may be changed in a roster."""

    PROVIDER_TIME = "provider-time"
    """Longer hours of a provider on one day, per half hour."""
    PROVIDER_DAY = "provider-day"
    """One more day of a provider."""
    ROOM = "room"
    """One more room, or one open longer."""
    GROUP_CAP = "group-cap"
    """One more student in a group of a service, a provider or a room."""
    PULL_RULE = "pull-rule"
    """Students may be pulled from a subject."""
    SERVICE_DAYS = "service-days"
    """More days, wider times or closer sessions of a service."""
    ONE_PROVIDER = "one-provider"
    """Several providers may share a service."""
    CLASS_SECTION = "class-section"
    """A class meets at another time, or one section more."""
    PROVIDER_LIMIT = "provider-limit"
    """Lunch, planning or another limit of a provider's day or week."""
    RELATION = "relation"
    """A relation or a pin is given up."""


DEFAULT_COSTS: Mapping[RepairKind, int] = MappingProxyType(
    {
        RepairKind.SERVICE_DAYS: 1,
        RepairKind.ONE_PROVIDER: 2,
        RepairKind.RELATION: 2,
        RepairKind.GROUP_CAP: 3,
        RepairKind.PULL_RULE: 4,
        RepairKind.PROVIDER_LIMIT: 4,
        RepairKind.PROVIDER_TIME: 5,
        RepairKind.ROOM: 6,
        RepairKind.CLASS_SECTION: 8,
        RepairKind.PROVIDER_DAY: 20,
    }
)
"""What one change of each kind costs where the user says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that could be changed in the workbook.

    Attributes:
        kind: What kind of change it is.
        target: What is changed: the id of a provider, a room, a service, a subject.
        cost: Its cost, by :data:`DEFAULT_COSTS` or as the user set it.
        text: What to change, as an instruction with the value to write.
        cites: The cells to change.
    """

    kind: RepairKind
    target: str
    cost: int
    text: str
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A set of changes that helps.

    Attributes:
        changes: The changes, all to be made.
        cost: Sum of their costs.
        minutes: Minutes that they buy over the template.
        complete: Nothing is short once they are made.
        verified: The changed roster was solved, and the schedule verified.
        least: Proven that nothing cheaper does the same.
    """

    changes: tuple[Change, ...]
    cost: int
    minutes: int
    complete: bool
    verified: bool
    least: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """What one change by itself would buy.

    Attributes:
        change: The change.
        minutes: Minutes that it buys over the template.
        complete: It makes the schedule complete by itself.
    """

    change: Change
    minutes: int
    complete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfHour:
    """One half hour of a day of the template, over all its weeks.

    Attributes:
        start: Minute of the day at which it starts.
        load: Minutes that sessions would take if every service were spread evenly over
            all times at which it can be given.
        available: Minutes of the providers' available hours.
    """

    start: int
    load: float
    available: int

    @property
    def share(self) -> float | None:
        """Load by available minutes; None where nobody is there."""
        return self.load / self.available if self.available else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLoad:
    """What a role is asked for, and what it has.

    Attributes:
        role: The role.
        provider_ids: Who has it.
        services: Number of services that only its providers can give.
        student_minutes: Minutes that these services owe their students.
        needed: Provider minutes that they need at the least: proven.
        available: Minutes of the providers after lunch, planning and their limits.
        mean_group: Students at once, on average, that the staffing demands.
        largest_group: Students at once, on average, that is possible at the most.
        days: One row per day, one entry per half hour.
        cites: Rows of the providers.
    """

    role: str
    provider_ids: tuple[str, ...]
    services: int
    student_minutes: int
    needed: int
    available: int
    mean_group: float
    largest_group: float
    days: tuple[tuple[HalfHour, ...], ...]
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """The staffing view: proven needs by role, and where in the week they press.

    Attributes:
        day_names: Names of the days, for the rows of the heat maps.
        weeks: Weeks in the template.
        roles: One per role.
    """

    day_names: tuple[str, ...]
    weeks: int
    roles: tuple[RoleLoad, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The whole answer of ``explain``.

    Attributes:
        status: The answer in one sentence.
        counts: Counting reasons, proofs first, the largest effect first.
        conflicts: Conflicts found by solving, the largest effect first.
        complete_list: No further independent conflict exists.
        repair: The least-cost change that was found; None where none is needed, was
            looked for, or was found.
        alone: What each change alone would buy, the most minutes first.
        staffing: The staffing view, where asked for.
        remarks: What else is to be said: sentences.
    """

    status: str
    counts: tuple[Count, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    complete_list: bool = False
    repair: Repair | None = None
    alone: tuple[Alone, ...] = ()
    staffing: Staffing | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What ``explain`` is asked.

    Attributes:
        time_limit: Seconds for everything.
        seed: Seed of every random choice.
        workers: Threads of the solver; 0 chooses by the machine.
        costs: Cost of a change of each kind.
        budget: The largest total cost of a repair; None for any.
        staffing: Only counts and the staffing view; nothing is solved.
    """

    time_limit: float = 60.0
    seed: int = 1
    workers: int = 0
    costs: Mapping[RepairKind, int] = field(default_factory=lambda: DEFAULT_COSTS)
    budget: int | None = None
    staffing: bool = False
