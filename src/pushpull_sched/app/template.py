"""A new workbook for a school to fill in."""

from dataclasses import dataclass
from pathlib import Path

from pushpull_sched.app.files import write_whole
from pushpull_sched.workbook.template import write_template


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRequest:
    """What is asked.

    Attributes:
        file: Where the workbook goes.
        example: Fill it with a small invented school.
        force: Replace a file that is there already.
    """

    file: Path
    example: bool = False
    force: bool = False


def template(request: TemplateRequest) -> Path:
    """Write the workbook and return where it is.

    Raises:
        UsageFault: The file is there already, or its folder is missing.
    """
    file = request.file
    if not file.suffix:
        file = file.with_suffix(".xlsx")
    write_whole(
        file,
        lambda target: write_template(target, example=request.example),
        force=request.force,
    )
    return file
