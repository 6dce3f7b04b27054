"""The Services sheet: names resolved, amounts read, before the weeks are known."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from pushpull_sched.domain.school import Settings
from pushpull_sched.domain.service import Delivery, Service, Setting
from pushpull_sched.workbook.activity import Dated, activity_of
from pushpull_sched.workbook.classes import ClassDraft
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.names import Names, Spelling, folded
from pushpull_sched.workbook.references import References
from pushpull_sched.workbook.service_rules import check_service_row
from pushpull_sched.workbook.stated import read_amount
from pushpull_sched.workbook.subject_cells import SubjectCells
from pushpull_sched.workbook.tables import Row, Workbook
from pushpull_sched.workbook.typed import (
    date_of,
    days_of,
    lengths_of,
    names_of,
    number_of,
    number_or,
    text_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """A service with the row it was read from.

    Attributes:
        service: The service; its conversion is blank until the weeks are known.
        row: Its row.
        reading: How its frequency text was read.
    """

    service: Service
    row: Row
    reading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicesRead:
    """The Services sheet as read.

    Attributes:
        rows: The services without a fault of their own.
        ids: Every service_id, also of rows with a fault.
    """

    rows: tuple[ServiceRow, ...]
    ids: Spelling


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReader:
    """Everything that reading a row of Services needs.

    ``students`` are the ids of students whose row could be read.
    """

    references: References
    names: Names
    settings: Settings
    students: Collection[str]
    classes: Mapping[str, ClassDraft]
    log: Log

    def read(self, workbook: Workbook) -> ServicesRead:
        """Read the services; rows with a fault are reported and left out."""
        numbered = self._numbered(list(workbook.tables["services"].rows()))
        ids = Spelling()
        seen: dict[str, Row] = {}
        read: list[ServiceRow] = []
        for row, identifier in numbered:
            first = seen.setdefault(folded(identifier), row)
            ids.of(identifier)
            service = self._service(row, ids.of(identifier))
            if first is not row:
                self._report_twice(first, row, identifier)
            elif service is not None:
                read.append(service)
        return ServicesRead(rows=self._with_activity(read), ids=ids)

    def _numbered(self, rows: Sequence[Row]) -> list[tuple[Row, str]]:
        """Give every row its id; the default counts rows of student and service."""
        counts: dict[tuple[str, str], int] = {}
        result = []
        for row in rows:
            student = text_of(row, "student_id") or ""
            service = text_of(row, "service") or ""
            family = (folded(student), folded(service))
            counts[family] = counts.get(family, 0) + 1
            known = self.references.students.known.find(student) or student
            name = self.names.offered.of(service) if service else "service"
            parts = (known, name, str(counts[family]))
            default = "-".join(part for part in parts if part)
            result.append((row, text_of(row, "service_id") or default))
        return result

    def _report_twice(self, first: Row, row: Row, identifier: str) -> None:
        """Report an id that stands twice where the reader could not see it."""
        if row.text("service_id") and first.text("service_id"):
            return
        self.log.cell(
            "W314",
            row,
            "service_id",
            f"{identifier} is the id of {first.ref()} too.",
            expected="a service_id of its own",
        )

    def _service(self, row: Row, identifier: str) -> ServiceRow | None:
        log = self.log
        setting_text = text_of(row, "setting")
        co_teach = text_of(row, "delivery") == Delivery.CO_TEACH
        stated = read_amount(row, log, co_teach=co_teach)
        student = self._student(row, setting_text)
        provider = self._provider(row)
        subjects = SubjectCells(classes=self.classes, row=row, log=log)
        sound = check_service_row(
            row, log, setting=setting_text, co_teach=co_teach, stated=stated
        )
        pushed = setting_text in {Setting.PUSH_IN, Setting.EITHER}
        classes = subjects.pushed(setting_text) if pushed else frozenset()
        may_miss, never_miss = (
            subjects.missed("may_miss"),
            subjects.missed("never_miss"),
        )
        name = text_of(row, "service")
        if (
            not sound
            or stated is None
            or setting_text is None
            or name is None
            or (student is None and setting_text != Setting.CONSULT)
            or (student is not None and student not in self.students)
            or classes is None
        ):
            return None
        service = Service(
            id=identifier,
            student=student,
            name=self.names.offered.of(name),
            setting=Setting(setting_text),
            amount=stated.amount,
            pattern=stated.pattern,
            session_minutes=lengths_of(row),
            roles=frozenset(map(self.names.offered.of, names_of(row, "role"))),
            provider=provider,
            subjects=names_of(row, "subject") if pushed else (),
            classes=classes,
            individual=text_of(row, "group") == "individual",
            max_group=number_of(row, "max_group"),
            goal_area=self.names.goal_areas.maybe(text_of(row, "goal_area")),
            level=self.names.levels.maybe(text_of(row, "level")),
            delivery=Delivery.CO_TEACH if co_teach else Delivery.SUPPORT,
            days=days_of(row) or frozenset(range(len(self.settings.days))),
            earliest=number_of(row, "earliest"),
            latest=number_of(row, "latest"),
            min_days_apart=number_or(row, "min_days_apart", 1),
            max_per_day=number_of(row, "max_per_day"),
            may_miss=may_miss,
            never_miss=never_miss or frozenset(),
            category=text_of(row, "category") or "IEP",
            priority=number_or(row, "priority", 1),
            source=row.ref(),
        )
        return ServiceRow(service=service, row=row, reading=stated.reading)

    def _student(self, row: Row, setting: str | None) -> str | None:
        written = text_of(row, "student_id")
        if written is not None:
            return self.references.students.resolve(
                written, row, "student_id", self.log
            )
        if setting != Setting.CONSULT and not row.bad("student_id"):
            self.log.cell(
                "W401",
                row,
                "student_id",
                "The row names no student.",
                expected="a student_id; only consult may be without one",
            )
        return None

    def _provider(self, row: Row) -> str | None:
        written = text_of(row, "provider")
        if written is None:
            return None
        return self.references.provider(written, row, "provider", self.log)

    def _with_activity(self, read: list[ServiceRow]) -> tuple[ServiceRow, ...]:
        """Mark the services that their dates leave out."""
        activity = activity_of(
            [
                Dated(
                    service_id=one.service.id,
                    family=(one.service.student, one.service.name),
                    start=date_of(one.row, "start_date"),
                    end=date_of(one.row, "end_date"),
                    source=one.row.ref(),
                )
                for one in read
            ],
            self.settings,
        )
        result = []
        for one in read:
            reason = activity.inactive.get(one.service.id)
            if reason is None:
                result.append(one)
                continue
            key = "start_date" if one.row["start_date"] is not None else "end_date"
            undecided = one.service.id in activity.undecided
            self.log.cell(
                "W418" if undecided else "W426",
                one.row,
                key,
                f"Service {one.service.id} is not scheduled: it {reason}.",
            )
            result.append(
                replace(
                    one,
                    service=replace(one.service, active=False, inactive_because=reason),
                )
            )
        return tuple(result)
