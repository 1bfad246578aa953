"""The ways in: pages, joining, coming back, leaving, entering with a key, handing over."""

from __future__ import annotations

from alignlab.errors import Refused
from alignlab.model.catalogue import say
from alignlab.model.commands import Role
from alignlab.server.base import Light
from alignlab.server.identity import Door
from alignlab.server.statuses import sentence

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
        if self.door is Door.PARTICIPANT and not members and (gone := await self.erased(code)):
            done = await host.erase_rest(gone) is not None  # until then it is their page, and asks again
            self.answer({**host.info(), "members": not done, "erased": done})
            return
        runs = {"runs": await self.viewer(code, Door.FACILITATOR) is not None} if self.door is Door.PARTICIPANT else {}
        self.answer({**host.info(), "members": members, **runs})


class Join(Light):
    """A new person, after a click. In a facilitator's browser it is they who take part too: the promise says so."""

    async def post(self, code: str) -> None:
        host = await self.room(code)
        role: Role = "observer" if self.text("role") == "observer" else "participant"
        runs = role == "participant" and await self.viewer(code, Door.FACILITATOR) is not None
        joined = await self.services.identity.join(host, self.text("name"), role, runs=runs)
        self.let_in(code, Door.PARTICIPANT, joined.cookie)
        self.answer({"name": joined.name, "words": joined.words})


class Seat(Light):
    """Somebody who watched takes part from now on, as the same person."""

    async def post(self, code: str) -> None:
        host = await self.room(code)
        viewer = await self.viewer(code, Door.PARTICIPANT)
        if viewer is None:
            raise Refused("wrong_role", sentence(403))
        await host.join_in(viewer, runs=await self.viewer(code, Door.FACILITATOR) is not None)
        self.answer({})


class Return(Light):
    """The same person from another device: name and two words, or the code that the host gave."""

    async def post(self, code: str) -> None:
        host = await self.room(code)
        address = self.request.remote_ip or ""
        joined = await self.services.identity.come_back(host, self.text("name"), self.text("words"), address)
        if joined.replaced:
            host.dismiss({joined.replaced}, "replaced", say("server.replaced"))
            await self.close_notebooks(host.code, {joined.replaced})
        self.let_in(code, Door.PARTICIPANT, joined.cookie)
        self.answer({"name": joined.name, "words": joined.words})


class Leave(Light):
    """This person's devices and words open the session no more, and this browser forgets its cookie."""

    async def post(self, code: str) -> None:
        host = await self.room(code)
        viewer = await self.viewer(code, Door.PARTICIPANT)
        if viewer is not None:
            await host.do(viewer, "leave")
            await self.services.identity.leave(host.code, viewer.person)
            await self.close_notebooks(host.code, {viewer.person})
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
