"""Waivers at the command line: finding what the user points at, and the list of what is kept.

Stands above the session and decides nothing: a waiver is kept, dropped and matched by the library.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Finding, Waiver, waiver_text
from perfdesk.desks.pointed_cell import place_parts, pointed_block
from perfdesk.memory.waiver import (
    WAIVER_FILE,
    WaiverBook,
    WaiverRecord,
    file_key,
    finding_key,
    read_waivers,
    write_waivers,
)
from perfdesk.reading.document import find_files
from perfdesk.recognition.correction import Corrections
from perfdesk.session import Checked, load, tie_up


@dataclass(frozen=True, slots=True)
class Pointed:
    """What the user points at: a file, a place written `Sheet1!K5`, a rule."""

    file: Path
    place: str
    rule: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read and judged, so that the findings are those the check gave.

    Attributes:
        last_year: the folder they are compared with, or None.
    """

    profile: str | None = None
    corrections: Corrections | None = None
    last_year: Path | None = None

    def load(self, files: Sequence[Path]) -> tuple[Checked, ...]:
        """The files judged, with each other and with last year's."""
        documents = load(files, self.profile, corrections=self.corrections)
        if self.last_year is None:
            return documents
        return tie_up(
            documents, load(find_files([self.last_year]), self.profile, corrections=self.corrections)
        )


def keep(pointed: Pointed, reading: Reading, waiver: Waiver) -> int:
    """Explain the findings pointed at; returns how many. Raises CallFault and FileFault."""
    checked, findings = _findings(pointed, reading)
    book = WaiverBook()
    for finding in findings:
        book.waive(finding, waiver, checked.findings)
    return len(findings)


def drop(pointed: Pointed) -> int:
    """Drop the explanations of a cell and rule, those that no longer hold too; returns how many.

    The workbook need not be there any more. Raises CallFault where there is none, and FileFault.
    """
    folder = pointed.file.parent
    before = read_waivers(folder)
    after = [record for record in before if not _is_pointed_at(record, pointed)]
    if len(after) == len(before):
        name = f"{pointed.file.name} {pointed.place} 的 {pointed.rule.upper()}"
        raise CallFault(f"{name} 没有核实性说明，无需删除：用 --list 查看已有的说明。")
    write_waivers(folder, after)
    return len(before) - len(after)


def _is_pointed_at(record: WaiverRecord, pointed: Pointed) -> bool:
    sheet, cell = place_parts(pointed.place)
    here = (
        file_key(pointed.file),
        sheet or record.sheet,
        cell.upper().replace("$", ""),
        pointed.rule.upper(),
    )
    return record.key == here


def _findings(pointed: Pointed, reading: Reading) -> tuple[Checked, tuple[Finding, ...]]:
    """The document and the findings pointed at; those between files need the folder opened too."""
    for files in ([pointed.file], find_files([pointed.file.parent])):
        checked = next(item for item in reading.load(files) if item.path == str(pointed.file))
        if checked.document.fault is not None:
            raise checked.document.fault
        found = _matching(checked, pointed)
        if found:
            return checked, found
    raise CallFault(_nothing_there(checked, pointed))


def _matching(checked: Checked, pointed: Pointed) -> tuple[Finding, ...]:
    grid, block = pointed_block(checked.document.grids, pointed.place)
    at = (grid.name, block.address, pointed.rule.upper())
    return tuple(item for item in checked.findings if (item.place.sheet, item.place.cell, item.rule) == at)


def _nothing_there(checked: Checked, pointed: Pointed) -> str:
    grid, block = pointed_block(checked.document.grids, pointed.place)
    sheet, cell = grid.name, block.address
    here = [item.rule for item in checked.findings if (item.place.sheet, item.place.cell) == (sheet, cell)]
    known = f"这一格的问题有 {'、'.join(dict.fromkeys(here))}" if here else "这一格没有发现问题"
    return f"{pointed.file.name} {sheet}!{cell} 没有规则 {pointed.rule.upper()} 的问题，无法说明：{known}。"


def waiver_list(paths: Sequence[Path], reading: Reading) -> str:
    """Every waiver beside the forms named, with what has become of it, as Chinese text."""
    files = find_files(paths)
    checked = {document.path: document for document in reading.load(files)}
    folders = dict.fromkeys([file.parent for file in files] + [path for path in paths if path.is_dir()])
    lines: list[str] = []
    for folder in folders:
        own = [document for path, document in checked.items() if Path(path).parent == folder]
        records = [record for record in read_waivers(folder) if _is_asked(record, own, folder in paths)]
        if records:
            lines.append(f"{folder / WAIVER_FILE}：")
            lines += [line for record in records for line in _record_lines(record, own)]
    return "\n".join(lines or ["没有核实性说明。"]) + "\n"


def _is_asked(record: WaiverRecord, documents: Sequence[Checked], is_whole_folder: bool) -> bool:
    return is_whole_folder or any(file_key(document.path) == record.file for document in documents)


def _record_lines(record: WaiverRecord, documents: Sequence[Checked]) -> Iterator[str]:
    place = f"{record.file} {record.sheet}!{record.cell} [{record.rule}]"
    printed = "（空白）" if record.printed is None else " ".join(record.printed.split())
    yield f"  {_state(record, documents)}　{place}　填报：{printed}"
    yield f"      {' '.join(waiver_text(record.waiver).split())}"


def _state(record: WaiverRecord, documents: Sequence[Checked]) -> str:
    readable = [item for item in documents if file_key(item.path) == record.file]
    if all(item.document.fault is not None for item in readable):
        return "文件不在或无法读取"
    findings = [finding for item in readable for finding in item.findings]
    if any(record.matches(finding) for finding in findings):
        return "有效"
    if any(finding_key(finding) == record.key for finding in findings):
        return "已失效（数已变动）"
    return "已不需要（该处已无此问题）"
