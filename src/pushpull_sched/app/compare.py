"""What ``compare`` does: schedules with their rosters, side by side."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pushpull_sched.app.faults import UnreadableFault, UsageFault
from pushpull_sched.app.files import existing, write_whole
from pushpull_sched.app.origin import read_origin
from pushpull_sched.app.roster import load_roster
from pushpull_sched.compare.comparing import compare as compared
from pushpull_sched.domain.comparison import Comparison, Table
from pushpull_sched.domain.findings import Finding, Severity, has_errors
from pushpull_sched.domain.result_folder import (
    SCHEDULE_JSON,
    SCHEDULE_XLSX,
    FolderState,
)
from pushpull_sched.domain.variant import Origin, RosterState, Variant
from pushpull_sched.export.comparison.book import render_comparison_book
from pushpull_sched.export.comparison.page import render_comparison_page
from pushpull_sched.export.comparison.views import side_by_side
from pushpull_sched.export.folder import inspect_folder
from pushpull_sched.verify.reading import canonical
from pushpull_sched.workbook.load import LoadedRoster
from pushpull_sched.workbook.schedule_reader import read_schedule

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
_FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareRequest:
    """What is asked.

    Attributes:
        schedules: Result folders or schedule files, the first to hold against.
        rosters: Rosters that are not found beside the results.
        book: Workbook to write; None for none.
        page: HTML page to write; None for none.
        force: Replace files that are there.
        labels: What the schedules are called; empty for the names of their folders.
        about: What is said of each in a few words; empty for the names of policies.
    """

    schedules: tuple[Path, ...]
    rosters: tuple[Path, ...] = ()
    book: Path | None = None
    page: Path | None = None
    force: bool = False
    labels: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareAnswer:
    """What there is to say.

    Attributes:
        comparison: None where a schedule cannot be read.
        tables: Its tables with one column per schedule.
        unreadable: Name and findings of the files that cannot be read.
        files: What was written.
    """

    comparison: Comparison | None
    tables: tuple[Table, ...] = ()
    unreadable: tuple[tuple[str, tuple[Finding, ...]], ...] = ()
    files: tuple[Path, ...] = ()


def compare(
    request: CompareRequest, known: Mapping[Path, LoadedRoster] | None = None
) -> CompareAnswer:
    """Hold schedules side by side.

    Args:
        request: What is asked.
        known: Rosters that have been read already, by their whole path.

    Raises:
        UsageFault: There are fewer than two, a file is missing or cannot be written.
        UnreadableFault: A roster that was named has errors.
    """
    if len(request.schedules) < _FEWEST:
        raise UsageFault("Name two schedules at least.")
    sources = [_source(path) for path in request.schedules]
    rosters = _Rosters(request.rosters, known or {})
    chosen = _lent(sources, [rosters.choose(source) for source in sources])
    labels = request.labels or _labels(request.schedules)
    about = request.about or ("",) * len(sources)
    read = [
        _variant(label, said, source, choice)
        for label, said, source, choice in zip(
            labels, about, sources, chosen, strict=True
        )
    ]
    unreadable = tuple(
        (variant.label, findings) for variant, findings in read if has_errors(findings)
    )
    if unreadable:
        return CompareAnswer(comparison=None, unreadable=unreadable)
    comparison = compared([variant for variant, _ in read])
    return CompareAnswer(
        comparison=comparison,
        tables=side_by_side(comparison),
        files=write_comparison(
            comparison, book=request.book, page=request.page, force=request.force
        ),
    )


def write_comparison(
    comparison: Comparison, *, book: Path | None, page: Path | None, force: bool
) -> tuple[Path, ...]:
    """Write a comparison, each file whole or not at all, and name the files.

    Args:
        comparison: The comparison.
        book: Workbook to write; None for none.
        page: HTML page to write; None for none.
        force: Replace files that are there.

    Raises:
        UsageFault: A file is there already, or cannot be written.
    """
    files: list[Path] = []
    for target, render in (
        (book, render_comparison_book),
        (page, render_comparison_page),
    ):
        if target is not None:
            content = render(comparison)
            write_whole(target, _filled_with(content), force=force)
            files.append(target)
    return tuple(files)


def _filled_with(content: bytes) -> Callable[[Path], None]:
    def fill(path: Path) -> None:
        path.write_bytes(content)

    return fill


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A schedule that was named.

    Attributes:
        path: As the user named it.
        folder: The folder that it stands in, or is.
        origin: What its result says; None for a bare file.
        content: The whole of its ``schedule.json``.
    """

    path: Path
    folder: Path
    origin: Origin | None = None
    content: Mapping[str, Any] = field(default_factory=dict)


def _source(named: Path) -> _Source:
    path = existing(named, what="schedule")
    folder = path if path.is_dir() else path.parent
    stated, edited = _stated(path, folder)
    known = None if stated is None else read_origin(stated, edited=edited)
    if known is None:
        return _Source(path=path, folder=folder)
    return _Source(path=path, folder=folder, origin=known[0], content=known[1])


def _stated(path: Path, folder: Path) -> tuple[Path | None, bool]:
    """Find the ``schedule.json`` that speaks for a schedule, and whether it still does.

    A workbook of another name, or in a folder whose files do not belong together,
    stands for itself.
    """
    if path.suffix.lower() == ".json" and not path.is_dir():
        return path, False
    if not path.is_dir() and path.name != SCHEDULE_XLSX:
        return None, False
    state = inspect_folder(folder).state
    if state not in {FolderState.INTACT, FolderState.EDITED}:
        return None, False
    return folder / SCHEDULE_JSON, state is FolderState.EDITED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """The roster with which a schedule is looked at."""

    roster: LoadedRoster | None = None
    state: RosterState = RosterState.MISSING
    remark: str = ""


class _Rosters:
    """Rosters, each read once."""

    def __init__(
        self, named: Iterable[Path], known: Mapping[Path, LoadedRoster]
    ) -> None:
        self._read = dict(known)
        self._named = tuple(self._loaded(path) for path in named)
        for roster in self._named:
            if not roster.usable:
                raise UnreadableFault(
                    f"The roster {roster.name} has errors.",
                    f"See them with: pushpull-sched check {roster.name}",
                )

    def choose(self, source: _Source) -> _Choice:
        """Choose the roster of a schedule: named or beside it, by its hash."""
        origin = source.origin
        if origin is None:
            return self._of_bare_file(source)
        changed: LoadedRoster | None = None
        for roster in self._candidates(source, origin):
            if roster.sha256 == origin.roster_sha256:
                return _Choice(roster=roster, state=RosterState.OWN)
            changed = changed or roster
        if changed is None:
            return _Choice()
        return _Choice(
            roster=changed,
            state=RosterState.OTHER,
            remark=_differing(origin, changed),
        )

    def _candidates(self, source: _Source, origin: Origin) -> Iterable[LoadedRoster]:
        """Yield usable rosters: those that were named, then those beside the result."""
        yield from self._named
        if Path(origin.roster_name).name != origin.roster_name:
            return
        home = source.folder.resolve()
        for folder in (home.parent, home, home.parent.parent):
            path = folder / origin.roster_name
            if path.exists() and (found := self._loaded(path)).usable:
                yield found

    def _of_bare_file(self, source: _Source) -> _Choice:
        if not self._named:
            return _Choice()
        return _Choice(roster=self._best(source), state=RosterState.OWN)

    def _best(self, source: _Source) -> LoadedRoster:
        """Return the named roster that knows most of the services of a file."""
        if len(self._named) == 1:
            return self._named[0]
        rows, _ = read_schedule(source.path, _WEEKDAYS)
        ids = {canonical(row.service_id) for row in rows}
        return max(
            self._named,
            key=lambda one: len(ids & _service_ids(one)),
        )

    def _loaded(self, path: Path) -> LoadedRoster:
        key = path.resolve()
        if key not in self._read:
            self._read[key] = load_roster(path)
        return self._read[key]


def _differing(origin: Origin, roster: LoadedRoster) -> str:
    """Say that a roster is not the one that a schedule was made from."""
    if roster.name == origin.roster_name:
        return (
            f"{roster.name} has changed since this schedule was made from it; classes "
            "and hours are read from it as it is now."
        )
    return (
        f"The roster {origin.roster_name} that it was made from was not found; classes "
        f"and hours are read from {roster.name}."
    )


def _service_ids(roster: LoadedRoster) -> set[str]:
    school = roster.school
    return {canonical(one.id) for one in school.services} if school else set()


def _lent(sources: list[_Source], choices: list[_Choice]) -> list[_Choice]:
    """Lend a roster to schedules without one, from the first that has one.

    A bare file, which names no roster, is judged by it; a result that names another
    one is only looked at with it.
    """
    lender = next((one.roster for one in choices if one.roster is not None), None)
    if lender is None:
        return choices
    return [
        choice if choice.roster is not None else _loan(source, lender)
        for source, choice in zip(sources, choices, strict=True)
    ]


def _loan(source: _Source, lender: LoadedRoster) -> _Choice:
    if source.origin is None:
        remark = f"It names no roster; it is judged by {lender.name}."
        return _Choice(roster=lender, state=RosterState.OWN, remark=remark)
    remark = f"{_differing(source.origin, lender)} Name its own with --roster."
    return _Choice(roster=lender, state=RosterState.OTHER, remark=remark)


def _variant(
    label: str, about: str, source: _Source, choice: _Choice
) -> tuple[Variant, tuple[Finding, ...]]:
    choice = _fitting(source, choice)
    school = choice.roster.school if choice.roster else None
    days = _days(source) if school is None else school.settings.days
    rows, findings = read_schedule(_quickest(source), days)
    last = max((row.week for row in rows), default=1)
    stated = source.content.get("weeks")
    if choice.state is RosterState.OWN and school is not None:
        weeks = school.settings.weeks
    else:
        weeks = stated if isinstance(stated, int) else _template_weeks(last)
    remarks = [choice.remark] if choice.remark else []
    remarks += [one.message for one in findings if one.severity is not Severity.ERROR]
    if choice.state is RosterState.MISSING:
        remarks.append(
            "No roster was found: class time, regular class share and provider hours "
            "are left out. Name it with --roster."
        )
    variant = Variant(
        label=label,
        about=about,
        rows=rows,
        days=days,
        weeks=weeks,
        school=school,
        roster_state=choice.state,
        roster_name=choice.roster.name if choice.roster else "",
        roster_sha256=choice.roster.sha256 if choice.roster else "",
        origin=source.origin,
        remarks=tuple(remarks),
    )
    return variant, findings


def _quickest(source: _Source) -> Path:
    """Return the file to read: a whole result's JSON says the same as its workbook."""
    if source.origin is None or source.origin.edited:
        return source.path
    if source.path.suffix.lower() == ".json":
        return source.path
    return source.folder / SCHEDULE_JSON


def _fitting(source: _Source, choice: _Choice) -> _Choice:
    """Give back a foreign roster whose template or days the schedule does not fit."""
    school = choice.roster.school if choice.roster else None
    if school is None or choice.state is not RosterState.OTHER:
        return choice
    weeks, days = source.content.get("weeks"), source.content.get("days")
    settings = school.settings
    if weeks != settings.weeks or days != list(settings.days):
        return _Choice()
    return choice


def _days(source: _Source) -> tuple[str, ...]:
    """Return the days of a week that a result names; Mon to Fri for a bare file."""
    stated = source.content.get("days")
    if isinstance(stated, list) and stated:
        return tuple(str(day) for day in stated)
    rows, _ = read_schedule(source.path, _WEEKDAYS)
    others = dict.fromkeys(row.day for row in rows if row.day not in _WEEKDAYS)
    return (*_WEEKDAYS, *others)


def _template_weeks(last: int) -> int:
    """Return the least length of a template that holds a week."""
    return next((weeks for weeks in (1, 2) if last <= weeks), 4)


def _labels(paths: Iterable[Path]) -> list[str]:
    """Call each schedule by its folder or file, by its whole path where two clash."""
    found = list(paths)
    names = [_name(path) for path in found]
    return [
        name if names.count(name) == 1 else str(path)
        for name, path in zip(names, found, strict=True)
    ]


def _name(path: Path) -> str:
    if path.name in {SCHEDULE_XLSX, SCHEDULE_JSON}:
        return path.resolve().parent.name
    return path.resolve().name
