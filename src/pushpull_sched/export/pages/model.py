"""The pages that people hold in their hands, before they are drawn in any format.

A :class:`WeekPage` is a true time grid on one landscape letter page: every format gives
a minute the same height and a column the same share of the width. A :class:`SlipPage`
is a list with boxes to tick, one portrait page or more. Lengths are in points.
"""

from dataclasses import dataclass
from enum import StrEnum

from pushpull_sched.export.free_time import Span
from pushpull_sched.export.views import Block

PAGE = (792.0, 612.0)
"""Width and height of a landscape letter page."""

MARGIN = 29.0
GRID_WIDTH = PAGE[0] - 2 * MARGIN
TIME_WIDTH = 42.0
"""Width of the column of times, a part of the grid's width."""


class By(StrEnum):
    """Whose pages they are."""

    PROVIDER = "provider"
    STUDENT = "student"
    TEACHER = "teacher"
    ROOM = "room"
    CLASS = "class"
    MASTER = "master"


class Tint(StrEnum):
    """What the colour of a session tells."""

    SERVICE = "service"
    GRADE = "grade"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands over a page and in its margins.

    Attributes:
        key: Id of whose page it is, as in the roster.
        name: Name of whose page it is, for sheets and files.
        title: The title.
        facts: School, term, load: said under the title.
        mark: A warning on every page of an incomplete or illegal schedule; empty for
            none.
    """

    key: str
    name: str
    title: str
    facts: tuple[str, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a week: a day in the weeks in which it is the same.

    Attributes:
        heading: The day; the same text in neighbouring columns is one heading.
        weeks: The weeks, in words; empty where a day is the same in all.
        share: Part of the width, all columns together at most 1.
        open: Hours in which someone is there, as (start, end).
    """

    heading: str
    weeks: str
    share: float
    open: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A block in its place on the grid.

    Attributes:
        block: The block.
        first: First column, from 0.
        last: Last column; more than one only where the block is alone in all.
        lane: Place among blocks at the same time, from 0.
        lanes: How many of these there are.
        text: Its wording, lines separated by line breaks; may be empty.
        size: Font size.
        bold: How many of its first characters stand out.
    """

    block: Block
    first: int
    last: int
    lane: int
    lanes: int
    text: str
    size: float
    bold: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    """A colour or frame and what it means.

    Attributes:
        text: What it means.
        tint: The tint whose colour is shown; empty for none.
        kind: The kind of block whose frame is shown: a ``BlockKind``, ``away`` or
            empty for no frame.
    """

    text: str
    tint: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPage:
    """A week, or a day of everybody, on one landscape page.

    Attributes:
        head: Title and margins.
        columns: The columns, in order.
        placed: The blocks.
        start: First minute of the grid, a half hour.
        end: Minute after its last, a half hour.
        height: Height of the grid.
        legend: What colours and frames mean.
        notes: Full texts of blocks that are too small for them, numbered from 1.
        heading_height: Height of the row of headings.
        remark: A sentence under the legend; empty for none.
    """

    head: Head
    columns: tuple[Column, ...]
    placed: tuple[Placed, ...]
    start: int
    end: int
    height: float
    legend: tuple[LegendEntry, ...] = ()
    notes: tuple[str, ...] = ()
    heading_height: float = 16.0
    remark: str = ""

    @property
    def per_minute(self) -> float:
        """Height of a minute."""
        return self.height / (self.end - self.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipRow:
    """Something that a teacher should know and answer.

    Attributes:
        when: Days and weeks.
        time: From and to.
        who: The students.
        what: Service, provider and place.
        lesson: What the class does then.
    """

    when: str
    time: str
    who: str
    what: str
    lesson: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPage:
    """A teacher's slip.

    Attributes:
        head: Title and margins.
        leaving: Who leaves, when and where to.
        coming: Who comes in, when and for whom.
        remark: A sentence over the lists; empty for none.
    """

    head: Head
    leaving: tuple[SlipRow, ...]
    coming: tuple[SlipRow, ...]
    remark: str = ""


Page = WeekPage | SlipPage

ANSWERS = ("works", "does not work", "let's talk")
"""The boxes of a slip."""
