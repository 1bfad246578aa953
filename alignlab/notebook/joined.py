"""Taking part in a running session from a notebook. The form is live in the cell; the kernel holds the person's cookie.

Name and words go between page and kernel as messages only: no trait, so no saved notebook has them.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any

from alignlab import owner
from alignlab.errors import AlignlabError, InvalidInput, NotFound
from alignlab.model.commands import Role
from alignlab.notebook import live, loop
from alignlab.notebook.errands import OF_FORM, Errands
from alignlab.notebook.relay import Relay, Way, way_of
from alignlab.notebook.spoken import speak_as_set
from alignlab.notebook.widgets import Form
from alignlab.rehearsal import doors

_LINK = re.compile(r"(https?://.+?)/j/([A-Za-z]+)/?")
_CODE = re.compile(r"[A-Z]{6}")


@dataclass(slots=True)
class Seat:
    """A place in a session: where it is (`url` without a slash at its end), and who sits there, if somebody does."""

    url: str
    code: str
    name: str = ""
    words: str = field(default="", repr=False)
    cookie: dict[str, str] = field(default_factory=dict, repr=False)

    async def enter(self, name: str, words: str = "", role: Role = "participant") -> None:
        """Come in as somebody new, or with their words as somebody who was here. Raises Refused, NotFound."""
        if words:
            admitted = await doors.come_back(self.url, self.code, name, words)
        else:
            admitted = await doors.join(self.url, self.code, name, role)
        self.name, self.words, self.cookie = admitted.name or name, admitted.words or words, admitted.headers

    def leave(self) -> None:
        """The room has ended it: whoever comes next comes in by the door."""
        self.name, self.words, self.cookie = "", "", {}

    async def way(self) -> Way:
        return Way(f"{self.url.replace('http', 'ws', 1)}/j/{self.code}/ws", self.cookie)


_seats: dict[tuple[str, str], Seat] = {}
"""Of this kernel: who runs the cell again is the same person."""


class JoinForm(Form):
    """The form of a session elsewhere; before it, in the same cell, the door."""

    _door, _own_words = True, ("door", "door.silent")

    def __init__(self, seat: Seat) -> None:
        super().__init__(live=True)
        self._seat = seat
        self._errands = Errands(lambda: way_of(self._peer), self.send, OF_FORM)

    def _from_page(self, widget: Any, content: Any, buffers: Any) -> None:
        """The door's messages are for us, all others for the room."""
        if content.get("type") == "door":
            loop.soon(self._begin, self._told())
        elif content.get("type") == "enter":
            loop.soon(self._begin, self._enter(content))
        elif not self._errands.take(content, buffers):
            super()._from_page(widget, content, buffers)

    def _begin(self, work: Any) -> None:
        self._work = asyncio.get_running_loop().create_task(work)

    async def _told(self) -> None:
        if self._seat.cookie:
            self._let_in(fresh=False)
            return
        try:
            self.send({"type": "door", "about": await doors.info(self._seat.url, self._seat.code)})
        except AlignlabError as error:
            self.send({"type": "door", "about": None, "text": str(error)})

    async def _enter(self, content: Any) -> None:
        name, words = str(content.get("name", "")), str(content.get("words", ""))
        try:
            await self._seat.enter(name, words, "observer" if content.get("role") == "observer" else "participant")
        except AlignlabError as error:
            self.send({"type": "not entered", "text": str(error)})
            return
        self._let_in(fresh=self._seat.words.casefold() != words.casefold())

    def _let_in(self, *, fresh: bool) -> None:
        """`fresh`: the words are new to the person, so the page shows them first."""
        if self._peer is None:
            self._peer = Relay(self._seat.way, self.send, self._gone)
        self.send({"type": "entered", "name": self._seat.name, "words": self._seat.words, "fresh": fresh})

    def _gone(self) -> None:
        """The room has ended it; who comes in by the door again is connected anew."""
        self._seat.leave()
        self._peer = None


def join(code: str, name: str = "", words: str = "", url: str = "") -> JoinForm:
    """See `alignlab.join`."""
    speak_as_set()
    where, code = _place(code, url)
    seat = _seats.setdefault((where, code), Seat(where, code))
    loop.run(doors.info(where, code))  # so that a wrong address or code is told in the cell
    if name and (words or name != seat.name):
        loop.run(seat.enter(name, words))
    return JoinForm(seat)


def _place(code: str, url: str) -> tuple[str, str]:
    """(address without a slash at its end, code)"""
    if link := _LINK.fullmatch(code.strip()):
        url, code = link[1], link[2]
    code = code.replace(" ", "").upper()
    if not _CODE.fullmatch(code):
        raise InvalidInput(f"{code[:40]!r} is no code of six letters. It stands on the screen, below the QR code.")
    if not url:
        found = owner.running(live.home())
        if found is None:
            raise NotFound(f"{live.NOBODY.format(home=live.home().path)} Another machine's address is given as url=.")
        url = found.url
    if not re.match(r"https?://", url):
        raise InvalidInput(f"{url[:80]!r} is no address such as http://192.168.1.5:8765.")
    return url.rstrip("/"), code
