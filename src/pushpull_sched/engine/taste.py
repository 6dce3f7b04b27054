"""What makes one place for a session better than another."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """What makes one place better than another; weights per minute.

    Attributes:
        missed: Weight of class minutes missed.
        provider: Weight of a minute that a provider starts a new session for.
        mates: Weight of a minute that one more student could join later.
        irregular: Cost of another clock time than the service has already.
        load: Weight of a minute at a provider with everything full.
        gap: Cost of a start that touches nothing.
        moved: Weight of a minute of an earlier schedule that is not given again.
        core_only: Only core subjects count as missed.
    """

    missed: float = 1.0
    provider: float = 4.0
    mates: float = 1.5
    irregular: float = 5.0
    load: float = 12.0
    gap: float = 10.0
    moved: float = 0.0
    core_only: bool = False
