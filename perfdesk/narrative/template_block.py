"""What a report template is made of: paragraphs, tables, conditions and loops.

Below the words of the templates (`template_text`, `account_text`) and `template_builder`.
"""

from __future__ import annotations

from dataclasses import dataclass

Line = tuple[str, str]
"""Style id (empty for the body style) and text of one paragraph."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: widths of its columns in millimetres, heading, and the further rows with their tags.

    Attributes:
        rows: texts of cells; a line feed parts paragraphs.
        texts: columns of running text, set from the left; others are centred.
        is_kept: it stays on one page, with what follows it; for short tables alone.
    """

    widths: tuple[int, ...]
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: frozenset[int] = frozenset()
    is_kept: bool = False


Block = Line | Table


def rows_of(loop: str, *cells: str) -> tuple[tuple[str, ...], ...]:
    """A row of cells once for each item of the loop; the tags in rows of their own."""
    rest = ("",) * (len(cells) - 1)
    return ((f"{{%tr for {loop} %}}", *rest), cells, ("{%tr endfor %}", *rest))


def when(condition: str, *blocks: Block, otherwise: tuple[Block, ...] = ()) -> tuple[Block, ...]:
    """The blocks where the condition holds, else the others; the tags in paragraphs of their own."""
    other: tuple[Block, ...] = (("", "{%p else %}"), *otherwise) if otherwise else ()
    return (("", f"{{%p if {condition} %}}"), *blocks, *other, ("", "{%p endif %}"))


def each_of(loop: str, *blocks: Block) -> tuple[Block, ...]:
    """The blocks once for each item of the loop, such as `项目 in 项目列表`."""
    return (("", f"{{%p for {loop} %}}"), *blocks, ("", "{%p endfor %}"))
