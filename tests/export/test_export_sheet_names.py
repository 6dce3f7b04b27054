import pytest
from hypothesis import given
from hypothesis import strategies as st

from pushpull_sched.export.workbook_sheets.sheet_names import FIXED, sheet_names


def units(text):
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("Ms. Alvarez", "Ms. Alvarez"),
        ("a/b [OT]: 'team'", "a b OT 'team"),
        ("'quoted'", "quoted"),
        ("  two \n lines  ", "two lines"),
        ("\u202eright to left", "right to left"),
        ("ليلى حداد", "ليلى حداد"),
        ("x" * 31, "x" * 31),
        ("x" * 32, "x" * 31),
        ("🦊" * 16, "🦊" * 15),
        ("x" * 30 + "🦊", "x" * 30),
        ("x" * 28 + "👩\u200d🏫", "x" * 28 + "👩"),
        ("x" * 30 + "' y", "x" * 30),
        ("Master", "Master (2)"),
        ("SUMMARY", "SUMMARY (2)"),
        ("History", "History (2)"),
        ("???", "P1"),
    ],
)
def test_one_name_is_made_legal(wish, name):
    assert sheet_names([(wish, "P1")]) == (name,)


def test_nothing_usable_at_all_still_gives_a_name():
    assert sheet_names([("", "/"), ("*", "")]) == ("Provider", "Provider (2)")


def test_names_that_are_the_same_but_for_case_or_after_cutting_stay_apart():
    names = sheet_names([("Ana", ""), ("ANA", ""), ("ana", ""), ("y" * 60, "")] * 2)
    assert names[:4] == ("Ana", "ANA (2)", "ana (3)", "y" * 31)
    assert names[7] == "y" * 27 + " (2)"
    assert len({name.casefold() for name in names}) == 8


@given(st.lists(st.tuples(st.text(), st.text(max_size=3)), max_size=12))
def test_any_names_become_legal_and_unique(wanted):
    names = sheet_names(wanted)
    assert len({name.casefold() for name in (*names, *FIXED)}) == len(names) + 4
    for name in names:
        assert 1 <= units(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name[0] != "'"
        assert name[-1] != "'"
