"""C2 on the board: pinned sessions stand before anything else of their service."""

from collections.abc import Sequence

from pushpull_sched.domain.school import Pin
from pushpull_sched.domain.service import Service, Setting
from pushpull_sched.engine.board import Board
from pushpull_sched.engine.fitting import Fitting
from pushpull_sched.engine.knowledge import Knowledge
from pushpull_sched.model.calendar import fits_pin
from pushpull_sched.model.options import option_at
from pushpull_sched.model.slots import Option


class Pins:
    """The pins of a school, asked about one board.

    Attributes:
        borrowed: Pins of services that come along to the one being placed.
    """

    def __init__(self, board: Board, known: Knowledge, fitting: Fitting) -> None:
        self.board = board
        self.known = known
        self._fitting = fitting
        self.borrowed: Sequence[tuple[Pin, int | None]] = ()

    def stand(
        self, service: Service, provider: str, setting: Setting, lengths: Sequence[int]
    ) -> list[Option] | None:
        """Put up what is pinned of a service and does not stand yet.

        Args:
            service: The service.
            provider: Who holds the sessions for which no pin names anybody.
            setting: Setting of the sessions.
            lengths: Lengths in minutes that a session may have.

        Returns:
            What was put up; None where a pin could not be met.
        """
        added: list[Option] = []
        for pin, week in (*self.known.pins(service.id), *self.borrowed):
            who = pin.provider or provider
            if who != provider and self.board.school.settings.same_provider:
                return None
            if self._is_met(service.id, pin, week):
                continue
            for times in self.known.pinned_times(service, who, pin, week):
                if times.setting is not setting or times.length not in lengths:
                    continue
                option = option_at(service, who, times, pin.start)
                rooms = self._fitting.fit(option, pin.room)
                if rooms is not None:
                    self.board.add(option, rooms)
                    added.append(option)
                    break
            else:
                return None
        return added

    def met_by(self, option: Option) -> bool:
        """Whether one option, as of co-teaching, meets all pins of its service."""
        return all(
            any(
                week in {None, slot.week}
                and pin.room is None
                and fits_pin(pin, option, slot)
                for slot in option.slots
            )
            for pin, week in self.known.pins(option.service)
        )

    def _is_met(self, service_id: str, pin: Pin, week: int | None) -> bool:
        return any(
            week in {None, slot.week}
            and fits_pin(pin, option, slot)
            and pin.room in {None, self.board.room.get(slot)}
            for option in self.board.taken.get(service_id, ())
            for slot in option.slots
        )
