"""What the cells of one Services row must say together."""

from pushpull_sched.domain.service import PatternKind, Setting
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.stated import StatedAmount
from pushpull_sched.workbook.tables import Row
from pushpull_sched.workbook.typed import names_of, text_of


def check_service_row(
    row: Row,
    log: Log,
    *,
    setting: str | None,
    co_teach: bool,
    stated: StatedAmount | None,
) -> bool:
    """Report what does not fit together; tell whether the row can be used."""
    checks = (
        _names_who_gives_it(row, log),
        _names_a_subject(row, log, setting),
        _co_teach_is_push_in(row, log, setting, co_teach=co_teach),
        _co_teach_has_no_blocks(row, log, stated, co_teach=co_teach),
    )
    return all(checks)


def _names_who_gives_it(row: Row, log: Log) -> bool:
    if names_of(row, "role") or text_of(row, "provider"):
        return True
    if not row.bad("role") and not row.bad("provider"):
        log.cell(
            "W402",
            row,
            "role",
            "The row names neither a role nor a provider.",
            expected="a role, or a provider",
        )
    return False


def _names_a_subject(row: Row, log: Log, setting: str | None) -> bool:
    needed = setting in {Setting.PUSH_IN, Setting.EITHER}
    if not needed or names_of(row, "subject"):
        return True
    if not row.bad("subject"):
        log.cell(
            "W411",
            row,
            "subject",
            f"{setting} needs the class subject to push into.",
            expected="a subject of Classes",
        )
    return False


def _co_teach_is_push_in(
    row: Row, log: Log, setting: str | None, *, co_teach: bool
) -> bool:
    if not co_teach or setting in {Setting.PUSH_IN, None}:
        return True
    log.cell(
        "W409",
        row,
        "delivery",
        f"co-teach is push-in, but the setting is {setting}.",
        expected="setting push-in, or delivery support",
    )
    return False


def _co_teach_has_no_blocks(
    row: Row, log: Log, stated: StatedAmount | None, *, co_teach: bool
) -> bool:
    if not co_teach or stated is None or stated.pattern.kind is not PatternKind.N_OF_M:
        return True
    log.cell(
        "W410",
        row,
        "week_pattern" if row.text("week_pattern") else "frequency",
        f"co-teach owes every meeting of its weeks, not {stated.pattern}.",
        expected="every, odd, even or a week number",
    )
    return False
