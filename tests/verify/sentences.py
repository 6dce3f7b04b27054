"""What the verifier says of every case: the sentences that ``sentences.txt`` holds.

``PYTHONPATH=tests python -m verify.sentences`` writes the file again after a change of
wording. Read the difference before it is committed: the file is what was approved.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pushpull_sched.domain.findings import Breach
from pushpull_sched.verify import verify, verify_schedule
from rules.tables import ROW_CASES, TABLES
from verify.test_verify_kill_matrix import FAULTS

FILE = Path(__file__).with_name("sentences.txt")


def judged():
    """Every case by its name, with the function that asks for its verdict."""
    named: Counter[str] = Counter()

    def name(table, case):
        full = f"{table}: {case}"
        named[full] += 1
        return full if named[full] == 1 else f"{full} ({named[full]})"

    for table in TABLES:
        title = table.__name__.split("_")[-1]
        for case in table.CASES:
            yield name(title, case.name), verify_schedule, (case.school, case.schedule)
    for case in ROW_CASES:
        yield name("rows", case.name), verify, (case.school, case.rows)
    for fault in FAULTS:
        code, of, rows = fault.values
        yield name("a legal week", f"{code} {fault.id}"), verify, (of, rows)


def told(verdict) -> Iterator[str]:
    """Each finding in two lines: the sentence, and whom it concerns.

    Shortfalls are told where nothing is broken: most faults leave some.
    """
    broken = [v for v in verdict.violations if v.severity is Breach.BROKEN]
    for found in broken or verdict.violations:
        yield f"{found.rule} {found.severity.value}: {found.message}"
        yield f"    {' '.join(found.service_ids)} | {' '.join(found.session_ids)}"


def approved():
    """Read the file: lines by case."""
    blocks = FILE.read_text("utf-8").split("\n\n")
    return {
        head: tuple(lines)
        for head, *lines in (block.strip("\n").split("\n") for block in blocks)
    }


if __name__ == "__main__":
    FILE.write_text(
        "\n\n".join(
            "\n".join([name, *told(ask(*of))])
            for name, ask, of in judged()
            if any(told(ask(*of)))
        )
        + "\n",
        "utf-8",
    )
