"""Real forms are test input, never content: nothing of a published case is in what is shipped."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

SHIPPED = ("perfdesk", "resources", "templates_xlsx")
# A name of the state's classification of expenditure; a project of a case is named alike.
EVERYBODYS_WORDS = ("公务员医疗补助缴费",)
TEXT_ENDINGS = {".py", ".toml", ".md", ".json", ".txt"}


def shipped_texts(checkout: Path) -> Iterator[tuple[str, str]]:
    for folder in SHIPPED:
        for path in sorted((checkout / folder).rglob("*")):
            if path.suffix in TEXT_ENDINGS:
                yield str(path.relative_to(checkout)), path.read_text("utf-8")
            elif path.suffix in {".xlsx", ".docx"}:
                with zipfile.ZipFile(path) as archive:
                    parts = [archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()]
                yield str(path.relative_to(checkout)), re.sub(r"<[^>]+>", "", "\n".join(parts))


def names_of_cases(shared: Path) -> set[str]:
    """Units, projects and files of the published cases, and the places their units name."""
    names: set[str] = set()
    for oracle in sorted((shared / "cases").glob("*/fields.json")):
        for document in json.loads(oracle.read_text("utf-8")):
            names.add(Path(document["file"]).stem)
            for form in document["forms"]:
                unit, project = form.get("unit") or "", form.get("project") or ""
                names.update(name for name in (unit, project) if len(name) >= 4)
                names.update(re.findall(r"^[一-鿿]{2,3}[市县区]", unit))
    # A file may be named after its kind of form, which is everybody's word.
    return {name for name in names if not name.endswith("表")}


def test_no_name_of_a_published_case_is_shipped(shared: Path, checkout: Path) -> None:
    names = names_of_cases(shared)
    assert len(names) > 30
    texts = [(path, without_everybodys_words(text)) for path, text in shipped_texts(checkout)]
    found = [f"{path}: {name}" for path, text in texts for name in sorted(names) if name in text]
    assert found == []


def without_everybodys_words(text: str) -> str:
    for words in EVERYBODYS_WORDS:
        text = text.replace(words, "")
    return text


def test_no_path_of_a_developers_machine_is_shipped(checkout: Path) -> None:
    pattern = re.compile(r"(?<![\w.])/(?:home|root|Users|work|tmp)/\w|[A-Z]:\\Users\\")
    found = [f"{path}: {hit}" for path, text in shipped_texts(checkout) for hit in pattern.findall(text)]
    assert found == []
