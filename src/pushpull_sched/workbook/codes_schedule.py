"""The codes of a schedule that is read back: W7xx."""

from pushpull_sched.workbook.code import Code, error, note, warning

SCHEDULE_CODES: tuple[Code, ...] = (
    error(
        "W701",
        "The folder holds no schedule.",
        "Name the folder that solve wrote, or a schedule.xlsx, .json or .csv file.",
    ),
    error(
        "W702",
        "The workbook has no sheet named Schedule.",
        "Name the sheet with the sessions Schedule.",
    ),
    error(
        "W703",
        "The files of the result folder do not belong together.",
        "Solve again with --force, or name the schedule.xlsx in it by itself.",
    ),
    note("W704", "The schedule was edited after it was written; the edits are used."),
    error(
        "W705",
        "The JSON file is no result of this program.",
        "Name the schedule.json that solve wrote, or use schedule.xlsx.",
    ),
    error(
        "W706",
        "A value in the JSON file cannot be read.",
        "Correct the value, or use schedule.xlsx.",
    ),
    warning(
        "W707",
        "The schedule has no sessions.",
        "Check that this is the schedule you mean.",
    ),
)
