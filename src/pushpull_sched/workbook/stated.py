"""Minutes, sessions and week pattern of a Services row."""

from dataclasses import dataclass

from pushpull_sched.domain.service import Amount, PatternKind, Per, WeekPattern
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.tables import Row
from pushpull_sched.workbook.typed import frequency_of, number_of, pattern_of, per_of
from pushpull_sched.workbook.values import FrequencyReading

_AMOUNT_KEYS = ("minutes", "per", "sessions", "sessions_per")
_ALTERNATING = frozenset({PatternKind.ODD, PatternKind.EVEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedAmount:
    """What a row states, and how a frequency text was read."""

    amount: Amount
    pattern: WeekPattern
    reading: str = ""


def read_amount(row: Row, log: Log, *, co_teach: bool) -> StatedAmount | None:
    """Read how much a row states; None where a fault was reported.

    Args:
        row: A row of Services.
        log: Takes the faults.
        co_teach: Minutes may be blank.
    """
    if any(row.bad(key) for key in (*_AMOUNT_KEYS, "frequency", "week_pattern")):
        return None
    frequency = frequency_of(row)
    if frequency is not None:
        return _from_text(row, frequency, log)
    amount = _from_cells(row, log, co_teach=co_teach)
    if amount is None:
        return None
    return StatedAmount(amount=amount, pattern=pattern_of(row) or WeekPattern())


def _from_text(row: Row, frequency: FrequencyReading, log: Log) -> StatedAmount | None:
    doubled = [key for key in _AMOUNT_KEYS if row[key] is not None]
    if doubled:
        log.cell(
            "W404",
            row,
            "frequency",
            f"frequency and {' and '.join(doubled)} both state the amount.",
            expected="either frequency, or minutes and sessions",
        )
        return None
    pattern = _one_pattern(row, frequency, log)
    if pattern is None:
        return None
    return StatedAmount(
        amount=frequency.amount, pattern=pattern, reading=frequency.text
    )


def _one_pattern(row: Row, frequency: FrequencyReading, log: Log) -> WeekPattern | None:
    """Join the pattern of the text with that of the column."""
    told, written = frequency.pattern, pattern_of(row)
    if written is None or told is None or told == written:
        return written or told or WeekPattern()
    narrows = (
        told.kind is PatternKind.N_OF_M
        and (told.n, told.m) == (1, 2)
        and written.kind in _ALTERNATING
    )
    if narrows:
        return written
    log.cell(
        "W408",
        row,
        "week_pattern",
        f"week_pattern says {written}, the text in {row.ref('frequency')} says {told}.",
        expected=f"{told}, or a blank cell",
    )
    return None


def _from_cells(row: Row, log: Log, *, co_teach: bool) -> Amount | None:
    minutes, sessions = number_of(row, "minutes"), number_of(row, "sessions")
    per, sessions_per = per_of(row, "per"), per_of(row, "sessions_per")
    fault = _amount_fault(minutes, per, sessions, co_teach=co_teach)
    if fault is not None:
        code, key, message, expected = fault
        log.cell(code, row, key, message, expected=expected)
        return None
    if sessions is None and sessions_per is not None:
        log.cell(
            "W417",
            row,
            "sessions_per",
            "sessions_per says nothing while sessions is blank.",
            expected="a number in sessions, or a blank cell",
        )
        sessions_per = None
    if per is Per.SESSION and sessions is None:
        minutes, per = None, Per.WEEK  # co-teach: every session is the whole meeting
    return Amount(
        minutes=minutes,
        per=per or Per.WEEK,
        sessions=sessions,
        sessions_per=sessions_per or Per.WEEK,
    )


def _amount_fault(
    minutes: int | None,
    per: Per | None,
    sessions: int | None,
    *,
    co_teach: bool,
) -> tuple[str, str, str, str] | None:
    """Return code, column, message and what was expected, for the first fault."""
    if minutes is None:
        if co_teach:
            return None
        return (
            "W403",
            "minutes",
            "The row does not say how many minutes.",
            "minutes, or a text in frequency",
        )
    if sessions is not None and per is None:
        return (
            "W405",
            "per",
            f"{minutes} min with {sessions} sessions can be read in two ways.",
            f"session ({sessions} x {minutes} min) or week ({minutes} min in all)",
        )
    if per is Per.SESSION and sessions is None and not co_teach:
        return (
            "W406",
            "sessions",
            f"{minutes} min a session, but how many sessions is not said.",
            "a number of sessions",
        )
    return None
