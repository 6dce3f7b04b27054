"""The Students sheet."""

from pushpull_sched.domain.school import Student
from pushpull_sched.workbook.names import Names
from pushpull_sched.workbook.references import References
from pushpull_sched.workbook.tables import Workbook
from pushpull_sched.workbook.typed import date_of, days_of, number_of, text_of


def read_students(
    workbook: Workbook, references: References, names: Names, days: frozenset[int]
) -> dict[str, Student]:
    """Read the students by id, without their classes.

    Args:
        workbook: The tables. Rows that miss a required cell are left out: the reader
            has reported them.
        references: Ids of the workbook.
        names: Spellings of homerooms and buildings.
        days: All days of Settings.
    """
    students: dict[str, Student] = {}
    for row in workbook.tables["students"].rows():
        identifier, grade = text_of(row, "student_id"), number_of(row, "grade")
        if identifier is None or grade is None:
            continue
        known = references.students.known.of(identifier)
        student = Student(
            id=known,
            grade=grade,
            days=days_of(row) or days,
            name=text_of(row, "name") or "",
            homeroom=names.homerooms.maybe(text_of(row, "homeroom")),
            building=names.buildings.maybe(text_of(row, "building")),
            max_sessions_day=number_of(row, "max_sessions_day"),
            max_pullout_day=number_of(row, "max_pullout_day"),
            birth_date=date_of(row, "birth_date"),
            source=row.ref("student_id"),
        )
        students.setdefault(known, student)
    return students
