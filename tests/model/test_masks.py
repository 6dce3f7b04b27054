"""Sets of minutes as whole numbers do what sets of minutes do."""

from hypothesis import given
from hypothesis import strategies as st

from pushpull_sched.domain.clock import MINUTES_PER_DAY
from pushpull_sched.model import masks

LATEST = 90
MINUTES = st.sets(st.integers(0, LATEST))
LENGTHS = st.integers(1, 25)


def mask_of(minutes):
    return sum(1 << minute for minute in minutes)


def set_of(mask):
    return {minute for minute in range(mask.bit_length()) if mask >> minute & 1}


@given(MINUTES)
def test_minutes_are_listed_in_order(minutes):
    assert list(masks.minutes_of(mask_of(minutes))) == sorted(minutes)
    if minutes:
        assert masks.first(mask_of(minutes)) == min(minutes)


@given(st.lists(MINUTES, max_size=4))
def test_union_and_common(several):
    day = set(range(MINUTES_PER_DAY))
    assert set_of(masks.union(map(mask_of, several))) == set().union(*several)
    assert set_of(masks.common(map(mask_of, several))) == day.intersection(*several)


@given(MINUTES, LENGTHS)
def test_starts_are_where_the_whole_length_fits(minutes, length):
    fitting = {at for at in minutes if minutes.issuperset(range(at, at + length))}
    assert set_of(masks.starts(mask_of(minutes), length)) == fitting


@given(MINUTES, LENGTHS)
def test_spread_is_every_minute_of_what_begins(starts, length):
    covered = {at + more for at in starts for more in range(length)}
    assert set_of(masks.spread(mask_of(starts), length)) == covered


@given(MINUTES, st.integers(0, LATEST), LENGTHS)
def test_covers_asks_for_every_minute(minutes, start, length):
    whole = minutes.issuperset(range(start, start + length))
    assert masks.covers(mask_of(minutes), start, start + length) == whole
    assert masks.covers(mask_of(minutes), start, start)


@given(MINUTES)
def test_pieces_are_the_unbroken_stretches(minutes):
    pieces = list(masks.pieces(mask_of(minutes)))
    assert {at for start, end in pieces for at in range(start, end)} == minutes
    borders = [border for piece in pieces for border in piece]
    assert borders == sorted(set(borders))


@given(MINUTES, st.sampled_from([1, 5, 15]))
def test_minutes_off_the_grid_bring_their_neighbours_on_it(minutes, step):
    grid = masks.grid(step)
    assert set_of(grid) == set(range(0, MINUTES_PER_DAY, step))
    near = {at - at % step for at in minutes} | {
        -(-at // step) * step for at in minutes
    }
    assert set_of(masks.rounded(mask_of(minutes), grid, step)) == minutes | near
