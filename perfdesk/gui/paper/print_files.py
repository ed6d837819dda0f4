"""Printing without a window: documents into a PDF, for the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from perfdesk.gui.look.font import register_substitutes
from perfdesk.gui.paper.print_job import PrintOrder, PrintWish, exporting
from perfdesk.gui.worker import Work

if TYPE_CHECKING:
    from perfdesk.session import Checked


def print_files(documents: Sequence[Checked], wish: PrintWish, target: Path) -> None:
    """Write the forms, or the findings, of the documents as one PDF; raises Fault."""
    if sys.platform.startswith("linux"):
        # Paper needs no screen, and a server has none.
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    register_substitutes()
    job = exporting(PrintOrder(documents, "", wish), target)
    job(Work("", job, application))
