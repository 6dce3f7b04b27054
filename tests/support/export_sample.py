"""A small school built by hand: two weeks, every setting, awkward names."""

from types import MappingProxyType

from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.findings import Breach, Violation
from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.result import (
    Params,
    RunInfo,
    ServiceOutcome,
    ServiceStatus,
    SolveResult,
    SolveStatus,
    Stage,
    StageStatus,
    Verdict,
)
from pushpull_sched.domain.schedule import Schedule, Served, Session
from pushpull_sched.domain.school import (
    Meeting,
    Provider,
    Room,
    School,
    SchoolClass,
    Settings,
    Student,
    WorkHours,
)
from pushpull_sched.domain.service import Amount, Service, Setting

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
LONG_NAME = "Maximiliana-Alexandrina Featherstonehaugh-Cholmondeley Jr."

STUDENTS = (
    ("S1", "Ana Ruiz"),
    ("S2", "=1+1"),
    ("S3", LONG_NAME),
    ("007", "ليلى حداد"),
    ("7", "Zoë 🦊 Park"),
    ("S6", ""),
)
PROVIDERS = (
    ("P1", "Ms. Alvarez", "SLP"),
    ("P2", LONG_NAME, "Special Education"),
    ("p3", LONG_NAME.upper(), "Special Education"),
    ("P4", "a/b [OT]: 'team'", "OT"),
    ("P5", "ليلى حداد", "Counselor"),
    ("P6", "🦊🦊🦊 Fox & Friends 🦊🦊🦊 of the Long Sheet Name", "OT"),
    ("P7", "Master", "OT"),
)


def clock(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def school(weeks: int = 2) -> School:
    return School(
        settings=Settings(school="Maple Elementary & Friends", days=DAYS, weeks=weeks),
        students=tuple(
            Student(id=key, name=name, grade=3, days=frozenset(range(5)))
            for key, name in STUDENTS
        ),
        classes=(
            _class("3A-M", "Math 3", "9:00", "10:00", weeks),
            _class("3A-R", "=Reading", "10:05", "10:47", weeks),
        ),
        rooms=(
            Room(id="R5", name="Resource Room", hours=(), capacity=6),
            Room(id="+R6", hours=()),
        ),
        providers=tuple(
            _provider(key, name, role, weeks) for key, name, role in PROVIDERS
        ),
        services=(
            _service("S1-Speech-1", "S1", "Speech", Setting.PULL_OUT),
            _service("S2-Speech-1", "S2", "Speech", Setting.PULL_OUT),
            _service("S3-Speech-1", "S3", "Speech", Setting.EITHER),
            _service("007-Math-1", "007", "Math SDI", Setting.PUSH_IN),
            _service("7-Math-1", "7", "Math SDI", Setting.PUSH_IN),
            _service("7-Read-1", "7", "Reading SDI", Setting.PUSH_IN),
            _service("PLAN", None, "Common planning", Setting.CONSULT),
            _service("S6-OT-1", "S6", "OT", Setting.PULL_OUT),
            _service("S6-OT-2", "S6", "OT", Setting.PULL_OUT),
            _service("S6-Yearly", "S6", "OT", Setting.PULL_OUT),
        ),
    )


def _class(key: str, subject: str, start: str, end: str, weeks: int) -> SchoolClass:
    return SchoolClass(
        id=key,
        subject=subject,
        teacher="Lee",
        meetings=tuple(
            Meeting(
                when=Interval(week=week, day=day, start=clock(start), end=clock(end)),
                room="Room 12",
            )
            for week in range(1, weeks + 1)
            for day in range(5)
        ),
    )


def _provider(key: str, name: str, role: str, weeks: int) -> Provider:
    days = range(5) if key != "P6" else (1, 3)
    return Provider(
        id=key,
        name=name,
        roles=frozenset({role}),
        planning_minutes=45 if key == "P1" else 0,
        hours=tuple(
            WorkHours(
                when=Interval(week=week, day=day, start=clock("8:00"), end=clock(end))
            )
            for week in range(1, weeks + 1)
            for day in days
            for end in ("15:10" if day != 2 else "13:00",)
        ),
    )


def _service(key: str, student: str | None, name: str, setting: Setting) -> Service:
    return Service(
        id=key,
        student=student,
        name=name,
        setting=setting,
        amount=Amount(minutes=60),
        days=frozenset(range(5)),
        conversion="60 minutes a week = 120 minutes over the 2 weeks of the template",
        active=key != "S6-OT-2",
        inactive_because="" if key != "S6-OT-2" else "ends before the term starts",
    )


def served(*service_ids: str) -> tuple[Served, ...]:
    services = school().service
    return tuple(
        Served(
            service_id=key,
            service=services[key].name,
            student_id=services[key].student,
        )
        for key in service_ids
    )


def schedule(weeks: int = 2) -> Schedule:
    sessions = []
    group = served("S1-Speech-1", "S2-Speech-1", "S3-Speech-1")
    visit = served("007-Math-1", "7-Read-1")
    for week in range(1, weeks + 1):
        for day, start in ((3, "10:30"), (0, "8:30"), (1, "11:30")):
            key = f"W{week}D{day}-speech"
            when = Interval(week=week, day=day, start=clock(start), end=0)
            sessions.append(_session(key, when, 30, "P1", group, room_id="R5"))
        monday = Interval(week=week, day=0, start=clock("9:10"), end=0)
        friday = Interval(week=week, day=4, start=clock("10:05"), end=0)
        read = served("7-Math-1")
        sessions += [
            _session(f"W{week}-math", monday, 45, "P2", visit, class_id="3A-M"),
            _session(f"W{week}-read", friday, 42, "P2", read, class_id="3A-R"),
        ]
    late = Interval(week=2, day=4, start=clock("14:00"), end=0)
    early = Interval(week=1, day=1, start=clock("8:05"), end=0)
    alone = served("S6-OT-1")
    return Schedule(
        sessions=(
            *sessions,
            _session("plan", late, 60, "P1", served("PLAN")),
            _session("=cmd", early, 15, "P6", alone, room_id="+R6"),
        )
    )


def _session(  # noqa: PLR0913 - the fields of a session
    key, when, minutes, provider, who, *, room_id=None, class_id=None
):
    setting = Setting.PULL_OUT if room_id else Setting.PUSH_IN
    if room_id is None and class_id is None:
        setting = Setting.CONSULT
    return Session(
        id=key,
        week=when.week,
        day=when.day,
        start=when.start,
        end=when.start + minutes,
        setting=setting,
        provider_id=provider,
        served=who,
        room_id=room_id,
        class_id=class_id,
    )


def outcomes(made: Schedule) -> tuple[ServiceOutcome, ...]:
    status = {
        "S6-OT-1": ServiceStatus.SHORT,
        "S6-OT-2": ServiceStatus.NOT_ACTIVE,
        "S6-Yearly": ServiceStatus.OUTSIDE_TEMPLATE,
        "7-Math-1": ServiceStatus.UNPLACED,
    }
    found = []
    for service in school().services:
        mine = [
            session
            for session in made.sessions
            if any(entry.service_id == service.id for entry in session.served)
        ]
        minutes = sum(session.minutes for session in mine)
        state = status.get(service.id, ServiceStatus.MET)
        short = state in {ServiceStatus.SHORT, ServiceStatus.UNPLACED}
        found.append(
            ServiceOutcome(
                service_id=service.id,
                required_minutes=minutes + (45 if short else 0),
                scheduled_minutes=minutes,
                minutes_short=45 if short else 0,
                sessions=len(mine),
                sessions_required=None,
                provider_ids=tuple(
                    dict.fromkeys(session.provider_id for session in mine)
                ),
                status=state,
            )
        )
    return tuple(found)


def measures() -> MappingProxyType:
    return MappingProxyType(dict.fromkeys(Measure, 0) | {Measure.MINUTES_SHORT: 90})


def incomplete(weeks: int = 2) -> SolveResult:
    made = schedule(weeks)
    return SolveResult(
        status=SolveStatus.INCOMPLETE,
        schedule=made,
        verdict=Verdict(
            violations=(
                Violation(
                    rule="S7",
                    severity=Breach.SHORT,
                    message="45 minutes of Math SDI are missing.",
                    service_ids=("7-Math-1",),
                ),
            ),
            measures=measures(),
            outcomes=outcomes(made),
        ),
        stages=(
            Stage(
                level="minutes_short",
                value=90,
                bound=90,
                status=StageStatus.PROVEN,
                seconds=1.26,
            ),
            Stage(
                level="comfort",
                value=120,
                bound=60,
                status=StageStatus.IMPROVED,
                seconds=7,
            ),
        ),
        service_reasons={"S6-OT-1": "No OT has a free stretch of 30 minutes."},
        seconds=8.3,
    )


def complete() -> SolveResult:
    made = schedule()
    kept = tuple(
        ServiceOutcome(
            service_id=found.service_id,
            required_minutes=found.scheduled_minutes,
            scheduled_minutes=found.scheduled_minutes,
            minutes_short=0,
            sessions=found.sessions,
            sessions_required=found.sessions,
            provider_ids=found.provider_ids,
            status=ServiceStatus.MET,
        )
        for found in outcomes(made)
    )
    return SolveResult(
        status=SolveStatus.COMPLETE,
        schedule=made,
        verdict=Verdict(violations=(), measures=measures(), outcomes=kept),
    )


def infeasible() -> SolveResult:
    return SolveResult(
        status=SolveStatus.INFEASIBLE,
        reasons=("Pins row 2 and Pins row 3 need Ms. Alvarez at the same time.",),
    )


def run() -> RunInfo:
    return RunInfo(
        roster_name="maple.xlsx",
        roster_sha256="ab" * 32,
        params=Params(seed=7),
        versions={"pushpull-sched": "0.1.0", "ortools": "9.15"},
    )
