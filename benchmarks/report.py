"""``python -m benchmarks.report``: tables and pictures from the results files.

Writes the part of ``benchmarks/README.md`` between its two marks, and the pictures
beside the results.
"""

import argparse
import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median

from benchmarks.curve import TARGET_EXPONENT, curve_points, fitted
from benchmarks.judge import LEVELS
from benchmarks.record import RESULTS, Record, read_records
from benchmarks.suites import (
    CHANGE_SHARE,
    OURS,
    SOLVERS,
    TARGETS,
    TIGHT,
    TIGHT_FACTOR,
    Target,
)

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- results: python -m benchmarks.report -->", "<!-- end of results -->"
USUAL = 0.75
_TENTH = 0.1
"""``moved`` counts as reached within this gap."""
_NINE_OF_TEN = 0.9
_SHORT_OF = "-"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table whose columns are as wide as their cells."""
    listed = [list(heads), *(list(row) for row in rows)]
    widths = [max(len(row[place]) for row in listed) for place in range(len(heads))]
    lines = [
        "| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |"
        for row in listed
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def runs_table(records: Iterable[Record]) -> str:
    """Return one row per run: for the screen, at the end of a suite."""
    heads = ["roster", "solver", "limit", *LEVELS, "missed gap", "complete", "total"]
    return table([*heads, "MB"], [_run_row(one) for one in records])


def _run_row(one: Record) -> list[str]:
    if one.legal is None:
        values = ["no schedule", *([_SHORT_OF] * (len(LEVELS) - 1))]
    elif not one.legal:
        values = ["not legal", *([_SHORT_OF] * (len(LEVELS) - 1))]
    else:
        values = [f"{one.values[level]:,}" for level in LEVELS]
    return [
        one.instance,
        one.solver,
        f"{one.limit:g} s",
        *values,
        _percent(one.gap("missed") if one.served else None),
        _seconds(one.complete),
        _seconds(one.total),
        f"{one.peak_mb:,}",
    ]


def targets_table(records: Iterable[Record]) -> str:
    """Return the table of targets, row by row: median, worst, met or not."""
    ours = [one for one in records if counts_for_target(one)]
    heads = ["instance", "runs", "complete: median, worst (target)"]
    heads += ["gap of missed: median, worst (target)", "MB (target)", "met"]
    rows = []
    for tier, target in TARGETS.items():
        runs = [one for one in ours if one.tier == tier]
        if runs:
            rows.append(_target_row(target, runs))
    return table(heads, rows)


def counts_for_target(one: Record) -> bool:
    """Whether a run belongs to the table of targets."""
    target = TARGETS.get(one.tier)
    ours = one.is_plain and one.solver == OURS and one.tightness == USUAL
    return target is not None and ours and one.limit == target.at


def _target_row(target: Target, runs: list[Record]) -> list[str]:
    times = _sorted(one.complete for one in runs)
    gaps = _sorted(one.gap("missed") if one.served else None for one in runs)
    memory = max(one.peak_mb for one in runs)
    aim = f"({target.gap:.0%} at {target.at:g} s)"
    missing = [
        word
        for word, good in (
            ("complete", median(times) <= target.complete),
            ("gap", median(gaps) <= target.gap),
            ("memory", memory <= target.memory),
            ("legal", all(one.legal for one in runs)),
        )
        if not good
    ]
    return [
        target.title,
        str(len(runs)),
        f"{_seconds(median(times))}, {_seconds(times[-1])} ({target.complete:g} s)",
        f"{_percent(median(gaps))}, {_percent(gaps[-1])} {aim}",
        f"{memory:,} ({target.memory:,})",
        "yes" if not missing else "no: " + ", ".join(missing),
    ]


def phases_table(records: Iterable[Record]) -> str:
    """Return where the seconds of our runs go: medians over the seeds."""
    names = ("load", "build", "first", "complete", "verify", "export", "total")
    groups: dict[tuple[str, float], list[Record]] = {}
    for one in records:
        if one.solver == OURS and one.is_plain and not one.policy:
            groups.setdefault((one.tier, one.limit), []).append(one)
    rows = []
    for (tier, limit), runs in groups.items():
        seconds = [
            median(_sorted(getattr(one, name) for one in runs)) for name in names
        ]
        levels = [
            median(one.seconds.get(level, 0.0) for one in runs) for level in LEVELS
        ]
        cells = [_seconds(value) for value in (*seconds[:4], *levels, *seconds[4:])]
        rows.append([tier, f"{limit:g} s", str(len(runs)), *cells])
    return table(["tier", "limit", "runs", *names[:4], *LEVELS, *names[4:]], rows)


def tight_table(records: Iterable[Record]) -> str:
    """Return how many of the tight rosters are complete within four times the time."""
    heads = ("instance", "rosters", "complete in time", "within", "median", "met")
    rows = []
    for tier, target in TARGETS.items():
        within = TIGHT_FACTOR * target.complete
        runs = [
            one
            for one in records
            if one.is_plain
            and (one.solver, one.tier, one.tightness) == (OURS, tier, TIGHT)
            and one.limit == within
        ]
        if not runs:
            continue
        times = _sorted(one.complete for one in runs)
        good = sum(time <= within for time in times)
        rows.append(
            [
                target.title,
                str(len(runs)),
                str(good),
                f"{within:g} s",
                _seconds(median(times)),
                "yes" if good >= _NINE_OF_TEN * len(runs) else "no",
            ]
        )
    return table(heads, rows)


def change_table(records: Iterable[Record]) -> str:
    """Return how fast and how calmly a schedule follows a change."""
    heads = ["instance", "change", "runs", "complete: median, worst (target)"]
    heads += ["moved: median value / bound", "gap of moved", "met"]
    rows = []
    changed = [one for one in records if one.change and one.solver == OURS]
    for tier, name in sorted({(one.tier, one.change) for one in changed}):
        runs = [o for o in changed if (o.tier, o.change) == (tier, name)]
        target = TARGETS.get(tier)
        within = CHANGE_SHARE * target.complete if target else math.inf
        aim = f"{within:g} s" if target else "no target"
        times = _sorted(one.complete for one in runs)
        gaps = _sorted(one.gap("moved") if one.served else None for one in runs)
        calm = median(gaps) <= _TENTH
        moved = median(one.values.get("moved", 0) for one in runs)
        bound = median(one.bounds.get("moved", 0) for one in runs)
        rows.append(
            [
                tier,
                name,
                str(len(runs)),
                f"{_seconds(median(times))}, {_seconds(times[-1])} ({aim})",
                f"{moved:,g} / {bound:,g}",
                _percent(median(gaps)),
                "yes" if calm and median(times) <= within else "no",
            ]
        )
    return table(heads, rows)


def baselines_table(records: Iterable[Record]) -> str:
    """Return our results beside the baselines', tier by tier."""
    heads = ("roster", "limit", "solver", *LEVELS, "complete", "total", "MB")
    rows = []
    for runs in compared(records):
        ours = next(one for one in runs if one.solver == OURS)
        for one in runs:
            name, _, rest, *_ = one.instance, one.solver, _run_row(one)
            verdict = "" if one is ours else f" ({_against(ours, one)})"
            values = rest[3 : 3 + len(LEVELS)]
            rows.append(
                [name, f"{one.limit:g} s", one.solver + verdict, *values, *rest[-3:]]
            )
    return table(heads, rows)


def compared(records: Iterable[Record]) -> list[list[Record]]:
    """Return runs on one roster at one limit, ours first, where there are others."""
    groups: dict[tuple[str, float], list[Record]] = {}
    for one in records:
        groups.setdefault((one.instance, one.limit), []).append(one)
    return [
        sorted(runs, key=lambda one: SOLVERS.index(one.solver))
        for runs in sorted(groups.values(), key=lambda runs: runs[0].services)
        if len({one.solver for one in runs}) > 1
        and any(one.solver == OURS for one in runs)
    ]


def _against(ours: Record, other: Record) -> str:
    """Say how we stand, level by level from the top."""
    if other.order is None:
        return "we win" if ours.order is not None else "even"
    if ours.order is None:
        return "we lose"
    if ours.order == other.order:
        return "even"
    return "we win" if ours.order < other.order else "we lose"


def curve_table(records: Iterable[Record]) -> str:
    """Return time to complete over size, and the exponent."""
    points = curve_points(records)
    rows = [
        [
            str(size),
            str(len(times)),
            _seconds(median(times)),
            _seconds(max(times)),
        ]
        for size, times in points.items()
    ]
    fit = fitted(points)
    said = "No exponent yet: fewer than two sizes were completed."
    if fit is not None:
        said = (
            f"Fitted exponent {fit[0]:.2f} (target about {TARGET_EXPONENT}): "
            f"seconds = {fit[1]:.3g} x students^{fit[0]:.2f}, by least squares of the "
            "logarithms of the medians."
        )
    return (
        table(("students", "runs", "complete: median", "worst"), rows) + f"\n\n{said}"
    )


def _sorted(values: Iterable[float | None]) -> list[float]:
    """Sort, with None (never, unknown) as infinite."""
    return sorted(math.inf if value is None else value for value in values)


def _seconds(value: float | None) -> str:
    if value is None or math.isinf(value):
        return "never"
    return f"{value:.1f} s"


def _percent(value: float | None) -> str:
    if value is None or math.isinf(value):
        return _SHORT_OF
    return f"{100 * value:.1f} %"


SECTIONS: tuple[
    tuple[str, Callable[[list[Record]], bool], Callable[[list[Record]], str], str], ...
] = (
    (
        "Targets",
        lambda found: any(counts_for_target(one) for one in found),
        targets_table,
        "gap-over-time.svg",
    ),
    (
        "Where the seconds go",
        lambda found: any(o.solver == OURS and o.is_plain for o in found),
        phases_table,
        "",
    ),
    (
        "Tightness 0.9",
        lambda found: any(one.tightness == TIGHT for one in found),
        tight_table,
        "",
    ),
    (
        "Against the baselines",
        lambda found: bool(compared(found)),
        baselines_table,
        "baselines.svg",
    ),
    (
        "Time to complete over size",
        lambda found: bool(curve_points(found)),
        curve_table,
        "size.svg",
    ),
    (
        "After a change",
        lambda found: any(one.change for one in found),
        change_table,
        "",
    ),
)
"""Title, whether there is anything to show, the table, and the picture."""


def results_part(records: list[Record], files: Sequence[Path]) -> str:
    """Return the generated part of the page."""
    if not records:
        return "Nothing has been measured yet."
    parts = [f"Results files: {', '.join(f'`{file.name}`' for file in files)}."]
    parts.append(_versions(records))
    illegal = [one for one in records if one.legal is False]
    parts.append(
        f"{len(records)} runs, "
        f"{sum(one.legal is True for one in records)} of them with a schedule without "
        f"a broken rule, {len(illegal)} with a broken rule, "
        f"{sum(one.legal is None for one in records)} without a schedule."
    )
    late = [one for one in records if one.total > one.limit + 1]
    if late:
        listed = (f"{o.instance} {o.solver} {_seconds(o.total)}" for o in late)
        parts.append(f"More than a second over the limit: {', '.join(listed)}.")
    for title, shown, made, picture in SECTIONS:
        if shown(records):
            parts += [f"### {title}", made(records)]
            if picture and (RESULTS / picture).exists():
                parts.append(f"![{title}](results/{picture})")
    notes = sorted({(o.solver, o.instance, note) for o in records for note in o.notes})
    if notes:
        parts.append("### Notes")
        parts.append("\n".join(f"- {one}, {key}: {note}." for one, key, note in notes))
    return "\n\n".join(parts)


def _versions(records: Iterable[Record]) -> str:
    found: dict[str, list[str]] = {}
    for one in records:
        for name, version in {**one.versions, "cores": str(one.cores)}.items():
            if version not in found.setdefault(name, []):
                found[name].append(version)
    said = "; ".join(f"{name} {', '.join(all_)}" for name, all_ in found.items())
    return f"Versions: {said}."


def write_page(records: list[Record], files: Sequence[Path], page: Path) -> None:
    """Write the generated part between the two marks of the page."""
    text = page.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    part = results_part(records, files)
    page.write_text(f"{head}{BEGIN}\n\n{part}\n\n{END}{tail}", encoding="utf-8")


def main() -> None:
    """Write tables and pictures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.report")
    parser.add_argument(
        "files", nargs="*", type=Path, help="results files; all of runs"
    )
    parser.add_argument("--no-pictures", action="store_true")
    args = parser.parse_args()
    files = args.files or sorted(RESULTS.glob("????-??-??.jsonl"))
    records = read_records(*files)
    if not args.no_pictures:
        from benchmarks.plots import draw_all  # noqa: PLC0415 - matplotlib is optional

        draw_all(records, RESULTS)
    write_page(records, files, README)
    print(results_part(records, files))


if __name__ == "__main__":
    main()
