"""Formats are appended; those of the file stay as they are, whatever the styles part lacks."""

from __future__ import annotations

import pytest

from perfdesk.reading.cell_format import read_number_formats
from perfdesk.writing.patching.style_table import NewFormat, StyleTable
from tests.reading import workbook_maker as maker

RICH = (
    f'<x:styleSheet xmlns:x="{maker.MAIN}"><x:fonts count="1"><x:font/></x:fonts>'
    '<x:fills count="1"><x:fill/></x:fills><x:borders count="1"><x:border/></x:borders>'
    '<x:cellStyleXfs count="1"><x:xf/></x:cellStyleXfs><x:cellXfs count="2"><x:xf numFmtId="0"/>'
    '<x:xf numFmtId="9" fontId="0" fillId="0" applyFill="0"><x:alignment wrapText="1"/></x:xf></x:cellXfs>'
    '<x:cellStyles count="1"><x:cellStyle/></x:cellStyles><x:dxfs count="0"/></x:styleSheet>'
)


def made(source: str, *fills: tuple[int, str]) -> tuple[list[int], str]:
    table = StyleTable(source.encode(), "xl/styles.xml")
    return [table.with_fill(style, color) for style, color in fills], table.result().decode()


def test_a_fill_copies_the_format_and_changes_the_fill_alone() -> None:
    indices, part = made(RICH, (1, "FFC7CE"), (0, "FFC7CE"), (1, "FFC7CE"))
    assert indices == [2, 3, 2]
    solid = (
        '<x:fill><x:patternFill patternType="solid"><x:fgColor rgb="FFFFC7CE"/><x:bgColor indexed="64"/>'
        "</x:patternFill></x:fill>"
    )
    wanted = RICH.replace('fills count="1"><x:fill/>', f'fills count="2"><x:fill/>{solid}')
    wanted = wanted.replace('cellXfs count="2"', 'cellXfs count="4"')
    copies = (
        '<x:xf numFmtId="9" fontId="0" fillId="1" applyFill="1"><x:alignment wrapText="1"/></x:xf>'
        '<x:xf fillId="1" applyFill="1" numFmtId="0"/>'
    )
    assert part == wanted.replace("</x:cellXfs>", copies + "</x:cellXfs>")


@pytest.mark.parametrize("inner", ["", "<cellXfs/>", '<cellXfs count="0"></cellXfs>', "<dxfs/>"])
def test_what_a_styles_part_lacks_is_made_in_order(inner: str) -> None:
    indices, part = made(f'<styleSheet xmlns="{maker.MAIN}">{inner}</styleSheet>', (0, "FFC7CE"))
    assert indices == [1]
    order = [part.index(f"<{name} ") for name in ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs")]
    assert order == sorted(order)
    assert '<cellXfs count="2">' in part
    assert '<fills count="3">' in part
    assert "<dxfs/>" not in part or part.index("<dxfs/>") > order[-1]


def test_a_styles_part_that_closes_itself_is_filled() -> None:
    indices, part = made(f'<styleSheet xmlns="{maker.MAIN}"/>', (0, "FFC7CE"))
    assert indices == [1]
    assert part.endswith("</cellStyles></styleSheet>")


def test_a_format_the_file_lacks_counts_as_the_plain_one() -> None:
    indices, part = made(RICH, (77, "BDD7EE"))
    assert indices == [2]
    assert (
        '<x:xf applyFill="1" numFmtId="0" fontId="0" fillId="1" borderId="0" xfId="0"/></x:cellXfs>' in part
    )
    assert '<x:xf numFmtId="0" fontId="0" fillId="1" borderId="0" xfId="0" applyFill="1"/>' in part or (
        'applyFill="1"' in part and 'fillId="1"' in part
    )


def test_number_formats_are_shared_with_the_file_where_it_has_them() -> None:
    table = StyleTable(maker.styles("General", "0.000%").encode(), "xl/styles.xml")
    first, second = table.with_number_format(0, "0.000%"), table.with_number_format(0, '0"件"')
    third = table.with_number_format(1, "0.00%")
    part = table.result().decode()
    assert (first, second, third) == (2, 3, 4)
    assert '<numFmt numFmtId="202" formatCode="0&quot;件&quot;"/>' in part
    assert [part.count(f'numFmtId="{number}"') for number in (201, 202, 10)] == [3, 2, 1]


def test_a_format_of_our_own_is_made_once() -> None:
    table = StyleTable(RICH.encode(), "xl/styles.xml")
    assert table.add(NewFormat(bold=True)) == table.add(NewFormat(bold=True)) == 2
    assert table.add(NewFormat(fill="D9E1F2")) == 3
    assert table.result().decode().count("<x:b/>") == 1


def test_without_additions_the_part_is_the_same() -> None:
    assert StyleTable(RICH.encode(), "xl/styles.xml").result().decode() == RICH


def test_a_built_in_number_that_the_file_uses_otherwise_is_not_taken() -> None:
    source = f'<styleSheet xmlns="{maker.MAIN}"><numFmts><numFmt numFmtId="10" formatCode="$#,##0"/></numFmts></styleSheet>'
    styles = StyleTable(source.encode(), "xl/styles.xml")
    styles.with_number_format(0, "0.00%")
    result = styles.result().decode()
    assert '<numFmt numFmtId="164" formatCode="0.00%"/>' in result
    assert 'numFmtId="164" fontId="0"' in result


def test_an_alternative_content_counts_once_and_is_copied_as_its_fallback() -> None:
    choice = (
        '<m:AlternateContent xmlns:m="urn:m"><m:Choice Requires="hs"><xf numFmtId="1"/><xf numFmtId="1"/></m:Choice>'
        '<m:Fallback><xf numFmtId="9" fontId="0"/></m:Fallback></m:AlternateContent>'
    )
    source = f'<styleSheet xmlns="{maker.MAIN}"><cellXfs count="2"><xf numFmtId="2"/>{choice}</cellXfs></styleSheet>'
    styles = StyleTable(source.encode(), "xl/styles.xml")
    assert styles.with_number_format(1, "0.00%") == 2
    result = styles.result()
    assert b'<xf applyNumberFormat="1" numFmtId="10" fontId="0"/></cellXfs>' in result
    assert read_number_formats(result, "xl/styles.xml") == ("0.00", "0%", "0.00%")
