"""The files in a real spreadsheet program."""

import re
import shutil
import subprocess
from dataclasses import replace

import export_sample as sample
import openpyxl
import pytest

from pushpull_sched.domain.result_folder import FolderState
from pushpull_sched.export.folder import inspect_folder, write_result
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
    shutil.copy(result / "schedule.json", mine)
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
