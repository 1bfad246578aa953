"""What of Jupyter's kernel routes is reachable: state, channels and shutdown, for the browser that opened the page."""

from __future__ import annotations

import json
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.base.handlers import APIHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.web import HTTPError, authenticated
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from alignlab.model.catalogue import say
from alignlab.server.base import COMMON_HEADERS, from_elsewhere
from alignlab.server.desk import Desk
from alignlab.server.notebooks import cookie_hash
from alignlab.server.services import Services

MAX_TO_KERNEL = 1024 * 1024  # bytes a message
PING_SECONDS = 20


class CookieHolder(IdentityProvider):  # type: ignore[misc]  # jupyter_server is not checked
    """For Jupyter, a user is the browser whose cookie opened this very kernel. Everybody else finds nothing here."""

    async def get_user(self, handler: Any) -> Any:
        desk: Desk = handler.settings["notebooks"].desk
        services: Services = handler.settings["alignlab"]
        owner = desk.owner(handler.path_kwargs.get("kernel_id", ""))
        if owner is None:
            raise HTTPError(404)
        cookie = handler.get_cookie(owner.door.cookie(owner.code)) or ""
        known = cookie_hash(cookie) == owner.cookie
        if not known or await services.identity.viewer(owner.code, owner.door, cookie) is None:
            raise HTTPError(404)  # not 403: whether such a kernel exists is nobody else's business
        return User("holder")

    def get_handlers(self) -> list[Any]:
        """No login, no logout."""
        return []


class Guarded:
    """Common headers, and errors without tracebacks."""

    def set_default_headers(self) -> None:
        for name, value in COMMON_HEADERS.items():
            self.set_header(name, value)  # type: ignore[attr-defined]

    def write_error(self, status_code: int, **_kwargs: Any) -> None:
        text = say("notebook.not_open") if status_code == 404 else say("notebook.impossible")
        self.set_header("Content-Type", "application/json; charset=utf-8")  # type: ignore[attr-defined]
        self.finish(json.dumps({"code": "not_found", "text": text}))  # type: ignore[attr-defined]


class KernelState(Guarded, KernelHandler):  # type: ignore[misc]
    """GET: is it alive? Nothing else."""

    delete = None  # a page says that it is closed at the address below


class KernelShutdown(Guarded, APIHandler):  # type: ignore[misc]
    """A page's last message."""

    @authenticated
    async def post(self, kernel_id: str) -> None:
        await self.settings["notebooks"].desk.close(kernel_id)
        self.set_status(204)
        self.finish()


class KernelChannels(Guarded, VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """The websocket between a page's widgets and its kernel."""

    max_message_size = MAX_TO_KERNEL
    ping_interval = ping_timeout = PING_SECONDS  # for tornado, in seconds; Jupyter would read it as milliseconds

    def send_ping(self) -> None:
        """Jupyter's own pings, beside tornado's, are not needed."""
        self.ping_callback.stop()

    def check_origin(self, origin: str | None = None) -> bool:
        public = self.settings["alignlab"].config.public_url
        return origin is None or not from_elsewhere(origin, self.request.host, public)


def kernel_routes() -> list[tuple[str, type, dict[str, Any]]]:
    """Relative to the server's root."""
    kernel = r"(?P<kernel_id>[0-9a-f-]{36})"
    return [
        (rf"/api/kernels/{kernel}", KernelState, {}),
        (rf"/api/kernels/{kernel}/channels", KernelChannels, {}),
        (rf"/voila/api/shutdown/{kernel}", KernelShutdown, {}),
    ]
