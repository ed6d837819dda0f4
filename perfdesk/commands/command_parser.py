"""The parser of the command line in Chinese, and the options that several commands share.

Below `command_words`, which declares what can be asked; imported only once a command is run.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

_COMPLAINTS = (
    (r"the following arguments are required: (.*)", "缺少参数：{0}"),
    (r"unrecognized arguments: (.*)", "无法识别的参数：{0}"),
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", "参数 {0} 不能是 {1}，可选：{2}"),
    (r"argument (.*?): expected one argument", "参数 {0} 后面要写一个值"),
    (r"argument (.*?): expected at least one argument", "参数 {0} 后面至少要写一个值"),
    (r"argument (.*?): not allowed with argument (.*)", "参数 {0} 不能与 {1} 同时使用"),
    (r"ambiguous option: (.*?) could match (.*)", "参数 {0} 不明确，可能是 {1}"),
    (r"argument (.*?): ignored explicit argument (.*)", "参数 {0} 不接受值 {1}"),
    (r"argument (.*?): (.*)", "参数 {0}：{1}"),
)
EPILOG = "退出码：0 未发现错误；1 有错误；2 有文件无法读取或命令写错。"


class _ChineseHelp(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Argparse in Chinese; no abbreviated options."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_ChineseHelp, **settings)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> NoReturn:
        """Complain in Chinese and exit with 2."""
        self.exit(2, f"{self.format_usage()}{self.prog}：{_in_chinese(message)}。用 --help 查看说明。\n")


def _in_chinese(message: str) -> str:
    for pattern, words in _COMPLAINTS:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return words.format(*match.groups())
    return message


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
"""Where a command is added."""


def add_paths(parser: argparse.ArgumentParser) -> None:
    """Files and folders to be checked, and the profile."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="路径", help="文件或文件夹（包括下级文件夹）")
    parser.add_argument("--profile", metavar="评分规则", help="规则名称或自己的 .toml 文件，不写则自动判断")


def add_format(parser: argparse.ArgumentParser) -> None:
    """Text or JSON."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="输出格式，默认 text")


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """How many processes."""
    parser.add_argument("--jobs", type=_job_count, metavar="N", help="同时使用的进程数，不影响结果")


def _job_count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"进程数应为 1 以上的整数，而不是 {text}")
    return int(text)
