"""What is wrong with a report template, said with paragraph, text and the nearest right name.

Two sources meet here: `lint` reads a part's paragraphs before anything is rendered, and
`explain` turns what Jinja raised into Chinese. `engine` puts the place before both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from html import unescape

PARAGRAPH = re.compile(r"<w:p(?=[ />])")
_TEXT = re.compile(r"<w:t(?: [^>]*)?>(.*?)</w:t>", re.DOTALL)
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_STATEMENT = re.compile(r"\{%[-+]?\s*(?:(p|tr|tc|r)\s+)?([^\s%]+)")
_WIDE_BRACES = re.compile(r"｛[｛{%％]|\{[｛％]|[｝}%％]｝|％\}|｛％|％｝")
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|‘[^’]*’")
_WIDE = dict(zip("｜（），．：＝＞＜＋－＊／［］＿％", "|(),.:=><+-*/[]_%", strict=True))
_BLOCKS = ("for", "if", "macro", "call", "filter", "with")
_STATEMENTS = (*_BLOCKS, "else", "elif", "set", *(f"end{name}" for name in _BLOCKS))
_QUOTED = re.compile("“([^”]+)”")
_LONGEST_SHOWN, _SHOWN_BEFORE = 60, 25
_STRUCTURE = re.compile(r"<w:tc(?=[ >])|</w:tc>|<w:p(?=[ />])")
_ACROSS = (
    "“{0}”从这个单元格跨到了第{1}段所在的单元格：按行重复请写成 {{%tr {0} … %}} 和 {{%tr end{0} %}}，"
    "各占表格的一行；只管一格的内容请在同一格里结束。"
)


class TemplateSlip(Exception):
    """A slip of the template found while it is carried out; the text is the message."""


_QUOTED = re.compile("“([^”]+)”")
_LONGEST_SHOWN, _SHOWN_BEFORE = 60, 25


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """One problem: number of the paragraph from 1, its text, and what to do."""

    paragraph: int
    text: str
    message: str

    def said(self, part: str) -> str:
        """The problem with its place, such as 正文第3段“…”：…."""
        return f"{part}第{self.paragraph}段“{self._shown}”：{self.message}"

    @property
    def _shown(self) -> str:
        """The paragraph's text; of a long one the stretch with the words that the message quotes."""
        if len(self.text) <= _LONGEST_SHOWN:
            return self.text
        quoted = (word for word in _QUOTED.findall(self.message) if word in self.text)
        begin = max(self.text.find(next(quoted, self.text)) - _SHOWN_BEFORE, 0)
        end = begin + _LONGEST_SHOWN
        return f"{'……' if begin else ''}{self.text[begin:end]}{'……' if end < len(self.text) else ''}"


def paragraph_texts(xml: str) -> list[str]:
    """The text of each paragraph of a part, in its order."""
    return ["".join(unescape(text) for text in _TEXT.findall(piece)) for piece in PARAGRAPH.split(xml)[1:]]


def paragraph_cells(xml: str) -> list[int]:
    """The number of the table cell that each paragraph of a part stands in, from 1; 0 outside of tables."""
    cells: list[int] = []
    inside: list[int] = []
    count = 0
    for match in _STRUCTURE.finditer(xml):
        if match.group().startswith("</"):
            inside = inside[:-1]
        elif match.group().startswith("<w:tc"):
            count += 1
            inside.append(count)
        else:
            cells.append(inside[-1] if inside else 0)
    return cells


def across_cells(texts: Sequence[str], cells: Sequence[int]) -> Iterator[TemplateProblem]:
    """Blocks that begin in one table cell and end in another or outside, though they repeat no row."""
    begun: list[tuple[str, int, int]] = []
    for number, (text, cell) in enumerate(zip(texts, cells, strict=True), 1):
        for tag in _TAG.findall(text):
            match = _STATEMENT.match(tag)
            word = match.group(2) if match else ""
            if match is None or match.group(1) in ("tr", "tc"):
                continue
            if word in _BLOCKS:
                begun.append((word, cell, number))
            elif word.startswith("end") and begun:
                opened, its_cell, first = begun.pop()
                if its_cell != cell:
                    yield TemplateProblem(first, texts[first - 1], _ACROSS.format(opened, number))


def lint(texts: Sequence[str]) -> Iterator[TemplateProblem]:
    """Faults that Jinja would print as they are, swallow, or report in the wrong place."""
    if any(re.search(r"\{%[-+]?\s*raw\b", text) for text in texts):
        return
    found = False
    for number, text in enumerate(texts, 1):
        for message in _paragraph_faults(text):
            found = True
            yield TemplateProblem(number, text, message)
            break
    if not found:
        yield from _unbalanced(texts)


def _paragraph_faults(text: str) -> Iterator[str]:
    if match := _WIDE_BRACES.search(text):
        yield f"“{match.group()}”是全角符号，标签要用半角的 {{{{ }}}} 或 {{% %}}。"
    rest = _TAG.sub("", text)
    if match := re.search(r"\{\{|\}\}|\{%|%\}", rest):
        yield f"“{match.group()}”没有配对，标签要在同一段内写完整。"
    for tag in _TAG.findall(text):
        yield from _tag_faults(tag, text)


def _tag_faults(tag: str, text: str) -> Iterator[str]:
    if tag.startswith("{#"):
        return
    inner = tag[2:-2]
    for letter in _LITERAL.sub("", inner):
        if letter in _WIDE:
            yield f"标签里的“{letter}”是全角符号，请改为半角的“{_WIDE[letter]}”。"
    match = re.match(r"[-+]?(p|tr|tc|r)(\w+)", inner)
    if match and match.group(2) in _STATEMENTS:
        kind, word = match.groups()
        yield f"“{kind}”和“{word}”之间要空一格，写成 {{%{kind} {word} … %}}。"
    if re.match(r"[-+]?p\s", inner):
        if text.strip() != tag:
            yield f"“{tag}”要独占一段：这一段的其他文字会丢失，请另起一段。"
        if re.search(r"[%}]", inner):
            yield "这种标签里不能再出现“%”或“}”，请改写条件。"
    if tag.startswith("{{") and re.match(r"(p|tr|tc|r)\s+[^\W\d]", inner):
        yield f"“{tag}”里不要写“{inner[:2].strip()}”，直接写 {{{{ 名称 }}}}。"
    if tag.startswith("{%"):
        yield from _statement_faults(tag)


def _statement_faults(tag: str) -> Iterator[str]:
    match = _STATEMENT.match(tag)
    if match and match.group(2).isidentifier() and match.group(2) not in (*_STATEMENTS, "endset"):
        word = match.group(2)
        yield f"不认识的标签“{word}”{nearest(word, _STATEMENTS)}。"


def _unbalanced(texts: Sequence[str]) -> Iterator[TemplateProblem]:
    """Blocks without an end and ends without a beginning."""
    open_blocks: list[tuple[str, int]] = []
    for number, text in enumerate(texts, 1):
        for tag in _TAG.findall(text):
            match = _STATEMENT.match(tag)
            word = match.group(2) if match else ""
            if word in _BLOCKS:
                open_blocks.append((word, number))
            elif word.startswith("end") and word[3:] in _BLOCKS:
                if not open_blocks or open_blocks[-1][0] != word[3:]:
                    yield TemplateProblem(number, text, _wrong_end(word, open_blocks))
                    return
                open_blocks.pop()
    for word, number in open_blocks:
        yield TemplateProblem(number, texts[number - 1], f"“{word}”没有对应的“end{word}”，请在它后面补上。")


def _wrong_end(word: str, open_blocks: Sequence[tuple[str, int]]) -> str:
    if not open_blocks:
        return f"“{word}”前面没有对应的“{word[3:]}”，请删去或补上开头。"
    opened, number = open_blocks[-1]
    return f"这里应先结束第{number}段的“{opened}”（写“end{opened}”），而不是“{word}”。"


def nearest(name: str, names: Iterable[str]) -> str:
    """`，是否应为“得分”？` for the nearest known name, empty where none is near."""
    found = get_close_matches(name, [each for each in names if each != name], n=1, cutoff=0.5)
    return f"，最接近的是“{found[0]}”" if found else ""


def unknown_name(name: str, names: Iterable[str]) -> str:
    """The message for a name the report does not have."""
    return f"没有“{name}”这个名称{nearest(name, names)}。可用的名称见 resources/reports/README.md。"


_SYNTAX: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"No filter named '(.+?)'"), "没有过滤器“{0}”，请删去“|”及其后的内容"),
    (re.compile(r"No test named '(.+?)'"), "没有判断“{0}”，请改写条件"),
    (re.compile(r"Encountered unknown tag '(.+?)'"), "不认识的标签“{0}”"),
    (re.compile(r"unexpected char '(.+?)'"), "标签里有不能识别的字符“{0}”，是否误用了全角符号"),
    (re.compile(r"expected token '(.+?)', got '(.+?)'"), "标签写法有误：在“{1}”处应为“{0}”"),
    (re.compile(r"unexpected '(.+?)'"), "标签里多了“{0}”"),
    (re.compile(r"Unexpected end of template"), "标签没有写完整，缺少结束标签"),
)
_JINJA_WORDS = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "begin of print statement": "{{",
}


def explain_syntax(message: str) -> str:
    """What Jinja says of a syntax error, in Chinese."""
    for pattern, text in _SYNTAX:
        if match := pattern.search(message):
            return text.format(*(_JINJA_WORDS.get(word, word) for word in match.groups())) + "。"
    return f"标签写法有误（{message}）。"


def explain_error(error: BaseException) -> str:
    """What went wrong while a template was carried out, in Chinese."""
    if isinstance(error, TemplateSlip):
        return str(error)
    if isinstance(error, ZeroDivisionError):
        return "算式里除数为0。"
    if isinstance(error, RecursionError):
        return "宏反复调用自身，请改写。"
    if isinstance(error, MemoryError | OverflowError):
        return "生成的内容过大，请减少重复次数。"
    return f"标签里的运算不成立（{error}）；数字要取“.数值”才能比较和计算。"
