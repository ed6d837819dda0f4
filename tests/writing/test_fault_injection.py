"""Whatever fails while a file is saved, it is the old one or the new one, whole, and no rest stays unseen."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from perfdesk.core.fault import ChangedFault, DiskFullFault, Fault, FileFault, LockedFault, ReadOnlyFault
from perfdesk.core.finding import Edit
from perfdesk.disk.whole_file import clear_rests, rests_of_killed_writes, write_whole
from perfdesk.writing.saving.backup import BACKUP_FOLDER, backups
from perfdesk.writing.saving.in_place import save_in_place
from tests.reading import workbook_maker as maker
from tests.writing import workbook
from tests.writing.faulty_disk import failing_at

ROWS = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>2</v></c></row>'
NAME = "自评表.xlsx"
posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return made(tmp_path)


def made(folder: Path, noise: int = 0) -> Path:
    """A workbook; `noise` bytes in it cannot be packed."""
    parts = maker.parts(maker.sheet(ROWS))
    parts["xl/media/noise.png"] = Random(1).randbytes(noise)
    return maker.write(folder, maker.pack(parts)).rename(folder / NAME)


def save(book: Path, value: str = "7") -> None:
    save_in_place(book, workbook.digest(book), [Edit("表", "A1", value)])


def new_content(book: Path) -> bytes:
    """What the save writes, found on a copy."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(book, folder))
        save(copy)
        return copy.read_bytes()


def steps_of(book: Path) -> list[str]:
    """The steps of an undisturbed save, found on a copy."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(book, folder))
        with failing_at(None, lambda name: None) as steps:
            save(copy)
        return list(steps)


def strangers(folder: Path) -> list[str]:
    """Every file that is neither the workbook nor one of its backups."""
    known = {folder / NAME, *backups(folder / NAME)}
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path not in known)


def in_child(act: Callable[[], object]) -> int:
    """Carry something out in a process of its own: its exit status, or the signal that ended it, negative."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            act()
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def die(name: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_the_new_file_and_the_backup_are_on_the_disk_before_the_old_one_goes(book: Path) -> None:
    steps = steps_of(book)
    replaced = steps.index("replace")
    assert steps.count("replace") == 1
    assert steps.count("write") == 2
    assert [step for step in steps[:replaced] if step == "fsync"] == ["fsync"] * 3  # file, backup, its folder
    assert steps[replaced:] == ["replace", "open", "fsync"]


@posix
def test_a_process_killed_at_any_step_leaves_old_or_new_and_no_rest_for_good(
    book: Path, tmp_path: Path
) -> None:
    old, new, steps = book.read_bytes(), new_content(book), steps_of(book)
    assert len(steps) > 12
    outcomes = []
    for step in range(len(steps)):
        folder = tmp_path / f"step {step}"
        folder.mkdir()
        copy = Path(shutil.copy(book, folder))

        def act(copy: Path = copy, step: int = step) -> None:
            with failing_at(step, die):
                save(copy)

        assert in_child(act) == -signal.SIGKILL, steps[step]
        outcomes.append(copy.read_bytes())
        assert copy.read_bytes() in {old, new}, steps[step]
        assert all(path.read_bytes() == old for path in backups(copy)), steps[step]
        found = [*rests_of_killed_writes(folder), *rests_of_killed_writes(folder / BACKUP_FOLDER)]
        assert sorted(path.name for path in found) == strangers(folder), steps[step]
        save(copy, "8")
        assert strangers(folder) == [], steps[step]
        assert workbook.grids(copy)["表"].cell_at(1, 1).text == "8"
    assert outcomes == sorted(outcomes, key=lambda content: content == new)
    assert outcomes[-1] == new


@posix
def test_the_backup_is_whole_from_the_moment_the_file_is_new(book: Path, tmp_path: Path) -> None:
    old, steps = book.read_bytes(), steps_of(book)

    def act() -> None:
        with failing_at(steps.index("replace") + 1, die):
            save(book)

    assert in_child(act) == -signal.SIGKILL
    assert book.read_bytes() != old
    assert [path.read_bytes() for path in backups(book)] == [old]


@pytest.mark.parametrize("code", ["ENOSPC", "EDQUOT", "EIO", "EACCES", "EPERM", "EROFS", "ENOENT", "ENODEV"])
def test_a_disk_that_fails_at_any_step_leaves_old_or_new_and_a_sentence(
    book: Path, tmp_path: Path, code: str
) -> None:
    def fail(name: str) -> None:
        raise OSError(getattr(errno, code), os.strerror(getattr(errno, code)))

    old, new, steps = book.read_bytes(), new_content(book), steps_of(book)
    for step in range(len(steps)):
        folder = tmp_path / f"step {step}"
        folder.mkdir()
        copy = Path(shutil.copy(book, folder))
        refused: Fault | None = None
        with failing_at(step, fail):
            try:
                save(copy)
            except Fault as fault:
                refused = fault
        assert copy.read_bytes() == (new if refused is None else old), steps[step]
        assert refused is None or "未能保存" in refused.message
        assert refused is None or code not in {"ENOSPC", "EDQUOT"} or isinstance(refused, DiskFullFault)
        if steps[step] != "unlink":
            assert strangers(folder) == [], steps[step]


def test_steps_that_a_save_cannot_do_without_refuse_it(book: Path, tmp_path: Path) -> None:
    def fail(name: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    needed = {"write", "half written", "link", "rename", "replace"}
    for step, name in enumerate(steps_of(book)):
        if name in needed:
            (tmp_path / str(step)).mkdir()
            copy = Path(shutil.copy(book, tmp_path / str(step)))
            with failing_at(step, fail), pytest.raises(DiskFullFault, match="磁盘空间不足"):
                save(copy)


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_a_file_locked_as_windows_locks_it_is_refused_and_saved_once_it_is_free(
    book: Path, monkeypatch: pytest.MonkeyPatch, winerror: int
) -> None:
    def locked(source: object, target: object) -> None:
        error = PermissionError(errno.EACCES, "The process cannot access the file")
        error.winerror = winerror  # type: ignore[attr-defined,unused-ignore]
        raise error

    old = book.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", locked)
        with pytest.raises(FileFault, match="请关闭该文件后重试"):
            save(book)
    assert book.read_bytes() == old
    assert strangers(book.parent) == []
    save(book)
    assert book.read_bytes() != old


@posix
def test_a_limit_on_the_size_of_files_is_met_as_a_full_disk(tmp_path: Path) -> None:
    import resource

    book = made(tmp_path, noise=50_000)
    old = book.read_bytes()

    def act() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        with pytest.raises(DiskFullFault):
            save(book)

    assert in_child(act) == 0
    assert book.read_bytes() == old
    assert strangers(tmp_path) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """Mounts a disk of so many bytes in memory."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only an administrator may mount a disk")
    place = tmp_path / "disk"
    place.mkdir()

    def mounted(size: int) -> Path:
        call = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
        if subprocess.run(call, capture_output=True, check=False).returncode:
            pytest.skip("this system lets nobody mount a disk")
        return place

    yield mounted
    subprocess.run(["umount", str(place)], capture_output=True, check=False)


@pytest.mark.parametrize("files", [1, 2])
def test_a_full_disk_is_told_and_leaves_the_old_file(small_disk: Callable[[int], Path], files: int) -> None:
    # Room for the file itself, then for the new one beside it too, but never for the backup.
    folder = small_disk(files * 110_000 + 20_000)
    book = made(folder, noise=100_000)
    old = book.read_bytes()
    with pytest.raises(DiskFullFault, match="磁盘空间不足"):
        save(book)
    assert book.read_bytes() == old
    assert strangers(folder) == []
    assert backups(book) == ()


@posix
def test_a_folder_that_may_not_be_written_is_told(book: Path) -> None:
    old = book.read_bytes()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        copy = Path(shutil.copy(book, folder))
        copy.chmod(0o666)
        folder.chmod(0o555)

        def act() -> None:
            if os.geteuid() == 0:
                os.setuid(65534)  # An administrator may write anywhere.
            with pytest.raises(ReadOnlyFault, match="没有权限写入文件夹"):
                save(copy)

        assert in_child(act) == 0
        folder.chmod(0o755)
        assert copy.read_bytes() == old
        assert strangers(folder) == []


@posix
def test_a_file_that_may_not_be_written_is_told(book: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        copy = Path(shutil.copy(book, folder))
        copy.chmod(0o644)
        folder.chmod(0o777)

        def act() -> None:
            if os.geteuid() != 0:
                copy.chmod(0o444)
            else:
                os.setuid(65534)
            with pytest.raises(ReadOnlyFault, match="只读文件"):
                save(copy)

        assert in_child(act) == 0
        assert strangers(folder) == []


@posix
def test_what_a_living_process_is_writing_is_no_rest(tmp_path: Path) -> None:
    ready, go_on = os.pipe(), os.pipe()

    def act() -> None:
        def wait(name: str) -> None:
            os.close(ready[1])
            os.read(go_on[0], 1)

        with failing_at(2, wait):
            write_whole(tmp_path / "结果.txt", b"x" * 1000)

    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    os.close(ready[1])
    assert os.read(ready[0], 1) == b""
    (being_written,) = tmp_path.iterdir()
    assert rests_of_killed_writes(tmp_path) == ()
    assert clear_rests(tmp_path) == ()
    write_whole(tmp_path / "结果.txt", b"ours")
    assert being_written.exists()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert rests_of_killed_writes(tmp_path) == (being_written,)
    write_whole(tmp_path / "结果.txt", b"ours again")
    assert [path.name for path in tmp_path.iterdir()] == ["结果.txt"]
    for descriptor in (ready[0], *go_on):
        os.close(descriptor)


@posix
def test_of_many_who_save_one_file_at_once_one_is_heard_and_the_others_are_told(book: Path) -> None:
    opened, start = workbook.digest(book), os.pipe()
    values = [str(value) for value in range(10, 18)]
    children = []
    for value in values:
        child = os.fork()
        if child == 0:
            status = 2
            try:
                os.close(start[1])
                os.read(start[0], 1)
                save_in_place(book, opened, [Edit("表", "A1", value)])
                status = 0
            except (ChangedFault, LockedFault):
                status = 1
            finally:
                os._exit(status)
        children.append(child)
    os.close(start[0])
    os.close(start[1])
    ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert sorted(ends) == [0] + [1] * 7
    assert workbook.grids(book)["表"].cell_at(1, 1).text == values[ends.index(0)]
    assert strangers(book.parent) == []
    assert len(backups(book)) == 1


def test_files_of_other_programs_are_never_taken_for_rests(tmp_path: Path) -> None:
    for name in ("~$表.xlsx", ".~表.xlsx", ".~lock.表.xlsx#", "表.tmp", ".~表.xlsx.tmp", ".~abc.tmp"):
        (tmp_path / name).write_bytes(b"")
    assert rests_of_killed_writes(tmp_path) == ()
