"""The commands that look and tell: `check`, `show`, `verify`, `overview`, `find`.

Stands just below `cli`; the work is the session's and that of the rooms around it. Each takes the options
and gives the exit status.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.commands.console import (
    ERRORS_FOUND,
    FAILED,
    NOTHING_WRONG,
    complain,
    deliver,
    documents_last_year,
    documents_of,
    explained,
    explained_documents,
    name_unread,
    remark,
    say,
    status_of,
    unread,
)
from perfdesk.core.fault import FileFault

if TYPE_CHECKING:
    from perfdesk.session import Checked


def check(options: argparse.Namespace) -> int:
    """Check the documents, and write marked copies and a receipt where they are asked for; raises Fault."""
    from perfdesk.outlets.findings_json import findings_json
    from perfdesk.outlets.findings_text import findings_text
    from perfdesk.session import tie_up

    checked, earlier = documents_of(options), documents_last_year(options)
    documents, is_explained = explained(tie_up(checked, earlier) if earlier else checked)
    is_whole = is_explained and not unread(earlier)
    text = findings_json(documents) if options.format == "json" else findings_text(documents)
    deliver(text, options.output)
    if options.mark is not None:
        _mark(documents, options.mark)
    if options.receipt is not None:
        from perfdesk.outlets.receipt import receipt_json

        roots = [options.last_year] if earlier else []
        deliver(receipt_json(documents, options.paths, earlier, roots), options.receipt)
    return status_of(documents) if is_whole else FAILED


def _mark(documents: Sequence[Checked], folder: Path) -> None:
    from perfdesk.session import write_marks

    written = write_marks(documents, folder)
    originals = {Path(checked.path).name for checked in documents}
    imported = sum(path.name not in originals for path in written)
    tail = f"其中 {imported} 份由 Word、PDF 或旧版表格转成 .xlsx 后标注。" if imported else ""
    remark(f"已在 {folder} 写入 {len(written)} 份标注副本，原件未改动。{tail}")


def show(options: argparse.Namespace) -> int:
    """Tell what was recognized; raises Fault."""
    from perfdesk.outlets.findings_json import forms_json
    from perfdesk.outlets.findings_text import forms_text

    documents = documents_of(options)
    say(forms_json(documents) if options.format == "json" else forms_text(documents))
    return FAILED if not documents or unread(documents) else NOTHING_WRONG


def verify(options: argparse.Namespace) -> int:
    """Hold a published text against the documents; raises Fault."""
    from perfdesk.disk.whole_file import is_same_file
    from perfdesk.outlets.claims_json import claims_json
    from perfdesk.outlets.claims_text import claims_text
    from perfdesk.session import verify_text

    # The text may lie among its tables; it is no table itself.
    documents = [each for each in documents_of(options) if not is_same_file(Path(each.path), options.text)]
    claims = verify_text(documents, options.text)
    name_unread(documents)
    say(claims_json(claims) if options.format == "json" else claims_text(claims))
    if not documents or unread(documents):
        return FAILED
    return ERRORS_FOUND if any(claim.verdict == "wrong" for claim in claims) else NOTHING_WRONG


def tell_overview(options: argparse.Namespace) -> int:
    """Tell what the set comes to, as the window's dashboard does; raises Fault."""
    from perfdesk.outlets.overview import overview
    from perfdesk.outlets.overview_text import overview_json, overview_text

    documents, status = explained_documents(options)
    whole = overview(documents)
    say(overview_json(whole) if options.format == "json" else overview_text(whole))
    return status


def find(options: argparse.Namespace) -> int:
    """List the cells that hold a text; raises Fault."""
    from perfdesk.core.grid import parse_address
    from perfdesk.desks.text_search import find_cells
    from perfdesk.reading.document import find_files, read_document

    count, status = 0, NOTHING_WRONG
    for file in find_files(options.paths):
        try:
            _, grids = read_document(file)
        except FileFault as fault:
            complain(fault.message)
            status = FAILED
            continue
        by_name = {grid.name: grid for grid in grids}
        for sheet, cell in find_cells(grids, options.text):
            count += 1
            words = " ".join(by_name[sheet].cell_at(*parse_address(cell)).text.split())
            say(f"{file} {sheet}!{cell}：{words}\n")
    say(f"共 {count} 处。\n")
    return status
