"""A small school and hand-made or drawn schedules of it, to be compared."""

import random

from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.domain.variant import Variant
from schools import school, speech

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")


def services(**changed):
    """Rows of Services; keyword arguments change one by student and name."""
    rows = [
        speech("S1", max_group=3),
        speech("S2", max_group=3),
        speech("S3", max_group=3),
        speech("S1", service="OT", role="OT", frequency="30 min weekly"),
        {
            "student_id": "S2",
            "service": "Math SDI",
            "setting": "either",
            "role": "SLP",
            "subject": "Math",
            "minutes": 90,
        },
        {
            "student_id": "S3",
            "service": "Consultation",
            "setting": "consult",
            "role": "SLP",
            "frequency": "15 min weekly",
        },
    ]
    return [
        row | changed.get(f"{row['student_id']}_{row['service'].split()[0]}", {})
        for row in rows
    ]


PROVIDERS = [
    {
        "provider_id": "P1",
        "name": "Ms Lee",
        "role": "SLP",
        "days": "Mon-Fri",
        "start": "8:00",
        "end": "15:00",
    },
    {
        "provider_id": "P2",
        "name": "Mr Fox",
        "role": "SLP,OT",
        "days": "Mon,Wed,Thu",
        "start": "8:30",
        "end": "13:15",
        "break_minutes": 20,
    },
]
ROOMS = [
    {"room_id": "R1", "name": "Blue Room", "groups": 2},
    {
        "room_id": "R2",
        "start": "9:00",
        "end": "12:00",
        "days": "Mon,Tue",
    },
]


def small_school(settings=None, **sheets):
    return school(
        settings=settings,
        **{
            "services": services(),
            "providers": PROVIDERS,
            "rooms": ROOMS,
            "students": [
                {"student_id": "S1", "grade": 3, "homeroom": "3A"},
                {"student_id": "S2", "name": "Ana", "grade": 3, "homeroom": "3A"},
                {
                    "student_id": "S3",
                    "grade": 4,
                    "homeroom": "4A",
                    "days": "Mon,Tue,Wed,Thu",
                },
            ],
        }
        | sheets,
    )


def minute(text):
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def session(  # noqa: PLR0913 - the columns of a row
    key,
    day,
    start,
    who,
    *,
    length=30,
    provider="P1",
    room="R1",
    met=None,
    setting=None,
    week=1,
):
    """Rows of one session; ``who`` is a list of ``S1 Speech`` and the like."""
    start = minute(start) if isinstance(start, str) else start
    setting = setting or ("push-in" if met else "pull-out")
    rows = []
    for one in who:
        student, _, name = one.partition(" ")
        rows.append(
            ScheduleRow(
                session_id=key,
                week=week,
                day=day,
                start=start,
                end=start + length,
                minutes=length,
                setting=setting,
                provider_id=provider,
                room_id=room if setting == "pull-out" else None,
                class_id=met,
                service=name,
                service_id=f"{student}-{name}-1",
                student_id=student,
            )
        )
    return rows


def base_rows():
    """A whole legal week of the small school."""
    return [
        *session("a", "Mon", "10:30", ["S1 Speech", "S2 Speech"]),
        *session("b", "Wed", "10:30", ["S1 Speech", "S2 Speech"]),
        *session("c", "Mon", "9:00", ["S3 Speech"], room="R2"),
        *session("d", "Thu", "9:00", ["S3 Speech"]),
        *session("e", "Mon", "12:00", ["S1 OT"], provider="P2"),
        *session("f", "Tue", "9:00", ["S2 Math SDI"], met="3A-Math"),
        *session("g", "Thu", "9:30", ["S2 Math SDI"], met="3A-Math"),
        *session("h", "Fri", "9:00", ["S2 Math SDI"], met="3A-Math"),
        *session(
            "i", "Tue", "14:00", ["S3 Consultation"], length=15, setting="consult"
        ),
    ]


def variant(rows, found=None, *, label="one", **more):
    school_ = found or small_school()
    return Variant(
        label=label,
        rows=tuple(rows),
        days=school_.settings.days,
        weeks=school_.settings.weeks,
        school=school_,
        **more,
    )


def without(rows, *keys):
    return [row for row in rows if row.session_id not in keys]


KNOWN = ["S1 Speech", "S2 Speech", "S3 Speech", "S1 OT", "S2 Math SDI"]


def drawn_rows(seed, weeks=1):
    """Sessions at random, legal or not, on and off the grid."""
    chance = random.Random(seed)  # noqa: S311 - drawn for a test
    rows = []
    for number in range(chance.randint(3, 14)):
        who = chance.sample(KNOWN, chance.randint(1, 3))
        # A session serves a student once.
        who = list({one.split()[0]: one for one in who}.values())
        setting = chance.choice(["pull-out", "pull-out", "push-in", "consult"])
        if setting == "consult":
            who = ["S3 Consultation"]
        rows += session(
            f"s{number}",
            chance.choice(DAYS),
            chance.randint(8 * 60, 14 * 60),
            who,
            length=chance.choice([15, 20, 30, 37, 45, 60]),
            provider=chance.choice(["P1", "P2"]),
            room=chance.choice(["R1", "R2"]),
            met=chance.choice(["3A-Math", "4A-Reading", "3A-WIN"])
            if setting == "push-in"
            else None,
            setting=setting,
            week=chance.randint(1, weeks),
        )
    return rows
