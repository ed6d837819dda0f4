"""核实性说明: findings that were explained and are kept, in a file beside the forms.

Stands above core and below the session. A waiver belongs to one file, sheet, cell and rule, and to
what was found there: when the figures change, its digest no longer fits and the finding comes back.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from perfdesk.core.fault import CallFault, FileFault
from perfdesk.core.finding import Finding, Waiver
from perfdesk.core.grid import parse_address
from perfdesk.disk.whole_file import write_whole
from perfdesk.reading.source import fetch

WAIVER_FILE = "核实性说明.json"
_SCHEMA = 1
_MOST_BYTES = 32_000_000
_REMARK = (
    "由 PerfDesk 绩效自评工作台写入：对检查结果的核实性说明，与自评表放在同一文件夹。"
    "digest 取自当时的数，数变了，说明即失效。"
)
_KEYS = ("file", "sheet", "cell", "rule", "printed", "digest", "text", "author", "date")


@dataclass(frozen=True, slots=True)
class WaiverRecord:
    """One kept explanation.

    Attributes:
        file: name of the workbook, without its folder, in composed Unicode.
        printed: what the cell showed when it was explained, None where it was blank.
        digest: of what was found (printed, expected, arithmetic); see `finding_digest`.
    """

    file: str
    sheet: str
    cell: str
    rule: str
    printed: str | None
    digest: str
    waiver: Waiver

    @property
    def key(self) -> tuple[str, str, str, str]:
        """File, sheet, cell and rule."""
        return self.file, self.sheet, self.cell, self.rule

    def matches(self, finding: Finding) -> bool:
        """Whether the finding is the one that was explained, with the same figures."""
        return self.key == finding_key(finding) and self.digest == finding_digest(finding)


def finding_key(finding: Finding) -> tuple[str, str, str, str]:
    """File name, sheet, cell and rule of a finding."""
    return file_key(finding.place.path), finding.place.sheet, finding.place.cell, finding.rule


def file_key(path: str | Path) -> str:
    """The name by which a waiver knows a file: some systems store names in decomposed Unicode."""
    return unicodedata.normalize("NFC", Path(path).name)


def finding_digest(finding: Finding) -> str:
    """Sixteen hexadecimal digits that change when the figures of the finding do.

    Where a finding states neither arithmetic nor what is expected, its sentence holds the figures.
    """
    inputs = [finding.rule, finding.printed, finding.expected, finding.formula]
    if finding.expected is None and finding.formula is None:
        inputs.append(finding.message)
    return hashlib.sha256(json.dumps(inputs, ensure_ascii=True).encode()).hexdigest()[:16]


def record_of(finding: Finding, waiver: Waiver) -> WaiverRecord:
    """The record that keeps the waiver for this finding; raises CallFault where it says nothing."""
    if not waiver.text.strip():
        raise CallFault("说明不能为空：请写明这一问题为何属实、依据是什么。")
    _check_date(waiver.date)
    kept = Waiver(waiver.text.strip(), waiver.author.strip(), waiver.date)
    return WaiverRecord(*finding_key(finding), finding.printed, finding_digest(finding), kept)


def _check_date(text: str) -> None:
    try:
        is_plain = date.fromisoformat(text).isoformat() == text
    except ValueError:
        is_plain = False
    if not is_plain:
        raise CallFault(f"日期应写成 2026-03-02 的样子，而不是“{text}”。")


def explained(findings: Iterable[Finding], records: Sequence[WaiverRecord]) -> tuple[Finding, ...]:
    """The findings, each with its waiver where a record matches it and without one where none does."""
    by_key: dict[tuple[str, str, str, str], list[WaiverRecord]] = {}
    for record in records:
        by_key.setdefault(record.key, []).append(record)
    return tuple(_explained(finding, by_key) for finding in findings)


def _explained(
    finding: Finding, by_key: Mapping[tuple[str, str, str, str], Sequence[WaiverRecord]]
) -> Finding:
    found = [record for record in by_key.get(finding_key(finding), ()) if record.matches(finding)]
    waiver = found[-1].waiver if found else None
    return finding if finding.waiver == waiver else dataclasses.replace(finding, waiver=waiver)


def with_record(
    records: Sequence[WaiverRecord], record: WaiverRecord, standing: Iterable[Finding]
) -> tuple[WaiverRecord, ...]:
    """The records with a new one; it takes the place of those on its cell and rule that no longer hold.

    Args:
        records: what the file holds.
        record: the new one.
        standing: the findings there are now; records that match one of them stay.
    """
    held = list(standing)
    kept = [
        other
        for other in records
        if other.key != record.key
        or (other.digest != record.digest and any(other.matches(finding) for finding in held))
    ]
    return tuple(sorted([*kept, record], key=_order))


def without_finding(records: Sequence[WaiverRecord], finding: Finding) -> tuple[WaiverRecord, ...]:
    """The records without those that explain this finding."""
    return tuple(record for record in records if not record.matches(finding))


def _order(record: WaiverRecord) -> tuple[str, str, int, int, str, str]:
    row, column = parse_address(record.cell)
    return record.file, record.sheet, row, column, record.rule, record.digest


def read_waivers(folder: Path) -> tuple[WaiverRecord, ...]:
    """The waivers kept in a folder, none where it has no such file; raises FileFault for a broken one."""
    path = folder / WAIVER_FILE
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FileFault("too_large", f"{path} 太大，不像是核实性说明文件：请检查后重试。")
        data, _ = fetch(path)
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise FileFault("no_permission", f"无法读取 {path}：请检查是否有读取权限。") from error
    try:
        return _records(json.loads(data.decode("utf-8-sig")))
    except json.JSONDecodeError as error:
        raise _broken(path, f"第 {error.lineno} 行不是有效的 JSON") from error
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, _NotARecord) else "内容不是 UTF-8 文本"
        raise _broken(path, reason) from error


class _NotARecord(ValueError):
    """What is wrong with an entry, in Chinese."""


def _broken(path: Path, reason: str) -> FileFault:
    return FileFault("corrupt", f"{path} 无法使用：{reason}。请改正后重试；在此之前，其中的说明都不生效。")


def _records(content: object) -> tuple[WaiverRecord, ...]:
    if not isinstance(content, dict) or content.get("schema") != _SCHEMA:
        raise _NotARecord(f"schema 应为 {_SCHEMA}")
    entries = content.get("waivers")
    if not isinstance(entries, list):
        raise _NotARecord("缺少 waivers 列表")
    return tuple(sorted((_record(number, entry) for number, entry in enumerate(entries, 1)), key=_order))


def _record(number: int, entry: object) -> WaiverRecord:
    if not isinstance(entry, dict):
        raise _NotARecord(f"第 {number} 条不是一组“名称: 内容”")
    for key in _KEYS:
        if not (isinstance(entry.get(key), str) or (key == "printed" and entry.get(key) is None)):
            raise _NotARecord(f"第 {number} 条缺少 {key}")
    try:
        parse_address(entry["cell"])
    except ValueError:
        raise _NotARecord(f"第 {number} 条的 cell 不是单元格地址") from None
    waiver = Waiver(entry["text"], entry["author"], entry["date"])
    place = (file_key(entry["file"]), entry["sheet"], entry["cell"], entry["rule"])
    return WaiverRecord(*place, entry["printed"], entry["digest"], waiver)


def write_waivers(folder: Path, records: Sequence[WaiverRecord]) -> None:
    """Keep the waivers of a folder, whole or not at all; raises FileFault.

    Without any record the file stays as an empty list: a deletion is visible too.
    """
    entries = [
        {
            "file": record.file,
            "sheet": record.sheet,
            "cell": record.cell,
            "rule": record.rule,
            "printed": record.printed,
            "digest": record.digest,
            "text": record.waiver.text,
            "author": record.waiver.author,
            "date": record.waiver.date,
        }
        for record in sorted(records, key=_order)
    ]
    content = {"schema": _SCHEMA, "remark": _REMARK, "waivers": entries}
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    write_whole(folder / WAIVER_FILE, text.encode("utf-8", "backslashreplace"))


class WaiverBook:
    """The waivers of several folders; each folder's file is read when first asked for, or again on `read`.

    A broken file explains nothing and is remembered in `faults`, so that nothing passes by it.
    """

    def __init__(self) -> None:
        self.faults: dict[Path, FileFault] = {}
        self._records: dict[Path, tuple[WaiverRecord, ...]] = {}

    def read(self, folder: Path) -> tuple[WaiverRecord, ...]:
        """Read a folder's waivers anew."""
        self.faults.pop(folder, None)
        try:
            self._records[folder] = read_waivers(folder)
        except FileFault as fault:
            self.faults[folder] = fault
            self._records[folder] = ()
        return self._records[folder]

    def records(self, folder: Path) -> tuple[WaiverRecord, ...]:
        """The waivers of a folder; the same tuple until they change."""
        records = self._records.get(folder)
        return self.read(folder) if records is None else records

    def waive(self, finding: Finding, waiver: Waiver, standing: Iterable[Finding]) -> None:
        """Keep a waiver in the file beside the form; raises CallFault and FileFault."""
        folder = Path(finding.place.path).parent
        record = record_of(finding, waiver)
        self._write(folder, with_record(read_waivers(folder), record, standing))

    def unwaive(self, finding: Finding) -> bool:
        """Drop the waivers of a finding; False where there is none. Raises FileFault."""
        folder = Path(finding.place.path).parent
        before = read_waivers(folder)
        after = without_finding(before, finding)
        if len(after) == len(before):
            return False
        self._write(folder, after)
        return True

    def _write(self, folder: Path, records: Sequence[WaiverRecord]) -> None:
        write_waivers(folder, records)
        self.faults.pop(folder, None)
        self._records[folder] = tuple(records)
