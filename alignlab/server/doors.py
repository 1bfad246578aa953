"""The ways in: pages, joining, coming back, leaving, entering with a key, handing over."""

from __future__ import annotations

from typing import Any

from alignlab.errors import Refused
from alignlab.model.commands import Role
from alignlab.server.base import Light
from alignlab.server.identity import Door

PAGES = {Door.PARTICIPANT: "join.html", Door.FACILITATOR: "console.html", Door.SCREEN: "screen.html"}


class Home(Light):
    """The page where one types a code; `?code=` from a form without JavaScript leads on."""

    def get(self) -> None:
        code = "".join(letter for letter in self.get_query_argument("code", "") if letter.isalpha()).upper()
        if code:
            self.redirect(f"{self.services.base}j/{code[:12]}")
            return
        self.serve(self.services.assets.page("join.html"))


class Page(Light):
    """The page of a door. Looking at it joins nobody: link previews and robots come here too."""

    def initialize(self, door: Door) -> None:
        self.door = door

    async def get(self, code: str) -> None:
        if code != code.upper():
            self.redirect(f"{self.services.base}{self.door.value}/{code.upper()}")
            return
        await self.room(code)
        self.serve(self.services.assets.page(PAGES[self.door]))


class Info(Light):
    """What somebody with the code may know before joining; at the other doors, whether the cookie still opens it."""

    def initialize(self, door: Door) -> None:
        self.door = door

    async def get(self, code: str) -> None:
        host = await self.room(code)
        members = await self.viewer(code, self.door) is not None
        self.answer({**host.info(), "members": members})


class Join(Light):
    """A new person, after a click."""

    async def post(self, code: str) -> None:
        host = await self.room(code)
        role: Role = "observer" if self.text("role") == "observer" else "participant"
        joined = await self.services.identity.join(host, self.text("name"), role)
        self.let_in(code, Door.PARTICIPANT, joined.cookie)
        self.answer({"name": joined.name, "words": joined.words})


class Return(Light):
    """The same person from another device: name and two words, or the code that the host gave."""

    async def post(self, code: str) -> None:
        host = await self.room(code)
        address = self.request.remote_ip or ""
        joined = await self.services.identity.come_back(host, self.text("name"), self.text("words"), address)
        self.let_in(code, Door.PARTICIPANT, joined.cookie)
        self.answer({"name": joined.name, "words": joined.words})


class Leave(Light):
    """This person's devices and words open the session no more, and this browser forgets its cookie."""

    async def post(self, code: str) -> None:
        host = await self.room(code)
        viewer = await self.viewer(code, Door.PARTICIPANT)
        if viewer is not None:
            if viewer.role == "participant":
                await host.do(viewer, "leave")
            await self.services.identity.leave(host.code, viewer.person)
        self.clear_cookie(Door.PARTICIPANT.cookie(host.code), path=self.services.base)
        self.answer({})


class Enter(Light):
    """A facilitator's or a screen's key for a cookie. A facilitator's browser opens the screen without a key."""

    def initialize(self, door: Door) -> None:
        self.door = door

    async def post(self, code: str) -> None:
        host = await self.room(code)
        identity, key = self.services.identity, self.text("key")
        if not key and await self.viewer(code, self.door) is not None:
            self.answer({})
            return
        if not key and self.door is Door.SCREEN and await self.viewer(code, Door.FACILITATOR) is not None:
            value = await identity.admit(host.code, self.door)
        else:
            value = await identity.enter(host.code, self.door, key, self.request.remote_ip or "")
        self.let_in(code, self.door, value)
        self.answer({})


class FacilitatorOnly(Light):
    """A post that only a facilitator of this session may make."""

    async def post(self, code: str) -> None:
        await self.room(code)
        if await self.viewer(code, Door.FACILITATOR) is None:
            raise Refused("wrong_role", "Only this session's facilitators may do this.")
        self.answer(await self.carry_out(code.upper()))

    async def carry_out(self, code: str) -> dict[str, Any]:
        raise NotImplementedError


class HandOver(FacilitatorOnly):
    """A code for one more facilitator."""

    async def carry_out(self, code: str) -> dict[str, Any]:
        return {"code": await self.services.identity.handover(code)}


class WayBack(FacilitatorOnly):
    """A code with which a named person comes back who has lost the two words."""

    async def carry_out(self, code: str) -> dict[str, Any]:
        return {"code": await self.services.identity.way_back(await self.room(code), self.text("person"))}
