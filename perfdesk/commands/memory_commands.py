"""The commands `waive` and `correct`: what the user wants remembered, and what is to be printed.

Stands just below `cli`, which hands over the options and prints; the work is `waiver_desk`'s and
`correction_desk`'s.
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Waiver
from perfdesk.desks import correction_desk
from perfdesk.desks.waiver_desk import Pointed, Reading, drop, keep, waiver_list
from perfdesk.memory.settings import user_corrections


def waive(options: argparse.Namespace) -> str:
    """Keep, list or drop explanations of findings; raises Fault."""
    reading = Reading(options.profile, user_corrections(), options.last_year)
    if options.list:
        return waiver_list([Path(word) for word in options.words], reading)
    if len(options.words) != 3:
        raise CallFault("应依次写明文件、位置和规则代码，例如：自评表.xlsx Sheet1!K5 EX101。")
    pointed = Pointed(Path(options.words[0]), *options.words[1:])
    if options.remove:
        return f"已删除 {drop(pointed)} 条核实性说明。\n"
    if options.text is None:
        raise CallFault("请用 --text 写明说明的文字。")
    # The clock enters here and nowhere below.
    day = options.date or date.today().isoformat()
    kept = keep(pointed, reading, Waiver(options.text, options.author, day))
    return f"已写入 {kept} 条核实性说明，以后检查标为“已说明”。\n"


def correct(options: argparse.Namespace) -> str:
    """Remember, list, drop, export or import corrections; raises Fault."""
    desk = correction_desk
    if options.list:
        return desk.correction_list()
    if options.remove is not None:
        desk.forget(options.remove)
        return f"已取消更正 {options.remove}。\n"
    if options.export is not None:
        return f"已把 {desk.export(options.export)} 条更正导出到 {options.export}。\n"
    if options.source is not None:
        return f"已从 {options.source} 导入 {desk.take_over(options.source)} 条更正。\n"
    if len(options.words) != 3:
        raise CallFault("应依次写明文件、位置和内容，例如：自评表.xlsx Sheet1!E4 全年执行数。")
    file, place, field = options.words
    return desk.remembered_text(desk.correct(Path(file), place, field, options.how))
