"""The forms that the rules' examples are written on: small tables in plain text.

One line is a row, `|` parts the cells, `^` joins a cell to the one above and `<` to the
one on its left. Each form is free of findings as it stands; an example types over a few
cells. The catalogue's pages print them and the tests run them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from perfdesk.core.grid import Block, Cell, Grid, parse_address
from perfdesk.reading.entry import typed_cell
from perfdesk.rules.rule import Example

PROJECT = """
项目支出绩效自评表
（2023年度）
项目名称 | 馆藏案卷数字化 | 主管部门 | 云岭县档案馆 | 实施单位 | 云岭县档案服务中心
项目资金（万元） | | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 分值 | 执行率（B/A） | 得分
^ | 年度资金总额 | 10 | 10 | 10 | 10 | 100% | 10
^ | 其中：当年财政拨款 | 8 | 8 | 8 | - | 100% | -
^ | 其他资金 | 2 | 2 | 2 | - | 100% | -
年度总体目标 | 预期目标 | < | < | 实际完成情况 | < | < | < | <
^ | 完成两千卷案卷的扫描和著录 | < | < | 扫描并著录案卷2100卷，全部通过验收 | < | < | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
^ | 产出指标（50分） | 数量指标 | 案卷扫描数量 | ≥2000卷 | 2100卷 | 20 | 20 |
^ | ^ | 质量指标 | 扫描合格率 | ≥98% | 99% | 15 | 15 |
^ | ^ | 时效指标 | 按期验收率 | ＝100% | 100% | 15 | 15 |
^ | 效益指标（30分） | 社会效益指标 | 查档等候时长 | ≤10分钟 | 8分钟 | 30 | 30 |
^ | 满意度指标（10分） | 服务对象满意度指标 | 查档群众满意度 | ≥90% | 95% | 10 | 10 |
总分 | < | < | < | < | < | 100 | 100 |
"""

LIAONING_PROJECT = """
2021年预算项目（政策）绩效目标自评表
项目（政策）名称 | 乡镇档案员培训 | 主管部门 | 云岭县档案馆 | 实施单位 | 云岭县档案服务中心
项目预算资金 | | 年初预算数 | 全年预算数（A） | 全年执行数（B） | 分值 | 执行率（B/A） | 得分（分值*B/A）
^ | 年度预算资金总额： | 10 | 10 | 8 | 10 | 80% | 8
^ | 其中：财政拨款收入 | 10 | 10 | 8 | —— | 80% | ——
年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 目标值 | < | < | 全年完成值 | 完成程度 | 分值 | 得分 | 未完成原因分析 | < | 改进措施
^ | ^ | ^ | ^ | 运算符号 | 内容 | 度量单位 | ^ | ^ | ^ | ^ | 经费保障 | 原因说明 | ^
^ | 产出指标 | 数量指标 | 培训人次 | ≥ | 200 | 人次 | 160 | 80% | 50 | 40 | √ | 末期培训因场地维修停办一次 | 下年提前落实备用场地
^ | 效益指标 | 社会效益指标 | 立卷一次合格率 | ≥ | 90 | % | 93 | 100% | 30 | 30 | | |
^ | 满意度指标 | 服务对象满意度指标 | 学员满意度 | ≥ | 95 | % | 97 | 100% | 10 | 10 | | |
年末结转 | | | | | | | | | | | | |
产出、效益、满意度指标自评得分小计（C） | < | < | 80 | 预算执行率得分（D） | < | < | 8
绩效自评总得分（C+D） | < | < | 88
"""

LIAONING_2023 = """
预算项目（政策）绩效自评表
（2023年度）
项目（政策）名称 | 档案库房维护 | 主管部门 | 云岭县档案馆 | 实施单位 | 云岭县档案服务中心
项目预算金额（万元） | 20 | 全年执行数 | 20 | 执行率 | 100%
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度目标值 | < | < | 全年完成值 | 完成程度 | 分值 | 得分 | 未完成原因分析 | < | 改进措施
^ | ^ | ^ | ^ | 运算符号 | 内容 | 度量单位 | ^ | ^ | ^ | ^ | 其他 | 原因说明 | ^
^ | 产出指标 | 数量指标 | 库房巡检次数 | = | 12 | 次 | 12 | 100% | 20 | 20 | | |
^ | ^ | 质量指标 | 消防演练参加人次 | >= | 200 | 人次 | 200 | 100% | 30 | 30 | | |
^ | 效益指标 | 社会效益指标 | 档案实体安全 | | 安全 | | 全部或基本达成预期指标100%-80%（含） | 100% | 30 | 30 | | |
^ | 满意度指标 | 服务对象满意度指标 | 查档单位满意度 | >= | 90 | % | 96 | 100% | 10 | 10 | | |
指标自评得分小计 | < | < | 90 | 预算执行率得分 | < | 10 | 减分项 | 0 | 绩效自评总得分 | < | < | 100
结果应用建议 | 规范财政资金管理 | √ | 按巡检记录分月支付维护费
"""

UNIT = """
2021年部门（单位）整体绩效自评表
部门（单位）名称 | 云岭县档案服务中心
年度整体收支情况（万元） | 名称 | 年初预算数 | 全年预算数 | 全年执行数 | 执行率
^ | 年度部门预算收入小计（1至2项） | 100 | 100 | —— | ——
^ | 1.财政拨款收入 | 90 | 90 | —— | ——
^ | 2.其他收入 | 10 | 10 | —— | ——
^ | 年度部门预算支出小计（一+二） | 100 | 100 | 80 | 80%
^ | 一、基本支出 | 20 | 20 | 20 | 100%
^ | 二、项目支出 | 80 | 80 | 60 | 75%
年度主要任务 | 工作名称 | 年初预算数 | 全年预算数 | 全年执行数 | 执行率
^ | 重点工作一馆藏数字化 | 60 | 60 | 45 | 75%
^ | 重点工作二库房维护 | 20 | 20 | 15 | 75%
^ | 合计 | 80 | 80 | 60 | 75%
年度分解目标评价 | 一级指标 | 二级指标 | 三级指标 | 指标值 | < | 全年完成值 | 完成程度 | 分值 | 得分 | 未完成原因 | <
^ | ^ | ^ | ^ | 运算符号 | 内容 | ^ | ^ | ^ | ^ | 经费保障 | 原因说明
^ | 履职效能 | 重点工作履行情况 | 完成馆藏数字化 | | 完成 | 已完成验收 | | 60 | 60 | |
^ | 社会效应 | 社会效益 | 查档服务 | | 有所提高 | 有所提高 | | 30 | 30 | |
^ | 预算执行 | 预算执行效率 | 预算执行率 | = | 100% | 80% | 80% | 10 | 8 | | 数字化尾款待验收后支付
总评价得分 | < | < | < | < | < | < | < | < | 98
"""

UNIT_2023 = """
部门（单位）整体绩效自评表
（2023年度）
部门（单位）名称 | 云岭县档案服务中心
年度主要任务 | 对应项目 | 项目下达金额 | 项目执行金额 | 项目执行率 | 分值 | 得分
^ | 馆藏案卷数字化 | 10 | 10 | 100% | 20 | 20
^ | 档案库房维护 | 20 | 20 | 100% | 20 | 20
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 运算符号 | 指标值 | 度量单位 | 全年完成值 | 完成程度 | 分值 | 得分 | 其他原因分析 | 改进措施
^ | 履职效能 | 整体工作完成情况 | 总体工作完成率 | = | 100 | % | 100 | 1 | 40 | 40 | |
^ | 社会效应 | 社会公众满意度 | 查档单位满意度 | >= | 90 | % | 96 | 1 | 20 | 20 | |
总评价得分 | < | 100
结果应用建议 | 建议改进业务管理 | √ | 加强巡检记录
"""

SPECIAL_FUND = """
专项资金绩效目标自评表
（2022年度）
专项资金名称 | 基层档案馆补助 | 实施单位 | 云岭县档案服务中心 | 主管部门 | 云岭县档案馆
项目资金（万元） | | 全年预算数（A） | 全年执行数（B） | 执行率（B/A）
^ | 年度资金总额 | 60 | 60 | 100%
^ | 其中：中央补助 | 40 | 40 | 100%
^ | 省级资金 | 20 | 20 | 100%
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 全年完成值 | 未完成原因和改进措施
^ | 产出指标 | 数量指标 | 受补助档案馆数 | 6个 | 6个 |
^ | 满意度指标 | 服务对象满意度指标 | 受补助单位满意度 | ≥95% | 97% |
"""

TARGETS = """
项目支出绩效目标表
（2024年度）
项目名称 | 档案库房加固 | 主管部门 | 云岭县档案馆 | 实施单位 | 云岭县档案服务中心
项目预算金额（万元） | 30 | | | |
年度目标 | 完成两间库房加固并通过消防验收 | < | < | < | <
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 运算符号 | 指标值 | 度量单位 | 完成时限
^ | 产出指标 | 数量指标 | 加固库房间数 | = | 2 | 间 | 2024-12
^ | ^ | 质量指标 | 消防验收通过率 | = | 100 | % | 2024-12
^ | ^ | 时效指标 | 工程按期完成率 | >= | 95 | % | 2024-11
^ | 效益指标 | 社会效益指标 | 档案实体安全 | | 安全无事故 | | 2024-12
^ | 满意度指标 | 服务对象满意度指标 | 查档群众满意度 | >= | 90 | % | 2024-12
"""

BUDGET_LINES = """
项目支出预算表
单位名称：云岭县档案馆 | | 单位：万元 |
项目名称 | 项目内容 | 总计 | 本年收入 | 上年结转结余
办公运行 | 物业运行费2万元（物业费1.2万元，电费0.8万元） | 2 | 2 |
档案员培训 | 培训费20人*300元*10天=6万元 | 6 | 6 |
"""

FORMS = {
    "project": PROJECT,
    "liaoning_project": LIAONING_PROJECT,
    "liaoning_2023": LIAONING_2023,
    "unit": UNIT,
    "unit_2023": UNIT_2023,
    "special_fund": SPECIAL_FUND,
    "budget_lines": BUDGET_LINES,
    "targets": TARGETS,
}


def grid_of(example: Example) -> Grid:
    """The sheet of an example: its form with the example's cells typed over."""
    return sheet(FORMS[example.form], example.edits)


def sheet(text: str, edits: Mapping[str, str] = MappingProxyType({})) -> Grid:
    """The sheet that the plain text describes, with some cells typed over."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    cells: dict[tuple[int, int], Cell] = {}
    for row, texts in enumerate(rows, start=1):
        for column, typed in enumerate(texts, start=1):
            if typed not in ("", "^", "<"):
                cells[row, column] = typed_cell(typed, Cell())
    for place, typed in edits.items():
        cells[parse_address(place)] = typed_cell(typed, Cell())
    return Grid("示例", cells, merges=_merges(rows))


def _merges(rows: list[list[str]]) -> tuple[Block, ...]:
    def at(row: int, column: int) -> str:
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""

    blocks = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text in ("^", "<"):
                continue
            right, bottom = column, row
            while at(row, right + 1) == "<":
                right += 1
            while at(bottom + 1, column) == "^":
                bottom += 1
            if (right, bottom) != (column, row):
                blocks.append(Block(row + 1, column + 1, bottom + 1, right + 1))
    return tuple(blocks)
