"""The earlier schedule from which a run starts, and what of it has to stay.

What has to stay becomes pins: the rules, the solver and the verifier already know how
to hold a session as it is written.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pushpull_sched.app.faults import UsageFault
from pushpull_sched.app.suggest import did_you_mean
from pushpull_sched.domain.findings import Breach, Finding, Violation, has_errors
from pushpull_sched.domain.result_folder import (
    SCHEDULE_JSON,
    SCHEDULE_XLSX,
    result_id_in,
)
from pushpull_sched.domain.schedule import ScheduleRow
from pushpull_sched.domain.school import Pin, School
from pushpull_sched.verify.verifier import verify
from pushpull_sched.workbook.days import positions
from pushpull_sched.workbook.schedule_reader import read_schedule

MENDED_BY_OTHERS = frozenset({"C2", "G4", "P3", "S8"})
"""Rules that may look broken in a part of a schedule only because the rest lacks."""
EDITS = "edits"
"""Name for all sessions that were edited by hand."""
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier schedule as read.

    Attributes:
        name: Name of its file or folder.
        sha256: SHA-256 of the file that was read, in hexadecimal.
        rows: Its rows, right or wrong.
        findings: What its file has to say.
        written: The rows as they were before anybody edited them; None where that is
            not known.
    """

    name: str
    sha256: str
    rows: tuple[ScheduleRow, ...]
    findings: tuple[Finding, ...] = ()
    written: tuple[ScheduleRow, ...] | None = None

    @property
    def readable(self) -> bool:
        """Whether the rows are the whole schedule."""
        return not has_errors(self.findings)


def read_earlier(path: Path, school: School) -> Earlier:
    """Read an earlier schedule; whatever cannot be read is a finding.

    Args:
        path: A result folder, a workbook with a sheet Schedule, a ``schedule.json`` or
            a CSV file.
        school: The school as it is now, which names the days.
    """
    rows, findings = read_schedule(path, school.settings.days)
    return Earlier(
        name=path.resolve().name,
        sha256="" if has_errors(findings) else _hash_of(path),
        rows=rows,
        findings=findings,
        written=_as_written(path, school.settings.days),
    )


def _as_written(path: Path, days: tuple[str, ...]) -> tuple[ScheduleRow, ...] | None:
    """Read the sessions of the result for which a workbook was written."""
    folder = path if path.is_dir() else path.parent
    book = folder / SCHEDULE_XLSX if path.is_dir() else path
    stated = folder / SCHEDULE_JSON
    try:
        told = json.loads(stated.read_bytes()).get("result_id")
        found = result_id_in(book.read_bytes())
    except (OSError, ValueError, AttributeError, RecursionError):
        return None
    if found != told and not (found is None and book.name == SCHEDULE_XLSX):
        return None
    rows, findings = read_schedule(stated, days)
    return None if has_errors(findings) else rows


def _hash_of(path: Path) -> str:
    file = path / SCHEDULE_XLSX if path.is_dir() else path
    return hashlib.sha256(file.read_bytes()).hexdigest()


# ── what has to stay ────────────────────────────────────────────────────────────────
def frozen(
    school: School, earlier: Earlier, names: Collection[str], *, only_new: bool
) -> tuple[School, tuple[str, ...]]:
    """Pin the sessions that have to stay.

    Args:
        school: The school.
        earlier: The earlier schedule.
        names: Providers, students and days whose sessions stay as they are; and
            ``edits`` for the sessions that were edited by hand.
        only_new: All sessions stay that the roster still allows.

    Returns:
        The school with its new pins, and sentences about sessions that could not be
        kept under ``only_new``.

    Raises:
        UsageFault: A name is not known, or a session that was named to stay breaks a
            rule of the changed roster.
    """
    ids = _Ids(
        services={_plain(one): one for one in school.service},
        providers={_plain(one): one for one in school.provider},
        students={_plain(one): one for one in school.student},
        rooms={_plain(one): one for one in school.room},
        days={
            **positions(school.settings.days),
            **{_plain(day): at for at, day in enumerate(school.settings.days)},
        },
    )
    edits = [name for name in names if _plain(name) == EDITS]
    choices = [_choice(ids, name) for name in names if name not in edits]
    counted = [row for row in earlier.rows if _counts(school, ids, row)]
    named = [row for row in counted if any(chosen(row) for chosen in choices)]
    if edits:
        named += [row for row in _edited(school, ids, earlier) if row not in named]
    _refuse(_broken(school, named))
    kept, remarks = _allowed(school, counted) if only_new else (named, ())
    pins = dict.fromkeys(_pin(ids, row) for row in (*named, *kept))
    return replace(school, pins=(*school.pins, *pins)), remarks


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ids:
    """Ids of a roster by the form in which they compare; days by every spelling."""

    services: Mapping[str, str]
    providers: Mapping[str, str]
    students: Mapping[str, str]
    rooms: Mapping[str, str]
    days: Mapping[str, int]


def _choice(ids: _Ids, name: str) -> Callable[[ScheduleRow], bool]:
    """Find out whom or what a name means.

    Raises:
        UsageFault: It means nothing, or two things.
    """
    kinds: dict[str, tuple[str, Mapping[str, str | int]]] = {
        "provider": ("provider_id", ids.providers),
        "student": ("student_id", ids.students),
        "day": ("day", ids.days),
    }
    first, _, rest = name.strip().partition(" ")
    only = kinds.get(first.casefold()) if rest else None
    word = _plain(rest if only else name)
    meanings = [only] if only else list(kinds.values())
    found = [(column, known) for column, known in meanings if word in known]
    if len(found) > 1:
        raise UsageFault(
            f'--freeze "{name}" can mean two things.',
            f'Write "provider {name}", "student {name}" or "day {name}".',
        )
    if not found:
        likely = [*ids.providers.values(), *ids.students.values()]
        raise UsageFault(
            f'--freeze: there is no provider, student or day "{name}".',
            *filter(None, [did_you_mean(name, likely)]),
        )
    column, known = found[0]
    return lambda row: known.get(_plain(getattr(row, column))) == known[word]


def _edited(school: School, ids: _Ids, earlier: Earlier) -> list[ScheduleRow]:
    """Rows of the sessions that are not as they were written, with all their fellows.

    Left out are services that have ended since. A row with an id that never was stays
    in, so that it is named.

    Raises:
        UsageFault: What was written is not known, or nothing is different.
    """
    if earlier.written is None:
        raise UsageFault(
            f"--freeze {EDITS}: it is not known how {earlier.name} was written.",
            "Name the result folder in which you edited schedule.xlsx, or keep "
            "everything in it that the roster allows with --only.",
        )
    known = {_plain(row.service_id) for row in earlier.written}
    left = Counter(_sessions(earlier.written).values())
    edited: set[str] = set()
    for name, content in _sessions(earlier.rows).items():
        if left[content]:
            left[content] -= 1
        else:
            edited.add(name)
    if not edited and not left.total():
        raise UsageFault(f"--freeze {EDITS}: nothing in {earlier.name} was edited.")
    return [
        row
        for row in earlier.rows
        if row.session_id in edited
        and (_counts(school, ids, row) or _plain(row.service_id) not in known)
    ]


def _sessions(rows: Iterable[ScheduleRow]) -> dict[str, frozenset[tuple[object, ...]]]:
    """Sessions by name: when, where, by whom and for whom, however it is spelled."""
    found: dict[str, set[tuple[object, ...]]] = {}
    for row in rows:
        words = (row.setting, row.day, row.service_id, row.provider_id, row.room_id)
        plain = (*map(_plain, words), _plain(row.class_id))
        content = (row.week, row.start, row.end, *plain)
        found.setdefault(row.session_id, set()).add(content)
    return {name: frozenset(content) for name, content in found.items()}


def _counts(school: School, ids: _Ids, row: ScheduleRow) -> bool:
    """Whether the service of a row is one that is still given."""
    service_id = ids.services.get(_plain(row.service_id))
    return service_id is not None and school.service[service_id].active


def _refuse(broken: Sequence[Violation]) -> None:
    if not broken:
        return
    listed = list(dict.fromkeys(found.message for found in broken))
    more = len(listed) - _MOST_NAMED
    raise UsageFault(
        "What --freeze names cannot stay as it is in this roster.",
        *listed[:_MOST_NAMED],
        *([f"and {more} more"] if more > 0 else []),
        "Freeze less, or change the roster.",
    )


def _broken(school: School, rows: Iterable[ScheduleRow]) -> list[Violation]:
    """What is wrong with sessions whatever else is held."""
    return [
        found
        for found in verify(school, tuple(rows)).violations
        if found.severity is Breach.BROKEN and found.rule not in MENDED_BY_OTHERS
    ]


def _allowed(
    school: School, rows: list[ScheduleRow]
) -> tuple[list[ScheduleRow], tuple[str, ...]]:
    """Take away the sessions that broken rules name until none is broken."""
    remarks: list[str] = []
    while broken := _broken(school, rows):
        remarks += [f"Not kept: {found.message}" for found in broken]
        sessions = {name for found in broken for name in found.session_ids}
        services = {name for found in broken for name in found.service_ids}
        kept = [row for row in rows if row.session_id not in sessions]
        if len(kept) == len(rows):  # a rule about a service as a whole
            kept = [row for row in rows if row.service_id not in services]
        rows = kept if len(kept) < len(rows) else []
    return rows, tuple(dict.fromkeys(remarks))


def _pin(ids: _Ids, row: ScheduleRow) -> Pin:
    """The session of a row that breaks no rule, as a pin."""
    return Pin(
        service=ids.services[_plain(row.service_id)],
        day=ids.days[_plain(row.day)],
        start=row.start,
        minutes=row.end - row.start,
        week=row.week,
        provider=ids.providers[_plain(row.provider_id)],
        room=ids.rooms.get(_plain(row.room_id)),
    )


def _plain(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()
