"""What is shipped: data in the wheel, data found, README and CI in step, nothing of a foreign machine."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from perfdesk.core import resource as place


def shipped(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder.parent).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(("~$", "."))
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    """The wheel of the checkout, built without the network."""
    pytest.importorskip("hatchling", reason="building a wheel needs the extra `test`")
    target = tmp_path_factory.mktemp("dist")
    program = f"from hatchling.build import build_wheel; build_wheel({str(target)!r})"
    done = subprocess.run([sys.executable, "-c", program], cwd=checkout, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return next(target.glob("*.whl"))


def test_the_wheel_holds_package_resources_and_templates(wheel: Path, checkout: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    data = [*shipped(checkout / "resources"), *shipped(checkout / "templates_xlsx")]
    assert [name for name in data if f"perfdesk/_data/{name}" not in names] == []
    assert [
        path for path in shipped(checkout / "perfdesk") if path.endswith(".py") and path not in names
    ] == []
    assert "perfdesk/py.typed" in names
    assert not any(name.startswith(("tests/", "resources/")) for name in names)


def test_an_unpacked_wheel_finds_its_data_and_checks_the_sample(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r})\n"
        "from perfdesk.core.resource import resource, template_folder\n"
        "from perfdesk.cli import main\n"
        "assert '_data' in str(resource('sample')) and list(template_folder().glob('*.xlsx'))\n"
        "sys.exit(main(['check', str(resource('sample'))]))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True)
    assert "合计：5 个文件，6 张认出的表" in done.stdout.decode("utf-8"), done.stderr.decode(
        "utf-8", "replace"
    )


def test_a_checkout_finds_its_data_beside_the_package(checkout: Path) -> None:
    module = importlib.reload(place)
    assert module.resource("sample") == checkout / "resources" / "sample"
    assert module.template_folder() == checkout / "templates_xlsx"


def test_ci_runs_the_test_command_of_the_readme(checkout: Path) -> None:
    readme = (checkout / "README.md").read_text("utf-8")
    commands = re.findall(r"<!-- test-command -->\n```bash\n(.*)\n```", readme)
    assert commands == [
        "python3 -m venv .venv && .venv/bin/pip install -q '.[test]' && .venv/bin/python -m pytest"
    ]
    assert "test-command" in (checkout / ".ci" / "run").read_text("utf-8")


def test_the_documents_link_to_files_that_exist(checkout: Path) -> None:
    missing = []
    for page in checkout.glob("*.md"):
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
            if "://" not in link and not (checkout / link).exists():
                missing.append(f"{page.name}: {link}")
    assert missing == []


def test_the_architecture_is_told_in_under_150_lines(checkout: Path) -> None:
    assert len((checkout / "ARCHITECTURE.md").read_text("utf-8").splitlines()) < 150
