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

    def html(self, _home: Path, code: str, draft: bool) -> bytes | None:
        """The page, or None if there is no recap yet; `draft`: also one that is not shared."""
        return self._wait(self._shelf.page(code, draft=draft))

    def download(self, _home: Path, code: str, name: str, draft: bool) -> tuple[bytes, str] | None:
        """(content, media type) of CODE.html and all other formats; None if there is no such file."""
        return self._wait(self._shelf.download(code, name, draft=draft))

    def _wait(self, made: Coroutine[None, None, T]) -> T:
        return asyncio.run_coroutine_threadsafe(made, self._loop).result(SECONDS)
