"""A result as CSV under the names of CEDS and Ed-Fi.

``services``: what each student is owed and gets, a row per service.
``sessions``: when, a row per session and student.

CEDS headings are the technical names of CEDS elements; Ed-Fi headings are properties of
``StudentIEPServicePrescription`` and ``StudentIEPServiceDelivery`` (Special Education
Data Model) and of the core model. What neither standard has a name for keeps ours, with
``pushpull_`` before it. ``docs/interop.md`` lists them with their element numbers.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from io import StringIO
from math import ceil
from types import MappingProxyType
from typing import Any

Json = Mapping[str, Any]
Line = Mapping[str, object]

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_MINUTES_AN_HOUR = 60
_REGULAR_CLASS = "General Education Classroom"
_SEPARATE = "Special Education Classroom"


class Standard(StrEnum):
    """Whose names the columns bear."""

    CEDS = "ceds"
    EDFI = "edfi"


class ResultTable(StrEnum):
    """What a row is."""

    SERVICES = "services"
    SESSIONS = "sessions"


Column = tuple[str, Callable[[Json], object]]


def _hours(row: Json) -> str:
    """Return the planned time per week in hours, as CEDS wants it."""
    hours = Fraction(int(row["required_minutes"]), int(row["weeks"]) * _MINUTES_AN_HOUR)
    return f"{float(hours):.4g}"


def _location(row: Json) -> str:
    """Return the Ed-Fi location that says push-in or pull-out; none for consult."""
    return {"push-in": _REGULAR_CLASS, "pull-out": _SEPARATE}.get(row["setting"], "")


def _method(row: Json) -> str:
    return "Indirect" if row["setting"] == "consult" else "Direct"


def _of(key: str) -> Callable[[Json], object]:
    return lambda row: row.get(key)


def _outside(row: Json) -> object:
    """Return the minutes per week that the sessions take outside the regular class."""
    return ceil(Fraction(int(row["pulled"]), int(row["weeks"])))


def _weekly_owed(row: Json) -> Fraction:
    return Fraction(int(row["required_minutes"]), int(row["weeks"]))


def _template(row: Json) -> str:
    weeks = int(row["weeks"])
    return "Weekly" if weeks == 1 else f"Per {weeks} Weeks"


_OWN: tuple[Column, ...] = (
    ("pushpull_service_id", _of("service_id")),
    ("pushpull_setting", _of("setting")),
    ("pushpull_required_minutes", _of("required_minutes")),
    ("pushpull_scheduled_minutes", _of("scheduled_minutes")),
    ("pushpull_minutes_short", _of("minutes_short")),
    ("pushpull_template_weeks", _of("weeks")),
    ("pushpull_status", _of("status")),
)
_OWN_SESSION: tuple[Column, ...] = (
    ("pushpull_session_id", _of("session_id")),
    ("pushpull_service_id", _of("service_id")),
    ("pushpull_setting", _of("setting")),
    ("pushpull_week", _of("week")),
    ("pushpull_group_size", _of("group_size")),
)

COLUMNS: Mapping[tuple[Standard, ResultTable], tuple[Column, ...]] = MappingProxyType(
    {
        (Standard.CEDS, ResultTable.SERVICES): (
            ("StudentIdentifier", _of("student_id")),
            ("IndividualizedProgramPlannedServiceType", _of("service")),
            ("IndividualizedProgramPlannedServiceFrequency", _of("conversion")),
            ("IndividualizedProgramPlannedServiceDuration", _hours),
            ("MethodOfServiceDelivery", _method),
            ("ServiceSettingDescription", _location),
            ("IndividualizedProgramNoninclusionMinutesPerWeek", _outside),
            ("StaffMemberIdentifier", _of("provider_id")),
            *_OWN,
        ),
        (Standard.CEDS, ResultTable.SESSIONS): (
            ("StudentIdentifier", _of("student_id")),
            ("IndividualizedProgramPlannedServiceType", _of("service")),
            ("StaffMemberIdentifier", _of("provider_id")),
            ("TimetableDayIdentifier", _of("day")),
            ("ClassBeginningTime", _of("start")),
            ("ClassEndingTime", _of("end")),
            ("ClassroomIdentifier", _of("room_id")),
            ("CourseSectionIdentifier", _of("class_id")),
            ("pushpull_minutes", _of("minutes")),
            *_OWN_SESSION,
        ),
        (Standard.EDFI, ResultTable.SERVICES): (
            ("studentUniqueId", _of("student_id")),
            ("servicePrescriptionDescriptor", _of("service")),
            ("durationMinutes", lambda row: ceil(_weekly_owed(row))),
            ("durationPeriodDescriptor", lambda _: "Per Week"),
            ("frequencyValue", lambda row: row["sessions"]),
            ("frequencyPeriodDescriptor", _template),
            ("serviceLocationTypeDescriptor", _location),
            ("staffUniqueId", _of("provider_id")),
            *_OWN,
        ),
        (Standard.EDFI, ResultTable.SESSIONS): (
            ("studentUniqueId", _of("student_id")),
            ("servicePrescriptionDescriptor", _of("service")),
            ("staffUniqueId", _of("provider_id")),
            ("serviceLocationTypeDescriptor", _location),
            ("startTime", lambda row: f"{row['start']}:00"),
            ("endTime", lambda row: f"{row['end']}:00"),
            ("classroomIdentificationCode", _of("room_id")),
            ("sectionIdentifier", _of("class_id")),
            ("durationMinutes", _of("minutes")),
            ("pushpull_day", _of("day")),
            *_OWN_SESSION,
        ),
    }
)
"""The columns of each table: (heading, value of a row)."""


def result_csv(
    content: Json, standard: Standard, table: ResultTable, *, raw: bool = False
) -> str:
    """Write a result as CSV.

    Args:
        content: What ``schedule.json`` holds.
        standard: Whose names the columns bear.
        table: What a row is.
        raw: Leave texts that begin like a formula as they are; otherwise they get a
            ``'`` before them, so that no spreadsheet runs them.

    Raises:
        KeyError: The content is not that of a result.
        TypeError: Likewise.
        ValueError: Likewise.
    """
    columns = COLUMNS[standard, table]
    rows = _services(content) if table is ResultTable.SERVICES else _sessions(content)
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([heading for heading, _ in columns])
    for row in rows:
        writer.writerow([_text(value(row), raw=raw) for _, value in columns])
    return buffer.getvalue()


def _text(value: object, *, raw: bool) -> str:
    text = "" if value is None else str(value)
    if isinstance(value, str) and text.startswith(_FORMULA_SIGNS) and not raw:
        return f"'{text}"
    return text


def _services(content: Json) -> Iterator[Json]:
    given: dict[str, set[str]] = {}
    pulled: dict[str, int] = {}
    for session in _sessions(content):
        service = session["service_id"]
        given.setdefault(service, set()).add(session["setting"])
        if session["setting"] == "pull-out":
            pulled[service] = pulled.get(service, 0) + int(session["minutes"])
    for row in content["compliance"]:
        service = row["service_id"]
        settings = given.get(service, {row["setting"]})
        yield {
            **row,
            "weeks": content["weeks"],
            "pulled": pulled.get(service, 0),
            # A service that may be given either way is given one way.
            "setting": next(iter(settings)) if len(settings) == 1 else row["setting"],
        }


def _sessions(content: Json) -> Iterator[Json]:
    for session in content["sessions"]:
        for served in session["services"]:
            yield {**session, **served}
