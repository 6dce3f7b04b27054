"""Frequency texts: ``30 min 2x weekly``, ``60 min x 2 Times = 120 min Weekly``.

A text is cut into words, the words into a line of one-letter tokens, and the line must
fit one of a few forms as a whole. Whatever fits none is refused with what to write:
a question is better than a wrong number.
"""

import re

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
from pushpull_sched.workbook.frequency_tokens import (
    Line,
    refusal,
    spelled_out,
    tokens_of,
)
from pushpull_sched.workbook.values import FrequencyReading

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

_UNCLEAR = {
    "biweekly": "twice a week or every other week",
    "bi-weekly": "twice a week or every other week",
    "bimonthly": "twice a month or every other month",
    "bi-monthly": "twice a month or every other month",
    "semiweekly": "twice a week, or half a week",
}
_SPLIT = re.compile(
    r"\b(?:for|of)\s+(?:once|twice|thrice|\d+\s*(?:x|times?|sessions?|visits?|days)\b)"
)
"""``60 min for 2 sessions``: 60 in all, or 60 each?"""
_ONE_OR_ALL = "It is not clear whether the minutes are those of one session or of all."
_ONE_OR_ALL_ADVICE = (
    "Write 2 x 30 min weekly, or use minutes, per, sessions and sessions_per."
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


def _take_pattern(text: str) -> tuple[str, WeekPattern | None] | Fault:
    """Split the week pattern off a text."""
    found = list(_PATTERN_WORDS.finditer(text))
    if not found:
        return text, None
    if len(found) > 1:
        return refusal("The text names two week patterns.")
    one = found[0]
    if one["half"]:
        pattern: WeekPattern | None = WeekPattern(kind=PatternKind(one["half"]))
    elif one["n"]:
        pattern = n_of_m(int(one["n"]), int(one["m"]))
    else:
        pattern = n_of_m(1, 2 if one["other"] else 4)
    if pattern is None:
        return refusal(f"{one[0].strip()} is not a week pattern of 1, 2 or 4 weeks.")
    return f"{text[: one.start()]} , {text[one.end() :]}", pattern


def _product(line: Line) -> tuple[int, int] | Fault | None:
    """Return (sessions, minutes of each), None where the line has another form."""
    letters = line.letters
    numbers = [int(value) for value in line.pick("N")]
    counts = [int(value) for value in line.pick("c")]
    if _LENGTH_FIRST.fullmatch(letters):
        return (counts or numbers[1:])[0], numbers[0]
    if _COUNT_FIRST.fullmatch(letters):
        return (counts or numbers)[0], numbers[-1]
    if _BARE_AFTER_COUNT.fullmatch(letters):
        return _bare((counts or numbers)[0], numbers[-1], marked=True)
    if _BARE_PRODUCT.fullmatch(letters):
        return _bare(min(numbers), max(numbers), marked=False)
    return None


def _bare(count: int, minutes: int, *, marked: bool) -> tuple[int, int] | Fault:
    """Accept numbers without a unit where only one of them can be the minutes.

    Args:
        count: Number of sessions.
        minutes: Minutes of each.
        marked: The count is written as one (2x, twice, 3 times).
    """
    if (marked or count <= MOST_COUNT) and minutes >= LEAST_LENGTH:
        return count, minutes
    return refusal("It is not clear which number is the minutes.")


def _why_not(line: Line) -> Fault:
    """Say why a line fits no form."""
    letters = line.letters
    if letters.count("p") > 1:
        return refusal("The text names two periods.")
    if "m" not in letters and letters.count("N") < 2:  # noqa: PLR2004 - count, length
        return refusal("The text does not say how many minutes.")
    if letters in {"Nm", "Nme"}:
        return refusal(
            "The text does not say how often.",
            "Add how often: 30 min weekly, or 30 min 2x weekly.",
        )
    if re.match(r"Nmp", letters):
        return refusal(_ONE_OR_ALL, _ONE_OR_ALL_ADVICE)
    return refusal("The text can be read in more than one way, or in none.")


def _amount(line: Line, *, repeats: bool) -> Amount | Fault:
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
        return refusal(f"A session of {minutes} minutes is too long.")
    return Amount(
        minutes=minutes,
        per=Per.SESSION,
        sessions=sessions,
        sessions_per=period or Per.WEEK,
    )


def _equal(left: Line, right: Line) -> Line | Fault:
    """Check ``60 min x 2 Times = 120 min Weekly`` and return what stands left."""
    product = _product(left)
    if product is None or not re.fullmatch(r"Nmp?", right.letters):
        return refusal("What stands beside the = cannot be compared.")
    if isinstance(product, Fault):
        return product
    total = int(right.pick("N")[0])
    if product[0] * product[1] != total:
        return refusal(
            f"{product[0]} sessions of {product[1]} minutes are "
            f"{product[0] * product[1]}, not {total}."
        )
    if left.period and right.period and left.period is not right.period:
        return refusal("The text names two periods.")
    if left.period or not right.period:
        return left
    return Line(letters=left.letters + "p", values=(*left.values, right.period))


def _line_of(text: str, days: int) -> Line | Fault:
    sides = [tokens_of(side, days) for side in text.split("=")]
    for side in sides:
        if isinstance(side, Fault):
            return side
    lines = [side for side in sides if isinstance(side, Line)]
    if len(lines) == 1:
        return lines[0]
    if len(lines) == 2:  # noqa: PLR2004 - two sides
        return _equal(lines[0], lines[1])
    return refusal("The text has more than one =.")


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
            return refusal(f"{word} means {meanings}.")
    if re.search(r"\d\s*(?:-|to|or)\s*\d", spelled):
        return refusal(
            "The text gives a range.",
            "Write the minutes that are owed; allowed lengths go into "
            "session_minutes (20-30).",
        )
    if _SPLIT.search(spelled):
        return refusal(_ONE_OR_ALL, _ONE_OR_ALL_ADVICE)
    return None


def read_frequency(text: str, days: int = 5) -> FrequencyReading | Fault:
    """Read a frequency text.

    Args:
        text: The text.
        days: Number of days in Settings, to check ``6-day cycle``.

    Returns:
        The reading, or why the text cannot be read in one way only.
    """
    spelled = spelled_out(clean(text).text)
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
    is_sum = "total" in spelled and "=" not in spelled
    if is_sum and amount.sessions is not None:
        return refusal(_ONE_OR_ALL, _ONE_OR_ALL_ADVICE)
    return FrequencyReading(
        amount=amount, pattern=pattern, text=conversion(amount, pattern)
    )


def frequency_cell(cell: Cell, column: Column, scope: Scope) -> Reading:
    """Read a cell with a frequency text."""
    text = plain_text(cell)
    if is_clock_or_date(cell.value) or isinstance(cell.value, bool):
        return refusal(f"Excel keeps this cell as {text}.")
    reading = read_frequency(text, len(scope.days))
    if isinstance(reading, Fault):
        return reading
    remark = CellRemark(code="W228", message=f"{shown(text)}: {reading.text}.")
    return Parsed(value=reading, remarks=(remark,))
