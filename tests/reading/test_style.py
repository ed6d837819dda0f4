"""Looks of cells: fonts, fills, borders, alignment, with theme, indexed and tinted colours."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.reading.document import read_looks
from perfdesk.reading.palette import Palette, plain_color, tinted
from perfdesk.reading.style import Border, Look
from tests.reading import workbook_maker as maker

STYLES = f"""<styleSheet xmlns="{maker.MAIN}">
<fonts><font><sz val="10"/><name val="仿宋"/></font>
<font><b/><i val="1"/><u/><strike val="0"/><sz val="16"/><color theme="4" tint="0.4"/>
<name val="黑体"/></font></fonts>
<fills><fill><patternFill patternType="none"/></fill><fill/>
<fill><patternFill patternType="solid"><fgColor rgb="FFFFC7CE"/><bgColor indexed="64"/></patternFill></fill>
</fills>
<borders><border/><border><left style="thin"><color indexed="10"/></left><right style="double"/>
<top style="none"/><bottom style="medium"><color auto="1"/></bottom></border></borders>
<cellStyleXfs><xf fontId="1"/></cellStyleXfs>
<cellXfs><xf fontId="0" fillId="0" borderId="0"/>
<xf numFmtId="10" fontId="1" fillId="2" borderId="1"><alignment horizontal="center" vertical="top"
 wrapText="1" shrinkToFit="0" indent="2" textRotation="90"/></xf>
<xf fontId="99" fillId="x" borderId="99" numFmtId="777"/></cellXfs>
</styleSheet>"""


def looks_of(folder: Path, styles: str) -> tuple[Look, ...]:
    data = maker.pack(maker.parts(maker.sheet('<row r="1"/>'), style=styles))
    return read_looks(maker.write(folder, data))


def test_a_look_gathers_font_fill_border_and_alignment(tmp_path: Path) -> None:
    plain, rich, odd = looks_of(tmp_path, STYLES)
    assert plain == Look(font="仿宋", size=10.0)
    assert odd == Look()
    assert rich == Look(
        font="黑体", size=16.0, bold=True, italic=True, underline=True, color=tinted("#4F81BD", 0.4),
        fill="#FFC7CE", left=Border("thin", "#FF0000"), right=Border("double", "#000000"),
        bottom=Border("medium", "#000000"), horizontal="center", vertical="top", wrap=True, indent=2,
        rotation=90, number_format="0.00%",
    )  # fmt: skip


def test_a_workbook_without_styles_has_no_looks(tmp_path: Path) -> None:
    path = maker.write_sheet(tmp_path, '<row r="1"><c r="A1" s="5"><v>1</v></c></row>')
    assert read_looks(path) == ()


@pytest.mark.parametrize(
    ("color", "tint", "result"),
    [
        ("#000000", 0.5, "#808080"),
        ("#FFFFFF", -0.5, "#808080"),
        ("#FFFFFF", -0.15, "#D9D9D9"),
        ("#4F81BD", 0.8, "#DCE6F2"),
        ("#4F81BD", -0.25, "#366092"),
    ],
)
def test_tints_come_out_as_excel_shows_them(color: str, tint: float, result: str) -> None:
    shown = tinted(color, tint)
    parts = [(int(shown[n : n + 2], 16), int(result[n : n + 2], 16)) for n in (1, 3, 5)]
    assert all(abs(found - wanted) <= 2 for found, wanted in parts), shown


def test_colours_that_are_automatic_or_unknown_are_none() -> None:
    palette = Palette()
    assert palette.resolve({"auto": "1"}) is None
    assert palette.resolve({"indexed": "64"}) is None
    assert palette.resolve({"theme": "99"}) is None
    assert palette.resolve({"rgb": "red"}) is None
    assert palette.resolve({"theme": "0", "tint": "x"}) == "#FFFFFF"
    assert plain_color("00b050") == "#00B050"
