"""A region of a sheet as rows of labelled blocks: what every recognizer looks at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from perfdesk.core.grid import EMPTY_CELL, Block, Grid, address
from perfdesk.core.value import Value
from perfdesk.recognition.literal import understand
from perfdesk.recognition.vocabulary import PART, label_key, meaning, meaning_in_parts, words

# A line above a table holds several labels, set apart by blanks.
_GAP = re.compile(r"(?<![:：\s])(?: {2,}| *[\t　]\s*)(?![:：\s])")


_EMPTY_COLUMNS = 3
_TITLE_ROWS = 4  # titles of forms side by side stand in one of the first rows
_LABELS = ("header", "amount", "summary")


@dataclass(frozen=True, slots=True)
class Label:
    """A block with words in it."""

    block: Block
    text: str

    @property
    def key(self) -> str:
        """The words as compared with the vocabulary."""
        return label_key(self.text)


@dataclass(frozen=True)
class Region:
    """The part of a sheet that one form fills."""

    grid: Grid
    block: Block

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows of the region in which words begin; a cell far below costs nothing."""
        return tuple(sorted(self._labels))

    def blocks(self, row: int) -> Iterator[Block]:
        """The blocks that the row crosses, from left to right."""
        return self.grid.blocks_in_row(row, self.block.left, self.block.right)

    def text(self, block: Block) -> str:
        """What the block says, stripped."""
        return self.grid.cells.get((block.top, block.left), EMPTY_CELL).text.strip()

    def value(self, block: Block) -> Value:
        """What the block says, with its place."""
        place = block.top, block.left
        known = self._values.get(place)
        if known is None:
            known = self._values[place] = understand(self.grid.cells.get(place, EMPTY_CELL), block.address)
        return known

    def at(self, row: int, column: int) -> Value:
        """What the cell says, or the merge that covers it."""
        place = (row, column) if row not in self._merged else self.grid.anchor(row, column)
        known = self._values.get(place)
        if known is None:
            cell, where = self.grid.cells.get(place), address(*place)
            known = self._values[place] = Value(where) if cell is None else understand(cell, where)
        return known

    @cached_property
    def _merged(self) -> frozenset[int]:
        return frozenset(row for block in self.grid.merges for row in range(block.top, block.bottom + 1))

    @cached_property
    def _values(self) -> dict[tuple[int, int], Value]:
        """Values already understood: several readers look at each cell."""
        return {}

    @cached_property
    def _labels(self) -> dict[int, list[Label]]:
        table: dict[int, list[Label]] = {}
        inside = self.block
        # Most stored cells are empty: only the others are put in order.
        filled = [
            (place, text)
            for place, cell in self.grid.cells.items()
            if cell.text and inside.contains(*place) and (text := cell.text.strip())
        ]
        for place, text in sorted(filled):
            block = self.grid.block_at(*place)
            if (block.top, block.left) == place:
                table.setdefault(place[0], []).append(Label(block, text))
        return table

    def labels(self, row: int) -> list[Label]:
        """The blocks with words that begin in the row."""
        return self._labels.get(row, [])

    def all_labels(self) -> Iterator[Label]:
        """Every block with words, row by row."""
        for row in sorted(self._labels):
            yield from self._labels[row]

    @cached_property
    def worded(self) -> tuple[Label, ...]:
        """The blocks that hold words rather than a stored number, row by row."""
        cells = self.grid.cells
        return tuple(
            label for label in self.all_labels() if cells[label.block.top, label.block.left].number is None
        )

    @cached_property
    def caption(self) -> tuple[Label, ...]:
        """The lines above a document's table, in pieces; they stand for the table's first cell.

        Only the first region of a grid has them.
        """
        block = self.grid.block_at(self.block.top, self.block.left)
        if self.block.top != self.grid.used.top:
            return ()
        return tuple(Label(block, piece) for line in self.grid.caption for piece in caption_pieces(line))

    def heads_indicators(self, row: int) -> bool:
        """Whether the row heads an indicator table."""
        known = self._heads.get(row)
        if known is None:
            known = self._heads[row] = is_indicator_header(self.labels(row))
        return known

    @cached_property
    def _heads(self) -> dict[int, bool]:
        """Rows already judged; the words of one layout hold for as long as the region."""
        return {}

    def right_of(self, block: Block) -> Block | None:
        """The block that follows in the same row, or None at the edge of the region."""
        if block.right >= self.block.right:
            return None
        first = beside = self.grid.block_at(block.top, block.right + 1)
        for _ in range(_EMPTY_COLUMNS):
            # A column in which nothing begins is a gap somebody left, not an empty answer.
            if self.text(beside) or beside.left in self._columns or beside.right >= self.block.right:
                break
            beside = self.grid.block_at(block.top, beside.right + 1)
        text = self.text(beside)
        return beside if text and not any(meaning(section, text) for section in _LABELS) else first

    @cached_property
    def _columns(self) -> frozenset[int]:
        return frozenset(label.block.left for label in self.all_labels())

    def section_of(self, row: int) -> Block | None:
        """The tall block at the left that names the section the row belongs to, if any."""
        block = self.grid.block_at(row, self.block.left)
        return block if block.bottom > block.top else None


def split(grid: Grid) -> tuple[Region, ...]:
    """The regions of a sheet, one per form: from left to right, then from top to bottom."""
    whole = Region(grid, grid.used)
    return tuple(region for part in _side_by_side(whole) for region in _stacked(part))


def _side_by_side(whole: Region) -> tuple[Region, ...]:
    """The sheet's parts where two titles stand in one row with a blank between them; else the whole."""
    used = whole.block
    for row in whole.rows[:_TITLE_ROWS]:
        titles = [label.block for label in whole.labels(row) if is_title(label.text)]
        if len(titles) < 2:
            continue
        lefts = [used.left, *(block.left for block in titles[1:])]
        rights = [*(left - 1 for left in lefts[1:]), used.right]
        if any(_crosses(whole, left) for left in lefts[1:]):
            return (whole,)
        return tuple(
            Region(whole.grid, Block(used.top, left, used.bottom, right))
            for left, right in zip(lefts, rights, strict=True)
        )
    return (whole,)


def _crosses(whole: Region, column: int) -> bool:
    """Whether a block with words reaches over the line left of the column."""
    return any(label.block.left < column <= label.block.right for label in whole.worded)


def _stacked(whole: Region) -> tuple[Region, ...]:
    """The forms of a part one under the other, cut where a new title follows an indicator table."""
    used = whole.block
    cuts = [used.top]
    has_body = False
    for row in whole.rows:
        labels = whole.labels(row)
        if has_body and len(labels) == 1 and is_title(labels[0].text):
            cuts.append(row)
            has_body = False
        has_body = has_body or whole.heads_indicators(row)
    if len(cuts) == 1:
        return (whole,)
    ends = [*(cut - 1 for cut in cuts[1:]), used.bottom]
    return tuple(
        Region(whole.grid, Block(top, used.left, bottom, used.right))
        for top, bottom in zip(cuts, ends, strict=True)
    )


def caption_pieces(line: str) -> list[str]:
    """The labels of a line above a table; a title may be spaced out letter by letter and stays whole."""
    return [line] if is_title(line) else _GAP.split(line)


def is_title(text: str) -> bool:
    """Whether the words are the title of a form; the label of a total such as 绩效自评总得分 is none."""
    if meaning("summary", text) is not None:
        return False
    return kind_in(text) is not None and len(text) < 60 and "。" not in text


def kind_in(text: str) -> str | None:
    """The kind of form that a title names, by the longest of the words found in it; or None."""
    key = label_key(text.translate(_UNBRACKETED))
    found = [(len(word), kind) for word, kind in _title_words() if word in key]
    weight, inferred = meaning_in_parts("title", key)
    return max([*found, (weight, inferred)])[1] if inferred is not None else max(found, default=(0, None))[1]


_UNBRACKETED = str.maketrans("", "", '()（）“”"')


@cache
def _title_words() -> tuple[tuple[str, str], ...]:
    return tuple(
        (label_key(word), kind)
        for kind, listed in words("title").items()
        for word in listed
        if PART not in word
    )


def is_indicator_header(labels: list[Label]) -> bool:
    """Whether the row heads an indicator table."""
    worded = [label for label in labels if not label.text[0].isdigit()]
    if len(worded) < 2:
        return False
    found = {meaning("indicator", label.text) for label in worded}
    levels = found & {"level1", "level2", "level3"}
    values = found & {"target", "actual", "weight", "score"}
    if len(levels) >= 2 or ("level3" in found and bool(found & {"target", "actual"})):
        return True
    vague = [meaning("indicator_weak", label.text) for label in worded]
    if not {"level1", "level3"} & set(vague):
        return False
    # 评价内容 | 指标 | 计划 | 实际 | 分值 | 得分: words as vague as these count beside plain ones.
    weak = set(vague) & {"target", "actual"}
    return len(values) >= 3 or (len(values) == 2 and len(values | weak) >= 4)
