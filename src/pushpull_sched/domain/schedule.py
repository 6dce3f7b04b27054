"""A schedule: sessions as the program makes them, rows as people read and edit them."""

from collections.abc import Iterator
from dataclasses import dataclass

from pushpull_sched.domain.findings import SourceRef
from pushpull_sched.domain.service import Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One service (and its student) inside a session.

    Attributes:
        service_id: The service.
        service: Its name.
        student_id: Its student; None for a consult block without one.
    """

    service_id: str
    service: str
    student_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session of one provider.

    Attributes:
        id: Unique over the template.
        week: From 1.
        day: Position in ``Settings.days``.
        start: First minute.
        end: Minute after the last.
        setting: Push-in, pull-out or consult; never either.
        provider_id: Who gives it.
        room_id: The room of a pull-out session, else None.
        class_id: The class of a push-in session, else None.
        served: The services it serves, at least one, each of a different student.
    """

    id: str
    week: int
    day: int
    start: int
    end: int
    setting: Setting
    provider_id: str
    served: tuple[Served, ...]
    room_id: str | None = None
    class_id: str | None = None

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRow:
    """A row of the Schedule sheet as read, right or wrong: a session and one service.

    Texts are kept as written; a value that the sheet leaves blank is None.

    Attributes:
        session_id: Rows with one session_id are one session.
        week: Week of the template.
        day: Name of the day.
        start: First minute since midnight.
        end: Minute after the last.
        minutes: Length as stated.
        setting: push-in, pull-out or consult.
        provider_id: The provider.
        room_id: The room.
        class_id: The class.
        service: Service name.
        service_id: The service.
        student_id: The student.
        group_size: For the reader only.
        source: Where the row stands.
    """

    session_id: str
    week: int
    day: str
    start: int
    end: int
    minutes: int | None
    setting: str
    provider_id: str | None = None
    room_id: str | None = None
    class_id: str | None = None
    service: str | None = None
    service_id: str | None = None
    student_id: str | None = None
    group_size: int | None = None
    source: SourceRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A set of sessions."""

    sessions: tuple[Session, ...] = ()

    def rows(self, days: tuple[str, ...]) -> Iterator[ScheduleRow]:
        """Yield the rows of the Schedule sheet, one per session and service.

        Args:
            days: ``Settings.days``, which names the days.
        """
        for session in self.sessions:
            for served in session.served:
                yield ScheduleRow(
                    session_id=session.id,
                    week=session.week,
                    day=days[session.day],
                    start=session.start,
                    end=session.end,
                    minutes=session.minutes,
                    setting=session.setting.value,
                    provider_id=session.provider_id,
                    room_id=session.room_id,
                    class_id=session.class_id,
                    service=served.service,
                    service_id=served.service_id,
                    student_id=served.student_id,
                    group_size=len(session.served),
                )
