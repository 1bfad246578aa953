"""The data folder: what lies where in it, and sentences for folders that cannot be used."""

from __future__ import annotations

import errno
from pathlib import Path

from alignlab.errors import CannotSave, StoreError
from alignlab.model.catalogue import say
from alignlab.platform import is_network_path, sync_tool

_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NO_FOLDER = frozenset({errno.ENOTDIR, errno.EEXIST, errno.EISDIR})
_ELSEWHERE = "choose another data folder with ALIGNLAB_HOME"


class Home:
    """Paths in a data folder. `path` is absolute."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().absolute()
        self.database = self.path / "alignlab.sqlite3"
        self.lock = self.path / "alignlab.lock"
        self.runtime = self.path / "runtime.json"
        self.recaps = self.path / "recaps"
        self.plans = self.path / "plans"

    def prepare(self) -> list[str]:
        """Make the folder, for its owner's eyes only. Returns warnings, each a sentence.

        Raises StoreError if it lies on another machine's disk, CannotSave or StoreError if it cannot be made.
        """
        if is_network_path(self.path):
            raise StoreError(
                f"The data folder {self.path} lies on a network drive, where answers cannot be kept safely. "
                f"Please {_ELSEWHERE}, on this machine's own disk."
            )
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.recaps.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise cannot_use(self.path, error) from error
        tool = sync_tool(self.path)
        if tool is None:
            return []
        return [
            f"The data folder {self.path} seems to be copied elsewhere by {tool}: the answers would leave this "
            f"machine, and a copy made in mid-session can damage them. Better {_ELSEWHERE}."
        ]


def own_plans(home: Path) -> Path:
    """Where the plans lie that were kept on the console."""
    return Home(home).plans


def cannot_use(path: Path, error: OSError) -> StoreError:
    """Our error for an operating system's error about this file or folder."""
    if error.errno in _FULL:
        return CannotSave(say("disk.full", path=path))
    if error.errno in _FORBIDDEN:
        return CannotSave(say("disk.forbidden", path=path))
    if error.errno in _NO_FOLDER:
        return StoreError(say("disk.in_the_way", path=path, what=error.filename or path))
    return StoreError(say("disk.unusable", path=path, why=error.strerror or error))
