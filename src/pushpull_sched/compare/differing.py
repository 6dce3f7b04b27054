"""What differs between two schedules, for whom it is worse, who is to be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from pushpull_sched.compare.rosters import compare_rosters
from pushpull_sched.compare.slots import (
    Block,
    ServiceChanges,
    block_nearness,
    blocks_by_provider,
    repeated,
    service_changes,
    slots_by_service,
)
from pushpull_sched.compare.telling import Teaching, notices_of
from pushpull_sched.compare.wording import (
    Voice,
    block_sentences,
    change_sentences,
)
from pushpull_sched.domain.comparison import (
    Difference,
    Direction,
    PersonDifference,
    Profile,
)
from pushpull_sched.domain.facts import (
    Bucket,
    ClassFacts,
    ProviderFacts,
    StudentFacts,
    amount_text,
    percent_text,
)
from pushpull_sched.domain.matching import matched
from pushpull_sched.domain.schedule import Session

_BUCKETS = (Bucket.HIGH, Bucket.MIDDLE, Bucket.LOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two schedules that are held against each other."""

    profile: Profile
    sessions: tuple[Session, ...]


def difference_of(at: int, before: Side, after: Side) -> Difference:
    """Hold a schedule against the first.

    Args:
        at: Its position.
        before: The first schedule.
        after: The other.
    """
    old, new = before.profile.variant, after.profile.variant
    weeks = max(old.weeks, new.weeks)
    was = repeated(before.sessions, old.weeks, weeks)
    will = repeated(after.sessions, new.weeks, weeks)
    schools = tuple(one.school for one in (new, old) if one.school is not None)
    voice = Voice(days=_days(old.days, new.days), weeks=weeks, schools=schools)
    services = _services(was, will)
    students = _students(before, after, services, _titles((*was, *will)), voice)
    providers = _providers(before, after, (was, will), voice)
    teaching = Teaching(before=was, after=will, schools=(old.school, new.school))
    return Difference(
        other=at,
        rosters=compare_rosters(old, new),
        kept=sum(found.kept for found in services.values()),
        replaced=sum(found.replaced for found in services.values()),
        total=sum(found.total for found in services.values()),
        students=students,
        providers=providers,
        classes=_classes(before.profile, after.profile),
        notices=notices_of(students, providers, teaching, voice),
    )


def _days(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    return after if len(after) >= len(before) else before


def _services(
    before: Iterable[Session], after: Iterable[Session]
) -> dict[str, ServiceChanges]:
    old, new = slots_by_service(before), slots_by_service(after)
    return {
        service_id: service_changes(
            service_id, old.get(service_id, {}), new.get(service_id, {})
        )
        for service_id in sorted({*old, *new})
    }


def _titles(sessions: Iterable[Session]) -> dict[str, tuple[str | None, str]]:
    """Return student and name of every service.

    Where a student has several services of one name, the name carries the id.
    """
    found = {
        one.service_id: (one.student_id, one.service)
        for session in sessions
        for one in session.served
    }
    names = list(found.values())
    return {
        key: (student, name if names.count((student, name)) == 1 else f"{name} ({key})")
        for key, (student, name) in found.items()
    }


def _students(
    before: Side,
    after: Side,
    services: dict[str, ServiceChanges],
    titles: dict[str, tuple[str | None, str]],
    voice: Voice,
) -> tuple[PersonDifference, ...]:
    mine: dict[str, list[str]] = {}
    for service_id in services:
        student_id = titles[service_id][0]
        if student_id is not None:
            mine.setdefault(student_id, []).append(service_id)
    facts = {one.id: one for one in before.profile.students}
    later = {one.id: one for one in after.profile.students}
    found = []
    for student_id in dict.fromkeys((*later, *facts, *mine)):
        kept = [services[key] for key in mine.get(student_id, [])]
        sentences = tuple(
            sentence
            for key in mine.get(student_id, [])
            for sentence in change_sentences(
                f"{student_id} {titles[key][1]}", services[key].changes, voice
            )
        )
        old, new = facts.get(student_id), later.get(student_id)
        direction, weight = _student_direction(old, new)
        effects = _student_effects(old, new)
        if sentences or effects:
            found.append(
                PersonDifference(
                    id=student_id,
                    name=(new.name if new else "") or (old.name if old else ""),
                    direction=direction,
                    weight=weight,
                    effects=effects,
                    sentences=sentences,
                    changes=tuple(change for each in kept for change in each.changes),
                    kept=sum(each.kept for each in kept),
                    total=sum(each.total for each in kept),
                )
            )
    return _worse_first(found)


def _worse_first(found: Iterable[PersonDifference]) -> tuple[PersonDifference, ...]:
    order = (Direction.WORSE, Direction.MIXED, Direction.SAME, Direction.BETTER)
    return tuple(
        sorted(found, key=lambda one: (order.index(one.direction), -one.weight))
    )


def _direction(*losses: Fraction) -> Direction:
    """Tell how somebody fares; a loss below 0 is a gain."""
    worse = any(loss > 0 for loss in losses)
    better = any(loss < 0 for loss in losses)
    if worse and better:
        return Direction.MIXED
    if worse:
        return Direction.WORSE
    return Direction.BETTER if better else Direction.SAME


def _student_direction(
    old: StudentFacts | None, new: StudentFacts | None
) -> tuple[Direction, Fraction]:
    """Judge by service minutes missing, bucket, and weighted class minutes missed."""
    if old is None or new is None:
        return Direction.SAME, Fraction(0)
    short = Fraction(0)
    if old.short is not None and new.short is not None:
        short = new.short - old.short
    bucket = Fraction(0)
    if old.bucket and new.bucket:
        bucket = Fraction(_BUCKETS.index(new.bucket) - _BUCKETS.index(old.bucket))
    missed = new.missed_weighted - old.missed_weighted
    weight = short * 1000 + bucket * 100_000 + missed
    return _direction(short, bucket, missed), weight


def _student_effects(
    old: StudentFacts | None, new: StudentFacts | None
) -> tuple[str, ...]:
    if new is None:
        return ("has no sessions any more",)
    if old is None:
        return ("is new",)
    found = []
    if old.short is not None and new.short is not None and old.short != new.short:
        more = new.short - old.short
        word = "more" if more > 0 else "fewer"
        found.append(
            f"{amount_text(abs(more))} {word} service minutes missing a week "
            f"({amount_text(old.short)} → {amount_text(new.short)})"
        )
    found += _missed_effect(old, new)
    if old.non_inclusion != new.non_inclusion or old.inclusion != new.inclusion:
        found.append(
            f"inclusion {_arrow(old.inclusion, new.inclusion)}, non-inclusion "
            f"{_arrow(old.non_inclusion, new.non_inclusion)} minutes a week"
        )
    if old.bucket and new.bucket and old.bucket != new.bucket:
        found.append(
            f"regular class {percent_text(old.share)} → {percent_text(new.share)} of "
            f"the week: bucket {old.bucket.value} → {new.bucket.value}"
        )
    return tuple(found)


def _missed_effect(old: StudentFacts, new: StudentFacts) -> list[str]:
    """Say how class minutes missed change, with the subjects that change most."""
    before, after = dict(old.missed), dict(new.missed)
    changes = {
        subject: after.get(subject, Fraction(0)) - before.get(subject, Fraction(0))
        for subject in dict.fromkeys((*after, *before))
    }
    changed = [(subject, more) for subject, more in changes.items() if more]
    if not changed:
        return []
    changed.sort(key=lambda pair: (-abs(pair[1]), pair[0]))
    most = ", ".join(f"{name} {_signed(more)}" for name, more in changed[:3])
    more = new.missed_minutes - old.missed_minutes
    if more == 0:
        return [f"misses as many class minutes in other subjects ({most})"]
    word = "more" if more > 0 else "fewer"
    return [f"misses {amount_text(abs(more))} {word} class minutes a week ({most})"]


def _signed(value: Fraction) -> str:
    return f"+{amount_text(value)}" if value > 0 else f"-{amount_text(-value)}"


def _arrow(old: Fraction, new: Fraction) -> str:
    return (
        amount_text(new) if old == new else f"{amount_text(old)} → {amount_text(new)}"
    )


Blocks = dict[int, list[Block]]


def _providers(
    before: Side,
    after: Side,
    sessions: tuple[tuple[Session, ...], tuple[Session, ...]],
    voice: Voice,
) -> tuple[PersonDifference, ...]:
    was, will = (blocks_by_provider(side) for side in sessions)
    facts = {one.id: one for one in before.profile.providers}
    later = {one.id: one for one in after.profile.providers}
    found = []
    for provider_id in dict.fromkeys((*later, *facts)):
        one = _provider(
            was.get(provider_id, {}), will.get(provider_id, {}), provider_id, voice
        )
        old, new = facts.get(provider_id), later.get(provider_id)
        direction, weight = _provider_direction(old, new)
        effects = _provider_effects(old, new)
        if one.sentences or effects:
            found.append(
                PersonDifference(
                    id=provider_id,
                    name=(new.name if new else "") or (old.name if old else ""),
                    direction=direction,
                    weight=weight,
                    effects=effects,
                    sentences=one.sentences,
                    kept=one.kept,
                    total=one.total,
                )
            )
    return _worse_first(found)


def _provider(
    before: Blocks, after: Blocks, provider_id: str, voice: Voice
) -> PersonDifference:
    """Match a provider's sessions, week by week."""
    changed: list[tuple[Block | None, Block | None, int]] = []
    kept = 0
    for week in sorted({*before, *after}):
        pairs = matched(before.get(week, []), after.get(week, []), block_nearness)
        kept += sum(old == new for old, new in pairs)
        changed += [(old, new, week) for old, new in pairs if old != new]
    changed.sort(key=_block_order)
    return PersonDifference(
        id=provider_id,
        sentences=block_sentences(changed, voice),
        kept=kept,
        total=sum(len(blocks) for blocks in before.values()),
    )


def _block_order(
    pair: tuple[Block | None, Block | None, int],
) -> tuple[int, int, int]:
    block = pair[0] or pair[1]
    assert block is not None  # noqa: S101 - a pair has one side at least
    return block.slot.day, block.slot.start, pair[2]


def _provider_direction(
    old: ProviderFacts | None, new: ProviderFacts | None
) -> tuple[Direction, Fraction]:
    """Judge by the longest run and by free blocks; minutes are the work itself."""
    if old is None or new is None:
        return Direction.SAME, Fraction(0)
    run = Fraction(new.longest_run - old.longest_run)
    free = Fraction(0)
    if old.free_blocks is not None and new.free_blocks is not None:
        free = old.free_blocks - new.free_blocks
    return _direction(run, free), run + 30 * free


def _provider_effects(
    old: ProviderFacts | None, new: ProviderFacts | None
) -> tuple[str, ...]:
    if new is None:
        return ("is no longer there",)
    if old is None:
        return ("is new",)
    found = []
    if old.minutes != new.minutes:
        found.append(f"{_arrow(old.minutes, new.minutes)} session minutes a week")
    if old.longest_run != new.longest_run:
        found.append(f"longest run {old.longest_run} → {new.longest_run} minutes")
    if old.free_blocks != new.free_blocks and None not in {
        old.free_blocks,
        new.free_blocks,
    }:
        before, after = old.free_blocks or Fraction(0), new.free_blocks or Fraction(0)
        found.append(f"free blocks of 45 minutes {_arrow(before, after)} a week")
    return tuple(found)


def _classes(before: Profile, after: Profile) -> tuple[PersonDifference, ...]:
    """List the classes that are left more or less often."""
    old = {one.id: one for one in before.classes}
    weeks = (before.variant.weeks, after.variant.weeks)
    found = [
        _class(old[one.id], one, weeks)
        for one in after.classes
        if one.id in old and old[one.id].per_day != one.per_day
    ]
    return _worse_first(found)


def _class(
    old: ClassFacts, new: ClassFacts, weeks: tuple[int, int]
) -> PersonDifference:
    more = new.per_day - old.per_day
    before = Fraction(old.departures, weeks[0])
    after = Fraction(new.departures, weeks[1])
    busiest = _arrow(Fraction(old.most), Fraction(new.most))
    worst = f"worst day {busiest} departures and visits"
    return PersonDifference(
        id=new.id,
        name=new.teacher,
        direction=_direction(more),
        weight=more,
        effects=(f"left {_arrow(before, after)} times a week, {worst}",),
    )
