"""Variants from a TOML file and from flags."""

from datetime import time

import pytest

from pushpull_sched.app.faults import UsageFault
from pushpull_sched.app.variants_file import (
    default_variants,
    folder_name,
    read_variants,
    usual_questions,
)
from pushpull_sched.domain.policy import DEFAULT_POLICY, POLICIES
from pushpull_sched.domain.what_if import MoreStaff, RowEdit


@pytest.fixture
def reading(tmp_path):
    def read(text, flagged=()):
        file = tmp_path / "variants.toml"
        file.write_text(text, encoding="utf-8")
        return read_variants(file, flagged)

    return read


WHOLE = """
policy = "steady-groups"
time_limit = 90
seed = 7

[[variant]]
name = "Everything"
policy = "default"
protect_core = true
settings = { target_group = 4, grid = 15 }
absent = ["P03 Fri", " Ms  Lee  Mon,Tue "]
closed = "R2"
group_cap = 3
services = { "Speech" = { setting = "either", subject = "ELA" } }
providers = { P03 = { lunch_start = 11:15:00 } }
rooms.R1.capacity = 8
students = { S1 = { days = ["Mon", "Tue"] } }
add_providers = [{ like = "P03", days = "Mon" }]
stay_close = true
"""


def test_every_key_is_read(reading):
    found = reading(WHOLE)
    assert found.faults == ()
    assert (found.time_limit, found.seed) == (90.0, 7)
    first, one = found.variants
    assert (first.name, first.policy.name) == ("as it is", "steady-groups")
    assert one.policy == DEFAULT_POLICY
    assert one.settings == {"target_group": 4, "grid": 15, "protect_core": True}
    assert one.absent == ("P03 Fri", "Ms Lee Mon,Tue")
    assert one.closed == ("R2",)
    assert one.group_cap == 3
    assert one.edits == (
        RowEdit(
            sheet="services",
            who="Speech",
            cells={"setting": "either", "subject": "ELA"},
        ),
        RowEdit(sheet="providers", who="P03", cells={"lunch_start": time(11, 15)}),
        RowEdit(sheet="rooms", who="R1", cells={"capacity": 8}),
        RowEdit(sheet="students", who="S1", cells={"days": ["Mon", "Tue"]}),
    )
    assert one.more == (MoreStaff(like="P03", cells={"days": "Mon"}),)
    assert one.stay_close
    assert one.about == (
        "policy default, target_group 4, grid 15, protect_core yes, without P03 Fri, "
        "without Ms Lee Mon,Tue, R2 closed, groups up to 3, Speech: setting either, "
        "Speech: subject ELA, P03: lunch_start 11:15:00, R1: capacity 8, "
        "S1: days Mon, Tue, one more like P03, close to A"
    )


FAULTY = """
time_limit = "long"
seed = -1
polices = "x"

[[variant]]
absent = [3]

[[variant]]
name = "two"
polcy = "default"
policy = "stedy-groups"
group_cap = 0
protect_core = "maybe"
settings = 4
services = ["Speech"]
rooms = { R1 = 4 }
students = { S1 = { birth_date = 2015-01-01 } }
add_providers = [{ days = "Mon" }]
stay_close = 1

[[variant]]
name = "Two!"

[[variant]]
name = "comparison"
policy = "steady-groups"
"""

SAID = (
    "time_limit: 'long'",
    "seed: -1",
    'the file: unknown key "polices". Did you mean "policy"?',
    "variant 1: give it a name",
    'variant 1, absent: [3] is no list. Write such as ["P03 Fri"].',
    'variant 2 ("two"): unknown key "polcy". Did you mean "policy"?',
    'variant 2 ("two"), policy: There is no policy "stedy-groups".',
    'variant 2 ("two"), group_cap: 0 is no whole number from 1.',
    "variant 2 (\"two\"), protect_core: 'maybe' is neither true nor false.",
    'variant 2 ("two"), settings: 4 is no table.',
    "variant 2 (\"two\"), services: ['Speech'] is no table.",
    'variant 2 ("two"), rooms, R1: 4 is no table.',
    'variant 2 ("two"), students, S1, birth_date: ',
    'variant 2 ("two"), add_providers: ',
    'variant 2 ("two"), stay_close: 1 is neither true nor false.',
    '"Two!" and "two" would have the same folder',
    '"comparison" cannot be the name of a folder',
)


@pytest.mark.parametrize("said", SAID)
def test_all_faults_come_at_once(reading, said):
    faults = reading(FAULTY).faults
    assert len(faults) == len(SAID)
    assert any(fault.startswith(said) or said in fault for fault in faults), faults


def test_what_is_no_table_is_named(reading):
    assert reading("variant = 3").faults[0].startswith("variant: write each")
    assert reading("variant = [3]").faults == (
        "variant 1: write it as a [[variant]] table.",
    )


@pytest.mark.parametrize(
    ("text", "match"), [("[[variant", "cannot be read"), (None, "no variants file")]
)
def test_a_file_that_cannot_be_read(tmp_path, text, match):
    file = tmp_path / "v.toml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageFault, match=match):
        read_variants(file)


def test_a_policy_beside_the_file_is_found(reading, tmp_path):
    (tmp_path / "ours.toml").write_text(
        'name = "ours"\n[[levels]]\nmeasure = "minutes_short"\n', encoding="utf-8"
    )
    found = reading('policy = "ours.toml"\n[[variant]]\nname = "x"\ngroup_cap = 2\n')
    assert [one.policy.name for one in found.variants] == ["ours", "ours"]


def test_the_roster_as_it_is_comes_first_once(reading):
    plain = {"name": "now"}
    assert [one.name for one in read_variants(None, [plain]).variants] == ["now"]
    close = {"name": "near", "stay_close": True}
    found = read_variants(None, [close])
    assert [one.name for one in found.variants] == ["as it is", "near"]
    both = reading('[[variant]]\nname = "R2"\nclosed = ["R2"]\n', [plain])
    assert [one.name for one in both.variants] == ["R2", "now"]


def test_the_first_variant_has_nothing_to_stay_close_to():
    tables = [{"name": "near", "group_cap": 2, "stay_close": True}, {"name": "now"}]
    (fault,) = read_variants(None, tables).faults
    assert fault.startswith("near, stay_close: the first variant has nothing")


def test_nothing_asked_is_nothing_read(reading):
    assert read_variants(None).variants == ()
    assert reading("time_limit = 5").variants == ()


def test_the_usual_variants():
    names = [one.name for one in default_variants(DEFAULT_POLICY)]
    assert names == ["as it is", "steady-groups", "inclusion-first", "compact-days"]
    steady = default_variants(POLICIES["steady-groups"])
    assert [one.name for one in steady][1:] == ["inclusion-first", "compact-days"]
    first, second = usual_questions(DEFAULT_POLICY, protected=False)
    assert first.settings == {"protect_core": True}
    assert second.group_cap == 3
    first, _ = usual_questions(DEFAULT_POLICY, protected=True)
    assert first.settings == {"protect_core": False}


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("P03 out on Fridays", "p03-out-on-fridays"),
        ("Größe: 3!", "grösse-3"),
        ("../..", ""),
        ("x" * 99, "x" * 60),
    ],
)
def test_names_become_folders(name, folder):
    assert folder_name(name) == folder
