"""What counting calls impossible is so: held against every schedule there is."""

from hypothesis import assume, given

from oracle.enumeration import legal_schedules, size
from oracle.strategies import tiny_schools
from pushpull_sched.counting.reasons import counts_of_school
from pushpull_sched.domain.explanation import Strength
from support.drawn import schools

SMALL_ENOUGH = 300


def shortfalls(school):
    """Minutes short of each service in every legal schedule, and whether complete."""
    return [
        (
            {one.service_id: one.minutes_short for one in verdict.outcomes},
            verdict.complete,
        )
        for _, verdict in legal_schedules(school)
    ]


@schools(60)
@given(tiny_schools())
def test_no_schedule_does_what_counting_says_cannot_be(school):
    proofs = [
        count for count in counts_of_school(school) if count.strength is Strength.CANNOT
    ]
    assume(proofs and size(school) <= SMALL_ENOUGH)
    found = shortfalls(school)
    for count in proofs:
        assert count.needed > count.available, count
        for short, complete in found:
            assert not complete, count
            assert sum(short[one] for one in count.service_ids) >= count.minutes, count
