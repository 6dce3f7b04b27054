"""A roster in which something is different, written and read like any other."""

import dataclasses
from datetime import time
from io import BytesIO
from pathlib import Path

import pytest

from pushpull_sched.app.variants_file import read_variants
from pushpull_sched.domain.findings import Severity
from pushpull_sched.domain.service import Setting
from pushpull_sched.domain.what_if import MoreStaff, RowEdit, WhatIf
from pushpull_sched.workbook.load import load_school
from pushpull_sched.workbook.template import roster_book
from pushpull_sched.workbook.what_if import changed_roster
from schools import DEFAULTS, speech

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
LATE = 24 * 60 - 1
"""The last minute of a day, which no cell can name as an end."""
PROVIDERS = [
    {
        "provider_id": "P1",
        "name": "Ms Lee",
        "role": "SLP",
        "days": "Mon,Wed",
        "start": "8:00",
        "end": "15:00",
        "max_group": 4,
    },
    {"provider_id": "P1", "days": "Tue", "start": "9:00", "end": "12:00"},
    {
        "provider_id": "P2",
        "role": "SLP,OT",
        "days": "Mon-Fri",
        "start": "8:30",
        "end": "13:15",
        "max_group": 2,
    },
]
SERVICES = [
    speech("S1"),
    speech("S2", subject="Reading"),
    speech("S3", service="OT", role="OT", service_id="X7"),
]


def saved(tmp_path, book, name="roster.xlsx"):
    buffer = BytesIO()
    book.save(buffer)
    path = tmp_path / name
    path.write_bytes(buffer.getvalue())
    return load_school(path)


@pytest.fixture
def roster(tmp_path):
    rows = {**DEFAULTS, "providers": PROVIDERS, "services": SERVICES}
    rows["rooms"] = [{"room_id": "R1", "name": "Blue Room"}, {"room_id": "R2"}]
    found = saved(tmp_path, roster_book(rows))
    assert found.usable
    return found


@pytest.fixture
def changed(tmp_path, roster):
    def change(**asked):
        made = changed_roster(roster.workbook, roster.school, WhatIf(name="x", **asked))
        assert made.faults == ()
        found = saved(tmp_path, made.book(), "changed.xlsx")
        errors = [o.message for o in found.findings if o.severity is Severity.ERROR]
        assert errors == []
        return found.school

    return change


def hours(school, provider):
    return {
        (one.when.day, one.when.start, one.when.end)
        for one in school.provider[provider].hours
    }


@pytest.mark.parametrize(
    "name", ["toy.xlsx", "csv-school", "small-elementary.xlsx", "three-buildings.xlsx"]
)
def test_a_roster_written_again_says_the_same(tmp_path, name):
    before = load_school(SAMPLES / name)
    made = changed_roster(before.workbook, before.school, WhatIf(name="same"))
    after = saved(tmp_path, made.book())
    assert len(after.findings) == len(before.findings)
    assert plain(after.school) == plain(before.school)


def plain(value):
    """A school as nested data, without the places of its cells."""
    if dataclasses.is_dataclass(value):
        return {
            one.name: plain(getattr(value, one.name))
            for one in dataclasses.fields(value)
            if one.name != "source"
        }
    return [plain(one) for one in value] if isinstance(value, tuple) else value


def test_settings_change(changed):
    school = changed(settings={"Target-Group": 2, "grid": 15, "same_provider": False})
    assert school.settings.target_group == 2
    assert school.settings.grid == 15
    assert not school.settings.same_provider


def test_a_provider_is_away(changed, roster):
    assert hours(changed(absent=("P1 Mon",)), "P1") == {
        (1, 540, 720),
        (2, 480, 900),
    }
    assert hours(changed(absent=("ms lee Mon,Tue",)), "P1") == {(2, 480, 900)}
    assert hours(changed(absent=("P1",)), "P1") == set()
    assert hours(roster.school, "P2") == hours(changed(absent=("P1",)), "P2")


def test_a_room_is_closed(changed):
    room = changed(closed=("Blue Room Tue-Thu",)).room["R1"]
    assert {one.day for one in room.hours if one.start < LATE} == {0, 4}
    assert min(one.start for one in changed(closed=("R1",)).room["R1"].hours) == LATE


def test_groups_are_capped_where_they_were_larger(changed):
    caps = {one.id: one.max_group for one in changed(group_cap=3).providers}
    assert caps == {"P1": 3, "P2": 2}


def test_cells_of_services_change_by_id_and_by_name(changed):
    school = changed(
        edits=(
            RowEdit(sheet="services", who="S1-Speech-1", cells={"max_group": 1}),
            RowEdit(
                sheet="services",
                who="speech",
                cells={"setting": "either", "subject": "Math", "days": ["Mon", "Tue"]},
            ),
            RowEdit(sheet="services", who="X7", cells={"priority": 2.0}),
        )
    )
    one, two, other = school.services
    assert (one.max_group, two.max_group) == (1, None)
    assert {one.setting, two.setting} == {Setting.EITHER}
    assert one.subjects == two.subjects == ("Math",)
    assert one.days == {0, 1}
    assert (other.setting, other.priority) == (Setting.PULL_OUT, 2)


def test_a_cell_is_cleared_and_times_are_cells(changed):
    school = changed(
        edits=(
            RowEdit(sheet="providers", who="P2", cells={"max_group": ""}),
            RowEdit(sheet="rooms", who="R2", cells={"capacity": 3}),
            RowEdit(sheet="students", who="S1", cells={"max_sessions_day": 1}),
            RowEdit(sheet="providers", who="P1", cells={"lunch_start": time(1, 5)}),
            RowEdit(sheet="providers", who="P1", cells={"lunch_end": time(14, 0)}),
        )
    )
    assert school.provider["P2"].max_group is None
    assert school.room["R2"].capacity == 3
    assert school.student["S1"].max_sessions_day == 1
    assert school.provider["P1"].lunch_end == 14 * 60


def test_a_provider_more(changed):
    school = changed(
        more=(
            MoreStaff(like="P1"),
            MoreStaff(like="P1"),
            MoreStaff(
                like="ms lee",
                cells={"provider_id": "New", "days": "Fri", "name": "Mr New"},
            ),
        )
    )
    assert [one.id for one in school.providers] == ["P1", "P2", "P1-2", "P1-3", "New"]
    assert hours(school, "P1-2") == hours(school, "P1")
    assert school.provider["P1-2"].roles == school.provider["P1"].roles
    assert school.provider["P1-2"].name == ""
    assert hours(school, "New") == {(4, 480, 900)}
    assert school.provider["New"].max_group == 4


def test_everything_that_is_not_there_is_named_at_once(roster):
    asked = WhatIf(
        name="x",
        settings={"targt_group": 1},
        absent=("P9 Mon", "P1 Sat", "Nobody"),
        closed=("R9",),
        edits=(
            RowEdit(sheet="services", who="Speach", cells={"setting": "either"}),
            RowEdit(sheet="services", who="Speech", cells={"colour": 1, "service": 2}),
        ),
        more=(
            MoreStaff(like="P9"),
            MoreStaff(like="P1", cells={"provider_id": "p2", "wage": 1}),
        ),
    )
    faults = changed_roster(roster.workbook, roster.school, asked).faults
    said = (
        'settings: there is no setting "targt_group". Did you mean target_group?',
        'services: there is no service "Speach". Did you mean Speech?',
        'services, Speech: there is no column "colour".',
        'services, Speech: there is no column "service".',
        'add_providers: there is no provider "P9".',
        'add_providers: there is no column "wage".',
        'add_providers: there is a provider "p2" already.',
        'absent: there is no provider "P9".',
        'absent: "P1 Sat" names a day that this school has not: sat.',
        'absent: there is no provider "Nobody". There are: P1, Ms Lee, P2.',
        'closed: there is no room "R9".',
    )
    assert len(faults) == len(said)
    for fault, words in zip(faults, said, strict=True):
        assert fault.startswith(words)


def test_the_sample_variants_fit_their_sample(tmp_path):
    asked = read_variants(SAMPLES / "variants.toml")
    assert asked.faults == ()
    assert len(asked.variants) >= 5
    roster = load_school(SAMPLES / "average-elementary.xlsx")
    for number, what_if in enumerate(asked.variants):
        made = changed_roster(roster.workbook, roster.school, what_if)
        assert made.faults == ()
        assert saved(tmp_path, made.book(), f"{number}.xlsx").usable, what_if.name
