"""The words of the command line: commands, options and their help.

Declares what `cli` can be asked; imported only once a command is run.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from perfdesk.commands.catalogue_words import add_catalogue
from perfdesk.commands.command_parser import EPILOG, Commands, Parser, add_format, add_jobs, add_paths


def build_parser(version: str) -> argparse.ArgumentParser:
    """The whole command line as the contract fixes it, as far as it is built."""
    parser = Parser(
        prog="perfdesk", description="PerfDesk 绩效自评工作台：检查绩效自评表，标注问题，撰写自评报告。"
    )
    parser.epilog = EPILOG
    parser.add_argument("--version", action="version", version=f"PerfDesk {version}", help="显示版本")
    commands = parser.add_subparsers(
        dest="command", required=True, title="命令", metavar="命令", parser_class=Parser
    )
    _add_check(commands)
    _add_fix(commands)
    _add_set(commands)
    _add_replace(commands)
    _add_rows(commands)
    _add_new(commands)
    _add_report(commands)
    _add_summary(commands)
    _add_return(commands)
    _add_print(commands)
    _add_show(commands)
    _add_overview(commands)
    _add_find(commands)
    _add_verify(commands)
    _add_waive(commands)
    _add_correct(commands)
    _add_import(commands)
    add_catalogue(commands)
    window = commands.add_parser("gui", help="打开窗口", description="打开窗口，可同时打开一个文件或文件夹。")
    window.add_argument("paths", nargs="*", metavar="路径", help="要打开的文件或文件夹")
    demo = commands.add_parser(
        "demo", help="用内置样例演示全过程", description="在文件夹里演示检查、标注和报告。"
    )
    demo.add_argument("folder", type=Path, metavar="文件夹", help="演示结果写到这里，没有则新建")
    return parser


def _add_check(commands: Commands) -> None:
    check = commands.add_parser(
        "check", help="检查自评表", description="检查自评表，列出每个问题的单元格、算式和依据。"
    )
    check.epilog = EPILOG
    add_paths(check)
    add_format(check)
    check.add_argument("--output", type=Path, metavar="文件", help="结果写入文件，不写则显示在屏幕上")
    check.add_argument("--receipt", type=Path, metavar="文件", help="另写一份检查凭证（.json），供事后核验")
    check.add_argument("--mark", type=Path, metavar="文件夹", help="另写一份标注副本到文件夹，原件不动")
    check.add_argument(
        "--last-year", type=Path, metavar="文件夹", help="上年的自评表，逐项目、逐指标与今年比较"
    )
    add_jobs(check)


def _add_fix(commands: Commands) -> None:
    fix = commands.add_parser(
        "fix",
        help="改正能按算式确定的错误",
        description="按检查结果改正自评表：只改算式能唯一确定的数，逐格列出原值、新值和理由；"
        "需要人判断的、写明核实性说明的、原为公式的都不改。",
    )
    fix.epilog = "退出码：0 没有剩下的错误；1 还有错误；2 有文件无法读取、无法写入或命令写错。"
    add_paths(fix)
    fix.add_argument(
        "--rule",
        action="append",
        default=[],
        metavar="规则代码",
        help="只改这条规则指出的问题，需人工确认的也改；可写多次",
    )
    where = fix.add_mutually_exclusive_group()
    where.add_argument("--dry-run", action="store_true", help="只列出可改的，不写文件")
    where.add_argument("--output", type=Path, metavar="文件夹", help="另写改正后的副本到文件夹，原件不动")
    where.add_argument("--in-place", action="store_true", help="直接改原件，改动前的文件留作备份")
    _add_though_open(fix)


def _add_set(commands: Commands) -> None:
    parser = commands.add_parser(
        "set",
        help="改一个或几个单元格",
        description="改单元格的内容，文件里其他内容一概不动。"
        "不写 --output 时直接改原件，改动前的文件留作备份。",
    )
    parser.epilog = "例如：perfdesk set 自评表.xlsx Sheet1!K5=51% 'Sheet1!L9=全部完成'；值留空则清除内容"
    parser.add_argument("file", type=Path, metavar="文件", help="要改的文件")
    parser.add_argument("cells", nargs="+", metavar="工作表!单元格=值", help="要写入的内容，可写多个")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--output", type=Path, metavar="文件", help="另存为这个文件，原件不动")
    where.add_argument("--in-place", action="store_true", help="直接改原件（不写 --output 时就是如此）")
    _add_though_open(parser)


def _add_replace(commands: Commands) -> None:
    parser = commands.add_parser(
        "replace",
        help="把文件里的一段文字换成另一段",
        description="把各单元格里的一段文字换成另一段，写法须完全相同；公式不动，文件里其他内容一概不动。"
        "不写 --output 时直接改原件，改动前的文件留作备份。",
    )
    parser.add_argument("file", type=Path, metavar="文件", help="要改的文件")
    parser.add_argument("old", metavar="原文字", help="要换掉的文字")
    parser.add_argument("new", metavar="新文字", help="换成的文字，留空则删去")
    parser.add_argument("--output", type=Path, metavar="文件", help="另存为这个文件，原件不动")
    _add_though_open(parser)


def _add_rows(commands: Commands) -> None:
    parser = commands.add_parser(
        "rows",
        help="插入或删除行",
        description="在一张工作表里插入或删除整行，合并单元格、公式、打印区域等跟着调整；会失效的先说明，不改。"
        "不写 --output 时直接改原件，改动前的文件留作备份。",
    )
    parser.epilog = (
        "例如：perfdesk rows 自评表.xlsx --insert Sheet1!12；perfdesk rows 自评表.xlsx --delete Sheet1!12:14"
    )
    parser.add_argument("file", type=Path, metavar="文件", help="要改的文件")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--insert", metavar="工作表!行", help="在这些行上方插入同样多的行，格式同上一行")
    which.add_argument("--delete", metavar="工作表!行", help="删除这些行")
    parser.add_argument("--output", type=Path, metavar="文件", help="另存为这个文件，原件不动")
    _add_though_open(parser)


def _add_new(commands: Commands) -> None:
    parser = commands.add_parser(
        "new",
        help="新建自评表、目标表等空白表或预填的表",
        description="由随附的官方空白表或自己的模板新建表格：可以是空白表，也可以由上年的自评表"
        "或随预算批复的绩效目标表预填（目标、指标、指标值、单位、分值、预算数）。已有的文件不会覆盖。",
    )
    parser.epilog = (
        "例如：perfdesk new 辽宁2023格式 --output 自评表.xlsx --from 单位预算批复表.xlsx；"
        "有多个项目时，--output 写 .xlsx 则每个项目一张工作表，写文件夹则每个项目一个文件。"
    )
    parser.add_argument(
        "form",
        metavar="表",
        help="空白表的名称或其中一部分、表种代码，或自己的 .xlsx 模板；用 perfdesk forms 列出",
    )
    parser.add_argument("--output", type=Path, metavar="文件.xlsx|文件夹", help="要写入的文件或文件夹")
    parser.add_argument("--dry-run", action="store_true", help="只预览会填入什么、分值怎样分配，不写文件")
    parser.add_argument(
        "--from", dest="source", type=Path, metavar="文件|文件夹", help="上年的自评表，或批复的绩效目标表"
    )
    parser.add_argument("--year", type=_year, metavar="年度", help="预算年度，不写则取自 --from 的文件")
    parser.add_argument("--unit", metavar="单位", help="实施单位的名称")
    parser.add_argument("--profile", metavar="评分规则", help="分配分值所用的评分规则，不写则自动判断")


def _year(text: str) -> int:
    if not re.fullmatch(r"20[0-9]{2}", text):
        raise argparse.ArgumentTypeError(f"年度应为四位数字，如 2025，而不是 {text}")
    return int(text)


def _add_though_open(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--though-open", action="store_true", help="确知无人打开该文件时，不理会残留的打开标记"
    )


def _add_report(commands: Commands) -> None:
    report = commands.add_parser(
        "report", help="撰写自评报告", description="由自评表生成报告，每个数字取自表格；有错的数字加注。"
    )
    add_paths(report)
    report.add_argument(
        "--template",
        default="national",
        metavar="模板",
        help="模板名称（随附的或我的模板）或 .docx 文件，默认 national",
    )
    report.add_argument("--output", type=Path, metavar="文件", help="要写入的 .docx、.pdf、.md 或 .txt 文件")
    report.add_argument(
        "--doubts",
        choices=("mark", "withhold"),
        default="mark",
        help="有错的数字：mark 标红并加注（默认），withhold 不列示，只在数据疑点中说明",
    )
    report.add_argument(
        "--beside",
        type=Path,
        action="append",
        default=[],
        metavar="路径",
        help="上年决算公开表、本年预算公开表，只用来比较；可写多次",
    )
    _add_wish(report, "--contents", "目录：auto 长报告才有（默认），always 一律有，never 一律没有")
    report.add_argument("--annex", action="store_true", help="把所依据的表原样附在报告后面（附件1、附件2……）")
    _add_wish(
        report, "--thousands", "金额的千分位：auto 随模板或自评表（默认），always 一律加，never 一律不加"
    )
    report.add_argument("--context", action="store_true", help="只列出模板可用的名称、值和单元格")
    add_jobs(report)


def _add_wish(parser: argparse.ArgumentParser, option: str, words: str) -> None:
    parser.add_argument(option, choices=("auto", "always", "never"), default="auto", help=words)


def _add_summary(commands: Commands) -> None:
    summary = commands.add_parser(
        "summary",
        help="汇总全部自评表",
        description="把一批自评表的得分、执行率、金额和问题汇总成一个 .xlsx 工作簿，含图表和问题清单。",
    )
    add_paths(summary)
    summary.add_argument(
        "--output", type=Path, required=True, metavar="文件.xlsx", help="要写入的 .xlsx 文件"
    )
    add_jobs(summary)


def _add_return(commands: Commands) -> None:
    notice = commands.add_parser(
        "return",
        help="写退回意见书",
        description="为每个单位写一份退回意见书（.docx）：逐条列出问题的单元格、算式、依据和处理意见。",
    )
    add_paths(notice)
    notice.add_argument(
        "--output", type=Path, required=True, metavar="文件夹", help="意见书写到这里，同名的旧意见书被替换"
    )
    notice.add_argument(
        "--report",
        type=Path,
        metavar="文件",
        help="另写一份全部材料的审核报告，含图表（.docx、.pdf、.md 或 .txt）",
    )
    notice.add_argument("--template", type=Path, metavar="文件.docx", help="自己的意见书模板，默认用随附的")
    notice.add_argument(
        "--report-template", type=Path, metavar="文件.docx", help="自己的审核报告模板，默认用随附的"
    )
    until = notice.add_mutually_exclusive_group()
    until.add_argument("--days", type=int, metavar="天数", help="收到意见书后几天内改正")
    until.add_argument("--until", metavar="日期", help="改正的期限，如 2026-03-02；都不写则留空待填")
    add_jobs(notice)


def _add_print(commands: Commands) -> None:
    parser = commands.add_parser(
        "print",
        help="按原样打印成 PDF",
        description="把各文件的全部工作表按原样排成一个 PDF，或打印审核发现的清单；与窗口的打印预览相同。",
    )
    add_paths(parser)
    parser.add_argument("--output", type=Path, required=True, metavar="文件.pdf", help="要写入的 .pdf 文件")
    parser.add_argument("--findings", action="store_true", help="打印审核发现的清单，而不是表")
    parser.add_argument(
        "--paper", choices=("file", "A4", "A3"), default="file", help="纸张，默认按文件的页面设置"
    )
    parser.add_argument(
        "--way",
        choices=("file", "portrait", "landscape"),
        default="file",
        help="方向：纵向或横向，默认按文件",
    )
    parser.add_argument(
        "--fit",
        choices=("file", "width", "page", "full"),
        default="file",
        help="缩放：width 一页宽，page 整张表一页，full 不缩放，默认按文件",
    )
    parser.add_argument(
        "--marks",
        choices=("none", "colour", "sign"),
        default="none",
        help="在表上标出发现：colour 彩色，sign 黑白，默认不标",
    )
    parser.add_argument("--numbers", action="store_true", help="文件没有页码时加上页码")


def _add_show(commands: Commands) -> None:
    show = commands.add_parser(
        "show", help="显示识别结果", description="显示从文件里识别出的表、字段和指标，不作检查。"
    )
    add_paths(show)
    add_format(show)


def _add_overview(commands: Commands) -> None:
    overview = commands.add_parser(
        "overview",
        help="总览一批自评表",
        description="得分等级、执行率、各规则和各单位的问题，以及按预算加权的平均得分，与窗口的“总览”相同。",
    )
    add_paths(overview)
    add_format(overview)
    add_jobs(overview)


def _add_find(commands: Commands) -> None:
    find = commands.add_parser(
        "find", help="在表里查找文字", description="列出含有这段文字的单元格；不分全角半角和大小写。"
    )
    find.add_argument("text", metavar="文字", help="要找的文字")
    find.add_argument("paths", nargs="+", type=Path, metavar="路径", help="文件或文件夹（包括下级文件夹）")


def _add_waive(commands: Commands) -> None:
    waive = commands.add_parser(
        "waive",
        help="说明某个问题为何属实（核实性说明）",
        description="对检查出的一个问题写核实性说明，存在自评表所在文件夹的 核实性说明.json 里。"
        "以后检查仍会列出，标为“已说明”，不再计为错误；表里的数一变，说明即失效。",
    )
    waive.epilog = "例如：perfdesk waive 自评表.xlsx Sheet1!K5 EX101 --text 已与国库支付记录核对，数据属实"
    waive.add_argument(
        "words",
        nargs="+",
        metavar="文件 工作表!单元格 规则代码",
        help="要说明的问题；与 --list 合用时为文件或文件夹",
    )
    waive.add_argument("--text", metavar="说明", help="说明的文字")
    waive.add_argument("--author", default="", metavar="姓名", help="说明人")
    waive.add_argument("--date", metavar="日期", help="说明的日期，如 2026-03-02，不写则为今天")
    waive.add_argument("--profile", metavar="评分规则", help="规则名称或自己的 .toml 文件，不写则自动判断")
    waive.add_argument(
        "--last-year", type=Path, metavar="文件夹", help="上年的自评表，说明与上年比较出的问题时用"
    )
    action = waive.add_mutually_exclusive_group()
    action.add_argument("--list", action="store_true", help="列出已有的说明和是否仍有效")
    action.add_argument("--remove", action="store_true", help="删除这个问题的说明")


def _add_correct(commands: Commands) -> None:
    correct = commands.add_parser(
        "correct",
        help="指出认错或没认出的栏目，以后同样版式照此认",
        description="指出某个单元格是什么内容。可以指标签、列标题，也可以指数值本身；"
        "记在用户自己的设置文件夹里，以后遇到同样版式的表都照此认，可以导出给同事。",
    )
    correct.epilog = "例如：perfdesk correct 自评表.xlsx Sheet1!E4 全年执行数"
    correct.add_argument(
        "words",
        nargs="*",
        metavar="文件 工作表!单元格 内容",
        help="内容写中文名或英文名，如 全年执行数 或 executed；写错时会列出全部名称",
    )
    correct.add_argument(
        "--as",
        dest="how",
        choices=("label", "value"),
        help="指的是标签（label）还是数值（value），不写则由程序判断",
    )
    action = correct.add_mutually_exclusive_group()
    action.add_argument("--list", action="store_true", help="列出记住的更正")
    action.add_argument("--remove", metavar="编号", help="取消一条更正")
    action.add_argument("--export", type=Path, metavar="文件", help="把全部更正导出到文件（.toml）")
    action.add_argument("--import", dest="source", type=Path, metavar="文件", help="导入同事导出的更正")


def _add_verify(commands: Commands) -> None:
    verify = commands.add_parser(
        "verify",
        help="核对公开文字与表格",
        description="把公开的情况说明或报告里的每个数字与表格、与上下文核对，写出算式和单元格。",
    )
    verify.epilog = "退出码：0 没有不符；1 有不符；2 有文件无法读取或命令写错。"
    verify.add_argument("text", type=Path, metavar="文稿", help="要核对的 .txt、.md 或 .docx 文件")
    add_paths(verify)
    add_format(verify)


def _add_import(commands: Commands) -> None:
    parser = commands.add_parser(
        "import",
        help="把 Word、PDF 或旧版表格转成 .xlsx",
        description="把 .docx、.pdf、.xls 文件里的表格照原样写成一个新的 .xlsx 工作簿，原件不动。",
    )
    parser.add_argument("file", type=Path, metavar="文件", help="要导入的 .docx、.pdf、.xls 等文件")
    parser.add_argument("--output", type=Path, required=True, metavar="文件.xlsx", help="要写入的 .xlsx 文件")
