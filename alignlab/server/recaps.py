"""The recap as a page and as downloads: made from the file, drawn in the studio, kept until the file changes."""

from __future__ import annotations

import asyncio
from pathlib import Path

from alignlab.errors import NotFound
from alignlab.log.home import Home
from alignlab.recap import file, page
from alignlab.recap.charts import draw_all
from alignlab.studio import Studio


class RecapPages:
    """Called in a thread of the server; the drawing itself happens in the studio, through the server's loop."""

    def __init__(self, studio: Studio, loop: asyncio.AbstractEventLoop) -> None:
        self._studio = studio
        self._loop = loop
        self._kept: dict[Path, tuple[float, bytes]] = {}

    def html(self, home: Path, code: str) -> bytes | None:
        """The page, or None if there is no recap yet."""
        try:
            path = file.find(Home(home), code)
        except NotFound:
            return None
        changed = path.stat().st_mtime
        kept = self._kept.get(path)
        if kept and kept[0] == changed:
            return kept[1]
        recap = file.read(path)
        drawing = asyncio.run_coroutine_threadsafe(draw_all(recap, self._studio.draw), self._loop)
        made = page.page(recap, drawing.result(60)).encode()
        self._kept[path] = (changed, made)
        return made
