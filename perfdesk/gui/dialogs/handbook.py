"""The help as the window reads it: pages of Markdown below `resources/help/`, cut into sections.

`python -m perfdesk.gui.dialogs.handbook` writes the table of keys into the page on the desk, from the very
commands of the menus; a test fails when it is stale.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from perfdesk.core.resource import resource

DESK, RULES, PROFILES = "desk", "rules", "profiles"
_BEGIN, _END = "<!-- keys -->", "<!-- /keys -->"
_NAME = re.compile(r"^`\w+`\n+", re.MULTILINE)  # A rule's name in the program says nothing to a clerk.
_INFERRED = "标“推定”的取值没有公布的出处，由已公开的表推算。"
_REMARK = re.compile(r"<!--.*?-->\n?")


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of a page with what stands below it, in Markdown."""

    page: str
    chapter: str
    title: str
    text: str

    def holds(self, words: Sequence[str]) -> bool:
        """Whether every word is found in title or text."""
        whole = f"{self.title}\n{self.text}".casefold()
        return all(word in whole for word in words)


def help_folder() -> Path:
    """Where pages and pictures lie."""
    return resource("help")


def read_sections() -> tuple[Section, ...]:
    """Every section of every page, in their order."""
    return (*_cut(DESK), *_cut(RULES), *_profile_sections())


def _profile_sections() -> list[Section]:
    """Every profile that is known now, the user's own too, by the names its settings have on screen."""
    from perfdesk.core.fault import Fault
    from perfdesk.desks.profile_desk import choices, setting_lines
    from perfdesk.scoring.profile import known_profile

    sections = []
    for choice in choices():
        try:
            text = "\n".join(["| 项目 | 取值 | 依据 |", "|---|---|---|"])
            for each in setting_lines(known_profile(choice.identifier)):
                value = f"{each.value}（推定）" if each.is_inferred else each.value
                text += f"\n| {each.name} | {_cell(value)} | {_cell(each.source)} |"
        except Fault as fault:
            text = fault.message
        sections.append(Section(PROFILES, "评分规则", choice.name, f"{_INFERRED}\n\n{text}"))
    return sections


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _cut(page: str) -> list[Section]:
    text = _NAME.sub("", _REMARK.sub("", (help_folder() / f"{page}.md").read_text("utf-8")))
    head, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    chapter = head.strip().splitlines()[0].removeprefix("# ")
    pieces = [part.partition("\n") for part in parts]
    return [Section(page, chapter, title.strip(), body.strip()) for title, _, body in pieces]


def key_table() -> str:
    """Every command that has a key, menu by menu."""
    from perfdesk.gui.action import COMMANDS

    lines = ["| 键 | 命令 | 作用 |", "|---|---|---|"]
    lines += [
        f"| {command.shortcut.replace('Return', 'Enter')} | {command.words.rstrip('…')} | {command.tip} |"
        for command in COMMANDS
        if command.shortcut
    ]
    return "\n".join(lines)


def with_keys(text: str) -> str:
    """The page with the table of keys as it is now."""
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return f"{before}{_BEGIN}\n\n{key_table()}\n\n{_END}{after}"


if __name__ == "__main__":
    path = help_folder() / f"{DESK}.md"
    path.write_bytes(with_keys(path.read_text("utf-8")).encode())
