"""Erased and deleted content is searched for in the raw bytes of everything in the data folder."""

from __future__ import annotations

import sqlite3

import pytest

from alignlab.log.credentials import Credential
from alignlab.log.owner import open_store

CODE = "KLMNPQ"
SECRET = "Xylophone-Quarantine-7301"


def _bytes_of(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def _fill(log, draft):
    """A session with secrets of every size among others' answers: in pages of their own, and in shared ones."""
    secrets = [{"text": SECRET}, {"text": SECRET * 4}, {"text": f"{SECRET} " * 3_000}, {"deep": [{"er": [SECRET]}]}]
    for n in range(120):
        log.append(
            [
                draft(f"o{n}", actor="bo", data={"text": "y" * (n * 37 % 900)}),
                draft(f"s{n}", actor="ann", data=secrets[n % 4]),
                draft(f"o{n}", actor="çem", data={"text": "z" * (n * 53 % 5000)}),
            ]
        )
    log.append([draft("name", actor="host", kind="renamed", data={"person": "ann", "name": SECRET})])


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path, lambda: 0)
    yield store
    store.close()


def test_erased(store, tmp_path, draft):
    _fill(store.log, draft)
    others = [event for event in store.log.read(CODE) if event.actor in ("bo", "çem")]
    assert SECRET.encode() in _bytes_of(tmp_path)
    assert store.log.erase(CODE, ["ann"]) == 121
    assert SECRET.encode() not in _bytes_of(tmp_path)
    assert [event for event in store.log.read(CODE) if event.actor in ("bo", "çem")] == others
    assert store.log.verify(CODE) == (True, 121)
    store.close()
    assert SECRET.encode() not in _bytes_of(tmp_path)


def test_salts_of_the_erased_are_gone(store, tmp_path, draft):
    """With its salt, a short answer could be guessed from the digest that stays."""
    salts = [bytes([n]) * 16 for n in (0xA1, 0xB2)]
    given = iter(salts)
    store.log._salt = lambda size: next(given)
    store.log.append([draft("a", actor="ann"), draft("a", actor="bo")])
    store.log.erase(CODE, ["ann"])
    assert salts[0] not in _bytes_of(tmp_path)
    assert salts[1] in _bytes_of(tmp_path)


def test_deleted(store, tmp_path, draft):
    _fill(store.log, draft)
    store.log.append([draft("a", session="RSTUVW")])
    store.credentials.put(Credential("a" * 64, CODE, "participant", "ann"))
    store.credentials.put(Credential("b" * 64, "RSTUVW", "participant", "ann"))
    store.log.delete(CODE)
    left = _bytes_of(tmp_path)
    assert SECRET.encode() not in left
    assert CODE.encode() not in left
    assert b"a" * 64 not in left
    assert store.credentials.for_session(CODE) == []
    assert len(store.credentials.for_session("RSTUVW")) == 1
    assert len(store.log.read("RSTUVW")) == 1


def test_deleting_makes_the_file_small_again(store, tmp_path, draft):
    _fill(store.log, draft)
    store.log.delete(CODE)
    assert sum(path.stat().st_size for path in tmp_path.iterdir() if path.is_file()) < 100_000


def test_the_search_would_find_it(tmp_path, draft):
    """Without the care that the store takes, plain SQLite leaves the text in its file: the search is able to fail."""
    raw = sqlite3.connect(tmp_path / "plain.sqlite3")
    raw.execute("PRAGMA secure_delete = OFF")
    raw.execute("CREATE TABLE t (x)")
    raw.execute("INSERT INTO t VALUES (?)", (SECRET * 40,))
    raw.commit()
    raw.execute("UPDATE t SET x = NULL")
    raw.commit()
    raw.close()
    assert SECRET.encode() in _bytes_of(tmp_path)
