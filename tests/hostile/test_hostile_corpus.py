"""Whatever file is thrown at the program: a sentence, bounded memory, no hang, and the other files go on.

A part of the hostile corpus and of the fuzzing; `python -m tests.hostile.runner` sends all of the corpus, and
`python -m tests.hostile.fuzz --variants 100000` as many variants as there is time for.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from perfdesk import cli
from tests.hostile.maker import Hostile, hostile_files

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER_FILES = (
    "cut-07", "bomb-1g-strings.", "lie-crc-0", "wandering-0", "doubled-", "without-xl.styles.xml", "billion-laughs",
    "merge-of-the-whole-sheet", "formulas-in-a-ring", "sheet-lies-outside-0", "nested-200000-row", "row-2000000000",
    "xls cut-09", "xls sector-0-follows", "docx tables-nested", "docx span-1000000000", "pdf cut-4", "xlsx noise", "xlsx empty",
    "place pipe", "place device-zero", "place link-to-itself", "place folder",
)  # fmt: skip


def printed_by(*words: str) -> str:
    """What a tool of this folder prints; its own process, as it forks."""
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=CHECKOUT, capture_output=True, encoding="utf-8", timeout=900
    )
    assert done.stderr == ""
    return done.stdout


def test_names_of_hostile_files_are_unique() -> None:
    names = [hostile.name for hostile in hostile_files()]
    assert len(names) == len(set(names)) > 500


def test_no_hostile_file_breaks_the_program_or_leaves_it_without_a_sentence() -> None:
    results = [json.loads(line) for line in printed_by("tests.hostile.runner", "--every", "23").splitlines()]
    # How long a step took is for the command to tell: a busy machine must not fail a test.
    broken = {
        result["name"]: problems
        for result in results
        if (problems := [problem for problem in result["problems"] if ": took " not in problem])
    }
    assert broken == {}
    assert sum("check" in result["sentences"] for result in results) > 5
    assert sum("check" not in result["sentences"] for result in results) > 5


def test_mutated_files_break_nothing() -> None:
    printed = printed_by("tests.hostile.fuzz", "--variants", "50", "--seed", "20261122")
    assert printed.splitlines()[-1].startswith("50 variants")
    assert printed.splitlines()[-1].endswith(" 0 broken"), printed


def wanted(hostile: Hostile) -> bool:
    return any(word in hostile.name for word in FOLDER_FILES)


def test_a_form_among_hostile_files_is_judged_as_if_it_were_alone(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "报送"
    folder.mkdir()
    for hostile in filter(wanted, hostile_files()):
        hostile.build(folder / hostile.name)
    form = folder / "正常.xlsx"
    form.write_bytes(next(path for path in sorted(sample.glob("*.xlsx"))).read_bytes())
    cli.main(["check", str(form), "--format", "json"])
    alone = json.loads(capsys.readouterr().out)
    marks = tmp_path / "标注"
    status = cli.main(["check", str(folder), "--format", "json", "--mark", str(marks), "--jobs", "2"])
    told = json.loads(capsys.readouterr().out)
    by_name = {Path(document["path"]).name: document for document in told["documents"]}
    assert status == cli.FAILED
    assert by_name[form.name]["forms"] == alone["documents"][0]["forms"]
    assert [f for f in told["findings"] if f["path"] == str(form)] == alone["findings"]
    refused = [document["error"] for document in told["documents"] if document["error"]]
    assert len(refused) > 12
    assert all(error["message"].endswith("。") for error in refused)
    assert (marks / form.name).is_file()
