"""The commands `set`, `replace`, `rows`, `fix` and `new`: what is to be printed and how to exit.

Stands just below `cli`, which hands over the options and prints; the work is `cell_setting`'s,
`fixing`'s and `new_form`'s.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from perfdesk.core.fault import CallFault
from perfdesk.desks.cell_setting import move_rows, replace_text, set_cells
from perfdesk.desks.fixed_file import Written, replace_files, write_copies
from perfdesk.desks.fixing import Fixed, known_rules, mend, open_errors
from perfdesk.desks.new_form import Order, make_forms
from perfdesk.desks.proposal import Proposal, propose
from perfdesk.judging import Progress
from perfdesk.memory.settings import user_corrections
from perfdesk.outlets.findings_text import summary_line
from perfdesk.reading.document import find_files
from perfdesk.session import Session, load
from perfdesk.writing.saving.in_place import Saved

_NOTHING_WRONG, _ERRORS_FOUND, _FAILED = 0, 1, 2
_HEADINGS = ("单元格", "原值", "新值", "规则", "理由")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command has to say: a text, complaints for stderr, the exit status."""

    text: str
    complaints: tuple[str, ...]
    status: int


def carry_out(options: argparse.Namespace, progress: Progress | None) -> Outcome:
    """Carry out `set`, `replace`, `rows`, `fix` or `new`; raises Fault."""
    if options.command == "new":
        return _new(options)
    if options.command == "rows":
        return _move_rows(options)
    return _fix(options, progress) if options.command == "fix" else _set(options)


def _new(options: argparse.Namespace) -> Outcome:
    if options.output is None and not options.dry_run:
        raise CallFault("没有说明写到哪里：请加 --output 文件.xlsx 或文件夹；只看预览请用 --dry-run。")
    order = Order(
        options.form, options.output or Path("."), options.source, options.year, options.unit, options.profile
    )
    if options.dry_run:
        return Outcome(_text(_proposed(propose(order))), (), _NOTHING_WRONG)
    made = make_forms(order)
    lines = []
    for form in made:
        lines.append(f"{form.path} 【{form.sheet}】{form.name}")
        lines += [f"  没有位置，未写入：{what}" for what in form.left]
    files = len({form.path for form in made})
    return Outcome(_text([*lines, f"已新建 {files} 个文件，{len(made)} 张表。"]), (), _NOTHING_WRONG)


def _proposed(proposals: Sequence[Proposal]) -> Iterator[str]:
    for form in proposals:
        yield f"{form.name}{f'　指标分值合计 {form.total}' if form.total else ''}"
        for group in form.groups:
            yield f"  {group.name}{f'　{group.points} 分' if group.points else ''}"
            yield from (f"    {row.name}　{row.target}　{row.weight}".rstrip("　") for row in group.rows)
        yield from (f"  没有位置，未写入：{what}" for what in form.left)
    yield f"将新建 {len(proposals)} 张表；只作预览，没有写文件。"


def _move_rows(options: argparse.Namespace) -> Outcome:
    done = move_rows(
        options.file,
        options.delete or options.insert,
        is_deletion=options.delete is not None,
        output=options.output,
        though_open=options.though_open,
    )
    lines = [f"已{done.name}，合并单元格和公式已跟着调整。", *(f"注意：{note}" for note in done.notes)]
    lines.append(f"已写入 {options.output}，原件未改动。" if done.saved is None else _saved_words(done.saved))
    return Outcome(_text(lines), (), _NOTHING_WRONG)


def _set(options: argparse.Namespace) -> Outcome:
    file, output, is_forced = options.file, options.output, options.though_open
    if options.command == "replace":
        done = replace_text(file, options.old, options.new, output, though_open=is_forced)
    else:
        done = set_cells(file, options.cells, output, though_open=is_forced)
    lines = [f"{cell.sheet}!{cell.cell}：{cell.before} → {cell.after}" for cell in done.cells]
    lines += [f"注意：{note}" for note in done.notes]
    if done.followed:
        lines.append(f"另有 {done.followed} 个公式的结果随之更新。")
    if done.saved is None:
        lines.append(f"已写入 {options.output}，原件未改动。")
    else:
        lines.append(_saved_words(done.saved))
    return Outcome(_text(lines), (), _NOTHING_WRONG)


def _fix(options: argparse.Namespace, progress: Progress | None) -> Outcome:
    if options.output is None and not (options.in_place or options.dry_run):
        raise CallFault(
            "请写明改到哪里：--dry-run 只看不改，--output 文件夹 另写改正后的副本，"
            "--in-place 直接改原件并留备份。"
        )
    rules = known_rules(options.rule)
    files = find_files(options.paths)
    if not files:
        raise CallFault("没有找到可改正的文件：文件夹里应有 .xlsx、.xls、.docx 或 .pdf 文件。")
    session = Session(options.profile, user_corrections())
    session.add(load(files, options.profile, progress, session.corrections))
    fixed = mend(session, rules)
    written = _write(fixed, options)
    complaints = tuple(_complaints(session, written))
    text = _text(_report(fixed, written, is_dry=options.dry_run))
    standing = fixed.found if options.dry_run else session.documents
    status = _ERRORS_FOUND if open_errors(standing) else _NOTHING_WRONG
    return Outcome(text, complaints, _FAILED if complaints else status)


def _write(fixed: Fixed, options: argparse.Namespace) -> tuple[Written, ...]:
    if options.dry_run:
        return ()
    if options.in_place:
        return replace_files(fixed.session, though_open=options.though_open)
    return write_copies(fixed.session, options.paths, options.output)


def _complaints(session: Session, written: Sequence[Written]) -> Iterator[str]:
    """What could not be read or written."""
    for checked in session.documents:
        if checked.document.fault is not None:
            yield f"{checked.path}：{checked.document.fault.message}"
    for each in written:
        if each.fault is not None:
            yield f"{each.path}：{each.fault.message}"
    yield from (fault.message for fault in session.waiver_faults)


def _report(fixed: Fixed, written: Sequence[Written], *, is_dry: bool) -> Iterator[str]:
    by_path = {each.path: each for each in written}
    for checked in fixed.session.documents:
        mended, left = fixed.mended_of(checked.path), fixed.left_of(checked.path)
        if checked.document.fault is not None or not (mended or left):
            continue
        yield f"文件：{checked.path}"
        rows = [(f"{one.sheet}!{one.cell}", one.before, one.after, one.rule, one.reason) for one in mended]
        yield from (f"  {line}" for line in _table([_HEADINGS, *rows]) if rows)
        if left:
            waiting = "，".join(
                f"{rule}（{reason}，{count} 处）" for (rule, reason), count in sorted(left.items())
            )
            yield f"  未改：{waiting}。确认后可用 --rule 指定该规则再改。"
        if mended:
            yield f"  {_outcome(by_path.get(checked.path))}"
        yield ""
    refused = {each.path for each in written if each.fault is not None}
    done = [one for one in fixed.mended if one.path not in refused]
    files = len({one.path for one in done})
    verb = "可改" if is_dry else "改正"
    lost = len({one.path for one in fixed.mended} & refused)
    unwritten = f"，{lost} 个文件没有写入" if lost else ""
    yield f"{verb} {files} 个文件的 {len(done)} 个单元格，{len(fixed.left)} 处未改{unwritten}。"
    yield f"改正后{summary_line(fixed.session.documents)}"


def _outcome(written: Written | None) -> str:
    if written is None:
        return "只作试算，文件没有改动。"
    if written.fault is not None:
        return f"没有写入：{written.fault.message}"
    if written.saved is not None:
        return _saved_words(written.saved)
    return "".join([f"已写入 {written.target}，原件未改动。", *written.warnings])


def _saved_words(saved: Saved) -> str:
    if saved.backup is None:
        return "内容与原来相同，文件没有改动。"
    return "".join([f"已改写原件，改动前的文件备份在 {saved.backup}。", *saved.warnings])


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Rows in columns of even width; a Chinese letter takes two places."""
    flat = [[" ".join(word.split()) for word in row] for row in rows]
    widths = [max(_width(row[column]) for row in flat) for column in range(len(flat[0]) - 1)]
    for row in flat:
        padded = [word + " " * (width - _width(word)) for word, width in zip(row[:-1], widths, strict=True)]
        yield "  ".join([*padded, row[-1]])


def _width(word: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in word)


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
