"""The page ``data/samples/README.md``, with the sizes of what was written."""

from collections.abc import Mapping

from benchmarks.generator.make import Roster

_HEAD = """\
# Samples

Small and large schools to try the program on. Every student, provider and school is
made up. The files and this page are written by `python -m benchmarks.generator samples`
(always the same bytes), each from a hidden timetable that keeps every rule, so that the
schools marked `complete` certainly have a complete schedule.

The table is read by `tests/test_samples.py`. *exit* and *status* are those of
`pushpull-sched solve` with the time limit in *seconds*; *details* are what
`pushpull-sched check` sees.

`variants.toml` asks what-ifs of the average elementary, by hand and not generated:
`pushpull-sched variants average-elementary.xlsx --file variants.toml`.

| file | what it shows | exit | status | seconds | details |
| --- | --- | --- | --- | --- | --- |
"""
_ROWS: tuple[tuple[str, str, int, str, int], ...] = (
    (
        "toy.xlsx",
        ("one teacher, two grades: push-in visits, pull-out groups, a pin"),
        0,
        "complete",
        10,
    ),
    ("csv-school", "the toy school as a folder of CSV files", 0, "complete", 10),
    (
        "small-elementary.xlsx",
        (
            "six grades, flipped ELA and math, staggered lunches, part-time "
            "therapists, an early-release day"
        ),
        0,
        "complete",
        15,
    ),
    (
        "average-elementary.xlsx",
        (
            "a school of usual size with gifted students, protected phonics, "
            "monthly and yearly minutes, relations, caps and pins"
        ),
        0,
        "complete",
        20,
    ),
    (
        "middle-school.xlsx",
        (
            "A/B days over two weeks, sections with enrollments, periods of 42 "
            "minutes, co-teaching, weekly buckets met by whole periods"
        ),
        0,
        "complete",
        30,
    ),
    (
        "three-buildings.xlsx",
        (
            "itinerant therapists with travel, a four-week template: monthly, every "
            "other week, 3 of 4 weeks"
        ),
        0,
        "complete",
        30,
    ),
    (
        "infeasible.xlsx",
        (
            "the only provider of one role has lost a day (last row of "
            "Availability: {}), so that students who need a session on each "
            "of the old days cannot have them"
        ),
        4,
        "incomplete",
        10,
    ),
    (
        "pins-clash.xlsx",
        (
            "two pins, each fine alone, ask the only teacher for two different "
            "services at one time"
        ),
        4,
        "infeasible",
        20,
    ),
    (
        "short-staffed.xlsx",
        (
            "the only occupational therapist is at another school in the afternoon "
            "(last row of Availability); counting alone shows that the minutes left "
            "cannot be enough"
        ),
        4,
        "incomplete",
        10,
    ),
    (
        "faulty.xlsx",
        (
            "many faults, each in a known cell (`benchmarks/generator/faults.py` "
            "lists them); three are reported at two cells"
        ),
        3,
        "none",
        10,
    ),
)


def samples_page(rosters: Mapping[str, Roster], removed: str, errors: int) -> str:
    """Write the page.

    Args:
        rosters: The roster behind each file, by file name.
        removed: What was taken from the infeasible school.
        errors: Number of errors that ``check`` reports in the faulty workbook.
    """
    lines = [
        f"| {name} | {shows.format(removed)} | {code} | {status} | {seconds} "
        f"| {_details(rosters[name]) if name in rosters else f'errors {errors}'} |"
        for name, shows, code, status, seconds in _ROWS
    ]
    return _HEAD + "\n".join(lines) + "\n"


def _details(roster: Roster) -> str:
    ground = roster.ground
    return (
        f"students {len(ground.pupils)}, services {len(roster.rows)}, "
        f"providers {len(ground.staff)}, weeks {ground.weeks}"
    )
