"""A small XML part as a tree: what styles, drawings and conditional formats are read from.

Bounded as every part is; names are local, since makers choose prefixes as they like.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from perfdesk.reading.package import Package
from perfdesk.reading.xml_part import TreeBound, local_name, parse_part

FALSE = ("0", "false", "none")


def whole(text: str | None, missing: int = 0) -> int:
    """A whole number of the markup where only the looks stand on it; `missing` for none, or for odd text."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else missing


@dataclass
class Node:
    """An element of a part, by its local name; `text` is what stands in it outside its children."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def child(self, *names: str) -> Node:
        """The first child of that name, of its first such child for a longer path; else an empty node."""
        node = self
        for name in names:
            node = next((child for child in node.children if child.name == name), Node(name))
        return node

    def all(self, *names: str) -> list[Node]:
        """Every element of the last name below the path of the others."""
        return [child for child in self.child(*names[:-1]).children if child.name == names[-1]]

    def has(self, name: str) -> bool:
        """Whether a switch such as `<b/>` is on."""
        node = next((child for child in self.children if child.name == name), None)
        return node is not None and node.attributes.get("val", "1") not in FALSE

    def below(self) -> Iterator[Node]:
        """The element and all below it, in their order."""
        yield self
        for child in self.children:
            yield from child.below()


class TreeMaker:
    """Builds the tree of an element from the events of a parser."""

    def __init__(self, name: str) -> None:
        self._root = Node("")
        self._path = [self._root]
        self._bound = TreeBound(name)

    @property
    def is_open(self) -> bool:
        """Whether an element has begun and not ended."""
        return len(self._path) > 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._bound.open()
        node = Node(local_name(tag), attributes)
        self._path[-1].children.append(node)
        self._path.append(node)

    def end(self, tag: str) -> None:
        """An element ends; of alternatives the plain one stays, as others' choices are not understood."""
        self._bound.close()
        node = self._path.pop()
        if node.name == "AlternateContent":
            plain = node.child("Fallback").children or node.child("Choice").children
            self._path[-1].children[-1:] = plain

    def text(self, content: str) -> None:
        """Text within an element."""
        self._path[-1].text += content

    def trees(self) -> list[Node]:
        """The elements that have begun at the top."""
        return self._root.children


def parse_tree(package: Package, name: str) -> Node:
    """The root element of a part; raises FileFault for broken XML and beyond the limits."""
    maker = TreeMaker(name)
    parse_part(package.read(name), name, maker.start, maker.end, maker.text)
    return maker.trees()[0]
