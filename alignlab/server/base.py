"""What all light routes share: headers, errors as sentences, JSON in and out, who may post."""

from __future__ import annotations

import json
import logging
import posixpath
import re
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from tornado.web import HTTPError, RequestHandler

from alignlab.errors import CannotSave, NotFound, Refused, StoreError
from alignlab.hosting import RoomHost
from alignlab.model.catalogue import say
from alignlab.model.viewer import Viewer
from alignlab.server.assets import Asset
from alignlab.server.identity import Door, in_session
from alignlab.server.services import Services, is_host
from alignlab.server.statuses import sentence
from alignlab.server.tickets import is_here

log = logging.getLogger("alignlab")

MAX_BODY = 64 * 1024
STATUS = {"full": 409, "ended": 410, "unknown_person": 403, "wrong_role": 403, "too_many": 429, "cannot_save": 503}
"""HTTP status of a refusal's code; all others are 400."""

COMMON_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
    "Server": "alignlab",
}


def content_policy(host: str, scripts: tuple[str, ...] = ()) -> str:
    """Nothing from outside: pages, scripts and pictures of this server only, and its own websocket.

    `scripts` are the hashes of those that stand in the page itself. Safari 15 does not count ws: as 'self', so the host
    is named.
    """
    sockets = f" ws://{host} wss://{host}" if is_host(host) else ""
    own = " ".join(("'self'", *scripts))
    return (
        f"default-src 'self'; script-src {own}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        f"connect-src 'self'{sockets}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )


def from_elsewhere(origin: str, host: str, public_url: str) -> bool:
    """Whether a browser says that another site's page makes this request."""
    return urlsplit(origin).netloc.lower() not in {host.lower(), urlsplit(public_url).netloc.lower() or host.lower()}


class Light(RequestHandler):
    """Base of all routes that need no kernel."""

    def set_default_headers(self) -> None:
        for name, value in COMMON_HEADERS.items():
            self.set_header(name, value)
        self.set_header("Content-Security-Policy", content_policy(self.request.host))

    @property
    def services(self) -> Services:
        services: Services = self.application.settings["alignlab"]
        return services

    def prepare(self) -> None:
        """A post needs a header that no other site's page can send, and must not come from another site's page."""
        if self.request.method == "POST":
            origin = self.request.headers.get("Origin")
            foreign = origin and from_elsewhere(origin, self.request.host, self.services.config.public_url)
            if self.request.headers.get("X-Alignlab") != "1" or foreign:
                raise Refused("wrong_role", say("status.foreign"))

    def check_xsrf_cookie(self) -> None:
        """`prepare` keeps other sites out; cookies of tornado's own are not needed."""

    async def room(self, code: str) -> RoomHost:
        """The session of this code. Raises NotFound."""
        return await self.services.house.room(code.upper())

    async def viewer(self, code: str, door: Door) -> Viewer | None:
        """Who this browser is at this door; a person who left or was removed is nobody."""
        code = code.upper()
        viewer = await self.services.identity.viewer(code, door, self.get_cookie(door.cookie(code)) or "")
        if viewer is not None and door is Door.PARTICIPANT:
            return in_session((await self.room(code)).state, viewer)
        return viewer

    async def erased(self, code: str) -> Viewer | None:
        """Who this browser was until they were erased: somebody whose own wish still waited for this device."""
        code = code.upper()
        cookie = self.get_cookie(Door.PARTICIPANT.cookie(code)) or ""
        viewer = await self.services.identity.viewer(code, Door.PARTICIPANT, cookie)
        return viewer if viewer is not None and viewer.person not in (await self.room(code)).state.people else None

    def ticket(self, code: str, door: Door) -> Viewer | None:
        """Whom a program on this machine speaks for at this door, by its ticket."""
        code, services = code.upper(), self.services
        given = self.request.headers.get("Authorization", "")
        viewer = services.tickets.viewer(code, given, here=is_here(self.request))
        if viewer is None or viewer.role not in door.roles:
            return None
        room = services.house.rooms.get(code)
        return in_session(room.state, viewer) if room and door is Door.PARTICIPANT else viewer

    async def facilitator(self, code: str) -> Viewer:
        """Who runs the session: by this browser's cookie, or by the ticket of a notebook's console. Raises Refused."""
        viewer = await self.viewer(code, Door.FACILITATOR) or self.ticket(code, Door.FACILITATOR)
        if viewer is None:
            raise Refused("wrong_role", say("status.facilitators_only"))
        return viewer

    async def close_notebooks(self, code: str, people: Collection[str]) -> None:
        """End the kernels that these people's browsers opened in this session, and with them their tickets."""
        await self.application.settings["notebooks"].desk.close_of(code.upper(), people)

    def let_in(self, code: str, door: Door, value: str) -> None:
        """Give the browser its cookie."""
        config = self.services.config
        flags: dict[str, Any] = {"secure": True} if config.secure else {}
        self.set_cookie(
            door.cookie(code.upper()),
            value,
            path=self.services.base,
            httponly=True,
            samesite="Lax",
            max_age=config.delete_after_days * 86_400,
            **flags,
        )

    def body(self) -> dict[str, Any]:
        """The JSON object that was posted. Raises Refused."""
        try:
            found = json.loads(self.request.body or b"{}")
        except (ValueError, RecursionError) as error:
            raise Refused("not_json", say("status.not_json")) from error
        if not isinstance(found, dict):
            raise Refused("bad_message", say("status.no_object"))
        return found

    def text(self, key: str, most: int = 200) -> str:
        """A text of the posted object, "" if it is missing. Raises Refused."""
        value = self.body().get(key, "")
        if not isinstance(value, str) or len(value) > most:
            raise Refused("bad_value", say("status.text", key=key, most=most))
        return value

    def redirect(self, url: str, permanent: bool = False, status: int | None = None) -> None:
        """Where a proxy takes the prefix off, the way is told as seen from here: some put it before a whole path again,
        some do not."""
        services = self.services
        if services.config.prefix and url.startswith(services.base):
            here = posixpath.dirname(self.request.path.removeprefix(services.base.rstrip("/")))
            url = posixpath.relpath(url.removeprefix(services.base.rstrip("/")), here)
        super().redirect(url, permanent, status)

    def answer(self, data: dict[str, Any], status: int = 200) -> None:
        """Finish with a JSON object."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(data, ensure_ascii=False))

    def serve(self, asset: Asset, *, cache: str = "no-cache", status: int = 200) -> None:
        """Finish with a file, or with 304 if the browser has it."""
        self.set_status(status)
        self.set_header("Content-Type", asset.type)
        self.set_header("Cache-Control", cache)
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("ETag", asset.etag)
        if asset.scripts:
            self.set_header("Content-Security-Policy", content_policy(self.request.host, asset.scripts))
        if status == 200 and asset.etag in self.request.headers.get("If-None-Match", ""):
            self.set_status(304)
            self.finish()
            return
        packed = asset.packed and "gzip" in self.request.headers.get("Accept-Encoding", "")
        if packed:
            self.set_header("Content-Encoding", "gzip")
        self.finish(asset.packed if packed else asset.body)

    # --- errors

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        if isinstance(value, (HTTPError, Refused, NotFound, CannotSave)):
            return
        log.error("%s %s failed", self.request.method, self.request.path, exc_info=(typ, value, tb))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """A sentence: as JSON for programs, as a page for people. Never a traceback."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        status, code, text = _explain(status_code, error)
        self.set_status(status)
        if self.wants_page():
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish(error_page(self.services.assets.text("error.html"), text))
        else:
            self.answer({"code": code, "text": text}, status)

    def wants_page(self) -> bool:
        """Whether a person looks at the answer: browsers say so."""
        wanted = self.request.headers.get("Accept", "")
        return self.request.method in ("GET", "HEAD") and "text/html" in wanted


def _explain(status: int, error: BaseException | None) -> tuple[int, str, str]:
    if isinstance(error, Refused):
        return STATUS.get(error.code, 400), error.code, error.text
    if isinstance(error, NotFound):
        return 404, "not_found", str(error)
    if isinstance(error, StoreError):
        return 503, "cannot_save", say("status.cannot_save")
    text = sentence(status)
    return status, {404: "not_found", 403: "not_yours"}.get(status, "failed"), text


def error_page(template: str, text: str) -> bytes:
    """The page with one sentence; the sentence is escaped."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return template.replace("{{text}}", safe).encode()


class NothingHere(Light):
    """Every address that is no route."""

    async def get(self, *_path: str) -> None:
        raise NotFound(sentence(404))

    post = put = delete = head = get


_LONG = re.compile(r"(?<=/)[A-Za-z0-9_-]{20,}")


def access_log(handler: RequestHandler) -> None:
    """One line a request, without query, and with everything that could be a key left out."""
    status = handler.get_status()
    level = logging.WARNING if status >= 500 else logging.DEBUG
    path = _LONG.sub("…", handler.request.path)
    log.log(level, "%d %s %s %.0f ms", status, handler.request.method, path, 1000 * handler.request.request_time())
