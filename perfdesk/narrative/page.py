"""A page as it is printed: letters, lines, links and headings at their places; nothing is decided here.

What `page_flow` makes and `pdf` writes. Points from the top left corner of the paper, y downward.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf

from perfdesk.narrative.page_line import Line, Piece
from perfdesk.narrative.page_text import Floating, Graphic, Paper


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of a line, the place of its first letter's foot."""

    x: float
    y: float
    piece: Piece


@dataclass(frozen=True, slots=True)
class Link:
    """A box on the page and the number of what it is linked with: a figure of the report, or a heading."""

    number: int
    box: Box


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the outline: level from 0, words, and where it stands."""

    level: int
    text: str
    top: float


@dataclass
class Page:
    """One page while it fills, and then as it is."""

    paper: Paper
    number: int = 0
    letters: list[Placed] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    fills: list[tuple[Box, str]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    jumps: list[Link] = field(default_factory=list)
    graphics: list[tuple[Box, Graphic]] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)

    def put(self, line: Line, left: float, top: float) -> None:
        """Set a line's pieces down, its top left corner there."""
        for piece in line.pieces:
            x = left + piece.x
            self.letters.append(Placed(x, top + line.base - piece.rise, piece))
            for links, number, gap in ((self.links, piece.link, 0.1), (self.jumps, piece.leads_to, inf)):
                if number is not None:
                    height = min(line.height, piece.look.size * 1.3)
                    middle = top + line.base - piece.look.size * 0.36
                    _add(links, Link(number, Box(x, middle - height / 2, piece.width, height)), gap)
        for x, graphic in line.graphics:
            box = Box(left + x, top + line.base - graphic.height, graphic.width, graphic.height)
            self.graphics.append((box, graphic))
        for floating in line.floating:
            self.graphics.append((_floated(floating, self.paper, top), floating.graphic))


def _floated(floating: Floating, paper: Paper, top: float) -> Box:
    """Where a floating graphic lies whose line begins at `top`."""
    width, height = floating.graphic.width, floating.graphic.height
    relative, distance = floating.across
    begin, room = (0.0, paper.width) if relative == "page" else (paper.left, paper.text_width)
    left = begin + (_aligned(distance, room, width) if isinstance(distance, str) else distance)
    relative, distance = floating.down
    begin, room = {"page": (0.0, paper.height), "margin": (paper.top, paper.text_height)}.get(
        relative, (top, height)
    )
    upper = begin + (_aligned(distance, room, height) if isinstance(distance, str) else distance)
    return Box(left, upper, width, height)


def _aligned(side: str, room: float, size: float) -> float:
    return {"center": (room - size) / 2, "right": room - size, "bottom": room - size}.get(side, 0.0)


def _add(links: list[Link], link: Link, gap: float) -> None:
    """Add a link; pieces linked alike on a line, no further apart than the gap, make one box."""
    if links:
        last = links[-1]
        is_beside = abs(last.box.left + last.box.width - link.box.left) < gap
        if last.number == link.number and last.box.top == link.box.top and is_beside:
            width = link.box.left + link.box.width - last.box.left
            links[-1] = replace(last, box=replace(last.box, width=width))
            return
    links.append(link)
