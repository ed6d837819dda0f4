from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from perfdesk.core.finding import Edit
from perfdesk.memory.journal import Journal, LeftBehind, LostEdits

PATH = "/表格/甲.xlsx"
FIRST, SECOND = Edit("自评表", "B2", "51%"), Edit("自评表", "C3", "第一行\n第二行")


def _killed(folder: Path, acts: str) -> None:
    """Keep a journal in a process that ends at once, as if it were killed."""
    code = (
        "import os, pathlib\n"
        "from perfdesk.core.document import Content\n"
        "from perfdesk.core.finding import Edit\n"
        "from perfdesk.memory.journal import Journal\n"
        f"journal = Journal(pathlib.Path({str(folder)!r}))\n"
        f"first, second = {FIRST!r}, {SECOND!r}\n"
        f"{acts}\n"
        "os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == 9


def _offered(folder: Path) -> tuple[LostEdits, ...]:
    """What a start would offer, left for the next one."""
    left = LeftBehind(folder)
    left.release()
    return left.documents


def test_edits_of_a_killed_window_are_found_again(tmp_path: Path) -> None:
    _killed(tmp_path, f"journal.keep({PATH!r}, 'abc', [first, second])")
    left = LeftBehind(tmp_path)
    assert left.documents == (LostEdits(PATH, "abc", (FIRST, SECOND)),)
    left.forget()
    assert _offered(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


def test_what_was_undone_or_saved_is_not_offered(tmp_path: Path) -> None:
    acts = (
        f"journal.keep({PATH!r}, 'abc', [first, second])\n"
        f"journal.keep({PATH!r}, 'abc', [second])\n"
        "journal.keep('/表格/乙.xlsx', 'def', [first])\n"
        "journal.keep('/表格/乙.xlsx', 'new', [])"
    )
    _killed(tmp_path, acts)
    assert _offered(tmp_path) == (LostEdits(PATH, "abc", (SECOND,)),)


def test_edits_after_a_save_belong_to_the_saved_bytes(tmp_path: Path) -> None:
    _killed(tmp_path, f"journal.keep({PATH!r}, 'abc', [first])\njournal.keep({PATH!r}, 'new', [second])")
    assert _offered(tmp_path) == (LostEdits(PATH, "new", (SECOND,)),)


def test_the_journal_of_a_living_window_is_left_alone(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.keep(PATH, "abc", [FIRST])
    code = (
        "import pathlib\nfrom perfdesk.memory.journal import LeftBehind\n"
        f"print(len(LeftBehind(pathlib.Path({str(tmp_path)!r})).documents))"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "0"
    journal.close()
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_before_the_first_edit(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    journal.keep(PATH, "abc", [])
    assert not (tmp_path / "journal").exists()


def test_a_line_cut_off_by_the_crash_is_passed_over(tmp_path: Path) -> None:
    _killed(tmp_path, f"journal.keep({PATH!r}, 'abc', [first, second])")
    file = next(tmp_path.iterdir())
    file.write_bytes(file.read_bytes()[:-9])
    assert _offered(tmp_path) == (LostEdits(PATH, "abc", (FIRST,)),)


@pytest.mark.parametrize("content", [b"", b"\0\xff\n[1]\n", b'[["a"],"b","c","d","e"]\n', b'{"a": 1}\n'])
def test_a_broken_journal_offers_nothing_and_is_cleared_away(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "1.journal").write_bytes(content)
    assert _offered(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


def test_released_journals_are_offered_again(tmp_path: Path) -> None:
    _killed(tmp_path, f"journal.keep({PATH!r}, 'abc', [first])")
    left = LeftBehind(tmp_path)
    assert _offered(tmp_path) == ()  # still held
    left.release()
    assert len(_offered(tmp_path)) == 1


def test_an_edit_never_fails_because_its_journal_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("a file where the folder should be")
    journal = Journal(tmp_path / "journal")
    journal.keep(PATH, "abc", [FIRST])
    assert journal.is_broken


def test_settled_edits_are_not_offered_again_and_the_others_are(tmp_path: Path) -> None:
    _killed(tmp_path, f"journal.keep({PATH!r}, 'abc', [first])\njournal.keep('/表格/乙.xlsx', 'd', [second])")
    file = next(tmp_path.iterdir())
    file.write_bytes(file.read_bytes()[:-1])
    left = LeftBehind(tmp_path)
    left.settle(PATH)
    left.release()
    assert [lost.path for lost in _offered(tmp_path)] == ["/表格/乙.xlsx"]
    left = LeftBehind(tmp_path)
    left.settle("/表格/乙.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_content_that_rows_were_moved_in_is_kept_with_the_edits_upon_it(tmp_path: Path) -> None:
    acts = (
        "content = Content.of(b'PK moved')\n"
        f"journal.keep({PATH!r}, 'abc', [first])\n"
        f"journal.keep({PATH!r}, 'abc', [], content)\n"
        f"journal.keep({PATH!r}, 'abc', [second], content)"
    )
    _killed(tmp_path, acts)
    assert _offered(tmp_path) == (LostEdits(PATH, "abc", (SECOND,), b"PK moved"),)


def test_rows_moved_back_leave_the_edits_alone_to_offer(tmp_path: Path) -> None:
    acts = (
        f"journal.keep({PATH!r}, 'abc', [second], Content.of(b'PK moved'))\n"
        f"journal.keep({PATH!r}, 'abc', [first])"
    )
    _killed(tmp_path, acts)
    assert _offered(tmp_path) == (LostEdits(PATH, "abc", (FIRST,)),)
