"""Amounts that a user writes on the command line."""

from pushpull_sched.app.faults import UsageFault


def share_of(text: str, *, option: str) -> float:
    """Read a share: ``5%``, ``5 %`` or ``0.05``.

    Args:
        text: As written.
        option: The option it was written for.

    Raises:
        UsageFault: It is no number, or not between 0 and 100 percent.
    """
    plain = text.strip().replace(",", ".")
    number = plain.removesuffix("%").strip()
    try:
        value = float(number) / (100 if plain.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if 0 <= value <= 1:
        return value
    raise UsageFault(
        f"{option} {text}: give a share from 0 to 1, or from 0% to 100%.",
        f"Five percent is {option} 5% or {option} 0.05.",
    )
