"""Which faces this machine has, and which of them stands in for a face the layout names.

Below `face`. Only the tables of names of font files are read here; a machine with hundreds of fonts is
searched in a moment. Nothing is downloaded and nothing outside the folders of fonts is opened.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_ENDINGS = frozenset({".ttf", ".ttc", ".otf", ".otc"})
_MOST_FILES = 5000
_NAMES = frozenset({1, 4, 6, 16})

# Each row: the faces a layout names, then what stands in for them, the nearest in shape first.
_SERIF = ("宋体", "SimSun", "华文宋体", "STSong", "Songti SC", "Source Han Serif SC", "Noto Serif CJK SC",
          "Noto Serif SC", "AR PL UMing CN", "AR PL SungtiL GB", "FandolSong")  # fmt: skip
_SANS = ("黑体", "SimHei", "华文黑体", "STHeiti", "Heiti SC", "Microsoft YaHei", "微软雅黑", "PingFang SC",
         "Source Han Sans SC", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
         "FandolHei")  # fmt: skip
_FANG_SONG = ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "方正仿宋简体",
              "华文仿宋", "STFangsong", "FandolFang")  # fmt: skip
_KAI = ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "方正楷体简体", "华文楷体", "STKaiti",
        "Kaiti SC", "AR PL UKai CN", "AR PL KaitiM GB", "FandolKai")  # fmt: skip
_TITLE = (
    "方正小标宋简体",
    "方正小标宋_GBK",
    "FZXiaoBiaoSong-B05S",
    "FZXiaoBiaoSong-B05",
    "华文中宋",
    "STZhongsong",
)
_LATIN = ("Times New Roman", "Liberation Serif", "Tinos", "Nimbus Roman", "Times")
_FAMILIES = (
    (_TITLE, (*_TITLE, *_SERIF, *_SANS)),
    (_FANG_SONG, (*_FANG_SONG, *_SERIF, *_SANS)),
    (_KAI, (*_KAI, *_SERIF, *_SANS)),
    (_SANS, (*_SANS, *_SERIF)),
    (_SERIF, (*_SERIF, *_SANS)),
    (_LATIN, _LATIN),
)
_SAME = {"宋体": ("宋体", "SimSun"), "黑体": ("黑体", "SimHei"), "Times New Roman": ("Times New Roman",)}
ANY_CHINESE = (*_SERIF, *_SANS, *_FANG_SONG, *_KAI)


@dataclass(frozen=True, slots=True)
class FontFile:
    """One face of a font file: where it is and which of the file's faces it is."""

    path: Path
    index: int = 0


def substitutes(name: str) -> tuple[str, ...]:
    """The faces to look for where `name` is wanted, itself first."""
    for named, others in _FAMILIES:
        if name in named:
            return (name, *(other for other in others if other != name))
    return (name, *ANY_CHINESE)


def same_faces(name: str) -> tuple[str, ...]:
    """The names under which foundries sell the same shape of letter, `name` among them."""
    return next((named for named, _ in _FAMILIES[:3] if name in named), _SAME.get(name, (name,)))


def font_folders() -> tuple[Path, ...]:
    """The usual folders of fonts of this system and of the user."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        own = [Path(local) / "Microsoft/Windows/Fonts"] if local else []
        return (Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "Fonts", *own)
    if sys.platform == "darwin":
        folders = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
        return (*folders, Path("/System/Library/AssetsV2"))
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
    )


def find_faces(folders: Sequence[Path]) -> dict[str, FontFile]:
    """Every face by each of its names in small letters; folders named first win, then files by name."""
    found: dict[str, FontFile] = {}
    for folder in folders:
        for path in _files(folder):
            for index, names in _faces(path):
                for name in names:
                    found.setdefault(name.casefold(), FontFile(path, index))
    return found


def _files(folder: Path) -> list[Path]:
    files: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders.sort()
        files += (Path(root, name) for name in sorted(names) if Path(name).suffix.lower() in _ENDINGS)
        if len(files) > _MOST_FILES:
            break
    return files[:_MOST_FILES]


def _faces(path: Path) -> Iterator[tuple[int, frozenset[str]]]:
    """The names of each face of a file; a damaged file has none."""
    try:
        with path.open("rb") as file:
            for index, offset in enumerate(_offsets(file)):
                yield index, _names(file, offset)
    except (OSError, struct.error):
        return


def _offsets(file: BinaryIO) -> tuple[int, ...]:
    head = file.read(12)
    if head[:4] != b"ttcf":
        return (0,)
    count = min(struct.unpack(">I", head[8:12])[0], 64)
    return struct.unpack(f">{count}I", file.read(4 * count))


def _names(file: BinaryIO, offset: int) -> frozenset[str]:
    """Family, full and PostScript names; families only of faces in a regular cut."""
    file.seek(offset + 4)
    count = struct.unpack(">H", file.read(2))[0]
    file.seek(offset + 12)
    table = file.read(16 * min(count, 100))
    for each in range(0, len(table), 16):
        if table[each : each + 4] == b"name":
            begin, size = struct.unpack(">II", table[each + 8 : each + 16])
            file.seek(begin)
            return _of_table(file.read(min(size, 1 << 20)))
    return frozenset()


def _of_table(data: bytes) -> frozenset[str]:
    _, count, texts = struct.unpack(">HHH", data[:6])
    named: dict[int, set[str]] = {}
    for each in range(count):
        platform, _, _, kind, length, at = struct.unpack(">6H", data[6 + 12 * each : 18 + 12 * each])
        raw = data[texts + at : texts + at + length]
        text = raw.decode("utf-16-be" if platform in {0, 3} else "latin-1", "ignore").strip()
        named.setdefault(kind, set()).add(text)
    is_regular = not named.get(2) or bool({"Regular", "Normal", "常规", "Book", "Medium"} & named[2])
    kinds = _NAMES if is_regular else {4, 6}
    is_other_cut = bool(named.get(17, {"Regular"}) - {"Regular", "常规"}) and 17 in named
    if is_other_cut:
        kinds = kinds - {16}
    return frozenset(text for kind in kinds for text in named.get(kind, ()) if text)
