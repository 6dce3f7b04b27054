"""The Pins sheet: known ids first, then each pin against the rules it meets alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pushpull_sched.domain.school import Pin, School
from pushpull_sched.domain.service import Demand
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.names import Spelling, did_you_mean, listed
from pushpull_sched.workbook.pin_providers import Occupied
from pushpull_sched.workbook.pin_rules import occupied_rooms, pin_faults
from pushpull_sched.workbook.references import References
from pushpull_sched.workbook.tables import Row, Workbook
from pushpull_sched.workbook.typed import number_of, text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PinRow:
    """A pin with the row it was read from."""

    pin: Pin
    row: Row = field(compare=False)


def read_pins(
    workbook: Workbook, references: References, service_ids: Spelling, log: Log
) -> tuple[PinRow, ...]:
    """Read the pins whose ids exist; faults are reported."""
    result = []
    for row in workbook.tables["pins"].rows():
        written = text_of(row, "service_id")
        service = None
        if written is not None:
            service = service_ids.find(written)
            if service is None:
                log.cell(
                    "W301",
                    row,
                    "service_id",
                    f"There is no service {written} in Services.",
                    expected="a service_id; blank ones are like S017-Speech-1",
                    advice=did_you_mean(written, service_ids),
                )
        provider, room = text_of(row, "provider_id"), text_of(row, "room_id")
        known_provider = provider and references.provider(
            provider, row, "provider_id", log
        )
        known_room = room and references.rooms.resolve(room, row, "room_id", log)
        day, start = number_of(row, "day"), number_of(row, "start")
        if (
            service is None
            or day is None
            or start is None
            or any(row.bad(key) for key in ("minutes", "week"))
            or (provider is not None and known_provider is None)
            or (room is not None and known_room is None)
        ):
            continue
        pin = Pin(
            service=service,
            day=day,
            start=start,
            minutes=number_of(row, "minutes"),
            week=number_of(row, "week"),
            provider=known_provider,
            room=known_room,
            source=row.ref(),
        )
        result.append(PinRow(pin=pin, row=row))
    return tuple(result)


def check_pins(
    school: School, pins: Sequence[PinRow], demand: Mapping[str, Demand], log: Log
) -> None:
    """Report pins that count for nothing, and those that break a rule by themselves."""
    occupied = occupied_rooms(school) if pins else {}
    for one in pins:
        pin = one.pin
        service = school.service.get(pin.service)
        if service is None:
            continue
        owed = demand[pin.service]
        if not service.active or owed.outside_template:
            why = "outside the template" if service.active else "not active"
            log.cell(
                "W513",
                one.row,
                "service_id",
                f"The pin counts for nothing: {pin.service} is {why}.",
            )
        elif pin.week is not None and pin.week > school.settings.weeks:
            log.cell(
                "W511",
                one.row,
                "week",
                f"The template has {school.settings.weeks} "
                f"week{'' if school.settings.weeks == 1 else 's'}.",
                expected=f"1 to {school.settings.weeks}",
            )
        elif not service.is_co_teach and _off_grid(school, pin, owed):
            log.cell(
                "W510",
                one.row,
                "start" if pin.start % school.settings.grid else "minutes",
                f"The pin is not on the grid of {school.settings.grid} minutes.",
                expected=f"multiples of {school.settings.grid} minutes",
            )
        else:
            _report_faults(school, one, owed, occupied, log)


def _off_grid(school: School, pin: Pin, owed: Demand) -> bool:
    """Tell whether a pin is off the grid, and no whole class meeting either."""
    grid = school.settings.grid
    if pin.start % grid == 0 and (pin.minutes or 0) % grid == 0:
        return False
    exact = owed.exact_lengths if pin.minutes is None else (pin.minutes,)
    if pin.start % grid == 0:
        return not set(exact) & set(owed.exact_lengths)
    student = school.service[pin.service].student
    classes = school.student[student].classes if student else ()
    return not any(
        (meeting.when.day, meeting.when.start) == (pin.day, pin.start)
        and meeting.when.minutes in set(exact) & set(owed.exact_lengths)
        for class_id in classes
        for meeting in school.school_class[class_id].meetings
    )


def _report_faults(
    school: School, one: PinRow, owed: Demand, occupied: Occupied, log: Log
) -> None:
    """Report the reasons of the possibility that comes nearest, in the worst week."""
    pin = one.pin
    weeks = _weeks_to_hold(school, pin, owed)
    by_week = [
        pin_faults(school, replace(pin, week=week), owed, occupied) for week in weeks
    ]
    every_week = owed.weekly_minutes is not None
    if not by_week:
        faults: tuple[str, ...] = ("the service has no session in that week",)
    else:
        chosen = max if every_week else min
        faults = chosen(by_week, key=len)
    if faults:
        log.at(
            "W512",
            one.row.ref(),
            f"The pin of {pin.service} cannot stand: {'; '.join(faults)}.",
            value=listed(
                text
                for key in ("day", "start", "minutes", "week", "provider_id", "room_id")
                if (text := one.row.text(key))
            ),
            expected="a session that breaks no rule by itself",
        )


def _weeks_to_hold(school: School, pin: Pin, owed: Demand) -> tuple[int, ...]:
    if pin.week is None:
        return owed.weeks
    return (pin.week,) if pin.week in owed.weeks else ()
