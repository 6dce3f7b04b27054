import pytest
from export_sample import clock

from pushpull_sched.domain.school import Provider
from pushpull_sched.export.free_time import lunch_and_planning, merged, without


def span(start, end):
    return clock(start), clock(end)


def provider(planning=0, lunch=30):
    return Provider(
        id="P",
        roles=frozenset(),
        hours=(),
        planning_minutes=planning,
        lunch_minutes=lunch,
    )


def chosen(available, sessions, **more):
    hours = merged([span(*piece) for piece in available])
    free = without(hours, [span(*piece) for piece in sessions])
    return lunch_and_planning(provider(**more), hours, free)


def test_touching_hours_are_one_stretch():
    assert merged([(60, 90), (0, 60), (100, 110)]) == ((0, 90), (100, 110))


def test_taking_away_leaves_no_empty_stretch():
    assert without([(0, 60)], [(0, 10), (50, 60), (70, 80)]) == ((10, 50),)


def test_lunch_takes_the_middle_of_its_window_where_it_is_free():
    lunch, _ = chosen([("8:00", "15:00")], [])
    assert lunch == span("11:45", "12:15")


def test_lunch_moves_to_the_nearest_free_stretch():
    lunch, _ = chosen([("8:00", "15:00")], [("11:30", "12:30")])
    assert lunch == span("11:00", "11:30")


@pytest.mark.parametrize(
    ("end", "lunch"), [("11:30", span("11:00", "11:30")), ("11:25", None)]
)
def test_lunch_is_owed_only_with_half_an_hour_to_spare_in_the_window(end, lunch):
    assert chosen([("7:00", end)], [])[0] == lunch


def test_no_lunch_where_none_is_due_and_none_where_nothing_is_free():
    assert chosen([("8:00", "15:00")], [], lunch=0)[0] is None
    assert chosen([("8:00", "15:00")], [("10:30", "13:30")])[0] is None


def test_lunch_makes_room_for_planning():
    sessions = [("8:00", "11:15"), ("12:30", "15:00")]
    lunch, planning = chosen([("8:00", "15:00")], sessions, planning=45)
    assert lunch is not None
    assert planning is not None
    assert lunch[1] <= planning[0] or planning[1] <= lunch[0]
    assert planning[1] - planning[0] == 45


def test_planning_is_shown_without_lunch_and_lunch_without_planning():
    only_lunch = chosen(
        [("8:00", "15:00")], [("8:00", "11:30"), ("12:00", "15:00")], planning=45
    )
    assert only_lunch == (span("11:30", "12:00"), None)
    busy_noon = chosen([("8:00", "15:00")], [("10:00", "14:00")], planning=45)
    assert busy_noon == (None, span("8:00", "8:45"))


@pytest.mark.parametrize(
    ("end", "planning"), [("12:00", span("8:00", "8:45")), ("11:59", None)]
)
def test_planning_is_owed_from_four_hours_on(end, planning):
    assert chosen([("8:00", end)], [], planning=45)[1] == planning
