"""Letters on a page put into lines, and the lines of one cell into its text; rows count downward."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: the middle of its box, and half the box's extent to the sides."""

    text: str
    x: float
    y: float
    half_width: float
    height: float

    @property
    def left(self) -> float:
        """The left edge."""
        return self.x - self.half_width

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.half_width


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and where it ends."""

    text: str
    y: float
    right: float
    height: float


def lines_of(letters: Iterable[Letter]) -> Iterator[Line]:
    """The lines from top to bottom; wide gaps within a line become two blanks."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda each: each.y):
        if rows and letter.y - rows[-1][-1].y <= max(letter.height, rows[-1][-1].height) * 0.5:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    for row in rows:
        line = _line(sorted(row, key=lambda each: each.x))
        if line.text:
            yield line


def _line(row: Sequence[Letter]) -> Line:
    pieces: list[str] = []
    for before, letter in zip((None, *row), row, strict=False):
        if before is not None and letter.left - before.right > 1.5 * letter.height:
            pieces.append("  ")
        pieces.append(letter.text)
    filled = [letter for letter in row if letter.text.strip()] or row
    middle = sum(letter.y for letter in filled) / len(filled)
    return Line("".join(pieces).strip(), middle, filled[-1].right, max(letter.height for letter in filled))


def cell_text(letters: Iterable[Letter], right: float) -> str:
    """The text of a cell that ends at `right`; a line that runs to the edge goes on in the next."""
    text = ""
    before: Line | None = None
    for line in lines_of(letters):
        if before is not None:
            # Where there was room for more, the line was ended on purpose.
            text += "\n" if right - before.right > 1.9 * before.height else ""
        text += line.text
        before = line
    return text
