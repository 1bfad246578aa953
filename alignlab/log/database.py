"""One SQLite file, one connection, one thread: transactions whose failures are ours and leave nothing half-done."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from alignlab.errors import CannotSave, StoreError
from alignlab.log.driver_errors import explain

_BUSY_SECONDS = 2.0  # a tool that peeks at the file lets go of it within that
_BEGIN = "alignlab_begin"

_PRAGMAS = (
    "locking_mode = EXCLUSIVE",  # before WAL: then no shared memory is needed, and no second process comes in
    "journal_mode = WAL",
    "synchronous = FULL",  # an ack means: on the disk
    "fullfsync = ON",  # macOS: through the drive's own cache as well; elsewhere without effect
    "checkpoint_fullfsync = ON",
    "secure_delete = ON",  # what is deleted is overwritten with zeros
    "temp_store = MEMORY",  # no content in a temporary folder
    "foreign_keys = ON",
)


class Database:
    """A SQLite store at `path`, or in memory if `path` is None.

    Opened at first use, and used only by the thread of that first use. Errors are CannotSave, StoreBusy or StoreError
    with a sentence that says what to do.
    """

    def __init__(self, path: Path | None) -> None:
        self.name = str(path) if path else "(in memory)"
        self._path = path
        self._identity: tuple[int, int] | None = None
        self._connection: Connection | None = None
        self._thread: int | None = None
        self._closed = False
        self._engine = create_engine("sqlite://", creator=self._connect, poolclass=NullPool)
        event.listen(self._engine, "begin", _begin)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: committed to the disk at the end, or nothing of it stays."""
        self._check_in_place()
        # IMMEDIATE: a transaction that reads first and writes later could be refused in its middle.
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    def scrub(self) -> None:
        """Make what was deleted leave the disk: the write-ahead log is emptied, the file written anew without it.

        Raises CannotSave where the disk refuses that; what was deleted stays deleted, and scrubbing can be repeated.
        """
        try:
            with self._explained():
                raw = self._raw()
                for command in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                    raw.execute(command).fetchall()
        except StoreError as error:
            raise CannotSave(
                f"It is deleted, but traces of it may lie on the disk until {self.name} can be written anew; please "
                f"mend this and delete it again. {error}"
            ) from error

    def close(self) -> None:
        """Close the file. Closing twice is harmless; a closed database cannot be used again."""
        self._check_thread()
        self._closed = True
        self._drop()
        self._engine.dispose()

    @contextlib.contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        with self._explained():
            connection = self._open().execution_options(**{_BEGIN: begin})
            try:
                with connection.begin():
                    yield connection
            except BaseException:
                self._leave_nothing_open()
                raise

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise explain(error, self.name) from error

    def _open(self) -> Connection:
        if self._closed:
            raise StoreError(f"The store {self.name} is closed.")
        self._check_thread()
        if self._connection is None:
            self._check_in_place()
            self._connection = self._engine.connect()
            self._thread = threading.get_ident()
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        """A new driver connection in autocommit mode: transactions begin where `_begin` says so, and only there."""
        if self._path is None:
            return sqlite3.connect(":memory:", isolation_level=None)
        raw = sqlite3.connect(self._path, isolation_level=None, timeout=_BUSY_SECONDS)
        try:
            for pragma in _PRAGMAS:
                raw.execute(f"PRAGMA {pragma}").fetchall()
            self._identity = _identity(self._path)
        except BaseException:
            raw.close()
            raise
        return raw

    def _raw(self) -> sqlite3.Connection:
        raw = self._open().connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        return raw

    def _leave_nothing_open(self) -> None:
        """After a failure: if the driver still holds a transaction, let go of the connection; the next use opens anew.

        A closed connection's transaction is rolled back by SQLite itself, at the latest when the file is opened again.
        """
        try:
            open_still = self._raw().in_transaction
        except (SQLAlchemyError, StoreError):
            open_still = True
        if open_still:
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            # The disk may refuse even this; what was committed is safe in the write-ahead log either way.
            with contextlib.suppress(SQLAlchemyError, sqlite3.Error):
                connection.close()

    def _check_thread(self) -> None:
        if self._connection is not None and self._thread != threading.get_ident():
            raise StoreError(f"The store {self.name} is used by one thread only (log/writer.py), and this is another.")

    def _check_in_place(self) -> None:
        """SQLite would go on writing to a file that has been deleted or replaced, and every ack would be a lie."""
        if self._path is None or self._identity is None or _identity(self._path) == self._identity:
            return
        raise CannotSave(
            f"The store {self.name} was moved, deleted or replaced while alignlab was using it; nothing more can be "
            "saved. Please put it back, or stop alignlab and start it again."
        )


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
