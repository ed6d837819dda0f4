"""What every test may use: the Qt platform without a screen, and the shared folder of real forms."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

# Before anything imports Qt: tests run where there is no screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No test sees what the user of this machine has corrected, nor writes there.
os.environ["PERFDESK_SETTINGS"] = str(Path(tempfile.gettempdir()) / "perfdesk-tests-have-no-settings")

CHECKOUT = Path(__file__).resolve().parents[1]


def _missing(what: str, switch: str) -> None:
    """Skip with the reason, or fail where the run has promised to have it."""
    if os.environ.get(switch) == "1":
        pytest.fail(f"{what} ({switch}=1 forbids to skip)", pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The folder of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the checkout, with published forms and odd workbooks."""
    folder = CHECKOUT.parent / "shared"
    if not folder.is_dir():
        _missing("no folder `shared` beside the checkout", "PERFDESK_REQUIRE_SHARED")
    return folder


@pytest.fixture(scope="session")
def sample() -> Path:
    """The folder of the embedded sample."""
    return CHECKOUT / "resources" / "sample"
