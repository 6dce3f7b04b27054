"""The page as bytes: the same result always gives the same bytes."""

import base64
import hashlib
import re
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pushpull_sched.domain.result import (
    RunInfo,
    ServiceStatus,
    SolveResult,
    SolveStatus,
)
from pushpull_sched.domain.school import School
from pushpull_sched.export.names import Names, NameStyle, names_of
from pushpull_sched.export.report import figures, inclusion
from pushpull_sched.export.report.lists import provider_lists
from pushpull_sched.export.report.staffing import staffing
from pushpull_sched.export.report.weeks import timetable_data
from pushpull_sched.export.views import ComplianceRow, compliance_rows
from pushpull_sched.export.wording import (
    counted,
    short_time,
    status_sentence,
    template_text,
    term_text,
)

_PACKAGE = "pushpull_sched.export.report"
_FOLDER = "templates"
_SCRIPTS = ("events.js", "drawing.js", "controls.js")
"""Parts of the script; each knows the names of those before it, nobody else does."""

_MISSING = frozenset({ServiceStatus.SHORT.value, ServiceStatus.UNPLACED.value})
_STYLE_WORDS = {
    NameStyle.FULL: "Students are shown by name: keep this page inside the school.",
    NameStyle.INITIALS: "Students are shown by initials and id.",
    NameStyle.IDS: "Students are shown by id.",
}


def render_report(
    school: School,
    result: SolveResult,
    run: RunInfo,
    style: NameStyle = NameStyle.INITIALS,
) -> bytes:
    """Write the page.

    Args:
        school: The roster.
        result: What the engine answered.
        run: What made it.
        style: How students are named. The page is easily passed on, so it does not
            show full names unless it is asked to.
    """
    names = names_of(school, style)
    text = (
        _environment()
        .get_template("page.html")
        .render(**_context(school, result, run, names))
    )
    return text.encode("utf-8", errors="backslashreplace")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(_PACKAGE, _FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.policies["json.dumps_kwargs"] = {
        "separators": (",", ":"),
        "ensure_ascii": False,
    }
    environment.filters["clock"] = short_time
    environment.filters["number"] = lambda value: f"{value:,}"
    environment.globals["percent"] = inclusion.percent
    environment.globals["counted"] = counted
    return environment


def _source(name: str) -> str:
    """Read a file of the page that goes into it as it is."""
    folder = resources.files(_PACKAGE).joinpath(_FOLDER)
    return folder.joinpath(name).read_text(encoding="utf-8")


def _script() -> str:
    """Join the parts of the script in a scope of its own."""
    parts = "\n".join(_source(name) for name in _SCRIPTS)
    return f'"use strict";\n(() => {{\n{parts}}})();\n'


def _context(
    school: School, result: SolveResult, run: RunInfo, names: Names
) -> dict[str, Any]:
    script = _script()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    compliance = [
        _without_names(school, names, row) for row in compliance_rows(school, result)
    ]
    students = inclusion.student_rows(school, result, names)
    return {
        "script": Markup(script),  # noqa: S704 - files of this package
        "script_hash": digest,
        "school": school,
        "settings": school.settings,
        "names": names,
        "names_words": _STYLE_WORDS[names.style],
        "run": run,
        "result": result,
        "term": term_text(school.settings),
        "template": template_text(school.settings),
        "state": result.status.value,
        "sentence": status_sentence(school, result),
        "has_schedule": result.status in {SolveStatus.COMPLETE, SolveStatus.INCOMPLETE},
        "reasons": [_masked(school, names, text) for text in result.reasons],
        "levels": figures.level_rows(result, run),
        "measures": figures.measure_rows(result),
        "counts": figures.session_counts(result),
        "loads": figures.load_rows(school, result, names),
        "students": students,
        "buckets": list(
            zip(inclusion.BUCKETS, inclusion.bucket_counts(students), strict=True)
        ),
        "missed": inclusion.missed_minutes(school, result),
        "staffing": staffing(school, result),
        "needs": result.needs,
        "compliance": compliance,
        "missing": sorted(
            (row for row in compliance if row.status in _MISSING),
            key=lambda row: -row.minutes_short,
        ),
        "givers": _givers(result, names),
        "lists": provider_lists(school, result, names),
        "student_at": {each.id: at for at, each in enumerate(school.students)},
        "provider_at": {each.id: at for at, each in enumerate(school.providers)},
        "data": timetable_data(school, result, names),
    }


def _givers(result: SolveResult, names: Names) -> dict[str, tuple[str, ...]]:
    """Name the providers of each service."""
    outcomes = result.verdict.outcomes if result.verdict else ()
    return {
        outcome.service_id: tuple(map(names.provider, outcome.provider_ids))
        for outcome in outcomes
    }


def _without_names(school: School, names: Names, row: ComplianceRow) -> ComplianceRow:
    return replace(row, reason=_masked(school, names, row.reason, row.student_id))


def _masked(school: School, names: Names, text: str, own: str | None = None) -> str:
    """Call the students in a sentence what the page calls them.

    Args:
        school: The roster.
        names: What the page calls them.
        text: The sentence.
        own: The student whom it is about, should others have the same name.
    """
    if names.style is NameStyle.FULL or not text:
        return text
    labels = {
        student.name: names.student(student.id)
        for student in sorted(school.students, key=lambda each: each.id == own)
        if student.name and student.name in text
    }
    if not labels:
        return text
    found = sorted(labels, key=lambda name: -len(name))
    pattern = rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in found)})(?!\w)"
    return re.sub(pattern, lambda match: labels[match.group()], text)
