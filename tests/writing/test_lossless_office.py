"""LibreOffice opens what was saved and shows the new values; skipped where it is not installed.

`python -m tests.writing.test_lossless_office FOLDER...` tries every workbook below the folders named.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from perfdesk.core.fault import Fault
from perfdesk.core.grid import EMPTY_CELL, Cell, parse_address
from perfdesk.reading.document import read_document
from perfdesk.reading.entry import typed_cell
from perfdesk.writing.saving.save import save_edits
from tests.writing import workbook
from tests.writing.lossless import Outcome, editable, edits_of
from tests.writing.package_difference import Place

OFFICE = shutil.which("soffice")
Wanted = Mapping[tuple[str, Place], Cell]
AT_ONCE = 40


def saved(path: Path, target: Path) -> Wanted:
    """What cells should hold after edits of every kind, saved as the target."""
    digest, grids = read_document(path)
    edits = editable(path, [edit for grid in grids[:3] for edit in edits_of(grid)], Outcome())
    save_edits(path, digest, edits, target)
    by_name = {grid.name: grid for grid in grids}
    wanted = {}
    for edit in edits:
        place = by_name[edit.sheet].anchor(*parse_address(edit.cell))
        old = by_name[edit.sheet].cells.get(place, EMPTY_CELL)
        wanted[edit.sheet, place] = typed_cell(edit.value, old)
    return wanted


def through_office(files: Sequence[Path], folder: Path) -> None:
    """Let LibreOffice open the files and write them anew into the folder."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, files)], capture_output=True, check=False, timeout=600)


def wrong_cells(written: Path, wanted: Wanted) -> list[str]:
    """The cells that LibreOffice shows otherwise than typed."""
    if not written.exists():
        return ["LibreOffice does not open it"]
    book = openpyxl.load_workbook(written)
    wrong = []
    for (sheet, place), cell in wanted.items():
        if sheet not in book.sheetnames:
            continue
        value = book[sheet].cell(*place).value
        if cell.number is not None:
            good = hasattr(value, "year") or hasattr(value, "hour") or hasattr(value, "days")
            good = good or (isinstance(value, int | float) and abs(value - float(cell.number)) < 1e-9)
        else:
            good = (value or "") == cell.text
        if not good:
            wrong.append(f"{sheet} {place}: {value!r}, not {cell!r}")
    book.close()
    return wrong


def tried(paths: Sequence[Path], folder: Path) -> dict[str, list[str]]:
    """What is wrong by file; a file that LibreOffice cannot open even unedited is left out."""
    wanted: dict[str, Wanted] = {}
    for number, path in enumerate(paths):
        try:
            wanted[f"{number}{path.suffix}"] = saved(path, folder / f"{number}{path.suffix}")
        except Fault:
            continue
    through_office([folder / name for name in wanted], folder / "改")
    missing = [name for name in wanted if not (folder / "改" / f"{Path(name).stem}.xlsx").exists()]
    for name in missing:
        shutil.copy(paths[int(Path(name).stem)], folder / f"原{name}")
    if missing:
        through_office([folder / f"原{name}" for name in missing], folder / "改")
    wrong = {}
    for name, cells in wanted.items():
        stem = Path(name).stem
        if name in missing and not (folder / "改" / f"原{stem}.xlsx").exists():
            continue
        if found := wrong_cells(folder / "改" / f"{stem}.xlsx", cells):
            wrong[str(paths[int(stem)])] = found
    return wrong


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.filterwarnings("ignore")  # openpyxl's own
def test_libreoffice_shows_what_was_typed(shared: Path, tmp_path: Path) -> None:
    paths = workbook.real_workbooks(shared)[::6]
    assert len(paths) > 6
    assert tried(paths, tmp_path) == {}


def main(arguments: Sequence[str]) -> int:
    """Try every workbook below the folders named."""
    files = [path for name in arguments for path in sorted([*Path(name).rglob("*.xls[xm]"), Path(name)])]
    files = [path for path in files if path.is_file()]
    count = 0
    for first in range(0, len(files), AT_ONCE):
        with tempfile.TemporaryDirectory() as name:
            for path, found in tried(files[first : first + AT_ONCE], Path(name)).items():
                count += 1
                print(f"WRONG {path}: {found[:3]}", flush=True)
    print(f"{len(files)} files, {count} wrong")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
