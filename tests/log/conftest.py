"""The stores under test, and drafts to put into them."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from alignlab.log.database import Database
from alignlab.log.memory import MemoryLog
from alignlab.log.sql import SqlLog
from alignlab.model.events import Draft

MakeDraft = Callable[..., Draft]


def make_draft(id_: str = "i1", actor: str = "ann", session: str = "KLMNPQ", **more: Any) -> Draft:
    fields: dict[str, Any] = {
        "kind": "answer saved",
        "data": {"part": "p1", "value": "mostly"},
        "at": 1_700_000_000_000,
    }
    return Draft(session, id_, actor, **(fields | more))


@pytest.fixture
def draft() -> MakeDraft:
    return make_draft


@pytest.fixture(params=["memory", "file", "sqlite in memory"])
def new_log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Any]]:
    """A function that makes an empty log of one kind; all of them are closed at the end."""
    opened: list[Any] = []

    def make() -> Any:
        if request.param == "memory":
            log: Any = MemoryLog()
        elif request.param == "file":
            log = SqlLog(tmp_path / f"log{len(opened)}.sqlite3")
        else:
            log = SqlLog(Database(None))
        opened.append(log)
        return log

    yield make
    for log in opened:
        log.close()


@pytest.fixture
def log(new_log: Callable[[], Any]) -> Any:
    return new_log()


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 1 MB (as root on Linux; skipped elsewhere, where test_faults still has its limit on file size)."""
    with tempfile.TemporaryDirectory() as folder:
        mounted = (
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, check=False)
            if os.name == "posix"
            else None
        )
        if mounted is None or mounted.returncode != 0:
            pytest.skip("a small disk can be mounted by root only")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture
def ordinary_user() -> Iterator[None]:
    """Root may write everywhere: be nobody for the length of the test."""
    if os.name != "posix":
        pytest.skip("permissions of another kind")
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield
    if root:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may write in and reach, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        path.chmod(0o777)
        yield path
