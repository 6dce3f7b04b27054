"""The codes of meaning: W3xx to W6xx, what the rows of a roster say together."""

from pushpull_sched.workbook.code import Code

MEANING_CODES: tuple[Code, ...] = ()
