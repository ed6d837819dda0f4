"""Laid-out pages as the bytes of a PDF: letters that can be copied, embedded faces, an outline.

Last step of the PDF. Written by hand because the file needs little: pages, faces, an outline. There is no
date and no random number in it, so the same pages with the same faces give the same bytes. Every letter is
named in the file by its ordinary character, so that text copied out is Chinese and not radicals.
"""

from __future__ import annotations

import unicodedata
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from perfdesk.narrative.face import Embedded, Face
from perfdesk.narrative.page import Box, Heading, Page, Placed
from perfdesk.narrative.page_picture import Layer, layer
from perfdesk.narrative.page_text import Picture

_HEAD = b"%PDF-1.7\n%\xe5\xb7\xa5\xe4\xbd\x9c\n"
_RULE_WIDTH = 0.5
_BOLD_STROKE = 0.028
_CHUNK = 100


@dataclass
class _File:
    """The objects of the file; numbers are given out before the objects are written."""

    objects: list[bytes] = field(default_factory=list)

    def reserve(self) -> int:
        """A number for an object that is written later."""
        self.objects.append(b"")
        return len(self.objects)

    def put(self, content: str | bytes, number: int | None = None) -> int:
        """Write an object; returns its number."""
        number = number or self.reserve()
        self.objects[number - 1] = content.encode("latin-1") if isinstance(content, str) else content
        return number

    def stream(self, data: bytes, entries: str = "") -> int:
        """Write a compressed stream."""
        packed = zlib.compress(data, 6)
        head = f"<< /Length {len(packed)} /Filter /FlateDecode {entries}>>\nstream\n"
        return self.put(head.encode("latin-1") + packed + b"\nendstream")

    def bytes(self, root: int, info: int) -> bytes:
        """The whole file with its table of objects."""
        pieces, offsets, at = [_HEAD], [], len(_HEAD)
        for number, content in enumerate(self.objects, 1):
            piece = b"%d 0 obj\n%b\nendobj\n" % (number, content)
            offsets.append(at)
            at += len(piece)
            pieces.append(piece)
        count = len(self.objects) + 1
        rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        pieces.append(b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, rows))
        pieces.append(b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\n" % (count, root, info))
        pieces.append(b"startxref\n%d\n%%%%EOF\n" % at)
        return b"".join(pieces)


def write_pdf(pages: Sequence[Page], title: str) -> bytes:
    """The pages as a PDF file."""
    file = _File()
    faces = list(dict.fromkeys(placed.piece.face for page in pages for placed in page.letters))
    fonts = {face: (f"F{number}", face.embedded()) for number, face in enumerate(faces, 1)}
    named = " ".join(f"/{name} {_font(file, embedded)} 0 R" for name, embedded in fonts.values())
    pictures = _pictures(file, pages)
    images = f" /XObject << {' '.join(f'/P{each} {each} 0 R' for each in pictures.values())} >>"
    resources = file.put(f"<< /Font << {named} >>{images if pictures else ''} >>")
    tree = file.reserve()
    numbers = [file.reserve() for _ in pages]
    places = [place for page, number in zip(pages, numbers, strict=True) for place in _places(page, number)]
    for page, number in zip(pages, numbers, strict=True):
        content = file.stream(_content(page, fonts, pictures).encode("ascii"))
        box = f"[0 0 {_n(page.paper.width)} {_n(page.paper.height)}]"
        file.put(
            f"<< /Type /Page /Parent {tree} 0 R /MediaBox {box} "
            f"/Resources {resources} 0 R /Contents {content} 0 R{_jumps(page, places)} >>",
            number,
        )
    kids = " ".join(f"{number} 0 R" for number in numbers)
    file.put(f"<< /Type /Pages /Count {len(numbers)} /Kids [{kids}] >>", tree)
    headings = [heading for page in pages for heading in page.headings]
    outline = _outline(file, headings, places)
    shown = f"/Outlines {outline} 0 R /PageMode /UseOutlines " if outline else ""
    root = file.put(
        f"<< /Type /Catalog /Pages {tree} 0 R {shown}/Lang (zh-CN) "
        "/ViewerPreferences << /DisplayDocTitle true >> >>"
    )
    info = file.put(f"<< /Title {_text(title)} /Producer (PerfDesk) >>")
    return file.bytes(root, info)


def _n(number: float) -> str:
    """A number as PDF writes it, to a hundredth of a point."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    """A text for title and outline, in UTF-16."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def _pictures(file: _File, pages: Sequence[Page]) -> dict[bytes, int]:
    """Each picture once, however often it is printed; the numbers of their objects."""
    numbers: dict[bytes, int] = {}
    for page in pages:
        for _, graphic in page.graphics:
            if isinstance(graphic, Picture) and graphic.content not in numbers:
                found = layer(graphic.content)
                if found is not None:
                    numbers[graphic.content] = _image(file, found)
    return numbers


def _image(file: _File, image: Layer) -> int:
    mask = f"/SMask {_image(file, image.mask)} 0 R " if image.mask is not None else ""
    head = f"<< /Type /XObject /Subtype /Image {image.entries} {mask}/Length {len(image.data)} >>\nstream\n"
    return file.put(head.encode("latin-1") + image.data + b"\nendstream")


def _content(page: Page, fonts: dict[Face, tuple[str, Embedded]], pictures: Mapping[bytes, int]) -> str:
    """What is painted on a page: fills, pictures, rules, then letters in reading order."""
    height = page.paper.height
    painted = [
        f"{_colour(colour)} rg {_n(box.left)} {_n(height - box.top - box.height)} "
        f"{_n(box.width)} {_n(box.height)} re f"
        for box, colour in page.fills
    ]
    for box, graphic in page.graphics:
        if isinstance(graphic, Picture) and graphic.content in pictures:
            painted.append(f"q {_place(box, graphic.cut, height)} cm /P{pictures[graphic.content]} Do Q")
    painted += [f"0 G {_RULE_WIDTH} w"] if page.rules else []
    for left, top, right, foot in dict.fromkeys(page.rules):
        painted.append(f"{_n(left)} {_n(height - top)} m {_n(right)} {_n(height - foot)} l S")
    painted.append("BT")
    painted += _letters(page.letters, height, fonts)
    painted.append("ET")
    return "\n".join(painted)


def _place(box: Box, cut: tuple[float, float, float, float], height: float) -> str:
    """Where a picture is painted: its box, or a larger one of which only the box is seen."""
    left, top, right, bottom = cut
    foot = height - box.top - box.height
    wide, tall = box.width / (1 - left - right), box.height / (1 - top - bottom)
    place = f"{_n(wide)} 0 0 {_n(tall)} {_n(box.left - left * wide)} {_n(foot - bottom * tall)}"
    if not any(cut):
        return place
    return f"{_n(box.left)} {_n(foot)} {_n(box.width)} {_n(box.height)} re W n {place}"


def _letters(
    letters: Iterable[Placed], height: float, fonts: dict[Face, tuple[str, Embedded]]
) -> Iterable[str]:
    font, colour, stroke, gap = "", "0 0 0", "0 Tr", ""
    yield f"{colour} rg {stroke}"
    for placed in letters:
        piece = placed.piece
        name, embedded = fonts[piece.face]
        codes = "".join(f"{embedded.codes[letter]:04X}" for letter in piece.text)
        state = []
        if (wanted := f"/{name} {_n(piece.size)} Tf") != font:
            font = wanted
            state.append(wanted)
        if (wanted := _colour(piece.look.colour)) != colour:
            colour = wanted
            state.append(f"{wanted} rg {wanted} RG")
        wanted = f"2 Tr {_n(piece.size * _BOLD_STROKE)} w" if piece.look.is_bold else "0 Tr"
        if wanted != stroke:
            stroke = wanted
            state.append(wanted)
        if (wanted := f"{piece.extra:.3f} Tc") != gap:
            gap = wanted
            state.append(wanted)
        state.append(f"1 0 0 1 {_n(placed.x)} {_n(height - placed.y)} Tm <{codes}> Tj")
        yield " ".join(state)


def _colour(colour: str) -> str:
    """Six hexadecimal digits as PDF wants them; anything else is black."""
    try:
        return " ".join(_n(int(colour[at : at + 2], 16) / 255) for at in (0, 2, 4))
    except ValueError:
        return "0 0 0"


def _font(file: _File, embedded: Embedded) -> int:
    """A face as a composite font; the number of its object."""
    tag = _tag(embedded)
    if embedded.is_cff:
        program = file.stream(embedded.program, "/Subtype /CIDFontType0C ")
        kind, key, mapping = "CIDFontType0", "FontFile3", ""
    else:
        program = file.stream(embedded.program, f"/Length1 {len(embedded.program)} ")
        kind, key, mapping = "CIDFontType2", "FontFile2", "/CIDToGIDMap /Identity "
    box = " ".join(map(str, embedded.box))
    descriptor = file.put(
        f"<< /Type /FontDescriptor /FontName /{tag} /Flags 4 /FontBBox [{box}] /ItalicAngle 0 "
        f"/Ascent {embedded.ascent} /Descent {embedded.descent} /CapHeight 700 /StemV 80 "
        f"/{key} {program} 0 R >>"
    )
    widths = {embedded.codes[letter]: width for letter, width in embedded.widths.items()}
    listed = " ".join(f"{code} [{width}]" for code, width in sorted(widths.items()) if width != 1000)
    inner = file.put(
        f"<< /Type /Font /Subtype /{kind} /BaseFont /{tag} /FontDescriptor {descriptor} 0 R {mapping}"
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 /W [{listed}] >>"
    )
    unicode = file.stream(_to_unicode(embedded).encode("ascii"))
    return file.put(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{tag} /Encoding /Identity-H "
        f"/DescendantFonts [{inner} 0 R] /ToUnicode {unicode} 0 R >>"
    )


def _tag(embedded: Embedded) -> str:
    """The name of a subset begins with six letters that tell subsets apart."""
    number = zlib.crc32("".join(embedded.codes).encode("utf-8"))
    letters = "".join(chr(65 + number // 26**place % 26) for place in range(6))
    name = "".join(
        letter for letter in embedded.name if letter.isascii() and (letter.isalnum() or letter in "-_")
    )
    return f"{letters}+{name or 'Face'}"


def _to_unicode(embedded: Embedded) -> str:
    """Which character each glyph stands for; ordinary ones before the radicals that look like them."""
    meant: dict[int, str] = {}
    for letter, code in sorted(embedded.codes.items(), key=lambda pair: (_is_radical(pair[0]), pair[0])):
        meant.setdefault(code, unicodedata.normalize("NFKC", letter) if _is_radical(letter) else letter)
    rows = [
        f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in sorted(meant.items())
    ]
    chunks = [rows[at : at + _CHUNK] for at in range(0, len(rows), _CHUNK)]
    listed = "\n".join(f"{len(chunk)} beginbfchar\n{chr(10).join(chunk)}\nendbfchar" for chunk in chunks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{listed}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


def _is_radical(letter: str) -> bool:
    return "\u2e80" <= letter <= "\u2fdf"


def _places(page: Page, number: int) -> list[str]:
    """Where the headings of a page stand, as destinations."""
    return [f"/Dest [{number} 0 R /XYZ 0 {_n(page.paper.height - each.top)} 0]" for each in page.headings]


def _jumps(page: Page, places: Sequence[str]) -> str:
    """What a click on an entry of the contents does, for the page's own object."""
    height = page.paper.height
    links = []
    for jump in page.jumps:
        box = jump.box
        edges = (box.left, height - box.top - box.height, box.left + box.width, height - box.top)
        corners = " ".join(map(_n, edges))
        links.append(
            f"<< /Type /Annot /Subtype /Link /Border [0 0 0] /Rect [{corners}] {places[jump.number]} >>"
        )
    listed = " ".join(links)
    return f" /Annots [{listed}]" if listed else ""


def _outline(file: _File, headings: Sequence[Heading], places: Sequence[str]) -> int:
    """The headings as bookmarks; 0 where there are none."""
    if not headings:
        return 0
    root = file.reserve()
    objects = [file.reserve() for _ in headings]
    parents = _parents(headings)
    children: dict[int, list[int]] = {}
    for at, parent in enumerate(parents):
        children.setdefault(parent, []).append(at)
    for at, heading in enumerate(headings):
        siblings = children[parents[at]]
        place = bisect_left(siblings, at)
        links = _neighbours(siblings, place, objects) + _family(children.get(at, []), objects)
        parent = root if parents[at] < 0 else objects[parents[at]]
        file.put(f"<< /Title {_text(heading.text)} /Parent {parent} 0 R {places[at]}{links} >>", objects[at])
    file.put(f"<< /Type /Outlines{_family(children[-1], objects, is_open=True)} >>", root)
    return root


def _parents(headings: Sequence[Heading]) -> list[int]:
    """The place of each heading's parent; -1 for one at the top."""
    parents: list[int] = []
    open_ones: list[tuple[int, int]] = []
    for at, heading in enumerate(headings):
        while open_ones and open_ones[-1][0] >= heading.level:
            open_ones.pop()
        parents.append(open_ones[-1][1] if open_ones else -1)
        open_ones.append((heading.level, at))
    return parents


def _neighbours(siblings: Sequence[int], place: int, objects: Sequence[int]) -> str:
    before = f" /Prev {objects[siblings[place - 1]]} 0 R" if place else ""
    after = f" /Next {objects[siblings[place + 1]]} 0 R" if place + 1 < len(siblings) else ""
    return before + after


def _family(children: Sequence[int], objects: Sequence[int], *, is_open: bool = False) -> str:
    if not children:
        return ""
    count = len(children) if is_open else -len(children)
    return f" /First {objects[children[0]]} 0 R /Last {objects[children[-1]]} 0 R /Count {count}"
