"""Whatever the rows say, the verifier answers, and calls nonsense by its name."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.rules import RULE
from pushpull_sched.verify import verify
from verify.build import changed
from verify.full_week import RIGHT, ROSTER

ORDER = list(RULE)
TEXTS = st.sampled_from(
    ["", " ", "7", "7.0", "S1", "s2 ", "R1", "r2", "read", "MATH", "Mon", "either"]
    + [row.service_id for row in RIGHT]
    + [row.provider_id for row in RIGHT]
)
TIMES = st.integers(-60, 1500)
CELLS = st.fixed_dictionaries(
    {},
    optional={
        "session_id": TEXTS,
        "week": st.integers(-1, 3),
        "day": TEXTS,
        "start": TIMES,
        "end": TIMES,
        "minutes": st.none() | TIMES,
        "setting": TEXTS | st.sampled_from(["push-in", "PULL-OUT", "consult"]),
        "provider_id": st.none() | TEXTS,
        "room_id": st.none() | TEXTS,
        "class_id": st.none() | TEXTS,
        "service": st.none() | TEXTS,
        "service_id": st.none() | TEXTS,
        "student_id": st.none() | TEXTS,
    },
)


@st.composite
def scrambled(draw):
    rows = draw(st.lists(st.sampled_from(RIGHT), max_size=8))
    return [changed(row, **draw(CELLS)) for row in rows]


@settings(max_examples=300, deadline=None)
@given(scrambled(), scrambled())
def test_every_schedule_gets_an_answer(rows, baseline):
    verdict = verify(ROSTER, rows, baseline=baseline)
    found = [ORDER.index(violation.rule) for violation in verdict.violations]
    assert found == sorted(found)
    assert all(violation.message.endswith(".") for violation in verdict.violations)
    assert set(verdict.measures) == set(Measure)
    assert all(number >= 0 for number in verdict.measures.values())
    assert len(verdict.outcomes) == len(ROSTER.services)


@settings(max_examples=50, deadline=None)
@given(st.permutations(RIGHT))
def test_the_order_of_rows_does_not_matter(rows):
    shuffled = verify(ROSTER, rows)
    assert shuffled == verify(ROSTER, RIGHT)


@settings(max_examples=100, deadline=None)
@given(st.sets(st.sampled_from(sorted({row.session_id for row in RIGHT}))))
def test_a_schedule_with_sessions_left_out_is_short_not_illegal(kept):
    whole = kept | {f"math-{day}" for day in range(5)} | {"alone"}
    pairs = ("group-mon", "group-wed")
    rows = [row for row in RIGHT if row.session_id in whole | set(pairs)]
    verdict = verify(ROSTER, rows)
    assert verdict.legal, [each.message for each in verdict.violations]
