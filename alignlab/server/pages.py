"""Files, the QR code, the recap, the sign of life."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import io
import re

import segno

from alignlab.errors import NotFound
from alignlab.server.assets import Asset
from alignlab.server.base import SENTENCES, Light

FOREVER = "public, max-age=31536000, immutable"
_FILE_NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9]+)+")


class Healthz(Light):
    """For whoever watches the server: it answers."""

    def get(self) -> None:
        self.answer({"status": "ok"})


class Static(Light):
    """A static file; under the present version's path it may be kept for ever."""

    def get(self, version: str | None, name: str) -> None:
        assets = self.services.assets
        asset = assets.file(name)
        if asset is None:
            raise NotFound(SENTENCES[404])
        self.serve(asset, cache=FOREVER if version == assets.version else "no-cache")


class Icon(Light):
    """Browsers ask for it wherever they are."""

    def get(self) -> None:
        asset = self.services.assets.file("icon.svg")
        if asset is None:
            raise NotFound(SENTENCES[404])
        self.serve(asset, cache="public, max-age=86400")


class QrCode(Light):
    """The join address of an existing session as a picture."""

    async def get(self, code: str) -> None:
        host = await self.room(code)
        self.set_header("Content-Type", "image/svg+xml; charset=utf-8")
        self.finish(_qr(self.services.join_url(host.code, self.request.host)))


@functools.lru_cache(maxsize=64)
def _qr(url: str) -> bytes:
    out = io.BytesIO()
    segno.make(url, error="m").save(
        out, kind="svg", border=2, xmldecl=False, svgclass=None, lineclass=None, omitsize=True, title=url, light="#fff"
    )
    return out.getvalue()


class Recap(Light):
    """The recap of a session as a page, for everybody who has the code."""

    async def get(self, code: str) -> None:
        services = self.services
        await self.room(code)
        page = await asyncio.to_thread(services.recap_page, services.config.home, code.upper())
        if page is None:
            raise NotFound("There is no recap of this session yet. It begins with the first picture that is shown.")
        self.serve(_whole(page, "text/html; charset=utf-8"))


class RecapFile(Light):
    """A download that belongs to the recap."""

    async def get(self, code: str, name: str) -> None:
        services = self.services
        await self.room(code)
        found = None
        if _FILE_NAME.fullmatch(name):
            found = await asyncio.to_thread(services.recap_file, services.config.home, code.upper(), name)
        if found is None:
            raise NotFound("There is no such file of this session.")
        body, kind = found
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.serve(_whole(body, kind))


def _whole(body: bytes, kind: str) -> Asset:
    return Asset(body, b"", f'"{hashlib.sha256(body).hexdigest()[:32]}"', kind)
