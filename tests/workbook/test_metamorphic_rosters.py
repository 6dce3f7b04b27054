"""A roster with other ids or its rows in another order reads to the same school."""

import random
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook
from reshaped import Renaming, renamed

from pushpull_sched.demand import demand_of
from pushpull_sched.domain.clock import Interval
from pushpull_sched.domain.findings import SourceRef
from pushpull_sched.verify import owed
from pushpull_sched.workbook.load import load_school

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
NAMES = ("toy.xlsx", "small-elementary.xlsx", "three-buildings.xlsx")
STUDENT = re.compile(r"\bS(\d{3})\b")


def read(path):
    """The school of a roster without where its parts stand, and its demands."""
    school = load_school(path).school
    assert school is not None
    return school


def sorted_parts(thing):
    """A value in which neither order nor place in the file is left."""
    if isinstance(thing, SourceRef):
        return None
    if isinstance(thing, tuple | list | frozenset):
        return sorted(map(sorted_parts, thing), key=repr)
    if is_dataclass(thing) and not isinstance(thing, Interval):
        return {
            one.name: sorted_parts(getattr(thing, one.name)) for one in fields(thing)
        }
    return thing


def same(one, other):
    """Whether two schools are equal, and what they owe by either arithmetic."""
    assert sorted_parts(one) == sorted_parts(other)
    for service in one.services:
        twin = other.service[service.id]
        for counted in (demand_of, owed):
            assert counted(one, service) == counted(other, twin)


def rewritten(source, target, change):
    """Write a sample again with the rows of every sheet changed."""
    book = load_workbook(source)
    for sheet in book:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(change(sheet.title, rows), start=2):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column).value = value
    book.save(target)
    return target


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_rows_does_not_matter(name, tmp_path):
    rng = random.Random(name)  # noqa: S311 - seeded on purpose

    def shuffled(_, rows):
        return rng.sample(rows, len(rows))

    other = rewritten(SAMPLES / name, tmp_path / name, shuffled)
    same(read(other), read(SAMPLES / name))


@pytest.mark.parametrize("name", NAMES)
def test_the_ids_of_students_do_not_matter(name, tmp_path):
    def turned(text):
        return STUDENT.sub(lambda found: f"Z{999 - int(found[1]):03d}", text)

    def renamed_rows(_, rows):
        return [
            [turned(cell) if isinstance(cell, str) else cell for cell in row]
            for row in rows
        ]

    def as_it_is(text):
        return text

    ids = Renaming(person=turned, place=as_it_is, service=turned, word=as_it_is)
    other = rewritten(SAMPLES / name, tmp_path / name, renamed_rows)
    expected = renamed(read(SAMPLES / name), ids)
    same(read(other), expected)
