"""Whatever is wrong inside a workbook, a writer refuses it with a sentence or writes a readable file."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from perfdesk.core.fault import Fault
from perfdesk.core.finding import Edit
from perfdesk.core.grid import address
from perfdesk.reading.document import read_document
from perfdesk.writing.marking.review_copy import write_review_copy
from perfdesk.writing.saving.save import save_edits
from tests.reading import workbook_maker as maker
from tests.writing import workbook

SOURCES = (
    "easyexcel-extra.xlsx", "poi-64759.xlsx", "calamine-shared_formula_reversed.xlsx", "poi-sample.strict.xlsx",
)  # fmt: skip
VALUES = (b'""', b'"-1"', b'"99999999999"', b'"A1"', b'"x"', b'"rId1"')


def damaged(parts: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """One value of one part replaced, or one element or attribute taken out."""
    name = chance.choice([name for name in parts if name.endswith((".xml", ".rels", ".vml"))])
    content = parts[name]
    value, whole = (rb"\"[^\"]*\"", chance.choice(VALUES)), (rb"<[^<>]*/>|\s[\w:]+=\"[^\"]*\"", b"")
    pattern, replacement = chance.choice([value, whole])
    match = chance.choice(list(re.finditer(pattern, content)))
    return {name: content[: match.start()] + replacement + content[match.end() :]}


def test_damage_never_ends_in_anything_but_a_fault_or_a_readable_file(shared: Path, tmp_path: Path) -> None:
    chance = random.Random(20)
    written = 0
    refusals: list[str] = []
    for number in range(160):
        source = shared / "corpus" / SOURCES[number % len(SOURCES)]
        path = tmp_path / "损坏.xlsx"
        path.write_bytes(workbook.rezipped(source, damaged(workbook.members(source), chance)))
        try:
            digest, grids = read_document(path)
        except Fault:
            continue
        findings = [
            workbook.finding(grid.name, address(*place)) for grid in grids for place in list(grid.cells)[:4]
        ]
        edits = [Edit(grid.name, cell, "5") for grid in grids for cell in ("A1", "B2", "A9")]
        for target in (tmp_path / "标注.xlsx", tmp_path / "副本.xlsx"):
            target.unlink(missing_ok=True)
            try:
                if target.name == "标注.xlsx":
                    write_review_copy(path, target, findings)
                else:
                    save_edits(path, digest, edits, target)
            except Fault as fault:
                refusals.append(fault.message)
                continue
            read_document(target)
            written += 1
    assert written > 150
    assert all(re.search("[\u4e00-\u9fff]", message) for message in refusals)


def test_a_relation_that_lies_too_deep_keeps_its_id(tmp_path: Path) -> None:
    parts = maker.parts(maker.sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row>'))
    links = str(parts["xl/_rels/workbook.xml.rels"])
    deep = links.replace("<Relationship ", "<a><Relationship ").replace("/></", "/></a></")
    path = maker.write(tmp_path, maker.pack({**parts, "xl/_rels/workbook.xml.rels": deep}))
    digest, _ = read_document(path)
    save_edits(path, digest, [Edit("表", "A1", "乙")], tmp_path / "副本.xlsx")
    assert workbook.grids(tmp_path / "副本.xlsx")["表"].cells[1, 1].text == "乙"


def test_a_row_within_a_cell_is_refused_and_not_torn(tmp_path: Path) -> None:
    path = maker.write_sheet(tmp_path, '<row r="1"><c r="A1"><v>1<row/></v></c><c r="B1"><v>2</v></c></row>')
    before = path.read_bytes()
    edits = [Edit("表", cell, "5") for cell in ("A1", "B1", "A2", "C1")]
    with pytest.raises(Fault, match="相互套叠"):
        save_edits(path, workbook.digest(path), edits, tmp_path / "副本.xlsx")
    assert path.read_bytes() == before
    assert not (tmp_path / "副本.xlsx").exists()
