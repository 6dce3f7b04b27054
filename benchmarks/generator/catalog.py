"""The services of a school as data: how often, how long, where, in what groups.

Shares follow the recipe in the project's domain notes: SDI in 2 to 5 sessions of 20
to 60 minutes with a third pushed in, speech mostly 1 or 2 x 30 in groups of two or
three, and so on.
"""

from dataclasses import dataclass

Shares = tuple[tuple[int, float], ...]
"""(value, probability) pairs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceKind:
    """One kind of service.

    Attributes:
        name: As written in Services.
        role: Who gives it.
        rate: Probability that a student of the category has it.
        category: IEP, gifted, MTSS or 504.
        sessions: Sessions a week.
        minutes: Minutes a session.
        push_share: Share of series held as push-in.
        subjects: Class subjects to push into.
        cap: Largest pull-out group.
        alone: Share of services that are individual by the IEP.
        goals: Goal areas; a group shares one.
        odd_share: Share of services that are not weekly, in templates that allow it.
        only_in: A pull-out session lies in classes of these subjects (WIN block).
        consult: Held without the student.
        synonyms: Other spellings of the role that people write.
    """

    name: str
    role: str
    rate: float
    category: str = "IEP"
    sessions: Shares = ((1, 1.0),)
    minutes: Shares = ((30, 1.0),)
    push_share: float = 0.0
    subjects: tuple[str, ...] = ()
    cap: int = 5
    alone: float = 0.0
    goals: tuple[str, ...] = ()
    odd_share: float = 0.0
    only_in: tuple[str, ...] = ()
    consult: bool = False


_SDI_SESSIONS: Shares = ((5, 0.45), (4, 0.15), (3, 0.25), (2, 0.15))
_SDI_MINUTES: Shares = ((30, 0.55), (45, 0.30), (20, 0.05), (60, 0.10))

READING = ServiceKind(
    name="Reading SDI",
    role="Resource Teacher",
    rate=0.55,
    sessions=_SDI_SESSIONS,
    minutes=_SDI_MINUTES,
    push_share=0.35,
    subjects=("ELA",),
    goals=("Decoding", "Comprehension", "Fluency"),
)
MATH = ServiceKind(
    name="Math SDI",
    role="Resource Teacher",
    rate=0.40,
    sessions=_SDI_SESSIONS,
    minutes=_SDI_MINUTES,
    push_share=0.35,
    subjects=("Math",),
    goals=("Computation", "Problem solving"),
)
WRITING = ServiceKind(
    name="Writing SDI",
    role="Resource Teacher",
    rate=0.25,
    sessions=((3, 0.3), (2, 0.5), (1, 0.2)),
    minutes=((30, 0.9), (20, 0.1)),
    push_share=0.35,
    subjects=("Writing", "ELA"),
)
BEHAVIOR = ServiceKind(
    name="Social Skills",
    role="Resource Teacher",
    rate=0.20,
    sessions=((1, 0.5), (2, 0.5)),
    minutes=((30, 0.8), (20, 0.2)),
    push_share=0.2,
    subjects=("Social Studies", "Science"),
    cap=4,
)
CONSULT = ServiceKind(
    name="Consultation",
    role="Resource Teacher",
    rate=0.30,
    minutes=((15, 0.7), (30, 0.3)),
    odd_share=0.6,
    consult=True,
)
SPEECH = ServiceKind(
    name="Speech",
    role="SLP",
    rate=0.50,
    sessions=((2, 0.52), (1, 0.38), (3, 0.10)),
    minutes=((30, 0.75), (20, 0.20), (45, 0.05)),
    push_share=0.15,
    subjects=("ELA",),
    cap=4,
    alone=0.10,
    goals=("Articulation", "Expressive language", "Pragmatics"),
    odd_share=0.25,
)
OT = ServiceKind(
    name="OT",
    role="OT",
    rate=0.25,
    sessions=((1, 0.79), (2, 0.21)),
    minutes=((30, 0.85), (20, 0.15)),
    push_share=0.3,
    subjects=("Writing", "ELA"),
    cap=3,
    alone=0.4,
    odd_share=0.25,
)
PT = ServiceKind(
    name="PT",
    role="PT",
    rate=0.06,
    sessions=((1, 0.85), (2, 0.15)),
    minutes=((30, 0.6), (20, 0.2), (45, 0.2)),
    push_share=0.3,
    subjects=("PE",),
    cap=2,
    alone=0.5,
    odd_share=0.3,
)
COUNSELING = ServiceKind(
    name="Counseling",
    role="Counselor",
    rate=0.15,
    minutes=((30, 1.0),),
    push_share=0.05,
    subjects=("Social Studies",),
    cap=4,
    alone=0.2,
    odd_share=0.2,
)
GIFTED = ServiceKind(
    name="Gifted",
    role="Gifted Teacher",
    rate=1.0,
    category="gifted",
    sessions=((1, 0.5), (2, 0.5)),
    minutes=((45, 0.6), (60, 0.4)),
    push_share=0.4,
    subjects=("Math", "Science"),
    cap=12,
)
TIER2 = ServiceKind(
    name="Tier 2 Reading",
    role="Interventionist",
    rate=0.75,
    category="MTSS",
    sessions=((4, 0.5), (5, 0.5)),
    cap=5,
    only_in=("WIN", "Science", "Social Studies"),
)
TIER3 = ServiceKind(
    name="Tier 3 Math",
    role="Interventionist",
    rate=0.35,
    category="MTSS",
    sessions=((4, 0.4), (5, 0.6)),
    cap=3,
    only_in=("WIN", "Science", "Social Studies"),
)
PLAN_504 = ServiceKind(
    name="Organization Support",
    role="Counselor",
    rate=1.0,
    category="504",
    minutes=((20, 0.5), (30, 0.5)),
    cap=4,
)
ELEMENTARY = (
    READING,
    MATH,
    WRITING,
    BEHAVIOR,
    CONSULT,
    SPEECH,
    OT,
    PT,
    COUNSELING,
    GIFTED,
    TIER2,
    TIER3,
    PLAN_504,
)
