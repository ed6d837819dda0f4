"""Where the shipped data lies: in a checkout, an installed wheel and a frozen build alike."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def _root() -> Path:
    installed = _PACKAGE / "_data"
    return installed if installed.is_dir() else _PACKAGE.parent


def resource(*parts: str) -> Path:
    """A file or folder below `resources/`."""
    return _root().joinpath("resources", *parts)


def template_folder() -> Path:
    """The folder `templates_xlsx/` with the official blank forms."""
    return _root() / "templates_xlsx"
