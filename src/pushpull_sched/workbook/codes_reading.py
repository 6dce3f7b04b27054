"""The codes of reading: W0xx the file, W1xx sheets and columns, W2xx cells."""

from pushpull_sched.workbook.code import Code, error, note, warning

FILE_CODES: tuple[Code, ...] = (
    error(
        "W001",
        "The file is empty.",
        "Open the workbook in Excel, check that it has content, and save it again.",
    ),
    error(
        "W002",
        "The file is the lock file that Excel keeps while a workbook is open.",
        "Choose the workbook itself, without ~$ in front of its name.",
    ),
    error(
        "W003",
        "The workbook is protected by a password.",
        "In Excel: File > Info > Protect Workbook > Encrypt with Password, clear the "
        "password, save.",
    ),
    error(
        "W004",
        "The file is in another spreadsheet format.",
        "Open it in Excel or LibreOffice and use Save As > Excel Workbook (.xlsx).",
    ),
    error(
        "W005",
        "The file is text or a web page under the name of a workbook.",
        "Open it in Excel and use Save As > Excel Workbook (.xlsx), or put CSV files "
        "named students.csv, services.csv, ... into a folder and name the folder.",
    ),
    error(
        "W006",
        "The file is damaged or not a workbook.",
        "Open it in Excel, let Excel repair it, and save it as Excel Workbook (.xlsx).",
    ),
    error(
        "W007",
        "The file is, or unpacks to, far more than a roster needs.",
        "Copy the sheets of the roster into a new workbook and use that; where you "
        "trust the file, raise the limit with --max-size.",
    ),
    error(
        "W008",
        "The file contains parts that a workbook must not have (a DOCTYPE).",
        "Do not trust this file. Copy the sheets into a new workbook and use that.",
    ),
    error(
        "W009",
        "The workbook is saved as Strict Open XML, whose sheets cannot be read.",
        "Use Save As > Excel Workbook (.xlsx), not Strict Open XML Spreadsheet.",
    ),
    error(
        "W010",
        "A file has more rows or filled cells than a roster can have.",
        "Keep only the rows of one school and one term, or raise the limit with "
        "--max-rows.",
    ),
    note("W011", "The workbook has macros; they are ignored and never run."),
    error(
        "W012",
        "The file cannot be opened.",
        "Close it in Excel, and check that you may read it.",
    ),
    error(
        "W013",
        "The folder has no CSV file with the name of a sheet.",
        "Name the files students.csv, classes.csv, providers.csv, services.csv, ...",
    ),
    note("W014", "A CSV file is not UTF-8; its encoding was guessed."),
    error(
        "W015",
        "A CSV file cannot be read as a table.",
        "Open it in Excel and save it as CSV UTF-8.",
    ),
)

SHEET_CODES: tuple[Code, ...] = (
    error(
        "W101",
        "A required sheet is missing.",
        "Add the sheet; the template shows its headings.",
    ),
    error(
        "W102",
        "A required sheet has no rows.",
        "Fill in at least one row below the headings.",
    ),
    warning(
        "W103",
        "A sheet is not known and was left out.",
        "Rename it if it belongs to the roster; otherwise nothing is to be done.",
    ),
    warning(
        "W104",
        "A column is not known and was left out.",
        "Rename the heading if the column belongs to the roster.",
    ),
    error(
        "W105",
        "A required column is missing.",
        "Add the heading; the template shows it.",
    ),
    error(
        "W106",
        "Two columns of a sheet have the same heading.",
        "Keep one of the two, or rename the other.",
    ),
    error(
        "W107",
        "No heading row was found.",
        "Put the headings of the template in one row near the top of the sheet.",
    ),
    note("W108", "The headings do not stand in the first row."),
    error(
        "W109",
        "Two sheets have the same name.",
        "Put their rows into one sheet, or rename the other.",
    ),
    note("W110", "A sheet is empty and was left out."),
    warning(
        "W111",
        "Hidden rows, columns or sheets were read like all others.",
        "Delete what should not count; hiding does not take it out.",
    ),
    warning(
        "W112",
        "A row of totals was left out.",
        "Delete it, or keep totals away from the table.",
    ),
    warning(
        "W113",
        "A setting is not known and was left out.",
        "Correct the key.",
    ),
    error(
        "W114",
        "A setting is given twice.",
        "Keep one of the two rows.",
    ),
    note("W115", "Cells merged downwards hold for each of their rows."),
    error(
        "W116",
        "Cells are merged where each row or column needs its own value.",
        "Unmerge the cells and fill in each.",
    ),
    warning(
        "W117",
        "A filled cell stands under no heading and was left out.",
        "Give the column a heading, or delete the cell.",
    ),
    note("W118", "A heading says the period too."),
)

CELL_CODES: tuple[Code, ...] = (
    error("W201", "A required cell is blank.", "Fill in the cell."),
    error(
        "W202",
        "A formula has no stored value.",
        "Open the workbook in Excel, let it calculate, and save it.",
    ),
    error(
        "W203",
        "A cell shows an Excel error.",
        "Correct the formula, or write the value itself.",
    ),
    error("W204", "A number cannot be read.", "Write a whole number."),
    error("W205", "A number is out of range.", "Write a number in the range."),
    error(
        "W206",
        "A time cannot be read.",
        "Write times like 8:30, 1:15 pm or 13:15.",
    ),
    error(
        "W207",
        "A date cannot be read.",
        "Write dates like 2026-09-01.",
    ),
    error(
        "W208",
        "Days cannot be read.",
        "Write days like Mon,Wed,Fri or Mon-Fri or all.",
    ),
    error(
        "W209",
        "Weeks cannot be read.",
        "Write all, odd, even or week numbers like 1,3.",
    ),
    error("W210", "A grade cannot be read.", "Write PK, K or 1 to 12."),
    error("W211", "A value is not one of the choices.", "Write one of the choices."),
    error("W212", "Neither yes nor no.", "Write yes or no."),
    error(
        "W213",
        "A frequency text cannot be read in one way only.",
        "Write it like 30 min 2x weekly, or use the columns minutes, per, sessions "
        "and sessions_per.",
    ),
    error(
        "W214",
        "A week pattern cannot be read.",
        "Write every, odd, even, a week number 1 to 4, or n of m like 3 of 4.",
    ),
    error(
        "W215",
        "Session lengths cannot be read.",
        "Write minutes: 30, a list 20,30 or a range 20-45.",
    ),
    error(
        "W216",
        "Excel has rounded a long id.",
        "Format the column as text and write the id again.",
    ),
    error(
        "W217",
        "An id stands in two rows with different content.",
        "Give each row its own id.",
    ),
    warning(
        "W218",
        "A row stands twice; the second one was left out.",
        "Delete one of the two.",
    ),
    warning(
        "W219",
        "Two ids differ only by leading zeros.",
        "Check that they are two different ones.",
    ),
    error(
        "W220",
        "The end is not after the start.",
        "Correct the start or the end; write am or pm where it matters.",
    ),
    error("W221", "A cell holds too much text.", "Shorten it."),
    warning(
        "W222",
        "Control characters were taken out of a cell.",
        "Type the cell again.",
    ),
    note("W223", "Odd spaces or invisible characters were taken out."),
    note(
        "W224",
        "Hours 1 to 5 without am or pm were read as afternoon.",
        "Write am or pm where this is wrong.",
    ),
    note("W225", "Only the clock part of a date and time was used."),
    warning("W226", "Seconds were rounded to the minute.", "Write whole minutes."),
    note("W227", "Dates were read as month/day/year."),
    note("W228", "How a frequency text was read."),
    error(
        "W229",
        "A heading and a cell give different periods.",
        "Correct the heading or the cell.",
    ),
    error("W230", "A text cannot be read.", "Write plain text."),
    note("W231", "A number in a date column was read as Excel's day count."),
)
