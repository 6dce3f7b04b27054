"""Allowed lengths of a session (workbook.md, section 3, "Lengths")."""

from collections.abc import Iterable
from fractions import Fraction

from pushpull_sched.demand.amounts import repeats_weekly, rounded_up
from pushpull_sched.domain.school import Settings
from pushpull_sched.domain.service import Service

LONGEST_SINGLE_SESSION = 60
"""A repeated amount up to this many minutes may be a session of its own."""


def session_lengths(
    service: Service, *, required: int, sessions: int | None, settings: Settings
) -> tuple[int, ...]:
    """Compute L: increasing multiples of the grid, in minutes.

    Args:
        service: The commitment, not co-teach.
        required: R over the template.
        sessions: N, where it is known.
        settings: For the grid, the weeks and the school's own lengths.
    """
    grid = settings.grid
    if service.session_minutes:
        return _on_grid(service.session_minutes, grid)
    if sessions:
        return (rounded_up(Fraction(required, sessions), grid),)
    usual = _on_grid(settings.session_minutes, grid)
    repeated = _repeated_amount(service, required, settings)
    if repeated <= LONGEST_SINGLE_SESSION and not _is_sum_of(repeated, usual):
        return (repeated,)
    return usual


def exact_lengths(
    service: Service,
    *,
    required: int,
    sessions: int | None,
    lengths: tuple[int, ...],
    settings: Settings,
) -> tuple[int, ...]:
    """List the stated lengths off the grid, for sessions that are a class meeting.

    Args:
        service: The commitment, not co-teach.
        required: R over the template.
        sessions: N, where it is known.
        lengths: L, as computed by :func:`session_lengths`.
        settings: For the grid and the school's own lengths.

    Returns:
        Increasing lengths in minutes; none without a student, who has the meetings.
    """
    if service.student is None:
        return ()
    grid = settings.grid
    stated: Iterable[Fraction] = ()
    if service.session_minutes:
        stated = map(Fraction, service.session_minutes)
    elif sessions:
        stated = (Fraction(required, sessions),)
    elif lengths == _on_grid(settings.session_minutes, grid):
        stated = map(Fraction, settings.session_minutes)
    whole = {int(length) for length in stated if length.denominator == 1}
    return tuple(sorted(length for length in whole if length % grid))


def most_minutes(
    *,
    required: int,
    sessions: int | None,
    lengths: tuple[int, ...],
    weeks_alike: int,
) -> int:
    """Compute the largest T that holds no session too many, in minutes.

    Args:
        required: R over the template.
        sessions: N, where it is known.
        lengths: L.
        weeks_alike: W for a service that repeats every week, else 1.
    """
    most = required + weeks_alike * min(lengths) - 1
    if not sessions:
        return most
    enough = [length for length in lengths if length * sessions >= required]
    return max(most, sessions * min(enough)) if enough else most


def _repeated_amount(service: Service, required: int, settings: Settings) -> int:
    """Give the minutes of a week where weeks repeat, else of the template."""
    weeks = settings.weeks if repeats_weekly(service) else 1
    return rounded_up(Fraction(required, weeks), settings.grid)


def _on_grid(lengths: Iterable[int], grid: int) -> tuple[int, ...]:
    return tuple(sorted({rounded_up(Fraction(length), grid) for length in lengths}))


def _is_sum_of(total: int, lengths: tuple[int, ...]) -> bool:
    """Tell whether sessions of these lengths, each any number of times, make total."""
    reached = {0}
    for minutes in range(1, total + 1):
        if any(minutes - length in reached for length in lengths):
            reached.add(minutes)
    return total in reached
