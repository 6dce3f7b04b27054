"""Proposed maps: what is found for each column, and a TOML that can be used."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pushpull_sched.interop.foreign import ForeignRow, ForeignTable, one_table
from pushpull_sched.interop.service_map import parse_map
from pushpull_sched.interop.suggest_map import suggest
from pushpull_sched.workbook.layout import heading_word

SERVICES = Path(__file__).parent / "data" / "services"


def suggestion(name):
    return suggest(one_table(SERVICES / name, ()))


def proposed(found):
    return {one.column: one.heading for one in found.proposals}


def test_headings_of_no_known_system_are_understood():
    found = suggestion("other-iep-system.csv")
    assert proposed(found) == {
        "student_id": "Student No.",
        "service": "Type of Svc",
        "setting": "Where",
        "frequency": "How often",
        "role": "Given by",
        "start_date": "From",
        "end_date": "Until",
        "name": "Pupil",
        "grade": "Yr Level",
    }
    assert found.unused == ("Case notes",)
    assert found.missing == ()
    assert found.recognized is None


def test_the_proposal_is_a_map_that_can_be_used():
    found = suggestion("other-iep-system.csv")
    mapping = parse_map(found.toml, "x.toml")
    row = one_table(SERVICES / "other-iep-system.csv", mapping.headings).rows[0]
    assert mapping.value(row, "setting") == "pull-out"
    assert mapping.value(row, "frequency") == "2x weekly 30 min"


def test_values_of_the_setting_are_guessed_or_left_to_choose():
    lines = suggestion("other-iep-system.csv").toml.splitlines()
    assert '"Resource Room" = "pull-out"' in lines
    assert '"General Ed" = "push-in"' in lines
    assert any(
        line.endswith('= ""  # choose')
        for line in suggestion("seis-deliveries.csv").toml.splitlines()
    )


def test_no_name_of_a_child_gets_into_a_map():
    for path in SERVICES.glob("*.csv"):
        toml = suggestion(path.name).toml
        assert not any(name in toml for name in ("Quill", "Ash", "2000001", "trains"))


@pytest.mark.parametrize(
    ("name", "map_name"),
    [("seis-deliveries.csv", "seis"), ("edfi-program-services.csv", "edfi")],
)
def test_a_built_in_map_that_fits_is_named(name, map_name):
    assert suggestion(name).recognized == map_name


def test_what_is_needed_and_not_found_is_said():
    table = ForeignTable(name="x", headings=("Colour",), rows=())
    found = suggest(table)
    assert found.missing == ("student_id", "service", "setting", "frequency", "role")
    assert '# student_id = "..."  # no heading found; needed' in found.toml


def test_many_different_values_are_not_listed():
    rows = tuple(ForeignRow(n, {"location": f"Room {n}"}) for n in range(30))
    table = ForeignTable(name="x", headings=("Location",), rows=rows)
    assert "[values.setting]" not in suggest(table).toml


HEADINGS = st.lists(st.text(max_size=20), min_size=1, max_size=6, unique=True)


@settings(max_examples=30, deadline=None)
@given(HEADINGS, st.lists(st.text(max_size=20), min_size=6, max_size=6))
def test_any_headings_and_values_give_readable_toml(headings, values):
    row = ForeignRow(
        2,
        {
            heading_word(heading): value
            for heading, value in zip(headings, values, strict=False)
            if heading_word(heading) and value
        },
    )
    toml = suggest(
        ForeignTable(name="x\ny", headings=tuple(headings), rows=(row,))
    ).toml
    needed = 'student_id = "A"\nservice = "B"\n'
    if '# student_id = "..."' in toml and '# service = "..."' in toml:
        parse_map(toml.replace("\n[columns]\n", f"\n[columns]\n{needed}", 1), "x.toml")
