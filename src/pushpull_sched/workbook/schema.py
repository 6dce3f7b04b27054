"""Every sheet and column of the roster as data.

Reader, template and docs all come from here. What a filled cell of each kind gives is
written at :class:`CellKind`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from pushpull_sched.workbook.columns import CellKind, Column, Sheet
from pushpull_sched.workbook.definitions_building import (
    AVAILABILITY,
    PERIODS,
    PROVIDERS,
    ROOMS,
    SUBJECTS,
)
from pushpull_sched.workbook.definitions_links import ENROLLMENTS, PINS, RELATIONS
from pushpull_sched.workbook.definitions_school import CLASSES, SETTINGS, STUDENTS
from pushpull_sched.workbook.definitions_services import SERVICES

__all__ = ["SHEET", "SHEETS", "CellKind", "Column", "Sheet"]

SHEETS: tuple[Sheet, ...] = (
    SETTINGS,
    STUDENTS,
    CLASSES,
    ENROLLMENTS,
    PERIODS,
    SUBJECTS,
    ROOMS,
    PROVIDERS,
    AVAILABILITY,
    SERVICES,
    RELATIONS,
    PINS,
)
"""The sheets, in the order of the template."""

SHEET: Mapping[str, Sheet] = MappingProxyType({sheet.key: sheet for sheet in SHEETS})
"""The sheets by key."""
