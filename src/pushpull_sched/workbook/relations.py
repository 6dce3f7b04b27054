"""The Relations sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pushpull_sched.domain.school import Provider, Relation, RelationEntry, RelationKind
from pushpull_sched.domain.service import Service
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.names import Names, Spelling, did_you_mean
from pushpull_sched.workbook.references import References
from pushpull_sched.workbook.tables import Row, Workbook
from pushpull_sched.workbook.typed import names_of, text_of

PROVIDER_KINDS = frozenset(
    {
        RelationKind.WITH_PROVIDER,
        RelationKind.NOT_PROVIDER,
        RelationKind.PREFER_PROVIDER,
    }
)
"""Relations between an entry and a provider; the others are between entries."""

MOST_ENTRIES = 200
"""Entries of one relation."""
_OPPOSITES: Mapping[RelationKind, RelationKind] = MappingProxyType(
    {
        RelationKind.TOGETHER: RelationKind.APART,
        RelationKind.APART: RelationKind.TOGETHER,
        RelationKind.WITH_PROVIDER: RelationKind.NOT_PROVIDER,
        RelationKind.NOT_PROVIDER: RelationKind.WITH_PROVIDER,
    }
)


def qualified(service: Service, provider: Provider) -> bool:
    """Tell whether a provider may give a service: the named one, or one with a role."""
    if service.provider is not None:
        return service.provider == provider.id
    return bool(service.roles & provider.roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationReader:
    """Everything that reading a row of Relations needs."""

    references: References
    names: Names
    service_ids: Spelling
    services: Mapping[str, Service]
    providers: Mapping[str, Provider]
    log: Log

    def read(self, workbook: Workbook) -> tuple[Relation, ...]:
        """Read the relations; rows with a fault are reported and left out."""
        found: list[Relation] = []
        for row in workbook.tables["relations"].rows():
            relation = self._relation(row)
            if relation is not None:
                self._check_contradiction(row, relation, found)
                found.append(relation)
        return tuple(found)

    def _check_contradiction(
        self, row: Row, relation: Relation, earlier: Sequence[Relation]
    ) -> None:
        """Warn of a row that asks for the opposite of another."""
        for other in earlier:
            shared = frozenset(relation.who) & frozenset(other.who)
            needed = 1 if relation.kind in PROVIDER_KINDS else 2
            names = {relation.service, other.service} - {None}
            if (
                _OPPOSITES.get(relation.kind) is other.kind
                and relation.provider == other.provider
                and len(shared) >= needed
                and len(names) <= 1
            ):
                self.log.cell(
                    "W507",
                    row,
                    "type",
                    f"{relation.kind} contradicts {other.kind} in {other.source}.",
                    expected="one of the two",
                )

    def _relation(self, row: Row) -> Relation | None:
        kind_text = text_of(row, "type")
        written = names_of(row, "who")
        if len(written) > MOST_ENTRIES:  # every pair of them is looked at
            self.log.cell(
                "W221",
                row,
                "who",
                f"who lists {len(written):,} entries.",
                expected=f"at most {MOST_ENTRIES}",
                advice="Split the row, or leave the relation out.",
            )
            return None
        resolved = [self._entry(name, row) for name in written]
        entries = tuple(dict.fromkeys(entry for entry in resolved if entry is not None))
        service_fine, service = self._service_name(row)
        if kind_text is None or not written:
            return None
        kind = RelationKind(kind_text)
        provider_fine, provider = self._provider(row, kind)
        if None in resolved or not service_fine or not provider_fine:
            return None
        if kind not in PROVIDER_KINDS and len(entries) < 2:  # noqa: PLR2004 - a pair
            self.log.cell(
                "W502",
                row,
                "who",
                f"{kind} is between two or more, but only one is named.",
                expected="two or more students or services",
            )
            return None
        relation = Relation(
            kind=kind, who=entries, provider=provider, service=service, source=row.ref()
        )
        self._check_effect(row, relation)
        return relation

    def _entry(self, name: str, row: Row) -> RelationEntry | None:
        student = self.references.students.known.find(name)
        service = self.service_ids.find(name)
        if student is not None and service is not None:
            self.log.at(
                "W501",
                row.ref("who"),
                f"{name} is the id of a student and of a service.",
                value=name,
                expected="an id that only one of the two has",
            )
            return None
        if student is None and service is None:
            students = self.references.students
            advice = did_you_mean(name, students.known) or did_you_mean(
                name, self.service_ids
            )
            self.log.at(
                "W301",
                row.ref("who"),
                f"No student or service has the id {name}.",
                value=name,
                expected="ids of Students or Services",
                advice=advice,
            )
            return None
        return RelationEntry(student=student, service=service)

    def _service_name(self, row: Row) -> tuple[bool, str | None]:
        """Return whether the cell is in order, and the service name."""
        written = text_of(row, "service")
        if written is None:
            return not row.bad("service"), None
        known = Spelling(service.name for service in self.services.values())
        found = known.find(written)
        if found is None:
            self.log.cell(
                "W504",
                row,
                "service",
                f"No row of Services has the service {written}.",
                expected="a service name of Services",
                advice=did_you_mean(written, known),
            )
        return found is not None, found

    def _provider(self, row: Row, kind: RelationKind) -> tuple[bool, str | None]:
        """Return whether the cell is in order, and the provider."""
        written = text_of(row, "provider")
        if kind not in PROVIDER_KINDS:
            if written is not None:
                self.log.cell(
                    "W505",
                    row,
                    "provider",
                    f"{kind} is not about a provider; the cell is not used.",
                    expected="a blank cell",
                )
            return True, None
        if written is None:
            if not row.bad("provider"):
                self.log.cell(
                    "W503",
                    row,
                    "provider",
                    f"{kind} needs a provider.",
                    expected="a provider_id",
                )
            return False, None
        found = self.references.provider(written, row, "provider", self.log)
        return found is not None, found

    def _check_effect(self, row: Row, relation: Relation) -> None:
        """Warn of entries that the relation can say nothing about."""
        if relation.kind in PROVIDER_KINDS:
            provider = self.providers.get(relation.provider or "")
            for entry in relation.who:
                mine = self._services_of(entry, relation.service)
                if provider and not any(qualified(one, provider) for one in mine):
                    self.log.cell(
                        "W506",
                        row,
                        "who",
                        f"{provider.id} is not qualified for a service of "
                        f"{entry.student or entry.service}: the relation says nothing "
                        "there.",
                    )
            return
        names = [
            {one.name for one in self._services_of(entry, relation.service)}
            for entry in relation.who
            if entry.student is not None
        ]
        if len(names) < len(relation.who):
            return
        for position, own in enumerate(names):
            rest = (*names[:position], *names[position + 1 :])
            if not any(own & other for other in rest):
                self.log.cell(
                    "W508",
                    row,
                    "who",
                    f"{relation.who[position].student} shares no service with the "
                    "others: the relation says nothing there.",
                )

    def _services_of(self, entry: RelationEntry, name: str | None) -> list[Service]:
        return [
            service
            for service in self.services.values()
            if (name is None or service.name == name)
            and (
                service.id == entry.service
                if entry.service is not None
                else service.student == entry.student
            )
        ]
