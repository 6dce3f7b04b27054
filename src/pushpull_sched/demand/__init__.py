"""Layer 1: what a service row demands, as exact arithmetic on domain data.

Source of every rule: section 3 of the input contract and the readings of its silent
points (``docs/readings.md``, Demand). Imports the domain only.
"""

from pushpull_sched.demand.co_teach import co_teach_options
from pushpull_sched.demand.service_demand import demand_of, demands
from pushpull_sched.demand.template import (
    TEMPLATES,
    fits_some_template,
    pattern_fits,
    template_weeks,
)

__all__ = [
    "TEMPLATES",
    "co_teach_options",
    "demand_of",
    "demands",
    "fits_some_template",
    "pattern_fits",
    "template_weeks",
]
