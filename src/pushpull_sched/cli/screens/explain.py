"""Screens of ``explain``, one section each: counts, conflicts, repair, staffing."""

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

if TYPE_CHECKING:
    from pushpull_sched.app.explain import ExplainAnswer
    from pushpull_sched.domain.explanation import Explanation


def explain_screen(
    answer: "ExplainAnswer", explanation: "Explanation"
) -> RenderableType:
    """Return everything that ``explain`` shows."""
    parts: list[RenderableType] = [Text(explanation.status, style="bold")]
    del answer
    return Group(*parts)
