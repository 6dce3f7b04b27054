"""Frequency texts: ``30 min 2x weekly``, ``60 min x 2 Times = 120 min Weekly``.

A text is cut into words, the words into a line of one-letter tokens, and the line must
fit one of a few forms as a whole. Whatever fits none is refused with what to write:
a question is better than a wrong number.

Tokens: ``N`` number, ``m`` minutes, ``x`` times sign, ``t`` times or sessions, ``c``
once or twice, ``d`` days, ``p`` period, ``e`` each session.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from pushpull_sched.domain.service import Amount, PatternKind, Per, WeekPattern
from pushpull_sched.workbook.cell import (
    Cell,
    Fault,
    Parsed,
    Reading,
    Scope,
    clean,
    is_clock_or_date,
    plain_text,
    shown,
)
from pushpull_sched.workbook.cell import Remark as CellRemark
from pushpull_sched.workbook.columns import Column
from pushpull_sched.workbook.days import n_of_m
from pushpull_sched.workbook.definitions_school import LONGEST_SESSION
from pushpull_sched.workbook.definitions_services import MOST_MINUTES
from pushpull_sched.workbook.values import FrequencyReading
from pushpull_sched.workbook.words import PERIODS

EXPECTED = "text such as 30 min 2x weekly, 45 min weekly or 2 x 30"
MOST_COUNT = 10
"""In ``2 x 30`` the number of sessions is at most this …"""
LEAST_LENGTH = 15
"""… and the minutes at least this."""

FORMS: tuple[tuple[str, str], ...] = (
    ("45 min Weekly", "45 minutes per week"),
    ("300 min Yearly", "300 minutes per year"),
    ("1200 min/yr", "1200 minutes per year"),
    ("120 min Monthly", "120 minutes per month"),
    ("90 min/6-day cycle", "90 minutes per cycle (of the 6 days in Settings)"),
    ("30 min 2x weekly", "2 sessions per week of 30 minutes each"),
    ("2 x 30", "2 sessions per week of 30 minutes each"),
    ("2 x 30 min Weekly", "2 sessions per week of 30 minutes each"),
    ("60 min x 2 Times = 120 min Weekly", "2 sessions per week of 60 minutes each"),
    ("5x weekly 42 min", "5 sessions per week of 42 minutes each"),
    (
        "3 sessions weekly for 20 minutes each",
        "3 sessions per week of 20 minutes each",
    ),
    ("20 minutes one time per month", "1 session per month of 20 minutes"),
    ("3 times/year 15", "3 sessions per year of 15 minutes each"),
    (
        "Twice weekly 30 min, 3 of 4 weeks",
        "2 sessions per week of 30 minutes each, in 3 of 4 weeks",
    ),
    ("30 min every other week", "30 minutes per week, in 1 of 2 weeks"),
)
"""Texts and their readings, for docs and tests."""

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
_UNCLEAR = {
    "biweekly": "twice a week or every other week",
    "bi-weekly": "twice a week or every other week",
    "bimonthly": "twice a month or every other month",
    "bi-monthly": "twice a month or every other month",
    "semiweekly": "twice a week, or half a week",
}
_FILLERS = frozenset(
    ("for", "of", "served", "total", "direct", "in", "and", "a", "an", "the", "per")
)

_PERIOD_WORDS = "|".join(
    sorted((word for word in PERIODS if word not in {"days", "weeks"}), key=len)[::-1]
)
_LEAD = r"(?:\b(?:per|a|an|each|every)\s+|/\s*)?"
_TOKEN = re.compile(
    rf"""(?P<e>\beach\s+session\b|\bper\s+session\b|/\s*session\b)
    |(?P<p>{_LEAD}(?:in\s+an?\s+)?(?:(?P<cycle>\d+)[\s-]*day\s+)?
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

_COUNT = r"(?:c|N[xtd]x?)"
_TOTAL = re.compile(r"(?:Nmp?|pNm)")
_LENGTH_FIRST = re.compile(rf"Nme?(?:{_COUNT}|xN[xt]?)p?")
_COUNT_FIRST = re.compile(rf"{_COUNT}(?:p?x?Nme?|x?Nme?p)")
_BARE_AFTER_COUNT = re.compile(r"(?:c|N[xt])px?N")
_BARE_PRODUCT = re.compile(r"NxNp?")

_PATTERN_WORDS = re.compile(
    r"""(?:\b(?:in|on|during|for)\s+)?(?:
    (?P<other>\bevery\s+(?:other|second|2)\s+weeks?\b|\balternat\w*\s+weeks?\b)
    |\b(?P<fourth>every\s+(?:4|fourth)\s+weeks?)\b
    |\b(?P<n>\d)\s+(?:out\s+)?of\s+(?:every\s+)?(?P<m>\d)(?:\s+weeks?)?\b(?!\s*min)
    |\b(?P<half>odd|even)\s+weeks?\b)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
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


def _fault(why: str, advice: str = "") -> Fault:
    return Fault(code="W213", message=why, expected=EXPECTED, advice=advice)


def _spelled(text: str) -> str:
    """Write numbers as digits and drop separators of thousands."""
    plain = re.sub(r"\b(\d{1,3}),(\d{3})\b(?!,?\d)", r"\1\2", text.casefold())
    return re.sub(
        r"\b[a-z]+\b", lambda found: _NUMBER_WORDS.get(found[0], found[0]), plain
    )


def _take_pattern(text: str) -> tuple[str, WeekPattern | None] | Fault:
    """Split the week pattern off a text."""
    found = list(_PATTERN_WORDS.finditer(text))
    if not found:
        return text, None
    if len(found) > 1:
        return _fault("The text names two week patterns.")
    one = found[0]
    if one["half"]:
        pattern: WeekPattern | None = WeekPattern(kind=PatternKind(one["half"]))
    elif one["n"]:
        pattern = n_of_m(int(one["n"]), int(one["m"]))
    else:
        pattern = n_of_m(1, 2 if one["other"] else 4)
    if pattern is None:
        return _fault(f"{one[0].strip()} is not a week pattern of 1, 2 or 4 weeks.")
    return f"{text[: one.start()]} , {text[one.end() :]}", pattern


def _minutes(number: str, unit: str) -> int | None:
    amount = Fraction(number) * (60 if unit == "h" else 1)
    return int(amount) if amount.denominator == 1 else None


def _period_token(found: re.Match[str], days: int) -> Per | Fault:
    if found["cycle"] and int(found["cycle"]) != days:
        return _fault(
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


def _tokens(text: str, days: int) -> _Line | Fault:
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
            return _fault(f"The word {shown(found[0])} is not understood.")
        value = _token_value(found, kind, days, numbers)
        if isinstance(value, Fault):
            return value
        letters.append({"each": "e"}.get(kind, kind))
        values.append(value)
    return _with_numbers("".join(letters), values, numbers)


def _with_numbers(
    letters: str, values: list[int | Per], numbers: list[str]
) -> _Line | Fault:
    """Put the numbers in, hours turned into minutes."""
    for place, letter in enumerate(letters):
        if letter != "N":
            continue
        unit = letters[place + 1 : place + 2]
        number = _minutes(numbers[int(values[place])], unit)
        if number is None or number < 1 or number > MOST_MINUTES:
            return _fault(
                f"{numbers[int(values[place])]} is not a whole number from 1 that "
                "fits a school year."
            )
        values[place] = number
    return _Line(letters=letters.replace("h", "m"), values=tuple(values))


def _product(line: _Line) -> tuple[int, int] | Fault | None:
    """Return (sessions, minutes of each), None where the line has another form."""
    letters = line.letters
    numbers = [int(value) for value in line.pick("N")]
    counts = [int(value) for value in line.pick("c")]
    if _LENGTH_FIRST.fullmatch(letters):
        return (counts or numbers[1:])[0], numbers[0]
    if _COUNT_FIRST.fullmatch(letters):
        return (counts or numbers)[0], numbers[-1]
    if _BARE_AFTER_COUNT.fullmatch(letters):
        return _bare((counts or numbers)[0], numbers[-1])
    if _BARE_PRODUCT.fullmatch(letters):
        return _bare(min(numbers), max(numbers))
    return None


def _bare(count: int, minutes: int) -> tuple[int, int] | Fault:
    """Accept numbers without a unit where only one of them can be the minutes."""
    if count <= MOST_COUNT and minutes >= LEAST_LENGTH:
        return count, minutes
    return _fault("It is not clear which number is the minutes.")


def _why_not(line: _Line) -> Fault:
    """Say why a line fits no form."""
    letters = line.letters
    if letters.count("p") > 1:
        return _fault("The text names two periods.")
    if "m" not in letters and letters.count("N") < 2:  # noqa: PLR2004 - count, length
        return _fault("The text does not say how many minutes.")
    if letters in {"Nm", "Nme"}:
        return _fault(
            "The text does not say how often.",
            "Add how often: 30 min weekly, or 30 min 2x weekly.",
        )
    if re.match(r"Nmp", letters):
        return _fault(
            "It is not clear whether the minutes are those of one session or of all.",
            "Write 2 x 30 min weekly, or use minutes, per, sessions and sessions_per.",
        )
    return _fault("The text can be read in more than one way, or in none.")


def _amount(line: _Line, *, repeats: bool) -> Amount | Fault:
    """Return the amount that a line states.

    Args:
        line: The tokens.
        repeats: A week pattern stands in for the missing word ``weekly``.
    """
    period = line.period
    if _TOTAL.fullmatch(line.letters) and (period or repeats):
        minutes = int(line.pick("N")[0])
        return Amount(minutes=minutes, per=period or Per.WEEK)
    product = _product(line) or _why_not(line)
    if isinstance(product, Fault):
        return product
    sessions, minutes = product
    if minutes > LONGEST_SESSION:
        return _fault(f"A session of {minutes} minutes is too long.")
    return Amount(
        minutes=minutes,
        per=Per.SESSION,
        sessions=sessions,
        sessions_per=period or Per.WEEK,
    )


def _equal(left: _Line, right: _Line) -> _Line | Fault:
    """Check ``60 min x 2 Times = 120 min Weekly`` and return what stands left."""
    product = _product(left)
    if product is None or not re.fullmatch(r"Nmp?", right.letters):
        return _fault("What stands beside the = cannot be compared.")
    if isinstance(product, Fault):
        return product
    total = int(right.pick("N")[0])
    if product[0] * product[1] != total:
        return _fault(
            f"{product[0]} sessions of {product[1]} minutes are "
            f"{product[0] * product[1]}, not {total}."
        )
    if left.period and right.period and left.period is not right.period:
        return _fault("The text names two periods.")
    if left.period or not right.period:
        return left
    return _Line(letters=left.letters + "p", values=(*left.values, right.period))


def _line_of(text: str, days: int) -> _Line | Fault:
    sides = [_tokens(side, days) for side in text.split("=")]
    for side in sides:
        if isinstance(side, Fault):
            return side
    lines = [side for side in sides if isinstance(side, _Line)]
    if len(lines) == 1:
        return lines[0]
    if len(lines) == 2:  # noqa: PLR2004 - two sides
        return _equal(lines[0], lines[1])
    return _fault("The text has more than one =.")


def conversion(amount: Amount, pattern: WeekPattern | None) -> str:
    """Write an amount in words."""
    if amount.sessions is None:
        text = f"{amount.minutes} minutes per {amount.per.value}"
    else:
        one = amount.sessions == 1
        text = (
            f"{amount.sessions} session{'' if one else 's'} per "
            f"{amount.sessions_per.value} of {amount.minutes} minutes"
            f"{'' if one else ' each'}"
        )
    if pattern is None or pattern.kind is PatternKind.EVERY:
        return text
    return f"{text}, in {pattern} weeks"


def _refused(spelled: str) -> Fault | None:
    """Refuse words and ranges that have two meanings."""
    for word, meanings in _UNCLEAR.items():
        if re.search(rf"\b{word}\b", spelled):
            return _fault(f"{word} means {meanings}.")
    if re.search(r"\d\s*(?:-|to|or)\s*\d", spelled):
        return _fault(
            "The text gives a range.",
            "Write the minutes that are owed; allowed lengths go into "
            "session_minutes (20-30).",
        )
    return None


def read_frequency(text: str, days: int = 5) -> FrequencyReading | Fault:
    """Read a frequency text.

    Args:
        text: The text.
        days: Number of days in Settings, to check ``6-day cycle``.

    Returns:
        The reading, or why the text cannot be read in one way only.
    """
    spelled = _spelled(clean(text).text)
    split = _refused(spelled) or _take_pattern(spelled)
    if isinstance(split, Fault):
        return split
    rest, pattern = split
    line = _line_of(rest, days)
    if isinstance(line, Fault):
        return line
    amount = _amount(line, repeats=pattern is not None)
    if isinstance(amount, Fault):
        return amount
    return FrequencyReading(
        amount=amount, pattern=pattern, text=conversion(amount, pattern)
    )


def frequency_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read a cell with a frequency text."""
    text = plain_text(cell)
    if is_clock_or_date(cell.value) or isinstance(cell.value, bool):
        return _fault(f"Excel keeps this cell as {text}.")
    reading = read_frequency(text, len(scope.days))
    if isinstance(reading, Fault):
        return reading
    remark = CellRemark(code="W228", message=f"{shown(text)}: {reading.text}.")
    return Parsed(value=reading, remarks=(remark,))
