"""Warnings about services that no class meeting, or no room, can hold."""

from pushpull_sched.domain.school import Meeting, Room, School
from pushpull_sched.domain.service import Demand, Service
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.relations import qualified
from pushpull_sched.workbook.tables import Row


def check_meetings_for(
    school: School, service: Service, owed: Demand, row: Row, log: Log
) -> None:
    """Report a push-in service whose shortest session is longer than any meeting."""
    if service.student is None:
        return
    student = school.student[service.student]
    held = [
        meeting
        for name in student.classes & service.classes
        for meeting in school.school_class[name].meetings
        if meeting.push_in and meeting.when.day in service.days & student.days
    ]
    if not held:
        return
    longest = max(_room_in(meeting, service) for meeting in held)
    if longest < min(owed.lengths) and longest not in owed.exact_lengths:
        log.cell(
            "W608",
            row,
            "subject",
            f"The longest meeting for {service.id} leaves {max(0, longest)} min, but a "
            f"session takes {min(owed.lengths)} min.",
            expected=f"a class meeting of {min(owed.lengths)} min",
        )


def _room_in(meeting: Meeting, service: Service) -> int:
    """Minutes of a meeting between the service's earliest and latest."""
    start, end = meeting.when.start, meeting.when.end
    if service.earliest is not None:
        start = max(start, service.earliest)
    if service.latest is not None:
        end = min(end, service.latest)
    return end - start


def check_rooms_for(school: School, service: Service, row: Row, log: Log) -> None:
    """Report a pull-out service for which there is no room at all."""
    if not any(_serves(school, service, room) for room in school.rooms):
        log.cell(
            "W609",
            row,
            "service",
            f"No room of Rooms is for {service.name}, in the building of the student "
            "and free for its providers.",
            expected="a room that allows the service or one of its roles",
        )


def _serves(school: School, service: Service, room: Room) -> bool:
    building = school.student[service.student].building if service.student else None
    if building and room.building and building != room.building:
        return False
    return any(
        (not one.rooms or room.id in one.rooms)
        and (
            not room.allows
            or bool(room.allows & {service.name, *service.roles, *one.roles})
        )
        for one in school.providers
        if qualified(service, one)
    )
