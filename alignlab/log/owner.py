"""One process owns a store: it holds the lock, the file and the one connection, and says where it answers."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from alignlab.errors import StoreBusy
from alignlab.log.credentials import Credentials
from alignlab.log.database import Database
from alignlab.log.home import Home, cannot_use
from alignlab.log.runtime import Runtime, read_runtime, write_runtime
from alignlab.log.sql import SqlLog
from alignlab.platform import FileLock, lock_file

Clock = Callable[[], int]
"""Milliseconds since 1970 (UTC)."""


class OwnedStore:
    """A data folder that this process owns until `close`. Used and closed by the thread that opened it.

    `warnings` are sentences for whoever started the program, such as: this folder is copied elsewhere.
    """

    def __init__(self, home: Home, lock: FileLock, warnings: list[str], clock: Clock) -> None:
        self.home = home.path
        self.recaps = home.recaps
        self.warnings = tuple(warnings)
        self._paths = home
        self._lock = lock
        self._clock = clock
        self._database = Database(home.database)
        self.log = SqlLog(self._database)
        self.credentials = Credentials(self._database)

    def announce(self, url: str, secret: str) -> None:
        """Write `runtime.json`: this user's other programs find the owner at `url` and prove themselves by `secret`."""
        write_runtime(self._paths.runtime, Runtime(url, os.getpid(), self._clock(), secret))

    def close(self) -> None:
        """Close the file, take `runtime.json` away, let go of the lock. Closing twice is harmless."""
        try:
            self._database.close()
            _forget(self._paths.runtime)
        finally:
            self._lock.release()


def open_store(home: Path, clock: Clock) -> OwnedStore:
    """Become the owner of this data folder; it is made if it is missing.

    Raises StoreBusy if another process owns it, CannotSave or StoreError if it cannot be used; the sentence says what
    to do.
    """
    paths = Home(home)
    warnings = paths.prepare()
    lock = _lock(paths)
    try:
        _forget(paths.runtime)  # whoever wrote it is gone
        _make_private(paths.database)
        return OwnedStore(paths, lock, warnings, clock)
    except BaseException:
        lock.release()
        raise


def find_owner(home: Path) -> Runtime | None:
    """Where the owner of this data folder answers, or None if nobody seems to own it."""
    return read_runtime(Home(home).runtime)


def _lock(paths: Home) -> FileLock:
    lock = None
    try:
        lock = lock_file(paths.lock)
        if lock is not None:
            lock.note(f"{os.getpid()}\n")
            return lock
    except OSError as error:
        if lock is not None:
            lock.release()
        raise cannot_use(paths.lock, error) from error
    raise StoreBusy(
        f"Another alignlab ({_holder(paths)}) is using the data folder {paths.path}. Please use that one, stop it, or "
        "choose another data folder with ALIGNLAB_HOME."
    )


def _holder(paths: Home) -> str:
    runtime = read_runtime(paths.runtime)
    if runtime is not None:
        return f"process {runtime.pid}, {runtime.url}"
    return f"process {paths.lock.read_text(errors='replace').strip() or 'unknown'}, still starting or not answering"


def _make_private(path: Path) -> None:
    """Make the file before SQLite does, so that only its owner can read it; SQLite's helper files take after it."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise cannot_use(path, error) from error


def _forget(runtime: Path) -> None:
    try:
        runtime.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_use(runtime, error) from error
