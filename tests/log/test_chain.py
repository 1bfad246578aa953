"""The hash chain: against its formula, and against everybody who changes a store behind the log's back."""

from __future__ import annotations

import hashlib
import sqlite3

import pytest

from alignlab.log.chain import Head, canonical, digest_of, holds, link, payload_of, place
from alignlab.log.sql import SqlLog
from alignlab.model.events import Event

CODE = "KLMNPQ"


def test_canonical_json():
    assert canonical({"b": [1, 2.0, None, True], "a": {"d": "é", "c": "\n"}}) == (
        '{"a":{"c":"\\n","d":"é"},"b":[1,2.0,null,true]}'
    )
    assert canonical({"x": "\ud83d!"}) == '{"x":"\\ud83d!"}'
    assert canonical({"x": "\ud83d\ude00"}) == '{"x":"😀"}'
    for bad in (float("nan"), float("-inf")):
        with pytest.raises(ValueError, match="JSON compliant"):
            canonical({"x": bad})


def test_the_formula_as_the_module_states_it():
    event = Event(CODE, 1, "i1", "ann", "done", {"step": "s"}, 1_700_000_000_000)
    digest = hashlib.sha256(b"0123456789abcdef" + b'{"step":"s"}').digest()
    header = f'["KLMNPQ",1,"i1","ann","done",1700000000000,1,"{digest.hex()}"]'
    assert digest_of(b"0123456789abcdef", '{"step":"s"}') == digest
    assert link(bytes(32), event, digest) == hashlib.sha256(bytes(32) + header.encode()).digest()


def test_headers_that_join_to_the_same_text_differ():
    one = Event(CODE, 1, "a|b", "c", "k", {}, 0)
    two = Event(CODE, 1, "a", "b|c", "k", {}, 0)
    assert link(bytes(32), one, b"") != link(bytes(32), two, b"")


def test_equal_answers_have_different_digests(draft):
    drafts = [draft("a", data={"value": "never"}), draft("b", data={"value": "never"})]
    salts = iter([b"1" * 16, b"2" * 16])
    placed = place(drafts, [payload_of(d) for d in drafts], lambda size: next(salts), {}, {})
    assert placed.new[0].digest != placed.new[1].digest
    assert holds(placed.new, placed.heads[CODE]) == (True, 0)
    assert holds(placed.new[:1], placed.heads[CODE])[0] is False
    assert holds([], Head()) == (True, 0)


TAMPERING = {
    "an answer changed": "UPDATE events SET payload = replace(payload, 'mostly', 'never') WHERE seq = 3",
    "a space in it": "UPDATE events SET payload = payload || ' ' WHERE seq = 3",
    "its salt": "UPDATE events SET salt = zeroblob(16) WHERE seq = 3",
    "its digest": "UPDATE events SET digest = zeroblob(32) WHERE seq = 3",
    "only the payload gone": "UPDATE events SET payload = NULL WHERE seq = 3",
    "only the salt gone": "UPDATE events SET salt = NULL WHERE seq = 3",
    "another writer": "UPDATE events SET actor = 'eve' WHERE seq = 3",
    "another kind": "UPDATE events SET kind = 'left' WHERE seq = 3",
    "another time": "UPDATE events SET at = at + 1 WHERE seq = 3",
    "another id": "UPDATE events SET id = 'x' WHERE seq = 3",
    "another version": "UPDATE events SET v = 2 WHERE seq = 3",
    "one cut out": "DELETE FROM events WHERE seq = 3",
    "one cut out, the gap closed": "DELETE FROM events WHERE seq = 3; UPDATE events SET seq = seq - 1 WHERE seq > 3",
    "the end cut off": "DELETE FROM events WHERE seq > 3",
    "the beginning cut off": "DELETE FROM events WHERE seq < 3",
    "two exchanged": "UPDATE events SET seq = 99 WHERE seq = 3; UPDATE events SET seq = 3 WHERE seq = 4; "
    "UPDATE events SET seq = 4 WHERE seq = 99",
    "all gone": "DELETE FROM events",
    "one added": "INSERT INTO events SELECT session, 7, 'x', actor, kind, at, v, payload, salt, digest FROM events "
    "WHERE seq = 6",
    "the end moved": "UPDATE sessions SET last_seq = 7",
    "the end's value": "UPDATE sessions SET chain = zeroblob(32)",
}


@pytest.mark.parametrize("sql", TAMPERING.values(), ids=TAMPERING.keys())
def test_tampering_shows(tmp_path, draft, sql):
    path = tmp_path / "log.sqlite3"
    log = SqlLog(path)
    log.append([draft(f"i{n}") for n in range(6)])
    log.close()
    raw = sqlite3.connect(path)
    raw.executescript(sql)
    raw.close()
    log = SqlLog(path)
    assert log.verify(CODE)[0] is False
    log.close()
