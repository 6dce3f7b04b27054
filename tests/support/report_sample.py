"""A result with everything that a report has to survive, and ways to read a page."""

import base64
import hashlib
import json
import random
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import export_sample as sample

from pushpull_sched.app.roster import load_roster
from pushpull_sched.domain.result import SolveResult, SolveStatus, Stage, StageStatus
from pushpull_sched.domain.schedule import Schedule, Served, Session
from pushpull_sched.domain.school import School
from pushpull_sched.domain.service import Setting
from pushpull_sched.export.names import NameStyle
from pushpull_sched.export.report.page import render_report
from pushpull_sched.verify.verifier import verify_schedule

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
SCRIPT = "</script><script>window.broken = true</script>"
NASTY = (
    SCRIPT,
    '<b onmouseover="window.broken=1">O\'Neil & "Söhne"</b>',
    "ليلى حداد",
    "🦊🦊 Fox 👩‍👩‍👧 Family",
    "Maximiliana " * 20,
    "{{ 7 * 7 }}{% raw %}",
)


def nasty_school() -> School:
    """The sample school with awkward names in every place that has names."""
    school = sample.school()
    rename = dict(enumerate(NASTY))
    return replace(
        school,
        settings=replace(school.settings, school=f"<i>{SCRIPT}</i>"),
        students=tuple(
            replace(each, name=rename[at], homeroom=NASTY[1], classes=each.classes)
            for at, each in enumerate(school.students)
        ),
        providers=tuple(
            replace(each, name=NASTY[at % len(NASTY)])
            for at, each in enumerate(school.providers)
        ),
        rooms=tuple(replace(each, name=NASTY[0]) for each in school.rooms),
        classes=tuple(
            replace(each, subject=NASTY[at], teacher=NASTY[2])
            for at, each in enumerate(school.classes)
        ),
    )


def attended(school: School) -> School:
    """Every student attends every class."""
    every = frozenset(each.id for each in school.classes)
    return replace(
        school, students=tuple(replace(each, classes=every) for each in school.students)
    )


def crowded(name: str = "middle-school") -> tuple[School, SolveResult]:
    """A sample roster under a made-up schedule: much to show, little of it legal."""
    school = load_roster(SAMPLES / f"{name}.xlsx").school
    draw = random.Random(7)  # noqa: S311 - seeded, not secret
    sessions = []
    for number, service in enumerate(school.services):
        provider = draw.choice(school.providers)
        met = next(
            (each for each in school.classes if each.id in service.classes), None
        )
        pushed = service.setting is Setting.PUSH_IN and met is not None
        for week in range(1, school.settings.weeks + 1):
            start = 480 + 5 * draw.randrange(70)
            setting = Setting.PUSH_IN if pushed else Setting.PULL_OUT
            if service.setting is Setting.CONSULT:
                setting = Setting.CONSULT
            sessions.append(
                Session(
                    id=f"s{number}-{week}",
                    week=week,
                    day=draw.randrange(len(school.settings.days)),
                    start=start,
                    end=start + 30,
                    setting=setting,
                    provider_id=provider.id,
                    room_id=school.rooms[0].id if setting is Setting.PULL_OUT else None,
                    class_id=met.id if setting is Setting.PUSH_IN else None,
                    served=(
                        Served(
                            service_id=service.id,
                            service=service.name,
                            student_id=service.student,
                        ),
                    ),
                )
            )
    schedule = Schedule(sessions=tuple(sessions))
    result = SolveResult(
        status=SolveStatus.INCOMPLETE,
        schedule=schedule,
        verdict=verify_schedule(school, schedule),
        stages=(
            Stage(
                level="missed",
                value=1000,
                bound=750,
                status=StageStatus.IMPROVED,
                seconds=3,
            ),
        ),
    )
    return school, result


def page(school=None, result=None, style=NameStyle.INITIALS) -> str:
    """Render a report and return its text."""
    made = render_report(
        school or sample.school(), result or sample.incomplete(), sample.run(), style
    )
    return made.decode("utf-8")


class _Reader(HTMLParser):
    """Collects what a reader sees and what could leave the file."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.scripts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._inside = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._inside = tag if tag in {"script", "style"} else ""
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag):  # noqa: ARG002 - the parser's signature
        self._inside = ""

    def handle_data(self, data):
        if self._inside == "script":
            self.scripts[-1] += data
        elif self._inside != "style":
            self.words.append(data)


def read(text: str) -> _Reader:
    """Parse a page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader


def seen(text: str) -> str:
    """Return the words of a page, as one line."""
    return re.sub(r"\s+", " ", " ".join(read(text).words))


def data_of(text: str) -> dict:
    """Return the data that the script of the page draws from."""
    return json.loads(read(text).scripts[0])


def digest(script: str) -> str:
    """Return the hash by which a content security policy names a script."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
