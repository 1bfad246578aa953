"""The tile in JupyterLab: what it starts answers, opens the console for who comes through Jupyter, and comes back."""

from __future__ import annotations

import http.client
import importlib
import os
import re
import signal
import subprocess
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ports import free_port

from alignlab.config import Config
from alignlab.launcher import HEADER, KEY_VARIABLE, tile

ROOT = Path(__file__).parent.parent


def test_the_entry_point_is_the_tile() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    module, _, name = project["entry-points"]["jupyter_serverproxy_servers"]["alignlab"].partition(":")
    assert getattr(importlib.import_module(module), name) is tile
    assert any(needed.startswith("jupyter-server-proxy") for needed in project["optional-dependencies"]["lab"])


def test_the_tile_has_all_that_jupyter_server_proxy_asks_for() -> None:
    made, other = tile(), tile()
    icon = Path(made["launcher_entry"]["icon_path"])
    assert "<svg" in icon.read_text("utf-8")[:200]
    assert made["launcher_entry"]["title"] == "alignlab workshop"
    assert made["environment"][KEY_VARIABLE] == made["request_headers_override"][HEADER]
    assert made["environment"] != other["environment"], "each Jupyter has a key of its own"
    assert not any(made["environment"][KEY_VARIABLE] in word for word in made["command"]), "a process list is public"
    config = pytest.importorskip("jupyter_server_proxy.config")
    process = config.ServerProcess(name="alignlab", **made)
    assert process.launcher_entry.path_info == "alignlab/launch"


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()


class Tile:
    """The tile's command with its places filled, run as jupyter-server-proxy runs it."""

    def __init__(self, home: Path) -> None:
        self.made: dict[str, Any] = tile()
        self.key = self.made["request_headers_override"][HEADER]
        self.home, self.port, self.log = home, free_port(), home.with_suffix(".log")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [word.format(port=self.port, base_url="/user/ana/") for word in self.made["command"]]
        environment = {**os.environ, **self.made["environment"], "ALIGNLAB_HOME": str(self.home)}
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
        until = time.monotonic() + 180
        while time.monotonic() < until:
            try:
                ask(self.port, "/")
            except OSError:
                time.sleep(0.1)  # between two looks
            else:
                return
        raise AssertionError(self.log.read_text("utf-8"))

    def end(self, how: int = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(60)

    def launch(self) -> str:
        """The code of the session whose console opens."""
        status, headers = ask(self.port, "/launch", **{HEADER: self.key})
        assert status == 303
        found = re.fullmatch(r"f/([A-Z]{6})", headers["location"])
        assert found is not None
        cookie = headers["set-cookie"]
        assert cookie.startswith(f"al-{found[1]}-facilitator=")
        assert "Path=/user/ana/alignlab/" in cookie
        assert ask(self.port, f"/f/{found[1]}/info", Cookie=cookie.split(";")[0])[0] == 200
        return found[1]


@pytest.mark.server
def test_what_the_tile_starts(tmp_path: Path) -> None:
    running = Tile(tmp_path / "home")
    running.start()
    try:
        assert ask(running.port, "/launch")[0] == 404
        assert ask(running.port, "/launch", **{HEADER: "0" * 32})[0] == 404
        code = running.launch()
        assert ask(running.port, f"/user/ana/alignlab/j/{code}")[0] == 200, "phones come with the prefix, too"
        for prefix in ("", "/user/ana/alignlab"):
            assert ask(running.port, f"{prefix}/n/{code}/screen")[1]["location"] == f"../../s/{code}"
            assert ask(running.port, f"{prefix}/j/{code.lower()}")[1]["location"] == code
        running.end(signal.SIGKILL)
        running.start()
        assert running.launch() == code, "after a crash the same session goes on"
    finally:
        running.end()
    said = running.log.read_text("utf-8")
    assert code in said
    assert "key=" not in said, "this is JupyterLab's log"
    assert running.key not in said


@pytest.mark.parametrize("prefix", ["", "/", "/alignlab/", "/user/ana@b/alignlab/"])
def test_a_prefix_is_part_of_all_addresses(prefix: str) -> None:
    assert Config(prefix=prefix).base == (prefix or "/")
    assert Config(prefix="/x/", public_url="https://example.org/y").base == "/y/"


@pytest.mark.parametrize("prefix", ["alignlab", "/alignlab", "alignlab/", "//evil.example/", "/a b/", '/"><b>/'])
def test_what_is_no_prefix(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        Config(prefix=prefix)
