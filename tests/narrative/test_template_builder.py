"""The shipped templates: fresh, documented, and laid out as GB/T 9704-2012 asks."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from perfdesk.core.resource import resource
from perfdesk.narrative.context import Doubt, Report, UnitScore
from perfdesk.narrative.figure import Figure
from perfdesk.narrative.project import Project
from perfdesk.narrative.project_total import GradeCount
from perfdesk.narrative.report import render_report
from perfdesk.narrative.template_builder import TEMPLATES, TITLES, build_template
from tests.narrative.build_form import error, project_form
from tests.narrative.conftest import WORD, parts_of

MILLIMETRE = 1440 / 25.4


@pytest.fixture(scope="module")
def national() -> dict[str, ElementTree.Element]:
    parts = parts_of(resource("reports", "national.docx"))
    return {name: ElementTree.fromstring(text) for name, text in parts.items()}


def style(parts: dict[str, ElementTree.Element], identifier: str) -> ElementTree.Element:
    return next(
        each
        for each in parts["word/styles.xml"].iter(f"{WORD}style")
        if each.get(f"{WORD}styleId") == identifier
    )


def setting(element: ElementTree.Element, name: str) -> dict[str, str]:
    """The attributes of the first descendant of that name, without their namespace."""
    found = element.find(f".//{WORD}{name}")
    assert found is not None, name
    return {key.removeprefix(WORD): value for key, value in found.attrib.items()}


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_the_checked_in_template_is_what_the_builder_makes(name: str) -> None:
    assert resource("reports", f"{name}.docx").read_bytes() == build_template(TEMPLATES[name], TITLES[name])


def test_paper_and_margins_are_those_of_an_official_document(
    national: dict[str, ElementTree.Element],
) -> None:
    body = national["word/document.xml"]
    size, margins = setting(body, "pgSz"), setting(body, "pgMar")
    assert [round(int(size[key]) / MILLIMETRE) for key in ("w", "h")] == [210, 297]
    sides = [round(int(margins[key]) / MILLIMETRE, 1) for key in ("top", "bottom", "left", "right")]
    assert sides == [37, 35, 28, 26]


def test_twenty_two_lines_fit_between_the_margins(national: dict[str, ElementTree.Element]) -> None:
    body = national["word/document.xml"]
    margins = setting(body, "pgMar")
    height = int(setting(body, "pgSz")["h"]) - int(margins["top"]) - int(margins["bottom"])
    grid, line = setting(body, "docGrid"), setting(style(national, "Normal"), "spacing")
    assert grid == {"type": "lines", "linePitch": "579"}
    assert (line["line"], line["lineRule"]) == ("579", "exact")
    assert height // int(line["line"]) == 22


@pytest.mark.parametrize(
    ("identifier", "east_asian", "half_points"),
    [("Title", "方正小标宋简体", 44), ("Normal", "仿宋_GB2312", 32), ("Heading1", "黑体", 32),
     ("Heading2", "楷体_GB2312", 32), ("Footer", "宋体", 28)],
)  # fmt: skip
def test_faces_and_sizes_are_named_for_chinese(
    national: dict[str, ElementTree.Element], identifier: str, east_asian: str, half_points: int
) -> None:
    found = style(national, identifier)
    assert setting(found, "rFonts")["eastAsia"] == east_asian
    assert setting(found, "sz")["val"] == str(half_points)


def test_the_title_is_centred_on_a_line_of_33_points(national: dict[str, ElementTree.Element]) -> None:
    title = style(national, "Title")
    assert (setting(title, "spacing")["line"], setting(title, "jc")["val"]) == ("660", "center")


def test_body_text_is_indented_two_characters_and_set_tight(national: dict[str, ElementTree.Element]) -> None:
    normal = style(national, "Normal")
    assert setting(normal, "ind")["firstLineChars"] == "200"
    assert [each.get(f"{WORD}val") for each in normal.iter(f"{WORD}spacing")][-1] == "-5"


def test_no_theme_can_change_the_faces_and_the_language_is_chinese() -> None:
    parts = parts_of(resource("reports", "national.docx"))
    assert not any(re.search(r"\w+Theme=", text) for text in parts.values())
    assert 'w:eastAsia="zh-CN"' in parts["word/styles.xml"]


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(
    national: dict[str, ElementTree.Element],
) -> None:
    assert national["word/settings.xml"].find(f"{WORD}evenAndOddHeaders") is not None
    for name, side in (("word/footer1.xml", "right"), ("word/footer2.xml", "left")):
        footer = national[name]
        assert setting(footer, "jc")["val"] == side
        assert setting(footer, "ind")[f"{side}Chars"] == "100"
        assert "".join(text.text or "" for text in footer.iter(f"{WORD}t")) == "— 1 —"
        assert "PAGE" in "".join(text.text or "" for text in footer.iter(f"{WORD}instrText"))


def test_every_name_a_template_can_print_is_documented() -> None:
    text = resource("reports", "README.md").read_text("utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| ")]
    documented = {name for row in rows for cell in row[1:3] for name in cell.strip().split("、")}
    for thing in (Report, Project, Figure):
        for chinese, english in thing.chinese.items():
            assert {chinese, english} <= documented
    for thing in (Doubt, UnitScore, GradeCount):
        assert all(f"{chinese}（{english}）" in text for chinese, english in thing.chinese.items())


def _converted(path: Path) -> str:
    office = shutil.which("soffice")
    if office is None or shutil.which("pdftotext") is None:
        pytest.skip("LibreOffice or pdftotext is not installed")
    subprocess.run(
        [office, f"-env:UserInstallation={(path.parent / 'office').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", str(path.parent), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    command = ["pdftotext", "-bbox-layout", str(path.with_suffix(".pdf")), "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode("utf-8")


def test_a_full_page_holds_twenty_two_lines_when_laid_out(tmp_path: Path) -> None:
    target = tmp_path / "报告.docx"
    forms = [(f"{n}.xlsx", project_form(f"{n}号", achieved=["整理完成，" * 60])) for n in range(12)]
    render_report(forms, [error("0.xlsx")], "national", target)
    pages = _converted(target).split("<page ")[1:]
    lines = [len(set(re.findall(r'<line xMin="[^"]*" yMin="(\d+)', page))) for page in pages[1:]]
    assert max(lines) == 22 + 1  # and the line of the page number
    sides = []
    for page in pages[:2]:
        number = re.findall(r'<word xMin="([^"]*)"[^>]*>—<', page)
        sides.append(float(number[0]) > 300)
    assert sides == [True, False]
