"""A school whose timetable is known: nothing that works is called impossible."""

from collections.abc import Mapping

import pytest
from benchmarks.generator.check import planted_schedule
from benchmarks.generator.files import write_workbook
from benchmarks.generator.make import make_roster

from pushpull_sched.domain.clock import clock_text
from pushpull_sched.workbook.build import build_school
from pushpull_sched.workbook.reader import read_workbook
from pushpull_sched.workbook.tables import Workbook, tables_of


def _texts(workbook: Workbook) -> dict[str, list[Mapping[str, object]]]:
    return {
        key: [
            {name: text for name, text in row.texts.items() if text}
            for row in table.rows()
        ]
        for key, table in workbook.tables.items()
    }


@pytest.mark.parametrize("tier", ["toy", "middle", "itinerant"])
def test_every_session_of_a_legal_timetable_may_be_pinned(tier, tmp_path):
    roster = make_roster(tier, rarer=True)
    path = tmp_path / "roster.xlsx"
    write_workbook(roster.tables, path)
    workbook, _ = read_workbook(path)
    school, findings = build_school(workbook)
    assert [found for found in findings if found.code >= "W500"] == []
    days = school.settings.days
    pins = [
        {
            "service_id": served.service_id,
            "day": days[session.day],
            "start": clock_text(session.start),
            "minutes": session.minutes,
            "week": session.week,
            "provider_id": session.provider_id,
            "room_id": session.room_id,
        }
        for session in planted_schedule(roster).sessions
        for served in session.served
    ]
    pinned, _ = tables_of(_texts(workbook) | {"pins": pins})
    school, findings = build_school(pinned)
    assert [found.message for found in findings if found.code >= "W500"] == []
    assert len(school.pins) == len(pins)
