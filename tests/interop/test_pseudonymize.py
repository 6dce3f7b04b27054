"""Pseudonyms: nothing of a child stays, all means the same, all can be undone."""

import re
from dataclasses import replace
from pathlib import Path
from random import Random

import openpyxl
import pytest
from canary_school import MINE, SERVED
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_school import COMPLETE

from pushpull_sched.demand import demands
from pushpull_sched.domain.findings import has_errors
from pushpull_sched.domain.result import Params
from pushpull_sched.engine.solve import solve
from pushpull_sched.interop.fault import ForeignFault
from pushpull_sched.interop.pseudonymize import (
    pseudonymize,
    restore,
    service_ids,
    write_roster,
)
from pushpull_sched.interop.pseudonymize_schedule import (
    pseudonymize_schedule,
    restore_schedule,
    write_schedule,
)
from pushpull_sched.interop.pseudonyms import (
    MOST_DAYS,
    Kind,
    Pseudonyms,
    key_text,
    read_key,
)
from pushpull_sched.verify.verifier import verify
from pushpull_sched.workbook.example import example_rows
from pushpull_sched.workbook.load import LoadedRoster, load_school
from pushpull_sched.workbook.schedule_reader import read_schedule
from pushpull_sched.workbook.template import roster_book

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")


def reverse(order):
    order.reverse()


def hidden(loaded: LoadedRoster, names: Pseudonyms, *, keep_notes=False, seed=1):
    chance = Random(seed)  # noqa: S311 - repeatable
    return pseudonymize(
        loaded.workbook,
        loaded.school,
        names,
        shuffle=chance.shuffle,
        draw=lambda: chance.choice((-1, 1)) * chance.randint(1, MOST_DAYS),
        keep_notes=keep_notes,
    )


def through(tmp_path, loaded, names=None, **more):
    """Pseudonymize a roster, write it, and read it again."""
    names = names or Pseudonyms()
    path = tmp_path / f"hidden-{len(list(tmp_path.iterdir()))}.xlsx"
    write_roster(path, hidden(loaded, names, **more))
    return load_school(path), names, path


def written(tmp_path, rows):
    path = tmp_path / "roster.xlsx"
    roster_book(rows, tuple(rows)).save(path)
    return load_school(path)


def cells(path):
    for page in openpyxl.load_workbook(path).worksheets:
        for row in page.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield str(cell.value)


def test_no_name_and_no_id_is_left(tmp_path):
    _, _, path = through(tmp_path, written(tmp_path, MINE))
    texts = list(cells(path))
    assert not [text for text in texts if "canary" in text.casefold()]
    assert "2017-05-04 00:00:00" not in texts


def test_unknown_sheets_columns_comments_and_properties_stay_behind(tmp_path):
    source = tmp_path / "roster.xlsx"
    book = roster_book(example_rows())
    page = book["Students"]
    page["Z1"], page["Z2"] = "mother", "Mrs Canary"
    page["B2"].comment = openpyxl.comments.Comment("Canary", "Canary")
    book.create_sheet("Canary")["A1"] = "Canary"
    book.properties.creator = "Canary"
    book.save(source)
    _, _, path = through(tmp_path, load_school(source))
    target = openpyxl.load_workbook(path)
    assert "Canary" not in target.sheetnames
    assert target.properties.creator != "Canary"
    assert not [text for text in cells(path) if "Canary" in text]
    comments = [c.comment for row in target["Students"]["A2:K9"] for c in row]
    assert not any(comments)


def test_the_same_text_gets_the_same_pseudonym_and_others_another(tmp_path):
    hid, names, _ = through(tmp_path, written(tmp_path, MINE))
    book = hid.workbook.tables
    first, second = list(book["students"].rows())
    assert first["homeroom"] == next(book["classes"].rows())["homeroom"]
    assert first["student_id"] != second["student_id"]
    assert first["name"] != second["name"]
    room = next(book["rooms"].rows())
    provider = next(book["providers"].rows())
    math, reading = list(book["classes"].rows())
    assert math["room"] == room["name"]
    assert reading["room"] == room["room_id"] == provider["rooms"][0]
    assert provider["building"] == (first["building"],)
    assert next(book["services"].rows())["provider"] == provider["name"]
    assert names.of(Kind.PROVIDER, "CANARY-P") == provider["provider_id"]


def test_names_bear_the_number_of_their_id(tmp_path):
    hid, _, _ = through(tmp_path, written(tmp_path, MINE))
    tables = hid.workbook.tables
    for sheet, key, label in (
        ("students", "student_id", "Student"),
        ("providers", "provider_id", "Provider"),
        ("rooms", "room_id", "Room"),
    ):
        for row in tables[sheet].rows():
            assert row["name"] == f"{label} {row[key][1:]}"


def test_no_pseudonym_is_an_id_that_somebody_had(tmp_path):
    loaded = load_school(SAMPLES / "toy.xlsx")
    hid, _, _ = through(tmp_path, loaded)
    before = {student.id for student in loaded.school.students}
    after = {student.id for student in hid.school.students}
    assert len(before) == len(after)
    assert not before & after


def test_the_order_of_the_numbers_is_not_that_of_the_rows():
    loaded = load_school(SAMPLES / "small-elementary.xlsx")
    ids = [row["student_id"] for row in hidden(loaded, Pseudonyms()).rows["students"]]
    assert ids != sorted(ids)


def test_who_in_every_form(tmp_path):
    hid, names, _ = through(tmp_path, written(tmp_path, MINE))
    who = [row["who"] for row in hid.workbook.tables["availability"].rows()]
    student = names.of(Kind.STUDENT, "canary-1")
    assert who[0] == f"student {student}"
    assert who[1:3] == ["grade 3", names.of(Kind.PROVIDER, "Canary-P")]
    assert who[3] == names.of(Kind.UNKNOWN, "Nobody Canary")


def test_faults_of_a_roster_stay_the_same_faults(tmp_path):
    loaded = written(tmp_path, MINE)
    hid, _, _ = through(tmp_path, loaded)

    def errors(roster):
        return sorted(f.code for f in roster.findings if has_errors([f]))

    assert errors(hid) == errors(loaded) == ["W301", "W301", "W512"]


def test_cells_that_cannot_be_read_are_left_out_and_counted(tmp_path):
    rows = {**MINE, "students": [{"student_id": "1", "grade": "Canary"}]}
    answer = hidden(written(tmp_path, rows), Pseudonyms())
    assert answer.left_out == 1
    assert answer.rows["students"] == [
        {"student_id": answer.rows["students"][0]["student_id"]}
    ]


def test_notes_are_kept_only_where_asked_for(tmp_path):
    loaded = written(tmp_path, MINE)
    answer = hidden(loaded, Pseudonyms())
    assert (answer.notes, answer.notes_kept) == (2, False)
    assert not any("notes" in row for row in answer.rows["students"])
    kept = hidden(loaded, Pseudonyms(), keep_notes=True)
    assert kept.rows["students"][0]["notes"] == "Canary likes trains"
    assert kept.rows["availability"][0]["reason"] == "Canary doctor"


def test_kept_texts_and_small_groups_are_told(tmp_path):
    answer = hidden(written(tmp_path, MINE), Pseudonyms())
    assert answer.kept["subjects"] == ("Math", "Reading")
    assert answer.kept["services"] == ("Speech",)
    assert answer.small_groups == 1
    five = [{"student_id": str(n), "grade": "3"} for n in range(5)]
    services = [
        {"student_id": str(n), "service": "Speech", "setting": "pull-out",
         "frequency": "30 min weekly", "role": "SLP"}
        for n in range(5)
    ]  # fmt: skip
    rows = {**MINE, "students": five, "services": services}
    assert hidden(written(tmp_path, rows), Pseudonyms()).small_groups == 0
    fewer = {**rows, "services": services[:4]}
    assert hidden(written(tmp_path, fewer), Pseudonyms()).small_groups == 1


def test_dates_of_birth_move_by_one_to_182_days(tmp_path):
    loaded = written(tmp_path, MINE)
    born = next(loaded.workbook.tables["students"].rows())["birth_date"]
    names = Pseudonyms()
    moved = hidden(loaded, names).rows["students"][0]["birth_date"]
    assert 1 <= abs((moved - born).days) <= MOST_DAYS
    again = hidden(loaded, names, seed=9).rows["students"][0]["birth_date"]
    assert again == moved


def test_early_hours_read_the_same(tmp_path):
    rows = {
        **MINE,
        "availability": [
            {"who": "7", "days": "Mon", "start": "1:15 AM", "end": "9:00"},
            {"who": "7", "days": "Tue", "start": "1:15", "end": "13:30"},
        ],
    }
    hid, _, _ = through(tmp_path, written(tmp_path, rows))
    spans = [(r["start"], r["end"]) for r in hid.workbook.tables["availability"].rows()]
    assert spans == [(75, 540), (795, 810)]


# The same problem


@pytest.mark.parametrize("name", ["toy.xlsx", "csv-school"])
def test_samples_demand_the_same_under_pseudonyms(tmp_path, name):
    assert_same_demand(tmp_path, load_school(SAMPLES / name))


def test_co_teaching_demands_the_same_under_pseudonyms(tmp_path):
    assert_same_demand(tmp_path, written(tmp_path, SERVED))


def assert_same_demand(tmp_path, loaded):
    hid, names, _ = through(tmp_path, loaded)
    assert [f.code for f in hid.findings if has_errors([f])] == []
    one, other = loaded.school, hid.school
    assert one.settings == replace(other.settings, school=one.settings.school)
    assert len(one.classes) == len(other.classes)
    mine, its = demands(one), demands(other)
    pairs = zip(one.services, other.services, strict=True)
    own = {b.id: a.id for a, b in pairs}
    back = names.turned()
    assert mine == {
        own[key]: replace(
            demand,
            service_id=own[key],
            co_teach=tuple(
                replace(option, class_id=back.of(Kind.CLASS, option.class_id))
                for option in demand.co_teach
            ),
        )
        for key, demand in its.items()
    }


def solved(school):
    return solve(school, Params(time_limit=60, workers=1))


def first_schedule(school):
    """Solve until there is a schedule, be it a good one or not."""
    found = []
    return solve(
        school,
        Params(time_limit=60, workers=1),
        on_incumbent=found.append,
        should_stop=lambda: bool(found),
    )


def test_schedules_of_the_toy_school_carry_over_both_ways(tmp_path):
    loaded = load_school(SAMPLES / "toy.xlsx")
    hid, names, _ = through(tmp_path, loaded)
    days = loaded.school.settings.days

    result = first_schedule(loaded.school)
    rows = pseudonymize_schedule(result.schedule.rows(days), names)
    verdict = verify(hid.school, rows)
    assert verdict.legal
    assert verdict.measures == result.verdict.measures

    result = first_schedule(hid.school)
    back = restore_schedule(result.schedule.rows(days), names)
    verdict = verify(loaded.school, back)
    assert verdict.legal
    assert verdict.measures == result.verdict.measures


def test_a_small_school_solves_to_the_same_values(tmp_path):
    loaded = written(tmp_path, SERVED)
    hid, _, _ = through(tmp_path, loaded)
    one, other = solved(loaded.school), solved(hid.school)
    assert one.verdict.complete
    assert other.verdict.complete
    for mine, its in zip(one.stages, other.stages, strict=True):
        assert (mine.level, mine.bound <= its.value) == (its.level, True)
        assert its.bound <= mine.value


# The key


def test_the_same_key_gives_the_same_ids_and_new_children_new_ones(tmp_path):
    loaded = written(tmp_path, MINE)
    names = Pseudonyms()
    hidden(loaded, names)
    again = read_key(key_text(names).encode(), "key.json")
    more = [*MINE["students"], {"student_id": "new", "grade": "3"}]
    grown = written(tmp_path, {**MINE, "students": more})
    rows = hidden(grown, again, seed=5).rows["students"]
    assert rows[0]["student_id"] == names.of(Kind.STUDENT, "Canary-1")
    assert rows[2]["student_id"] not in {rows[0]["student_id"], rows[1]["student_id"]}


def test_the_key_takes_everything_back(tmp_path):
    loaded = written(tmp_path, MINE)
    hid, names, _ = through(tmp_path, loaded, keep_notes=True)
    names = read_key(key_text(names).encode(), "key.json")
    path = tmp_path / "back.xlsx"
    write_roster(path, restore(hid.workbook, hid.school, names))
    back = load_school(path)
    for key in loaded.workbook.present:
        before = [dict(row.values) for row in loaded.workbook.tables[key].rows()]
        after = [dict(row.values) for row in back.workbook.tables[key].rows()]
        if key == "services":
            ids = service_ids(loaded.workbook, loaded.school)
            for row, own in zip(before, ids.values(), strict=True):
                row["service_id"] = own
        assert folded_values(after) == folded_values(before)


def folded_values(rows):
    """Write ids and names without case and spaces, in which they may differ."""
    return [re.sub(r"\s+", " ", repr(row)).casefold() for row in rows]


def test_two_children_of_one_name_both_get_it_back(tmp_path):
    hid, names, _ = through(tmp_path, written(tmp_path, MINE))
    rows = restore(hid.workbook, hid.school, names).rows["students"]
    assert [row["name"] for row in rows] == ["Ana Canary"] * 2


KEY = '{"format": "pushpull-sched pseudonym key", "names": %s, "birth_shifts": %s}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": "pushpull-sched pseudonym key"}',
        KEY % ('{"cat": []}', "{}"),
        KEY % ('{"student": [["a"]]}', "{}"),
        KEY % ('{"student": [["a", ""]]}', "{}"),
        KEY % ("{}", "3"),
        KEY % ("3", "{}"),
    ],
)
def test_damaged_keys_are_refused(text):
    with pytest.raises(ForeignFault, match=r"key\.json is not a key"):
        read_key(text.encode(), "key.json")


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.text(max_size=6), max_size=12),
    st.lists(st.text(max_size=6), max_size=6),
)
def test_pseudonyms_are_distinct_and_the_way_back_is_right(first, second):
    names = Pseudonyms()
    for texts in (first, second):
        names.give(Kind.STUDENT, texts, reverse)
    given_to = {text: names.of(Kind.STUDENT, text) for text in [*first, *second]}
    kept = read_key(key_text(names).encode(), "key.json").turned()
    for text, pseudonym in given_to.items():
        if pseudonym is None:
            assert not text.split() or text == ""
            continue
        original = kept.of(Kind.STUDENT, pseudonym)
        assert " ".join(original.casefold().split()) == " ".join(
            text.casefold().split()
        )


# Schedules


def test_a_schedule_goes_through_its_file_and_back(tmp_path):
    names = Pseudonyms()
    for kind, text in (
        (Kind.STUDENT, "S1"), (Kind.PROVIDER, "P1"), (Kind.PLACE, "R1"),
        (Kind.SERVICE, "S1-Speech-1"), (Kind.SERVICE, "S1-Language-1"),
    ):  # fmt: skip
        names.give(kind, [text], reverse)
    rows = tuple(COMPLETE.rows(DAYS))
    new = pseudonymize_schedule(rows, names)
    assert not {"S1", "P1", "R1"} & {v for row in new for v in vars_of(row)}
    path = tmp_path / "schedule.xlsx"
    write_schedule(path, new)
    read, findings = read_schedule(path, DAYS)
    assert not has_errors(findings)
    assert restore_schedule([replace(row, source=None) for row in read], names) == rows


def vars_of(row):
    return (row.student_id, row.provider_id, row.room_id, row.service_id)


def test_ids_that_the_roster_does_not_have_get_pseudonyms_too():
    names = Pseudonyms()
    rows = pseudonymize_schedule(COMPLETE.rows(DAYS), names, reverse)
    assert all(row.student_id != "S1" for row in rows)
    assert restore_schedule(rows, names) == tuple(COMPLETE.rows(DAYS))


def test_a_schedule_keeps_midnight_and_formula_like_ids(tmp_path):
    row = next(iter(COMPLETE.rows(DAYS)))
    path = tmp_path / "schedule.xlsx"
    write_schedule(path, [replace(row, end=1440, session_id="=1+1")])
    page = openpyxl.load_workbook(path)["Schedule"]
    assert (page["A2"].value, page["A2"].data_type) == ("=1+1", "s")
    assert page["E2"].value == "24:00"
