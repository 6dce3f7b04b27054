"""Rules on the rows themselves and on pins: C1 to C3."""

from collections.abc import Iterator

from pushpull_sched.domain.clock import clock_text
from pushpull_sched.domain.findings import Violation
from pushpull_sched.domain.schedule import ScheduleRow, Session
from pushpull_sched.domain.school import Pin
from pushpull_sched.domain.service import Repetition, Setting
from pushpull_sched.verify.context import Context, has_exact_length
from pushpull_sched.verify.reading import canonical, provider_of, setting_of
from pushpull_sched.verify.wording import (
    broken,
    day_text,
    full,
    service_text,
    span_text,
)

_SESSION_COLUMNS = (
    "week",
    "day",
    "start",
    "end",
    "setting",
    "provider_id",
    "room_id",
    "class_id",
)


def c1_on_the_template_and_the_grid(ctx: Context) -> Iterator[Violation]:
    """C1: week and day exist, start and end are multiples of the grid."""
    settings = ctx.school.settings
    for group in ctx.groups:
        head = group[0]
        if canonical(head.day) not in ctx.roster.days:
            yield _row_broken(
                "C1",
                f"there is no day {head.day!r}; write one of "
                f"{', '.join(settings.days)}.",
                head,
            )
        if not 1 <= head.week <= settings.weeks:
            yield _row_broken(
                "C1",
                f"there is no week {head.week}; write 1 to {settings.weeks}."
                if settings.weeks > 1
                else f"there is no week {head.week}; the template has only week 1.",
                head,
            )
    for session in ctx.sessions:
        off = [t for t in (session.start, session.end) if t % settings.grid]
        if off and not _may_leave_grid(ctx, session):
            times = " and ".join(clock_text(minute) for minute in off)
            yield broken(
                "C1",
                f"{full(ctx, session)}: not on the grid of {settings.grid} minutes: "
                f"{times}.",
                session,
            )


def _may_leave_grid(ctx: Context, session: Session) -> bool:
    services = ctx.services_of(session)
    return bool(services) and all(
        service.is_co_teach or has_exact_length(ctx, session, service)
        for service in services
    )


def c2_pins(ctx: Context) -> Iterator[Violation]:
    """C2: pinned sessions stand as written."""
    for pin in ctx.school.pins:
        if pin.service not in ctx.counted:
            continue
        weeks = {s.week for s in ctx.by_service[pin.service] if _stands(pin, s)}
        for missing in _missing_weeks(ctx, pin, weeks):
            yield broken("C2", missing, services=(pin.service,))


def _stands(pin: Pin, session: Session) -> bool:
    return (
        (session.day, session.start) == (pin.day, pin.start)
        and pin.minutes in {None, session.minutes}
        and pin.provider in {None, session.provider_id}
        and pin.room in {None, session.room_id}
    )


def _missing_weeks(ctx: Context, pin: Pin, held: set[int]) -> Iterator[str]:
    weeks = range(1, ctx.school.settings.weeks + 1)
    if pin.week is not None:
        owed = [pin.week]
    elif ctx.owed[pin.service].repetition is not Repetition.FREE:
        owed = list(weeks)
    elif held:
        return
    else:
        yield f"{_pin_text(ctx, pin)} is not kept in any week."
        return
    for week in owed:
        if week not in held:
            where = day_text(ctx, week, pin.day)
            yield f"{_pin_text(ctx, pin)} is not kept on {where}."


def _pin_text(ctx: Context, pin: Pin) -> str:
    parts = [f"{ctx.school.settings.days[pin.day]} {clock_text(pin.start)}"]
    if pin.minutes is not None:
        parts.append(f"{pin.minutes} minutes")
    if pin.provider is not None:
        parts.append(f"with {pin.provider}")
    if pin.room is not None:
        parts.append(f"in room {pin.room}")
    service = service_text(ctx, ctx.counted[pin.service])
    return f"The pin of {service} at {', '.join(parts)}"


def c3_rows_that_fit_the_roster(ctx: Context) -> Iterator[Violation]:
    """C3: ids exist and fit, rows of a session agree, start plus minutes is end."""
    for group in ctx.groups:
        head = group[0]
        for message in (
            *_disagreements(ctx, group),
            *_wrong_times(group),
            *_wrong_setting_or_provider(ctx, head),
            *_wrong_place(ctx, head),
            *_wrong_company(ctx, group),
        ):
            yield _row_broken("C3", message, head)
        for row in group:
            for message in _wrong_service(ctx, row):
                yield _row_broken("C3", message, row)


def _row_broken(rule: str, message: str, row: ScheduleRow) -> Violation:
    where = f" ({row.source})" if row.source is not None else ""
    return Violation(
        rule=rule,
        message=f"Session {row.session_id!r}{where}: {message}",
        session_ids=(row.session_id,),
        service_ids=() if row.service_id is None else (row.service_id,),
    )


def _disagreements(ctx: Context, group: tuple[ScheduleRow, ...]) -> Iterator[str]:
    if not canonical(group[0].session_id):
        yield "the row has no session_id."
        return
    for column in _SESSION_COLUMNS:
        values = dict.fromkeys(_shown(row, column) for row in group)
        if len({canonical(value) for value in values}) > 1:
            yield (
                f"its rows disagree about {column}: "
                f"{', '.join(value or 'blank' for value in values)}."
            )


def _shown(row: ScheduleRow, column: str) -> str:
    value = getattr(row, column)
    if column in {"start", "end"}:
        return clock_text(value)
    return "" if value is None else str(value)


def _wrong_times(group: tuple[ScheduleRow, ...]) -> Iterator[str]:
    head = group[0]
    if head.end <= head.start:
        yield f"it ends before it begins ({span_text(head.start, head.end)})."
        return
    for row in group:
        if row.minutes is not None and row.start + row.minutes != row.end:
            yield (
                f"{span_text(row.start, row.end)} is {row.end - row.start} minutes, "
                f"the row says {row.minutes}."
            )
            return


def _wrong_setting_or_provider(ctx: Context, head: ScheduleRow) -> Iterator[str]:
    if setting_of(head.setting) is None:
        yield (
            f"there is no setting {head.setting!r}; write push-in, pull-out or consult."
        )
    if not canonical(head.provider_id):
        yield "it has no provider."
    elif provider_of(ctx.roster, head) not in ctx.school.provider:
        yield f"there is no provider {head.provider_id!r} in Providers."


def _wrong_place(ctx: Context, head: ScheduleRow) -> Iterator[str]:
    setting = setting_of(head.setting)
    for thing, sheet, value, known, wanted in (
        ("room", "Rooms", head.room_id, ctx.roster.rooms, Setting.PULL_OUT),
        ("class", "Classes", head.class_id, ctx.roster.classes, Setting.PUSH_IN),
    ):
        if setting is wanted and not canonical(value):
            yield f"a {wanted.value} session needs a {thing}; the cell is blank."
        elif canonical(value) and canonical(value) not in known:
            yield f"there is no {thing} {value!r} in {sheet}."
        elif canonical(value) and setting not in {wanted, None}:
            yield f"only {wanted.value} sessions have a {thing}; take out {value!r}."


def _wrong_company(ctx: Context, group: tuple[ScheduleRow, ...]) -> Iterator[str]:
    services = [ctx.roster.service(row.service_id) for row in group]
    students = [s.student for s in services if s is not None and s.student]
    for student_id in dict.fromkeys(students):
        times = students.count(student_id)
        if times > 1:
            yield f"student {student_id} stands in it {times} times."
    if setting_of(group[0].setting) is Setting.CONSULT and len(group) > 1:
        yield f"a consult session serves one service; it has {len(group)} rows."


def _wrong_service(ctx: Context, row: ScheduleRow) -> Iterator[str]:
    service = ctx.roster.service(row.service_id)
    if service is None:
        yield (
            f"there is no service {row.service_id!r} in Services."
            if canonical(row.service_id)
            else "the row has no service_id."
        )
        return
    if not service.active:
        because = f": {service.inactive_because}" if service.inactive_because else ""
        yield f"service {service.id} is not active in this term{because}."
    elif service.id not in ctx.counted:
        yield (
            f"service {service.id} is outside the template: its number of sessions "
            f"is not whole in {ctx.school.settings.weeks} weeks."
        )
    if canonical(row.student_id) != canonical(service.student):
        yield (
            f"service {service.id} is for {service.student or 'no student'}, "
            f"the row says {row.student_id or 'blank'}."
        )
    if canonical(row.service) != canonical(service.name):
        yield (
            f"service {service.id} is {service.name}, "
            f"the row says {row.service or 'blank'}."
        )
