"""What differs between two versions of a workbook file, found without any code of the program.

An independent judge of the lossless save: zip records are compared byte by byte, touched parts
element by element in their canonical form, and every difference that an edit of the given cells
does not explain is told.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

Place = tuple[int, int]
Element = etree._Element
_CELL = re.compile(r"([A-Za-z]+)([0-9]+)")


@dataclass
class Comparison:
    """Two versions of one file; `differences` are those that the edits do not explain."""

    before: bytes
    after: bytes
    targets: Mapping[str, set[Place]]
    differences: list[str] = field(default_factory=list)

    def run(self) -> list[str]:
        """The differences, each in a sentence."""
        with zipfile.ZipFile(io.BytesIO(self.before)) as old, zipfile.ZipFile(io.BytesIO(self.after)) as new:
            if new.testzip() is not None:
                self._tell("a damaged member")
            self._compare_members(old, new)
            self._compare_touched(old, new)
        return self.differences

    def _tell(self, what: str) -> None:
        self.differences.append(what)

    def _compare_members(self, old: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
        old_raw, new_raw = dict(raw_members(self.before, old)), dict(raw_members(self.after, new))
        order = [name for name in new_raw if name in old_raw]
        if order != [name for name in old_raw if name in new_raw]:
            self._tell("members changed their order")
        if list(new_raw)[: len(order)] != order:
            self._tell("new members do not stand last")
        self.touched = [name for name in order if old_raw[name] != new_raw[name]]
        self.added = [name for name in new_raw if name not in old_raw]
        self.gone = [name for name in old_raw if name not in new_raw]
        for name in self.gone:
            if not name.lower().endswith("calcchain.xml"):
                self._tell(f"{name} is gone")
        for name in self.added:
            if not re.search(r"(sharedStrings|styles)[0-9]*\.xml$", name):
                self._tell(f"{name} is new")

    def _compare_touched(self, old: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
        names = sheet_names(old)
        for name in self.touched:
            first, second = _root(old.read(name)), _root(new.read(name))
            kind = etree.QName(first).localname
            if kind == "worksheet":
                self._compare_sheets(name, first, second, self.targets.get(names.get(_key(name), ""), set()))
            elif kind == "workbook":
                self._compare_but(name, first, second, "calcPr", {"fullCalcOnLoad"})
            elif kind == "sst":
                self._compare_grown(name, first, second, ("si",))
            elif kind == "styleSheet":
                self._compare_styles(name, first, second)
            elif kind in ("Types", "Relationships"):
                self._compare_lists(name, first, second)
            elif kind == "calcChain":
                self._compare_chains(name, first, second, names)
            else:
                self._tell(f"{name} ({kind}) was touched")

    def _compare_but(self, name: str, old: Element, new: Element, child: str, attributes: set[str]) -> None:
        """Equal but for attributes of one child, which may also be new."""
        for root in (old, new):
            for element in [one for one in _children(root) if etree.QName(one).localname == child]:
                for attribute in attributes:
                    element.attrib.pop(attribute, None)
                if not element.attrib and not len(element):
                    _without(root, element)
        if canonical(old) != canonical(new):
            self._tell(f"{name} differs beyond {child}")

    def _compare_grown(self, name: str, old: Element, new: Element, kinds: Sequence[str]) -> None:
        """Equal but for children of some kinds appended, and what counts them."""
        first = [one for one in _children(old) if etree.QName(one).localname in kinds]
        second = [one for one in _children(new) if etree.QName(one).localname in kinds]
        for one in second[len(first) :]:
            _without(new, one)
        for root in (old, new):
            for count in ("count", "uniqueCount"):
                root.attrib.pop(count, None)
        if canonical(old) != canonical(new):
            self._tell(f"{name} differs beyond what was appended")

    def _compare_styles(self, name: str, old: Element, new: Element) -> None:
        kinds = {"numFmts": "numFmt", "cellXfs": "xf"}
        own = {etree.QName(one).localname: one for one in _children(old)}
        for one in list(_children(new)):
            kind = etree.QName(one).localname
            if kind in kinds and kind in own:
                self._compare_grown(f"{name} {kind}", own[kind], one, (kinds[kind],))
                _without(old, own[kind])
                _without(new, one)
            elif kind not in own:
                _without(new, one)
        if canonical(old) != canonical(new):
            self._tell(f"{name} differs beyond formats")

    def _compare_lists(self, name: str, old: Element, new: Element) -> None:
        first, second = [canonical(one) for one in _children(old)], [canonical(one) for one in _children(new)]
        lost = [one for one in first if one not in second]
        more = [one for one in second if one not in first]
        if any(b"calcchain" not in one.lower() for one in lost):
            self._tell(f"{name} lost {lost}")
        if any(not re.search(rb"sharedStrings|styles|xml", one) for one in more):
            self._tell(f"{name} gained {more}")
        if [one for one in second if one in first] != [one for one in first if one in second]:
            self._tell(f"{name} changed its order")

    def _compare_chains(self, name: str, old: Element, new: Element, names: Mapping[str, str]) -> None:
        gone = set(_chain(old)) - set(_chain(new))
        places = {place for places in self.targets.values() for place in places}
        if set(_chain(new)) - set(_chain(old)) or any(_place(cell) not in places for _, cell in gone):
            self._tell(f"{name} differs beyond the edited cells")

    def _compare_sheets(self, name: str, old: Element, new: Element, targets: set[Place]) -> None:
        old_data, new_data = _child(old, "sheetData"), _child(new, "sheetData")
        if old_data is None or new_data is None:
            self._tell(f"{name} has no data")
            return
        self._compare_rows(name, list(_rows(old_data)), list(_rows(new_data)), targets)
        for root, data in ((old, old_data), (new, new_data)):
            text = data.tail
            for child in list(data):
                data.remove(child)
            data.text, data.tail = None, text
            dimension = _child(root, "dimension")
            if dimension is not None and targets:
                dimension.attrib.pop("ref", None)
        if canonical(old) != canonical(new):
            self._tell(f"{name} differs outside its cells")

    def _compare_rows(
        self, name: str, old: list[tuple[int, Element]], new: list[tuple[int, Element]], targets: set[Place]
    ) -> None:
        known = [number for number, _ in old]
        more = {row for row, _ in targets} - set(known)
        kept = [(number, row) for number, row in new if number not in more]
        if [number for number, _ in kept] != known:
            self._tell(f"{name} has other rows")
            return
        numbers = [number for number, _ in new]
        if known == sorted(known) and numbers != sorted(numbers):
            self._tell(f"{name} has rows out of order")
        self.filled = [
            (*_place(ends[0]), *_place(ends[-1]))
            for number, row in old
            for _, cell in _cells(number, row)
            if (formula := _formula(cell)) is not None and formula.get("t") in ("array", "dataTable")
            for ends in [formula.get("ref", "A1").replace("$", "").split(":")]
        ]
        masters = {
            formula.get("si"): place
            for number, row in old
            for place, cell in _cells(number, row)
            if (formula := _formula(cell)) is not None and formula.text
        }
        for (number, first), (_, second) in zip(old, kept, strict=True):
            self._compare_row(name, number, first, second, (targets, masters))

    def _compare_row(
        self,
        name: str,
        number: int,
        old: Element,
        new: Element,
        explained: tuple[set[Place], Mapping[str | None, Place]],
    ) -> None:
        targets, masters = explained
        first, second = dict(old.attrib), dict(new.attrib)
        if any(row == number for row, _ in targets):
            first.pop("spans", None)
            second.pop("spans", None)
        if first != second:
            self._tell(f"{name} row {number} has other attributes")
        old_cells, new_cells = list(_cells(number, old)), list(_cells(number, new))
        if [place for place, _ in old_cells if place not in targets] != [
            place for place, _ in new_cells if place not in targets
        ]:
            self._tell(f"{name} row {number} has other cells")
            return
        changed = dict(new_cells)
        for place, cell in old_cells:
            if place in targets:
                if place not in changed:
                    self._tell(f"{name} lost {place}")
            elif canonical(cell) != canonical(changed[place]):
                self._compare_formula(name, place, (cell, changed[place]), targets, masters)

    def _compare_formula(
        self,
        name: str,
        place: Place,
        cells: tuple[Element, Element],
        targets: set[Place],
        masters: Mapping[str | None, Place],
    ) -> None:
        """A formula may have another result, and its own text where its master was overwritten."""
        old, new = _formula(cells[0]), _formula(cells[1])
        is_filled = any(
            top <= place[0] <= bottom and left <= place[1] <= right
            for top, left, bottom, right in self.filled
        )
        if old is None and new is None and is_filled and _child(cells[1], "v") is None:
            return
        if old is None or new is None:
            self._tell(f"{name} {place} was changed")
            return
        unshared = old.get("t") == "shared" and masters.get(old.get("si")) in targets
        if canonical(old) != canonical(new) and not (unshared and new.text and not new.attrib):
            self._tell(f"{name} {place} has another formula")
        for cell in cells:
            cell.attrib.pop("t", None)
            for child in list(cell):
                if etree.QName(child).localname in ("v", "f"):
                    cell.remove(child)
        if canonical(cells[0]) != canonical(cells[1]):
            self._tell(f"{name} {place} differs beyond its result")


def differences(before: bytes, after: bytes, targets: Mapping[str, set[Place]]) -> list[str]:
    """What an edit of the target cells, given by sheet, does not explain."""
    return Comparison(before, after, targets).run()


def raw_members(data: bytes, archive: zipfile.ZipFile) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Everything about each member as it lies in the file, its compressed bytes included."""
    for info in archive.infolist():
        name_size, extra_size = struct.unpack_from("<HH", data, info.header_offset + 26)
        start = info.header_offset + 30 + name_size + extra_size
        about = (info.date_time, info.compress_type, info.flag_bits, info.CRC, info.file_size)
        outside = (info.external_attr, info.internal_attr, info.create_system, info.comment)
        yield info.orig_filename, (*about, *outside, data[start : start + info.compress_size])


def sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """The sheets' names by their part, as the workbook's own relations tell them."""
    parts = {_key(name): name for name in archive.namelist()}
    main = next(target for kind, target, _ in _relations(archive, parts, "") if kind == "officeDocument")
    targets = {identifier: target for _, target, identifier in _relations(archive, parts, main)}
    found = {}
    for element in _root(archive.read(parts[main])).iter("{*}sheet"):
        identifier = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
        if identifier in targets:
            found[targets[identifier]] = element.get("name", "")
    return found


def _relations(
    archive: zipfile.ZipFile, parts: Mapping[str, str], part: str
) -> Iterator[tuple[str, str, str]]:
    folder, _, name = part.rpartition("/")
    path = parts.get(f"{folder}/_rels/{name}.rels".lstrip("/"))
    if path is None:
        return
    for element in _root(archive.read(path)):
        if not isinstance(element.tag, str):
            continue
        target = unquote(element.get("Target", "").replace("\\", "/"))
        target = target if target.startswith("/") else f"/{folder}/{target}"
        kind = element.get("Type", "").rpartition("/")[2]
        yield kind, _key(posixpath.normpath(target)), element.get("Id", "")


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def canonical(element: Element) -> bytes:
    """The element in its canonical form, without what follows it."""
    tail, element.tail = element.tail, None
    text: bytes = etree.tostring(element, method="c14n", with_comments=True)
    element.tail = tail
    return text


def _root(data: bytes) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(data, parser)


def _children(element: Element) -> Iterator[Element]:
    return (child for child in element if isinstance(child.tag, str))


def _child(element: Element, name: str) -> Element | None:
    return next((child for child in _children(element) if etree.QName(child).localname == name), None)


def _formula(cell: Element) -> Element | None:
    return _child(cell, "f")


def _without(parent: Element, child: Element) -> None:
    """Remove a child and keep the text behind it."""
    tail, before = child.tail or "", child.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail or None
    else:
        parent.text = (parent.text or "") + tail or None
    parent.remove(child)


def _rows(data: Element) -> Iterator[tuple[int, Element]]:
    number = 0
    for row in _children(data):
        number = int(row.get("r", number + 1))
        yield number, row


def _cells(number: int, row: Element) -> Iterator[tuple[Place, Element]]:
    column = 0
    for cell in _children(row):
        reference = cell.get("r")
        place = (number, column + 1) if reference is None else _place(reference)
        column = place[1]
        yield place, cell


def _place(reference: str) -> Place:
    match = _CELL.fullmatch(reference)
    assert match is not None, reference
    column = 0
    for letter in match.group(1).upper():
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)), column


def _chain(root: Element) -> Iterator[tuple[str, str]]:
    sheet = ""
    for entry in _children(root):
        sheet = entry.get("i", sheet)
        yield sheet, entry.get("r", "")
