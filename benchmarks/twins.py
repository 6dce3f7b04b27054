"""``python -m benchmarks.twins``: rosters that cannot be served, by one known change.

A planted roster can be served in full. One named thing of it is taken away or tightened
such that it cannot any more (counted, or proven by the exact model around what was
touched, with two searches and far more time than ``explain`` takes). Then ``explain``
is asked, and what it says is checked by other solves. A twin that stands in the results
file is skipped.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.generator.make import make_roster
from benchmarks.generator.tables import Tables
from benchmarks.tightenings import TIGHTENINGS, Tightening
from pushpull_sched.counting.reasons import counts_of_school
from pushpull_sched.domain.explanation import Ask, Cite, Strength
from pushpull_sched.domain.findings import Severity
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Setting
from pushpull_sched.engine.proof import Servable, can_serve, confirm
from pushpull_sched.explain.answer import not_counted
from pushpull_sched.explain.catalogue import rules_for
from pushpull_sched.explain.changes import Pick
from pushpull_sched.explain.cores import Core
from pushpull_sched.explain.oracle import Budget, Oracle
from pushpull_sched.explain.parts import part_of
from pushpull_sched.explain.searching import Searching, Solved
from pushpull_sched.workbook.build import build_school
from pushpull_sched.workbook.tables import tables_of

RESULTS = Path(__file__).parent / "results"
TIERS = ("toy", "slp", "small", "average")
TIGHTNESS = {"toy": 0.95, "slp": 0.9, "small": 0.75, "average": 0.75}
"""How full the planted timetables are: the small schools have to be nearly full for the
loss of one thing to matter."""
CASES = 10
"""Cases of one kind that are tried before a roster is left."""
LARGEST = 24
"""Services around what was touched that are looked at together, at most."""
PROOF_SECONDS = 4.0
"""Limit of one question when a twin is made."""
LIMIT = 60.0
"""Seconds of the processor that ``explain`` has."""
RECOGNISED = 30.0
"""Seconds within which a twin has to be recognised."""
PATIENCE = 8.0
"""Limit of one question of ``explain`` on a shared machine, by the wall clock."""
CHECK_SECONDS = 15.0
"""Limit of one question when an answer is checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinRecord:
    """One twin and what ``explain`` said of it.

    Attributes:
        key: Tier, seed and kind.
        tier: Its tier.
        seed: Seed of the roster.
        kind: What was tightened.
        text: What was tightened, for people.
        proof: How it is known that it cannot be served: counting, or the number of
            services that were proven not to fit together.
        recognised: Seconds until the first count or conflict; None for never. Seconds
            of the processor, as the machine may be shared.
        counts: Counts that prove it.
        conflicts: Conflicts found.
        sizes: Services and rules of each conflict.
        shown: Conflicts that counting does not tell already: these are shown.
        not_yet: Of these, those that are not yet minimal.
        shown_minimal: Conflicts found to be minimal.
        are_minimal: Of these, those for which it was found again by other solves.
        repaired: The first repair makes the roster complete: verified.
        cost: Its cost; None where there is none.
        least: It is proven to be the cheapest.
        undo: What taking the change back costs.
        cells: Every cell named stands in the workbook.
        seconds: Seconds of the processor for the whole answer.
        changes: The changes of the repair.
        at: When the run ended.
    """

    key: str
    tier: str
    seed: int
    kind: str
    text: str
    proof: str
    recognised: float | None
    counts: int
    conflicts: int
    sizes: list[tuple[int, int]]
    shown_minimal: int
    are_minimal: int
    repaired: bool
    cost: int | None
    least: bool
    undo: int
    cells: bool
    seconds: float
    changes: list[str]
    at: str
    shown: int = 0
    not_yet: int = 0

    @property
    def in_time(self) -> bool:
        """Whether it was recognised in time."""
        return self.recognised is not None and self.recognised <= RECOGNISED

    @property
    def hit(self) -> bool:
        """Whether the first repair is the culprit, or as cheap and proven to do."""
        return self.repaired and self.cost is not None and self.cost <= self.undo


def school_of(tables: Tables) -> School | None:
    """Build the school of some sheets; None where they have errors."""
    data: dict[str, list[dict[str, object]]] = {
        table.name.lower(): [
            {
                head: value
                for head, value in zip(table.heads, row, strict=True)
                if value is not None
            }
            for row in table.rows
        ]
        for table in tables.values()
    }
    settings = {str(row["key"]): row["value"] for row in data.pop("settings", [])}
    workbook, findings = tables_of({**data, "settings": [settings]})
    school, more = build_school(workbook)
    if any(one.severity is Severity.ERROR for one in (*findings, *more)):
        return None
    return school


# ── making twins ────────────────────────────────────────────────────────────────────
def twin_of(
    tier: str, seed: int, kind: str, cases: int = CASES
) -> tuple[Tightening, School, str] | None:
    """Tighten a planted roster until it is proven that it cannot be served.

    Returns:
        The tightening, the school and the proof; None where no case is proven.
    """
    roster = make_roster(tier, seed=seed, tightness=TIGHTNESS[tier])
    rng = random.Random(f"twin-{tier}-{seed}-{kind}")
    # Every third roster asks for a conflict of several services.
    several = seed % 3 == 0
    for number, found in enumerate(TIGHTENINGS[kind](roster, rng)):
        if number >= cases:
            return None
        school = school_of(found.tables)
        if school is None:
            continue
        proof = impossible(school, found.touched(school), several=several)
        if proof:
            return found, school, proof
    return None


def impossible(school: School, touched: Sequence[str], *, several: bool) -> str:
    """Prove that what was touched cannot be served; an empty text where it may be."""
    alone = [each for each in touched if _proven(school, [each])]
    if alone:
        return "" if several and len(alone) > 1 else "1 service"
    if any(one.strength is Strength.CANNOT for one in counts_of_school(school)):
        return "counting"
    for services in _around(school, touched):
        if _proven(school, services):
            return f"{len(services)} services"
    return ""


def _around(school: School, touched: Sequence[str]) -> Iterator[list[str]]:
    """What was touched: by student, what is visited by the same people, and by them."""
    groups: dict[object, list[str]] = {}
    wanted = set(touched)
    students = {school.service[each].student for each in touched}
    for one in school.services:
        who = one.provider or tuple(sorted(one.roles))
        if one.student in students and one.student is not None:
            groups.setdefault((0, one.student), []).append(one.id)
        if one.id in wanted and one.setting is Setting.PUSH_IN:
            groups.setdefault((1, who), []).append(one.id)
        if one.id in wanted and one.setting is not Setting.PUSH_IN:
            groups.setdefault((2, who), []).append(one.id)
    yield from (found for found in groups.values() if 1 < len(found) <= LARGEST)


def _proven(school: School, services: Sequence[str]) -> bool:
    part = part_of(school, services)
    if can_serve(part, PROOF_SECONDS, seed=7).found is not Servable.NO:
        return False
    return confirm(part, 2 * PROOF_SECONDS, seed=7)


# ── asking and checking ─────────────────────────────────────────────────────────────
def run_twin(tier: str, seed: int, kind: str) -> TwinRecord | None:
    """Make a twin, ask for the explanation and check it; None where there is none."""
    made = twin_of(tier, seed, kind)
    if made is None:
        return None
    found, school, proof = made
    budget = Budget(LIMIT, time.process_time)
    proofs = [
        one for one in counts_of_school(school) if one.strength is Strength.CANNOT
    ]
    seen = [budget.elapsed] if proofs else []
    ask = Ask(time_limit=LIMIT, workers=1)
    hints = sorted({one.service_ids for one in proofs if one.service_ids}, key=len)
    search = Searching(
        school,
        ask,
        budget,
        hints,
        lambda said: seen.append(said.elapsed) if "found" in said.level else None,
        one_by_one=False,
        patience=PATIENCE,
    )
    solved = search.run()
    spent = budget.elapsed
    minimal = [core for core in search.cores if core.minimal]
    untold = not_counted(school, solved.conflicts, proofs)
    repair = solved.repair
    return TwinRecord(
        key=f"{tier}-s{seed}-{kind}",
        tier=tier,
        seed=seed,
        kind=kind,
        text=found.text,
        proof=proof,
        recognised=round(seen[0], 2) if seen else None,
        counts=len(proofs),
        conflicts=len(search.cores),
        sizes=[(len(core.services), len(core.rules)) for core in search.cores],
        shown=len(untold),
        not_yet=sum(not one.minimal for one in untold),
        shown_minimal=len(minimal),
        are_minimal=sum(is_minimal(school, core) for core in minimal),
        repaired=repair is not None and repair.complete,
        cost=None if repair is None else repair.cost,
        least=repair is not None and repair.least,
        undo=found.undo,
        cells=all(_stands(found.tables, one) for one in _cites(solved)),
        seconds=round(spent, 2),
        changes=[] if repair is None else [one.text for one in repair.changes],
        at=datetime.now().isoformat(timespec="seconds"),  # noqa: DTZ005 - local
    )


def is_minimal(school: School, core: Core) -> bool:
    """Look again, by other solves, whether no member of a conflict can be left out.

    Services are left out one by one. A rule is left out by easing it, with every rule
    of the catalogue that is no member eased as well; unless that is still a conflict,
    the members alone would not be one.
    """
    oracle = Oracle(school, seed=11)
    budget = Budget(40 * CHECK_SECONDS)
    for each in core.services:
        rest = [one for one in core.services if one != each]
        if rest and oracle.ask(rest, (), budget, CHECK_SECONDS) is not Servable.YES:
            return False
    first = {
        rule.key: min(pick.level for pick in core.clause if pick.rule == rule.key)
        for rule in core.rules
    }
    rules = rules_for(school, core.services, Ask().costs)
    oracle.learn(rules)
    eased = [
        Pick(rule.key, first.get(rule.key, len(rule.steps)) - 1)
        for rule in rules
        if first.get(rule.key, len(rule.steps)) > 0
    ]
    if oracle.ask(core.services, eased, budget, CHECK_SECONDS) is not Servable.NO:
        return False
    return all(
        oracle.ask(core.services, [*eased, Pick(key, level)], budget, CHECK_SECONDS)
        is Servable.YES
        for key, level in first.items()
    )


def _cites(solved: Solved) -> Iterator[Cite]:
    for conflict in solved.conflicts:
        for member in conflict.members:
            yield from member.cites
    for change in solved.repair.changes if solved.repair else ():
        yield from change.cites


def _stands(tables: Tables, where: Cite) -> bool:
    """Whether a sheet and row stand in the workbook."""
    table = tables.get(where.source.sheet)
    row = where.source.row
    return table is not None and (row is None or 2 <= row <= len(table.rows) + 1)  # noqa: PLR2004


# ── results ─────────────────────────────────────────────────────────────────────────
def read_twins(file: Path) -> list[TwinRecord]:
    """Read the records of a results file; of two with one key the later counts."""
    found: dict[str, TwinRecord] = {}
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            data: dict[str, Any] = json.loads(line)
            if "skipped" not in data:
                found[data["key"]] = TwinRecord(**data)
    return list(found.values())


def _done(file: Path) -> set[str]:
    if not file.exists():
        return set()
    return {json.loads(line)["key"] for line in file.read_text().splitlines()}


def summary(records: Sequence[TwinRecord]) -> str:
    """Write the table of twins by tier, and by kind."""
    heads = (
        "twins",
        "number",
        f"recognised in {RECOGNISED:g} s",
        "first repair hits",
        "minimal again",
        "shown",
        "not yet minimal",
        "cells stand",
    )
    lines = [f"| {' | '.join(heads)} |", f"| {' | '.join('---' for _ in heads)} |"]
    groups: list[tuple[str, list[TwinRecord]]] = [
        (tier, [one for one in records if one.tier == tier]) for tier in TIERS
    ]
    groups += [
        (kind, [one for one in records if one.kind == kind]) for kind in TIGHTENINGS
    ]
    for name, found in [*groups, ("all", list(records))]:
        if found:
            lines.append(_line(name, found))
    return "\n".join(lines)


def _line(name: str, found: Sequence[TwinRecord]) -> str:
    minimal = sum(one.shown_minimal for one in found)
    shown = sum(one.shown for one in found)
    cells = (
        name,
        str(len(found)),
        _share(sum(one.in_time for one in found), len(found)),
        _share(sum(one.hit for one in found), len(found)),
        _share(sum(one.are_minimal for one in found), minimal),
        str(shown),
        _share(sum(one.not_yet for one in found), shown),
        _share(sum(one.cells for one in found), len(found)),
    )
    return f"| {' | '.join(cells)} |"


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({100 * part / whole:.0f} %)" if whole else "-"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run twins that are not in the results file yet, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tier", action="append", choices=TIERS)
    parser.add_argument("--kind", action="append", choices=list(TIGHTENINGS))
    parser.add_argument("--seeds", type=int, default=4, help="rosters of each tier")
    parser.add_argument("--results", type=Path)
    parser.add_argument("--table", action="store_true", help="only print the table")
    asked = parser.parse_args(arguments)
    today = datetime.now().date()  # noqa: DTZ005 - local
    file = asked.results or RESULTS / f"{today}-twins.jsonl"
    if not asked.table:
        done = _done(file)
        for seed in range(1, asked.seeds + 1):
            for tier in asked.tier or TIERS:
                for kind in asked.kind or TIGHTENINGS:
                    key = f"{tier}-s{seed}-{kind}"
                    if key not in done:
                        _measure(file, tier, seed, kind)
    print(summary(read_twins(file)))
    return 0


def _measure(file: Path, tier: str, seed: int, kind: str) -> None:
    found = run_twin(tier, seed, kind)
    key = f"{tier}-s{seed}-{kind}"
    line = {"key": key, "skipped": True} if found is None else asdict(found)
    with file.open("a", encoding="utf-8") as handle:
        handle.write(json.dumps(line) + "\n")
    said = "no case is proven" if found is None else _said(found)
    print(f"{key}: {said}", flush=True)


def _said(found: TwinRecord) -> str:
    return (
        f"{found.text} ({found.proof}): recognised {found.recognised}, conflicts "
        f"{found.sizes}, minimal {found.shown_minimal}/{found.are_minimal}, repair "
        f"{found.cost} of {found.undo} {'complete' if found.repaired else 'partial'} "
        f"{found.changes}, cells {found.cells}, {found.seconds} s"
    )


if __name__ == "__main__":
    sys.exit(main())
