"""The staffing view: what each role needs at the least, and where the week presses."""

from pushpull_sched.domain.explanation import Staffing
from pushpull_sched.model.atlas import Atlas


def staffing_of(atlas: Atlas) -> Staffing:
    """Count the minutes of every role."""
    settings = atlas.school.settings
    return Staffing(day_names=settings.days, weeks=settings.weeks, roles=())
