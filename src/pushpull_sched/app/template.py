"""A new workbook for a school to fill in, or one of the sample schools."""

from dataclasses import dataclass
from pathlib import Path

import pushpull_sched
from pushpull_sched.app.faults import UsageFault
from pushpull_sched.app.files import write_whole
from pushpull_sched.app.suggest import did_you_mean
from pushpull_sched.workbook.template import write_template


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRequest:
    """What is asked.

    Attributes:
        file: Where the workbook goes.
        example: Fill it with a small invented school.
        sample: Name of a sample school to copy instead; None for none.
        force: Replace a file that is there already.
    """

    file: Path
    example: bool = False
    sample: str | None = None
    force: bool = False


def samples() -> dict[str, Path]:
    """Return the sample schools that came with the program, by name.

    They stand in the installed package, or in ``data/samples`` of a working copy.
    """
    package = Path(pushpull_sched.__file__).parent
    places = (package / "_samples", package.parents[1] / "data" / "samples")
    folder = next((place for place in places if place.is_dir()), None)
    files = [] if folder is None else folder.glob("*.xlsx")
    return {file.stem: file for file in sorted(files)}


def template(request: TemplateRequest) -> Path:
    """Write the workbook and return where it is.

    Raises:
        UsageFault: The file is there already, its folder is missing, or there is no
            such sample.
    """
    file = request.file
    if not file.suffix:
        file = file.with_suffix(".xlsx")
    if request.sample is None:
        write_whole(
            file,
            lambda target: write_template(target, example=request.example),
            force=request.force,
        )
        return file
    if request.example:
        raise UsageFault("Choose one of --example and --sample.")
    content = _sample(request.sample).read_bytes()

    def fill(target: Path) -> None:
        target.write_bytes(content)

    write_whole(file, fill, force=request.force)
    return file


def _sample(name: str) -> Path:
    known = samples()
    if name in known:
        return known[name]
    near = did_you_mean(name, set(known))
    raise UsageFault(
        f"There is no sample {name}.",
        *([near] if near else []),
        f"There are: {', '.join(known)}.",
    )
