"""The Summary sheet: how it stands, what is missing, what was proven."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from pushpull_sched.domain.policy import MEASURE_TITLES
from pushpull_sched.domain.rerun import rerun_command
from pushpull_sched.domain.result import (
    Params,
    RunInfo,
    ServiceStatus,
    SolveResult,
    SolveStatus,
)
from pushpull_sched.domain.school import School
from pushpull_sched.export.views import ComplianceRow, compliance_rows, student_label
from pushpull_sched.export.wording import (
    STAGE_WORDS,
    counted,
    level_title,
    status_sentence,
    term_text,
)
from pushpull_sched.export.workbook_sheets import styles
from pushpull_sched.export.workbook_sheets.text_fit import height_needed

_WIDTHS = (46.0, 15.0, 13.0, 13.0, 8.0, 66.0)
_COLUMNS = len(_WIDTHS)
_POINTS_PER_WIDTH = 5.25
_MIDDLE = Alignment(wrap_text=True, vertical="center", horizontal="left")
_LOOK = styles.Look(alignment=_MIDDLE)
_GENERAL = "General"
_LINE_LOOKS = MappingProxyType(
    {
        form: styles.Look(
            alignment=_MIDDLE, border=styles.GRID_BORDER, number_format=form
        )
        for form in (_GENERAL, "#,##0", "0.0%")
    }
)
_MOST_MISSING = 40
_MISSING = frozenset({ServiceStatus.SHORT.value, ServiceStatus.UNPLACED.value})

Line = Sequence[str | int | float | None]


@dataclass(slots=True)
class _Writer:
    """Writes a sheet from the top down."""

    sheet: Worksheet
    row: int = 0

    def text(
        self, text: str, font: Font = styles.BODY, fill: PatternFill | None = None
    ) -> None:
        """Write a sentence over the whole width."""
        self.row += 1
        styles.put(
            self.sheet,
            (self.row, 1),
            text,
            styles.Look(font=font, fill=fill, alignment=_MIDDLE),
        )
        styles.merge(self.sheet, (self.row, self.row), (1, _COLUMNS))
        width = sum(_WIDTHS) * _POINTS_PER_WIDTH
        size = float(font.size or 10)
        styles.set_height(self.sheet, self.row, height_needed(text, size, width) + 4)

    def section(self, title: str) -> None:
        """Leave a row free and write a heading."""
        self.row += 1
        self.text(title, styles.SECTION)

    def headings(self, names: Sequence[str]) -> None:
        """Write the headings of a small table."""
        self.row += 1
        styles.put_headings(self.sheet, self.row, names)

    def line(self, values: Line, formats: Sequence[str] = ()) -> None:
        """Write one row; the height follows its longest text."""
        self.row += 1
        height = 15.0
        for column, value in enumerate(values, start=1):
            form = formats[column - 1] if column <= len(formats) else _GENERAL
            styles.put(self.sheet, (self.row, column), value, _LINE_LOOKS[form])
            if isinstance(value, str):
                width = _width_of(column, len(values))
                height = max(height, height_needed(value, 10, width) + 2)
        if 1 < len(values) < _COLUMNS and isinstance(values[-1], str):
            span = (len(values), _COLUMNS)
            styles.merge(self.sheet, (self.row, self.row), span)
        styles.set_height(self.sheet, self.row, height)

    def pair(self, name: str, value: str) -> None:
        """Write a name and a value that may run over the other columns."""
        self.row += 1
        styles.put(self.sheet, (self.row, 1), name, _LOOK)
        styles.put(self.sheet, (self.row, 2), value, _LOOK)
        styles.merge(self.sheet, (self.row, self.row), (2, _COLUMNS))
        width = sum(_WIDTHS[1:]) * _POINTS_PER_WIDTH
        styles.set_height(
            self.sheet, self.row, max(15.0, height_needed(value, 10, width) + 2)
        )


def _width_of(column: int, used: int) -> float:
    """Width of a cell in points; the last one used runs over the free columns."""
    last = _COLUMNS if 1 < column == used else column
    return sum(_WIDTHS[column - 1 : last]) * _POINTS_PER_WIDTH


def fill_summary_sheet(
    sheet: Worksheet, school: School, result: SolveResult, run: RunInfo
) -> None:
    """Write the summary, what is missing before everything else."""
    writer = _Writer(sheet)
    styles.set_widths(sheet, _WIDTHS)
    writer.text(f"{school.settings.school}: service schedule", styles.TITLE)
    if term := term_text(school.settings):
        writer.text(term)
    good = result.status is SolveStatus.COMPLETE
    writer.text(
        status_sentence(school, result),
        Font(name=styles.FONT, size=13, bold=True),
        styles.GOOD_FILL if good else styles.BAD_FILL,
    )
    if result.interrupted:
        writer.text("The run was stopped early; this is the best found until then.")
    rows = compliance_rows(school, result)
    _write_reasons(writer, result)
    _write_missing(writer, school, rows)
    _write_left_out(writer, rows)
    _write_levels(writer, school, result)
    _write_settings(writer, school)
    _write_run(writer, run)


def _write_reasons(writer: _Writer, result: SolveResult) -> None:
    if not result.reasons:
        return
    infeasible = result.status is SolveStatus.INFEASIBLE
    writer.section("Why no schedule is possible" if infeasible else "Remarks")
    for reason in result.reasons:
        writer.text(f"•  {reason}")


def _write_missing(
    writer: _Writer, school: School, rows: Sequence[ComplianceRow]
) -> None:
    missing = [row for row in rows if row.status in _MISSING]
    if not missing:
        return
    writer.section(f"What is missing: {counted(len(missing), 'service')}")
    writer.headings(
        ("student", "service", "setting", "minutes short", "of", "why (service_id)")
    )
    missing.sort(key=lambda row: -row.minutes_short)
    for row in missing[:_MOST_MISSING]:
        why = f"{row.reason} ({row.service_id})" if row.reason else row.service_id
        writer.line(
            (
                student_label(school, row.student_id) or "-",
                row.service,
                row.setting,
                row.minutes_short,
                row.required_minutes,
                why,
            )
        )
    if len(missing) > _MOST_MISSING:
        writer.text(
            f"… and {len(missing) - _MOST_MISSING:,} more: filter the status column of "
            "Compliance."
        )


def _write_left_out(writer: _Writer, rows: Sequence[ComplianceRow]) -> None:
    outside = ServiceStatus.OUTSIDE_TEMPLATE.value
    inactive = ServiceStatus.NOT_ACTIVE.value
    counts = [
        (outside, "without a place in a repeating week, to be booked by date"),
        (inactive, "not active in this term"),
    ]
    for status, words in counts:
        number = sum(row.status == status for row in rows)
        if number:
            writer.text(
                f"Not in this schedule: {counted(number, 'service')} {words} "
                f"(status “{status}” in Compliance)."
            )


def _write_levels(writer: _Writer, school: School, result: SolveResult) -> None:
    if result.verdict is None:
        return
    writer.section("How good it is")
    writer.text(
        f"Every measure is counted over {counted(school.settings.weeks, 'week')}; "
        "0 is perfect. "
        "A level is improved only as far as no level above it gets worse. No schedule "
        "can be below the proven bound; a gap of 0 % is a proven best.",
        styles.QUIET,
    )
    writer.headings(("level", "value", "proven bound", "gap", "how far", ""))
    for number, stage in enumerate(result.stages, start=1):
        writer.line(
            (
                f"{number}  {level_title(stage.level)}",
                stage.value,
                stage.bound,
                stage.gap,
                STAGE_WORDS[stage.status],
            ),
            (_GENERAL, "#,##0", "#,##0", "0.0%"),
        )
    writer.section("All measures")
    writer.headings(("measure", "value"))
    for measure, value in result.verdict.measures.items():
        writer.line((MEASURE_TITLES[measure], value), (_GENERAL, "#,##0"))


def _write_settings(writer: _Writer, school: School) -> None:
    settings = school.settings
    writer.section("Settings")
    lengths = ", ".join(str(length) for length in settings.session_minutes)
    for name, value in (
        ("days", ", ".join(settings.days)),
        ("weeks in the template", str(settings.weeks)),
        ("grid", f"{settings.grid} minutes"),
        ("session lengths unless a service names its own", f"{lengths} minutes"),
        ("one provider per service", "yes" if settings.same_provider else "no"),
        ("largest grade span of a group", str(settings.max_grade_span)),
        ("between places", f"{settings.transition_minutes} minutes"),
        ("between buildings", f"{settings.travel_minutes} minutes"),
        ("groups disliked above", counted(settings.target_group, "student")),
    ):
        writer.pair(name, value)


def _write_run(writer: _Writer, run: RunInfo) -> None:
    writer.section("How it was made")
    params = run.params
    for name, value in (
        ("roster", run.roster_name),
        ("roster SHA-256", run.roster_sha256),
        ("made on", run.created.isoformat() if run.created else ""),
        ("policy", params.policy.name),
        ("seed", str(params.seed)),
        ("workers", str(params.workers) if params.workers else "automatic"),
        ("time limit", _limit_text(params)),
        ("good enough", f"a gap of {params.gap:.1%}" if params.gap else ""),
        ("baseline", run.baseline_name),
        ("baseline SHA-256", run.baseline_sha256),
        ("had to stay", _stays_text(run)),
        *(("version of " + name, text) for name, text in run.versions.items()),
        ("to make it again", rerun_command(run)),
    ):
        if value:
            writer.pair(name, value)


def _limit_text(params: Params) -> str:
    if params.deterministic:
        return "by the work done, not by the clock (--deterministic)"
    return f"{params.time_limit:g} seconds"


def _stays_text(run: RunInfo) -> str:
    if run.only_new:
        return "every session of the baseline that the roster still allows"
    return ", ".join(run.frozen)
