"""Which student attends which class (workbook.md, Classes and Enrollments)."""

from collections.abc import Mapping
from dataclasses import dataclass

from pushpull_sched.domain.school import Student
from pushpull_sched.workbook.classes import ClassDraft
from pushpull_sched.workbook.log import Log
from pushpull_sched.workbook.references import References
from pushpull_sched.workbook.tables import Row, Workbook
from pushpull_sched.workbook.typed import text_of


def read_enrollments(
    workbook: Workbook, references: References, log: Log
) -> Mapping[str, frozenset[str]]:
    """Read Enrollments: the classes of each student that is enrolled somewhere."""
    found: dict[str, set[str]] = {}
    first: dict[tuple[str, str], Row] = {}
    for row in workbook.tables["enrollments"].rows():
        student, school_class = text_of(row, "student_id"), text_of(row, "class_id")
        if student is not None:
            student = references.students.resolve(student, row, "student_id", log)
        if school_class is not None:
            school_class = references.classes.resolve(
                school_class, row, "class_id", log
            )
        if student is None or school_class is None:
            continue
        if school_class in found.get(student, ()):
            log.at(
                "W316",
                row.ref(),
                f"Student {student} is enrolled in {school_class} in "
                f"{first[student, school_class].ref()} already.",
            )
        first.setdefault((student, school_class), row)
        found.setdefault(student, set()).add(school_class)
    return {student: frozenset(classes) for student, classes in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """The rules of who attends what.

    Attributes:
        classes: Classes by id.
        enrollments: Enrolled classes by student.
        filled: Classes that have an enrollment.
        enrolled_subjects: (grade, subject) of classes that have an enrollment.
    """

    classes: Mapping[str, ClassDraft]
    enrollments: Mapping[str, frozenset[str]]
    filled: frozenset[str]
    enrolled_subjects: frozenset[tuple[int | None, str]]

    def of(self, student: Student) -> frozenset[str]:
        """Return the ids of the classes that a student attends."""
        enrolled = self.enrollments.get(student.id, frozenset())
        elsewhere = {
            self.classes[name].name.short for name in enrolled if name in self.classes
        }
        return frozenset(
            draft.id
            for draft in self.classes.values()
            if draft.id in enrolled
            or (
                draft.name.short not in elsewhere
                and (
                    self._is_homeroom_class(draft, student)
                    if draft.homeroom is not None
                    else self._is_grade_class(draft, student)
                )
            )
        )

    def _is_homeroom_class(self, draft: ClassDraft, student: Student) -> bool:
        return draft.homeroom == student.homeroom

    def _is_grade_class(self, draft: ClassDraft, student: Student) -> bool:
        return (
            draft.grade == student.grade
            and draft.id not in self.filled
            and (draft.grade, draft.name.full) not in self.enrolled_subjects
            and (
                student.building is None
                or not draft.buildings
                or student.building in draft.buildings
            )
        )


def attendance_of(
    classes: Mapping[str, ClassDraft], enrollments: Mapping[str, frozenset[str]]
) -> Attendance:
    """Prepare the rules of attendance for all students."""
    filled = frozenset(name for names in enrollments.values() for name in names)
    return Attendance(
        classes=classes,
        enrollments=enrollments,
        filled=filled,
        enrolled_subjects=frozenset(
            (classes[name].grade, classes[name].name.full)
            for name in filled
            if name in classes
        ),
    )
