"""Debian's Firefox, driven over WebDriver BiDi, which it speaks by itself: no driver program is needed."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

PROGRAM = shutil.which("firefox-esr") or shutil.which("firefox")
SECONDS = 120
# Our servers under a name that is not a secure context; nothing is asked of any other host.
PREFERENCES = {
    "network.dns.localDomains": "workshop.test",
    "remote.active-protocols": 1,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.server": "",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.update.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "dom.min_background_timeout_value": 4,
}


class Firefox:
    """One tab. `evaluate` runs an expression or a function's body of JavaScript and gives its plain value."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._id = 0
        self.faults: list[str] = []  # errors of the page's scripts
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["log.entryAdded"])
        self._tab = self.call("browsingContext.getTree")["contexts"][0]["context"]

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One command and its result."""
        self._id += 1
        self._socket.send(json.dumps({"id": self._id, "method": method, "params": params}))
        while True:
            heard = json.loads(self._socket.recv(SECONDS))
            if heard.get("method") == "log.entryAdded" and heard["params"]["level"] == "error":
                self.faults.append(heard["params"]["text"])
            if heard.get("id") == self._id:
                assert heard["type"] == "success", f"{method}: {heard}"
                return dict(heard["result"])

    def open(self, url: str) -> None:
        self.call("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def reload(self) -> None:
        """The page anew: gives when the new one has come, so nothing that follows reads the old one."""
        self.call("browsingContext.reload", context=self._tab, wait="complete")

    def size(self, width: int, height: int) -> None:
        self.call("browsingContext.setViewport", context=self._tab, viewport={"width": width, "height": height})

    def evaluate(self, script: str) -> Any:
        target = {"context": self._tab}
        found = self.call("script.evaluate", expression=f"JSON.stringify({script})", target=target, awaitPromise=True)
        assert found["type"] == "success", found
        value = found["result"].get("value")
        return None if value is None else json.loads(value)

    def until(self, script: str) -> Any:
        """What the expression gives once that is not falsy."""
        end = time.monotonic() + SECONDS
        while not (value := self.evaluate(script)):
            assert time.monotonic() < end, f"never true: {script}\n{self.evaluate('document.body.innerText')}"
            time.sleep(0.05)  # between two looks
        return value

    def keys(self, text: str) -> None:
        """Type; "\\uE007" is Enter, "\\uE004" Tab, "\\uE015" the arrow down, " " Space."""
        actions = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        self.call("input.performActions", context=self._tab, actions=[{"type": "key", "id": "k", "actions": actions}])

    def tap(self, script: str) -> None:
        """A finger on the middle of this element."""
        self.until(f"!!({script})")
        place = self.evaluate(
            f"(() => {{ const node = {script}; node.scrollIntoView({{block: 'center'}});"
            "const box = node.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        x, y = (round(each) for each in place)
        moves = [{"type": "pointerMove", "x": x, "y": y}, {"type": "pointerDown", "button": 0}]
        touch = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}}
        actions = [{**touch, "actions": [*moves, {"type": "pointerUp", "button": 0}]}]
        self.call("input.performActions", context=self._tab, actions=actions)


@contextlib.contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """A running Firefox with a new profile in this folder."""
    assert PROGRAM is not None
    profile = folder / "profile"
    profile.mkdir(parents=True)
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines))
    words = [PROGRAM, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    with (folder / "firefox.log").open("w") as log:
        process = subprocess.Popen([*words, "about:blank"], stdout=log, stderr=subprocess.STDOUT)
    try:
        with connect(_address(folder / "firefox.log", process), max_size=2**24) as socket:
            yield Firefox(socket)
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", log.read_text(errors="replace")):
            return f"{found[1]}/session"
        time.sleep(0.1)  # between two looks
    raise AssertionError(f"Firefox did not come up:\n{log.read_text(errors='replace')[-2000:]}")
