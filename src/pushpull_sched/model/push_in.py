"""Rules P1 to P3: sessions inside class meetings."""

from pushpull_sched.domain.school import Meeting, School
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.model import masks
from pushpull_sched.model.variables import Model


def p1_inside_the_meeting(
    school: School, service: Service
) -> list[tuple[str, Meeting, int]]:
    """Meetings that the service may push into: (class, meeting, open minutes)."""
    if service.student is None:
        return []
    attended = school.student[service.student].classes & service.classes
    result = []
    for class_id in sorted(attended):
        school_class = school.school_class[class_id]
        for meeting in school_class.meetings:
            if not meeting.push_in:
                continue
            when = meeting.when
            left = masks.span(when.start, when.end)
            for block in school_class.unavailable:
                if (block.week, block.day) == (when.week, when.day):
                    left &= ~masks.span(block.start, block.end)
            result.append((class_id, meeting, left))
    return result


def p2_students_of_that_class(model: Model) -> None:
    """Hold max_push_in of the meeting; each service's limit is G1's form of a cap."""
    for slot in model.open_slots:
        if slot.setting is not Setting.PUSH_IN:
            continue
        members = model.members[slot]
        limits = [
            meeting.max_push_in
            for meeting in model.school.school_class[slot.about].meetings
            if meeting.max_push_in is not None
            and (meeting.when.week, meeting.when.day) == (slot.week, slot.day)
            and meeting.when.start <= slot.start
            and slot.end <= meeting.when.end
        ]
        if limits:
            # Two rows of one class may meet at once: the roomier one holds the visit.
            model.at_most([(lit, 1) for _, lit in members], max(limits))


def p3_co_teaching(model: Model) -> None:
    """Choose at most one class; its option is every meeting owed, by one provider."""
    for service_id in model.free_services:
        if model.service(service_id).is_co_teach:
            model.cp.add_at_most_one(lit for _, lit in model.taken(service_id))
