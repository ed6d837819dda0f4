"""Reports of checked documents: sheets that a check left behind are read again, unless their file has changed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from perfdesk.core.fault import ChangedFault
from perfdesk.judging import Checked
from perfdesk.narrative.report_choice import ReportChoice
from perfdesk.reporting import preview_report, write_report
from perfdesk.session import load

ANNEXED = ReportChoice(has_annex=True)


@pytest.fixture
def unit(sample: Path, tmp_path: Path) -> tuple[Checked, ...]:
    """Checked forms of a folder, as several processes bring them back: without their sheets."""
    for path in sorted(sample.rglob("*.xlsx"))[:3]:
        shutil.copy(path, tmp_path / path.name)
    checked = load(sorted(tmp_path.glob("*.xlsx")))
    return tuple(replace(each, document=replace(each.document, grids=())) for each in checked)


def test_sheets_left_behind_are_read_again_for_the_annexes(unit: tuple[Checked, ...], tmp_path: Path) -> None:
    bare, full = tmp_path / "甲.txt", tmp_path / "乙.txt"
    write_report(unit, "national", bare, ANNEXED)
    write_report(load([Path(each.path) for each in unit]), "national", full, ANNEXED)
    assert "附件1　" in bare.read_text("utf-8")
    assert bare.read_bytes() == full.read_bytes()


def test_a_file_that_changed_since_it_was_checked_is_not_annexed(
    unit: tuple[Checked, ...], tmp_path: Path
) -> None:
    path = Path(unit[0].path)
    path.write_bytes(Path(unit[1].path).read_bytes())
    with pytest.raises(ChangedFault, match=f"{path.name} 在检查之后被修改"):
        write_report(unit, "national", tmp_path / "报告.txt", ANNEXED)
    assert not (tmp_path / "报告.txt").exists()


def test_the_preview_shows_the_annexes_the_report_has(unit: tuple[Checked, ...]) -> None:
    choice = ReportChoice(contents="never", has_annex=True)
    plain, annexed = preview_report(unit), preview_report(unit, choice=choice)
    assert len(annexed.sizes) > len(plain.sizes)
    assert annexed.spots[0] == plain.spots[0] != ()
