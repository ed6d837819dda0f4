"""A package of parts: relations, the workbook part, and members as they lie in the file."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from perfdesk.core.fault import FileFault
from perfdesk.reading.package import Relation, open_package, parse_package, relations_part
from tests.reading import workbook_maker as maker

GOOD = maker.parts(maker.sheet('<row r="1"><c r="A1"><v>1</v></c></row>'))


def test_relations_point_from_the_root_of_the_package() -> None:
    links = maker.relations(("a", "drawing", "../drawings/d%201.xml"), ("b", "table", "/xl/tables/t.xml"))
    links = links.replace("</Relationships>", '<Relationship Id="c" Type="t/hyperlink" Target="file:///c:/x"'
                          ' TargetMode="External"/></Relationships>')  # fmt: skip
    package = parse_package(maker.pack({**GOOD, "xl/worksheets/_rels/sheet1.xml.rels": links}))
    assert package.relations("xl/worksheets/sheet1.xml") == {
        "a": Relation("drawing", "xl/drawings/d 1.xml", "Internal", f"{maker.OFFICE}/drawing"),
        "b": Relation("table", "xl/tables/t.xml", "Internal", f"{maker.OFFICE}/table"),
        "c": Relation("hyperlink", "file:///c:/x", "External", "t/hyperlink"),
    }
    assert package.relations("xl/styles.xml") == {}


def test_the_relations_of_a_part_lie_beside_it() -> None:
    assert relations_part("") == "_rels/.rels"
    assert relations_part("workbook.xml") == "_rels/workbook.xml.rels"
    assert relations_part("xl/worksheets/sheet1.xml") == "xl/worksheets/_rels/sheet1.xml.rels"


def test_the_workbook_is_found_by_relation_or_by_content_type() -> None:
    assert parse_package(maker.pack(GOOD)).workbook_part() == "xl/workbook.xml"
    without = {name: part for name, part in GOOD.items() if name != "_rels/.rels"}
    assert parse_package(maker.pack(without)).workbook_part() == "xl/workbook.xml"


def test_a_workbook_that_holds_a_word_document_is_still_a_workbook() -> None:
    types = maker.CONTENT_TYPES.replace(
        "</Types>",
        '<Override PartName="/xl/embeddings/a.docx" ContentType='
        '"application/vnd.openxmlformats-officedocument'
        '.wordprocessingml.document"/></Types>',
    )
    package = parse_package(maker.pack({**GOOD, "[Content_Types].xml": types}))
    assert package.workbook_part() == "xl/workbook.xml"


def test_members_lie_where_they_say_in_every_real_file(shared: Path) -> None:
    for path in sorted((shared / "cases").rglob("*.xlsx")):
        package = open_package(path)
        ends = sorted(member.record_end for member in package.members)
        assert ends[-1] == package.directory_offset
        for member in package.members:
            raw = package.data[member.data_offset : member.data_offset + member.compressed_size]
            content = zlib.decompress(raw, -zlib.MAX_WBITS) if member.method == 8 else raw
            assert content == package.read(member.name)
            assert package.data[member.header_offset :].startswith(b"PK\x03\x04")
            assert package.data[member.central_offset :].startswith(b"PK\x01\x02")
            assert member.data_offset + member.compressed_size <= member.record_end


def test_a_part_that_is_not_there_is_damage() -> None:
    package = parse_package(maker.pack(GOOD))
    assert not package.has("xl/none.xml")
    assert package.has("XL/WorkBook.xml")
    with pytest.raises(FileFault, match=r"缺少部件 xl/none\.xml"):
        package.read("xl/none.xml")
