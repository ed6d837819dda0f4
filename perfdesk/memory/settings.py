"""The corrections of the user, kept in one readable file of the settings folder.

Stands above recognition and below the session. Only command line and window ask for the folder; what
is recognized depends on it only where its corrections are handed on.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from perfdesk.core.fault import FileFault
from perfdesk.disk.user_folder import settings_folder
from perfdesk.disk.whole_file import write_whole
from perfdesk.recognition.correction import Correction, Corrections, layout_id, targets

CORRECTION_FILE = "corrections.toml"
_SCHEMA = 1
_HEAD = (
    "# PerfDesk 绩效自评工作台的更正记录：用户指过一次的标签或位置，以后遇到同样版式的表都照此认。\n"
    "# 可以用 perfdesk correct --export 导出给同事，用 --import 导入；删去一段即取消那一条更正。\n"
)


def correction_file(folder: Path | None = None) -> Path:
    """The file of corrections in the user's settings folder, or in the one given."""
    return (settings_folder() if folder is None else folder) / CORRECTION_FILE


def user_corrections() -> Corrections:
    """The user's corrections; none where the user has made none. Raises FileFault for a broken file."""
    path = correction_file()
    return read_corrections(path) if path.exists() else Corrections()


def read_corrections(path: Path) -> Corrections:
    """The corrections of a file; raises FileFault where it is missing or broken."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise FileFault("not_found", f"找不到更正记录 {path}：请检查路径是否正确。") from error
    except OSError as error:
        raise FileFault("no_permission", f"无法读取更正记录 {path}：请检查是否有读取权限。") from error
    except UnicodeDecodeError as error:
        raise _broken(path, "内容不是 UTF-8 文本") from error
    try:
        table = tomllib.loads(text)
        return Corrections(tuple(_entries(table)))
    except tomllib.TOMLDecodeError as error:
        raise _broken(path, f"{_line(error)}不是有效的 TOML") from error
    except _NotACorrection as error:
        raise _broken(path, str(error)) from error


def _line(error: tomllib.TOMLDecodeError) -> str:
    found = re.search(r"at line (\d+), column (\d+)", str(error))
    return f"第 {found[1]} 行第 {found[2]} 个字符处" if found else "末尾"


class _NotACorrection(ValueError):
    """What is wrong with an entry, in Chinese."""


def _broken(path: Path, reason: str) -> FileFault:
    return FileFault("corrupt", f"更正记录 {path} 无法使用：{reason}。请改正，或删除这个文件后重新更正。")


def _entries(table: Mapping[str, object]) -> Iterator[Correction]:
    if table.get("schema") != _SCHEMA:
        raise _NotACorrection(f"schema 应为 {_SCHEMA}")
    for number, layout in enumerate(_tables(table, "layout"), 1):
        labels = layout.get("labels")
        if not isinstance(labels, list) or not labels or not all(isinstance(label, str) for label in labels):
            raise _NotACorrection(f"第 {number} 个版式缺少 labels（标签列表）")
        for entry in _tables(layout, "correction"):
            yield _entry(entry, tuple(sorted(set(labels))), number)


def _tables(table: Mapping[str, object], name: str) -> list[dict[str, object]]:
    found = table.get(name, [])
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise _NotACorrection(f"{name} 应写成 [[{name}]] 的一段")
    return cast("list[dict[str, object]]", found)


def _entry(entry: Mapping[str, object], labels: tuple[str, ...], number: int) -> Correction:
    texts = [entry.get(name, "") for name in ("target", "label", "heading")]
    steps = [entry.get(name, 0) for name in ("right", "down")]
    if not all(isinstance(text, str) for text in texts) or not texts[1]:
        raise _NotACorrection(f"第 {number} 个版式有一条更正缺少 label（标签）")
    if texts[0] not in {target.name for target in targets()}:
        raise _NotACorrection(f"第 {number} 个版式有一条更正的 target“{texts[0]}”不是可更正的内容")
    if not all(type(step) is int and 0 <= step <= 1000 for step in steps):
        raise _NotACorrection(f"第 {number} 个版式有一条更正的 right 或 down 不是 0 到 1000 的整数")
    target, label, heading = cast("list[str]", texts)
    right, down = cast("list[int]", steps)
    return Correction(labels, target, label, heading, right, down)


def write_corrections(path: Path, corrections: Corrections) -> None:
    """Write a file of corrections, whole or not at all; raises FileFault."""
    write_whole(path, _toml(corrections).encode("utf-8"))


def _toml(corrections: Corrections) -> str:
    chinese = {target.name: target.chinese for target in targets()}
    layouts: dict[tuple[str, ...], list[Correction]] = {}
    for entry in corrections.entries:
        layouts.setdefault(entry.layout, []).append(entry)
    lines = [_HEAD + f"schema = {_SCHEMA}\n"]
    for labels in sorted(layouts):
        lines.append(f"\n[[layout]] # {layout_id(labels)}\nlabels = [\n")
        lines += [f"  {_quoted(label)},\n" for label in labels]
        lines.append("]\n")
        for entry in sorted(layouts[labels], key=lambda item: (item.target, item.identifier)):
            lines.append(f"\n[[layout.correction]] # {entry.identifier}\n")
            lines.append(f"target = {_quoted(entry.target)} # {chinese[entry.target]}\n")
            lines.append(f"label = {_quoted(entry.label)}\n")
            if entry.heading:
                lines.append(f"heading = {_quoted(entry.heading)}\n")
            lines += [
                f"{name} = {count}\n"
                for name, count in (("right", entry.right), ("down", entry.down))
                if count
            ]
    return "".join(lines)


def _quoted(text: str) -> str:
    """A TOML basic string; JSON writes the same escapes but leaves DEL and broken surrogates."""
    clean = text.encode("utf-8", "replace").decode()
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")
