"""Subjects: how their names are compared, and what pulling from them costs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pushpull_sched.domain.school import Pull, SubjectKind
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.tables import Row, Workbook
from pushpull_sched.workbook.typed import number_of, text_of

_WORDS = re.compile(r"[\s\-_/,:&]+")
_TAIL = re.compile(r"\d+[a-z]?|[a-z]\d*|pk|(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})", re.ASCII)
_GLUED = re.compile(r"([^\W\d]{2,})(\d+[a-z]?)", re.ASCII)
_TAIL_HEADS = frozenset({"grade", "level", "section"})


@dataclass(frozen=True, slots=True)
class SubjectName:
    """A subject's name in the two forms in which it is compared.

    Attributes:
        full: The whole name without case, spaces and hyphens.
        short: The same after its trailing parts (grade, level, section) are dropped.
    """

    full: str
    short: str

    @property
    def has_tail(self) -> bool:
        """Whether anything was dropped."""
        return self.full != self.short

    def names(self, subject: "SubjectName") -> bool:
        """Tell whether this name, written in a service, means that subject."""
        return self.full == (subject.full if self.has_tail else subject.short)


def subject_name(text: str) -> SubjectName:
    """Read a subject's name (workbook.md, Subjects).

    Trailing parts are a number (with or without a letter), a letter (with or without a
    number), a Roman numeral, K or PK, alone or after grade, level or section; the
    number may be glued to the word. The first word is never dropped.
    """
    words = [word for word in _WORDS.split(text.casefold().replace(".", "")) if word]
    full = "".join(words)
    if words and (glued := _GLUED.fullmatch(words[-1])):
        words[-1:] = glued.groups()
    while len(words) > 1 and _TAIL.fullmatch(words[-1]):
        words.pop()
        if len(words) > 1 and words[-1] in _TAIL_HEADS:
            words.pop()
    return SubjectName(full, "".join(words))


@dataclass(frozen=True, slots=True)
class SubjectValues:
    """Kind of a subject, and what pulling a student from it costs by default."""

    kind: SubjectKind
    pull: Pull
    weight: int


_LUNCH = SubjectValues(SubjectKind.LUNCH, Pull.NEVER, 1)
_RECESS = SubjectValues(SubjectKind.RECESS, Pull.NEVER, 1)
_CORE = SubjectValues(SubjectKind.CORE, Pull.AVOID, 3)
_CONTENT = SubjectValues(SubjectKind.CORE, Pull.AVOID, 2)
_SPECIAL = SubjectValues(SubjectKind.SPECIAL, Pull.AVOID, 2)
_FLEX = SubjectValues(SubjectKind.FLEX, Pull.OK, 0)
_OTHER = SubjectValues(SubjectKind.OTHER, Pull.AVOID, 1)

_NAMES: Mapping[str, SubjectValues] = MappingProxyType(
    {
        "lunch, snack": _LUNCH,
        "recess, arrival, dismissal": _RECESS,
        "reading, ela, english, english language arts, language arts, literacy, "
        "phonics, writing, math, mathematics, algebra, geometry, precalculus, "
        "calculus, statistics": _CORE,
        "science, biology, chemistry, physics, social studies, history, us history, "
        "world history, geography, civics, government, economics": _CONTENT,
        "pe, physical education, art, music, library, media, specials, band, chorus, "
        "technology, world language, electives": _SPECIAL,
        "win, intervention, flex, enrichment, advisory, study hall, homeroom, "
        "morning meeting": _FLEX,
    }
)

BY_NAME: Mapping[str, SubjectValues] = MappingProxyType(
    {
        subject_name(name).full: values
        for names, values in _NAMES.items()
        for name in names.split(", ")
    }
)
"""Defaults by shortened name."""

BY_KIND: Mapping[SubjectKind, SubjectValues] = MappingProxyType(
    {
        values.kind: values
        for values in (_LUNCH, _RECESS, _CORE, _SPECIAL, _FLEX, _OTHER)
    }
)
"""Defaults of a kind that the sheet gives to a name without defaults."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """The Subjects sheet, its defaults and ``protect_core``.

    Attributes:
        rows: Rows of the sheet by the full name of their subject.
        protect_core: Core subjects are never pulled from.
    """

    rows: Mapping[str, Row]
    protect_core: bool = False

    def values(self, name: SubjectName) -> SubjectValues:
        """Resolve a class's subject: defaults, sheet, protect_core."""
        named = BY_NAME.get(name.short)
        row = self.rows.get(name.full) or self.rows.get(name.short)
        values = _sheet_values(row, named) if row else (named or _OTHER)
        if self.protect_core and values.kind is SubjectKind.CORE:
            return SubjectValues(values.kind, Pull.NEVER, values.weight)
        return values


def _sheet_values(row: Row, named: SubjectValues | None) -> SubjectValues:
    """Take the cells of a row, and for blank ones the name's, else the kind's."""
    kind_cell = text_of(row, "kind")
    kind = SubjectKind(kind_cell) if kind_cell else (named or _OTHER).kind
    default = named or BY_KIND[kind]
    pull_cell = text_of(row, "pull")
    weight_cell = number_of(row, "weight")
    return SubjectValues(
        kind,
        Pull(pull_cell) if pull_cell else default.pull,
        default.weight if weight_cell is None else weight_cell,
    )


def read_subjects(workbook: Workbook, log: Log, *, protect_core: bool) -> Subjects:
    """Read the Subjects sheet; one subject under two spellings is an error."""
    rows: dict[str, Row] = {}
    for row in workbook.tables["subjects"].rows():
        text = text_of(row, "subject")
        if text is None:
            continue
        name = subject_name(text).full
        first = rows.setdefault(name, row)
        if first is not row and first.text("subject") != row.text("subject"):
            log.cell(
                "W309",
                row,
                "subject",
                f"{text} is the same subject as {first.text('subject')} in "
                f"{first.ref('subject')}.",
                expected="one row for each subject",
            )
    return Subjects(rows=rows, protect_core=protect_core)


def note_unused(subjects: Subjects, used: Iterable[SubjectName], log: Log) -> None:
    """Note rows of Subjects that no class has."""
    known = {form for name in used for form in (name.full, name.short)}
    for form, row in subjects.rows.items():
        if form not in known:
            log.cell(
                "W326",
                row,
                "subject",
                f"No class has the subject {row.text('subject')}.",
            )
