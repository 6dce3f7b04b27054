from pathlib import Path

import pytest

from pushpull_sched.app.faults import UsageFault
from pushpull_sched.app.policy_file import find_policy, read_policy
from pushpull_sched.domain.policy import (
    POLICIES,
    Level,
    Measure,
    Policy,
    Tolerance,
    ToleranceUnit,
)

DOCS = Path(__file__).parents[2].joinpath("docs/policies.md").read_text("utf-8")
FIRST = '[[levels]]\nmeasure = "minutes_short"\n'


@pytest.fixture
def write(tmp_path):
    def write(text, name="our-school.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def faults_of(path):
    with pytest.raises(UsageFault) as caught:
        read_policy(path)
    assert str(path) in caught.value.message
    return caught.value.advice


@pytest.mark.parametrize("name", POLICIES)
def test_a_named_policy_is_found(name):
    assert find_policy(name) is POLICIES[name]


def test_a_misspelt_name_is_answered_with_the_nearest():
    with pytest.raises(UsageFault) as caught:
        find_policy("steady-group")
    assert caught.value.message == 'There is no policy "steady-group".'
    assert caught.value.advice[0] == 'Did you mean "steady-groups"?'
    assert "compact-days" in caught.value.advice[1]


def test_a_name_like_nothing_is_answered_with_all_names():
    with pytest.raises(UsageFault) as caught:
        find_policy("zzz")
    assert len(caught.value.advice) == 1


def test_a_missing_file_is_named():
    with pytest.raises(UsageFault, match=r"no policy file gone\.toml"):
        find_policy("gone.toml")


def test_a_file_is_read_in_its_order(write):
    path = write(
        'name = "ours"\n'
        + FIRST
        + '[[levels]]\nmeasure = "missed"\ntolerance = { percent = 5 }\n'
        + '[[levels]]\nname = "comfort"\nweights = { irregular = 10, churn = 30 }\n'
        + "tolerance = { minutes = 15 }\n"
    )
    assert find_policy(str(path)) == Policy(
        name="ours",
        levels=(
            Level(name="minutes_short", weights=((Measure.MINUTES_SHORT, 1),)),
            Level(
                name="missed",
                weights=((Measure.MISSED, 1),),
                tolerance=Tolerance(amount=5, unit=ToleranceUnit.PERCENT),
            ),
            Level(
                name="comfort",
                weights=((Measure.IRREGULAR, 10), (Measure.CHURN, 30)),
                tolerance=Tolerance(amount=15, unit=ToleranceUnit.MINUTES),
            ),
        ),
    )


def test_a_file_without_a_name_is_called_after_itself(write):
    assert read_policy(write(FIRST)).name == "our-school"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "levels: give at least one [[levels]] table."),
        ("levels = 3", "levels: give at least one [[levels]] table."),
        ("levels = [3]", "level 1: write it as a [[levels]] table."),
        ("nmae = 'x'\n" + FIRST, 'the file: unknown key "nmae". Did you mean "name"?'),
        ("name = 3\n" + FIRST, "name: give a text, not 3."),
        (FIRST + "zz = 1", 'level 1: unknown key "zz". Known: measure, weights,'),
        (FIRST + '[[levels]]\nmeasure = "mised"', 'Did you mean "missed"?'),
        (FIRST + '[[levels]]\nmeasure = "zz"', "Known: minutes_short, moved,"),
        (FIRST + '[[levels]]\nname = "x"', "level 2: give either measure (one) or"),
        (
            FIRST + '[[levels]]\nmeasure = "lre"\nweights = { missed = 1 }',
            "level 2: give either measure (one) or",
        ),
        (FIRST + "[[levels]]\nweights = {}", "level 2: write weights as {"),
        (
            FIRST + "[[levels]]\nweights = { missed = 0 }",
            "level 2: the weight of missed is 0; give a whole number from 1.",
        ),
        (
            FIRST + "[[levels]]\nweights = { missed = true }",
            "level 2: the weight of missed is True;",
        ),
        (FIRST + "tolerance = 5", "level 1: write tolerance as { minutes = 30 }"),
        (FIRST + "tolerance = { minutes = -1 }", "level 1: write tolerance as"),
        (FIRST + "tolerance = { hours = 1 }", "level 1: write tolerance as"),
        (FIRST + "tolerance = { percent = 101 }", "101 percent is more than 100."),
        ('[[levels]]\nmeasure = "missed"', "level 1: the first level is always"),
        (FIRST + FIRST, "level 2: minutes_short stands in an earlier level already."),
    ],
)
def test_a_fault_is_named(write, text, fault):
    assert any(fault in line for line in faults_of(write(text)))


def test_all_faults_are_told_at_once(write):
    text = 'nmae = "x"\n[[levels]]\nmeasure = "mised"\ntolerance = 5\n'
    assert len(faults_of(write(text))) == 4


def test_a_tolerance_of_a_hundred_percent_is_allowed(write):
    policy = read_policy(write(FIRST + "tolerance = { percent = 100 }"))
    assert policy.levels[0].tolerance.amount == 100


@pytest.mark.parametrize("content", [b"levels = [", b"\xff\xfe\x00"])
def test_what_is_not_toml_is_said_to_be_unreadable(tmp_path, content):
    path = tmp_path / "x.toml"
    path.write_bytes(content)
    with pytest.raises(UsageFault, match="cannot be read"):
        find_policy(str(path))


def example(number):
    return DOCS.split("```toml\n")[number].split("```")[0]


def test_every_example_in_the_docs_is_a_policy(write):
    names = [read_policy(write(example(n))).name for n in (1, 2)]
    assert names == ["our-school", "mid-year"]


@pytest.mark.parametrize("measure", [m for m in Measure if m != "minutes_short"])
def test_every_measure_can_be_a_level_or_be_joined(write, measure):
    alone = FIRST + f'[[levels]]\nmeasure = "{measure}"'
    assert read_policy(write(alone)).levels[1].weights == ((measure, 1),)
    joined = FIRST + f"[[levels]]\nweights = {{ {measure} = 7 }}\nname = 'x'"
    assert read_policy(write(joined)).levels[1].weights == ((measure, 7),)


@pytest.mark.parametrize("name", [*POLICIES, *Measure])
def test_every_policy_and_measure_is_described(name):
    assert f"\n| `{name}` |" in DOCS


def test_the_named_policies_are_those_of_the_rules():
    assert set(POLICIES) == {
        "default",
        "steady-groups",
        "protect-core",
        "inclusion-first",
        "balanced-load",
        "compact-days",
    }


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_every_named_policy_takes_each_measure_of_the_rules_once(policy):
    taken = [measure for level in policy.levels for measure, _ in level.weights]
    assert len(taken) == len(set(taken))
    extra = {Measure.MISSED_CORE, Measure.PULL_OUT}
    left_out = {Measure.MISSED} if policy.name == "protect-core" else set()
    assert set(taken) - extra == set(Measure) - extra - left_out


def test_a_measure_that_is_left_out_takes_its_level_along():
    without = POLICIES["default"].without(Measure.MOVED)
    assert [level.name for level in without.levels] == [
        "minutes_short",
        "lre",
        "missed",
        "comfort",
    ]
    assert without.name == "default"


def test_a_measure_is_left_out_of_a_joined_level_alone():
    without = POLICIES["default"].without(Measure.CHURN)
    assert [level.name for level in without.levels][-1] == "comfort"
    assert Measure.CHURN not in dict(without.levels[-1].weights)
    assert POLICIES["default"].without(Measure.MISSED_CORE) == POLICIES["default"]
