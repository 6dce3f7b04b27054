"""A small school in which every name and id says Canary, wherever one may stand."""

MINE = {
    "settings": [{"school": "Canary School", "weeks": "1"}],
    "students": [
        {"student_id": "Canary-1", "name": "Ana Canary", "grade": "3",
         "homeroom": "Ms Canary", "building": "Canary Hall",
         "birth_date": "2017-05-04", "notes": "Canary likes trains"},
        {"student_id": "7", "name": "Ana Canary", "grade": "3"},
    ],
    "classes": [
        {"class_id": "Canary-Math", "subject": "Math", "days": "Mon-Fri",
         "start": "9:00", "end": "11:00", "teacher": "Ms Canary",
         "room": "The Canary Room", "homeroom": "ms  canary"},
        {"class_id": "All", "subject": "Reading", "days": "Mon-Fri",
         "start": "11:00", "end": "13:00", "grade": "3", "room": "R-Canary"},
    ],
    "rooms": [{"room_id": "R-Canary", "name": "The Canary Room", "services": "Speech"}],
    "providers": [
        {"provider_id": "Canary-P", "name": "Dr Canary", "role": "SLP",
         "days": "Mon-Fri", "start": "8:00", "end": "15:00", "rooms": "r-canary",
         "building": "Canary Hall"},
    ],
    "availability": [
        {"who": "student CANARY-1", "days": "Mon", "start": "9:00", "end": "9:30",
         "reason": "Canary doctor"},
        {"who": "grade 3", "days": "Tue", "start": "9:00", "end": "9:30"},
        {"who": "Canary-P", "days": "Wed", "start": "8:00", "end": "9:00"},
        {"who": "Nobody Canary", "days": "Wed", "start": "8:00", "end": "9:00"},
    ],
    "services": [
        {"student_id": "Canary-1", "service": "Speech", "setting": "pull-out",
         "frequency": "30 min weekly", "provider": "dr canary", "goal_area": "Canary"},
        {"student_id": "7", "service": "Speech", "setting": "pull-out",
         "frequency": "30 min weekly", "role": "SLP", "service_id": "Canary-S",
         "start_date": "2026-09-01"},
    ],
    "relations": [
        {"type": "apart", "who": "Canary-1; 7"},
        {"type": "prefer-provider", "who": "canary-s", "provider": "Canary-P"},
        {"type": "apart", "who": "Canary-1; Lost Canary"},
    ],
    "pins": [
        {"service_id": "Canary-1-Speech-1", "day": "Thu", "start": "9:30",
         "provider_id": "Canary-P", "room_id": "R-Canary"},
    ],
}  # fmt: skip
"""With two ids that nobody has, and a pin that cannot stand."""

SERVED = {
    **{key: rows for key, rows in MINE.items() if key != "pins"},
    "availability": MINE["availability"][:3],
    "relations": MINE["relations"][:2],
    "rooms": [*MINE["rooms"], {"room_id": "R2"}],
    "classes": [
        *MINE["classes"],
        {"class_id": "W", "subject": "Writing", "days": "Mon", "start": "13:00",
         "end": "14:00", "grade": "3"},
    ],
    "providers": [
        {key: value for key, value in MINE["providers"][0].items() if key != "rooms"},
        {"provider_id": "Canary-T", "role": "Teacher", "days": "Mon-Fri",
         "start": "8:00", "end": "15:00"},
    ],
    "services": [
        *MINE["services"],
        {"student_id": "7", "service": "Co", "setting": "push-in", "role": "Teacher",
         "subject": "Writing", "delivery": "co-teach"},
    ],
}  # fmt: skip
"""The same school, in which every service can be given."""
