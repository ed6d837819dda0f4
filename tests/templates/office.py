"""LibreOffice as an independent calculator: what the formulas of a workbook give."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

_OFFICE = shutil.which("soffice")
_RESULT = re.compile(
    rb'(<c r="[A-Z]+\d+"[^>]*?)(?: t="\w+")?(>(?:<f>[^<]*</f>|<f [^>]*>[^<]*</f>))<v>[^<]*</v>'
)


def recalculated(files: Sequence[Path], folder: Path) -> list[Path]:
    """The workbooks with every formula worked out anew; skips where there is no LibreOffice.

    Stored results are taken out first, for LibreOffice trusts those of a file that another program calculated.
    """
    if _OFFICE is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc")
    bare, out = folder / "bare", folder / "out"
    bare.mkdir()
    for file in files:
        _forget_results(file, bare / file.name)
    command = [_OFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(out), *(str(bare / file.name) for file in files)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return [out / file.name for file in files]


def _forget_results(source: Path, target: Path) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = _RESULT.sub(rb"\1\2", data)
            new.writestr(name, data)
