"""Old binary workbooks say what the same form says as .xlsx; damaged ones end the child alone.

`data/old_workbook.xls` is the first file of the embedded sample, converted by LibreOffice:
`soffice --headless --convert-to xls`. Convert it again when the sample changes.
"""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import Grid
from perfdesk.reading import foreign
from perfdesk.reading.document import read_document, read_looks
from perfdesk.reading.xls import read_xls
from perfdesk.reading.xls_values import read_values
from perfdesk.session import load_one
from tests.hang import broken_off
from tests.reading import workbook_maker as maker

OLD = Path(__file__).parent / "data" / "old_workbook.xls"


@pytest.fixture(scope="module")
def new(sample: Path) -> Path:
    return sorted(sample.glob("1*.xlsx"))[0]


def said(grid: Grid) -> dict[tuple[int, int], tuple[object, ...]]:
    return {
        place: (cell.text, cell.number, cell.number_format if cell.number is not None else None)
        for place, cell in grid.cells.items()
        if cell.text
    }


def test_the_old_workbook_gives_the_grids_of_the_new_one(new: Path) -> None:
    old_grids, new_grids = read_document(OLD)[1], read_document(new)[1]
    assert [grid.name for grid in old_grids] == [grid.name for grid in new_grids]
    for old, wanted in zip(old_grids, new_grids, strict=True):
        assert said(old) == said(wanted)
        assert set(old.merges) == set(wanted.merges)
        assert old.column_widths == pytest.approx(wanted.column_widths, abs=0.3)
        assert {row: old.row_heights[row] for row in wanted.row_heights} == pytest.approx(
            wanted.row_heights, abs=0.6
        )
        assert (old.hidden_rows, old.is_hidden) == (wanted.hidden_rows, wanted.is_hidden)


def test_the_old_workbook_is_judged_like_the_new_one(new: Path) -> None:
    old, wanted = load_one(OLD), load_one(new)
    assert wanted.findings
    assert [(item.rule, item.verdict, item.place.cell, item.formula) for item in old.findings] == [
        (item.rule, item.verdict, item.place.cell, item.formula) for item in wanted.findings
    ]
    assert [form.fields for form in old.document.forms] == [form.fields for form in wanted.document.forms]


def test_the_looks_of_the_old_workbook_are_those_of_the_new_one(new: Path) -> None:
    old_looks, new_looks = read_looks(OLD), read_looks(new)
    old, wanted = read_document(OLD)[1][0], read_document(new)[1][0]
    for place, cell in wanted.cells.items():
        if cell.text:
            ours, theirs = old_looks[old.cells[place].style], new_looks[cell.style]
            # LibreOffice writes the font it has in place of one it has not.
            assert (ours.size, ours.bold, ours.fill) == (theirs.size, theirs.bold, theirs.fill)
            assert (ours.horizontal, ours.wrap) == (theirs.horizontal, theirs.wrap)
            assert ours.top is not None if theirs.top is not None else ours.top is None


def test_the_second_reader_gives_the_same_values_and_merges() -> None:
    first, second = read_xls(OLD.read_bytes()).grids[0], read_values(OLD.read_bytes()).grids[0]
    assert second.merges == first.merges
    assert {place: cell.number for place, cell in second.cells.items()} == {
        place: cell.number for place, cell in first.cells.items() if cell.text
    }


def test_real_old_workbooks_open(shared: Path) -> None:
    files = sorted((shared / "corpus").glob("*.xls"))
    assert files
    for path in files:
        grids = read_document(path)[1]
        assert sum(len(grid.cells) for grid in grids) > 30
        assert len(read_looks(path)) > 20


def test_a_child_that_dies_is_a_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        foreign, "_command", lambda kind, seconds, name: [sys.executable, "-c", "import os; os.abort()"]
    )
    with pytest.raises(FileFault) as caught:
        read_document(OLD)
    assert (caught.value.kind, OLD.name in caught.value.message) == ("corrupt", True)


def test_a_child_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        foreign, "_command", lambda kind, seconds, name: [sys.executable, "-c", "import time; time.sleep(60)"]
    )
    monkeypatch.setattr(foreign, "seconds_for", lambda data: 1)
    monkeypatch.setattr("perfdesk.reading.limits.FOREIGN_PATIENCE", 1)
    with pytest.raises(FileFault) as caught:
        read_document(OLD)
    assert caught.value.kind == "too_large"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of computing time")
def test_a_child_that_computes_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "from perfdesk.reading import foreign; foreign._bound_itself(1)\nwhile True: pass"
    monkeypatch.setattr(foreign, "_command", lambda kind, seconds, name: [sys.executable, "-c", program])
    with broken_off(), pytest.raises(FileFault, match="仍未完成") as caught:
        read_document(OLD)
    assert caught.value.kind == "too_large"


def test_a_child_cannot_hand_over_anything_but_a_book(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    program = (
        "import os, pickle, sys\n"
        "class Evil:\n"
        f"    def __reduce__(self): return (os.mkdir, ({str(mark)!r},))\n"
        "sys.stdout.buffer.write(pickle.dumps(Evil(), 4))"
    )
    monkeypatch.setattr(foreign, "_command", lambda kind, seconds, name: [sys.executable, "-c", program])
    with pytest.raises(FileFault):
        read_document(OLD)
    assert not mark.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of address space")
def test_the_child_is_bounded_in_memory() -> None:
    import subprocess

    program = "from perfdesk.reading import foreign; foreign._bound_itself(9); bytearray(2**30)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, env=foreign._environment())
    assert b"MemoryError" in done.stderr


def outcome(path: Path) -> str:
    try:
        read_document(path)
    except FileFault as fault:
        return "refused" if path.name in fault.message else fault.message
    return "open"


def test_damaged_old_workbooks_open_or_are_refused(tmp_path: Path) -> None:
    chance = random.Random(20260402)
    outcomes = Counter[str]()
    for number in range(12):
        data = bytearray(OLD.read_bytes())
        if number % 3 == 0:
            del data[chance.randrange(600, len(data)) :]
        for _ in range(chance.choice((1, 8, 60))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path = maker.write(tmp_path, bytes(data), "坏.xls")
        outcomes[outcome(path)] += 1
    assert set(outcomes) == {"open", "refused"}


@pytest.mark.parametrize("name", ["旧.xls", "改名.xlsx", "金山.et"])
def test_an_old_workbook_is_known_by_its_bytes_whatever_its_name(tmp_path: Path, name: str) -> None:
    grids = read_document(maker.write(tmp_path, OLD.read_bytes(), name))[1]
    assert "绩效自评" in "".join(cell.text for cell in grids[0].cells.values())


def test_a_frozen_program_is_its_own_child(tmp_path: Path, checkout: Path) -> None:
    import subprocess

    program = (
        f"import sys; sys.path.insert(0, {str(checkout)!r}); sys.frozen = True\n"
        "from perfdesk.cli import main\n"
        f"sys.exit(main([{foreign.MODE!r}, 'xls', '9', '名']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], input=OLD.read_bytes(), capture_output=True, cwd=tmp_path
    )
    assert (done.returncode, len(foreign._answer(done.stdout).grids)) == (0, 2)
    plain = foreign._command("xls", 9, "名")
    assert plain[1:3] == ["-m", "perfdesk.reading.foreign"]


def test_a_folder_of_several_kinds_is_checked_in_several_processes_alike(tmp_path: Path) -> None:
    from perfdesk.desks.batch import check_files

    files = [maker.write(tmp_path, OLD.read_bytes(), f"{number}.xls") for number in range(3)]
    alone, together = check_files(files, jobs=1), check_files(files, jobs=2)
    assert [checked.findings for checked in alone] == [checked.findings for checked in together]
    assert all(checked.findings for checked in alone)
