"""Files, the QR code, the sign of life."""

from __future__ import annotations

import functools
import io

import segno

from alignlab.errors import NotFound
from alignlab.server.base import Light
from alignlab.server.statuses import sentence

FOREVER = "public, max-age=31536000, immutable"


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
            raise NotFound(sentence(404))
        self.serve(asset, cache=FOREVER if version == assets.version else "no-cache")


class Icon(Light):
    """Browsers ask for it wherever they are."""

    def get(self) -> None:
        asset = self.services.assets.file("icon.svg")
        if asset is None:
            raise NotFound(sentence(404))
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
