"""From days to a page: columns, lanes, wordings that fit, notes and legend."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pushpull_sched.domain.school import Settings
from pushpull_sched.export.pages.furniture import (
    heading_height,
    legend_height,
    legend_of,
    notes_height,
    remark_height,
)
from pushpull_sched.export.pages.model import (
    GRID_WIDTH,
    MARGIN,
    PAGE,
    TIME_WIDTH,
    Column,
    Head,
    Placed,
    WeekPage,
)
from pushpull_sched.export.school_calendar import begins_text
from pushpull_sched.export.views import Block, BlockKind, DayPlan, day_columns
from pushpull_sched.export.wording import (
    block_head,
    block_texts,
    short_time,
    weeks_text,
)
from pushpull_sched.export.workbook_sheets.text_fit import (
    SANS,
    best_fit,
)

HALF_HOUR = 30
TITLE_HEIGHT = 24.0
FACTS_HEIGHT = 15.0
WEEKS_HEIGHT = 12.0
_GAP = 6.0
_LEAST_HEIGHT = 250.0
_SIZES = (9.0, 8.0, 7.0, 6.0)
_TIGHT_SIZES = (6.0, 5.5)
_MOST_NOTES = 6
"""More of them on a page of several weeks give every week a page of its own."""

_BOX_PADDING = 2.5
_SECOND_FRAME = 2.5
"""What the double frame of consult takes from its height."""

_DEFAULT_DAY = (8 * 60, 15 * 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A column before it is laid out.

    Attributes:
        heading: Its heading.
        weeks: The weeks, in words.
        plan: What happens.
        weight: Its width beside the others.
        group: Neighbours of one group may share a block.
    """

    heading: str
    weeks: str
    plan: DayPlan
    weight: float
    group: int


def week_pages(
    head: Head, settings: Settings, plans: Sequence[DayPlan], *, away: str
) -> tuple[WeekPage, ...]:
    """Lay out somebody's weeks: on one page where that is legible, else one each.

    Args:
        head: Title and margins.
        settings: Names the days.
        plans: The days.
        away: What the gray hours mean, for the legend.
    """
    page = whole_page(head, settings, plans, away=away)
    if len(page.notes) <= _MOST_NOTES or settings.weeks == 1:
        return (page,)
    pages = []
    for weeks in _weeks_alike(settings, plans):
        text = weeks_text(weeks, settings.weeks)
        own = tuple(plan for plan in plans if plan.week == weeks[0])
        one_week = replace(
            head, name=f"{head.name} {text}", title=f"{head.title} - {text}"
        )
        parts = week_parts(replace(settings, weeks=1), own)
        remark = begins_text(settings, weeks)
        pages.append(lay_out(one_week, parts, away=away, remark=remark))
    return tuple(pages)


def whole_page(
    head: Head, settings: Settings, plans: Iterable[DayPlan], *, away: str
) -> WeekPage:
    """Lay out somebody's weeks on one page, however full it gets.

    Args:
        head: Title and margins.
        settings: Names the days.
        plans: The days.
        away: What the gray hours mean, for the legend.
    """
    parts = week_parts(settings, plans)
    every = {weeks_text(range(1, settings.weeks + 1), settings.weeks), ""}
    differs = any(part.weeks not in every for part in parts)
    weeks = range(1, settings.weeks + 1) if differs else ()
    return lay_out(head, parts, away=away, remark=begins_text(settings, weeks))


def _weeks_alike(
    settings: Settings, plans: Sequence[DayPlan]
) -> tuple[tuple[int, ...], ...]:
    """Join the weeks that are the same from the first day to the last."""
    alike: dict[object, list[int]] = {}
    for week in range(1, settings.weeks + 1):
        days = tuple(
            (plan.day, plan.available, plan.blocks)
            for plan in plans
            if plan.week == week
        )
        alike.setdefault(days, []).append(week)
    return tuple(tuple(weeks) for weeks in alike.values())


def week_parts(settings: Settings, plans: Iterable[DayPlan]) -> tuple[Part, ...]:
    """Return a column per day, or several where its weeks differ.

    A day that differs between weeks gets more width than others, each week less; a
    day that is always the same keeps enough for its words.
    """
    columns = day_columns(plans)
    weeks = Counter(column.day for column in columns)
    return tuple(
        Part(
            heading=settings.days[column.day],
            weeks=weeks_text(column.weeks, settings.weeks)
            if settings.weeks > 1
            else "",
            plan=column.plan,
            weight=(2 + weeks[column.day]) / 3 / weeks[column.day],
            group=column.day,
        )
        for column in columns
    )


def lay_out(
    head: Head,
    parts: Sequence[Part],
    *,
    away: str,
    room_for: float = 0.0,
    remark: str = "",
) -> WeekPage:
    """Lay out a page.

    Args:
        head: Title and margins.
        parts: The columns.
        away: What the gray hours mean, for the legend.
        room_for: Weight of the columns for which there is room, where it is more than
            that of these: pages of one series have columns of one width.
        remark: A sentence under the grid; empty for none.
    """
    total = max(sum(part.weight for part in parts), room_for) or 1.0
    columns = tuple(
        Column(
            heading=part.heading,
            weeks=part.weeks,
            share=part.weight / total,
            open=part.plan.available,
        )
        for part in parts
    )
    start, end = _span(parts)
    placed = _placed(parts)
    page = WeekPage(
        head=head,
        columns=columns,
        placed=placed,
        start=start,
        end=end,
        height=0.0,
        legend=legend_of([part.plan for part in parts], (start, end), away),
        heading_height=heading_height(columns),
        remark=remark,
    )
    page = replace(page, height=_height(page))
    worded = _worded(page)
    if worded.notes:  # the notes take their room from the grid
        worded = _worded(replace(page, height=_height(worded)))
        worded = _worded(replace(page, height=_height(worded)))
    return worded


def _span(parts: Sequence[Part]) -> tuple[int, int]:
    """First and last minute of the grid, on half hours."""
    edges = [
        minute for part in parts for span in part.plan.available for minute in span
    ]
    edges += [
        minute
        for part in parts
        for block in part.plan.blocks
        for minute in (block.start, block.end)
    ]
    first, last = (min(edges), max(edges)) if edges else _DEFAULT_DAY
    return first // HALF_HOUR * HALF_HOUR, -(-last // HALF_HOUR) * HALF_HOUR


def _placed(parts: Sequence[Part]) -> tuple[Placed, ...]:
    """Place every block, once over the neighbouring columns that share it."""
    lanes = [_lanes(part.plan.blocks) for part in parts]
    found: list[Placed] = []
    for index, own in enumerate(lanes):
        for block, (lane, count) in own.items():
            last = index
            if count == 1:
                if index and _continues(parts, lanes, index - 1, block):
                    continue
                while _continues(parts, lanes, last, block, step=1):
                    last += 1
            found.append(
                Placed(
                    block=block,
                    first=index,
                    last=last,
                    lane=lane,
                    lanes=count,
                    text="",
                    size=0.0,
                )
            )
    return tuple(found)


Lanes = dict[Block, tuple[int, int]]


def _continues(
    parts: Sequence[Part],
    lanes: Sequence[Lanes],
    index: int,
    block: Block,
    step: int = 0,
) -> bool:
    """Whether the columns ``index`` and the next both show a block, alone."""
    right = index + 1
    return (
        right < len(parts)
        and parts[index].group == parts[right].group
        and lanes[index].get(block) == lanes[right].get(block) == (0, 1)
    )


def _lanes(blocks: Sequence[Block]) -> Lanes:
    """Put blocks that overlap side by side: the lane of each, and how many lanes."""
    found: Lanes = {}
    cluster: list[tuple[Block, int]] = []
    ends: list[int] = []
    for block in sorted(blocks, key=lambda each: (each.start, each.end)):
        if cluster and block.start >= max(ends):
            found |= {each: (lane, len(ends)) for each, lane in cluster}
            cluster, ends = [], []
        free = [lane for lane, end in enumerate(ends) if end <= block.start]
        if free:
            ends[free[0]] = block.end
            cluster.append((block, free[0]))
        else:
            cluster.append((block, len(ends)))
            ends.append(block.end)
    return found | {each: (lane, len(ends)) for each, lane in cluster}


def _height(page: WeekPage) -> float:
    """Return what titles, legend and notes leave for the grid."""
    used = (
        TITLE_HEIGHT + FACTS_HEIGHT + page.heading_height + legend_height(page) + _GAP
    )
    used += WEEKS_HEIGHT if any(column.weeks for column in page.columns) else 0.0
    used += remark_height(page.remark) + notes_height(page.notes)
    return max(_LEAST_HEIGHT, PAGE[1] - 2 * MARGIN - used)


def _worded(page: WeekPage) -> WeekPage:
    """Choose a wording that fits for every block; the others become notes."""
    notes: list[str] = []
    placed = tuple(_word(page, each, notes) for each in page.placed)
    return replace(page, placed=placed, notes=tuple(notes))


def _word(page: WeekPage, placed: Placed, notes: list[str]) -> Placed:
    block = placed.block
    shares = sum(col.share for col in page.columns[placed.first : placed.last + 1])
    width = (GRID_WIDTH - TIME_WIDTH) * shares / placed.lanes - _BOX_PADDING
    height = (block.end - block.start) * page.per_minute - _BOX_PADDING
    if block.kind is BlockKind.CONSULT:
        height -= _SECOND_FRAME
    texts = block_texts(block)

    def fit(
        wordings: Sequence[str], sizes: Sequence[float]
    ) -> tuple[str, float] | None:
        return best_fit(wordings, sizes, width=width, height=height, face=SANS)

    found = fit(texts, _SIZES)
    if found is None and not block.is_session:
        found = fit(texts[-1:], _TIGHT_SIZES) or ("", _SIZES[-1])
    found = found or fit(texts[-1:], _TIGHT_SIZES)
    if found is None:
        number = len(notes) + 1
        notes.append(f"{number})  {_when(page, placed)} {texts[1]}")
        title = block.title or block.services[0]
        short = (f"{short_time(block.start)} {title} {number})", f"{title} {number})")
        found = fit(short, _SIZES) or fit((f"{number})",), _SIZES + _TIGHT_SIZES)
        found = found or (f"{number})", _TIGHT_SIZES[-1])
    head = block_head(block) if block.is_session else ""
    bold = len(head) if found[0].startswith(head) else len(found[0])
    return replace(placed, text=found[0], size=found[1], bold=bold)


def _when(page: WeekPage, placed: Placed) -> str:
    """Name the day and the weeks of a block."""
    columns = page.columns[placed.first : placed.last + 1]
    heading = columns[0].heading
    if not columns[0].weeks:
        return heading
    same = [column for column in page.columns if column.heading == heading]
    if len(columns) == len(same):
        return heading
    return f"{heading} ({', '.join(column.weeks for column in columns)})"
