"""Sets cells of every kind in a workbook, saves it, judges what became of the file, and sets them back.

The tests run it over the real forms and the corpus; `python -m tests.writing.lossless FOLDER...`
runs it over any number of foreign files and prints every one that is not as it should be.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import openpyxl

from perfdesk.core.fault import CallFault, Fault, FileFault
from perfdesk.core.finding import Edit
from perfdesk.core.grid import EMPTY_CELL, Block, Cell, Grid, address, parse_address
from perfdesk.reading.document import read_document
from perfdesk.reading.entry import typed_cell, typed_text
from perfdesk.reading.package import open_package
from perfdesk.reading.sheet_scan import parse_range
from perfdesk.writing.patching.patch import PatchedDraft, patch_cells
from perfdesk.writing.saving.save import save_edits
from tests.writing.package_difference import Place, differences

TEXT = "  新的 <文字>&\"'“_x0041_”\n第二行"
LOOKS_LIKE_A_FORMULA = "=1+1"
MOST_SHEETS = 4
LARGEST_FOR_OPENPYXL = 600_000
# Reads one file a line and prints whether it could; a reader that aborts takes this child alone along.
_CALAMINE = """
import sys, json
from python_calamine import CalamineWorkbook
for line in sys.stdin:
    try:
        book = CalamineWorkbook.from_filelike(open(line.rstrip("\\n"), "rb"))
        found = {}
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            top, left = sheet.start or (0, 0)
            if sheet.end is None or (sheet.end[0] - top) * (sheet.end[1] - left) > 3_000_000:
                continue
            found[name] = [top, left, [[one if isinstance(one, (int, float, bool)) else str(one)
                for one in row] for row in sheet.to_python(skip_empty_area=True)]]
        print(json.dumps(found), flush=True)
    except Exception as error:
        print(json.dumps({"": str(error)}), flush=True)
"""


@dataclass
class Outcome:
    """What became of one file: how many cells were set, and everything that was wrong."""

    cells: int = 0
    refused: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    unread: str = ""


class Calamine:
    """calamine in a child process."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None

    def read(self, path: Path) -> Mapping[str, object] | None:
        """The sheets' contents, or None where calamine cannot read or dies."""
        import json

        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = subprocess.Popen(
                [sys.executable, "-c", _CALAMINE],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            )  # fmt: skip
        assert self._child.stdin is not None and self._child.stdout is not None
        try:
            print(path, file=self._child.stdin, flush=True)
            line = self._child.stdout.readline()
        except OSError:
            line = ""
        found = json.loads(line) if line else {"": "died"}
        return None if "" in found else found

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for stream in (self._child.stdin, self._child.stdout):
                if stream is not None:
                    stream.close()


def edits_of(grid: Grid) -> Iterator[Edit]:
    """Edits of every kind a sheet has room for, each of a cell of its own."""
    used = grid.used
    cells = {place: cell for place, cell in grid.cells.items() if grid.anchor(*place) == place}
    formulas = [place for place, cell in cells.items() if cell.formula is not None]
    numbers = [place for place, cell in cells.items() if cell.number is not None and not cell.formula]
    words = [place for place, cell in cells.items() if cell.text and cell.number is None and not cell.formula]
    blanks = [place for place, cell in cells.items() if not cell.text and cell.formula is None]
    wanted = [
        (numbers[:1], "0.5071"), (numbers[1:2], TEXT), (numbers[2:3], ""), (numbers[3:4], "51.25%"),
        (numbers[-1:], "-1,234.5"), (words[:1], "12.5"), (words[1:2], TEXT), (words[2:3], LOOKS_LIKE_A_FORMULA),
        (words[-1:], ""), (formulas[:1], "7"), (formulas[1:2], TEXT), (formulas[-1:], ""),
        (blanks[:1], "3.14"), (blanks[-1:], TEXT),
    ]  # fmt: skip
    absent = [(row, used.right + 1) for row in (used.top, used.bottom)]
    absent += [(used.bottom + 1, 2), (used.bottom + 3, 1), (used.bottom + 2, used.right + 3)]
    wanted += [([place], text) for place, text in zip(absent, ("8", TEXT, "51%", "=A1", "9.99"), strict=True)]
    taken: set[Place] = set()
    for places, text in wanted:
        for row, column in places:
            anchor = grid.anchor(row, column)
            if anchor not in taken and row <= 1_048_576 and column <= 16_384:
                taken.add(anchor)
                yield Edit(grid.name, address(row, column), text)


def editable(path: Path, edits: Sequence[Edit], outcome: Outcome) -> list[Edit]:
    """The edits without those that are refused; each refusal is kept."""
    package = open_package(path)
    kept: list[Edit] = []
    try:
        patch_cells(package, edits)
    except CallFault:
        pass
    else:
        return list(edits)
    for edit in edits:
        try:
            patch_cells(package, [edit])
        except CallFault as fault:
            outcome.refused.append(fault.message)
        else:
            kept.append(edit)
    return kept


def filled_areas(path: Path) -> dict[str, list[Block]]:
    """The blocks that array formulas and data tables fill, by sheet."""
    draft = PatchedDraft(open_package(path))
    return {
        sheet.name: [
            Block(*area)
            for cell in draft.patch_of(sheet.part).formula_cells
            if cell.formula is not None and cell.formula.kind in ("array", "dataTable")
            for area in [parse_range(cell.formula.range or "")]
            if area is not None
        ]
        for sheet in draft.sheets
    }


class Trial:
    """One file set, judged and set back."""

    def __init__(self, path: Path, folder: Path, calamine: Calamine | None = None) -> None:
        self.path = path
        self.outcome = Outcome()
        self._saved = folder / f"改{path.suffix}"
        self._back = folder / f"复{path.suffix}"
        self._calamine = calamine

    def run(self) -> Outcome:
        """Try it; nothing but a fault with a sentence may be raised."""
        try:
            self._digest, grids = read_document(self.path)
        except FileFault as fault:
            self.outcome.unread = fault.message
            return self.outcome
        try:
            self._grids = {grid.name: grid for grid in grids}
            wanted = [edit for grid in grids[:MOST_SHEETS] for edit in edits_of(grid)]
            edits = editable(self.path, wanted, self.outcome)
            self._filled = filled_areas(self.path)
            self._try(edits)
        except Fault as fault:
            self.outcome.refused.append(fault.message)
        except Exception:
            self._tell(traceback.format_exc(limit=-4))
        return self.outcome

    def _is_filled(self, sheet: str, place: Place) -> bool:
        """Whether an array formula or a data table fills the cell: its value is a result, which may go."""
        return any(block.contains(*place) for block in self._filled.get(sheet, ()))

    def _tell(self, what: str) -> None:
        self.outcome.wrong.append(what)

    def _try(self, edits: Sequence[Edit]) -> None:
        save_edits(self.path, self._digest, (), self._saved)
        if self._saved.read_bytes() != self.path.read_bytes():
            self._tell("without edits the bytes differ")
        save_edits(self.path, self._digest, edits, self._saved)
        targets: dict[str, set[Place]] = {}
        wanted: dict[tuple[str, Place], Cell] = {}
        for edit in edits:
            grid = self._grids[edit.sheet]
            place = grid.anchor(*parse_address(edit.cell))
            targets.setdefault(edit.sheet, set()).add(place)
            wanted[edit.sheet, place] = typed_cell(edit.value, grid.cells.get(place, EMPTY_CELL))
        self.outcome.cells = len(wanted)
        before, after = self.path.read_bytes(), self._saved.read_bytes()
        for difference in differences(before, after, targets):
            self._tell(difference)
        self._compare_own(self._saved, wanted, targets)
        self._compare_openpyxl(wanted)
        self._compare_calamine(wanted)
        self._set_back(edits, targets, wanted)

    def _compare_own(
        self, path: Path, wanted: Mapping[tuple[str, Place], Cell], targets: Mapping[str, set[Place]]
    ) -> None:
        """Our own reader sees the wanted cells, and every other as it was but for results."""
        _, grids = read_document(path)
        for grid in grids:
            old = self._grids[grid.name]
            for place in {*grid.cells, *old.cells}:
                now, was = grid.cells.get(place, EMPTY_CELL), old.cells.get(place, EMPTY_CELL)
                should = wanted.get((grid.name, place), was)
                if self._is_filled(grid.name, place) and now.number is None and not now.text:
                    continue
                if (grid.name, place) not in wanted and was.formula is not None:
                    if now.formula != was.formula:
                        self._tell(f"{path.stem}: {grid.name} {place} lost its formula")
                elif (now.text if should.number is None else "", now.number, now.formula) != (
                    should.text if should.number is None else "", should.number, should.formula
                ):  # fmt: skip
                    self._tell(f"{path.stem}: {grid.name} {address(*place)} {now!r}, not {should!r}")
                elif place not in targets.get(grid.name, ()) and now.style != was.style and was.text:
                    self._tell(f"{path.stem}: {grid.name} {address(*place)} has another format")

    def _compare_openpyxl(self, wanted: Mapping[tuple[str, Place], Cell]) -> None:
        old = openpyxl_values(self.path)
        if not old:
            return
        new = openpyxl_values(self._saved)
        if new is None:
            self._tell("openpyxl does not open the saved file")
            return
        for key in {*old, *new, *wanted}:
            if key in wanted:
                value = new.get(key)
                # openpyxl fills an empty cell with the address of its link.
                if not _same(value, wanted[key]) and wanted[key].text:
                    self._tell(f"openpyxl: {key} is {value!r}, not {wanted[key]!r}")
            elif _plain(old.get(key)) != _plain(new.get(key)) and not self._is_filled(*key):
                self._tell(f"openpyxl: {key} is {new.get(key)!r}, not {old.get(key)!r}")

    def _compare_calamine(self, wanted: Mapping[tuple[str, Place], Cell]) -> None:
        if self._calamine is None or self._calamine.read(self.path) is None:
            return
        found = self._calamine.read(self._saved)
        if found is None:
            self._tell("calamine does not open the saved file")
            return
        for (sheet, (row, column)), cell in wanted.items():
            if sheet not in found:
                continue
            top, left, rows = found[sheet]  # type: ignore[misc]
            try:
                value = rows[row - 1 - top][column - 1 - left] if row > top and column > left else ""
            except IndexError:
                value = ""
            if not _same(value, cell, strict=False):
                self._tell(f"calamine: {sheet} {address(row, column)} is {value!r}, not {cell!r}")

    def _set_back(
        self,
        edits: Sequence[Edit],
        targets: Mapping[str, set[Place]],
        wanted: Mapping[tuple[str, Place], Cell],
    ) -> None:
        """Type what the cells showed at first; formulas cannot be typed and stay overwritten."""
        openpyxl_before = openpyxl_values(self.path)
        back = []
        for edit in edits:
            grid = self._grids[edit.sheet]
            key = edit.sheet, grid.anchor(*parse_address(edit.cell))
            old = grid.cells.get(key[1], EMPTY_CELL)
            if not self._stays(key, wanted[key]):
                value = (openpyxl_before or {}).get(key)
                # A program hands a figure over with all the digits of its double.
                exact = repr(value) if isinstance(value, float) and len(repr(value)) > 15 else None
                back.append(Edit(edit.sheet, edit.cell, exact or typed_text(old)))
        digest = hashlib.sha256(self._saved.read_bytes()).hexdigest()
        save_edits(self._saved, digest, back, self._back)
        for difference in differences(self.path.read_bytes(), self._back.read_bytes(), targets):
            self._tell(f"set back: {difference}")
        stay = {key: cell for key, cell in wanted.items() if self._stays(key, cell)}
        self._compare_own(self._back, stay, targets)
        new = openpyxl_values(self._back)
        if openpyxl_before is not None and new is not None:
            for key in ({*openpyxl_before, *new}) - stay.keys():
                now, was = new.get(key), openpyxl_before.get(key)
                # An empty text shows what an empty cell shows.
                if (self._is_filled(*key) and now is None) or was == "=":
                    continue
                if _plain(now) != _plain(was) and (now or was or isinstance(was, bool)):
                    self._tell(f"set back, openpyxl: {key} is {now!r}, not {was!r}")

    def _stays(self, key: tuple[str, Place], wanted: Cell) -> bool:
        """Whether typing cannot bring back what was there: a formula, a number under the text format."""
        old = self._grids[key[0]].cells.get(key[1], EMPTY_CELL)
        return old.formula is not None or (
            old.number is not None and old.number_format == "@" and wanted.number is None
        )


def _same(value: object, cell: Cell, strict: bool = True) -> bool:
    if cell.number is not None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return not strict or hasattr(value, "year") or hasattr(value, "days") or hasattr(value, "hour")
        return abs(Decimal(repr(value)) - cell.number) <= abs(cell.number) * Decimal("1e-14")
    if isinstance(value, bool):
        return cell.text == str(value).upper()
    return (value or "") == cell.text


def _plain(value: object) -> object:
    """The value without what readers add: the place of a line break, the case of an escape."""
    if isinstance(value, str):
        return re.sub(
            r"_x[0-9a-fA-F]{4}_", lambda match: match.group().lower(), re.sub(r"\s|x005F_", "", value)
        )
    return ("truth", value) if isinstance(value, bool) else value


def openpyxl_values(path: Path) -> dict[tuple[str, Place], object] | None:
    """Everything openpyxl reads, formulas as formulas; None where it cannot."""
    if path.stat().st_size > LARGEST_FOR_OPENPYXL:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, keep_vba=False)
    except Exception:  # openpyxl raises anything at odd files
        return None
    if not book.worksheets:
        return None
    found = {}
    for sheet in book.worksheets:
        for place, cell in sheet._cells.items():
            if cell.value is not None:
                value = cell.value
                found[sheet.title, place] = (
                    getattr(value, "text", None) or getattr(value, "ref", None) or value
                )
    book.close()
    return found


def main(arguments: Sequence[str]) -> int:
    """Try every workbook below the folders named; prints what is wrong and counts."""
    endings = {".xlsx", ".xlsm", ".xltx", ".xltm"}
    files = [path for name in arguments for path in sorted([*Path(name).rglob("*"), Path(name)])]
    files = [path for path in files if path.suffix.lower() in endings and path.is_file()]
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    calamine = Calamine()
    with tempfile.TemporaryDirectory() as folder:
        for path in files:
            outcome = Trial(path, Path(folder), calamine).run()
            kind = "wrong" if outcome.wrong else "unread" if outcome.unread else "good"
            kind = "unedited" if kind == "good" and not outcome.cells else kind
            counts[kind] += 1
            counts["cells"] += outcome.cells
            if kind in ("unread", "unedited"):
                print(f"{kind}: {path}: {outcome.unread or outcome.refused[:1]}", flush=True)
            reasons.update(text[-24:] for text in outcome.refused)
            for what in outcome.wrong[:4]:
                print(f"WRONG {path}: {what[:700]}", flush=True)
    calamine.close()
    print(dict(counts), dict(reasons.most_common(8)))
    return 1 if counts["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
