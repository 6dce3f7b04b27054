"""The pictures of the report, as SVG for the page and PNG for looking at."""

import math
from collections.abc import Iterable
from pathlib import Path
from statistics import median

import matplotlib as mpl

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks.curve import TARGET_EXPONENT, curve_points, fitted
from benchmarks.record import Record
from benchmarks.report import compared, counts_for_target
from benchmarks.suites import SOLVERS, TARGETS

_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""Okabe and Ito's colours, told apart by the colour-blind."""
_SOLVER_COLOURS = dict(zip(SOLVERS, _COLOURS, strict=False))
_LEVELS_SHOWN = (("minutes_short", "Minutes short"), ("missed", "Class minutes missed"))
_STYLE = {
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#dddddd",
    "axes.axisbelow": True,
    "svg.hashsalt": "pushpull-sched",
    "legend.frameon": False,
}


def draw_all(records: list[Record], folder: Path) -> list[Path]:
    """Draw every picture for which there are results; return the SVG files."""
    made = []
    with mpl.rc_context(_STYLE):
        for name, draw in (
            ("gap-over-time", gap_over_time),
            ("size", time_over_size),
            ("baselines", side_by_side),
        ):
            figure = draw(records)
            if figure is not None:
                folder.mkdir(parents=True, exist_ok=True)
                path = folder / f"{name}.svg"
                figure.savefig(path, metadata={"Date": None})
                figure.savefig(path.with_suffix(".png"), dpi=110)
                plt.close(figure)
                made.append(path)
    return made


def gap_over_time(records: Iterable[Record]) -> Figure | None:
    """Gap of ``missed`` over the seconds of a run, one line per run.

    All values of a run are held against the bound that was proven by its end: what is
    left shows how far the search still falls.
    """
    tiers = list(TARGETS)
    runs = [
        (one, points)
        for one in records
        if counts_for_target(one)
        for points in (_gaps(one),)
        if points
    ]
    if not runs:
        return None
    figure: Figure
    figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    named: set[str] = set()
    for one, points in runs:
        colour = _COLOURS[tiers.index(one.tier) % len(_COLOURS)]
        seconds = [second for second, _ in points] + [one.total]
        gaps = [gap for _, gap in points] + [points[-1][1]]
        label = None if one.tier in named else one.tier
        named.add(one.tier)
        axes.step(seconds, gaps, where="post", color=colour, label=label, linewidth=1.6)
        axes.plot(seconds[-1:], gaps[-1:], "o", color=colour, markersize=4)
    axes.set(
        xlabel="Seconds since the start of the process",
        ylabel="Gap of missed, %",
        title="How far from what is proven by the end",
        xscale="log",
    )
    axes.set_xlim(left=1)
    axes.xaxis.set_major_locator(mpl.ticker.LogLocator(subs=(1, 2, 5)))
    axes.minorticks_off()
    _plain_numbers(axes, x=True)
    axes.set_ylim(bottom=0)
    axes.legend(title="School")
    return figure


def _gaps(one: Record) -> list[tuple[float, float]]:
    """Return (second, gap in percent) of each value, to the bound of the end."""
    bound = one.bounds.get("missed")
    if bound is None:
        return []
    return [
        (seconds, 100 * (value - bound) / max(value, 1))
        for name, seconds, value, _ in one.trace
        if name == "missed" and value is not None
    ]


def time_over_size(records: Iterable[Record]) -> Figure | None:
    """Seconds until complete over the number of students, with the fitted line."""
    points = curve_points(records)
    if not points:
        return None
    figure: Figure
    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    done = {
        size: [time for time in times if math.isfinite(time)]
        for size, times in points.items()
    }
    for size, times in done.items():
        axes.plot([size] * len(times), times, "o", color=_COLOURS[0], alpha=0.5)
    medians = {
        size: median(times)
        for size, times in points.items()
        if math.isfinite(median(times))
    }
    axes.plot([], [], "o", color=_COLOURS[0], alpha=0.5, label="one roster")
    axes.plot(
        list(medians), list(medians.values()), "D", color=_COLOURS[1], label="median"
    )
    fit = fitted(points)
    if fit is not None:
        slope, factor = fit
        ends = [min(medians), max(medians)]
        line = [factor * size**slope for size in ends]
        label = f"seconds ~ students^{slope:.2f} (target {TARGET_EXPONENT})"
        axes.plot(ends, line, "--", color=_COLOURS[1], label=label)
    axes.set(
        xlabel="Students, at equal density",
        ylabel="Seconds until complete",
        title="Time to a complete verified schedule",
        xscale="log",
        yscale="log",
    )
    axes.set_xticks(list(points), [str(size) for size in points])
    axes.minorticks_off()
    axes.yaxis.set_major_locator(mpl.ticker.LogLocator(subs=(1, 2, 5)))
    _plain_numbers(axes, x=False)
    axes.legend()
    return figure


def _plain_numbers(axes: Axes, *, x: bool) -> None:
    """Write 1, 10, 100 and not powers of ten."""
    axis = axes.xaxis if x else axes.yaxis
    axis.set_major_formatter(mpl.ticker.FuncFormatter(lambda value, _: f"{value:g}"))


def side_by_side(records: Iterable[Record]) -> Figure | None:
    """Bars of minutes short and of missed, every solver beside the others."""
    groups = compared(records)
    if not groups:
        return None
    height = 2.2 + 0.5 * len(groups)
    figure: Figure
    figure, panels = plt.subplots(
        1, len(_LEVELS_SHOWN), figsize=(10, height), layout="constrained", sharey=True
    )
    for axes, (level, title) in zip(panels, _LEVELS_SHOWN, strict=True):
        _bars(axes, groups, level)
        axes.set(title=title, xlabel="Minutes, weighted (axis bends at 10)")
    panels[0].set_yticks(
        range(len(groups)), [f"{runs[0].tier}, {runs[0].limit:g} s" for runs in groups]
    )
    panels[0].invert_yaxis()
    handles = [
        plt.Rectangle((0, 0), 1, 1, color=colour) for colour in _SOLVER_COLOURS.values()
    ]
    figure.legend(handles, list(_SOLVER_COLOURS), loc="outside lower center", ncols=4)
    return figure


def _bars(axes: Axes, groups: list[list[Record]], level: str) -> None:
    thick = 0.8 / len(SOLVERS)
    axes.set_xscale("symlog", linthresh=10)
    largest = max((o.values.get(level, 0) for runs in groups for o in runs), default=1)
    axes.set_xlim(0, 8 * max(largest, 10))
    axes.grid(visible=False, axis="y")
    _plain_numbers(axes, x=True)
    axes.xaxis.set_major_formatter(
        mpl.ticker.FuncFormatter(lambda value, _: f"{value:,.0f}")
    )
    for row, runs in enumerate(groups):
        for one in runs:
            place = SOLVERS.index(one.solver)
            at = row + (place - (len(SOLVERS) - 1) / 2) * thick
            if one.legal:
                value = one.values[level]
                colour = _SOLVER_COLOURS[one.solver]
                axes.barh(at, value, height=0.9 * thick, color=colour)
                said = f" {value:,}"
            else:
                value, said = 0, " no schedule"
            axes.text(value, at, said, va="center", fontsize=7, color="#444444")
