"""Typed tables to a School, with everything that needs more than one cell."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pushpull_sched.demand import demands
from pushpull_sched.domain.findings import Finding, Severity
from pushpull_sched.domain.school import (
    Provider,
    Room,
    School,
    Settings,
    Student,
)
from pushpull_sched.workbook.attendance import attendance_of, read_enrollments
from pushpull_sched.workbook.availability import Availability, Who, read_availability
from pushpull_sched.workbook.checks import check_school
from pushpull_sched.workbook.classes import ClassDraft, ClassReader
from pushpull_sched.workbook.conversion import conversion_text
from pushpull_sched.workbook.demand_checks import check_demands
from pushpull_sched.workbook.hours import Stretch, available_hours, intervals_of
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.names import Names, Spelling
from pushpull_sched.workbook.people_checks import check_people
from pushpull_sched.workbook.periods import read_periods
from pushpull_sched.workbook.pins import PinRow, check_pins, read_pins
from pushpull_sched.workbook.providers import ProviderDraft, read_providers
from pushpull_sched.workbook.references import (
    References,
    by_name,
    read_references,
)
from pushpull_sched.workbook.relations import RelationReader
from pushpull_sched.workbook.rooms import read_rooms
from pushpull_sched.workbook.services import ServiceReader, ServiceRow, ServicesRead
from pushpull_sched.workbook.settings import SettingsCells, read_settings
from pushpull_sched.workbook.students import read_students
from pushpull_sched.workbook.subjects import note_unused, read_subjects
from pushpull_sched.workbook.tables import Workbook
from pushpull_sched.workbook.template_weeks import (
    pinned_weeks,
    resolve_weeks,
    weeks_cells,
)
from pushpull_sched.workbook.typed import text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """Everything read from the sheets before the weeks of the template are known."""

    settings: SettingsCells
    students: Mapping[str, Student]
    classes: Mapping[str, ClassDraft]
    rooms: Mapping[str, Room]
    room_hours: Mapping[str, Stretch]
    providers: Mapping[str, ProviderDraft]
    availability: Availability
    services: ServicesRead
    pins: tuple[PinRow, ...]
    names: Names
    references: References


def build_school(workbook: Workbook) -> tuple[School | None, tuple[Finding, ...]]:
    """Build the school that a workbook describes, and say everything about it.

    Args:
        workbook: The typed tables of one roster.

    Returns:
        The school without the rows that have a fault, and all findings. Where a
        finding is an error the school is only good for looking at. None where there
        is nothing to schedule at all: no student and no service could be read.
    """
    log = Log()
    read = _read(workbook, log)
    weeks = resolve_weeks(
        read.settings.settings,
        read.services.rows,
        read.students,
        cells=weeks_cells(workbook),
        pinned=pinned_weeks(
            workbook,
            read.services.rows,
            read.students,
            read.settings.settings,
        ),
        log=log,
    )
    school = _settle(workbook, read, weeks, log)
    if not school.students and not school.services:
        return None, log.findings
    _check(school, read, log, sound=_sound_sheets(workbook, log))
    return _with_conversions(school, read.services.rows), log.findings


def _read(workbook: Workbook, log: Log) -> _Read:
    settings = read_settings(workbook, log)
    day_names = settings.settings.days
    every_day = frozenset(range(len(day_names)))
    references, names = read_references(workbook), _names(workbook)
    students = read_students(workbook, references, names, every_day)
    rooms, room_hours = read_rooms(workbook, references, names, every_day)
    providers = read_providers(workbook, references, names, log)
    subjects = read_subjects(workbook, log, protect_core=settings.protect_core)
    classes = ClassReader(
        references=references,
        names=names,
        subjects=subjects,
        periods=read_periods(workbook, day_names, log),
        rooms=rooms,
        days=day_names,
        log=log,
        by_room_name=by_name((room.id, room.name) for room in rooms.values()),
    ).read(workbook)
    note_unused(subjects, (draft.name for draft in classes.values()), log)
    attendance = attendance_of(classes, read_enrollments(workbook, references, log))
    services = ServiceReader(
        references=references,
        names=names,
        settings=settings.settings,
        students=students.keys(),
        classes=classes,
        log=log,
    ).read(workbook)
    return _Read(
        settings=settings,
        students={
            name: replace(student, classes=attendance.of(student))
            for name, student in students.items()
        },
        classes=classes,
        rooms=rooms,
        room_hours=room_hours,
        providers=providers,
        availability=read_availability(workbook, references, log),
        services=services,
        pins=read_pins(workbook, references, services.ids, log),
        names=names,
        references=references,
    )


def _names(workbook: Workbook) -> Names:
    """Start the spellings with the names of Services: these go into the results."""
    rows = workbook.tables["services"].rows()
    written = (text_of(row, "service") for row in rows)
    return Names(offered=Spelling(name for name in written if name is not None))


def _settle(workbook: Workbook, read: _Read, weeks: int, log: Log) -> School:
    """Spread everything over the weeks of the template."""
    settings = replace(read.settings.settings, weeks=weeks)
    providers = tuple(_providers(read, settings))
    relations = RelationReader(
        references=read.references,
        names=read.names,
        service_ids=read.services.ids,
        services={one.service.id: one.service for one in read.services.rows},
        providers={provider.id: provider for provider in providers},
        log=log,
    ).read(workbook)
    services = tuple(one.service for one in read.services.rows)
    held = {service.id for service in services}
    return School(
        settings=settings,
        students=tuple(_students(read, settings)),
        classes=tuple(
            draft.settled(
                weeks,
                intervals_of(
                    read.availability.taken(Who.CLASS, draft.id),
                    weeks=weeks,
                    days=len(settings.days),
                ),
            )
            for draft in read.classes.values()
        ),
        rooms=tuple(_rooms(read, settings)),
        providers=providers,
        services=services,
        relations=relations,
        pins=tuple(one.pin for one in read.pins if one.pin.service in held),
    )


def _students(read: _Read, settings: Settings) -> list[Student]:
    return [
        replace(
            student,
            unavailable=intervals_of(
                (
                    *read.availability.taken(Who.STUDENT, student.id),
                    *read.availability.taken(Who.GRADE, str(student.grade)),
                ),
                weeks=settings.weeks,
                days=len(settings.days),
            ),
        )
        for student in read.students.values()
    ]


def _providers(read: _Read, settings: Settings) -> list[Provider]:
    return [
        replace(
            draft.provider,
            hours=available_hours(
                draft.hours,
                read.availability.added(Who.PROVIDER, name),
                read.availability.taken(Who.PROVIDER, name),
                weeks=settings.weeks,
                days=len(settings.days),
            ),
        )
        for name, draft in read.providers.items()
    ]


def _rooms(read: _Read, settings: Settings) -> list[Room]:
    return [
        replace(
            room,
            hours=tuple(
                hours.when
                for hours in available_hours(
                    (read.room_hours[name],),
                    read.availability.added(Who.ROOM, name),
                    read.availability.taken(Who.ROOM, name),
                    weeks=settings.weeks,
                    days=len(settings.days),
                )
            ),
        )
        for name, room in read.rooms.items()
    ]


def _sound_sheets(workbook: Workbook, log: Log) -> frozenset[str]:
    """List the sheets without an error: arithmetic on others would mislead."""
    faulty = {
        finding.source.sheet
        for finding in log.findings
        if finding.severity is Severity.ERROR
    }
    return frozenset(
        key
        for key, table in workbook.tables.items()
        if not table.reported
        and table.title not in faulty
        and (len(table) or not table.sheet.required)
    )


def _check(school: School, read: _Read, log: Log, *, sound: frozenset[str]) -> None:
    """Say what the rows say together, once everything is in place."""
    demand = demands(school)
    rows = {one.service.id: one.row for one in read.services.rows}
    lost = {
        name
        for name, draft in read.providers.items()
        if draft.hours and not school.provider[name].hours
    }
    check_people(school, log, without_hours=lost)
    check_demands(school, demand, rows, log)
    check_pins(school, read.pins, demand, log)
    check_school(school, demand, rows, log, sound=sound)


def _with_conversions(school: School, rows: tuple[ServiceRow, ...]) -> School:
    demand = demands(school)
    return replace(
        school,
        services=tuple(
            replace(
                one.service,
                conversion=conversion_text(
                    school,
                    one.service,
                    demand[one.service.id],
                    written=one.row.text("frequency"),
                    reading=one.reading,
                ),
            )
            for one in rows
        ),
    )
