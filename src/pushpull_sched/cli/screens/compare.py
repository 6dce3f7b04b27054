"""First screen of ``compare``: which is better for what, and for whom it is worse."""

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pushpull_sched.cli.screens.tables import plain_table
from pushpull_sched.cli.screens.words import counted
from pushpull_sched.domain.comparison import (
    Aspect,
    Comparison,
    Difference,
    PersonDifference,
    Profile,
)
from pushpull_sched.domain.comparison_words import (
    answer_lines,
    directions,
    is_judged,
    is_same,
    kept_sentence,
    made_text,
    roster_groups,
    standing,
    told_sentence,
    trade_lines,
    worse,
)

MOST_NAMED = 3
MOST_COLUMNS = 6
_MOST_ROSTER = 6
_PAIR = 2


def first_screen(found: Comparison) -> RenderableType:
    """Return the answer of the comparison on one screen."""
    answers = [Text(line, style="bold") for line in answer_lines(found)]
    parts: list[RenderableType] = [_legend(found), Text(), *answers, Text()]
    parts += [_aspects(found), Text()]
    several = len(found.profiles) > _PAIR
    for difference in found.differences:
        if not (several and is_same(difference)):
            parts += [*_worse(found, difference), Text()]
    return Group(*parts)


def _legend(found: Comparison) -> RenderableType:
    title = counted(len(found.profiles), "schedule")
    head = f"{title} of {found.school}" if found.school else title
    rows = Table.grid(padding=(0, 2), expand=True)
    rows.add_column(no_wrap=True, style="bold")
    rows.add_column(ratio=1, overflow="fold")
    rows.add_column(max_width=28, overflow="fold")
    rows.add_column(max_width=24, overflow="fold", justify="right")
    for profile in found.profiles:
        rows.add_row(
            Text(profile.letter),
            Text(profile.label),
            Text(made_text(profile)),
            _standing(profile),
        )
    remarks = [
        Text(f"{profile.letter}: {remark}", style="yellow")
        for profile in found.profiles
        for remark in profile.variant.remarks
    ]
    return Group(Text(head, style="bold"), rows, *remarks, *_rosters(found))


def _standing(profile: Profile) -> Text:
    good = "green" if profile.complete else "yellow"
    style = "bold red" if profile.broken else good
    return Text(standing(profile), style=style)


def _rosters(found: Comparison) -> list[Text]:
    """Say how the rosters stand to each other, the first changes with it."""
    lines: list[Text] = []
    for sentence, alike in roster_groups(found):
        rosters = alike[0].rosters
        lines.append(Text(sentence, style="" if rosters.same else "yellow"))
        shown = rosters.changes[:_MOST_ROSTER]
        lines += [Text(f"  {change.id}: {change.text}") for change in shown]
        more = len(rosters.changes) - len(shown)
        if more > 0:
            lines.append(Text(f"  and {more} more with --details"))
    return lines


def _aspects(found: Comparison) -> RenderableType:
    """Return what differs, the best marked, and what is alike."""
    told = [aspect for aspect in found.aspects if len(set(aspect.values)) > 1]
    alike = [
        aspect.good
        for aspect in found.aspects
        if len(set(aspect.values)) == 1 and aspect.values[0] is not None
    ]
    parts: list[RenderableType] = []
    for shown in column_sets(len(found.profiles)) if told else ():
        parts += [_aspect_table(found, told, shown), Text()]
    if alike:
        parts.append(Text(f"Alike in: {', '.join(alike)}.", style="dim"))
    elif parts:
        parts.pop()
    return Group(*parts)


def column_sets(count: int) -> tuple[tuple[int, ...], ...]:
    """Split schedules into sets that fit side by side, the first in each of them."""
    if count <= MOST_COLUMNS:
        return (tuple(range(count)),)
    others = range(1, count)
    step = MOST_COLUMNS - 1
    return tuple((0, *others[at : at + step]) for at in range(0, len(others), step))


def _aspect_table(
    found: Comparison, told: Iterable[Aspect], shown: Sequence[int]
) -> Table:
    table = plain_table(Text("Which is better for what (minutes a week)"))
    table.add_column("", ratio=1, overflow="fold")
    for at in shown:
        table.add_column(found.profiles[at].letter, justify="right", no_wrap=True)
    table.add_column("Better", max_width=18, overflow="fold")
    for aspect in told:
        cells = [
            Text(aspect.text(at), style="bold green" if at in aspect.best else "")
            for at in shown
        ]
        table.add_row(Text(aspect.title), *cells, Text(_better(found, aspect)))
    return table


def _better(found: Comparison, aspect: Aspect) -> str:
    letters = " ".join(found.profiles[at].letter for at in aspect.best)
    if len(found.profiles) != _PAIR or not aspect.best:
        return letters
    return f"{letters} by {aspect.gain_text(1)}"


def _worse(found: Comparison, one: Difference) -> Iterable[RenderableType]:
    """Say for whom a schedule is worse than the first, and what has to be told."""
    first, other = found.profiles[0].letter, found.profiles[one.other].letter
    trades = trade_lines(found, one)
    if trades:
        yield Text(f"What does {other} give, and what does it cost?", style="bold")
        yield from map(Text, trades)
        yield Text()
    yield Text(f"For whom is {other} worse than {first}?", style="bold")
    if not is_judged(found, one):
        yield Text("It cannot be told without the rosters: name them with --roster.")
        yield from _changing(first, other, one)
        return
    everybody = len(found.profiles[one.other].students)
    most = MOST_NAMED if len(found.profiles) == _PAIR else 1
    yield _block("students", one.students, everybody, most)
    staff = len(found.profiles[one.other].providers)
    yield _block("providers", one.providers, staff, most)
    if one.classes:
        classes = len(found.profiles[one.other].classes)
        yield _block("classes", one.classes, classes, most)
    yield from _changing(first, other, one)


def _changing(first: str, other: str, one: Difference) -> Iterable[RenderableType]:
    yield Text()
    yield Text(f"What changes from {first} to {other}", style="bold")
    yield Text(f"{kept_sentence(one)} To be told: {told_sentence(one)}.")
    yield _sentences(one.students)


def _block(
    what: str, people: Sequence[PersonDifference], everybody: int, most: int
) -> RenderableType:
    head = Text(f"{what.capitalize()}: {directions(people, everybody)}.")
    found = worse(people)
    rows = Table.grid(padding=(0, 2), expand=True)
    rows.add_column(max_width=22, overflow="fold")
    rows.add_column(ratio=1, overflow="fold")
    for person in found[:most]:
        name = person.id if what == "students" else person.name or person.id
        if what == "classes":
            name = person.id
        rows.add_row(Text(name), Text("; ".join(person.effects)))
    return Group(head, Padding(rows, (0, 0, 0, 2))) if found else head


def _sentences(people: Iterable[PersonDifference]) -> RenderableType:
    """Show the first changes."""
    said = [sentence for person in people for sentence in person.sentences]
    lines = [Text(f"  {sentence}") for sentence in said[:MOST_NAMED]]
    more = len(said) - len(lines)
    if more > 0:
        lines.append(Text(f"  and {more:,} more with --details", style="dim"))
    return Group(*lines)


def last_lines(files: Sequence[object], *, details: bool) -> RenderableType:
    """Name the files written, or where everything else is found."""
    lines = [Text(f"Written: {file}") for file in files]
    if not files:
        ways = "--xlsx FILE, --html FILE or --json"
        more = ways if details else f"--details, {ways}"
        lines.append(Text(f"All of it: {more}.", style="dim"))
    return Group(*lines)
