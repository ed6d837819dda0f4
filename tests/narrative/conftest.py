"""What the tests of the narrative share: forms, templates and a look into the written file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from perfdesk.core.finding import Finding
from perfdesk.core.form import Form
from perfdesk.narrative.report import render_report
from perfdesk.narrative.template_builder import build_template

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Written = Callable[..., dict[str, str]]


def parts_of(path: Path) -> dict[str, str]:
    """The text parts of a .docx by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes a report and gives back its parts; `lines` replaces the shipped template."""

    def write(
        forms: Sequence[tuple[str, Form]],
        findings: Sequence[Finding] = (),
        lines: Sequence[str] | None = None,
    ) -> dict[str, str]:
        template = "national"
        if lines is not None:
            path = tmp_path / "模板.docx"
            path.write_bytes(build_template([("", line) for line in lines]))
            template = str(path)
        target = tmp_path / "报告.docx"
        render_report(forms, findings, template, target)
        return parts_of(target)

    return write
