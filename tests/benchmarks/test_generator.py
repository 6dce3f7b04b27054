"""A generated roster is sound, and its planted timetable is legal and complete."""

from collections import Counter

import pytest
from benchmarks.generator.check import planted_schedule, prove
from benchmarks.generator.files import write_csv_folder, write_workbook
from benchmarks.generator.make import make_roster
from benchmarks.generator.samples import FOLDER, write_samples

SMALL = ("toy", "slp", "small")
VARIANTS = (
    pytest.param(0.6, False, id="loose"),
    pytest.param(0.75, False, id="usual"),
    pytest.param(0.9, True, id="tight with rarer rules"),
)


def proof(tmp_path, tier, seed, tightness, rarer):
    roster = make_roster(tier, seed=seed, tightness=tightness, rarer=rarer)
    path = tmp_path / "roster.xlsx"
    write_workbook(roster.tables, path)
    return prove(roster, path)


@pytest.mark.parametrize(("tightness", "rarer"), VARIANTS)
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("tier", SMALL)
def test_the_planted_timetable_is_legal_and_complete(
    tmp_path, tier, seed, tightness, rarer
):
    proved = proof(tmp_path, tier, seed, tightness, rarer)
    assert proved.complaints == []
    assert proved.verdict.legal
    assert proved.verdict.complete


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tier", "tightness", "rarer"),
    [
        ("average", 0.9, True),
        ("middle", 0.75, False),
        ("middle", 0.9, True),
        ("itinerant", 0.9, True),
        ("high", 0.75, False),
    ],
)
def test_large_tiers_are_legal_and_complete_too(tmp_path, tier, tightness, rarer):
    proved = proof(tmp_path, tier, 4, tightness, rarer)
    assert proved.complaints == []
    assert proved.verdict.legal
    assert proved.verdict.complete


def test_a_seed_gives_the_same_file_and_another_seed_another(tmp_path):
    files = [tmp_path / name for name in ("a.xlsx", "b.xlsx", "c.xlsx")]
    for path, seed in zip(files, (5, 5, 6), strict=True):
        write_workbook(make_roster("toy", seed=seed).tables, path)
    first, again, other = (path.read_bytes() for path in files)
    assert first == again
    assert first != other


def test_a_csv_folder_reads_like_the_workbook(tmp_path):
    roster = make_roster("small", seed=7)
    write_csv_folder(roster.tables, tmp_path / "school")
    proved = prove(roster, tmp_path / "school")
    assert proved.complaints == []
    assert proved.verdict.complete


def test_more_tightness_gives_fuller_providers():
    loose, tight = (make_roster("average", tightness=t).fill for t in (0.6, 0.9))
    assert loose == pytest.approx(0.6, abs=0.04)
    assert tight > 0.83


def test_the_middle_school_plants_what_it_is_there_to_show():
    roster = make_roster("middle")
    kinds = Counter(
        (found.setting, found.co_teach, found.minutes == 42) for found in roster.series
    )
    assert kinds["push-in", True, False] > 3
    assert kinds["pull-out", False, True] > 10
    weeks = [
        {(slot.day, slot.start) for slot in found.slots if slot.week == week}
        for found in roster.series
        for week in (1, 2)
        if not found.co_teach
    ]
    assert any(a != b for a, b in zip(weeks[::2], weeks[1::2], strict=True))


def test_itinerants_work_in_several_buildings():
    roster = make_roster("itinerant")
    rooms = {room.id: room.building for room in roster.ground.rooms}
    sites = {
        rooms[found.room]
        for found in roster.series
        if found.staff.id == "SLP1" and found.room
    }
    assert len(sites) > 1
    assert {found.pattern for found in roster.series} >= {"every", "1 of 2", "monthly"}


def test_planted_groups_have_several_students():
    sizes = [len(s.served) for s in planted_schedule(make_roster("average")).sessions]
    assert max(sizes) >= 4
    assert sum(sizes) / len(sizes) > 1.4


@pytest.mark.slow
def test_the_samples_are_what_the_generator_writes(tmp_path):
    write_samples(tmp_path)
    for made in sorted(path for path in tmp_path.rglob("*") if path.is_file()):
        kept = FOLDER / made.relative_to(tmp_path)
        assert made.read_bytes() == kept.read_bytes(), made.name
