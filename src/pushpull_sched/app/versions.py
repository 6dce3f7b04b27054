"""Versions of everything that shapes a result."""

import platform
from importlib.metadata import PackageNotFoundError, version

import pushpull_sched

_PACKAGES = ("ortools", "pandas", "openpyxl", "typer", "rich")
_OTHERS = (
    "defusedxml",
    "icalendar",
    "jinja2",
    "pathvalidate",
    "rapidfuzz",
    "typst",
    "tzdata",
    "tzlocal",
)


def versions() -> dict[str, str]:
    """Return versions by name: this program, Python and the packages it stands on."""
    return {
        "pushpull-sched": pushpull_sched.__version__,
        "python": platform.python_version(),
    } | {package: version(package) for package in _PACKAGES}


def all_versions() -> dict[str, str]:
    """Return the versions of everything that is needed, and the kind of machine."""
    others: dict[str, str] = {}
    for package in _OTHERS:
        try:
            others[package] = version(package)
        except PackageNotFoundError:
            others[package] = "missing"
    system = f"{platform.system()} {platform.machine()}"
    return versions() | others | {"system": system}
