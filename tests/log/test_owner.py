"""One owner a store, and folders that cannot be used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from alignlab.errors import CannotSave, StoreBusy, StoreError
from alignlab.log.home import Home
from alignlab.log.owner import find_owner, open_store
from alignlab.log.runtime import Runtime, read_runtime

HERE = Path(__file__).parent
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="permissions and signals of POSIX")


def clock() -> int:
    return 1_700_000_000_000


def test_a_new_folder(tmp_path, draft):
    home = tmp_path / "deep" / "home"
    store = open_store(home, clock)
    store.log.append([draft("a")])
    assert store.home == home
    assert store.recaps.is_dir()
    assert store.warnings == ()
    store.close()
    store.close()
    assert sorted(path.name for path in home.iterdir()) == ["alignlab.lock", "alignlab.sqlite3", "recaps"]
    again = open_store(home, clock)
    assert len(again.log.read("KLMNPQ")) == 1
    again.close()


@posix_only
def test_only_the_owner_can_read(tmp_path, draft):
    home = tmp_path / "home"
    store = open_store(home, clock)
    store.log.append([draft("a")])
    store.announce("http://127.0.0.1:1/", "secret")
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in [home, *home.iterdir()]}
    assert modes == {
        "home": "0o700",
        "alignlab.lock": "0o600",
        "alignlab.sqlite3": "0o600",
        "alignlab.sqlite3-wal": "0o600",
        "runtime.json": "0o600",
        "recaps": "0o700",
    }
    store.close()


def test_the_second_in_one_process_is_refused(tmp_path):
    store = open_store(tmp_path, clock)
    with pytest.raises(StoreBusy, match=f"process {os.getpid()}, still starting"):
        open_store(tmp_path, clock)
    store.announce("http://192.0.2.7:8866/", "secret")
    with pytest.raises(StoreBusy, match=rf"process {os.getpid()}, http://192.0.2.7:8866/\).*use that one, stop it, or"):
        open_store(tmp_path, clock)
    store.close()
    open_store(tmp_path, clock).close()


def test_a_second_process_is_refused_and_changes_nothing(tmp_path, draft):
    store = open_store(tmp_path, clock)
    store.announce("http://127.0.0.1:1/", "secret")
    second = subprocess.run(
        [sys.executable, str(HERE / "acking_writer.py"), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert second.returncode != 0
    assert f"StoreBusy: Another alignlab (process {os.getpid()}, http://127.0.0.1:1/)" in second.stderr
    assert find_owner(tmp_path) is not None
    assert [event.seq for event in store.log.append([draft("a")])] == [1]
    store.close()


@posix_only
def test_a_killed_owner_leaves_no_lock(tmp_path):
    with subprocess.Popen(
        [sys.executable, str(HERE / "acking_writer.py"), str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(StoreBusy, match=f"process {process.pid}"):
            open_store(tmp_path, clock)
        process.kill()
    open_store(tmp_path, clock).close()


@posix_only
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_child_does_not_keep_the_lock(tmp_path):
    """A worker that outlives its parent must not keep the store from the next server."""
    store = open_store(tmp_path, clock)
    end, begun = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.close(end[1])
        os.write(begun[1], b".")  # from here on it runs, and has let go; before, it holds what its parent held
        os.read(end[0], 1)  # until the parent is done
        os._exit(0)
    try:
        os.read(begun[0], 1)
        store.close()
        open_store(tmp_path, clock).close()
    finally:
        for descriptor in (*end[::-1], *begun):
            os.close(descriptor)
        os.waitpid(child, 0)


def test_announcing(tmp_path):
    store = open_store(tmp_path, clock)
    assert find_owner(tmp_path) is None
    store.announce("http://127.0.0.1:8866/", "s3cret")
    assert find_owner(tmp_path) == Runtime("http://127.0.0.1:8866/", os.getpid(), clock(), "s3cret")
    assert "s3cret" not in repr(find_owner(tmp_path))
    store.announce("http://127.0.0.1:9999/", "s3cret")
    assert find_owner(tmp_path).url == "http://127.0.0.1:9999/"
    store.close()
    assert find_owner(tmp_path) is None
    assert not (tmp_path / "runtime.json").exists()


def test_a_dead_owners_announcement_is_stale(tmp_path):
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    path = Home(tmp_path).runtime
    path.write_text(json.dumps({"url": "http://x/", "pid": int(gone.stdout), "started": 0, "secret": "s"}))
    assert read_runtime(path) is None
    open_store(tmp_path, clock).close()
    assert not path.exists()


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"url": "x"}', '{"url": 1, "pid": "x"}', "\ufffd"])
def test_a_broken_announcement_is_none(tmp_path, content):
    Home(tmp_path).runtime.write_text(content)
    assert find_owner(tmp_path) is None


def test_a_file_in_place_of_the_folder(tmp_path):
    (tmp_path / "home").write_text("a file")
    for home in (tmp_path / "home", tmp_path / "home" / "deeper"):
        with pytest.raises(StoreError, match=r"cannot be the data folder.*ALIGNLAB_HOME"):
            open_store(home, clock)


@posix_only
def test_links_that_go_in_a_circle(tmp_path):
    (tmp_path / "home").symlink_to(tmp_path / "home")
    with pytest.raises(StoreError, match=r"ALIGNLAB_HOME"):
        open_store(tmp_path / "home", clock)


@pytest.mark.parametrize("name", ["alignlab.sqlite3", "alignlab.lock", "runtime.json"])
def test_a_folder_in_place_of_a_file(tmp_path, name):
    (tmp_path / name).mkdir()
    with pytest.raises(StoreError, match=r"ALIGNLAB_HOME"):
        open_store(tmp_path, clock)
    (tmp_path / name).rmdir()
    open_store(tmp_path, clock).close()  # and no lock was left behind


def test_a_folder_that_may_not_be_written(open_folder, ordinary_user):
    open_store(open_folder / "home", clock).close()
    (open_folder / "home").chmod(0o500)
    with pytest.raises(CannotSave, match=r"alignlab.sqlite3 is read-only.*its folder writable.*ALIGNLAB_HOME"):
        open_store(open_folder / "home", clock)
    with pytest.raises(CannotSave, match=r"You may not write in .*ALIGNLAB_HOME"):
        open_store(open_folder / "home" / "deeper", clock)
    (open_folder / "home").chmod(0o700)
    open_store(open_folder / "home", clock).close()


def test_a_lock_of_somebody_else(open_folder, ordinary_user):
    open_store(open_folder, clock).close()
    (open_folder / "alignlab.lock").chmod(0)
    with pytest.raises(CannotSave, match="You may not write in"):
        open_store(open_folder, clock)


def test_a_network_drive_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("alignlab.log.home.is_network_path", lambda path: True)
    with pytest.raises(StoreError, match=r"lies on a network drive.*this machine's own disk"):
        open_store(tmp_path / "home", clock)
    assert not (tmp_path / "home").exists()


def test_a_synced_folder_is_warned_of(tmp_path):
    store = open_store(tmp_path / "Dropbox" / "team", clock)
    assert len(store.warnings) == 1
    assert "copied elsewhere by Dropbox" in store.warnings[0]
    store.close()


def test_a_newer_store_leaves_no_lock(tmp_path, monkeypatch):
    monkeypatch.setattr("alignlab.log.sql.migrate", lambda database: (_ for _ in ()).throw(StoreError("newer")))
    with pytest.raises(StoreError, match="newer"):
        open_store(tmp_path, clock)
    monkeypatch.undo()
    open_store(tmp_path, clock).close()
