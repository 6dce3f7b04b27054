"""Versions of everything that shapes a result."""

import platform
from importlib.metadata import version

import pushpull_sched

_PACKAGES = ("ortools", "pandas", "openpyxl", "typer", "rich")


def versions() -> dict[str, str]:
    """Return versions by name: this program, Python and the packages it stands on."""
    return {
        "pushpull-sched": pushpull_sched.__version__,
        "python": platform.python_version(),
    } | {package: version(package) for package in _PACKAGES}
