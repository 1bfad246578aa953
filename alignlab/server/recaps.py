"""The recap as a page and as downloads, for handlers that wait in a thread of the server."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import TypeVar

from alignlab.log.home import Home
from alignlab.recap.shelf import Shelf
from alignlab.studio import Studio

T = TypeVar("T")
SECONDS = 60  # to draw all charts of a recap, behind whatever else the studio has to do


class RecapPages:
    """Called in a thread of the server; the work is done in the server's loop, the drawing in the studio."""

    def __init__(self, home: Path, studio: Studio, loop: asyncio.AbstractEventLoop) -> None:
        self._shelf = Shelf(Home(home), studio.draw)
        self._loop = loop

    def html(self, _home: Path, code: str) -> bytes | None:
        """The page, or None if there is no recap yet."""
        return self._wait(self._shelf.page(code))

    def download(self, _home: Path, code: str, name: str) -> tuple[bytes, str] | None:
        """(content, media type) of CODE.html, CODE.zip, CODE.json or CODE.md; None if there is no such file."""
        return self._wait(self._shelf.download(code, name))

    def _wait(self, made: Coroutine[None, None, T]) -> T:
        return asyncio.run_coroutine_threadsafe(made, self._loop).result(SECONDS)
