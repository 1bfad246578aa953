"""`runtime.json`: where the owner of a store answers, for other programs of the same user on the same machine."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from alignlab.log.home import cannot_use
from alignlab.platform import process_alive


@dataclass(frozen=True, slots=True)
class Runtime:
    """`secret` proves to the owner that the caller can read its data folder; `started` in ms since 1970 (UTC)."""

    url: str
    pid: int
    started: int
    secret: str = field(repr=False)


def write_runtime(path: Path, runtime: Runtime) -> None:
    """Write the file in one step (nobody ever reads half of it), readable by its owner only."""
    fresh = path.with_name(f".{path.name}.{runtime.pid}")
    try:
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(asdict(runtime), file)
        fresh.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):  # the first error is the one to tell
            fresh.unlink(missing_ok=True)
        raise cannot_use(path, error) from error


def read_runtime(path: Path) -> Runtime | None:
    """What the owner wrote; None if there is none, or if it is a remnant of a process that is gone.

    The number of a dead process can be given to another one: who gets no answer at `url` tries to become the owner.
    """
    try:
        found = json.loads(path.read_bytes())
        runtime = Runtime(str(found["url"]), int(found["pid"]), int(found["started"]), str(found["secret"]))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise cannot_use(path, error) from error
    except (ValueError, KeyError, TypeError):  # not ours, or written by another version
        return None
    return runtime if process_alive(runtime.pid) else None
