"""The rules as the board asks them: as strict as the verifier, and no stricter."""

import pytest

from model.fixing import options_for, slots_of
from oracle.enumeration import broken
from pushpull_sched.engine.board import Board
from pushpull_sched.engine.fitting import Fitting
from pushpull_sched.model.atlas import Atlas
from pushpull_sched.model.timetable import schedule_of
from pushpull_sched.verify import verify_schedule
from rules.tables import CASES
from verify.build import (
    MON,
    provider,
    room,
    schedule,
    school,
    service,
    session,
    settings,
    student,
)

CALLERS = frozenset({"S4", "S7", "S8", "P3", "G4", "V8", "C2"})
"""Rules about all sessions of a service, and those that the exact model keeps."""
LEGAL = [case for case in CASES if not case.codes]
BROKEN = [case for case in CASES if case.codes - CALLERS]


def put_up(case, *, backwards=False):
    """Put the options of a case up one by one; the board, and what was refused.

    Sessions that the roster alone rules out are no options, and refused as well.
    """
    atlas = Atlas(case.school)
    board = Board(atlas)
    fitting = Fitting(board)
    wanted, rooms = slots_of(case.schedule)
    options = None if wanted is None else options_for(atlas, wanted)
    if options is None:
        return board, ["no option"]
    refused = []
    every = [option for mine in options.values() for option in mine]
    for option in reversed(every) if backwards else every:
        found = fitting.fit(option)
        if found is None:
            refused.append(option)
        else:
            told = {slot: rooms.get(slot, found[slot]) for slot in found}
            board.add(option, told if not case.codes else found)
    return board, refused


@pytest.mark.parametrize("case", LEGAL, ids=lambda case: case.name)
def test_what_is_legal_can_be_put_up_in_any_order(case):
    for backwards in (False, True):
        board, refused = put_up(case, backwards=backwards)
        assert refused == []
        assert not broken_rules(case.school, board)


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_what_is_broken_cannot(case):
    for backwards in (False, True):
        board, refused = put_up(case, backwards=backwards)
        assert broken_rules(case.school, board) <= CALLERS
        assert refused or board.room != slots_of(case.schedule)[1]


def broken_rules(school, board):
    """Rules that the verifier finds broken on a board."""
    verdict = verify_schedule(school, schedule_of(school, board.timetable()))
    return broken(verdict)


class TestSharedRooms:
    """Where the board is stricter than the rule: it counts all that overlaps."""

    NAMES = ("S1", "S2", "S3")
    TIMES = ("8:30-9:00", "9:00-9:30", "8:45-9:15")

    def fits(self, groups, capacity):
        of = school(
            settings=settings(grid=15),
            students=tuple(student(name) for name in self.NAMES),
            services=tuple(service(f"{n}-Speech-1", n) for n in self.NAMES),
            providers=tuple(provider(f"SLP{n}") for n in (1, 2, 3)),
            rooms=(room(groups=groups, capacity=capacity),),
        )
        atlas = Atlas(of)
        board = Board(atlas)
        fitting = Fitting(board)
        for place, times in enumerate(self.TIMES):
            one = session(of.services[place], MON, times, by=f"SLP{place + 1}")
            wanted, _ = slots_of(schedule(one))
            (option,) = options_for(atlas, wanted)[of.services[place].id]
            found = fitting.fit(option)
            if found is None:
                return False
            board.add(option, found)
        return True

    def test_one_after_the_other_beside_a_third_counts_as_three(self):
        assert self.fits(groups=3, capacity=3)
        assert not self.fits(groups=2, capacity=3)
        assert not self.fits(groups=3, capacity=2)
