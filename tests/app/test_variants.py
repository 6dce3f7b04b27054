"""Variants of a roster: solved, kept, solved no second time, compared."""

import contextlib
import json
import pkgutil
import time
from fractions import Fraction

import openpyxl
import pytest
from tiny_workbook import write_tiny

import pushpull_sched.app.solve
from pushpull_sched.app.child import ChildOutcome
from pushpull_sched.app.compare import CompareRequest, compare
from pushpull_sched.app.faults import UnreadableFault, UsageFault
from pushpull_sched.app.variant_runs import VariantsRequest, VariantWatchers
from pushpull_sched.app.variants import variants
from pushpull_sched.app.watchers import Watchers
from pushpull_sched.domain.policy import Measure
from pushpull_sched.domain.result import Params, SolveStatus
from pushpull_sched.domain.variant import RosterState
from pushpull_sched.verify.verifier import verify
from pushpull_sched.workbook.load import load_school
from pushpull_sched.workbook.schedule_reader import read_schedule

STEADY = {"name": "steady", "policy": "steady-groups"}
SMALLER = {"name": "Pairs at most", "group_cap": 2}


class Inside:
    """The engine in this process: no test here is about the child."""

    def __init__(self, engine):
        self.engine = pkgutil.resolve_name(engine)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def solve(self, school, params, *, stop_requested, watchers, **_):
        try:
            result = self.engine(
                school,
                params,
                on_progress=watchers.progress,
                on_incumbent=watchers.incumbent,
                clock=time.monotonic,
                should_stop=stop_requested,
            )
        except KeyError as error:
            return ChildOutcome(best=None, failure=type(error).__name__)
        return ChildOutcome(best=result)


@pytest.fixture(autouse=True)
def inside(monkeypatch):
    monkeypatch.setattr(pushpull_sched.app.solve, "EngineChild", Inside)


@pytest.fixture
def tiny(tmp_path):
    return write_tiny(tmp_path / "tiny.xlsx")


def asked(roster, *flagged, engine="completes", watchers=None, **fields):
    request = VariantsRequest(roster=roster, flagged=flagged, **fields)
    return variants(request, engine=f"stub_engines:{engine}", watchers=watchers)


def states(answer):
    return [(one.what_if.name, one.status, one.reused) for one in answer.outcomes]


DONE = SolveStatus.COMPLETE


def test_variants_are_solved_and_compared(tiny):
    answer = asked(tiny, STEADY, SMALLER)
    assert states(answer) == [
        ("as it is", DONE, False),
        ("steady", DONE, False),
        ("Pairs at most", DONE, False),
    ]
    out = tiny.with_name("tiny-variants")
    assert answer.out == out
    found = answer.compared.comparison
    assert [one.label for one in found.profiles] == [
        "as it is",
        "steady",
        "Pairs at most",
    ]
    assert [one.variant.about for one in found.profiles] == [
        "policy default",
        "policy steady-groups",
        "policy default, groups up to 2",
    ]
    states_ = [one.variant.roster_state for one in found.profiles]
    assert states_ == [RosterState.OWN] * 3
    assert answer.compared.files == (out / "comparison.xlsx", out / "comparison.html")
    assert all(file.is_file() for file in answer.compared.files)
    assert sorted(entry.name for entry in out.iterdir()) == [
        "as-it-is",
        "comparison.html",
        "comparison.xlsx",
        "pairs-at-most",
        "steady",
    ]


def test_a_what_if_keeps_its_roster_and_stands_for_itself(tiny):
    answer = asked(tiny, SMALLER)
    folder = answer.outcomes[1].folder
    copy = folder / "tiny-pairs-at-most.xlsx"
    assert answer.outcomes[1].roster == copy
    assert load_school(copy).school.provider["P1"].max_group == 2
    assert load_school(tiny).school.provider["P1"].max_group is None
    stated = json.loads((folder / "schedule.json").read_text(encoding="utf-8"))
    assert stated["roster"]["name"] == copy.name
    assert stated["roster"]["sha256"] == load_school(copy).sha256
    assert stated["rerun"].startswith(f"pushpull-sched solve {copy.name}")
    moved = answer.out.rename(tiny.with_name("elsewhere"))
    again = compare(
        CompareRequest(schedules=(moved / "as-it-is", moved / "pairs-at-most"))
    )
    rosters = again.comparison.differences[0].rosters
    assert [(one.what, one.id) for one in rosters.changes] == [("provider", "P1")]
    assert again.comparison.profiles[1].variant.roster_state is RosterState.OWN


def test_what_is_finished_is_not_solved_again(tiny):
    asked(tiny, STEADY)
    answer = asked(tiny, STEADY, SMALLER, engine="raises_at_once")
    assert states(answer) == [
        ("as it is", DONE, True),
        ("steady", DONE, True),
        ("Pairs at most", None, False),
    ]
    assert answer.compared is not None
    answer = asked(tiny, STEADY, SMALLER)
    assert [one.reused for one in answer.outcomes] == [True, True, False]


@pytest.mark.parametrize(
    "fields",
    [
        {"again": True},
        {"seed": 2},
        {"time_limit": 30.0},
        {"params": Params(gap=0.1)},
    ],
)
def test_whatever_else_is_asked_is_solved_again(tiny, fields):
    asked(tiny, STEADY)
    answer = asked(tiny, STEADY, **fields)
    assert [one.reused for one in answer.outcomes] == [False, False]


def test_a_changed_roster_is_solved_again(tiny):
    asked(tiny, STEADY)
    write_tiny(tiny, settings=[{"school": "Other"}])
    assert not any(one.reused for one in asked(tiny, STEADY).outcomes)


def test_an_older_version_is_solved_again(tiny):
    answer = asked(tiny, STEADY)
    for one in answer.outcomes:
        file = one.folder / "schedule.json"
        stated = json.loads(file.read_text(encoding="utf-8"))
        stated["versions"]["ortools"] = "1.0"
        file.write_text(json.dumps(stated), encoding="utf-8")
    assert not any(one.reused for one in asked(tiny, STEADY).outcomes)


def test_an_edited_result_is_not_replaced(tiny):
    file = asked(tiny, STEADY).outcomes[1].folder / "schedule.xlsx"
    book = openpyxl.load_workbook(file)
    book["Schedule"]["D2"] = "10:00"
    book.save(file)
    with pytest.raises(UsageFault, match="is not replaced"):
        asked(tiny, STEADY)
    answer = asked(tiny, STEADY, force=True)
    assert [one.reused for one in answer.outcomes] == [True, False]


def test_a_result_without_its_roster_gets_it_back(tiny):
    copy = asked(tiny, SMALLER).outcomes[1].roster
    copy.unlink()
    answer = asked(tiny, SMALLER)
    assert answer.outcomes[1].reused
    assert copy.is_file()


def test_the_user_may_end_it_and_go_on_later(tiny):
    answer = asked(tiny, STEADY, SMALLER, engine="is_ended_by_the_user")
    assert answer.interrupted
    assert [one.status for one in answer.outcomes] == [SolveStatus.INCOMPLETE]
    assert answer.compared is None
    answer = asked(tiny, STEADY, SMALLER)
    assert [one.reused for one in answer.outcomes] == [False, False, False]


def test_the_roster_is_read_once(tiny, monkeypatch):
    import pushpull_sched.app.roster as module  # noqa: PLC0415 - to be watched

    read = []

    def watched(path):
        read.append(path.name)
        return load_school(path)

    monkeypatch.setattr(module, "load_school", watched)
    asked(tiny, STEADY, SMALLER)
    assert read == ["tiny.xlsx", "tiny-pairs-at-most.xlsx"]


def test_who_watches_is_told(tiny):
    told = []

    @contextlib.contextmanager
    def begins(run):
        told.append((run.number, run.count, run.what_if.name, run.request.params.seed))
        yield Watchers()
        told.append("over")

    asked(
        tiny,
        STEADY,
        seed=4,
        watchers=VariantWatchers(
            begins=begins, ended=lambda one: told.append(one.status)
        ),
    )
    assert told == [
        (1, 2, "as it is", 4),
        "over",
        DONE,
        (2, 2, "steady", 4),
        "over",
        DONE,
    ]


def test_to_stay_close_is_to_start_from_the_first(tiny):
    close = SMALLER | {"stay_close": True}
    answer = asked(tiny, STEADY, close, engine="tells_its_policy")
    levels = [one.reasons[0].split()[1] for one in answer.outcomes]
    assert levels == ["lre", "lre", "moved"]
    stated = json.loads(
        (answer.outcomes[2].folder / "schedule.json").read_text(encoding="utf-8")
    )
    assert stated["params"]["baseline"]["name"] == "as-it-is"
    assert asked(tiny, STEADY, close).outcomes[2].reused


def test_all_may_stay_close_to_an_earlier_schedule(tiny):
    before = asked(tiny, STEADY).outcomes[0].folder
    answer = asked(tiny, STEADY, baseline=before, out=tiny.with_name("close"))
    assert answer.compared is not None
    with pytest.raises(UsageFault, match="no baseline"):
        asked(tiny, STEADY, baseline=tiny.with_name("none"))
    with pytest.raises(UnreadableFault, match="cannot be read"):
        asked(tiny, STEADY, baseline=tiny, out=tiny.with_name("odd"))


# ── what ends it before anything is solved ──────────────────────────────────────────
def test_faults_of_file_and_names_come_together(tiny, tmp_path):
    file = tmp_path / "v.toml"
    file.write_text(
        '[[variant]]\nname = "x"\nabsent = ["P9"]\ngroup_cap = 0\n', encoding="utf-8"
    )
    with pytest.raises(UsageFault, match="has faults; nothing was solved") as caught:
        asked(tiny, SMALLER | {"name": "y", "closed": ["R9"]}, file=file)
    assert [line.split(":")[0] for line in caught.value.advice] == [
        'variant 1 ("x"), group_cap',
        "x, absent",
        "y, closed",
    ]
    assert not tiny.with_name("tiny-variants").exists()


def test_a_roster_that_would_be_faulty_is_named_by_cell(tiny):
    both = {name: {"setting": "push-in"} for name in ("Speech", "Language")}
    wrong = {"name": "in class", "services": both}
    with pytest.raises(UnreadableFault, match="makes a roster with errors") as caught:
        asked(tiny, wrong)
    assert caught.value.advice[0].startswith("in class: Services")
    assert "subject" in caught.value.advice[0]
    assert caught.value.advice[0].endswith("(1 more cells alike)")
    assert len(caught.value.advice) == 1
    assert not tiny.with_name("tiny-variants").exists()


def test_a_faulty_roster_is_only_told(tiny):
    write_tiny(tiny, providers=[{"provider_id": "P1", "role": "SLP"}])
    answer = asked(tiny, STEADY)
    assert not answer.roster.usable
    assert answer.outcomes == ()
    with pytest.raises(UsageFault, match="has faults"):
        asked(tiny, STEADY | {"group_cap": 0})


@pytest.mark.parametrize("kind", ["file", "result"])
def test_the_folder_must_be_one_for_variants(tiny, kind):
    out = tiny.with_name("tiny-variants")
    if kind == "file":
        out.write_text("", encoding="utf-8")
    else:
        out = asked(tiny, STEADY).outcomes[0].folder
    with pytest.raises(UsageFault, match="a file or the result of a single run"):
        asked(tiny, STEADY, out=out)
    assert out.exists()


# ── what does not come out ──────────────────────────────────────────────────────────
def test_what_has_no_schedule_is_left_out(tiny):
    answer = asked(tiny, STEADY, SMALLER, engine="finds_nothing_else")
    assert [one.has_schedule for one in answer.outcomes] == [True, False, True]
    found = answer.compared.comparison
    assert [one.label for one in found.profiles] == ["as it is", "Pairs at most"]
    assert answer.outcomes[1].folder is None


def test_a_breakdown_ends_one_variant_only(tiny):
    answer = asked(tiny, STEADY, SMALLER, engine="breaks_down_else")
    assert [one.status for one in answer.outcomes] == [DONE, None, DONE]
    assert "broke down" in answer.outcomes[1].reasons[0]
    assert "Ana" not in " ".join(answer.outcomes[1].reasons)


def test_one_schedule_is_nothing_to_compare(tiny):
    answer = asked(tiny, STEADY, engine="finds_nothing_else")
    assert answer.compared is None


def test_an_open_comparison_is_a_remark(tiny, monkeypatch):
    import pushpull_sched.app.variants as module  # noqa: PLC0415 - to be watched

    def locked(*_, **__):
        raise UsageFault("It is open.", "Close it.")

    monkeypatch.setattr(module, "write_comparison", locked)
    answer = asked(tiny, STEADY)
    assert answer.remarks == ("It is open. Close it.", "It is open. Close it.")
    assert answer.compared.files == ()


# ── the usual five ──────────────────────────────────────────────────────────────────
def test_without_anything_there_are_five(tiny):
    answer = asked(tiny)
    assert [one.what_if.name for one in answer.outcomes] == [
        "as it is",
        "steady-groups",
        "inclusion-first",
        "compact-days",
        "core classes protected",
    ]


def test_where_pins_lie_in_core_classes_another_question_is_asked(tiny):
    pin = {"service_id": "S1-Speech-1", "day": "Mon", "start": "9:00"}
    write_tiny(tiny, pins=[pin])
    answer = asked(tiny)
    assert answer.outcomes[4].what_if.name == "groups up to 3"
    assert answer.remarks[0].startswith('Left out: "core classes protected". Pins')


def test_a_school_that_protects_them_is_asked_what_that_costs(tiny):
    write_tiny(tiny, settings=[{"school": "Tiny", "protect_core": "yes"}])
    answer = asked(tiny, engine="finds_nothing_else")
    assert answer.outcomes[4].what_if.name == "core classes open"


# ── every claim, from the files alone ───────────────────────────────────────────────
def two_students(tmp_path):
    """A school in which the policies pull in different directions."""
    students = [
        {"student_id": f"S{n}", "grade": 2, "homeroom": "2A" if n < 3 else "2B"}
        for n in (1, 2, 3)
    ]
    classes = [
        {
            "class_id": f"{room}-{subject}",
            "subject": subject,
            "homeroom": room,
            "days": "Mon-Fri",
            "start": start,
            "end": end,
        }
        for room, bells in (
            ("2A", (("Reading", "8:00", "9:00"), ("Art", "9:00", "10:00"))),
            ("2B", (("Art", "8:00", "9:00"), ("Reading", "9:00", "10:00"))),
        )
        for subject, start, end in bells
    ]
    services = [
        {
            "student_id": f"S{n}",
            "service": "Speech",
            "setting": "pull-out",
            "role": "SLP",
            "frequency": "30 min 2x weekly",
        }
        for n in (1, 2, 3)
    ]
    return write_tiny(
        tmp_path / "three.xlsx", students=students, classes=classes, services=services
    )


def opened(folder):
    """A schedule and the roster it was made from, by what lies in the folder."""
    stated = json.loads((folder / "schedule.json").read_text(encoding="utf-8"))
    places = (folder, folder.parent.parent)
    roster = next(
        place / stated["roster"]["name"]
        for place in places
        if (place / stated["roster"]["name"]).is_file()
    )
    school = load_school(roster).school
    rows, _ = read_schedule(folder / "schedule.xlsx", school.settings.days)
    return school, rows


def missed(school, rows, *, core):
    """Minutes, one by one, in which a student is pulled from a class that counts."""
    days = {day: at for at, day in enumerate(school.settings.days)}
    return sum(
        1
        for row in rows
        if row.setting == "pull-out"
        for key in school.student[row.student_id].classes
        for meeting in school.school_class[key].meetings
        if meeting.when.day == days[row.day]
        and meeting.weight
        and (not core or school.school_class[key].kind.value == "core")
        for at in range(row.start, row.end)
        if meeting.when.start <= at < meeting.when.end
    )


def key_of(row):
    return (row.service_id, row.day, row.start, row.end, row.provider_id)


def test_every_claim_follows_from_the_files(tmp_path):
    roster = two_students(tmp_path)
    answer = asked(
        roster,
        {"name": "core first", "policy": "protect-core"},
        {"name": "alone", "group_cap": 1, "stay_close": True},
        {"name": "without Monday", "absent": ["P1 Mon"], "stay_close": True},
        engine="ticks",
    )
    found = answer.compared.comparison
    values = {one.key: one.values for one in found.aspects}
    files = [opened(one.folder) for one in answer.outcomes]
    first = files[0][1]
    for at, (school, rows) in enumerate(files):
        profile = found.profiles[at]
        verdict = verify(school, rows, baseline=first)
        assert verdict.legal
        assert profile.broken == ()
        assert profile.complete == verdict.complete
        judged = dict(verdict.measures)
        if at == 0:  # nothing can have moved from itself
            del judged[Measure.MOVED]
        assert profile.measures == judged
        assert values["short"][at] == sum(one.minutes_short for one in verdict.outcomes)
        assert values["pull_out"][at] == sum(row.end - row.start for row in rows)
        assert values["missed"][at] == missed(school, rows, core=False)
        assert values["missed_core"][at] == missed(school, rows, core=True)
        assert values["churn"][at] == verdict.measures[Measure.CHURN]
        sizes = {}
        for row in rows:
            sizes.setdefault(row.session_id, []).append(row.service_id)
        services = [len(one) for one in sizes.values()]
        assert profile.groups.sizes == {
            size: Fraction(services.count(size)) for size in set(services)
        }
    for one in found.differences:
        school, rows = files[one.other]
        places = {(*key_of(row), row.room_id) for row in rows}
        assert one.total == len(first)
        assert one.kept == sum((*key_of(r), r.room_id) in places for r in first)
        told = {notice.who for notice in one.notices if notice.kind == "student"}
        changed = {
            student
            for student in school.student
            if seen(first, student) != seen(rows, student)
        }
        assert told == changed
    assert files[2][0].provider["P1"].max_group == 1
    assert all(row.day != "Mon" for row in files[3][1])
    assert found.profiles[3].measures[Measure.MOVED] == sum(
        row.end - row.start for row in first if row.day == "Mon"
    )


def seen(rows, student):
    """What a student notices: times, people, places and fellows."""
    groups = {}
    for row in rows:
        groups.setdefault(row.session_id, set()).add(row.student_id)
    return {
        (*key_of(row), row.room_id, frozenset(groups[row.session_id]))
        for row in rows
        if row.student_id == student
    }
