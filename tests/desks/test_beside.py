"""Tables that a report only compares with: nothing else of their files is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from perfdesk.cli import main
from perfdesk.core.fault import CallFault
from perfdesk.desks.beside import tables_beside
from perfdesk.writing.filling.template_choice import shipped_forms


def test_only_budget_and_accounts_tables_are_taken(sample: Path, tmp_path: Path) -> None:
    for file in sample.glob("*.xlsx"):
        shutil.copy(file, tmp_path)
    with pytest.raises(CallFault, match="没有找到预算公开表或决算公开表"):
        tables_beside([tmp_path])
    accounts = next(path for path in shipped_forms() if "决算" in path.stem)
    shutil.copy(accounts, tmp_path)
    (document,) = tables_beside([tmp_path])
    assert Path(document.path).name == accounts.name
    assert {form.kind.partition("_0")[0] for form in document.document.forms} == {"final_accounts"}


def test_a_report_without_the_tables_named_is_refused(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "报告.txt"
    words = ["report", str(sample), "--beside", str(sample), "--output", str(target), "--jobs", "1"]
    assert main(words) == 2
    assert "没有找到预算公开表或决算公开表" in capsys.readouterr().err
    assert not target.exists()
