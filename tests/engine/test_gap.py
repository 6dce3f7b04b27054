"""A level is left once its value is as near to its bound as was asked."""

from dataclasses import replace

import pytest

from engine.running import one, searching
from engine.team import team
from pushpull_sched.domain.policy import DEFAULT_POLICY, Measure
from pushpull_sched.domain.result import Params, StageStatus
from pushpull_sched.engine.ladder import Ladder
from pushpull_sched.engine.solve import solve

MISSED = one(Measure.MISSED)


@pytest.mark.parametrize(
    ("gap", "bound", "value", "enough"),
    [
        (0.25, 60, 80, True),
        (0.25, 60, 81, False),
        (0.25, 0, 1, False),
        (1.0, 0, 1000, True),
        (0.0, 60, 60, True),
        (0.0, 60, 61, False),
        (0.0, 0, 0, True),
    ],
)
def test_near_enough_is_a_share_of_the_value(gap, bound, value, enough):
    search = searching(team())
    search.params = replace(search.params, gap=gap)
    search.prove(MISSED.name, bound)
    assert Ladder(search)._enough(MISSED)(value) is enough


def run(gap):
    policy = replace(DEFAULT_POLICY, levels=DEFAULT_POLICY.levels[:1] + PULLED)
    params = Params(time_limit=1.5, deterministic=True, gap=gap, policy=policy)
    return solve(team(), params)


PULLED = (one(Measure.PULL_OUT), one(Measure.IRREGULAR), one(Measure.SPLITS))


def test_any_value_is_near_enough_to_a_gap_of_one():
    quick, thorough = run(1.0), run(0.0)
    assert quick.seconds < thorough.seconds
    for loose, tight in zip(quick.stages, thorough.stages, strict=True):
        assert loose.status is not StageStatus.IMPROVED
        assert loose.value >= tight.value or loose.level != "pull_out"
