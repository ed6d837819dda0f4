"""The small file an office program leaves beside a workbook while somebody has it open.

Excel and WPS write `~$表.xlsx`, WPS on Linux `.~表.xlsx`, LibreOffice `.~lock.表.xlsx#`. On a share
it is the only sign: there a file that a colleague has open can be replaced without a complaint.
"""

from __future__ import annotations

from pathlib import Path

from perfdesk.core.fault import OwnedFault

_MOST_BYTES = 1024
# Excel and WPS: a count and 54 bytes of the name in the system's code page, then a count of two bytes and
# the name in UTF-16, 165 bytes in all.
_WIDE_COUNT, _WIDE_NAME = 55, 57


def refuse_owned(target: Path) -> None:
    """Raise OwnedFault where an owner file says that the workbook is open; it names the owner."""
    for path in (
        target.with_name(f"~${target.name}"),
        target.with_name(f".~{target.name}"),
        target.with_name(f".~lock.{target.name}#"),
    ):
        data = _head(path)
        if data is None:
            continue
        owner = _comma_owner(data) if path.name.endswith("#") else _counted_owner(data)
        who = f"“{owner}”" if owner else "别的程序"
        raise OwnedFault(
            "no_permission",
            f"{target.name} 正被{who}用 Excel、WPS 等打开，未保存：请关闭后重试，或另存为其他名称。"
            f"如确认无人打开，请删除同一文件夹中的 {path.name} 后重试。",
        )


def _head(path: Path) -> bytes | None:
    """The beginning of an owner file, empty where its holder keeps it to himself; None without one."""
    try:
        with path.open("rb") as stream:
            return stream.read(_MOST_BYTES)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError:
        return b"" if path.is_file() else None


def _counted_owner(data: bytes) -> str:
    """The user's name in an owner file of Excel or WPS; empty where it holds none."""
    if not data:
        return ""
    wide = data[_WIDE_NAME : _WIDE_NAME + 2 * data[_WIDE_COUNT]] if len(data) > _WIDE_NAME else b""
    name = wide.decode("utf-16-le", "ignore") or data[1 : 1 + data[0]].decode("gb18030", "ignore")
    return _clean(name)


def _comma_owner(data: bytes) -> str:
    """The user's name in a lock file of LibreOffice: name, login, machine …, parted by commas."""
    names = data.decode("utf-8", "ignore").split(",")
    return _clean(next((name for name in names[:2] if name.strip()), ""))


def _clean(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable()).strip()
