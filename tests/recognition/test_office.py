"""Every layout says the same after an office program has saved it in its own way."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from perfdesk.reading.document import read_document
from tests.reading import document_maker
from tests.recognition.test_property import GRIDS, assert_same, save_xlsxwriter

OFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every layout as .xlsx and .xls, written anew by LibreOffice."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc")
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("target")
    files = []
    for number, name in enumerate(sorted(GRIDS)):
        files.append(source / f"{number}.xlsx")
        save_xlsxwriter(GRIDS[name], files[-1])
    profile = tmp_path_factory.mktemp("profile").as_uri()
    for ending in ("xlsx", "xls"):
        subprocess.run(
            [
                OFFICE,
                f"-env:UserInstallation={profile}",
                "--headless",
                "--convert-to",
                ending,
                "--outdir",
                str(target),
                *map(str, files),
            ],
            check=True,
            capture_output=True,
            timeout=240,
        )
    return target


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_a_form_saved_by_libreoffice_says_the_same(converted: Path, ending: str) -> None:
    for number, name in enumerate(sorted(GRIDS)):
        _, (back,) = read_document(converted / f"{number}.{ending}")
        assert_same(GRIDS[name], back)


@pytest.mark.parametrize("name", sorted(GRIDS))
def test_a_form_in_a_word_table_says_the_same(name: str, tmp_path: Path) -> None:
    _, (back,) = read_document(document_maker.word_file(GRIDS[name], tmp_path / "表.docx", 0))
    assert_same(GRIDS[name], back)
