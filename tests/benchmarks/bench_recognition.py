"""How much CPU recognizing a form takes, beside unzip with bare expat and a bare calamine read.

Run `python -m tests.benchmarks.bench_recognition [FOLDER]`: a form of 60 rows and 18 columns and,
where a folder is named, its workbooks; milliseconds of CPU, the median of several rounds after start.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean, median

import xlsxwriter

from perfdesk.core.fault import FileFault
from perfdesk.core.grid import Grid
from perfdesk.reading.document import read_document
from perfdesk.recognition.recognizer import recognize
from tests.benchmarks.bench_reading import floor

ROUNDS = 25
ROWS = 60
HEADER = (
    *(
        "一级指标",
        "二级指标",
        "三级指标",
        "运算符号",
        "年度指标值",
        "度量单位",
        "全年完成值",
        "完成程度",
        "分值",
        "得分",
    ),
    *("经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明", "改进措施", "备注"),
)


def write_form(path: Path) -> None:
    """A form of 60 rows and 18 columns with indicators in all rows but the first five and the last."""
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("自评表")
    page.merge_range(0, 0, 0, 17, "2023年度项目支出绩效自评表")
    page.write_row(1, 0, ["项目名称", "档案整理", "主管部门", "云岭县档案馆", "实施单位", "云岭县档案馆"])
    page.write_row(
        2, 0, ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
    )
    page.write_row(3, 0, ["", "年度资金总额", 10, 10, 9, 10, "90%", 9])
    page.write_row(4, 0, HEADER)
    for row in range(5, ROWS - 1):
        page.write_row(
            row, 0, ["产出指标", "数量指标", f"整理卷宗第{row}批", "≥", 100, "卷", 100, 1, 1.5, 1.5]
        )
        page.write_row(row, 10, ["", "", "", "", "", "", "", ""])
    page.write_row(ROWS - 1, 0, ["总分", "", "", "", "", "", "", "", 100, 99])
    book.close()


def cpu(work: Callable[[], object]) -> float:
    """The median milliseconds of CPU of several rounds, the first two left out as warming up."""
    times = []
    for _ in range(ROUNDS + 2):
        begin = time.process_time_ns()
        work()
        times.append((time.process_time_ns() - begin) / 1e6)
    return median(times[2:])


def anew(grid: Grid) -> Grid:
    """The grid without what an earlier round left in it."""
    return Grid(grid.name, grid.cells, grid.merges)


def bare_calamine(path: Path) -> object:
    """Every sheet's values by calamine, nothing else."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def measure(path: Path) -> float:
    """Print one line for a workbook; returns the milliseconds of recognition a sheet."""
    _, grids = read_document(path)
    recognition = cpu(lambda: [recognize(anew(grid)) for grid in grids]) / len(grids)
    expat, calamine = cpu(lambda: floor(path)), cpu(lambda: bare_calamine(path))
    print(
        f"recognition {recognition:6.2f} ms a sheet   unzip + expat {expat:6.2f} ms   "
        f"calamine {calamine:6.2f} ms   {path.name}"
    )
    return recognition


def main(arguments: list[str]) -> int:
    """Measure the built form, then every workbook below the folders named."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{ROWS} x {len(HEADER)}.xlsx"
        write_form(path)
        measure(path)
    found: list[float] = []
    for path in [path for folder in arguments for path in sorted(Path(folder).rglob("*.xlsx"))]:
        try:
            found.append(measure(path))
        except FileFault:
            continue
    if found:
        print(f"mean {mean(found):.2f} ms a sheet, {len(found)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
