"""Every amount, recomputed minute by minute from the rows and the roster."""

from collections import Counter
from fractions import Fraction
from functools import cache

import pytest
from compare_school import (
    base_rows,
    drawn_rows,
    session,
    small_school,
    variant,
    without,
)

from pushpull_sched.compare.comparing import compare
from pushpull_sched.domain.comparison import Aspect
from pushpull_sched.domain.facts import Bucket, StudentFacts, amount_text, percent_text
from pushpull_sched.domain.policy import Measure
from pushpull_sched.verify.verifier import verify

SCHOOLS = {1: small_school(), 2: small_school(settings={"weeks": 2})}
SEEDS = range(12)


def profile_of(rows, weeks=1):
    return compare([variant(rows, SCHOOLS[weeks])] * 2).profiles[0]


@cache
def drawn(seed):
    weeks = 1 + seed % 2
    rows = drawn_rows(seed, weeks)
    return rows, SCHOOLS[weeks], weeks, profile_of(rows, weeks)


def inside(when, row, at):
    return (when.week, when.day) == (
        row.week,
        DAY[row.day],
    ) and when.start <= at < when.end


DAY = {day: at for at, day in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri"))}


def minutes_of(row):
    return range(row.start, row.end)


@pytest.mark.parametrize("seed", SEEDS)
def test_minutes_of_students(seed):
    rows, school, weeks, profile = drawn(seed)
    for facts in profile.students:
        student = school.student[facts.id]
        mine = [row for row in rows if row.student_id == facts.id]
        pulled = [row for row in mine if row.setting == "pull-out"]
        pushed = [row for row in mine if row.setting == "push-in"]
        assert facts.non_inclusion * weeks == sum(len(minutes_of(r)) for r in pulled)
        assert facts.inclusion * weeks == sum(len(minutes_of(r)) for r in pushed)
        missed, weighted, days = Counter(), 0, {}
        for key in student.classes:
            met = school.school_class[key]
            for meeting in met.meetings:
                when = meeting.when
                if when.day in student.days:
                    days.setdefault((when.week, when.day), set()).update(
                        range(when.start, when.end)
                    )
                for row in pulled:
                    for at in minutes_of(row):
                        if inside(when, row, at):
                            weighted += meeting.weight
                            missed[met.subject] += meeting.weight > 0
        assert {k: v * weeks for k, v in facts.missed} == +missed
        assert facts.missed_weighted * weeks == weighted
        whole = sum(max(day) + 1 - min(day) for day in days.values())
        assert facts.school_minutes * weeks == whole
        out = sum(len(minutes_of(row)) for row in pulled)
        assert facts.share == Fraction(100 * (whole - out), whole)
        assert set(facts.providers) == {
            row.provider_id for row in mine if row.setting != "consult"
        }


@pytest.mark.parametrize("seed", SEEDS)
def test_missed_minutes_add_up_by_subject_and_grade(seed):
    _, _, _, profile = drawn(seed)
    by_student = sum(one.missed_minutes for one in profile.students)
    assert sum(one.missed for one in profile.subjects) == by_student
    assert sum(one.missed for one in profile.grades) == by_student
    for grade in profile.grades:
        mine = [one for one in profile.students if one.grade == grade.grade]
        assert grade.students == len(mine)
        assert grade.most == max(one.missed_minutes for one in mine)
    assert (
        profile.measures[Measure.MISSED]
        == sum(one.missed_weighted for one in profile.students) * profile.variant.weeks
    )


def sessions(rows):
    return {row.session_id: row for row in rows}.values()


def free_blocks(provider, week, day, taken):
    """Try lunch at every minute of its window, and at none where none fits."""
    open_ = {
        at
        for hours in provider.hours
        if (hours.when.week, hours.when.day) == (week, day)
        for at in range(hours.when.start, hours.when.end)
    }
    window = range(provider.lunch_start, provider.lunch_end)
    free = open_ - taken
    lunches = [
        set(range(at, at + provider.lunch_minutes))
        for at in window
        if at + provider.lunch_minutes <= provider.lunch_end
        and set(range(at, at + provider.lunch_minutes)) <= free
    ]
    if len(open_ & set(window)) < provider.lunch_minutes + 30 or not lunches:
        lunches = [set()]
    return max(long_stretches(free - lunch) for lunch in lunches)


def long_stretches(minutes):
    starts = [at for at in minutes if at - 1 not in minutes]
    lengths = []
    for start in starts:
        end = start
        while end in minutes:
            end += 1
        lengths.append(end - start)
    return sum(length // 45 for length in lengths)


@pytest.mark.parametrize("seed", SEEDS)
def test_weeks_of_providers(seed):
    rows, school, weeks, profile = drawn(seed)
    for facts in profile.providers:
        provider = school.provider[facts.id]
        mine = [row for row in sessions(rows) if row.provider_id == facts.id]
        direct = [row for row in mine if row.setting != "consult"]
        heads = sum(
            len(minutes_of(row))
            for row in rows
            if row.provider_id == facts.id and row.setting != "consult"
        )
        assert facts.minutes * weeks == sum(len(minutes_of(row)) for row in mine)
        minutes = sum(len(minutes_of(row)) for row in direct)
        assert facts.direct_minutes * weeks == minutes
        assert facts.student_minutes * weeks == heads
        assert facts.mean_group == (Fraction(heads, minutes) if minutes else None)
        hours = sum(hours.when.minutes for hours in provider.hours)
        assert facts.available * weeks == hours
        assert facts.share == Fraction(100 * minutes, hours)
        blocks, longest = 0, 0
        for week in range(1, weeks + 1):
            for day in range(5):
                today = [r for r in mine if (r.week, DAY[r.day]) == (week, day)]
                taken = {at for row in today for at in minutes_of(row)}
                if any(
                    (h.when.week, h.when.day) == (week, day) for h in provider.hours
                ):
                    blocks += free_blocks(provider, week, day, taken)
                longest = max(longest, run_of(today, provider.break_minutes))
        assert facts.free_blocks * weeks == blocks
        assert facts.longest_run == longest


def run_of(rows, pause):
    """Fill every pause that is too short, and measure the longest stretch."""
    busy = {at for row in rows for at in minutes_of(row)}
    filled = set(busy)
    for at in sorted(busy):
        if at + 1 not in busy:
            gap = [n for n in range(at + 1, at + 1 + pause) if n in busy]
            if gap:
                filled.update(range(at, gap[0]))
    best = 0
    for start in filled:
        if start - 1 not in filled:
            end = start
            while end in filled:
                end += 1
            best = max(best, end - start)
    return best


@pytest.mark.parametrize("seed", SEEDS)
def test_groups_classes_and_rooms(seed):
    rows, school, weeks, profile = drawn(seed)
    pulled = [row for row in sessions(rows) if row.setting == "pull-out"]
    members = {
        one.session_id: [r.student_id for r in rows if r.session_id == one.session_id]
        for one in pulled
    }
    sizes = Counter(len(who) for who in members.values())
    assert {size: n * weeks for size, n in profile.groups.sizes.items()} == sizes
    grades = [[school.student[key].grade for key in who] for who in members.values()]
    spans = Counter(max(each) - min(each) for each in grades)
    assert {span: n * weeks for span, n in profile.groups.spans.items()} == spans
    if pulled:
        assert profile.groups.mean_size == Fraction(
            sum(len(who) for who in members.values()), len(pulled)
        )
        assert profile.groups.alone_share == Fraction(100 * sizes[1], len(pulled))
    for facts in profile.classes:
        check_class(facts, rows, school, pulled, members)
    for facts in profile.rooms:
        check_room(facts, school, pulled, weeks)


def check_class(facts, rows, school, pulled, members):
    met = school.school_class[facts.id]
    daily, left = Counter(), 0
    for meeting in met.meetings:
        for row in pulled:
            leaves = any(
                facts.id in school.student[key].classes
                for key in members[row.session_id]
            )
            if leaves and any(inside(meeting.when, row, at) for at in minutes_of(row)):
                left += 1
                daily[row.week, row.day] += 1
    visits = [row for row in sessions(rows) if row.class_id == facts.id]
    daily.update((row.week, row.day) for row in visits)
    assert facts.departures == left
    assert facts.visits == len(visits)
    assert facts.most == max(daily.values(), default=0)
    days = {(m.when.week, m.when.day) for m in met.meetings}
    assert facts.per_day == Fraction(left, len(days))


def check_room(facts, school, pulled, weeks):
    mine = [row for row in pulled if row.room_id == facts.id]
    used = Counter((row.week, row.day, at) for row in mine for at in minutes_of(row))
    assert facts.sessions * weeks == len(mine)
    assert facts.minutes * weeks == len(used)
    assert facts.most == max(used.values(), default=0)
    room = school.room[facts.id]
    meetings = [m for met in school.classes for m in met.meetings]
    open_ = 0
    for week in range(1, weeks + 1):
        for day in range(5):
            today = [m for m in meetings if (m.when.week, m.when.day) == (week, day)]
            first = min(m.when.start for m in today)
            last = max(m.when.end for m in today)
            open_ += sum(
                any(
                    (h.week, h.day) == (week, day) and h.start <= at < h.end
                    for h in room.hours
                )
                for at in range(first, last)
            )
    assert facts.open_minutes * weeks == open_


def test_a_class_meeting_closes_its_room():
    school = small_school(
        classes=[
            {
                "class_id": "A",
                "subject": "Art",
                "homeroom": home,
                "days": "Mon-Fri",
                "start": "8:00",
                "end": "10:00",
                "room": room,
            }
            for home, room in (("3A", "R1"), ("4A", None))
            if home == "3A"
        ]
        + [
            {
                "class_id": "B",
                "subject": "Math",
                "homeroom": "4A",
                "days": "Mon-Fri",
                "start": "10:00",
                "end": "11:00",
            },
            {
                "class_id": "C",
                "subject": "Math",
                "homeroom": "3A",
                "days": "Mon-Fri",
                "start": "10:00",
                "end": "11:00",
            },
        ]
    )
    rows = session("a", "Mon", "10:00", ["S1 Speech"])
    profile = compare([variant(rows, school)] * 2).profiles[0]
    blue = next(room for room in profile.rooms if room.id == "R1")
    assert blue.open_minutes == 5 * 60
    assert blue.share == 10


def test_a_legal_week_is_judged_and_measured_by_the_verifier():
    rows = base_rows()
    profile = profile_of(rows)
    verdict = verify(SCHOOLS[1], tuple(rows))
    assert profile.broken == ()
    assert profile.complete
    stated = dict(verdict.measures)
    del stated[Measure.MOVED]
    assert profile.measures == stated
    assert profile.compliance.met == profile.compliance.services == 6
    assert profile.compliance.short == 0


def test_shortfalls_are_sorted_by_how_much_is_given():
    rows = [
        *without(base_rows(), "c", "d", "g"),
        *session("x", "Thu", "9:30", ["S2 Math SDI"], met="3A-Math", length=15),
    ]
    profile = profile_of(rows)
    found = profile.compliance
    assert (found.met, found.nearly, found.partly, found.unplaced) == (4, 1, 0, 1)
    assert found.short == 60 + 15
    short = {one.id: one.short for one in profile.students}
    assert short == {"S1": 0, "S2": 15, "S3": 60}
    partly = profile_of(without(rows, "x", "f"))
    assert partly.compliance.partly == 1


def test_broken_rules_are_named():
    rows = [*base_rows(), *session("x", "Mon", "10:30", ["S1 OT"], provider="P2")]
    assert "S1" in profile_of(rows).broken


@pytest.mark.parametrize(
    ("pulled", "bucket"),
    [
        (199, Bucket.HIGH),
        (200, Bucket.HIGH),
        (201, Bucket.MIDDLE),
        (600, Bucket.MIDDLE),
        (601, Bucket.LOW),
    ],
)
def test_borders_of_the_buckets_belong_to_the_upper_one(pulled, bucket):
    facts = StudentFacts(
        id="S1", non_inclusion=Fraction(pulled), school_minutes=Fraction(1000)
    )
    assert facts.bucket is bucket


def test_a_share_never_reads_as_another_bucket():
    facts = StudentFacts(
        id="S1", non_inclusion=Fraction(2001, 10), school_minutes=Fraction(1000)
    )
    assert percent_text(facts.share) == "79.9 %"
    assert percent_text(None) == ""


def test_nothing_is_said_of_a_student_without_classes():
    assert StudentFacts(id="S1").bucket is None


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(1234), 1, "1,234"),
        (Fraction(17, 40), 2, "0.43"),
        (Fraction(5, 2), 1, "2.5"),
        (Fraction(1999, 100), 1, "20.0"),
    ],
)
def test_amounts_for_people(value, places, text):
    assert amount_text(value, places) == text


def aspect(*values, more_is_better=False):
    return Aspect(
        key="k",
        title="t",
        good="g",
        values=tuple(None if v is None else Fraction(v) for v in values),
        more_is_better=more_is_better,
    )


def test_the_best_is_the_least_or_the_most():
    assert aspect(3, 1, 1).best == (1, 2)
    assert aspect(3, 1, 1, more_is_better=True).best == (0,)
    assert aspect(2, 2).best == ()
    assert aspect(2, None).best == ()


def test_a_narrow_lead_is_called_narrow():
    assert aspect(1000, 981).is_narrow
    assert not aspect(1000, 980).is_narrow
    assert not aspect(5, 5).is_narrow


def test_a_lead_is_written_with_its_share():
    assert aspect(1000, 950).gain_text(1) == "50 (5 %)"
    assert aspect(1000, 999).gain_text(1) == "1 (< 1 %)"
    assert aspect(0, 7).gain_text(1) == "7"
    assert aspect(None, 7).gain_text(1) == ""
    assert aspect(4, 6, more_is_better=True).gain(1) == 2
    assert aspect(None, 7).text(0) == "?"


def test_aspects_are_those_of_the_schedules():
    first, second = base_rows(), without(base_rows(), "c")
    found = compare([variant(first), variant(second)])
    values = {one.key: one.values for one in found.aspects}
    assert values["short"] == (0, 30)
    assert values["pull_out"] == (180 + 30, 180)
    assert values["missed"] == (90, 60)
    assert values["worst_student"][0] == max(
        one.missed_minutes for one in found.profiles[0].students
    )
    assert values["longest_run"] == (60, 60)
    assert "service minutes" in found.best_for(0)
    assert any(good.startswith("inclusion") for good in found.best_for(1))
