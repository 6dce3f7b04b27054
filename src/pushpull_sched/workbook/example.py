"""A small invented school, for ``template --example``: twelve students, four providers.

Every name is made up. The school can be served completely.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

Row = Mapping[str, object]

_STUDENTS = (
    ("S001", "Ada B.", "2", "2A"),
    ("S002", "Ben C.", "2", "2A"),
    ("S003", "Cleo D.", "2", "2A"),
    ("S004", "Dan E.", "2", "2A"),
    ("S005", "Eva F.", "3", "3A"),
    ("S006", "Finn G.", "3", "3A"),
    ("S007", "Gia H.", "3", "3A"),
    ("S008", "Hal I.", "3", "3A"),
    ("S009", "Ida J.", "4", "4A"),
    ("S010", "Jay K.", "4", "4A"),
    ("S011", "Kim L.", "4", "4A"),
    ("S012", "Leo M.", "4", "4A"),
)
_BLOCKS: Mapping[str, Sequence[tuple[str, str, str]]] = MappingProxyType(
    {
        "2A": (
            ("Morning Meeting", "8:00", "8:20"),
            ("Reading", "8:20", "9:50"),
            ("Recess", "9:50", "10:10"),
            ("Math", "10:10", "11:20"),
            ("Lunch", "11:20", "11:50"),
            ("WIN", "11:50", "12:30"),
            ("Science", "12:30", "13:20"),
            ("Art", "13:20", "14:05"),
            ("Writing", "14:05", "14:45"),
        ),
        "3A": (
            ("Morning Meeting", "8:00", "8:20"),
            ("Math", "8:20", "9:30"),
            ("WIN", "9:30", "10:10"),
            ("Recess", "10:10", "10:30"),
            ("Reading", "10:30", "11:50"),
            ("Lunch", "11:50", "12:20"),
            ("Music", "12:20", "13:05"),
            ("Social Studies", "13:05", "13:55"),
            ("Writing", "13:55", "14:45"),
        ),
        "4A": (
            ("Morning Meeting", "8:00", "8:20"),
            ("PE", "8:20", "9:05"),
            ("Reading", "9:05", "10:25"),
            ("Math", "10:25", "11:35"),
            ("Recess", "11:35", "11:55"),
            ("Lunch", "11:55", "12:25"),
            ("WIN", "12:25", "13:05"),
            ("Science", "13:05", "13:55"),
            ("Writing", "13:55", "14:45"),
        ),
    }
)
_GRADES = MappingProxyType({"2A": "2", "3A": "3", "4A": "4"})
_TEACHERS = MappingProxyType({"2A": "Ms. Ray", "3A": "Mr. Sol", "4A": "Ms. Tan"})

_SERVICES: tuple[Row, ...] = tuple(
    MappingProxyType(row)
    for row in (
        {
            "student_id": "S001",
            "service": "Reading SDI",
            "setting": "pull-out",
            "frequency": "30 min 3x weekly",
            "role": "SPED",
        },
        {
            "student_id": "S002",
            "service": "Reading SDI",
            "setting": "pull-out",
            "frequency": "30 min 3x weekly",
            "role": "SPED",
        },
        {
            "student_id": "S002",
            "service": "Speech",
            "setting": "pull-out",
            "frequency": "2 x 30",
            "role": "SLP",
            "goal_area": "articulation",
        },
        {
            "student_id": "S003",
            "service": "Math SDI",
            "setting": "push-in",
            "minutes": 30,
            "per": "session",
            "sessions": 2,
            "sessions_per": "week",
            "role": "SPED",
            "subject": "Math",
        },
        {
            "student_id": "S004",
            "service": "OT",
            "setting": "pull-out",
            "frequency": "30 min every other week",
            "role": "OT",
        },
        {
            "student_id": "S005",
            "service": "Reading SDI",
            "setting": "either",
            "minutes": 90,
            "per": "week",
            "session_minutes": "30,45",
            "role": "SPED",
            "subject": "Reading",
        },
        {
            "student_id": "S006",
            "service": "Speech",
            "setting": "pull-out",
            "frequency": "2 x 30",
            "role": "SLP",
            "goal_area": "articulation",
        },
        {
            "student_id": "S006",
            "service": "Counseling",
            "setting": "pull-out",
            "minutes": 30,
            "per": "session",
            "sessions": 1,
            "sessions_per": "week",
            "role": "Counselor",
            "group": "individual",
            "never_miss": "Math, Reading",
        },
        {
            "student_id": "S007",
            "service": "Math SDI",
            "setting": "push-in",
            "frequency": "30 min 2x weekly",
            "role": "SPED",
            "subject": "Math",
        },
        {
            "student_id": "S008",
            "service": "Math SDI",
            "setting": "push-in",
            "frequency": "30 min 2x weekly",
            "role": "SPED",
            "subject": "Math",
        },
        {
            "student_id": "S009",
            "service": "Gifted",
            "setting": "pull-out",
            "frequency": "45 min Weekly",
            "role": "Gifted",
            "category": "gifted",
        },
        {
            "student_id": "S010",
            "service": "Gifted",
            "setting": "pull-out",
            "frequency": "45 min Weekly",
            "role": "Gifted",
            "category": "gifted",
        },
        {
            "student_id": "S011",
            "service": "OT",
            "setting": "pull-out",
            "frequency": "30 min Weekly",
            "role": "OT",
            "may_miss": "WIN, Writing",
        },
        {
            "student_id": "S012",
            "service": "Writing SDI",
            "setting": "push-in",
            "frequency": "2x weekly 30 min",
            "role": "SPED",
            "subject": "Writing",
        },
        {
            "student_id": "S012",
            "service": "Speech",
            "setting": "consult",
            "frequency": "15 min Weekly",
            "role": "SLP",
        },
    )
)


def _numbered() -> Iterator[Row]:
    """Give every service the id that the reader would."""
    counts: dict[tuple[object, object], int] = {}
    for row in _SERVICES:
        key = (row["student_id"], row["service"])
        counts[key] = counts.get(key, 0) + 1
        yield {"service_id": f"{key[0]}-{key[1]}-{counts[key]}", **row}


def _classes() -> Iterator[Row]:
    for homeroom, blocks in _BLOCKS.items():
        for subject, start, end in blocks:
            yield {
                "class_id": f"{homeroom}-{subject.replace(' ', '')}",
                "subject": subject,
                "days": "Mon-Fri",
                "start": start,
                "end": end,
                "teacher": _TEACHERS[homeroom],
                "room": f"10{_GRADES[homeroom]}",
                "grade": _GRADES[homeroom],
                "homeroom": homeroom,
            }


def example_rows() -> Mapping[str, Sequence[Row]]:
    """Return the rows of the example, by sheet key; Settings as one mapping."""
    hours = {"start": "8:00", "end": "15:00"}
    return {
        "settings": (
            {
                "school": "Example Elementary",
                "term_start": "2026-09-01",
                "term_end": "2027-01-29",
                "days": "Mon,Tue,Wed,Thu,Fri",
                "weeks": "auto",
                "grid": 5,
                "session_minutes": "30",
                "holidays": "2026-11-26; 2026-11-27; 2026-12-21 to 2027-01-01",
            },
        ),
        "students": tuple(
            {"student_id": key, "name": name, "grade": grade, "homeroom": homeroom}
            for key, name, grade, homeroom in _STUDENTS
        ),
        "classes": tuple(_classes()),
        "rooms": (
            {"room_id": "R1", "name": "Resource room", "capacity": 6},
            {
                "room_id": "R2",
                "name": "Therapy room",
                "capacity": 3,
                "services": "Speech, OT, Counseling",
            },
        ),
        "providers": (
            {
                "provider_id": "P1",
                "name": "Ms. Lee",
                "role": "SPED",
                "days": "Mon-Fri",
                **hours,
                "max_consecutive": 150,
                "planning_minutes": 40,
            },
            {
                "provider_id": "P2",
                "name": "Mr. Ode",
                "role": "SLP",
                "days": "Mon,Wed,Fri",
                **hours,
            },
            {
                "provider_id": "P3",
                "name": "Ms. Paz",
                "role": "OT; Gifted",
                "days": "Tue,Thu",
                **hours,
            },
            {
                "provider_id": "P4",
                "name": "Mr. Quin",
                "role": "Counselor",
                "days": "MWF",
                "start": "8:00",
                "end": "12:30",
            },
        ),
        "availability": (
            {
                "who": "P1",
                "days": "Wed",
                "start": "13:30",
                "end": "14:30",
                "reason": "Team meeting",
            },
            {
                "who": "grade 4",
                "days": "Fri",
                "start": "9:05",
                "end": "10:00",
                "reason": "Assembly",
            },
        ),
        "services": tuple(_numbered()),
        "relations": ({"type": "prefer-together", "who": "S001, S002"},),
        "pins": ({"service_id": "S006-Counseling-1", "day": "Mon", "start": "9:30"},),
    }
