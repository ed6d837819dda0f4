"""Guards of the house: floors, one door for each third-party library, no network, ceilings of size."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "perfdesk"
MODULES = sorted(PACKAGE.rglob("*.py"))

FLOORS = {
    "core": 1,
    "disk": 2,
    "reading": 2,
    "recognition": 2,
    "scoring": 2,
    "memory": 3,
    "writing": 3,
    "narrative": 3,
    "rules": 3,
    "judging": 4,
    "edited_document": 4,
    "row_edit": 4,
    "checked_set": 5,
    "marked_copies": 5,
    "reporting": 5,
    "session": 6,
    "desks": 7,
    "outlets": 7,
    "gui": 8,
    "commands": 9,
    "cli": 10,
}
# The floors of the window's own house.
WINDOW_FLOORS = {
    "action": 1,
    "worker": 1,
    "look": 1,
    "controls": 2,
    "sheet": 3,
    "panes": 4,
    "dialogs": 4,
    "window": 4,
    "paper": 5,
    "controller": 5,
    "navigator": 6,
    "desk": 7,
    "feature": 8,
    "features": 9,
    "workbench": 10,
    "app": 11,
    "__init__": 12,
}
# Each file library has one door; Qt has one house.
DOORS = {
    "PySide6": "gui",
    "docx": "narrative",
    "docxtpl": "narrative",
    "fontTools": "narrative",
    "jinja2": "narrative",
    "lxml": "narrative",
    "openpyxl": "reading",
    "pypdfium2": "reading",
    "python_calamine": "reading",
    "xlrd": "reading",
    "xlsxwriter": "writing",
}
NETWORK = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket",
    "socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "webbrowser", "xmlrpc",
    "PySide6.QtNetwork", "PySide6.QtWebEngineCore", "PySide6.QtWebSockets",
}  # fmt: skip
LONGEST_FUNCTION, MOST_ARGUMENTS, LONGEST_MODULE = 50, 6, 400
# The declaration of a rule is a form to fill in, all by keyword; it is called by the catalogue alone.
DECLARATIONS = {"declare"}


def room_of(path: Path) -> str:
    """The room a module belongs to: the folder below the package, or its own name."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def imports_of(path: Path) -> tuple[str, ...]:
    """Full names of the modules that a module imports, wherever in it."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports name their module in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def named(path: Path) -> str:
    return str(path.relative_to(PACKAGE.parent))


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_every_room_has_a_floor() -> None:
    rooms = {room_of(path) for path in MODULES} - {"__init__"}
    assert rooms - set(FLOORS) == set()


def test_a_room_imports_only_from_the_floors_below_it() -> None:
    wrong = []
    for path in MODULES:
        room = room_of(path)
        for name in imports_of(path):
            parts = name.split(".")
            other = parts[1] if parts[0] == "perfdesk" and len(parts) > 1 else None
            if other in FLOORS and other != room and room in FLOORS and FLOORS[other] >= FLOORS[room]:
                wrong.append(f"{named(path)} imports {name}")
    assert wrong == []


def test_a_room_of_the_window_imports_only_from_the_floors_below_it() -> None:
    wrong = []
    for path in MODULES:
        if room_of(path) != "gui":
            continue
        room = path.relative_to(PACKAGE).parts[1].removesuffix(".py")
        for name in imports_of(path):
            other = name.split(".")[2] if name.startswith("perfdesk.gui.") else room
            if other != room and WINDOW_FLOORS[other] >= WINDOW_FLOORS[room]:
                wrong.append(f"{named(path)} imports {name}")
    assert wrong == []


def test_each_third_party_library_is_imported_in_one_room() -> None:
    wrong = []
    for path in MODULES:
        for name in imports_of(path):
            top = name.partition(".")[0]
            if top in sys.stdlib_module_names or top in {"perfdesk", "__future__"}:
                continue
            if DOORS.get(top) != room_of(path):
                wrong.append(f"{named(path)} imports {name}")
    assert wrong == []


@pytest.mark.parametrize("library", sorted(set(DOORS) - {"PySide6"}))
def test_a_file_library_is_imported_by_one_module_and_only_when_needed(library: str) -> None:
    doors = []
    for path in MODULES:
        tree = tree_of(path)
        if any(name.partition(".")[0] == library for name in imports_of(path)):
            doors.append(named(path))
        at_top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        names = [
            alias.name if isinstance(node, ast.Import) else str(node.module)
            for node in at_top
            for alias in node.names
        ]
        assert not any(name.partition(".")[0] == library for name in names), (
            f"{named(path)}: import it inside"
        )
    # Jinja is a language, not a file format: the sandbox makes it and the renderer names its faults.
    assert len(doors) <= (2 if library == "jinja2" else 1), doors


def test_no_module_of_the_network_is_imported() -> None:
    wrong = [
        f"{named(path)} imports {name}"
        for path in MODULES
        for name in imports_of(path)
        if any(name == module or name.startswith(module + ".") for module in NETWORK)
    ]
    assert wrong == []


def test_functions_are_short_and_take_few_arguments() -> None:
    wrong = []
    for path in MODULES:
        for function in functions_of(path):
            length = (function.end_lineno or function.lineno) - function.lineno + 1
            listed = function.args
            count = len([*listed.posonlyargs, *listed.args, *listed.kwonlyargs])
            count -= bool(listed.args) and listed.args[0].arg in {"self", "cls"}
            if length > LONGEST_FUNCTION:
                wrong.append(f"{named(path)}: {function.name} has {length} lines")
            if count > MOST_ARGUMENTS and function.name not in DECLARATIONS:
                wrong.append(f"{named(path)}: {function.name} takes {count} arguments")
    assert wrong == []


def test_modules_are_short_and_say_what_they_are_for() -> None:
    wrong = []
    for path in MODULES:
        text = path.read_text("utf-8")
        if len(text.splitlines()) > LONGEST_MODULE:
            wrong.append(f"{named(path)} has {len(text.splitlines())} lines")
        if not ast.get_docstring(tree_of(path)):
            wrong.append(f"{named(path)} has no docstring")
    assert wrong == []


def test_no_float_is_computed_with_where_figures_reach_a_rule() -> None:
    rooms = {"rules", "scoring"}
    wrong = [
        f"{named(path)}:{node.lineno}"
        for path in MODULES
        if room_of(path) in rooms
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")
    ]
    assert wrong == []


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def test_no_module_imports_itself_by_a_way_round() -> None:
    modules = {module_name(path): path for path in MODULES}
    edges = {
        name: {m for found in imports_of(path) for m in (found, found.rpartition(".")[0]) if m in modules}
        for name, path in modules.items()
    }
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " -> ".join((*way, module))
        if module not in done:
            for other in sorted(edges[module] - {module}):
                visit(other, (*way, module))
            done.add(module)

    for module in sorted(edges):
        visit(module, ())
