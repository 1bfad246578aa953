"""The facilitator guide at /guide: nothing of a session is in it, so it is open to everybody; made once."""

from __future__ import annotations

import asyncio
import functools

from alignlab.server.assets import Asset, pack
from alignlab.server.base import Light


class Guide(Light):
    """The start page, or one of the others."""

    async def get(self, name: str = "README") -> None:
        services = self.services
        root = f"{services.base}guide"
        self.serve(await asyncio.to_thread(_page, name, root, services.assets.root))


@functools.lru_cache(maxsize=64)
def _page(name: str, root: str, static: str) -> Asset:
    from alignlab import guide_pages  # Markdown and templates: only when somebody reads the guide

    return pack("guide.html", guide_pages.screen_page(name, root, static).encode())
