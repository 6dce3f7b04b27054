"""Small pictures of a comparison: SVG without a script, readable in black and white."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from pushpull_sched.domain.comparison import Comparison, Difference, Profile
from pushpull_sched.domain.facts import amount_text, percent_text
from pushpull_sched.export.comparison.views import missed_by

_WIDTH, _NARROW = 460, 290
"""Of a picture that stands alone, and of one in a row of cards."""
_LABEL = 150
_ID, _ID_LETTERS = 62, 9
_VALUE = 62
_BAR = 11
_GAP = 7
_MOST_SUBJECTS = 12
_MOST_STUDENTS = 12
_PALETTE = 10
"""Colours of schedules; a later one takes the first again, its letter tells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """One group of bars: a label and one amount per schedule.

    Attributes:
        label: What it is.
        values: Length of each bar; None for none.
        texts: What stands at its end.
    """

    label: str
    values: tuple[Fraction | None, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture with its title and what is counted in it."""

    title: str
    note: str
    svg: Markup


def colour(at: int) -> str:
    """Return the CSS class of a schedule's colour."""
    return f"c{at % _PALETTE}"


def pictures_of(found: Comparison) -> tuple[Picture, ...]:
    """Draw what is compared side by side; pictures without any bar are left out."""
    wanted = (
        ("Class minutes missed", "a week, by subject", _subjects(found.profiles)),
        ("Pull-out groups", "sessions a week, by number of students", _sizes(found)),
        (
            "Providers' time with students",
            "share of their available hours",
            _shares(found),
        ),
        ("Longest run of each provider", "minutes", _runs(found)),
    )
    letters = [profile.letter for profile in found.profiles]
    return tuple(
        Picture(
            title=title, note=note, svg=bar_chart(bars, letters, f"{title}, {note}")
        )
        for title, note, bars in wanted
        if bars
    )


def _bars(label: str, values: Sequence[Fraction | None]) -> Bars:
    texts = tuple("" if value is None else amount_text(value) for value in values)
    return Bars(label=label, values=tuple(values), texts=texts)


def _subjects(profiles: Sequence[Profile]) -> list[Bars]:
    names = dict.fromkeys(
        one.subject for each in profiles for one in each.subjects if one.missed
    )
    found = [
        _bars(
            name,
            [
                sum((s.missed for s in each.subjects if s.subject == name), Fraction(0))
                for each in profiles
            ],
        )
        for name in names
    ]
    found.sort(key=lambda one: -max(value or 0 for value in one.values))
    return found[:_MOST_SUBJECTS]


def _sizes(found: Comparison) -> list[Bars]:
    sizes = sorted({size for one in found.profiles for size in one.groups.sizes})
    return [
        _bars(
            "1 student" if size == 1 else f"{size} students",
            [one.groups.sizes.get(size, Fraction(0)) for one in found.profiles],
        )
        for size in sizes
    ]


def _shares(compared: Comparison) -> list[Bars]:
    found = []
    for key, name in compared.provider_names.items():
        facts = [each.provider(key) for each in compared.profiles]
        shares = tuple(one.share if one else None for one in facts)
        if any(share is not None for share in shares):
            texts = tuple(percent_text(share) for share in shares)
            found.append(Bars(label=name, values=shares, texts=texts))
    return found


def _runs(found: Comparison) -> list[Bars]:
    return [
        _bars(
            name,
            [
                Fraction(one.longest_run) if (one := each.provider(key)) else None
                for each in found.profiles
            ],
        )
        for key, name in found.provider_names.items()
    ]


def bar_chart(groups: Sequence[Bars], letters: Sequence[str], label: str) -> Markup:
    """Draw groups of horizontal bars, each bar with its letter and its amount."""
    most = max((v for one in groups for v in one.values if v is not None), default=0)
    room = _WIDTH - _LABEL - _VALUE - 14
    parts = []
    y = 2
    for group in groups:
        height = _BAR * len(group.values)
        parts.append(
            Markup('<text x="{}" y="{}" class="name">{}</text>').format(
                _LABEL - 8, y + height / 2 + 4, _clipped(group.label)
            )
        )
        for at, (value, text) in enumerate(zip(group.values, group.texts, strict=True)):
            width = float(room * value / most) if value and most else 0.0
            top = y + at * _BAR
            parts.append(
                Markup(
                    '<text x="{}" y="{}" class="letter">{}</text>'
                    '<rect x="{}" y="{}" width="{:.1f}" height="{}" class="{}"/>'
                    '<text x="{:.1f}" y="{}" class="amount">{}</text>'
                ).format(
                    _LABEL,
                    top + 9,
                    letters[at],
                    _LABEL + 12,
                    top + 1,
                    width,
                    _BAR - 2,
                    colour(at),
                    _LABEL + 16 + width,
                    top + 9,
                    text,
                )
            )
        y += height + _GAP
    return _svg(_WIDTH, y, label, parts)


def _svg(width: int, height: float, label: str, parts: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg class="picture" viewBox="0 0 {} {:.0f}" role="img" '
        'aria-label="{}">{}</svg>'
    ).format(width, height, label, Markup("").join(parts))


def _clipped(text: str, most: int = 24) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def student_picture(found: Comparison, one: Difference) -> Picture | None:
    """Draw how class minutes missed change for the students for whom most changes."""
    first, other = found.profiles[0], found.profiles[one.other]
    pairs = []
    for person in one.students:
        old, new = missed_by(first, person.id), missed_by(other, person.id)
        if old is not None and new is not None and old != new:
            pairs.append((person.id, old, new))
    pairs.sort(key=lambda pair: (-abs(pair[2] - pair[1]), pair[0]))
    pairs = pairs[:_MOST_STUDENTS]
    if not pairs:
        return None
    pairs.sort(key=lambda pair: (pair[1] - pair[2], pair[0]))
    title = "Class minutes missed by student"
    note = (
        f"a week, from {first.letter} (ring) to {other.letter} (dot); the most changed"
    )
    return Picture(title=title, note=note, svg=_dumbbells(pairs, f"{title}, {note}"))


def _dumbbells(pairs: Sequence[tuple[str, Fraction, Fraction]], label: str) -> Markup:
    """Draw a line from the old to the new amount of each student."""
    most = max(max(old, new) for _, old, new in pairs)
    room = _NARROW - _ID - _VALUE - 14
    parts = []
    for at, (name, old, new) in enumerate(pairs):
        y = 12 + at * 18
        x, to = (float(_ID + room * value / most) for value in (old, new))
        kind = "worse" if new > old else "better"
        text = f"{amount_text(old)} → {amount_text(new)}"
        parts.append(
            Markup(
                '<text x="{}" y="{}" class="name">{}</text>'
                '<line x1="{:.1f}" y1="{}" x2="{:.1f}" y2="{}" class="{}"/>'
                '<circle cx="{:.1f}" cy="{}" r="4" class="ring {}"/>'
                '<circle cx="{:.1f}" cy="{}" r="4.5" class="dot {}"/>'
                '<text x="{:.1f}" y="{}" class="amount">{}</text>'
            ).format(
                _ID - 8,
                y + 4,
                _clipped(name, _ID_LETTERS),
                x,
                y,
                to,
                y,
                kind,
                x,
                y,
                kind,
                to,
                y,
                kind,
                max(x, to) + 8,
                y + 4,
                text,
            )
        )
    return _svg(_NARROW, 12 + len(pairs) * 18, label, parts)
