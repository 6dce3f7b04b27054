"""What differs between two schedules, in data and in sentences."""

from collections import Counter
from dataclasses import replace

import pytest
from compare_school import (
    DAYS,
    base_rows,
    drawn_rows,
    session,
    small_school,
    variant,
    without,
)

from pushpull_sched.compare.comparing import compare
from pushpull_sched.compare.wording import listed
from pushpull_sched.domain.comparison import Direction
from pushpull_sched.domain.comparison_words import (
    answer_lines,
    directions,
    is_judged,
    kept_sentence,
    standing,
    told_sentence,
    worse,
)
from pushpull_sched.domain.variant import Origin, RosterState, Variant

SCHOOL = small_school()
FORTNIGHT = small_school(settings={"weeks": 2})


def difference(before, after, found=SCHOOL, later=None):
    pair = [variant(before, found), variant(after, later or found)]
    return compare(pair).differences[0]


def said(one, who="students"):
    return [line for person in getattr(one, who) for line in person.sentences]


def notices(one, kind):
    return {n.who: n.reasons for n in one.notices if n.kind == kind}


def test_the_same_schedule_differs_in_nothing():
    one = difference(base_rows(), base_rows())
    assert (one.students, one.providers, one.classes, one.notices) == ((), (), (), ())
    assert (one.kept, one.total) == (11, 11)
    assert one.rosters.same is True


def test_a_moved_session_with_another_group():
    rows = [
        *without(base_rows(), "a"),
        *session("x", "Thu", "10:30", ["S1 Speech", "S3 Speech"]),
        *session("y", "Mon", "10:30", ["S2 Speech"]),
    ]
    one = difference(without(base_rows(), "c"), without(rows, "c", "d"))
    lines = said(one)
    assert "S1 Speech: Mon 10:30 → Thu 10:30, now with S3, no longer with S2" in lines
    assert "S2 Speech: Mon 10:30, now alone" in lines
    assert "S3 Speech: Thu 9:00 → 10:30, Blue Room → Blue Room" not in lines
    assert "S3 Speech: Thu 9:00 → 10:30, now with S1" in lines


@pytest.mark.parametrize(
    ("new", "line"),
    [
        (
            session("e", "Mon", "12:00", ["S1 OT"], provider="P1"),
            "S1 OT: Mon 12:00, Mr Fox → Ms Lee",
        ),
        (
            session("e", "Mon", "12:00", ["S1 OT"], provider="P2", room="R2"),
            "S1 OT: Mon 12:00, Blue Room → R2",
        ),
        (
            session("e", "Mon", "13:05", ["S1 OT"], provider="P2", length=20),
            "S1 OT: Mon 12:00 → 1:05, 30 → 20 min",
        ),
        (
            session("e", "Mon", "12:00", ["S1 OT"], provider="P2", met="3A-WIN"),
            "S1 OT: Mon 12:00, pull-out in Blue Room → push-in in WIN (3A-WIN)",
        ),
        ([], "S1 OT: no longer Mon 12:00"),
        (
            session("e", "Mon", "12:00", ["S1 OT"], provider="P9", room="R9"),
            "S1 OT: Mon 12:00, Blue Room → R9, Mr Fox → P9",
        ),
    ],
)
def test_one_change_is_one_sentence(new, line):
    one = difference(base_rows(), [*without(base_rows(), "e"), *new])
    assert said(one) == [line]


def test_a_new_session_is_told_in_full():
    one = difference(without(base_rows(), "a", "b"), base_rows())
    assert said(one) == [
        "S1 Speech: new, Mon, Wed 10:30-11:00, pull-out in Blue Room, Ms Lee, with S2",
        "S2 Speech: new, Mon, Wed 10:30-11:00, pull-out in Blue Room, Ms Lee, with S1",
    ]


def test_the_same_change_on_several_days_is_one_sentence():
    before = [
        row
        for day in DAYS
        for row in session(day, day, "13:00", ["S2 Math SDI"], met="3A-WIN")
    ]
    after = [replace(row, start=row.start + 10, end=row.end + 10) for row in before]
    one = difference(before, after)
    assert said(one) == ["S2 Math SDI: Mon-Fri 1:00 → 1:10"]
    assert said(one, "providers") == ["Math SDI with S2: Mon-Fri 1:00 → 1:10"]


def test_a_change_in_one_week_names_the_week():
    before = [
        row
        for week in (1, 2)
        for row in session(f"w{week}", "Mon", "12:00", ["S1 OT"], week=week)
    ]
    after = [
        *before[:1],
        *session("w2", "Tue", "12:00", ["S1 OT"], week=2),
    ]
    one = difference(before, after, FORTNIGHT)
    assert said(one) == ["S1 OT: Mon 12:00 → Tue 12:00 (week 2)"]
    assert (one.kept, one.total) == (1, 2)


def test_a_longer_template_is_held_against_the_repeated_shorter_one():
    before = session("a", "Mon", "12:00", ["S1 OT"])
    after = [
        row
        for week in (1, 2)
        for row in session(f"w{week}", "Mon", "12:00", ["S1 OT"], week=week)
    ]
    one = difference(before, after, SCHOOL, FORTNIGHT)
    assert said(one) == []
    assert (one.kept, one.total) == (2, 2)
    found = compare([variant(before), variant(after, FORTNIGHT)])
    values = {one.key: one.values for one in found.aspects}
    assert values["pull_out"] == (30, 30)


def test_two_services_of_one_name_are_told_apart():
    two = [
        *session("a", "Mon", "12:00", ["S1 OT"]),
        *session("b", "Tue", "12:00", ["S1 OT"]),
    ]
    other = [
        replace(row, service_id="S1-OT-2") if row.session_id == "b" else row
        for row in two
    ]
    moved = [replace(row, day="Wed") if row.session_id == "b" else row for row in other]
    assert said(difference(other, moved)) == ["S1 OT (S1-OT-2): Tue 12:00 → Wed 12:00"]


def test_sentences_of_a_provider():
    rows = [
        *without(base_rows(), "a", "c", "i"),
        *session("x", "Tue", "10:30", ["S1 Speech", "S3 Speech"]),
        *session(
            "n", "Fri", "14:00", ["S3 Consultation"], length=15, setting="consult"
        ),
    ]
    one = difference(without(base_rows(), "c"), rows)
    lee = next(person for person in one.providers if person.id == "P1")
    assert lee.sentences == (
        "Speech with S1 and S2: Mon 10:30 → Tue 10:30, S3 joins, S2 leaves",
        "Consultation with S3: Tue 2:00 → Fri 2:00",
    )
    gone = difference(base_rows(), without(base_rows(), "e"))
    assert said(gone, "providers") == ["no longer: OT with S1, Mon 12:00"]
    new = difference(without(base_rows(), "e"), base_rows())
    assert said(new, "providers") == [
        "new: OT with S1, Mon 12:00-12:30, pull-out in Blue Room"
    ]


@pytest.mark.parametrize("seed", range(8))
def test_the_changes_turn_one_schedule_into_the_other(seed):
    """Take away what was, add what will be: the other schedule is left."""
    before, after = drawn_rows(seed, 2), drawn_rows(seed + 100, 2)
    one = difference(before, after, FORTNIGHT)
    have, want = seen(before), seen(after)
    total = sum(have.values())
    for person in one.students:
        for change in person.changes:
            for week in change.weeks:
                if change.before:
                    have[told(change.service_id, week, change.before)] -= 1
                if change.after:
                    have[told(change.service_id, week, change.after)] += 1
    assert +have == want
    assert one.total == total
    same = Counter(place(key) for key in seen(before).elements())
    again = Counter(place(key) for key in seen(after).elements())
    assert one.kept == sum((same & again).values())


def seen(rows):
    found = Counter()
    for row in rows:
        fellows = tuple(
            sorted(
                other.student_id
                for other in rows
                if other.session_id == row.session_id
                and other.student_id != row.student_id
            )
        )
        key = (
            row.service_id,
            row.week,
            DAYS.index(row.day),
            row.start,
            row.end,
            row.setting,
            row.provider_id,
            row.room_id or row.class_id,
            fellows,
        )
        found[key] += 1
    return found


def place(key):
    return key[:-1]


def told(service_id, week, slot):
    return (
        service_id,
        week,
        slot.day,
        slot.start,
        slot.end,
        slot.setting.value,
        slot.provider_id,
        slot.place,
        slot.fellows,
    )


def test_whom_a_move_makes_worse():
    """S1 OT in science is heavier than in the free time before lunch."""
    free = [
        *without(base_rows(), "e"),
        *session("e", "Mon", "10:00", ["S1 OT"], provider="P2"),
    ]
    one = difference(free, base_rows())
    (person,) = one.students
    assert person.direction is Direction.WORSE
    assert person.effects == ("misses 30 more class minutes a week (Science +30)",)
    back = difference(base_rows(), free).students[0]
    assert back.direction is Direction.BETTER
    assert back.effects == ("misses 30 fewer class minutes a week (Science -30)",)
    assert [one.direction for one in one.classes] == [Direction.WORSE]
    assert one.classes[0].effects == (
        "left 0 → 1 times a week, worst day 0 → 1 departures and visits",
    )


def test_missing_minutes_and_inclusion_are_effects():
    pulled = [
        *without(base_rows(), "f"),
        *session("f", "Tue", "10:00", ["S2 Math SDI"]),
    ]
    (person,) = difference(base_rows(), pulled).students
    assert "inclusion 90 → 60, non-inclusion 60 → 90 minutes a week" in person.effects
    (person,) = difference(base_rows(), without(base_rows(), "e")).students
    assert person.effects[0] == ("30 more service minutes missing a week (0 → 30)")
    assert person.direction is Direction.MIXED


def test_as_many_minutes_in_another_subject():
    rows = [
        *without(base_rows(), "e"),
        *session("e", "Mon", "13:40", ["S1 OT"], provider="P2"),
    ]
    (person,) = difference(base_rows(), rows).students
    assert person.effects == (
        "misses as many class minutes in other subjects (Art +30, Science -30)",
    )


def test_another_bucket_is_told():
    day = [
        row
        for number, at in enumerate(range(8 * 60, 13 * 60, 60))
        for day in DAYS
        for row in session(f"{day}{number}", day, at, ["S1 Speech"], length=20)
    ]
    (person,) = difference(
        base_rows(), [*without(base_rows(), "a", "b"), *day]
    ).students[:1]
    assert person.id == "S1"
    assert any("bucket 80 % or more → 40 % to below 80 %" in e for e in person.effects)


def test_a_longer_run_is_worse_and_a_shorter_day_is_told():
    busy = [*base_rows(), *session("x", "Wed", "11:00", ["S1 OT"], provider="P1")]
    more = [*busy, *session("y", "Wed", "11:30", ["S1 OT"], provider="P1", length=60)]
    one = difference(busy, more)
    lee = next(person for person in one.providers if person.id == "P1")
    assert lee.direction is Direction.WORSE
    assert any("longest run 60 → 120 minutes" in effect for effect in lee.effects)
    assert any("session minutes a week" in effect for effect in lee.effects)
    assert any("free blocks of 45 minutes" in effect for effect in lee.effects)


def test_who_has_to_be_told():
    classes = [
        {
            "class_id": f"{home}-Math",
            "subject": "Math",
            "homeroom": home,
            "days": "Mon-Fri",
            "start": "9:00",
            "end": "10:00",
            "teacher": teacher,
        }
        for home, teacher in (("3A", "Ms Hill"), ("4A", None))
    ]
    found = small_school(classes=classes)
    before = [
        *session("a", "Mon", "9:00", ["S1 Speech", "S2 Speech"]),
        *session("b", "Tue", "9:00", ["S3 Speech"]),
        *session("c", "Wed", "9:00", ["S2 Math SDI"], met="3A-Math"),
        *session("d", "Wed", "9:40", ["S3 Speech"], provider="P2"),
    ]
    after = [
        *session("a", "Tue", "9:00", ["S1 Speech", "S2 Speech"]),
        *session("c", "Thu", "9:00", ["S2 Math SDI"], met="3A-Math"),
        *session("d", "Wed", "9:40", ["S3 Speech"], provider="P1"),
        *session("n", "Mon", "9:00", ["S1 OT"], provider="P1"),
    ]
    one = difference(before, after, found)
    assert notices(one, "provider") == {
        "P1": ("3 of 3 sessions change or end",),
        "P2": ("1 of 1 session change or end",),
    }
    assert notices(one, "teacher") == {
        "4A-Math": ("Math (4A-Math): S3 leaves at other times",),
        "Ms Hill": ("Math (3A-Math): S1 and S2 leave at other times; visits change",),
    }
    assert notices(one, "student") == {
        "S1": ("new sessions", "other times"),
        "S2": ("other times",),
        "S3": ("sessions end", "works with Ms Lee now"),
    }
    assert told_sentence(one) == "2 providers, 2 teachers, 3 students"
    assert kept_sentence(one) == "0 of 5 sessions keep time, provider and place."


def test_other_news_of_students_and_providers():
    before = [
        *session("a", "Mon", "10:00", ["S1 Speech"]),
        *session("b", "Tue", "13:00", ["S2 Math SDI"], met="3A-WIN"),
    ]
    after = [
        *session("a", "Mon", "10:00", ["S1 Speech", "S3 Speech"], room="R2"),
        *session("b", "Tue", "13:00", ["S2 Math SDI"]),
        *session("c", "Mon", "9:00", ["S1 OT"], provider="P2"),
    ]
    one = difference(before, after)
    assert notices(one, "student") == {
        "S1": ("new sessions", "another room", "another group"),
        "S2": ("pull-out instead of push-in",),
        "S3": ("new sessions",),
    }
    assert notices(one, "provider")["P2"] == ("has sessions now",)
    more = difference(before, [*before, *session("c", "Mon", "9:00", ["S1 OT"])])
    assert notices(more, "provider")["P1"] == ("has more sessions",)
    teachers = notices(one, "teacher")
    assert teachers["3A-WIN"] == ("WIN (3A-WIN): S2 leaves now; visits change",)
    back = notices(difference(after, before), "teacher")
    assert back["3A-WIN"] == ("WIN (3A-WIN): S2 no longer leaves; visits change",)


def test_a_student_who_came_and_one_who_left():
    fewer = small_school(
        students=[{"student_id": "S1", "grade": 3, "homeroom": "3A"}],
        services=[
            {
                "student_id": "S1",
                "service": "OT",
                "setting": "pull-out",
                "role": "OT",
                "frequency": "30 min weekly",
            }
        ],
        providers=[
            {
                "provider_id": "P2",
                "role": "OT",
                "days": "Mon",
                "start": "8:00",
                "end": "15:00",
            }
        ],
    )
    alone = session("e", "Mon", "12:00", ["S1 OT"], provider="P2")
    one = difference(base_rows(), alone, SCHOOL, fewer)
    effects = {person.id: person.effects for person in one.students}
    assert effects["S2"] == ("has no sessions any more",)
    providers = {person.id: person.effects for person in one.providers}
    assert providers["P1"] == ("is no longer there",)
    back = difference(alone, base_rows(), fewer, SCHOOL)
    effects = {person.id: person.effects for person in back.students}
    assert effects["S2"] == ("is new",)
    assert {person.id: person.effects for person in back.providers}["P1"] == ("is new",)


def test_rows_that_cannot_be_understood_are_counted():
    rows = [
        *base_rows(),
        *[replace(r, session_id="q", day="Xyz") for r in base_rows()[:1]],
    ]
    found = compare([variant(base_rows()), variant(rows)])
    assert found.profiles[1].variant.remarks == (
        "1 session left out: day, setting or length cannot be understood (see verify).",
    )


def test_without_a_roster_sessions_are_compared_all_the_same():
    bare = [
        Variant(label=label, rows=tuple(rows), roster_state=RosterState.MISSING)
        for label, rows in (("a", base_rows()), ("b", without(base_rows(), "e")))
    ]
    found = compare(bare)
    one = found.differences[0]
    assert said(one) == ["S1 OT: no longer Mon 12:00"]
    assert not is_judged(found, one)
    assert one.rosters.same is None
    assert one.rosters.sentence == (
        "The roster of a and b was not found, so the rosters cannot be compared."
    )
    profile = found.profiles[0]
    assert profile.broken is None
    assert profile.measures == {}
    assert profile.students[0].bucket is None
    assert profile.providers[0].share is None
    assert profile.rooms[0].share is None
    assert standing(profile) == "not judged: its roster was not found"
    assert {one.key for one in found.aspects if None not in one.values} == {
        "pull_out",
        "longest_run",
    }


def test_a_result_speaks_for_itself_where_its_roster_is_missing():
    origin = Origin(roster_name="r.xlsx", roster_sha256="0" * 64, status="incomplete")
    one = replace(variant(base_rows()), origin=origin, roster_state=RosterState.OTHER)
    profile = compare([one, one]).profiles[0]
    assert profile.complete is False
    assert standing(profile) == "incomplete"
    edited = replace(one, origin=replace(origin, edited=True))
    assert compare([edited, edited]).profiles[0].complete is None


def test_sentences_about_everybody():
    found = compare([variant(base_rows()), variant(without(base_rows(), "e"))])
    lines = answer_lines(found)
    assert lines[0].startswith("A is better for service minutes")
    assert "class time" in lines[1]
    one = found.differences[0]
    assert directions(one.students, 3) == (
        "0 of 3 worse, 0 better, 1 worse in some, better in some"
    )
    assert worse(one.students) == ()
    same = compare([variant(base_rows())] * 3)
    assert answer_lines(same)[2] == "C is the same schedule as A."
    assert told_sentence(same.differences[0]) == "nobody"
    assert [profile.letter for profile in same.profiles] == ["A", "B", "C"]


def test_one_schedule_is_too_few():
    with pytest.raises(ValueError, match="two schedules"):
        compare([variant(base_rows())])


def test_long_lists_are_cut():
    assert listed(["a", "b", "c", "d"]) == "a, b, c and d"
    assert listed(["a", "b", "c", "d", "e"]) == "a, b, c and 2 others"
    assert listed([]) == ""


def test_letters_go_on_after_z():
    found = compare([variant(base_rows()[:1])] * 28)
    assert [p.letter for p in found.profiles][-3:] == ["Z", "AA", "AB"]
