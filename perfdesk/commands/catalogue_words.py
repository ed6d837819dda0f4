"""The words of the commands that look things up: rules, forms, profiles, words, templates, recent files.

Beside `command_words`, which joins them to the others.
"""

from __future__ import annotations

from pathlib import Path

from perfdesk.commands.command_parser import Commands


def add_catalogue(commands: Commands) -> None:
    """What the program goes by, and what was opened lately."""
    rules = commands.add_parser("rules", help="列出检查规则", description="列出全部规则，或说明一条规则。")
    rules.add_argument("code", nargs="?", metavar="规则代码", help="例如 EX101")
    rules.add_argument("--try", dest="tries", action="store_true", help="用这条规则的错例和正例试一试")
    commands.add_parser("forms", help="列出能识别的表", description="列出能识别的表种和随附的空白表。")
    _add_profiles(commands)
    _add_words(commands)
    _add_templates(commands)
    recent = commands.add_parser(
        "recent",
        help="列出最近打开的文件",
        description="列出窗口最近打开的文件和文件夹，以及上次关闭时打开着的。",
    )
    recent.add_argument("--clear", action="store_true", help="清除这些记录；文件本身不动")


def _add_profiles(commands: Commands) -> None:
    profiles = commands.add_parser(
        "profiles",
        help="列出评分规则；复制、导入、导出自己的规则",
        description="列出全部评分规则，或说明一套评分规则；也可复制成自己的规则、试用、停用其中的检查规则。",
    )
    profiles.epilog = (
        "例如：perfdesk profiles national --copy 本县2025；perfdesk profiles 本县2025 --switch EX101=停用"
    )
    profiles.add_argument(
        "id", nargs="?", metavar="评分规则", help="名称，例如 national，或自己的 .toml 文件"
    )
    act = profiles.add_mutually_exclusive_group()
    act.add_argument("--copy", metavar="新名称", help="复制成自己的规则")
    act.add_argument("--import", dest="source", type=Path, metavar="文件.toml", help="导入同事的规则")
    act.add_argument("--export", type=Path, metavar="文件.toml", help="导出这套规则")
    act.add_argument("--try", dest="tries", action="store_true", help="用样例试用，与推荐的规则比较")
    act.add_argument(
        "--switch",
        metavar="规则代码=停用|降为警告|降为提示|照常",
        help="在自己的规则里停用或降级一条检查规则",
    )
    act.add_argument("--remove", action="store_true", help="删除这套自己的规则")


def _add_words(commands: Commands) -> None:
    words = commands.add_parser(
        "words",
        help="列出程序认得的写法",
        description="列出词汇表：每个含义有哪些写法。写一个标签，则说明它会被认作什么，以及含有它的词汇。",
    )
    words.add_argument("label", nargs="?", metavar="标签", help="例如 全年执行数（B）")


def _add_templates(commands: Commands) -> None:
    templates = commands.add_parser(
        "templates",
        help="列出空白表和报告模板；检查、复制、导入、导出模板",
        description="列出随附的空白表（及其依据）和报告模板，或说明其中一个；管理自己的报告模板。",
    )
    templates.epilog = (
        "例如：perfdesk templates national --copy 本县自评；perfdesk templates 本县自评 --check"
    )
    templates.add_argument("name", nargs="?", metavar="模板", help="空白表、报告模板的名称，或 .docx 文件")
    act = templates.add_mutually_exclusive_group()
    act.add_argument("--check", action="store_true", help="用样例检查报告模板，列出要改的地方")
    act.add_argument("--copy", metavar="新名称", help="复制成我的模板")
    act.add_argument("--import", dest="source", type=Path, metavar="文件.docx", help="导入报告模板")
    act.add_argument("--export", type=Path, metavar="文件", help="导出报告模板（.docx）或空白表（.xlsx）")
    act.add_argument("--remove", action="store_true", help="删除我的模板")
    act.add_argument("--tags", action="store_true", help="标签怎样写，有哪些名称可用")
