"""Pages and downloads of the recaps in a data folder, each made once for each version of its file."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from alignlab.errors import InvalidInput, NotFound
from alignlab.log.home import Home
from alignlab.model.catalogue import say
from alignlab.recap import exports, file
from alignlab.recap.charts import Charts, Draw, draw_all
from alignlab.recap.model import Recap
from alignlab.recap.page import page

MEDIA: dict[exports.Format, str] = {
    "html": "text/html; charset=utf-8",
    "csv": "application/zip",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar; charset=utf-8",
}

Version = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Made:
    version: Version
    recap: Recap
    charts: Charts
    page: bytes


class Shelf:
    """All methods belong to one event loop; `draw` may be another process."""

    def __init__(self, home: Home, draw: Draw) -> None:
        self._home = home
        self._draw = draw
        self._made: dict[str, _Made] = {}
        self._making = asyncio.Lock()

    async def page(self, code: str, *, draft: bool = True) -> bytes | None:
        """The recap as a whole document; None if there is none, or only a draft where none is wanted.

        Raises InvalidInput if its file is damaged.
        """
        made = await self._make(code)
        return made.page if made and (draft or made.recap.shared) else None

    async def download(self, code: str, name: str, *, draft: bool = True) -> tuple[bytes, str] | None:
        """(content, media type) of CODE.html, .md, .xlsx, .zip (CSV), .json or .ics; None as for `page`."""
        made = await self._make(code)
        if made is None or not (draft or made.recap.shared):
            return None
        formats = {exports.file_name(made.recap, format_): format_ for format_ in exports.FORMATS}
        if name not in formats:
            return None
        content = await asyncio.to_thread(exports.content, made.recap, formats[name], made.charts)
        return content, MEDIA[formats[name]]

    async def _make(self, code: str) -> _Made | None:
        async with self._making:
            try:
                path = file.find(self._home, code)
                stat = path.stat()
            except (NotFound, FileNotFoundError):
                return None
            version = (stat.st_mtime_ns, stat.st_size)
            kept = self._made.get(path.stem)
            if kept is None or kept.version != version:
                try:
                    recap = file.read(path)
                except InvalidInput as error:  # whose words name a folder that readers need not know
                    raise InvalidInput(say("server.recap_damaged", code=path.stem)) from error
                charts = await draw_all(recap, self._draw)
                kept = self._made[path.stem] = _Made(version, recap, charts, page(recap, charts).encode())
            return kept


async def recap_page(home: Home, code: str, draw: Draw) -> str | None:
    """The page of one recap, made now; None if there is none. A server keeps a `Shelf` instead."""
    found = await Shelf(home, draw).page(code)
    return found.decode() if found is not None else None
