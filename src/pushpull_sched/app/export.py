"""What ``export`` does: timetables, door sheets, slips and calendars as files."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo, available_timezones

import tzlocal

from pushpull_sched.app.exported_files import refuse_foreign, write_together
from pushpull_sched.app.faults import UsageFault
from pushpull_sched.app.opened import Opened, open_schedule
from pushpull_sched.app.suggest import did_you_mean, nearest
from pushpull_sched.export.formats.file_names import file_names
from pushpull_sched.export.formats.flat import columns_of, flat_rows, render_csv
from pushpull_sched.export.formats.html import render_html
from pushpull_sched.export.formats.ics import CalendarOptions, render_ics
from pushpull_sched.export.formats.pdf import render_pdf
from pushpull_sched.export.formats.xlsx import render_xlsx
from pushpull_sched.export.names import NameStyle, names_of
from pushpull_sched.export.pages.build import pages_of
from pushpull_sched.export.pages.colours import colours_of
from pushpull_sched.export.pages.days import Source
from pushpull_sched.export.pages.model import By, Tint
from pushpull_sched.export.pages.whose import Person, people

__all__ = [
    "By",
    "ExportAnswer",
    "ExportRequest",
    "Format",
    "NameStyle",
    "Tint",
    "choose",
    "export",
]


class Format(StrEnum):
    """A format of files."""

    XLSX = "xlsx"
    PDF = "pdf"
    HTML = "html"
    ICS = "ics"
    CSV = "csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRequest:
    """What is asked.

    Attributes:
        schedule: A result folder or a schedule file.
        roster: Its roster; None to find it beside the result.
        by: Whose pages, one file or more for each.
        formats: In which formats.
        who: Ids or names of those who are wanted; empty for all.
        names: How students are named; None for initials, and for no students at all
            in calendars.
        tint: What the colours tell.
        separate: One file per person, room or class; calendars always are.
        zone: IANA name of the time zone of calendars; None for that of this computer.
        out: The folder; None for one beside the schedule.
        force: Replace files that this command did not write.
        stamp: The time of the export, for calendars.
    """

    schedule: Path
    by: tuple[By, ...]
    formats: tuple[Format, ...]
    stamp: datetime
    roster: Path | None = None
    who: tuple[str, ...] = ()
    names: NameStyle | None = None
    tint: Tint = Tint.SERVICE
    separate: bool = False
    zone: str | None = None
    out: Path | None = None
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAnswer:
    """What was written.

    Attributes:
        folder: Where.
        files: The files.
        remarks: What the user should know.
    """

    folder: Path
    files: tuple[Path, ...]
    remarks: tuple[str, ...]


def export(request: ExportRequest) -> ExportAnswer:
    """Write the files that are asked for, all of them or none.

    Raises:
        UsageFault: Something that was named does not exist, the roster has to be
            named, or files are in the way.
        UnreadableFault: The schedule or the roster cannot be read.
    """
    zone = _zone(request.zone)
    opened = open_schedule(request.schedule, request.roster)
    names = names_of(opened.school, request.names or NameStyle.INITIALS)
    source = Source(
        school=opened.school,
        result=opened.result,
        names=names,
        tint=request.tint,
        mark=opened.mark,
    )
    _refuse_dateless(request, opened)
    options = CalendarOptions(
        zone=zone, stamp=request.stamp, with_students=request.names is not None
    )
    files: dict[str, bytes] = {}
    chosen = choose(source, request.by, request.who)
    folder = request.out or default_folder(request.schedule)
    jobs = [
        (f"{by.value}-{name}", kind, by, some)
        for by, persons in chosen.items()
        for kind in request.formats
        for name, some in _shares(by, kind, persons, separate=request.separate)
    ]
    wanted = [f"{name}.{kind.value}" for name, kind, _, _ in jobs]
    if not request.force:
        refuse_foreign(folder, wanted)
    for file, (_, kind, by, some) in zip(wanted, jobs, strict=True):
        files[file] = _render(source, by, kind, some, options)
    written = write_together(folder, files, force=request.force)
    return ExportAnswer(folder=folder, files=written, remarks=opened.remarks)


def default_folder(schedule: Path) -> Path:
    """Return the folder beside a schedule, named after it."""
    whole = schedule.resolve()
    name = whole.name if whole.is_dir() else whole.stem
    return schedule.parent / f"{name.removesuffix('-schedule')}-timetables"


def choose(
    source: Source, kinds: Iterable[By], who: Sequence[str]
) -> Mapping[By, tuple[Person, ...]]:
    """Choose people by id or name, of every kind those that match.

    Without any name these are all whom a session may concern.

    Raises:
        UsageFault: A name matches nobody or several people, or there is nobody at all.
    """
    everyone = {
        by: people(source.school, source.names, by, source.sessions) for by in kinds
    }
    if not who:
        chosen = {
            by: tuple(each for each in some if each.concerned)
            for by, some in everyone.items()
        }
    else:
        found = [_matching(everyone, word) for word in who]
        chosen = {
            by: tuple(dict.fromkeys(one for each in found for one in each.get(by, ())))
            for by in everyone
        }
    kept = {by: some for by, some in chosen.items() if some}
    if not kept:
        kinds_text = " or ".join(by.value for by in everyone)
        raise UsageFault(
            f"There is no {kinds_text} whom a session concerns: nothing is written."
        )
    return kept


def _matching(
    everyone: Mapping[By, tuple[Person, ...]], word: str
) -> Mapping[By, tuple[Person, ...]]:
    """Find whom a word names: by id first, then by name."""
    wish = " ".join(word.split()).casefold()
    tests: tuple[Callable[[Person], Iterable[str]], ...] = (
        lambda person: (person.key,),
        lambda person: (person.name, *person.also),
    )
    for names in tests:
        found = {
            by: tuple(
                person
                for person in some
                if wish in {name.casefold() for name in names(person)}
            )
            for by, some in everyone.items()
        }
        several = [some for some in found.values() if len(some) > 1]
        if several:
            ids = ", ".join(person.key for person in several[0])
            raise UsageFault(f'"{word}" names several: {ids}.', "Name them by id.")
        if any(found.values()):
            return found
    known = {
        name
        for some in everyone.values()
        for person in some
        for name in (person.key, person.name, *person.also)
        if name
    }
    kinds = " or ".join(by.value for by in everyone)
    raise UsageFault(
        f'There is no {kinds} "{word}".', *filter(None, [did_you_mean(word, known)])
    )


def _zone(wanted: str | None) -> str:
    """Return the name of a time zone that exists.

    Raises:
        UsageFault: It does not.
    """
    name = wanted or tzlocal.get_localzone_name() or "UTC"
    try:
        return ZoneInfo(name).key
    except (OSError, ValueError, KeyError) as error:
        near = nearest(name, available_timezones())
        advice = [f"Did you mean {', '.join(near)}?"] if near else []
        raise UsageFault(
            f'There is no time zone "{name}".',
            *advice,
            "Name it like America/Chicago with --time-zone.",
        ) from error


def _refuse_dateless(request: ExportRequest, opened: Opened) -> None:
    settings = opened.school.settings
    dated = settings.term_start is not None and settings.term_end is not None
    if Format.ICS in request.formats and not dated:
        raise UsageFault(
            "A calendar needs the dates of the term.",
            "Fill in term_start and term_end (and holidays) on the Settings sheet; a "
            "roster that differs only there may be named with --roster.",
        )


def _shares(
    by: By, kind: Format, persons: Sequence[Person], *, separate: bool
) -> Iterable[tuple[str, tuple[Person, ...]]]:
    """Return the files of a kind: their names and whom each holds."""
    if by is By.MASTER or not (separate or kind is Format.ICS):
        word = "sessions" if kind is Format.CSV else "timetables"
        return [(word, tuple(persons))]
    names = file_names(person.name for person in persons)
    return [(name, (person,)) for name, person in zip(names, persons, strict=True)]


_TITLES: Mapping[By, str] = MappingProxyType(
    {
        By.PROVIDER: "Timetables of providers",
        By.STUDENT: "Weeks of students",
        By.TEACHER: "Slips for teachers",
        By.ROOM: "Door sheets of rooms",
        By.CLASS: "Door sheets of classes",
        By.MASTER: "Master schedule",
    }
)


def _render(
    source: Source,
    by: By,
    kind: Format,
    some: Sequence[Person],
    options: CalendarOptions,
) -> bytes:
    """Make one file."""
    if kind is Format.ICS:
        return render_ics(source, by, some, options)
    if kind is Format.CSV:
        rows = flat_rows(source, by, some)
        return render_csv(columns_of(source, by), rows)
    pages = pages_of(source, by, some)
    colours = colours_of(source, by)
    title = f"{_TITLES[by]} - {source.school.settings.school}"
    if kind is Format.PDF:
        return render_pdf(title, pages, colours)
    if kind is Format.HTML:
        return render_html(title, pages, colours)
    rows = flat_rows(source, by, some)
    return render_xlsx(pages, colours, columns_of(source, by), rows)
