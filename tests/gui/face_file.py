"""A workbook with all that a file can show, for pictures that are held against other programs'."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from perfdesk.core.resource import resource

_LINES = ("细", "中", "虚线", "点线", "粗", "双线", "发丝", "中虚线")
_FACES = ("仿宋", "楷体", "黑体", "微软雅黑", "Arial", "Times New Roman", "Calibri", "方正小标宋简体")
_FIGURES = (
    (-1234.5, "#,##0.00;[Red]-#,##0.00"),
    (0.9571, "0.00%"),
    (45292, 'yyyy"年"m"月"d"日"'),
    (12345678, '#,##0.00,"千元"'),
    (12345678, '0!.0,"万元"'),
    (0, '#,##0.00;-#,##0.00;"-"'),
    (1234567.891, "_ ¥* #,##0.00_ "),
)


def write_face_file(path: Path) -> None:
    """Write it."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("样式")
    sheet.set_column("A:H", 14)
    sheet.set_tab_color("#00B050")
    sheet.hide_gridlines(2)
    sheet.freeze_panes(1, 0)
    _Writer(book, sheet).write()
    book.close()


class _Writer:
    """Writes one sheet, a kind of look in each row."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        self._book, self._sheet = book, sheet

    def write(self) -> None:
        """All rows."""
        title = self._format(bold=1, font_size=18, align="center", valign="vcenter", border=1)
        self._sheet.merge_range("A1:H1", "项目支出绩效自评表", title)
        self._lines()
        self._places()
        self._turns()
        self._figures_and_faces()
        self._words()
        self._conditions()
        self._drawings()

    def _format(self, **looks: object) -> Format:
        return self._book.add_format({"font_name": "宋体", "font_size": 11, **looks})

    def _row(self, row: int, height: float, *cells: tuple[object, dict[str, object]]) -> None:
        self._sheet.set_row(row, height)
        for column, (content, looks) in enumerate(cells):
            self._sheet.write(row, column, content, self._format(**looks))

    def _lines(self) -> None:
        looks = {"align": "center", "valign": "vcenter"}
        self._row(1, 40, *((name, {"border": kind, **looks}) for kind, name in enumerate(_LINES, 1)))

    def _places(self) -> None:
        self._row(
            2,
            40,
            ("项目\n单位", {"diag_type": 2, "diag_border": 1, "border": 1, "text_wrap": 1}),
            ("", {"diag_type": 3, "diag_border": 4, "border": 1}),
            ("分散对齐", {"align": "distributed", "border": 1}),
            ("两端对齐的一段比较长的文字要折行显示", {"align": "justify", "border": 1}),
            ("-=", {"align": "fill", "border": 1}),
            ("缩小字体填充很长的文字", {"shrink": 1, "border": 1}),
            ("右缩进", {"align": "right", "indent": 2, "border": 1}),
        )
        for column in range(6):
            words = "跨列居中" if column == 0 else None
            self._sheet.write(4, column, words, self._format(align="center_across", bottom=1))
        self._sheet.write(5, 0, "很长的一句话跑到右边的空格子里面去了", self._format())
        self._sheet.write(5, 7, "往左边跑的很长的一句话在这里", self._format(align="right"))

    def _turns(self) -> None:
        middle = {"align": "center", "valign": "vcenter", "border": 1}
        self._row(
            3,
            70,
            ("竖排文字", {"rotation": 270, **middle}),
            ("向上九十度", {"rotation": 90, **middle}),
            ("斜四十五", {"rotation": 45, "border": 1}),
            ("向下", {"rotation": -90, "border": 1, "valign": "top"}),
            ("上标", {"font_script": 1, "border": 1}),
            ("顶端", {"valign": "top", "border": 1}),
            ("垂直居中", {"valign": "vcenter", "border": 1}),
        )

    def _figures_and_faces(self) -> None:
        for column, (number, code) in enumerate(_FIGURES):
            self._sheet.write(6, column, number, self._format(num_format=code))
        for column in range(8):
            looks = {"pattern": column + 2, "fg_color": "#C00000", "bg_color": "#FFFFCC"}
            self._sheet.write(7, column, "底纹", self._format(**looks))
            self._sheet.write(8, column, f"{_FACES[column]} 123", self._format(font_name=_FACES[column]))

    def _words(self) -> None:
        red = self._format(font_color="red", bold=1)
        self._sheet.write_rich_string("A10", "须填：", red, "执行率", "，保留两位", self._format())
        for column, looks in ((2, {"underline": 1}), (3, {"font_strikeout": 1}), (4, {"italic": 1})):
            self._sheet.write(9, column, "字形", self._format(**looks))
        self._sheet.write("G10", "有批注", self._format())
        self._sheet.write_comment("G10", "请核对")

    def _conditions(self) -> None:
        for row in range(10, 15):
            for column in range(4):
                self._sheet.write(row, column, (row * 7 + column * 13) % 50, self._format())
        low = self._book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
        best = self._book.add_format({"bold": 1, "bg_color": "#FFEB9C"})
        scale = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#63BE7B"}
        rules = (
            {"type": "cell", "criteria": "<", "value": 25, "format": low},
            {"type": "data_bar"},
            scale,
            {"type": "top", "value": 2, "format": best},
        )
        for column, rule in zip("ABCD", rules, strict=True):
            self._sheet.conditional_format(f"{column}11:{column}15", rule)

    def _drawings(self) -> None:
        picture = resource("help", "detail.png")
        self._sheet.insert_image("F11", picture, {"x_scale": 0.3, "y_scale": 0.2, "description": "公章"})
        self._sheet.insert_textbox("F17", "附注：文本框", {"width": 150, "height": 50})
        chart = self._book.add_chart({"type": "column"})
        chart.add_series({"values": "=样式!$A$11:$A$15"})
        self._sheet.insert_chart("A17", chart, {"x_scale": 0.6, "y_scale": 0.5})
