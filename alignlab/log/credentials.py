"""What lets people in: hashes of secrets, in the store's file but never in its log; and the owner's settings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, or_, select, update

from alignlab.log.database import Database
from alignlab.log.schema import CREDENTIALS, SETTINGS
from alignlab.model.base import PersonId

_C = CREDENTIALS.c
_FORGET, _KEEP = delete(CREDENTIALS).where(_C.hash == bindparam("of")), insert(CREDENTIALS)
_FIND = select(CREDENTIALS).where(
    _C.hash == bindparam("of"),
    or_(_C.expires_at.is_(None), _C.expires_at > bindparam("now")),
    or_(_C.uses_left.is_(None), _C.uses_left > 0),
)
_SHA256_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Credential:
    """The right to enter a session in a role as a person ("" for a role that is nobody, such as a screen).

    `hash` is the SHA-256 of the secret in hex; the secret itself is never stored. `expires_at` in ms since 1970 (UTC),
    None: until it is revoked. `uses_left` None: any number.
    """

    hash: str = field(repr=False)
    session: str
    role: str
    person: PersonId
    expires_at: int | None = None
    uses_left: int | None = None


class Credentials:
    """Credentials and settings in the store's database. Raises what the log raises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, credential: Credential) -> None:
        """Store it, in place of one with the same hash."""
        self.put_all([credential])

    def put_all(self, credentials: Sequence[Credential]) -> None:
        """Store them in one transaction, each in place of one with the same hash."""
        if not all(_SHA256_HEX.fullmatch(credential.hash) for credential in credentials):
            raise ValueError("a credential is stored by the SHA-256 of its secret in hex, never by the secret")
        if not credentials:
            return
        latest = {credential.hash: credential for credential in credentials}
        with self._database.writing() as connection:
            connection.execute(_FORGET, [{"of": credential.hash} for credential in credentials])
            connection.execute(_KEEP, [_row(credential) for credential in latest.values()])

    def find(self, hash: str, now: int) -> Credential | None:  # noqa: A002 (the field's name)
        """The credential with this hash, unless it is unknown, has expired by `now` or is used up."""
        with self._database.reading() as connection:
            row = connection.execute(_FIND, {"of": hash, "now": now}).first()
        return _credential(row) if row else None

    def use(self, hash: str) -> bool:  # noqa: A002 (the field's name)
        """Take one use. False if none was left (or the credential is gone): then nobody may enter by it."""
        query = update(CREDENTIALS).where(_C.hash == hash, or_(_C.uses_left.is_(None), _C.uses_left > 0))
        with self._database.writing() as connection:
            return connection.execute(query.values(uses_left=_C.uses_left - 1)).rowcount == 1

    def revoke(self, session: str, person: PersonId | None = None, role: str | None = None) -> int:
        """Delete the session's credentials, all or only this person's, in all roles or only this one.

        Returns how many they were.
        """
        query = delete(CREDENTIALS).where(_C.session == session)
        if person is not None:
            query = query.where(_C.person == person)
        if role is not None:
            query = query.where(_C.role == role)
        with self._database.writing() as connection:
            return connection.execute(query).rowcount

    def for_session(self, session: str) -> list[Credential]:
        """All credentials of the session, also those expired or used up."""
        query = select(CREDENTIALS).where(_C.session == session).order_by(_C.role, _C.person, _C.hash)
        with self._database.reading() as connection:
            return [_credential(row) for row in connection.execute(query)]

    def get_setting(self, name: str) -> str | None:
        """What the owner remembered under this name, or None."""
        with self._database.reading() as connection:
            return connection.execute(select(SETTINGS.c.value).where(SETTINGS.c.name == name)).scalar_one_or_none()

    def put_setting(self, name: str, value: str) -> None:
        """Remember this under this name, in place of what was there."""
        with self._database.writing() as connection:
            connection.execute(delete(SETTINGS).where(SETTINGS.c.name == name))
            connection.execute(insert(SETTINGS).values(name=name, value=value))


_FIELDS = tuple(each.name for each in fields(Credential))


def _row(credential: Credential) -> dict[str, Any]:
    return {name: getattr(credential, name) for name in _FIELDS}


def _credential(row: Row[Any]) -> Credential:
    return Credential(**row._mapping)
