"""What ``--json`` prints of ``import``, ``pseudonymize`` and ``export-data``."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pushpull_sched.app.export_data import ExportDataAnswer
    from pushpull_sched.app.import_data import ImportAnswer, SuggestAnswer
    from pushpull_sched.app.pseudonymize import PseudonymizeAnswer

SCHEMA_VERSION = 1


def import_object(answer: "ImportAnswer") -> dict[str, object]:
    """Return what ``import --json`` prints."""
    return {
        "schema_version": SCHEMA_VERSION,
        "written": str(answer.written),
        "source": answer.source,
        "sheets": [
            {
                "sheet": sheet.sheet,
                "rows": sheet.rows,
                "missing": dict(sheet.missing),
                "doubtful": sheet.doubtful,
            }
            for sheet in answer.sheets
        ],
        "todo": [{"sheet": line.sheet, "text": line.text} for line in answer.todo],
        "remarks": list(answer.remarks),
    }


def suggest_object(answer: "SuggestAnswer") -> dict[str, object]:
    """Return what ``import services --suggest --json`` prints."""
    found = answer.suggestion
    return {
        "schema_version": SCHEMA_VERSION,
        "written": str(answer.written) if answer.written else None,
        "recognized": found.recognized,
        "columns": [
            {
                "column": one.column,
                "heading": one.heading,
                "likeness": one.likeness,
                "reason": one.reason,
            }
            for one in found.proposals
        ],
        "missing": list(found.missing),
        "unused": list(found.unused),
        "toml": found.toml,
    }


def pseudonymize_object(answer: "PseudonymizeAnswer") -> dict[str, object]:
    """Return what ``pseudonymize --json`` prints; it names nobody."""
    roster = answer.roster
    return {
        "schema_version": SCHEMA_VERSION,
        "files": [str(file) for file in answer.files],
        "key": str(answer.key),
        "new_key": answer.new_key,
        "restored": answer.restored,
        "kept": {what: list(texts) for what, texts in roster.kept.items()},
        "notes": roster.notes,
        "notes_kept": roster.notes_kept,
        "left_out": roster.left_out,
        "small_groups": roster.small_groups,
        "schedule_rows": answer.sessions,
    }


def export_data_object(answer: "ExportDataAnswer") -> dict[str, object]:
    """Return what ``export-data --json`` prints."""
    return {
        "schema_version": SCHEMA_VERSION,
        "written": str(answer.written),
        "rows": answer.rows,
    }
