"""Mended copies keep their folders, their explanations and their originals."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from perfdesk.core.fault import CallFault, LockedFault
from perfdesk.desks.fixed_file import replace_files, write_copies
from perfdesk.desks.fixing import mend
from perfdesk.memory.waiver import WAIVER_FILE, read_waivers
from perfdesk.reading.document import find_files
from perfdesk.session import Session, load


@pytest.fixture
def form(sample: Path) -> Path:
    return sorted(sample.glob("*.xlsx"))[0]


@pytest.fixture
def folders(form: Path, tmp_path: Path) -> Path:
    """Forms of one name in several folders."""
    for place in ("甲/自评.xlsx", "甲/乙/自评.xlsx", "丙/自评.xlsx"):
        (tmp_path / "in" / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(form, tmp_path / "in" / place)
    return tmp_path / "in"


def mended(*paths: Path) -> Session:
    session = Session()
    session.add(load(find_files(paths)))
    mend(session)
    return session


def tree(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_copies_lie_in_the_folders_of_their_originals(folders: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in folders.rglob("*.xlsx")}
    write_copies(mended(folders), [folders], tmp_path / "out")
    assert tree(tmp_path / "out") == ["丙/自评.xlsx", "甲/乙/自评.xlsx", "甲/自评.xlsx"]
    assert {path: path.read_bytes() for path in before} == before
    assert tree(folders) == tree(tmp_path / "out")


def test_copies_of_one_name_do_not_replace_each_other(folders: Path, tmp_path: Path) -> None:
    roots = [folders / "甲" / "自评.xlsx", folders / "丙", folders / "甲" / "乙"]
    written = write_copies(mended(*roots), roots, tmp_path / "out")
    assert tree(tmp_path / "out") == ["自评.xlsx", "自评（2）.xlsx", "自评（3）.xlsx"]
    assert [Path(each.path).parent.name for each in written] == ["甲", "丙", "乙"]


def test_a_copy_is_never_written_over_an_original(folders: Path) -> None:
    session = mended(folders)
    before = {path: path.read_bytes() for path in folders.rglob("*.xlsx")}
    with pytest.raises(CallFault, match="请换一个文件夹"):
        write_copies(session, [folders], folders)
    with pytest.raises(CallFault, match="请换一个文件夹"):
        write_copies(session, [folders / "甲" / "乙", folders], folders / "丙" / ".." / "甲" / "乙")
    assert {path: path.read_bytes() for path in folders.rglob("*.xlsx")} == before


def test_explanations_go_with_the_copies(folders: Path, tmp_path: Path) -> None:
    session = Session()
    session.add(load(find_files([folders])))
    for checked in session.documents:
        finding = next(finding for finding in checked.findings if finding.rule == "EX101")
        session.waive(checked.path, finding, "数据属实", "", "2026-03-02")
    kept = mend(session).mended
    roots = [folders / "甲" / "自评.xlsx", folders / "丙"]
    again = Session()
    again.add(load(find_files(roots)))
    write_copies(mend(again).session, roots, tmp_path / "out")
    assert [record.file for record in read_waivers(tmp_path / "out")] == ["自评.xlsx", "自评（2）.xlsx"]
    copies = Session()
    copies.add(load(find_files([tmp_path / "out"])))
    assert mend(copies).mended == ()
    assert "EX101" not in {one.rule for one in kept}
    assert WAIVER_FILE in {path.name for path in (tmp_path / "out").iterdir()}


def test_a_file_that_cannot_be_written_keeps_no_other_waiting(folders: Path) -> None:
    (folders / "丙" / "~$自评.xlsx").write_bytes(b"")
    session = mended(folders)
    written = {Path(each.path).parent.name: each for each in replace_files(session)}
    assert isinstance(written["丙"].fault, LockedFault)
    assert written["甲"].saved is not None
    assert written["乙"].saved is not None
    assert mend_again(folders) == {"丙"}
    assert replace_files(mended(folders / "丙"), though_open=True)[0].fault is None
    assert mend_again(folders) == set()


def mend_again(folder: Path) -> set[str]:
    session = Session()
    session.add(load(find_files([folder])))
    return {Path(one.path).parent.name for one in mend(session).mended}


def test_what_a_copy_does_not_keep_in_force_is_told(shared: Path, tmp_path: Path) -> None:
    signed = shared / "corpus" / "poi-hello-world-signed.xlsx"
    session = Session()
    session.add(load([signed]))
    sheet = session.documents[0].document.grids[0].name
    session.edit(str(signed), sheet, "Z9", "5")
    (written,) = write_copies(session, [signed], tmp_path)
    assert ["数字签名" in warning for warning in written.warnings] == [True]


def test_a_web_page_named_xls_is_mended_into_a_workbook(form: Path, tmp_path: Path) -> None:
    page = tmp_path / "in" / "自评.xls"
    page.parent.mkdir()
    page.write_text(as_page(form), "utf-8")
    session = mended(page)
    assert session.unsaved(str(page))
    assert replace_files(session)[0].fault is not None
    written = write_copies(session, [page], tmp_path / "out")
    assert [each.target for each in written] == [tmp_path / "out" / "自评.xlsx"]
    again = mended(tmp_path / "out")
    assert [again.unsaved(checked.path) for checked in again.documents] == [()]


def as_page(form: Path) -> str:
    """The form's first sheet as the web page that some systems hand out for a workbook."""
    grid = load([form])[0].document.grids[0]
    rows = []
    for row in range(1, grid.used.bottom + 1):
        cells = []
        for column in range(1, grid.used.right + 1):
            block = grid.block_at(row, column)
            if (block.top, block.left) == (row, column):
                spans = f'rowspan="{block.bottom - row + 1}" colspan="{block.right - column + 1}"'
                cells.append(f"<td {spans}>{grid.cell_at(row, column).text}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<html><meta charset='utf-8'><table>{''.join(rows)}</table></html>"
