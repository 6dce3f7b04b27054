"""Cutting a frequency text into tokens.

Tokens: ``N`` number, ``m`` minutes, ``x`` times sign, ``t`` times or sessions, ``c``
once or twice, ``d`` days, ``p`` period, ``e`` each session.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from pushpull_sched.domain.service import Per
from pushpull_sched.workbook.cell import Fault, shown
from pushpull_sched.workbook.definitions_services import MOST_MINUTES
from pushpull_sched.workbook.words import PERIODS

EXPECTED = "text such as 30 min 2x weekly, 45 min weekly or 2 x 30"
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        (
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
        ),
        start=1,
    )
}
_COUNT_WORDS = {"once": 1, "twice": 2, "thrice": 3}
_FILLERS = frozenset(("for", "of", "served", "total", "direct"))

_PERIOD_WORDS = "|".join(
    sorted((word for word in PERIODS if word not in {"days", "weeks"}), key=len)[::-1]
)
_LEAD = r"(?:\b(?:per|a|an|each|every)\s+|/\s*)?"
_TOKEN = re.compile(
    rf"""(?P<e>\beach\s+session\b|\bper\s+session\b|/\s*session\b)
    |(?P<p>(?:\bin\s+)?{_LEAD}(?:(?P<cycle>\d+)[\s-]*day\s+)?
        \b(?:{
        _PERIOD_WORDS.replace("sessions|", "")
        .replace("|session", "")
        .replace("|visit", "")
    })\b\.?)
    |(?P<N>\d+(?:\.\d+)?)
    |(?P<m>(?<![a-z])(?:minutes?\b|mins?\b\.?|'))
    |(?P<h>(?<![a-z])(?:hours?\b|hrs?\b\.?))
    |(?P<t>(?<![a-z])(?:times?|sessions?|visits?)\b)
    |(?P<x>[x\u00d7*]\b|[x\u00d7*](?=\s|\d|$))
    |(?P<d>\bdays\b)
    |(?P<c>\bonce\b|\btwice\b|\bthrice\b)
    |(?P<each>\beach\b|\bapiece\b)
    |(?P<fill>[,;.()/]|\s+)
    |(?P<word>[^\s\d/,;]+)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A text as tokens: the letters, and the value of each."""

    letters: str
    values: tuple[int | Per, ...]

    def pick(self, letter: str) -> list[int | Per]:
        """Return the values of one kind of token."""
        pairs = zip(self.letters, self.values, strict=True)
        return [value for kind, value in pairs if kind == letter]

    @property
    def period(self) -> Per | None:
        """The one period named, None where there is none."""
        found = self.pick("p")
        return found[0] if found and isinstance(found[0], Per) else None


def refusal(why: str, advice: str = "") -> Fault:
    """Say why a text cannot be read."""
    return Fault(code="W213", message=why, expected=EXPECTED, advice=advice)


def spelled_out(text: str) -> str:
    """Write numbers as digits and drop separators of thousands."""
    plain = re.sub(r"\b(\d{1,3}),(\d{3})\b(?!,?\d)", r"\1\2", text.casefold())
    return re.sub(
        r"\b[a-z]+\b", lambda found: _NUMBER_WORDS.get(found[0], found[0]), plain
    )


def _minutes(number: str, unit: str) -> int | None:
    amount = Fraction(number) * (60 if unit == "h" else 1)
    return int(amount) if amount.denominator == 1 else None


def _period_token(found: re.Match[str], days: int) -> Per | Fault:
    if found["cycle"] and int(found["cycle"]) != days:
        return refusal(
            f"The text speaks of a cycle of {found['cycle']} days; the days in "
            f"Settings are {days}."
        )
    return PERIODS[re.split(r"[\s/]+", found["p"].strip().rstrip("."))[-1]]


def _token_value(
    found: re.Match[str], kind: str, days: int, numbers: list[str]
) -> int | Per | Fault:
    """Return the value of a token; a number gives its place in ``numbers``."""
    if kind == "p":
        return _period_token(found, days)
    if kind == "N":
        numbers.append(found[0])
        return len(numbers) - 1
    return _COUNT_WORDS.get(found[0], 0)


def tokens_of(text: str, days: int) -> Line | Fault:
    """Cut a text into tokens."""
    letters: list[str] = []
    values: list[int | Per] = []
    numbers: list[str] = []
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        kind = "p" if found["p"] else kind
        if kind == "fill" or (kind == "word" and found[0] in _FILLERS):
            continue
        if kind == "word":
            return refusal(f"The word {shown(found[0])} is not understood.")
        value = _token_value(found, kind, days, numbers)
        if isinstance(value, Fault):
            return value
        letters.append({"each": "e"}.get(kind, kind))
        values.append(value)
    return _with_numbers("".join(letters), values, numbers)


def _with_numbers(
    letters: str, values: list[int | Per], numbers: list[str]
) -> Line | Fault:
    """Put the numbers in, hours turned into minutes."""
    for place, letter in enumerate(letters):
        if letter != "N":
            continue
        unit = letters[place + 1 : place + 2]
        number = _minutes(numbers[int(values[place])], unit)
        if number is None or number < 1 or number > MOST_MINUTES:
            return refusal(
                f"{numbers[int(values[place])]} is not a whole number from 1 that "
                "fits a school year."
            )
        values[place] = number
    return Line(letters=letters.replace("h", "m"), values=tuple(values))
