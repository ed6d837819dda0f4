"""The command line's contract: exit status, JSON, Chinese complaints, files whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from perfdesk import __version__
from perfdesk.cli import main


@pytest.fixture
def forms(sample: Path, tmp_path: Path) -> Path:
    """A folder with the sample, free to be added to."""
    return Path(shutil.copytree(sample, tmp_path / "forms", ignore=shutil.ignore_patterns("*.md")))


def checked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    status = main(["check", *words, "--format", "json"])
    result = json.loads(capsys.readouterr().out)
    assert isinstance(result, dict)
    return status, result


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"PerfDesk {__version__}\n"


def test_a_check_that_finds_errors_exits_with_one(forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, result = checked(capsys, str(forms))
    assert status == 1
    assert result["schema"] == 1
    assert list(result) == ["schema", "documents", "findings", "not_checked", "summary"]


def test_the_summary_counts_what_is_listed(forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, result = checked(capsys, str(forms))
    findings, documents, summary = result["findings"], result["documents"], result["summary"]
    assert isinstance(findings, list)
    assert isinstance(documents, list)
    assert isinstance(result["not_checked"], list)
    severities = [finding["severity"] for finding in findings]
    assert summary == {
        "documents": len(documents),
        "forms": sum(len(document["forms"]) for document in documents),
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "hints": severities.count("hint"),
        "not_checked": len(result["not_checked"]),
        "waived": 0,
    }
    assert (len(documents), summary["forms"]) == (5, 6)


def test_no_number_of_the_json_is_a_float(forms: Path) -> None:
    text = subprocess.run(
        [sys.executable, "-m", "perfdesk.cli", "check", str(forms), "--format", "json"], capture_output=True
    ).stdout

    def refuse(number: str) -> float:
        raise AssertionError(f"a float: {number}")

    assert json.loads(text, parse_float=refuse)["documents"]


def test_a_file_that_cannot_be_read_exits_with_two_and_the_others_are_checked(
    forms: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (forms / "坏文件.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    status, result = checked(capsys, str(forms))
    documents = result["documents"]
    assert isinstance(documents, list)
    faults = [document["error"] for document in documents if document["error"]]
    assert status == 2
    assert [fault["kind"] for fault in faults] == ["corrupt"]
    assert result["findings"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, result = checked(capsys, str(tmp_path / "没有.xlsx"))
    documents = result["documents"]
    assert isinstance(documents, list)
    assert (status, documents[0]["error"]["kind"]) == (2, "not_found")


def test_any_number_of_processes_gives_the_same_bytes(forms: Path) -> None:
    (forms / "坏文件.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    words = [sys.executable, "-m", "perfdesk.cli", "check", str(forms), "--format", "json", "--jobs"]
    outputs = [subprocess.run([*words, jobs], capture_output=True).stdout for jobs in ("1", "3")]
    assert outputs[0] == outputs[1]
    assert b"EX101" in outputs[0]


def test_output_and_marks_are_written(
    forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result, marks = tmp_path / "结果.json", tmp_path / "标注"
    status = main(["check", str(forms), "--format", "json", "--output", str(result), "--mark", str(marks)])
    assert (status, capsys.readouterr().out) == (1, "")
    assert json.loads(result.read_text("utf-8"))["schema"] == 1
    assert [path.name for path in sorted(marks.iterdir())] == [path.name for path in sorted(forms.iterdir())]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_no_result_is_written_over_an_original(forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    original = sorted(forms.iterdir())[0]
    before = original.read_bytes()
    assert main(["check", str(forms), "--output", str(original)]) == 2
    assert main(["report", str(forms), "--output", str(original)]) == 2
    assert main(["check", str(forms), "--mark", str(forms)]) == 2
    assert original.read_bytes() == before
    complaints = capsys.readouterr().err
    assert "不能覆盖原文件" in complaints
    assert "原件所在的文件夹" in complaints


def test_a_folder_without_forms_is_not_passed_as_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path)]) == 2
    assert "没有找到可检查的文件" in capsys.readouterr().err


def test_a_bug_is_told_as_a_bug_and_never_taken_for_findings(
    forms: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("perfdesk.judging.check_forms", lambda path, forms: 1 / 0)
    assert main(["check", str(forms)]) == 3
    complaint = capsys.readouterr().err
    assert "ZeroDivisionError" in complaint
    assert "程序内部出错" in complaint


def test_an_unknown_profile_is_refused_before_any_file_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "没有.xlsx", "--profile", "atlantis"]) == 2
    assert "atlantis" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "缺少参数"),
        (["check"], "缺少参数"),
        (["check", "a.xlsx", "--format", "xml"], "不能是"),
        (["check", "a.xlsx", "--jobs", "0"], "进程数"),
        (["check", "a.xlsx", "--no-such-option"], "无法识别的参数"),
        (["summary", "a.xlsx"], "缺少参数"),
        (["fly"], "不能是"),
    ],
)
def test_a_wrong_call_is_refused_in_chinese(
    words: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(words)
    assert exit_.value.code == 2
    assert complaint in capsys.readouterr().err


def test_a_report_needs_a_file_to_be_written_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "a.xlsx"]) == 2
    assert "请加 --output" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", ["check", "report", "show", "waive", "correct", "rules", "forms", "profiles", "gui", "demo"]
)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main([command, "--help"])
    assert exit_.value.code == 0
    assert capsys.readouterr().out.startswith(f"用法：perfdesk {command}")


def test_a_rule_is_explained_and_an_unknown_one_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "ex101"]) == 0
    page = capsys.readouterr().out
    assert all(
        label in page for label in ("EX101", "级别：", "为什么：", "依据：", "需要：", "错例：", "正例：")
    )
    assert main(["rules", "XX999"]) == 2


def test_what_was_recognized_is_shown_with_cells(forms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(sorted(forms.iterdir())[0])
    assert main(["show", file]) == 0
    shown = capsys.readouterr().out
    assert "全年执行数：88.7" in shown
    assert "（H6）" in shown
    assert main(["show", file, "--format", "json"]) == 0
    fields = json.loads(capsys.readouterr().out)["documents"][0]["forms"][0]["fields"]
    assert fields["execution_rate"] == {"value": "0.98", "cell": "H6"}


def test_a_console_of_code_page_936_gets_utf_8(forms: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "gbk"}
    words = [sys.executable, "-m", "perfdesk.cli", "check", str(forms)]
    done = subprocess.run(words, capture_output=True, env=environment)
    assert "合计：5 个文件" in done.stdout.decode("utf-8")
    assert b"\r" not in done.stdout


def test_progress_is_not_shown_where_there_is_no_terminal(forms: Path) -> None:
    words = [sys.executable, "-m", "perfdesk.cli", "check", str(forms)]
    assert subprocess.run(words, capture_output=True).stderr == b""


def test_a_reader_that_hangs_up_is_no_bug_and_no_clean_bill(forms: Path) -> None:
    words = [sys.executable, "-m", "perfdesk.cli", "check", str(forms)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaint = process.stderr.read()
    assert (process.returncode, complaint) == (141, b"")


def test_a_report_is_written(forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "报告.docx"
    assert main(["report", str(forms), "--output", str(target)]) == 0
    assert target.read_bytes().startswith(b"PK")
    assert str(target) in capsys.readouterr().out


def test_a_report_with_contents_and_annexes_says_and_claims_the_same(
    forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "报告.docx"
    told = []
    for more in (["--contents", "never"], ["--contents", "always", "--annex", "--thousands", "never"]):
        assert main(["report", str(forms), "--output", str(target), *more]) == 0
        document = zipfile.ZipFile(target).read("word/document.xml").decode("utf-8")
        assert (" TOC " in document, "附件1　" in document) == (len(more) > 2, len(more) > 2)
        capsys.readouterr()
        main(["verify", str(target), str(forms)])
        told.append(capsys.readouterr().out.splitlines()[-1])
    assert told[0] == told[1]


def test_a_report_follows_a_template_of_ones_own_by_its_name(
    forms: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from perfdesk.desks.template_desk import copy_template

    monkeypatch.setenv("PERFDESK_SETTINGS", str(tmp_path / "settings"))
    words = ["report", str(forms), "--template", "本县", "--output", str(tmp_path / "报告.docx")]
    assert main(words) == 2
    assert "没有名为“本县”的报告模板" in capsys.readouterr().err
    copy_template("national", "本县")
    assert main(words) == 0
    assert (tmp_path / "报告.docx").read_bytes().startswith(b"PK")


def test_an_old_workbook_is_imported_marked_and_checked(
    checkout: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = Path(shutil.copy(checkout / "tests" / "reading" / "data" / "old_workbook.xls", tmp_path))
    target = tmp_path / "新" / "导入.xlsx"
    assert main(["import", str(source), "--output", str(target)]) == 0
    assert "2 张表" in capsys.readouterr().out
    assert main(["check", str(source), "--mark", str(tmp_path / "标注")]) == 1
    assert "转成 .xlsx 后标注" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "标注").iterdir()] == ["old_workbook.xlsx"]
    status, result = checked(capsys, str(source), str(target))
    assert status == 1
    findings = result["findings"]
    assert isinstance(findings, list)
    places = [[(item["rule"], item["cell"]) for item in findings if item["path"] == str(path)]
              for path in (source, target)]  # fmt: skip
    assert places[0] == places[1] != []


@pytest.mark.parametrize("words", ["无.docx", "坏.docx", "文.txt"])
def test_what_cannot_be_imported_exits_with_two_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "文.txt").write_text("正文", "utf-8")
    assert main(["import", str(tmp_path / words), "--output", str(tmp_path / "新.xlsx")]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "新.xlsx").exists()
