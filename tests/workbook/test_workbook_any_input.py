"""No input whatever may end in a traceback, or in a value of the wrong type."""

from datetime import date, time, timedelta
from fractions import Fraction
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading_helpers import SOUND, CellKind, book_of

from pushpull_sched.domain.service import Per, WeekPattern
from pushpull_sched.workbook.reader import read_workbook
from pushpull_sched.workbook.schema import SHEETS
from pushpull_sched.workbook.tables import tables_of
from pushpull_sched.workbook.values import FrequencyReading, WeekSet

TYPES = {
    CellKind.TEXT: str,
    CellKind.ID: str,
    CellKind.ID_LIST: tuple,
    CellKind.TEXT_LIST: tuple,
    CellKind.INTEGER: int,
    CellKind.YES_NO: bool,
    CellKind.TIME: int,
    CellKind.DATE: date,
    CellKind.DATE_LIST: tuple,
    CellKind.DAYS: frozenset,
    CellKind.DAY: int,
    CellKind.DAY_NAMES: tuple,
    CellKind.WEEKS: WeekSet,
    CellKind.GRADE: int,
    CellKind.CHOICE: str,
    CellKind.PER: Per,
    CellKind.LENGTHS: tuple,
    CellKind.FREQUENCY: FrequencyReading,
    CellKind.WEEK_PATTERN: WeekPattern,
    CellKind.FRACTION: Fraction,
}
WORDS = [
    "30",
    "min",
    "x",
    "2",
    "weekly",
    "=",
    "of",
    "every",
    "other",
    "week",
    "3",
    "of",
    "4",
    "once",
    "per",
    "cycle",
    "-",
    "6-day",
    "20-45",
    "Mon-Fri",
    "MTWThF",
    "all",
    "odd",
    "even",
    "8:30",
    "pm",
    "1/2/2026",
    "to",
    "Sep",
    ",",
    ";",
    ".",
    "PK",
    "Kindergarten",
    "#N/A",
]

texts = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=4).map("".join),
    st.from_regex(r"[0-9xX:/,;. -]{0,12}", fullmatch=True),
)
values = st.one_of(
    st.none(),
    texts,
    st.integers(),
    st.integers(min_value=10**300, max_value=10**310),
    st.just(10**5000),
    st.integers(min_value=-5, max_value=2500),
    st.floats(),
    st.floats(min_value=0, max_value=1),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


def row_of(sheet):
    return st.fixed_dictionaries(
        {}, optional={column.key: values for column in sheet.columns}
    )


rosters = st.fixed_dictionaries(
    {},
    optional={sheet.key: st.lists(row_of(sheet), max_size=2) for sheet in SHEETS},
)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(rosters)
def test_any_rows(data):
    book, findings = tables_of(data)
    for table in book.tables.values():
        for row in table.rows():
            for column in table.sheet.columns:
                value = row[column.key]
                assert value is None or isinstance(value, TYPES[column.kind])
                assert isinstance(row.text(column.key), str)
                assert row.ref(column.key).sheet == table.title
    for finding in findings:
        assert finding.message
        assert len(finding.value) <= 60


@pytest.mark.parametrize("kind", list(CellKind))
@settings(max_examples=30, deadline=None)
@given(value=values)
def test_any_cell_of_every_kind(kind, value):
    sheet, column = next(
        (sheet, column)
        for sheet in SHEETS
        for column in sheet.columns
        if column.kind is kind
    )
    book, _ = tables_of({sheet.key: [{column.key: value}]})
    for row in book.tables[sheet.key].rows():
        read = row[column.key]
        assert read is None or isinstance(read, TYPES[kind])
        if kind is CellKind.INTEGER and read is not None:
            assert column.minimum <= read <= column.maximum
        if kind is CellKind.TIME and read is not None:
            assert 0 <= read < 1440


@pytest.fixture(scope="module")
def sound():
    buffer = BytesIO()
    book_of(SOUND).save(buffer)
    return buffer.getvalue()


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    data=st.one_of(st.binary(max_size=400), st.binary(max_size=80).map(b"PK".__add__))
)
def test_any_bytes(tmp_path, data):
    path = tmp_path / "any.xlsx"
    path.write_bytes(data)
    book, findings = read_workbook(path)
    assert book is None
    assert findings


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_damaged_workbooks(tmp_path, sound, data):
    path = tmp_path / "any.xlsx"
    at = data.draw(st.integers(0, len(sound) - 1))
    byte = data.draw(st.integers(0, 255))
    cut = data.draw(st.sampled_from((len(sound), at)))
    path.write_bytes((sound[:at] + bytes([byte]) + sound[at + 1 :])[:cut])
    book, findings = read_workbook(path)
    assert book is not None or findings


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.binary(max_size=300))
def test_any_csv(tmp_path, data):
    (tmp_path / "students.csv").write_bytes(b"student_id,grade\n" + data)
    (tmp_path / "settings.csv").write_bytes(data)
    book, _ = read_workbook(tmp_path)
    assert book is not None


def test_odd_values_stand_in_messages_shortened():
    _, findings = tables_of(
        {"students": [{"student_id": "S", "grade": "x" * 500, "days": timedelta(1)}]}
    )
    assert {len(f.value) <= 60 for f in findings} == {True}
    _, findings = tables_of({"students": [{"student_id": time(1, 0), "grade": 3}]})
    assert findings[0].code == "W230"
