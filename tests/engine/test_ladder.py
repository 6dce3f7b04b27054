"""Climbing the levels: again while it pays, and no longer."""

from dataclasses import replace

import pytest

from engine.running import searching
from engine.team import team
from pushpull_sched.engine import ladder as ladder_module
from pushpull_sched.engine.ladder import Ladder
from pushpull_sched.engine.solve import _construct, _levels


@pytest.fixture
def improved(monkeypatch):
    """Levels that were to be improved; each attempt gives up at once."""
    names = []
    monkeypatch.setattr(Ladder, "_prove", lambda *_: None)
    monkeypatch.setattr(
        ladder_module, "improve", lambda _, level, *__: names.append(level.name)
    )
    return names


def climb(*, seconds=30.0, gap=0.0):
    search = searching(team(), seconds=seconds)
    search.params = replace(search.params, gap=gap)
    _construct(search)
    assert search.value(search.params.policy.levels[-1]) > 0
    return search, _levels(search, with_needs=False)


def test_levels_that_gave_up_are_tried_again_while_time_is_left(improved):
    _, stages = climb()
    last = stages[-1].level
    assert improved.count(last) == 2
    assert [stage.level for stage in stages].count(last) == 1


def test_a_climb_that_got_somewhere_is_followed_by_another(improved, monkeypatch):
    def prove(ladder, level, _):
        known = ladder.search.proved.get(level.name, 0)
        if known < 3:
            ladder.search.prove(level.name, known + 1)

    monkeypatch.setattr(Ladder, "_prove", prove)
    search, stages = climb()
    assert improved.count(stages[-1].level) == 4
    assert search.proved[stages[-1].level] == 3


def test_what_is_good_enough_is_not_tried_again(improved):
    _, stages = climb(gap=1.0)
    assert improved.count(stages[-1].level) == 0


def test_no_climb_begins_when_hardly_any_time_is_left(improved, monkeypatch):
    monkeypatch.setattr(ladder_module, "CLIMB_SHARE", 1.0)
    _, stages = climb()
    assert improved.count(stages[-1].level) == 1


def test_a_further_climb_that_completes_nothing_changes_nothing(improved, monkeypatch):
    search = searching(team())
    before = search.now
    ladder = Ladder(search)

    def complete(search, _):
        _construct(search)
        search.keep(before)

    monkeypatch.setattr(ladder_module, "complete", complete)
    ladder.take(search.params.policy.levels[0], last=False)
    assert ladder.start_again()
    ladder.take(search.params.policy.levels[0], last=False)
    assert search.now is before
