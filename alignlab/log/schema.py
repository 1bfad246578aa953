"""The store's tables, in SQLAlchemy Core. Times are whole milliseconds since 1970 (UTC).

A change here needs a migration (migrations.py) that brings an older store to the same form.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("number", Integer, primary_key=True),  # the order in which they began
    Column("code", String, nullable=False, unique=True),
    Column("last_seq", Integer, nullable=False),
    Column("chain", LargeBinary, nullable=False),  # the hash chain's value after the last event
)
"""One row a session with events: the end of its hash chain, so that a cut-off log shows."""

EVENTS = Table(
    "events",
    METADATA,
    Column("session", String, ForeignKey("sessions.code"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("v", Integer, nullable=False),
    Column("payload", Text),  # JSON, keys as they came; null where erased
    Column("salt", LargeBinary),  # null where erased
    Column("digest", LargeBinary, nullable=False),
    # `id` before `actor`: the look-up for repeats knows the ids of a batch.
    UniqueConstraint("session", "id", "actor", name="events_once"),
)
"""The log. Only `payload` and `salt` ever change, once, to null."""

CREDENTIALS = Table(
    "credentials",
    METADATA,
    Column("hash", String, primary_key=True),  # SHA-256 of the secret, hex
    Column("session", String, nullable=False),
    Column("role", String, nullable=False),
    Column("person", String, nullable=False),
    Column("expires_at", BigInteger),  # null: until it is revoked
    Column("uses_left", Integer),  # null: any number
    Index("credentials_of_session", "session", "person"),
)
"""What opens a session for whom. Never in the log, and without a foreign key: a link may be older than its session."""

SETTINGS = Table(
    "settings",
    METADATA,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the store's owner remembers from one start to the next, such as the secret that signs cookies."""
