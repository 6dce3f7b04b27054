"""The samples in ``data/samples``: written anew, always the same."""

from pathlib import Path

from benchmarks.generator.diary import Diary, span
from benchmarks.generator.faults import faulty_tables
from benchmarks.generator.files import write_csv_folder, write_workbook
from benchmarks.generator.make import Roster, make_roster
from benchmarks.generator.samples_page import samples_page
from benchmarks.generator.tables import Table, clock
from benchmarks.generator.wording import Row
from pushpull_sched.workbook.load import load_school

FOLDER = Path(__file__).parents[2] / "data" / "samples"
PLAIN = {
    "toy": "toy",
    "small-elementary": "small",
    "average-elementary": "average",
    "middle-school": "middle",
    "three-buildings": "itinerant",
}
"""File name to tier."""
TIGHTNESS = {
    "small-elementary": 0.65,
    "average-elementary": 0.7,
    "middle-school": 0.65,
    "three-buildings": 0.5,
}
"""Share of the providers' free time that is planned; the rest have the usual one."""
USUAL = 0.75


def write_samples(folder: Path = FOLDER) -> None:
    """Write every sample, and the page that lists them."""
    rosters = {
        f"{name}.xlsx": make_roster(tier, tightness=TIGHTNESS.get(name, USUAL))
        for name, tier in PLAIN.items()
    }
    rosters["infeasible.xlsx"] = infeasible()
    rosters["pins-clash.xlsx"] = pins_clash()
    rosters["short-staffed.xlsx"] = short_staffed()
    for name, roster in rosters.items():
        write_workbook(roster.tables, folder / name)
    rosters["csv-school"] = make_roster("toy")
    write_csv_folder(rosters["csv-school"].tables, folder / "csv-school")
    faulty = folder / "faulty.xlsx"
    write_workbook(faulty_tables(make_roster("toy").tables), faulty)
    errors = sum(one.severity == "error" for one in load_school(faulty).findings)
    who, day, *_ = rosters["infeasible.xlsx"].tables["Availability"].rows[-1]
    page = samples_page(rosters, f"{who} on {day}", errors)
    (folder / "README.md").write_text(page, encoding="utf-8")


def short_staffed() -> Roster:
    """Send the only occupational therapist to another school in the afternoon.

    Returns:
        The small school, with one more row in Availability.
    """
    roster = make_roster("small", seed=7)
    staff = next(one for one in roster.ground.staff if one.role == "OT")
    days = {day for hours in staff.hours for day in hours.days}
    names = ",".join(roster.ground.day_names[day] for day in sorted(days))
    _availability(roster).add(
        staff.id, names, clock(12 * 60), clock(15 * 60), "at another school"
    )
    return roster


def _availability(roster: Roster) -> Table:
    """Return the sheet Availability, a new one where there is none."""
    tables = roster.tables
    if "Availability" not in tables:
        heads = ["who", "days", "start", "end", "reason"]
        tables["Availability"] = Table(name="Availability", heads=heads)
    return tables["Availability"]


def infeasible() -> Roster:
    """Take away the day of a therapist that some students cannot do without.

    Returns:
        The small school, with one more row in Availability.
    """
    roster = make_roster("small", seed=2)
    staff, day = _needed_day(roster)
    name = roster.ground.day_names[day]
    _availability(roster).add(
        staff, name, clock(8 * 60), clock(15 * 60), "position not filled"
    )
    return roster


def _needed_day(roster: Roster) -> tuple[str, int]:
    """Find a provider, alone in the role, who is needed on every working day."""
    for staff in roster.ground.staff:
        alone = sum(other.role == staff.role for other in roster.ground.staff) == 1
        days = sorted({day for hours in staff.hours for day in hours.days})
        for row in roster.rows:
            mine = row.series.staff.id == staff.id
            if alone and mine and row.member.sessions == len(days):
                return staff.id, days[-1]
    raise LookupError("no provider is needed on every day: choose another seed")


def pins_clash() -> Roster:
    """Pin two different services of the only teacher to one time."""
    roster = make_roster("toy", seed=3)
    roster.tables.pop("Relations", None)
    first, second = _clash(roster)
    heads = ["service_id", "day", "start"]
    slot = first.member.slots[0]
    day = roster.ground.day_names[slot.day]
    pins = Table(name="Pins", heads=heads)
    pins.add(first.id, day, clock(slot.start))
    pins.add(second.id, day, clock(slot.start))
    roster.tables["Pins"] = pins
    return roster


def _clash(roster: Roster) -> tuple[Row, Row]:
    """Find two pull-out services of different names that can both be then."""
    diary = Diary(roster.ground)
    plain = [
        row
        for row in roster.rows
        if row.series.setting == row.cells["setting"] == "pull-out"
        and not {"earliest", "latest", "days", "may_miss", "never_miss"}
        & set(row.cells)
    ]
    for first in plain:
        for second in plain:
            slot = first.member.slots[0]
            bits = span(slot.start, slot.start + second.series.minutes)
            free = diary.pull[second.member.pupil.id, slot.key]
            differs = first.series.kind.name != second.series.kind.name
            if (
                differs
                and first.member.pupil != second.member.pupil
                and (free & bits == bits)
            ):
                return first, second
    raise LookupError("no two services clash: choose another seed")
