"""Comments of a sheet: the comments part and the drawing (VML) that gives each its box.

Part of the review copy. Comments that are there stay as they are; where a cell already
has one, the new words go behind the old ones. The boxes are sized to their text, since
Excel and WPS clip what does not fit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import MAX_COLUMN, MAX_ROW, Block
from perfdesk.writing.patching.markup import Element, Markup, quoted
from perfdesk.writing.patching.string_table import text_element

AUTHOR = "绩效审核"
_RUN = (
    '<{p}r><{p}rPr><{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="宋体"/><{p}charset val="134"/>'
    "</{p}rPr>{text}</{p}r>"
)
# Measures of a comment box in pixels: 宋体 9 pt, with room for the taller fonts of other programs.
_HALF_WIDTH, _LINE_HEIGHT, _MARGIN = 6, 18, 14
_NARROW, _WIDE, _MANY_LINES = 330, 520, 14
_NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_SHAPE_NUMBER = re.compile(rb"_x0000_s([0-9]{1,9})")
_BLOCK_DATA = re.compile(rb"""<o:idmap\b[^>]*\bdata\s*=\s*["']([0-9, ]+)["']""")
_SHAPES_PER_BLOCK = 1024


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment to be added: the block it belongs to (a cell or a merge) and its text."""

    block: Block
    text: str


@dataclass(frozen=True, slots=True)
class Ruler:
    """Sizes of a sheet in pixels, to say where on it a box of some size ends."""

    columns: Mapping[int, int]
    rows: Mapping[int, int]
    default_column: int = 64
    default_row: int = 20

    def anchor(self, block: Block, width: int, height: int) -> str:
        """A box beside the block, as the eight numbers of a VML anchor."""
        left = min(block.right + 1, MAX_COLUMN - 20)
        top = max(block.top - 1, 1)
        right, right_offset = _walk(self.columns, self.default_column, left, 12 + width, MAX_COLUMN)
        bottom, bottom_offset = _walk(self.rows, self.default_row, top, 4 + height, MAX_ROW)
        numbers = (left - 1, 12, top - 1, 4, right - 1, right_offset, bottom - 1, bottom_offset)
        return ", ".join(str(number) for number in numbers)


def _walk(sizes: Mapping[int, int], default: int, start: int, distance: int, last: int) -> tuple[int, int]:
    """The line (row or column) in which a distance from `start` ends, and the offset in it."""
    line = start
    while line < last and distance >= sizes.get(line, default):
        distance -= sizes.get(line, default)
        line += 1
    return line, distance


def display_width(text: str) -> int:
    """The width of a text in halves of a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def wrapped_lines(text: str, width: int) -> int:
    """How many lines a text fills when wrapped at `width` half characters."""
    # A Chinese character never straddles the edge, so one half of the width may stay unused.
    usable = max(width - 1, 1)
    return sum(max(1, -(-display_width(line) // usable)) for line in text.split("\n"))


def box_size(text: str) -> tuple[int, int]:
    """Width and height in pixels of a comment box that shows the whole text."""
    for width in (_NARROW, _WIDE):
        lines = wrapped_lines(text, (width - _MARGIN) // _HALF_WIDTH)
        if lines <= _MANY_LINES:
            break
    return width, lines * _LINE_HEIGHT + _MARGIN


def new_comment_part(space: str) -> bytes:
    """A comments part without comments."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<comments xmlns={quoted(space)}><authors></authors><commentList></commentList></comments>"
    ).encode()


def add_comments(data: bytes, part: str, comments: Sequence[Comment]) -> tuple[bytes, dict[str, str]]:
    """Add comments to a comments part.

    Returns:
        the new part, and the whole text by cell of those comments that were extended.
    """
    markup = Markup(data, part)
    root = markup.root
    authors, listing = root.child("authors"), root.child("commentList")
    if authors is None or listing is None:
        raise FileFault("corrupt", f"文件中的批注部件 {part} 已损坏：请在 Excel 或 WPS 中另存该文件后重试。")
    author = sum(1 for _ in authors.every("author"))
    present = {element.attributes.get("ref", ""): element for element in listing.every("comment")}
    extended: dict[str, str] = {}
    added = ""
    for comment in comments:
        cell = comment.block.address
        old = present.get(cell)
        text = None if old is None else old.child("text")
        if text is not None:
            extended[cell] = _extend(markup, text, comment.text)
        elif old is None:
            run = _RUN.format(p=root.prefix, text=text_element(comment.text, root.prefix))
            added += (
                f'<{root.prefix}comment ref="{cell}" authorId="{author}"><{root.prefix}text>{run}'
                f"</{root.prefix}text></{root.prefix}comment>"
            )
    if added:
        markup.append(authors, f"<{root.prefix}author>{AUTHOR}</{root.prefix}author>".encode())
        markup.append(listing, added.encode())
    return markup.result(), extended


def _extend(markup: Markup, text: Element, words: str) -> str:
    """Put a run behind the runs of a comment; returns the whole text."""
    runs = [child for child in text.children if child.name in {"r", "t"}]
    old = "".join(_words(markup, run) for run in runs)
    for run in runs:
        if run.name == "t":
            # A bare text cannot stand beside runs, so it becomes a run itself.
            markup.insert(run.start, f"<{run.prefix}r>".encode())
            markup.insert(run.end, f"</{run.prefix}r>".encode())
    new = _RUN.format(p=text.prefix, text=text_element(("\n\n" if old else "") + words, text.prefix))
    markup.place(text, new.encode(), frozenset({"rPh", "phoneticPr"}))
    return f"{old}\n\n{words}"


def _words(markup: Markup, run: Element) -> str:
    """The text of a run, good enough to measure it."""
    texts = [run] if run.name == "t" else list(run.every("t"))
    return "".join(markup.data[text.inner_start : text.inner_end].decode() for text in texts)


def used_blocks(data: bytes) -> set[int]:
    """The blocks of shape numbers that a VML drawing has taken."""
    found = _BLOCK_DATA.findall(data)
    return {int(number) for listing in found for number in listing.split(b",") if number.strip()}


def new_drawing_part(block: int) -> bytes:
    """A VML drawing without shapes that takes its shape numbers from a block of its own."""
    return (
        f"<xml {_NAMESPACES}>"
        f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout></xml>'
    ).encode()


_SHAPE_TYPE = (
    f'<v:shapetype {_NAMESPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def add_shapes(data: bytes, boxes: Mapping[Block, str], ruler: Ruler) -> bytes:
    """Add a hidden comment box for each block to a VML drawing.

    Spliced before the closing tag without reading the rest: VML written by older programs
    is often no well-formed XML.
    """
    end = data.rfind(b"</xml>")
    if end < 0:
        raise FileFault("corrupt", "文件中的批注图形部件已损坏：请在 Excel 或 WPS 中另存该文件后重试。")
    numbers = [int(number) for number in _SHAPE_NUMBER.findall(data)]
    numbers += [block * _SHAPES_PER_BLOCK for block in used_blocks(data)]
    first = max(numbers, default=_SHAPES_PER_BLOCK)
    shapes = "" if b'id="_x0000_t202"' in data else _SHAPE_TYPE
    for number, (block, text) in enumerate(boxes.items(), first + 1):
        shapes += _shape(number, block, text, ruler)
    return data[:end] + shapes.encode() + data[end:]


def _shape(number: int, block: Block, text: str, ruler: Ruler) -> str:
    width, height = box_size(text)
    return (
        f'<v:shape {_NAMESPACES} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
        f"margin-left:60pt;margin-top:4pt;width:{width * 3 // 4}pt;height:{height * 3 // 4}pt;"
        f'z-index:{number};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{ruler.anchor(block, width, height)}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{block.top - 1}</x:Row><x:Column>{block.left - 1}</x:Column></x:ClientData></v:shape>"
    )


def enlarge_shapes(
    data: bytes, part: str, texts: Mapping[Block, str], ruler: Ruler
) -> tuple[bytes, dict[Block, str]]:
    """Give the boxes of extended comments the size of their new text.

    A drawing that is no well-formed XML keeps its boxes as they are.

    Returns:
        the new drawing, and the blocks whose comment has no box yet, with the text.
    """
    if not texts:
        return data, {}
    try:
        markup = Markup(data, part)
    except FileFault:
        return data, {}
    by_place = {(block.top - 1, block.left - 1): block for block in texts}
    for element in markup.root.descendants():
        if element.name != "ClientData" or element.attributes.get("ObjectType") != "Note":
            continue
        block = by_place.pop((_whole(markup, element, "Row"), _whole(markup, element, "Column")), None)
        anchor = element.child("Anchor")
        if block is not None and anchor is not None and not anchor.closes_itself:
            place = ruler.anchor(block, *box_size(texts[block])).encode()
            markup.replace(anchor.inner_start, anchor.inner_end, place)
    return markup.result(), {block: texts[block] for block in by_place.values()}


def _whole(markup: Markup, element: Element, name: str) -> int:
    child = element.child(name)
    text = b"" if child is None else markup.data[child.inner_start : child.inner_end].strip()
    return int(text) if text.isdigit() else -1
