"""How many schools a property test draws: the same ones on every run.

``PUSHPULL_THOROUGH=10`` in the environment draws ten times as many.
"""

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("PUSHPULL_THOROUGH", "1"))


def schools(examples):
    """Settings of a property test over drawn schools."""
    return settings(
        max_examples=examples * TIMES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
