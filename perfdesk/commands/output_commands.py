"""The commands that write something for others: `report`, `summary`, `return`, `print`.

Stands just below `cli`; the work is the session's and that of the rooms around it. Each takes the options
and gives the exit status.
"""

from __future__ import annotations

import argparse

from perfdesk.commands.console import (
    documents_of,
    explained_documents,
    qt_fault,
    remark,
    say,
    whole_documents_of,
    with_status,
)
from perfdesk.core.fault import CallFault


def report(options: argparse.Namespace) -> int:
    """Write the report, or list what a template can print; raises Fault."""
    from perfdesk.desks.beside import tables_beside
    from perfdesk.desks.template_desk import template_named
    from perfdesk.memory.settings import user_corrections
    from perfdesk.session import ReportChoice, report_context, write_report

    if options.output is None and not options.context:
        raise CallFault("没有说明报告写到哪里：请加 --output 文件.docx；只看可用的名称请用 --context。")
    template = template_named(options.template)
    documents, status = explained_documents(options)
    if options.beside:
        documents = (*documents, *tables_beside(options.beside, user_corrections()))
    if options.context:
        say("".join(f"{line.words}\n" for line in report_context(documents)))
        return status
    choice = ReportChoice(options.doubts == "withhold", options.contents, options.annex, options.thousands)
    for words in write_report(documents, template, options.output, choice):
        remark(words)
    say(f"已写入报告 {options.output}。\n")
    return status


def summary(options: argparse.Namespace) -> int:
    """Write the summary workbook; raises Fault."""
    from perfdesk.outlets.summary import write_summary

    documents, status = explained_documents(options)
    write_summary(documents, options.output)
    say(f"已写入汇总 {options.output}。\n")
    return status


def give_back(options: argparse.Namespace) -> int:
    """Write the return notices, and the inspection report where it is asked for; raises Fault."""
    from perfdesk.outlets.inspection import write_inspection
    from perfdesk.outlets.return_notice import deadline_words, write_notices

    deadline = deadline_words(options.days, options.until)
    documents, status = explained_documents(options)
    returned = write_notices(documents, options.output, deadline, options.template)
    say(f"已在 {options.output} 写入 {len(returned.written)} 份退回意见书。\n")
    if returned.clean:
        say(f"没有需退回的问题，未发意见书：{'、'.join(returned.clean)}。\n")
    if options.report is not None:
        for words in write_inspection(documents, options.report, options.report_template):
            remark(words)
        say(f"已写入审核报告 {options.report}。\n")
    return status


def print_out(options: argparse.Namespace) -> int:
    """Write forms, or findings, as they are printed into a PDF; raises Fault."""
    if options.output.suffix.lower() != ".pdf":
        raise CallFault(f"打印的结果写成 PDF，不能存为 {options.output.name}：请使用 .pdf 扩展名。")
    try:
        from perfdesk.gui.paper.print_files import print_files
        from perfdesk.gui.paper.print_job import PrintWish
    except ImportError as fault:
        raise qt_fault("打印", fault) from fault
    checked = documents_of(options) if options.findings else whole_documents_of(options)
    documents, status = with_status(checked)
    readable = [checked for checked in documents if checked.document.fault is None]
    if not readable and not options.findings:
        raise CallFault("没有可打印的表：请指定至少一个能读取的文件。")
    wish = PrintWish(
        "all_findings" if options.findings else "document",
        options.marks,
        options.fit,
        options.way,
        options.numbers,
        options.paper,
    )
    print_files(documents if options.findings else readable, wish, options.output)
    say(f"已写入 {options.output}。\n")
    return status
