"""The receipt: same inputs, same bytes, wherever the files lie; anything else shows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from perfdesk import __version__
from perfdesk.cli import main
from perfdesk.core.document import Document
from perfdesk.core.resource import resource
from perfdesk.outlets.receipt import receipt_json, receipt_names
from perfdesk.session import Checked, load


def copied(sample: Path, folder: Path) -> Path:
    return Path(shutil.copytree(sample, folder, ignore=shutil.ignore_patterns("*.md")))


def receipt(folder: Path, *words: str) -> str:
    target = folder.parent / f"{folder.name}.json"
    main(["check", str(folder), "--receipt", str(target), *words])
    return target.read_text("utf-8")


def test_the_same_files_give_the_same_receipt_in_another_folder(sample: Path, tmp_path: Path) -> None:
    first, second = copied(sample, tmp_path / "甲"), copied(sample, tmp_path / "深" / "乙")
    assert receipt(first) == receipt(second, "--jobs", "2")


def test_a_receipt_names_program_rules_profiles_words_and_files(sample: Path, tmp_path: Path) -> None:
    told = json.loads(receipt(copied(sample, tmp_path / "甲")))
    assert told["program"] == {"name": "PerfDesk", "version": __version__}
    assert [len(told[name]["sha256"]) for name in ("rules", "vocabulary", "findings")] == [64] * 3
    assert "national" in [profile["id"] for profile in told["profiles"]]
    assert [document["path"] for document in told["documents"]] == sorted(
        path.name for path in (tmp_path / "甲").iterdir()
    )
    assert str(tmp_path) not in json.dumps(told)


def test_a_changed_file_another_profile_and_a_waiver_show(sample: Path, tmp_path: Path) -> None:
    folder = copied(sample, tmp_path / "甲")
    plain = json.loads(receipt(folder))
    assert json.loads(receipt(folder, "--profile", "national"))["findings"] != plain["findings"]
    file = sorted(folder.glob("*.xlsx"))[0]
    main(["waive", str(file), "数字化加工!H6", "EX101", "--text", "已核对", "--date", "2026-03-02"])
    waived = json.loads(receipt(folder))
    assert waived["summary"]["waived"] == 1
    assert [kept["path"] for kept in waived["waivers"]] == ["核实性说明.json"]
    assert waived["findings"]["sha256"] != plain["findings"]["sha256"]
    assert waived["documents"] == plain["documents"]
    shutil.copy(sorted(folder.glob("*.xlsx"))[1], file)
    assert json.loads(receipt(folder))["documents"] != plain["documents"]


def test_the_files_of_last_year_are_named_too(sample: Path, tmp_path: Path) -> None:
    folder, earlier = copied(sample, tmp_path / "今年"), copied(sample, tmp_path / "去年")
    told = json.loads(receipt(folder, "--last-year", str(earlier)))
    assert told["last_year"] == told["documents"]
    assert json.loads(receipt(folder))["last_year"] == []
    other = copied(sample, tmp_path / "别处")
    assert json.loads(receipt(folder, "--last-year", str(other))) == told


def test_a_file_that_cannot_be_read_is_receipted_with_its_fault(tmp_path: Path) -> None:
    broken, missing = tmp_path / "坏.xlsx", tmp_path / "没有.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    told = json.loads(receipt_json(load([broken, missing]), [broken, missing]))["documents"]
    assert [(item["path"], item["error"], item["sha256"] is None) for item in told] == [
        ("坏.xlsx", "corrupt", False),
        ("没有.xlsx", "not_found", True),
    ]


def test_a_users_own_profile_is_known_by_its_content_and_not_by_its_folder(
    sample: Path, tmp_path: Path
) -> None:
    folder, told = copied(sample, tmp_path / "甲"), []
    for place, change in (("乙", ""), ("丙", ""), ("丁", "推定一词。")):
        own = tmp_path / place / "本地.toml"
        own.parent.mkdir()
        text = Path(resource("profiles", "national.toml")).read_text("utf-8")
        own.write_text(text.replace('source = "', f'source = "{change}', 1), "utf-8")
        told.append(receipt(folder, "--profile", str(own)))
    assert told[0] == told[1] != told[2]
    assert [profile["id"] for profile in json.loads(told[0])["profiles"]] == ["本地.toml"]


def test_the_order_of_the_roots_does_not_change_the_receipt(sample: Path) -> None:
    files = sorted(sample.glob("*.xlsx"))
    documents = load(files)
    assert receipt_json(documents, files) == receipt_json(documents[::-1], files[::-1])


@pytest.mark.parametrize(
    ("paths", "roots", "names"),
    [
        (["甲/乙/一.xlsx"], ["甲"], ["乙/一.xlsx"]),
        (["甲/一.xlsx", "丙/二.xlsx"], ["甲", "丙"], ["一.xlsx", "二.xlsx"]),
        (["甲/一.xlsx", "丙/一.xlsx"], ["甲", "丙"], ["1/一.xlsx", "2/一.xlsx"]),
        (["e\u0301.xlsx"], ["e\u0301.xlsx"], ["\u00e9.xlsx"]),
    ],
)
def test_files_are_named_from_their_roots(paths: list[str], roots: list[str], names: list[str]) -> None:
    assert list(receipt_names(paths, [Path(root) for root in roots]).values()) == names


def test_a_receipt_is_never_written_over_a_form(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = sorted(copied(sample, tmp_path / "甲").glob("*.xlsx"))[0]
    before = file.read_bytes()
    assert main(["check", str(file), "--receipt", str(file)]) == 2
    assert file.read_bytes() == before
    assert "不能覆盖原文件" in capsys.readouterr().err


def test_nothing_checked_is_a_receipt_of_nothing() -> None:
    told = json.loads(receipt_json([], []))
    assert (told["documents"], told["findings"]["count"]) == ([], 0)
    assert told["rules"]["count"] > 30
    empty = json.loads(receipt_json([Checked(Document("甲.xlsx", "0"))], [Path("甲.xlsx")]))
    assert empty["documents"] == [{"path": "甲.xlsx", "sha256": "0", "error": None}]
