"""Which template is meant: by the name of its file, a part of it, its kind, or the path of one's own.

A new file in `templates_xlsx/` is found and named without any code.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from perfdesk.core.fault import CallFault
from perfdesk.core.form import FORM_NAMES, Form
from perfdesk.core.resource import template_folder
from perfdesk.reading.package import Package, parse_package
from perfdesk.reading.source import naming, read_source
from perfdesk.reading.xlsx import read_workbook
from perfdesk.recognition.book import recognize_book
from perfdesk.recognition.literal import clean


def shipped_forms() -> tuple[Path, ...]:
    """The shipped templates in order of name."""
    return tuple(sorted(template_folder().glob("*.xlsx")))


def chosen_template(words: str) -> Path:
    """The template that the words name; raises CallFault with the names there are."""
    if Path(words).suffix.lower() in (".xlsx", ".xlsm") and Path(words).is_file():
        return Path(words)
    if Path(words).is_file():
        raise CallFault(
            f"模板 {Path(words).name} 不是 .xlsx 文件：请先用 perfdesk import 转成 .xlsx 再作模板。"
        )
    wanted = clean(words).removesuffix(".xlsx").casefold()
    templates = shipped_forms()
    for path in templates:
        if clean(path.stem).casefold() == wanted:
            return path
    found = [path for path in templates if wanted and wanted in clean(path.stem).casefold()]
    if not found and wanted in FORM_NAMES:
        found = [path for path in templates if wanted in {form.kind for form in template_forms(path)}]
    if len(found) == 1:
        return found[0]
    raise CallFault(_unknown(words, found, templates))


def _unknown(words: str, found: Sequence[Path], templates: Sequence[Path]) -> str:
    said = f"“{words}”对应多张空白表" if found else f"没有名为“{words}”的空白表"
    names = "、".join(path.stem for path in found or templates)
    return f"{said}，请写明是哪一张：{names}；也可以写自己的 .xlsx 模板的路径。"


def template_package(path: Path) -> Package:
    """A template's workbook; raises FileFault where it cannot be read."""
    with naming(path):
        return parse_package(read_source(path))


def template_forms(path: Path) -> tuple[Form, ...]:
    """The forms a template holds; raises FileFault where it cannot be read."""
    with naming(path):
        return package_forms(template_package(path))


def package_forms(package: Package) -> tuple[Form, ...]:
    """The forms of a workbook that begin on their own sheet."""
    forms = recognize_book(read_workbook(package)).forms
    return tuple(form for form in forms if form.kind != "unknown" and not form.continues)
