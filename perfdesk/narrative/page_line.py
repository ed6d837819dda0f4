"""A paragraph broken into lines by the rules of Chinese typesetting.

Third step of the PDF, between `page_source` and `page_break`. No line begins with ，。or％ and none ends with
an opening bracket; a number, with its sign and per cent, stays on one line; a full line reaches both edges.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from perfdesk.narrative.face import Face, FaceBook
from perfdesk.narrative.page_text import Floating, Graphic, Look, Paragraph, Run

NO_START = frozenset("，。、；：？！）〕】》〉」』”’％%‰℃°·…—～,.;:?!)]}")
NO_END = frozenset("（〔【《〈「『“‘([{￥¥$")
EASTERN = frozenset("“”‘’…—·×÷≥≤±№°′″℃‰")
_RAISED, _RISE = 0.6, 0.33
_NATURAL = 1.3
_TAB = 21.0
_STRETCH = 0.35
_OBJECT = "\ufffc"
_TALLEST = 600.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters of one face and look on a line.

    Attributes:
        x: from the left margin.
        extra: added after each letter, beyond its width.
        width: of all letters with what is added.
    """

    text: str
    face: Face
    look: Look
    x: float
    width: float
    extra: float
    link: int | None = None
    leads_to: int | None = None

    @property
    def size(self) -> float:
        """The size printed; raised letters are smaller."""
        return self.look.size * (_RAISED if self.look.is_raised else 1)

    @property
    def rise(self) -> float:
        """How far the letters stand above the line."""
        return self.look.size * _RISE if self.look.is_raised else 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its pieces, the height it takes, where its letters stand, and the footnotes it calls.

    Attributes:
        base: from the line's top to the foot of its letters.
        ends_page: a page break follows.
        graphics: what stands between the letters, and how far from the left margin.
        floating: what lies over the text by this line.
    """

    pieces: tuple[Piece, ...]
    height: float
    base: float
    notes: tuple[str, ...] = ()
    ends_page: bool = False
    graphics: tuple[tuple[float, Graphic], ...] = ()
    floating: tuple[Floating, ...] = ()


@dataclass(slots=True)
class _Letter:
    text: str
    face: Face | None
    width: float
    run: int
    note: str = ""
    clings: bool = False


@dataclass
class Breaker:
    """Breaks paragraphs with the faces of one report.

    Attributes:
        numbers: the printed number of each footnote, given out as the text calls them.
    """

    faces: FaceBook
    numbers: dict[str, int] = field(default_factory=dict)
    _widths: dict[tuple[Look, str], tuple[Face | None, float]] = field(default_factory=dict)

    def lines(self, paragraph: Paragraph, width: float, own_number: str = "") -> list[Line]:
        """The lines of a paragraph in a column of that width.

        Args:
            paragraph: its runs and shape.
            width: between the edges, in points; the paragraph's own indents go off it.
            own_number: the footnote's number, where the paragraph is part of one.
        """
        if paragraph.shape.has_leader:
            return self._led_lines(paragraph, width)
        shape = paragraph.shape
        room = width - shape.left - shape.right
        runs = [_fitted(self._worded(run, own_number), room) for run in paragraph.runs]
        letters = list(self._letters(runs))
        lines: list[Line] = []
        first = shape.first
        for begin, end, ends in _cuts(letters, room, first):
            line = _trimmed(letters[begin:end])
            x, extra = self._spread(line, runs, room - first, shape.align, is_last=ends != "full")
            x += shape.left + first
            pieces = tuple(_gathered(line, runs, x, extra))
            graphics = tuple(_standing(line, runs, x))
            notes = tuple(letter.note for letter in letters[begin:end] if letter.note not in {"", "self"})
            height, base = self._height(paragraph, pieces, graphics)
            floating = tuple(each for letter in line if (each := runs[letter.run].floating) is not None)
            lines.append(Line(pieces, height, base, notes, ends == "page", graphics, floating))
            first = 0.0
        return lines

    def _led_lines(self, paragraph: Paragraph, width: float) -> list[Line]:
        """The lines of an entry of the contents: its last run, behind a tab, stands at the right edge."""
        *words, end = paragraph.runs
        shape = paragraph.shape
        lines = self.lines(Paragraph(tuple(words), replace(shape, has_leader=False), paragraph.look), width)
        last = lines[-1].pieces[-1:]
        begin = last[0].x + last[0].width if last else shape.left
        runs = (replace(end, text="."), replace(end, text=end.text.removeprefix("\t")))
        dot, *number = self._letters(runs)
        right = width - sum(letter.width for letter in number)
        dots = max(int((right - begin) / dot.width) - 2, 0)
        pieces = [*_gathered([dot] * dots, runs, right - (dots + 1) * dot.width, 0.0)]
        pieces += _gathered(number, runs, right, 0.0)
        return [*lines[:-1], replace(lines[-1], pieces=(*lines[-1].pieces, *pieces))]

    def _worded(self, run: Run, own_number: str) -> Run:
        if run.note == "self":
            return replace(run, text=own_number)
        if run.note:
            return replace(run, text=str(self.numbers.setdefault(run.note, len(self.numbers) + 1)))
        return run

    def _letters(self, runs: Sequence[Run]) -> Iterator[_Letter]:
        was_raised = False
        for number, run in enumerate(runs):
            look = run.look
            note = run.note
            if run.graphic is not None or run.floating is not None:
                yield _Letter(_OBJECT, None, run.graphic.width if run.graphic is not None else 0.0, number)
            for text in run.text:
                if text in "\n\f\t":
                    yield _Letter(text, None, _TAB if text == "\t" else 0.0, number)
                    continue
                face, width = self._width(look, text)
                yield _Letter(text, face, width, number, note, look.is_raised and was_raised)
                was_raised = look.is_raised
                note = ""

    def measure(self, look: Look, letter: str) -> tuple[Face | None, float]:
        """The face that prints a letter, None where it is only measured; its width in thousandths."""
        return self.faces.letter(look.latin if is_western(letter) else look.east, letter)

    def _width(self, look: Look, text: str) -> tuple[Face | None, float]:
        key = (look, text)
        found = self._widths.get(key)
        if found is None:
            face, width = self.measure(look, text)
            size = look.size * (_RAISED if look.is_raised else 1)
            found = self._widths[key] = (face, width * size / 1000 + look.spacing)
        return found

    def _spread(
        self, letters: Sequence[_Letter], runs: Sequence[Run], room: float, align: str, *, is_last: bool
    ) -> tuple[float, float]:
        """Where a line begins, and what goes between its letters: slack before or among them."""
        slack = room - sum(letter.width for letter in letters)
        extra = 0.0
        if align in {"both", "distribute"} and not is_last and all(letter.face for letter in letters):
            gaps = sum(_can_stretch(letters, at) for at in range(len(letters) - 1))
            extra = slack / gaps if gaps else 0.0
            if letters and extra > _STRETCH * runs[letters[0].run].look.size:
                extra = 0.0
        return {"center": slack / 2, "right": slack, "end": slack}.get(align, 0.0), extra

    def _height(
        self, paragraph: Paragraph, pieces: Sequence[Piece], graphics: Sequence[tuple[float, Graphic]]
    ) -> tuple[float, float]:
        shape = paragraph.shape
        size = max((piece.look.size for piece in pieces), default=paragraph.look.size)
        natural = size * _NATURAL
        if shape.rule == "exact":
            height = shape.line
        elif shape.rule == "atLeast":
            height = max(shape.line, natural)
        else:
            height = natural * shape.line
        base = (height - size) / 2 + size * 0.86
        # Word would cut a picture down to an exact line; here the line makes room for it.
        raised = max((graphic.height for _, graphic in graphics), default=0.0)
        return height + max(raised - base, 0.0), max(base, raised)


def _fitted(run: Run, room: float) -> Run:
    """The run with its graphic made small enough for the page."""
    if run.graphic is None:
        return run
    scale = min(1.0, room / run.graphic.width, _TALLEST / run.graphic.height)
    width, height = run.graphic.width * scale, run.graphic.height * scale
    return replace(run, graphic=replace(run.graphic, width=width, height=height))


def _trimmed(letters: Sequence[_Letter]) -> Sequence[_Letter]:
    """A line without the blanks it ends with."""
    end = len(letters)
    while end and letters[end - 1].text in " \u3000\n\f":
        end -= 1
    return letters[:end]


def _standing(letters: Sequence[_Letter], runs: Sequence[Run], x: float) -> Iterator[tuple[float, Graphic]]:
    """What stands between the letters of a line that begins at `x`."""
    for letter in letters:
        graphic = runs[letter.run].graphic
        if letter.text == _OBJECT and graphic is not None:
            yield x, graphic
        x += letter.width


def is_western(letter: str) -> bool:
    """Whether a letter is printed with the Latin face."""
    return letter < "ɐ" and letter not in EASTERN


def _can_stretch(letters: Sequence[_Letter], at: int) -> bool:
    """Whether slack may go behind a letter: not within a number or a Latin word."""
    here, after = letters[at].text, letters[at + 1].text
    return here == " " or not (_is_word(here) and _is_word(after))


def _gathered(letters: Sequence[_Letter], runs: Sequence[Run], x: float, extra: float) -> Iterator[Piece]:
    text, begin, width = "", x, 0.0
    kind: tuple[Face, int, float] | None = None
    for at, letter in enumerate(letters):
        stretch = extra if extra and at + 1 < len(letters) and _can_stretch(letters, at) else 0.0
        own = (letter.face, letter.run, stretch) if letter.face is not None else None
        if own != kind:
            if kind is not None:
                yield _piece(text, kind, runs, begin, width)
            text, begin, width, kind = "", x, 0.0, own
        text += letter.text
        width += letter.width + stretch
        x += letter.width + stretch
    if kind is not None:
        yield _piece(text, kind, runs, begin, width)


def _piece(text: str, kind: tuple[Face, int, float], runs: Sequence[Run], x: float, width: float) -> Piece:
    face, number, stretch = kind
    run = runs[number]
    return Piece(text, face, run.look, x, width, run.look.spacing + stretch, run.link, run.leads_to)


def _is_word(text: str) -> bool:
    return "!" <= text <= "~" or "À" <= text <= "ɏ"


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two letters."""
    if after in NO_START or before in NO_END or after == " ":
        return False
    return not (_is_word(before) and _is_word(after))


def _cuts(letters: Sequence[_Letter], room: float, first: float) -> Iterator[tuple[int, int, str]]:
    """Begin and end of each line, and how it ends: full, break, page or last."""
    begin, at, used, chance = 0, 0, first, 0
    total = len(letters)
    while at < total:
        letter = letters[at]
        if letter.text in "\n\f":
            yield begin, at + 1, "page" if letter.text == "\f" else "break"
            begin = at = at + 1
            used, chance = 0.0, begin
            continue
        # A footnote's mark is never divided.
        if at > begin and not letter.clings and _may_break(letters[at - 1].text, letter.text):
            chance = at
        if used + letter.width > room + 0.01 and letter.text != " " and at > begin:
            end = chance if chance > begin else at
            yield begin, end, "full"
            begin = at = chance = end
            used = 0.0
            continue
        used += letter.width
        at += 1
    if begin < total or not total or letters[-1].text == "\n":
        yield begin, total, "last"
