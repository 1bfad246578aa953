"""Who may enter: by hash, until a time, so many times, or until it is taken back."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from alignlab.log.credentials import Credential, Credentials
from alignlab.log.database import Database
from alignlab.log.sql import SqlLog

CODE = "KLMNPQ"


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@pytest.fixture
def credentials():
    database = Database(None)
    SqlLog(database)
    yield Credentials(database)
    database.close()


def test_found_until_it_expires(credentials):
    given = Credential(hash_of("words"), CODE, "participant", "ann", expires_at=1000)
    credentials.put(given)
    assert credentials.find(given.hash, now=999) == given
    assert credentials.find(given.hash, now=1000) is None
    assert credentials.find(hash_of("other"), now=0) is None


def test_without_an_end(credentials):
    given = Credential(hash_of("words"), CODE, "facilitator", "mara")
    credentials.put(given)
    assert credentials.find(given.hash, now=2**62) == given


def test_used_up(credentials):
    given = Credential(hash_of("code"), CODE, "facilitator", "mara", uses_left=2)
    credentials.put(given)
    assert credentials.use(given.hash)
    assert credentials.find(given.hash, now=0) == replace(given, uses_left=1)
    assert credentials.use(given.hash)
    assert credentials.find(given.hash, now=0) is None
    assert not credentials.use(given.hash)
    assert credentials.for_session(CODE) == [replace(given, uses_left=0)]


def test_uses_without_a_limit_and_of_nothing(credentials):
    given = Credential(hash_of("link"), CODE, "facilitator", "mara")
    credentials.put(given)
    assert credentials.use(given.hash)
    assert credentials.find(given.hash, now=0) == given
    assert not credentials.use(hash_of("unknown"))


def test_putting_again_replaces(credentials):
    given = Credential(hash_of("x"), CODE, "participant", "ann", expires_at=10)
    credentials.put(given)
    credentials.put(replace(given, expires_at=20))
    assert credentials.for_session(CODE) == [replace(given, expires_at=20)]


def test_revoking(credentials):
    for n, (session, role, person) in enumerate(
        [
            (CODE, "participant", "ann"),
            (CODE, "facilitator", "ann"),
            (CODE, "participant", "bo"),
            (CODE, "screen", ""),
            ("RSTUVW", "participant", "ann"),
        ]
    ):
        credentials.put(Credential(hash_of(str(n)), session, role, person))
    assert credentials.revoke(CODE, person="ann", role="participant") == 1
    assert credentials.find(hash_of("1"), now=0) is not None
    assert credentials.revoke(CODE, person="ann") == 1
    assert credentials.revoke(CODE, role="screen") == 1
    assert [c.person for c in credentials.for_session(CODE)] == ["bo"]
    assert credentials.revoke(CODE) == 1
    assert credentials.revoke(CODE) == 0
    assert len(credentials.for_session("RSTUVW")) == 1


@pytest.mark.parametrize("wrong", ["two words", "", "A" * 64, "a" * 63, "g" * 64])
def test_a_secret_itself_is_never_stored(credentials, wrong):
    with pytest.raises(ValueError, match="never by the secret"):
        credentials.put(Credential(wrong, CODE, "participant", "ann"))


def test_the_hash_is_not_shown(credentials):
    assert "abab" not in repr(Credential("ab" * 32, CODE, "participant", "ann"))


def test_settings(credentials):
    assert credentials.get_setting("cookie") is None
    credentials.put_setting("cookie", "one")
    credentials.put_setting("cookie", "twö\n")
    credentials.put_setting("other", "")
    assert credentials.get_setting("cookie") == "twö\n"
    assert credentials.get_setting("other") == ""
