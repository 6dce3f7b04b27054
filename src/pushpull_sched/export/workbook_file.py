"""``schedule.xlsx`` as bytes: the same result always gives the same bytes."""

import re
import zipfile
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.domain.changes import changes_between
from pushpull_sched.domain.result import RunInfo, SolveResult
from pushpull_sched.domain.result_folder import RESULT_ID_PROPERTY
from pushpull_sched.domain.school import School
from pushpull_sched.export.names import NameStyle, names_of
from pushpull_sched.export.pages.build import master_pages, provider_page
from pushpull_sched.export.pages.colours import colours_of
from pushpull_sched.export.pages.days import Source
from pushpull_sched.export.pages.model import By
from pushpull_sched.export.views import compliance_rows, schedule_rows
from pushpull_sched.export.wording import status_mark, term_text
from pushpull_sched.export.workbook_sheets import styles
from pushpull_sched.export.workbook_sheets.changes import fill_changes_sheet
from pushpull_sched.export.workbook_sheets.compliance import fill_compliance_sheet
from pushpull_sched.export.workbook_sheets.schedule_sheet import fill_schedule_sheet
from pushpull_sched.export.workbook_sheets.sheet_names import (
    CHANGES,
    FIXED,
    sheet_names,
)
from pushpull_sched.export.workbook_sheets.summary import fill_summary_sheet
from pushpull_sched.export.workbook_sheets.week_sheet import fill_weeks
from pushpull_sched.xlsx.saving import workbook_bytes

PROGRAM = "pushpull-sched"
_FIXED_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - a document property has no zone
_FIXED_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CORE = "docProps/core.xml"


def render_workbook(
    school: School, result: SolveResult, run: RunInfo, result_id: str
) -> bytes:
    """Write the workbook.

    Args:
        school: The roster.
        result: What the engine answered.
        run: What made it.
        result_id: Name of the result, kept as a document property, so that a workbook
            edited by hand still tells which result it was.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    summary, schedule, compliance, master = (_sheet(book, name) for name in FIXED)
    fill_summary_sheet(summary, school, result, run)
    fill_schedule_sheet(schedule, schedule_rows(school, result))
    fill_compliance_sheet(compliance, compliance_rows(school, result))
    for sheet in (summary, schedule, compliance):
        styles.set_page(
            sheet,
            left=f"{school.settings.school} - {sheet.title}",
            right=" - ".join(
                part
                for part in (term_text(school.settings), status_mark(result))
                if part
            ),
            footer=PROGRAM,
        )
    source = Source(
        school=school,
        result=result,
        names=names_of(school, NameStyle.FULL),
        mark=status_mark(result),
    )
    colours = colours_of(source, By.PROVIDER)
    if days := master_pages(source):
        fill_weeks(master, days, colours)
    if run.params.baseline is not None and result.schedule is not None:
        after = result.schedule.rows(school.settings.days)
        changes = changes_between(run.params.baseline, after)
        fill_changes_sheet(_sheet(book, CHANGES), changes, school, run.baseline_name)
    weeks = [provider_page(source, provider.id) for provider in school.providers]
    names = sheet_names((week.head.name, week.head.key) for week in weeks)
    for name, week in zip(names, weeks, strict=True):
        fill_weeks(_sheet(book, name), (week,), colours)
    if status_mark(result):
        for sheet in book.worksheets:
            sheet.sheet_properties.tabColor = styles.WARNING_COLOR
    book.custom_doc_props.append(  # type: ignore[attr-defined] # the stubs lack it
        StringProperty(name=RESULT_ID_PROPERTY, value=result_id)
    )
    return frozen(book)


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet: Worksheet = book.create_sheet()
    sheet.title = name
    sheet.sheet_view.showGridLines = name in FIXED[1:3]
    return sheet


def frozen(book: Workbook, title: str = "Service schedule") -> bytes:
    """Save so that the same content always gives the same bytes.

    The properties name the program, never a user or a path, and all times inside are
    fixed: openpyxl writes the clock into every save.
    """
    properties = book.properties
    properties.creator = properties.lastModifiedBy = PROGRAM
    properties.title = title
    properties.created = properties.modified = _FIXED_TIME
    live, still = BytesIO(workbook_bytes(book)), BytesIO()
    stamp = _FIXED_TIME.isoformat().encode() + b"Z"
    with zipfile.ZipFile(live) as source, zipfile.ZipFile(still, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == _CORE:
                content = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\g<2>", content)
            entry = zipfile.ZipInfo(name, _FIXED_ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            target.writestr(entry, content)
    return still.getvalue()
