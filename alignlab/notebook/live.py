"""Console and screen of a session that runs on this machine, in a notebook of the same user.

The owner of the data folder gives the kernel a ticket for the one session; it lies in the kernel's memory only.
"""

from __future__ import annotations

import asyncio
import os
from functools import partial
from typing import Any, TypeVar

from alignlab import config, owner
from alignlab.errors import NotFound
from alignlab.log.home import Home
from alignlab.notebook.errands import OF_CONSOLE, Errands
from alignlab.notebook.relay import Relay, Way, way_of
from alignlab.notebook.widgets import Console, Page, Screen

P = TypeVar("P", bound=Page)

NOBODY = (
    "No alignlab runs here with the data folder {home}. Start one with “alignlab serve” in a terminal; if it uses "
    "another folder, name it with ALIGNLAB_HOME."
)


class LiveConsole(Console):
    """The console of a session on a server, with all that it asks beside the socket."""

    def __init__(self) -> None:
        super().__init__(live=True)
        self._errands = Errands(lambda: way_of(self._peer), self.send, OF_CONSOLE)

    def _from_page(self, widget: Any, content: Any, buffers: Any) -> None:
        if not self._errands.take(content, buffers):
            super()._from_page(widget, content, buffers)


def home() -> Home:
    """The data folder. Raises ConfigError."""
    return Home(config.load({}, os.environ).home)


def running_code() -> str:
    """The code of the session that runs on this machine, "" if none does. Raises ConfigError."""
    found = owner.running(home())
    return str(found.sessions()["now"]) if found else ""


def console(code: str = "") -> Console:
    """The console of this session, else of the one that runs. Raises NotFound."""
    return _joined(LiveConsole(), "f", code)


def screen(code: str = "") -> Screen:
    """The screen of this session, else of the one that runs. Raises NotFound."""
    return _joined(Screen(live=True), "s", code)


def _joined(page: P, door: str, code: str) -> P:
    code = code.replace(" ", "").upper() or running_code()
    if not code:
        raise NotFound(NOBODY.format(home=home().path))
    _way(door, code)  # so that a wrong code is told in the cell
    page.attach(lambda send: Relay(partial(asyncio.to_thread, _way, door, code), send))
    return page


def _way(door: str, code: str) -> Way:
    """Raises NotFound while nobody runs here, or for the code."""
    found = owner.running(home())
    if found is None:
        raise NotFound(NOBODY.format(home=home().path))
    given = found.ticket(code, door)
    socket = found.url.replace("http", "ws", 1) + given["socket"]
    links = {"screen": given["screen"], "notebook": "", "console": given["console"]} if door == "f" else {}
    return Way(socket, {"Authorization": f"Bearer {given['ticket']}"}, links)
