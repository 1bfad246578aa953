"""What was acknowledged is there, whatever happens to the process or to the disk."""

from __future__ import annotations

import contextlib
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from alignlab.errors import CannotSave, StoreBusy, StoreError
from alignlab.log.database import Database
from alignlab.log.owner import open_store
from alignlab.log.sql import SqlLog

HERE = Path(__file__).parent
CODE = "KLMNPQ"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


@posix_only
def test_killed_at_any_moment(tmp_path):
    """Five times kill -9 in mid-work on one store: every acked event is there, in its place, and no gap."""
    rng = random.Random(7)
    acked: dict[str, int] = {CODE: 0, "RSTUVW": 0}
    for _ in range(5):
        for code, seq in _acked_until_killed(tmp_path, rng.uniform(0.02, 0.3)):
            assert seq > acked[code]
            acked[code] = seq
        store = open_store(tmp_path, lambda: 0)
        for code, last in acked.items():
            events = store.log.read(code)
            assert len(events) >= last
            assert [event.seq for event in events] == list(range(1, len(events) + 1))
            assert store.log.verify(code) == (True, 0)
            acked[code] = len(events)
        assert len(store.log.read(CODE)) == len(store.log.read("RSTUVW"))  # batches are whole
        store.close()
    assert acked[CODE] >= 5


def _acked_until_killed(home: Path, seconds: float) -> list[tuple[str, int]]:
    with subprocess.Popen(
        [sys.executable, str(HERE / "acking_writer.py"), str(home)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        lines = [process.stdout.readline()]
        time.sleep(seconds)  # the moment of death is the point; nothing is waited for
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.read().splitlines(keepends=True)
    return [(line.split()[0], int(line.split()[1])) for line in lines if line.endswith("\n")]


@posix_only
@pytest.mark.parametrize("limit", [150_000, 400_000])
def test_no_room_to_write(tmp_path, limit):
    done = subprocess.run(
        [sys.executable, str(HERE / "limited_writer.py"), str(tmp_path), str(limit)],
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    assert told["acked"] > 0
    assert "nothing that was saved is lost" in told["error"]
    assert told["during"] == told["acked"]
    assert told["after"] == list(range(told["acked"] + 1, told["acked"] + 21))
    log = SqlLog(tmp_path / "alignlab.sqlite3")
    assert len(log.read(CODE)) == told["acked"] + 20
    assert log.verify(CODE) == (True, 0)
    log.close()


def test_a_full_disk(small_disk, draft):
    store = open_store(small_disk, lambda: 0)
    big = {"text": "x" * 2_000}
    (small_disk / "ballast").write_bytes(b"0" * 300_000)
    acked, error = 0, ""
    while not error and acked < 10_000:
        try:
            acked += len(store.log.append([draft(f"{acked}-{n}", data=big) for n in range(10)]))
        except CannotSave as refusal:
            error = str(refusal)
    assert "disk is full" in error
    assert acked > 0
    assert len(store.log.read(CODE)) == acked
    with pytest.raises(CannotSave):
        store.log.append([draft("again", data={"text": "x" * 300_000})])
    (small_disk / "ballast").unlink()
    assert [event.seq for event in store.log.append([draft("room again", data=big)])] == [acked + 1]
    store.close()
    log = SqlLog(small_disk / "alignlab.sqlite3")
    assert (len(log.read(CODE)), log.verify(CODE)) == (acked + 1, (True, 0))
    log.close()


def test_erasing_on_a_full_disk_says_so_and_can_be_repeated(small_disk, draft):
    store = open_store(small_disk, lambda: 0)
    store.log.append([draft("s", actor="ann", data={"text": "SECRET-WORDS"})])
    store.log.append([draft(f"i{n}", actor="bo", data={"text": "x" * 2_000}) for n in range(60)])
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:  # until there is no room left
            file.write(b"0" * 1024)
    with pytest.raises(CannotSave, match="disk is full"):
        store.log.erase(CODE, ["ann"])
    ballast.unlink()
    store.log.erase(CODE, ["ann"])
    assert store.log.read(CODE)[0].data is None
    assert store.log.verify(CODE) == (True, 1)
    assert all(b"SECRET-WORDS" not in path.read_bytes() for path in small_disk.iterdir() if path.is_file())
    store.close()


def test_no_room_even_to_begin(small_disk):
    (small_disk / "ballast").write_bytes(b"0" * (1024 * 1024 - 4096))
    with pytest.raises(CannotSave, match="disk is full"):
        open_store(small_disk / "home", lambda: 0)


def test_a_read_only_file(open_folder, draft, ordinary_user):
    path = open_folder / "log.sqlite3"
    log = SqlLog(path)
    log.append([draft("a")])
    log.close()
    path.chmod(0o444)
    with pytest.raises(CannotSave, match="is read-only, or on a drive that knows no locks"):
        SqlLog(path)
    path.chmod(0o644)
    log = SqlLog(path)
    assert len(log.read(CODE)) == 1
    log.close()


def test_a_file_that_nobody_may_read(open_folder, ordinary_user):
    path = open_folder / "log.sqlite3"
    SqlLog(path).close()
    path.chmod(0)
    with pytest.raises(CannotSave, match="cannot be opened"):
        SqlLog(path)


@posix_only
@pytest.mark.parametrize("what", ["deleted", "replaced", "moved away"])
def test_the_file_vanishes_in_mid_session(tmp_path, draft, what):
    path = tmp_path / "log.sqlite3"
    log = SqlLog(path)
    log.append([draft("a")])
    aside = tmp_path / "aside"
    path.rename(aside)
    if what == "deleted":
        shutil.copy(aside, tmp_path / "for later")
        aside.unlink()
    elif what == "replaced":
        shutil.copy(aside, path)
    with pytest.raises(CannotSave, match="moved, deleted or replaced"):
        log.append([draft("b")])
    if what == "moved away":
        aside.rename(path)
        assert [event.seq for event in log.append([draft("b")])] == [2]
    log.close()


def test_another_program_holds_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr("alignlab.log.database._BUSY_SECONDS", 0.05)
    path = tmp_path / "log.sqlite3"
    SqlLog(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy, match="Another program has opened"):
        SqlLog(path)
    other.close()
    SqlLog(path).close()


def test_a_reader_from_outside_is_kept_out(tmp_path, draft):
    path = tmp_path / "log.sqlite3"
    log = SqlLog(path)
    log.append([draft("a")])
    other = sqlite3.connect(path, timeout=0)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("SELECT * FROM events").fetchall()
    other.close()
    log.close()


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to look", b"\0" * 5000])
def test_a_file_that_is_no_store(tmp_path, content):
    path = tmp_path / "log.sqlite3"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="is not an alignlab store"):
        SqlLog(path)
    assert path.read_bytes() == content


def test_a_damaged_store(tmp_path, draft):
    path = tmp_path / "log.sqlite3"
    log = SqlLog(path)
    log.append([draft(f"i{n}", data={"text": "x" * 500}) for n in range(200)])
    log.close()
    content = bytearray(path.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 200] = b"\xff" * 200
    path.write_bytes(bytes(content))
    with pytest.raises(StoreError, match=r"is damaged.*copy of the whole folder"):
        SqlLog(path).read(CODE)


class _Refusing(sqlite3.Connection):
    """A disk that refuses the commit, and then even the rollback."""

    broken = False

    def commit(self) -> None:
        if self.broken:
            raise self._error()
        super().commit()

    def rollback(self) -> None:
        if self.broken:
            raise self._error()
        super().rollback()

    def _error(self) -> sqlite3.OperationalError:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
        return error


def test_commit_and_rollback_both_fail(tmp_path, draft, monkeypatch):
    """The torn transaction is never visible: the connection is given up, the next use opens a new one."""
    connect = sqlite3.connect
    monkeypatch.setattr(
        "alignlab.log.database.sqlite3.connect", lambda *args, **more: connect(*args, **more, factory=_Refusing)
    )
    log = SqlLog(tmp_path / "log.sqlite3")
    log.append([draft("a")])
    monkeypatch.setattr(_Refusing, "broken", True)
    with pytest.raises(CannotSave, match="disk reported an error"):
        log.append([draft("b"), draft("c")])
    monkeypatch.setattr(_Refusing, "broken", False)
    assert [event.id for event in log.read(CODE)] == ["a"]
    assert [(event.id, event.seq) for event in log.append([draft("c"), draft("d")])] == [("c", 2), ("d", 3)]
    assert log.verify(CODE) == (True, 0)
    log.close()


@posix_only
def test_an_empty_file_is_never_made_in_place_of_a_lost_one(tmp_path, draft, monkeypatch):
    """After an I/O error the file is opened anew, but only the same file."""
    connect = sqlite3.connect
    monkeypatch.setattr(
        "alignlab.log.database.sqlite3.connect", lambda *args, **more: connect(*args, **more, factory=_Refusing)
    )
    path = tmp_path / "log.sqlite3"
    log = SqlLog(path)
    log.append([draft("a")])
    monkeypatch.setattr(_Refusing, "broken", True)
    with pytest.raises(CannotSave):
        log.append([draft("b")])
    monkeypatch.setattr(_Refusing, "broken", False)
    path.rename(tmp_path / "aside")
    for attempt in (lambda: log.append([draft("b")]), lambda: log.read(CODE)):
        with pytest.raises(CannotSave, match="moved, deleted or replaced"):
            attempt()
    assert not path.exists()
    log.close()


def test_a_failure_inside_a_transaction_leaves_nothing(tmp_path, draft, monkeypatch):
    log = SqlLog(tmp_path / "log.sqlite3")
    log.append([draft("a")])
    with monkeypatch.context() as patch:
        patch.setattr("alignlab.log.sql._MOVE_HEAD", "not a statement")
        with pytest.raises(StoreError):
            log.append([draft("b")])
    assert [event.id for event in log.read(CODE)] == ["a"]
    assert [event.seq for event in log.append([draft("c")])] == [2]
    log.close()


def test_a_closed_log_says_so(tmp_path, draft):
    log = SqlLog(tmp_path / "log.sqlite3")
    log.close()
    with pytest.raises(StoreError, match="is closed"):
        log.append([draft("a")])
    with pytest.raises(StoreError, match="is closed"):
        log.read(CODE)


def test_the_durability_settings_hold(tmp_path):
    database = Database(tmp_path / "log.sqlite3")
    SqlLog(database)
    expected = {"journal_mode": "wal", "synchronous": 2, "locking_mode": "exclusive", "secure_delete": 1}
    with database.reading() as connection:
        for pragma, value in (expected | {"foreign_keys": 1, "fullfsync": 1}).items():
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value, pragma
    database.close()
