"""What ``compare --json`` prints. Minutes are a week; times are ``HH:MM``."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path

from pushpull_sched.cli.json_out import SCHEMA_VERSION, finding_object
from pushpull_sched.domain.clock import clock_text
from pushpull_sched.domain.comparison import (
    Aspect,
    Change,
    Comparison,
    Difference,
    PersonDifference,
    Profile,
    Slot,
)
from pushpull_sched.domain.facts import (
    ClassFacts,
    ProviderFacts,
    RoomFacts,
    StudentFacts,
)
from pushpull_sched.domain.findings import Finding
from pushpull_sched.domain.variant import Variant

Json = dict[str, object]


def unreadable_object(
    unreadable: Iterable[tuple[str, Iterable[Finding]]],
) -> Json:
    """Return what is printed where schedules cannot be read."""
    return {
        "schema_version": SCHEMA_VERSION,
        "unreadable": [
            {"schedule": name, "findings": [finding_object(one) for one in found]}
            for name, found in unreadable
        ],
    }


def comparison_object(found: Comparison, files: Iterable[Path]) -> Json:
    """Return the whole comparison."""
    return {
        "schema_version": SCHEMA_VERSION,
        "school": found.school,
        "schedules": [_profile(one) for one in found.profiles],
        "aspects": [_aspect(found, one) for one in found.aspects],
        "differences": [_difference(found, one) for one in found.differences],
        "files": [str(file) for file in files],
    }


def _number(value: Fraction | int | None) -> float | int | None:
    if value is None:
        return None
    exact = Fraction(value)
    return int(exact) if exact.denominator == 1 else round(float(exact), 4)


def _profile(one: Profile) -> Json:
    compliance = one.compliance
    return {
        "letter": one.letter,
        "label": one.label,
        "legal": None if one.broken is None else not one.broken,
        "broken": None if one.broken is None else list(one.broken),
        "complete": one.complete,
        "roster": _roster(one.variant),
        "run": _run(one.variant),
        "remarks": list(one.variant.remarks),
        "weeks": one.variant.weeks,
        "measures": {key.value: value for key, value in one.measures.items()},
        "bounds": {
            key.value: {"bound": bound.value, "proven": bound.proven}
            for key, bound in one.bounds.items()
        },
        "compliance": compliance
        and {
            "met": compliance.met,
            "at_least_80_percent": compliance.nearly,
            "less": compliance.partly,
            "unplaced": compliance.unplaced,
            "minutes_short": _number(compliance.short),
        },
        "sessions": _number(one.sessions),
        "students": [_student(student) for student in one.students],
        "providers": [_provider(provider) for provider in one.providers],
        "groups": {
            "sizes": _keyed(one.groups.sizes),
            "grade_spans": _keyed(one.groups.spans),
            "mean_size": _number(one.groups.mean_size),
            "alone_percent": _number(one.groups.alone_share),
        },
        "classes": [_class(met) for met in one.classes],
        "rooms": [_room(room) for room in one.rooms],
        "missed_by_subject": [
            {
                "subject": subject.subject,
                "kind": subject.kind,
                "minutes": _number(subject.missed),
                "minutes_that_may_be_missed": _number(subject.free),
            }
            for subject in one.subjects
        ],
        "missed_by_grade": [
            {
                "grade": grade.grade,
                "students": grade.students,
                "minutes": _number(grade.missed),
                "most": _number(grade.most),
            }
            for grade in one.grades
        ],
    }


def _keyed(values: Mapping[int, Fraction]) -> Json:
    return {str(key): _number(value) for key, value in values.items()}


def _roster(variant: Variant) -> Json:
    return {
        "state": variant.roster_state.value,
        "name": variant.roster_name or None,
        "sha256": variant.roster_sha256 or None,
    }


def _run(variant: Variant) -> Json | None:
    origin = variant.origin
    if origin is None:
        return None
    return {
        "roster": {"name": origin.roster_name, "sha256": origin.roster_sha256},
        "status": origin.status,
        "policy": origin.policy,
        "seed": origin.seed,
        "versions": dict(origin.versions),
        "created": origin.created.isoformat() if origin.created else None,
        "rerun": origin.rerun or None,
        "edited": origin.edited,
        "stages": [
            {
                "level": stage.level,
                "value": stage.value,
                "bound": stage.bound,
                "status": stage.status.value,
            }
            for stage in origin.stages
        ],
    }


def _student(one: StudentFacts) -> Json:
    return {
        "student_id": one.id,
        "grade": one.grade,
        "inclusion_minutes_per_week": _number(one.inclusion),
        "non_inclusion_minutes_per_week": _number(one.non_inclusion),
        "regular_class_percent": _number(one.share),
        "bucket": one.bucket.value if one.bucket else None,
        "minutes_short": _number(one.short),
        "missed_minutes": _number(one.missed_minutes),
        "missed_weighted": _number(one.missed_weighted),
        "missed_by_subject": {name: _number(minutes) for name, minutes in one.missed},
        "providers": list(one.providers),
    }


def _provider(one: ProviderFacts) -> Json:
    return {
        "provider_id": one.id,
        "name": one.name,
        "roles": list(one.roles),
        "minutes": _number(one.minutes),
        "direct_minutes": _number(one.direct_minutes),
        "available_minutes": _number(one.available),
        "with_students_percent": _number(one.share),
        "sessions": _number(one.sessions),
        "mean_group": _number(one.mean_group),
        "longest_run": one.longest_run,
        "free_blocks": _number(one.free_blocks),
    }


def _class(one: ClassFacts) -> Json:
    return {
        "class_id": one.id,
        "subject": one.subject,
        "teacher": one.teacher,
        "days": one.days,
        "departures": one.departures,
        "visits": one.visits,
        "departures_per_day": _number(one.per_day),
        "most_on_a_day": one.most,
    }


def _room(one: RoomFacts) -> Json:
    return {
        "room_id": one.id,
        "name": one.name,
        "sessions": _number(one.sessions),
        "minutes": _number(one.minutes),
        "open_minutes": _number(one.open_minutes),
        "most_sessions_at_once": one.most,
    }


def _aspect(found: Comparison, one: Aspect) -> Json:
    letters = [profile.letter for profile in found.profiles]
    return {
        "key": one.key,
        "title": one.title,
        "values": {
            letter: _number(value)
            for letter, value in zip(letters, one.values, strict=True)
        },
        "more_is_better": one.more_is_better,
        "best": [letters[at] for at in one.best],
    }


def _difference(found: Comparison, one: Difference) -> Json:
    days = found.profiles[one.other].variant.days
    return {
        "from": found.profiles[0].letter,
        "to": found.profiles[one.other].letter,
        "rosters": {
            "same": one.rosters.same,
            "sentence": one.rosters.sentence,
            "changes": [
                {"what": row.what, "kind": row.kind, "id": row.id, "text": row.text}
                for row in one.rosters.changes
            ],
        },
        "sessions_kept": one.kept,
        "sessions_in_another_place_only": one.replaced,
        "sessions_before": one.total,
        "students": [_person(person, days) for person in one.students],
        "providers": [_person(person, days) for person in one.providers],
        "classes": [_person(person, days) for person in one.classes],
        "to_be_told": [
            {
                "kind": notice.kind,
                "who": notice.who,
                "name": notice.name,
                "reasons": list(notice.reasons),
            }
            for notice in one.notices
        ],
    }


def _person(one: PersonDifference, days: tuple[str, ...]) -> Json:
    return {
        "id": one.id,
        "direction": one.direction.value,
        "effects": list(one.effects),
        "sentences": list(one.sentences),
        "sessions_kept": one.kept,
        "sessions_before": one.total,
        "changes": [_change(change, days) for change in one.changes],
    }


def _change(one: Change, days: tuple[str, ...]) -> Json:
    return {
        "service_id": one.service_id,
        "weeks": list(one.weeks),
        "before": _slot(one.before, days),
        "after": _slot(one.after, days),
    }


def _slot(one: Slot | None, days: tuple[str, ...]) -> Json | None:
    if one is None:
        return None
    return {
        "day": days[one.day],
        "start": clock_text(one.start),
        "end": clock_text(one.end),
        "setting": one.setting.value,
        "provider_id": one.provider_id,
        "place": one.place,
        "fellows": list(one.fellows),
    }
