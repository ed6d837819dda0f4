"""New forms from a template: blank, from last year's forms, or from the approved target tables.

Stands beside the session; one call from words and paths to files that are written whole. Each new form
is recognized again by the program's own reader, which is how its weights find their cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from perfdesk.core.fault import CallFault
from perfdesk.core.finding import Edit
from perfdesk.core.form import FORM_NAMES, Form
from perfdesk.core.value import Value, plain
from perfdesk.disk.whole_file import refuse_same_file, write_whole
from perfdesk.reading.document import FILE_ENDINGS, find_files, read_document
from perfdesk.reading.package import Package, parse_package
from perfdesk.reading.xlsx import read_workbook
from perfdesk.recognition.book import recognize_book
from perfdesk.scoring.profile import Profile, choose_profile, known_profile
from perfdesk.scoring.spread import spread_tasks, spread_weights, whole_points
from perfdesk.writing.filling.carry import SOURCES, Carried, approved_budgets, carried, fitted
from perfdesk.writing.filling.filling import Filling
from perfdesk.writing.filling.sheet_copy import alone, copy_sheet, rejoined, sheet_names
from perfdesk.writing.filling.template import emptied, fill, fill_cover
from perfdesk.writing.filling.template_choice import chosen_template, package_forms, template_package
from perfdesk.writing.patching.patch import patch_cells

_WEIGHTED = ("project_self_evaluation", "unit_self_evaluation")
"""Forms whose weights are dealt out; an evaluation's are the evaluators' own."""
_WORKBOOK = ".xlsx"
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_LONGEST_STEM = 60
_STATED_POINTS = re.compile(r"\d+(?:\.\d+)?(?=\s*分)")


@dataclass(frozen=True)
class Order:
    """What is wanted.

    Attributes:
        form: words that name a template, or the path of one's own.
        output: a workbook `.xlsx`, or a folder for one workbook a project.
        source: last year's forms or approved target tables, a file or a folder.
        year: the budget year of the new forms, where not taken from the source.
        unit: the unit's name, where not taken from the source.
        profile: the scoring profile for weights, where not chosen from the form.
    """

    form: str
    output: Path
    source: Path | None = None
    year: int | None = None
    unit: str | None = None
    profile: str | None = None


@dataclass(frozen=True)
class NewForm:
    """A form that was made: its file, its sheet, its name, and what found no place, in Chinese."""

    path: Path
    sheet: str
    name: str
    left: tuple[str, ...] = ()


def make_forms(order: Order) -> tuple[NewForm, ...]:
    """Make the new forms and write their files; an existing file is never written over.

    Raises CallFault for an unknown template, a source that holds nothing for it, or an output that is
    there already; FileFault where a file cannot be read or written.
    """
    ending = order.output.suffix.lower()
    if ending in FILE_ENDINGS and ending != _WORKBOOK:
        raise CallFault(f"不能新建 {order.output.name}：--output 请写 .xlsx 文件或文件夹。")
    template = chosen_template(order.form)
    package = template_package(template)
    forms = package_forms(package)
    if not forms:
        raise CallFault(
            f"{template.name} 里没有能识别的表：请换一个模板，或先用 perfdesk show 查看识别结果。"
        )
    if order.source is None:
        path = _file(order, template.stem)
        is_filled = any(map(_is_filled, forms))
        made = [_renewed(package, forms, order, path) if is_filled else _blank(package, forms, order, path)]
    elif len(forms) > 1:
        raise CallFault(f"“{template.stem}”含多张表，不能由别的表生成：请去掉 --from 新建空白表。")
    else:
        made = _from_source(package, forms[0], order, order.source)
    for path, _, _ in made:
        _refuse_existing(path, template)
    for path, result, _ in made:
        write_whole(path, result.data)
    return tuple(new for _, _, news in made for new in news)


def free_output(form: str, folder: Path) -> Path:
    """A workbook of the form's name in a folder, numbered where that name is taken."""
    stem, number = Path(form).stem or "绩效自评表", 1
    path = folder / f"{stem}{_WORKBOOK}"
    while path.exists():
        number += 1
        path = folder / f"{stem}（{number}）{_WORKBOOK}"
    return path


_Made = tuple[Path, Package, list[NewForm]]


def _file(order: Order, name: str) -> Path:
    """The file of a single form: the output itself, or a file in it."""
    if order.output.suffix.lower() == _WORKBOOK:
        return order.output
    return order.output / f"{_FORBIDDEN.sub('_', name).strip(' .')[:_LONGEST_STEM]}{_WORKBOOK}"


def _refuse_existing(path: Path, template: Path) -> None:
    refuse_same_file(template, path)
    if path.exists():
        raise CallFault(f"{path} 已存在，不会覆盖：请换一个文件名，或先移走原来的文件。")


def _blank(package: Package, forms: Sequence[Form], order: Order, path: Path) -> _Made:
    headers = {"unit": order.unit} if order.unit else {}
    news = []
    for form in forms:
        filled = fill(package, Filling(form.kind, order.year, headers), form.sheet)
        package = filled.package
        news.append(NewForm(path, form.sheet, FORM_NAMES[form.kind], filled.left))
    return path, fill_cover(package, Filling(forms[0].kind, order.year, headers)), news


def _is_filled(form: Form) -> bool:
    if form.kind in SOURCES:
        return not form.is_unfilled
    return any(value.number for line in form.accounts for value in line.amounts)


def _renewed(package: Package, forms: Sequence[Form], order: Order, path: Path) -> _Made:
    """Last year's forms as templates of one's own: each says itself what is to be carried."""
    sheets = {form.sheet for form in forms}
    if len(sheets) < len(forms) or any(form.kind not in SOURCES for form in forms):
        raise CallFault(
            f"“{order.form}”是已填的表，不能用作空白表：请改用随附的空白表（perfdesk forms 列出），"
            "或先清空其中的数字。"
        )
    news = []
    for form in forms:
        source = _ordered(carried(form, {}), order)
        filled = fill(emptied(package, form), fitted(source, form), form.sheet)
        package = _with_weights(filled.package, form.sheet, order.profile)
        news.append(NewForm(path, form.sheet, source.name or form.sheet, filled.left))
    return path, package, news


def _from_source(package: Package, form: Form, order: Order, source: Path) -> list[_Made]:
    package = package if form.is_unfilled else emptied(package, form)
    sources = [_ordered(each, order) for each in _sources(form, source)]
    if len(sources) == 1:
        names = sources[0].name or form.sheet
        return [_filled(package, form, sources, [form.sheet], order, _file(order, names))]
    if order.output.suffix.lower() == _WORKBOOK:
        sheets = sheet_names([each.name for each in sources])
        package = copy_sheet(package, form.sheet, sheets)
        return [_filled(package, form, sources, sheets, order, order.output)]
    stems = sheet_names([each.name for each in sources])
    return [
        _filled(package, form, [each], [form.sheet], order, _file(order, stem))
        for each, stem in zip(sources, stems, strict=True)
    ]


def _ordered(source: Carried, order: Order) -> Carried:
    """The source with the year and the unit that were asked for."""
    filling = source.filling
    headers = {**filling.headers, **({"unit": order.unit} if order.unit else {})}
    return replace(source, filling=replace(filling, year=order.year or filling.year, headers=headers))


def _sources(form: Form, path: Path) -> list[Carried]:
    """What the source holds for a template: forms of the first kind it can be made from."""
    files = find_files([path])
    if not files:
        raise CallFault(f"在 {path} 没有找到可用的文件：请指定上年的自评表或批复的绩效目标表。")
    forms = [form for file in files for form in recognize_book(read_document(file)[1]).forms]
    forms = [form for form in forms if not form.continues]
    budgets = approved_budgets(forms)
    for kind in SOURCES.get(form.kind, ()):
        found = [each for each in forms if each.kind == kind and not each.is_unfilled]
        if found:
            return [carried(each, budgets) for each in found]
    wanted = "、".join(f"“{FORM_NAMES[kind]}”" for kind in SOURCES.get(form.kind, ()))
    reason = f"没有找到{wanted}" if wanted else f"“{FORM_NAMES[form.kind]}”不能由别的表生成"
    raise CallFault(f"{path} 里{reason}：请核对 --from 指定的文件，或去掉 --from 新建空白表。")


def _filled(
    package: Package, form: Form, sources: Sequence[Carried], sheets: Sequence[str], order: Order, path: Path
) -> _Made:
    """One workbook with a sheet for each source."""
    are_copies = len(sheets) > 1 and len(read_workbook(package)) == len(sheets)
    news = []
    for source, sheet in zip(sources, sheets, strict=True):
        # Formulas may read other sheets; only copies of a lone sheet can do without them.
        single = alone(package, sheet) if are_copies else package
        filled = fill(single, fitted(source, form), sheet)
        single = _with_weights(filled.package, sheet, order.profile)
        package = rejoined(package, single, sheet) if are_copies else single
        news.append(NewForm(path, sheet, source.name or sheet, filled.left))
    return path, package, news


def _with_weights(package: Package, sheet: str, profile: str | None) -> Package:
    """The package with weights that add up: those it has, else dealt out as the place does it."""
    form = next(form for form in package_forms(package) if form.sheet == sheet)
    if form.kind not in _WEIGHTED:
        return package
    rules = known_profile(profile or choose_profile(form)[0])
    edits = [*_task_weights(form, rules), *_indicator_weights(form, rules)]
    return parse_package(patch_cells(package, edits).archive()) if edits else package


def _task_weights(form: Form, rules: Profile) -> list[Edit]:
    tasks = [task for task in form.tasks if task.weight is not None and (task.name.text or task.project)]
    return _weights([task.weight for task in tasks], spread_tasks(rules, len(tasks)), form.sheet)


def _indicator_weights(form: Form, rules: Profile) -> list[Edit]:
    cells = [row.weight for row in form.indicators]
    known = [cell.number for cell in cells if cell is not None and cell.number is not None]
    if len(known) == len(cells) and sum(known) == whole_points(rules, form.kind):
        return _headings(form, known)
    rows = [(row.level1.text or "", row.level2.text or "") for row in form.indicators]
    weights = spread_weights(rules, form.kind, rows)
    return [*_weights(cells, weights, form.sheet), *(_headings(form, weights) if weights else [])]


def _weights(cells: Sequence[Value | None], weights: Sequence[Decimal], sheet: str) -> list[Edit]:
    """Weights for their cells; none where a row has no cell for one."""
    if any(cell is None for cell in cells):
        return []
    pairs = zip(cells, weights, strict=False)
    return [Edit(sheet, cell.cell, plain(weight)) for cell, weight in pairs if cell is not None]


def _headings(form: Form, weights: Sequence[Decimal]) -> list[Edit]:
    """Level-1 headings that state points, such as 效益指标（30分）, with the points their rows have."""
    edits = []
    for group in form.group_weights:
        points = sum((weights[index] for index in group.indicators), Decimal(0))
        words = _STATED_POINTS.sub(plain(points), group.name.raw, count=1)
        if words != group.name.raw:
            edits.append(Edit(form.sheet, group.name.cell, words))
    return edits
