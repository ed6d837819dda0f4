"""A sheet of a template once for each project: copied with its print set-up, named anew.

Stands before the filling: every copy is filled by itself. Formulas of a form name cells of their own
sheet without its name, so they hold on the copy as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from perfdesk.core.fault import CallFault
from perfdesk.reading.package import Package, parse_package
from perfdesk.reading.shared_string import unescape
from perfdesk.writing.patching.draft import Draft, SheetPart
from perfdesk.writing.patching.markup import Element, Markup, plain_text, start_tag, with_attributes
from perfdesk.writing.results.calculation import set_full_calculation

_WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SELECTED = re.compile(rb"""\stabSelected\s*=\s*["'][^"']*["']""")
_RELATION = re.compile(rb"\s((?:[\w.-]+:)?id)\s*=")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_LONGEST_NAME = 31
_SHAREABLE = frozenset({"printerSettings", "hyperlink"})


def sheet_names(wanted: Sequence[str], taken: Sequence[str] = ()) -> list[str]:
    """The words as names of sheets: no more than 31 letters, no sign Excel refuses, none twice."""
    used = {name.casefold() for name in taken} | {"history"}
    found: list[str] = []
    for words in wanted:
        plain = _FORBIDDEN.sub("_", " ".join(words.split())).strip("' ") or "表"
        name, number = plain[:_LONGEST_NAME], 2
        while name.casefold() in used:
            tail = f"（{number}）"
            name, number = plain[: _LONGEST_NAME - len(tail)] + tail, number + 1
        used.add(name.casefold())
        found.append(name)
    return found


def copy_sheet(package: Package, sheet: str, names: Sequence[str]) -> Package:
    """The package with the sheet under the first name, and a copy of it under each further one, at the end.

    Raises CallFault for an unknown sheet, and for one with pictures, comments or tables where copies
    are wanted: those belong to one sheet alone.
    """
    draft = Draft(package)
    source = draft.sheet(sheet)
    if len(names) > 1:
        _refuse_attached(draft, source)
    workbook = draft.markup(draft.workbook_part)
    place = [each.part for each in draft.sheets].index(source.part)
    sheets = workbook.root.child("sheets")
    elements = list(sheets.every("sheet")) if sheets is not None else []
    element = next(each for each in elements if each.number("sheetId") == source.number)
    number = max(each.number("sheetId") for each in elements)
    content = _SELECTED.sub(b"", draft.read(source.part))
    written = workbook.source(element)
    copies = b""
    for offset, name in enumerate(names[1:], start=1):
        part = draft.free_name("worksheets/sheet{}.xml")
        draft.changed[part] = content
        draft.declare(part, _WORKSHEET_TYPE)
        relation = draft.relate(draft.workbook_part, "worksheet", part)
        copies += _named(written, name, {"sheetId": str(number + offset)}, relation)
    workbook.replace(element.start, element.end, _named(written, names[0], {}, None))
    if sheets is not None and copies:
        workbook.append(sheets, copies)
    _name_areas(workbook, (sheet, place), names, len(elements))
    draft.put(draft.workbook_part, workbook.result())
    return parse_package(draft.archive())


def _refuse_attached(draft: Draft, sheet: SheetPart) -> None:
    kinds = {relation.type for relation in draft.package.relations(sheet.part).values()}
    if kinds - _SHAREABLE:
        raise CallFault(
            f"模板的工作表“{sheet.name}”带有图片、批注或其他附件，不能在一个文件里复制成多张："
            "请把 --output 写成文件夹，每个项目一个文件。"
        )


def _named(source: bytes, name: str, more: dict[str, str], relation: str | None) -> bytes:
    """A `<sheet>` element as written, with another name, number and relation."""
    values: dict[str, str | None] = {"name": name, **more}
    match = _RELATION.search(start_tag(source))
    if relation is not None and match is not None:
        values[match.group(1).decode()] = relation
    return with_attributes(source, values)


def _name_areas(workbook: Markup, old: tuple[str, int], names: Sequence[str], count: int) -> None:
    """Print areas and titles of the sheet under its new name, and the same for each copy."""
    sheet, place = old
    defined = workbook.root.child("definedNames")
    if defined is None:
        return
    pattern = re.compile(rf"(?:'{re.escape(_doubled(sheet))}'|(?<![\w'.]){re.escape(sheet)})!")
    more = b""
    for element in defined.every("definedName"):
        text = _inner(workbook, element)
        if not pattern.search(text):
            continue
        renamed = [_with_sheet(pattern, text, name) for name in names]
        opening = workbook.data[element.start : element.inner_start]
        closing = workbook.data[element.inner_end : element.end]
        workbook.replace(element.inner_start, element.inner_end, renamed[0].encode())
        if element.attributes.get("localSheetId") != str(place):
            continue
        for offset, formula in enumerate(renamed[1:]):
            tag = with_attributes(opening, {"localSheetId": str(count + offset)})
            more += tag + formula.encode() + closing
    if more:
        workbook.append(defined, more)


def _inner(workbook: Markup, element: Element) -> str:
    return workbook.data[element.inner_start : element.inner_end].decode()


def _with_sheet(pattern: re.Pattern[str], text: str, name: str) -> str:
    """The text with another sheet named wherever the pattern finds the old one."""
    reference = f"'{_doubled(name)}'!"
    return pattern.sub(lambda match: reference, text)


def _doubled(name: str) -> str:
    return plain_text(name.replace("'", "''"))


def alone(package: Package, sheet: str) -> Package:
    """The workbook as if it had this sheet alone; the parts of the others stay in it, unread.

    Work on one of many sheets then costs what it costs on a single one; `rejoined` puts them back.
    """
    draft = Draft(package)
    workbook = draft.markup(draft.workbook_part)
    place = _place_of(workbook, sheet)
    sheets = workbook.root.child("sheets")
    for number, element in enumerate(sheets.every("sheet") if sheets is not None else ()):
        if number != place:
            workbook.replace(element.start, element.end, b"")
    for element in _defined(workbook):
        if element.attributes.get("localSheetId") == str(place):
            workbook.set_attribute(element, "localSheetId", "0")
        else:
            workbook.replace(element.start, element.end, b"")
    draft.put(draft.workbook_part, workbook.result())
    return parse_package(draft.archive())


def rejoined(whole: Package, single: Package, sheet: str) -> Package:
    """The whole workbook with what was done to one of its sheets while that stood `alone`."""
    draft, done = Draft(whole), Draft(single)
    for member in single.members:
        part = draft.canonical(member.name)
        if part != draft.workbook_part:
            content = single.read(member.name)
            if not whole.has(member.name) or whole.read(member.name) != content:
                draft.changed[part] = content
    workbook, changed = draft.markup(draft.workbook_part), done.markup(done.workbook_part)
    place = _place_of(workbook, sheet)
    texts = {element.attributes.get("name"): _inner(changed, element) for element in _defined(changed)}
    for element in _defined(workbook):
        text = texts.get(element.attributes.get("name"))
        if element.attributes.get("localSheetId") == str(place) and text is not None:
            workbook.replace(element.inner_start, element.inner_end, text.encode())
    draft.put(draft.workbook_part, workbook.result())
    set_full_calculation(draft)
    return parse_package(draft.archive())


def _place_of(workbook: Markup, sheet: str) -> int:
    sheets = workbook.root.child("sheets")
    for number, element in enumerate(sheets.every("sheet") if sheets is not None else ()):
        if unescape(element.attributes.get("name", "")) == sheet:
            return number
    raise CallFault(f"文件里没有工作表“{sheet}”：请检查工作表名称。")


def _defined(workbook: Markup) -> list[Element]:
    names = workbook.root.child("definedNames")
    return list(names.every("definedName")) if names is not None else []
