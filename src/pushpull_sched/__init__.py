"""Schedules push-in and pull-out services of a school from an Excel workbook.

The public functions; ``load`` and ``solve`` are imported when first used, so that the
command line starts quickly:

``load``
    Read a roster workbook; see :func:`pushpull_sched.workbook.load.load_school`.
``solve``
    Make a schedule in this process; see :func:`pushpull_sched.engine.solve.solve`.
``verify``
    Judge any schedule; see :func:`pushpull_sched.verify.verifier.verify`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

# At once, because the package of the same name would hide the function later.
from pushpull_sched.verify import verify

if TYPE_CHECKING:
    from pushpull_sched.engine.solve import solve
    from pushpull_sched.workbook.load import load_school as load

__version__ = "0.1.0"

__all__ = ["__version__", "load", "solve", "verify"]

_HOMES = {
    "load": ("pushpull_sched.workbook.load", "load_school"),
    "solve": ("pushpull_sched.engine.solve", "solve"),
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - each public name has its own type
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES[name]
    found = getattr(import_module(module), attribute)
    globals()[name] = found
    return found
