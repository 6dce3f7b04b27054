"""The model of the whole school: its best, and whether its bound is believed."""

from dataclasses import replace

import drawn
from hypothesis import assume, given

from engine.running import one, searching
from oracle.enumeration import best, size
from oracle.strategies import tiny_schools
from pushpull_sched.domain.policy import Measure
from pushpull_sched.engine import exact
from pushpull_sched.engine.construct import pinned
from pushpull_sched.engine.exact import Whole
from pushpull_sched.engine.search import HeldLevel
from pushpull_sched.engine.solver import Found
from verify.build import MON, amount, at, provider, school, service, student

SHORT, MISSED = one(Measure.MINUTES_SHORT), one(Measure.MISSED)


def settled(search):
    """Take both levels to the end; return their bounds and values."""
    whole = Whole(search)
    short = whole.settle(SHORT, (), 10)
    held = HeldLevel(level=SHORT, limit=search.value(SHORT))
    missed = whole.settle(MISSED, (held,), 10)
    return (short, missed), (search.value(SHORT), search.value(MISSED))


def crowded():
    """Two students, and one moment at which either can be seen."""
    both = [
        service(f"{s}-Speech-1", s, days=frozenset({MON}), individual=True)
        for s in ("S1", "S2")
    ]
    return school(
        students=(student("S1"), student("S2")),
        services=tuple(
            replace(one, earliest=at("8:30"), latest=at("9:00")) for one in both
        ),
    )


@given(tiny_schools())
@drawn.schools(25)
def test_small_schools_are_solved_to_the_proven_best(school):
    assume(size(school) <= 100)
    true = best(school)
    search = searching(school)
    assume(true is not None)
    assume(not pinned(search.atlas))
    bounds, values = settled(search)
    assert bounds == values == true.values


def test_two_students_and_one_moment():
    assert settled(searching(crowded())) == ((30, 90), (30, 90))


def test_a_shortage_that_a_second_search_does_not_confirm_is_not_claimed(monkeypatch):
    search = searching(crowded())
    honest = exact.run

    def unsure(model, effort, stop):
        answer = honest(model, effort, stop)
        if answer.found is Found.NONE_EXISTS:
            return replace(answer, found=Found.NOTHING)
        return answer

    monkeypatch.setattr(exact, "run", unsure)
    (short, missed), values = settled(search)
    assert short == 0
    assert missed == 90
    assert values == (30, 90)


def test_a_schedule_as_good_as_the_best_is_kept_as_it_is():
    search = searching(crowded())
    settled(search)
    before = search.now
    Whole(search).settle(MISSED, (HeldLevel(level=SHORT, limit=30),), 10)
    assert search.now is before


def test_a_large_school_is_not_tried_at_once(monkeypatch):
    of = school(services=(service(amount=amount(sessions=2)),))
    count = sum(1 for _ in Whole(searching(of))._options["S1-Speech-1"])
    monkeypatch.setattr(exact, "AFFORDABLE", count)
    assert Whole(searching(of)).affordable
    monkeypatch.setattr(exact, "AFFORDABLE", count - 1)
    assert not Whole(searching(of)).affordable


def test_a_large_school_with_many_providers_is_not_tried_at_once(monkeypatch):
    of = school(providers=(provider(), provider("SLP2")))
    count = sum(1 for _ in Whole(searching(of))._options["S1-Speech-1"])
    monkeypatch.setattr(exact, "AFFORDABLE", count - 1)
    assert not Whole(searching(of)).affordable
