"""Notebooks of a session as pages. Looking at the address starts nothing; a click opens a page and its kernel."""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from tornado.iostream import StreamClosedError

from alignlab import exercises
from alignlab.errors import NotFound, Refused
from alignlab.model.catalogue import say
from alignlab.model.viewer import Viewer
from alignlab.server.base import Light
from alignlab.server.desk import Desk, Owner
from alignlab.server.identity import Door
from alignlab.server.rendering import PageLost, Renderer, pieces
from alignlab.server.services import is_host
from alignlab.server.statuses import sentence

log = logging.getLogger("alignlab")

STAFF: Mapping[str, Door] = {
    "facilitate": Door.FACILITATOR,
    "recap": Door.FACILITATOR,
    "analyse": Door.FACILITATOR,
    "screen": Door.SCREEN,
}
MOST_OPENINGS = 2_000


def doors_of(name: str) -> tuple[Door, ...]:
    """Which doors' cookies open this notebook, the one that counts first; none for a name that is not allowed."""
    if name in STAFF:
        return (STAFF[name],)
    found = exercises.discover().get(name)
    return (Door.PARTICIPANT, Door.FACILITATOR) if found is not None and found.CORE else ()


@dataclass(slots=True)
class Openings:
    """Pages that were opened by a click: their addresses work for the browser that clicked, also when it reloads."""

    _known: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def new(self, code: str, name: str, cookie: str) -> str:
        """The last part of a new page's address."""
        if len(self._known) >= MOST_OPENINGS:
            del self._known[next(iter(self._known))]
        page = secrets.token_urlsafe(18)
        self._known[page] = (code, name, cookie)
        return page

    def fits(self, page: str, code: str, name: str, cookie: str) -> bool:
        """Whether this browser opened this page."""
        return self._known.get(page) == (code, name, cookie)


@dataclass(slots=True)
class Notebooks:
    """What the notebook routes share. `page_config` is Voila's for all pages."""

    folder: Path
    desk: Desk
    exporter: Any
    page_config: dict[str, Any]
    settings: Any
    openings: Openings = field(default_factory=Openings)

    def file(self, name: str) -> Path:
        """The notebook of an allowed name. Raises NotFound."""
        file = self.folder / f"{name}.ipynb"
        if not doors_of(name) or not file.is_file():
            raise NotFound(sentence(404))
        return file


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser at a notebook: its door, its cookie's hash, and who it is there (None: outside the session)."""

    door: Door
    cookie: str
    viewer: Viewer | None
    person: str


class NotebookRoute(Light):
    """What the three routes below share."""

    @property
    def notebooks(self) -> Notebooks:
        notebooks: Notebooks = self.application.settings["notebooks"]
        return notebooks

    async def visitor(self, code: str, name: str) -> Visitor | None:
        """Who may open this notebook here. A facilitator tries a participants' exercise alone, outside the session."""
        doors = doors_of(name)
        for door in doors:
            viewer = await self.viewer(code, door)
            if viewer is not None:
                value = self.get_cookie(door.cookie(code)) or ""
                return Visitor(door, cookie_hash(value), viewer if door is doors[0] else None, viewer.person)
        return None


class Cover(NotebookRoute):
    """The light page before a notebook: what it is, a button, and the way to the light form."""

    async def get(self, code: str, name: str) -> None:
        host = await self.room(code)
        self.notebooks.file(name)
        visitor = await self.visitor(host.code, name)
        base = self.services.base
        if visitor is None:
            self.redirect(f"{base}{doors_of(name)[0].value}/{host.code}", status=303)
            return
        texts = {
            "title": host.info()["title"],
            "text": say("page.notebook", name=name.replace("_", " ")),
            "open": f"{base}n/{host.code}/{name}/open",
            "light": f"{base}{visitor.door.value}/{host.code}",
        }
        page = self.services.assets.text("notebook.html")
        for key, text in texts.items():
            page = page.replace(f"{{{{{key}}}}}", escape(text))
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(page)


class Open(NotebookRoute):
    """The click."""

    async def post(self, code: str, name: str) -> None:
        host = await self.room(code)
        self.notebooks.file(name)
        visitor = await self.visitor(host.code, name)
        if visitor is None:
            raise Refused("wrong_role", sentence(403))
        page = self.notebooks.openings.new(host.code, name, visitor.cookie)
        self.answer({"url": f"{self.services.base}n/{host.code}/{name}/{page}"})


class Live(NotebookRoute):
    """The notebook itself. Its kernel belongs to the browser that clicked."""

    async def get(self, code: str, name: str, page: str) -> None:
        host = await self.room(code)
        file = self.notebooks.file(name)
        visitor = await self.visitor(host.code, name)
        ahead = "prefetch" in (self.request.headers.get("Sec-Purpose") or self.request.headers.get("Purpose") or "")
        if visitor is None or ahead or not self.notebooks.openings.fits(page, host.code, name, visitor.cookie):
            self.redirect(f"{self.services.base}n/{host.code}/{name}", status=303)
            return
        home = str(self.services.config.home) if STAFF.get(name) is Door.FACILITATOR else ""
        owner = Owner(host.code, visitor.door, visitor.cookie, page, visitor.viewer, visitor.person, home)
        kernel = await self.notebooks.desk.open(owner, file.parent)
        try:
            await self._stream(file, kernel, f"{self.services.base}{visitor.door.value}/{host.code}")
        except StreamClosedError:
            await self.notebooks.desk.close(kernel)
        except BaseException:
            await self.notebooks.desk.close(kernel)
            raise

    async def _stream(self, file: Path, kernel: str, light: str) -> None:
        shared = self.notebooks
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", page_policy(self.request.host))
        self.set_header("X-Accel-Buffering", "no")
        self.xsrf_token  # noqa: B018  (sets the cookie that the page's last message, "I am closed", has to carry)
        own = {"light": light, "again": self.request.path.rsplit("/", 1)[0], "words": page_words()}
        config = {**shared.page_config, "alignlab": own}
        renderer = Renderer(file, shared.exporter, config, shared.settings)
        try:
            async for html in pieces(renderer, kernel, shared.desk.manager):
                self.write(html)
                await self.flush()
        except PageLost as lost:
            log.warning("a notebook's page could not be finished: %s", lost.__cause__ or lost)
            await shared.desk.close(kernel)
            self.write(lost_notice(self.request.path.rsplit("/", 1)[0], light))
        await self.finish()

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Too many notebooks: the sentence comes with the way to the light page."""
        if isinstance(error := kwargs.get("exc_info", (None, None))[1], Refused) and error.code == "busy":
            self.set_status(503)
            self.set_header("Content-Type", "text/html; charset=utf-8")
            page = self.services.assets.text("busy.html").replace("{{text}}", escape(error.text))
            code, name = self.path_args[:2]
            light = f"{self.services.base}{doors_of(name)[0].value}/{code.upper()}"
            self.finish(page.replace("{{light}}", escape(light)))
            return
        super().write_error(status_code, **kwargs)


def cookie_hash(value: str) -> str:
    """What stands for a browser in memory."""
    return hashlib.sha256(value.encode()).hexdigest()


def page_policy(host: str) -> str:
    """What Voila's front end needs: code in the page, code made at run time, blobs. Nothing from outside."""
    sockets = f" ws://{host} wss://{host}" if is_host(host) else ""
    return (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:{sockets}; "
        "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )


def page_words() -> dict[str, str]:
    """What the page's own script says (web/voila/page.js)."""
    return {
        "opening": say("notebook.opening"),
        "slow": say("notebook.slow"),
        "stopped": say("notebook.has_stopped"),
        "safe": say("notebook.safe"),
        "again": say("notebook.load_again"),
        "light": say("page.use_light"),
    }


def lost_notice(again: str, light: str) -> str:
    """In place of the rest of a page whose kernel died; the page's own script knows how to show it."""
    return (
        f'<div id="alignlab-lost" role="alert"><p><strong>{escape(say("notebook.stopped"))}</strong> '
        f'{escape(say("notebook.safe"))}</p><p><a href="{escape(again)}">{escape(say("notebook.again"))}</a> · '
        f'<a href="{escape(light)}">{escape(say("page.use_light"))}</a></p></div>'
        "<script>window.alignlabLost && window.alignlabLost()</script></body></html>"
    )
