"""Subjects named in Services, resolved to classes."""

from collections.abc import Mapping
from dataclasses import dataclass

from pushpull_sched.domain.service import Setting
from pushpull_sched.workbook.classes import ClassDraft
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.names import Spelling, did_you_mean
from pushpull_sched.workbook.subjects import subject_name
from pushpull_sched.workbook.tables import Row
from pushpull_sched.workbook.typed import names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectCells:
    """The subject cells of one row of Services."""

    classes: Mapping[str, ClassDraft]
    row: Row
    log: Log

    def pushed(self, setting: str | None) -> frozenset[str] | None:
        """Return the classes to push into; None where a push-in has none at all."""
        names = names_of(self.row, "subject")
        found = self._classes_of(names)
        if not names or self.row.bad("subject"):
            return None
        every = frozenset(name for classes in found.values() for name in classes)
        for name, classes in found.items():
            if not classes:
                fatal = setting == Setting.PUSH_IN and not every
                self._unknown("W412" if fatal else "W425", "subject", name)
        return every if every or setting == Setting.EITHER else None

    def missed(self, key: str) -> frozenset[str] | None:
        """Return the classes that ``may_miss`` or ``never_miss`` names."""
        names = names_of(self.row, key)
        if not names:
            return None
        found = self._classes_of(names)
        for name, classes in found.items():
            if not classes:
                self._unknown("W425", key, name)
        return frozenset(name for classes in found.values() for name in classes)

    def _classes_of(self, names: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
        return {
            name: frozenset(
                draft.id
                for draft in self.classes.values()
                if subject_name(name).names(draft.name)
            )
            for name in names
        }

    def _unknown(self, code: str, key: str, name: str) -> None:
        if not self.classes:  # the reader has reported that there are none
            return
        known = Spelling(draft.subject for draft in self.classes.values())
        self.log.at(
            code,
            self.row.ref(key),
            f"No class has the subject {name}.",
            value=name,
            expected="a subject of Classes",
            advice=did_you_mean(name, known),
        )
