"""The files in a real spreadsheet program."""

import re
import shutil
import subprocess
from dataclasses import replace

import export_sample as sample
import openpyxl
import pages_sample as pages
import pypdfium2
import pytest

from pushpull_sched.domain.result_folder import FolderState
from pushpull_sched.export.folder import inspect_folder, write_result
from pushpull_sched.export.formats.flat import columns_of, flat_rows
from pushpull_sched.export.formats.xlsx import render_xlsx
from pushpull_sched.export.names import NameStyle
from pushpull_sched.export.pages.colours import colours_of
from pushpull_sched.export.pages.model import By
from pushpull_sched.export.views import schedule_rows
from pushpull_sched.workbook.schedule_reader import read_schedule

OFFICE = shutil.which("soffice")

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed"),
]


def converted(source, kind, folder):
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        [
            OFFICE,
            profile,
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            folder,
            source,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"{source.stem}.{kind}"


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office") / "maple-schedule"
    write_result(
        folder, school=sample.school(), result=sample.incomplete(), run=sample.run()
    )
    return folder


def test_a_workbook_saved_in_libreoffice_reads_back_and_counts_as_edited(
    result, tmp_path
):
    saved = converted(result / "schedule.xlsx", "xlsx", tmp_path)
    rows, findings = read_schedule(saved, sample.DAYS)
    assert tuple(replace(row, source=None) for row in rows) == schedule_rows(
        sample.school(), sample.incomplete()
    )
    assert findings == ()
    mine = tmp_path / "mine"
    mine.mkdir()
    for name in ("schedule.json", "report.html"):
        shutil.copy(result / name, mine)
    shutil.copy(saved, mine)
    assert inspect_folder(mine).state is FolderState.EDITED


def test_every_provider_prints_on_one_page(result, tmp_path):
    book = openpyxl.load_workbook(result / "schedule.xlsx")
    for name in ("Summary", "Schedule", "Compliance", "Master"):
        del book[name]
    book.save(tmp_path / "pages.xlsx")
    pdf = converted(tmp_path / "pages.xlsx", "pdf", tmp_path)
    pages = re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())
    assert len(pages) == len(sample.PROVIDERS)


@pytest.mark.parametrize("by", [By.PROVIDER, By.TEACHER, By.MASTER])
def test_every_exported_sheet_prints_on_one_page(by, tmp_path):
    made = pages.source(of=pages.named_nastily(), style=NameStyle.FULL)
    found = pages.pages(made, by)
    columns = columns_of(made, by)
    rows = flat_rows(made, by, pages.everyone(made, by))
    path = tmp_path / "timetables.xlsx"
    path.write_bytes(render_xlsx(found, colours_of(made, by), columns, rows))
    document = pypdfium2.PdfDocument(converted(path, "pdf", tmp_path))
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    flat = next(at for at, text in enumerate(texts) if "group_size" in text)
    assert flat == len(found)
