"""Printing on the command line: without a screen, what the preview of the window would print."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from perfdesk.cli import main
from perfdesk.reading.document import find_files

WITHOUT_QT = """
import sys
sys.path.insert(0, {checkout!r})
sys.modules["PySide6"] = None
import perfdesk.cli
sys.exit(perfdesk.cli.main({words!r}))
"""


def pages_of(file: Path) -> list[tuple[str, tuple[int, int]]]:
    """The letters of each page, and its size in points."""
    pages = list(pypdfium2.PdfDocument(file))
    return [
        (
            "".join(page.get_textpage().get_text_range().split()),
            (round(page.get_width()), round(page.get_height())),
        )
        for page in pages
    ]


def test_every_form_of_a_folder_is_printed_into_one_pdf(sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "全部.pdf"
    assert main(["print", str(sample), "--output", str(target), "--numbers"]) == 0
    pages = pages_of(target)
    assert len(pages) >= len(find_files([sample]))
    assert f"第1页共{len(pages)}页" in pages[0][0]


def test_the_findings_are_printed_on_the_paper_asked_for(sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "发现.pdf"
    assert main(["print", str(sample), "--findings", "--paper", "A3", "--output", str(target)]) == 0
    text, size = pages_of(target)[0]
    assert "审核发现" in text
    assert size == (1191, 842)


def test_the_paper_is_that_of_the_file_unless_another_is_wanted(sample: Path, tmp_path: Path) -> None:
    form = next(iter(sorted(sample.glob("*.xlsx"))))
    sizes = {}
    for paper in ("file", "A3"):
        target = tmp_path / f"{paper}.pdf"
        assert main(["print", str(form), "--paper", paper, "--output", str(target)]) == 0
        sizes[paper] = pages_of(target)[0][1]
    assert sizes == {"file": (595, 842), "A3": (842, 1191)}


@pytest.mark.parametrize("name", ["表.docx", "表"])
def test_only_a_pdf_is_printed_into(
    name: str, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["print", str(sample), "--output", str(tmp_path / name)]) == 2
    assert ".pdf" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_printed(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken, target = tmp_path / "坏.xlsx", tmp_path / "表.pdf"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    form = next(iter(sorted(sample.glob("*.xlsx"))))
    assert main(["print", str(broken), str(form), "--output", str(target)]) == 2
    assert "坏.xlsx" in capsys.readouterr().err
    assert pages_of(target)


def test_a_machine_without_qt_is_told_what_to_install(sample: Path, checkout: Path, tmp_path: Path) -> None:
    words = ["print", str(sample), "--output", str(tmp_path / "表.pdf")]
    program = WITHOUT_QT.format(checkout=str(checkout), words=words)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 2
    assert "libegl1" in done.stderr
    assert "Traceback" not in done.stderr
