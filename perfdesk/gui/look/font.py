"""The faces of a Chinese form: substitutes for what the machine lacks, registered once.

A form names its fonts in Chinese or English (宋体, SimSun, 仿宋_GB2312 …). Every alias that is
not installed gets the chain of faces that look most like it; Qt then resolves the name itself.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

UI_FAMILY = "Microsoft YaHei UI"
UI_SIZE = 9
_SANS = ("Microsoft YaHei", "微软雅黑", "Noto Sans SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei")

SUBSTITUTES: dict[str, tuple[str, ...]] = {
    "SimSun": (
        "宋体",
        "NSimSun",
        "新宋体",
        "Noto Serif SC",
        "Noto Serif CJK SC",
        "FandolSong",
        "AR PL UMing CN",
    ),
    "FangSong": (
        "仿宋",
        "FangSong_GB2312",
        "仿宋_GB2312",
        "FandolFang",
        "Noto Serif SC",
        "Noto Serif CJK SC",
    ),
    "KaiTi": (
        "楷体",
        "KaiTi_GB2312",
        "楷体_GB2312",
        "FandolKai",
        "AR PL UKai CN",
        "LXGW WenKai",
        "Noto Serif SC",
        "Noto Serif CJK SC",
    ),
    "SimHei": ("黑体", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "FandolHei"),
    "Microsoft YaHei": ("微软雅黑", "Microsoft YaHei UI", "等线", "DengXian", *_SANS[2:]),
    "FZXiaoBiaoSong-B05S": (
        "方正小标宋简体",
        "方正小标宋_GBK",
        "方正小标宋",
        "SimSun",
        "Noto Serif SC",
        "Noto Serif CJK SC",
    ),
}

_LATIN_SANS = ("Liberation Sans", "Arimo", "DejaVu Sans", *_SANS[2:])
LATIN_SUBSTITUTES: dict[str, tuple[str, ...]] = {
    "Arial": ("Helvetica", *_LATIN_SANS),
    "Calibri": ("Carlito", *_LATIN_SANS),
    "Tahoma": ("Verdana", *_LATIN_SANS),
    "Verdana": ("Tahoma", *_LATIN_SANS),
    "Times New Roman": ("Liberation Serif", "Tinos", "DejaVu Serif", "Noto Serif SC", "Noto Serif CJK SC"),
}
"""For figures and Latin words; the Chinese between them is set in 宋体."""


def ui_font(scale: float = 1.0) -> QFont:
    """The font of menus, tables and panes; its substitutes are registered with it."""
    QFont.insertSubstitutions(UI_FAMILY, list(_SANS))
    font = QFont(UI_FAMILY)
    font.setPointSizeF(UI_SIZE * scale)
    return font


@cache
def register_substitutes() -> None:
    """Teach Qt the substitutes of every form font this machine lacks; the first call does the work."""
    known = set(QFontDatabase.families())
    for family, substitutes in SUBSTITUTES.items():
        chain = (family, *substitutes)
        for name in chain:
            if name not in known and not QFont.substitutes(name):
                QFont.insertSubstitutions(name, [other for other in chain if other != name])
    for family, substitutes in LATIN_SUBSTITUTES.items():
        if family not in known and not QFont.substitutes(family):
            QFont.insertSubstitutions(family, list(substitutes))
