"""The flag that renews the table of verdicts on published forms."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-published", action="store_true", help="renew tests/rules/published.tsv")
