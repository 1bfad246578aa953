"""The disk under a running server: full, and not to be written at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from faultkit import Group, Server, check_complete, check_stored, played

import alignlab.serving  # noqa: F401  # now: the ordinary user of these tests may not read where libraries lie
from alignlab.cli import main
from alignlab.log.owner import open_store

pytestmark = pytest.mark.server
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="limits of another process are set by prlimit")
PEOPLE = 6


@linux_only
def test_a_full_disk_pauses_the_room_and_it_goes_on_when_there_is_room(server: Server) -> None:
    import resource

    async def story() -> None:
        assert server.process is not None
        wal = server.home / "alignlab.sqlite3-wal"
        async with Group(server, PEOPLE) as group:
            await group.begin()
            await group.answered(20)
            limit = wal.stat().st_size + 20_000
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            assert group.console is not None
            view = await group.console.wait(lambda view: view["session"]["phase"] == "paused")
            assert "cannot save" in view["session"]["notice"]
            assert "nothing that was saved is lost" in view["session"]["notice"]
            held = group.acknowledged
            assert held < 25 * PEOPLE
            unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, unlimited)
            await group.all_done()
            await group.console.wait(lambda view: view["session"]["phase"] == "running")
        server.end()
        check_stored(group.phones, server.events())
        check_complete(group.phones, server.code, server.events())

    played(story)


@linux_only
def test_joining_on_a_full_disk_is_refused_in_a_sentence(server: Server) -> None:
    import resource

    from alignlab.errors import Refused
    from alignlab.rehearsal.doors import join

    async def story() -> None:
        assert server.process is not None
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        with pytest.raises(Refused, match="cannot save just now"):
            await join(server.url, server.code, "Maya")
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert (await join(server.url, server.code, "Maya")).name == "Maya"

    played(story)


@pytest.fixture
def ordinary_user() -> Iterator[None]:
    """Root may write everywhere: be nobody for the length of the test."""
    root = os.name == "posix" and os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield
    if root:
        os.seteuid(0)


@pytest.mark.skipif(os.name != "posix", reason="permissions of another kind")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_store_that_may_not_be_written_is_said_in_a_sentence(
    ordinary_user: None, what: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        open_store(home, lambda: 0).close()
        (home / "alignlab.sqlite3").chmod(0o444)
        if what == "folder":
            (home / "alignlab.lock").unlink()
            home.chmod(0o555)
        monkeypatch.setenv("ALIGNLAB_HOME", str(home))
        monkeypatch.setattr(sys, "argv", ["alignlab", "serve", "--port", "0", "--host", "127.0.0.1"])
        with pytest.raises(SystemExit) as ended:
            main()
        home.chmod(0o755)
        assert ended.value.code == 2
        assert "You may not write in" in capsys.readouterr().err
