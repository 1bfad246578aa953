"""Who runs a session, and who goes: codes for others, stepping down, being alone at the console, being erased."""

from __future__ import annotations

from typing import Any

from alignlab.errors import Refused
from alignlab.hosting import RoomHost
from alignlab.model.catalogue import say
from alignlab.model.viewer import Viewer
from alignlab.server.base import Light
from alignlab.server.identity import Door
from alignlab.server.statuses import sentence


class AskErasure(Light):
    """A participant asks that what they said be erased; what lies under their pseudonyms only their cookie can tell."""

    async def post(self, code: str) -> None:
        host = await self.room(code)
        viewer = await self.viewer(code, Door.PARTICIPANT)
        if viewer is None:
            raise Refused("wrong_role", sentence(403))
        await host.ask_erasure(viewer)
        self.answer({})


class FacilitatorOnly(Light):
    """A post that only a facilitator of this session may make."""

    async def post(self, code: str) -> None:
        host = await self.room(code)
        viewer = await self.facilitator(code)
        self.answer(await self.carry_out(host, viewer))

    async def carry_out(self, host: RoomHost, viewer: Viewer) -> dict[str, Any]:
        """What is answered."""
        raise NotImplementedError


class HandOver(FacilitatorOnly):
    """A code for one more facilitator."""

    async def carry_out(self, host: RoomHost, viewer: Viewer) -> dict[str, Any]:
        return {
            "code": await self.services.identity.handover(host.code),
            "at": self.services.console_url(host.code, self.request.host),
        }


class WayBack(FacilitatorOnly):
    """A code with which a named person comes back who has lost the two words."""

    async def carry_out(self, host: RoomHost, viewer: Viewer) -> dict[str, Any]:
        return {"code": await self.services.identity.way_back(host, self.text("person"))}


class Erase(FacilitatorOnly):
    """A named person's content leaves the disk, and their devices and words open nothing any more."""

    async def carry_out(self, host: RoomHost, viewer: Viewer) -> dict[str, Any]:
        person = self.text("person")
        erased = await host.erase(person)
        for role in erased.revoked:
            await self.services.identity.leave(host.code, person, role)
        await self.close_notebooks(host.code, {person})
        return {"name": erased.name, "hidden": list(erased.hidden), "asked": erased.asked}


class StepDown(FacilitatorOnly):
    """This facilitator's console, notebooks and cookie open the session no more."""

    async def carry_out(self, host: RoomHost, viewer: Viewer) -> dict[str, Any]:
        await self.services.identity.leave(host.code, viewer.person)
        self.services.tickets.revoke_people(host.code, {viewer.person})
        host.dismiss({viewer.person}, "left", say("server.stepped_down"))
        await self.close_notebooks(host.code, {viewer.person})
        self.clear_cookie(Door.FACILITATOR.cookie(host.code), path=self.services.base)
        return {}


class Alone(FacilitatorOnly):
    """All other consoles, links and codes open the session no more; this facilitator gets a new link."""

    async def carry_out(self, host: RoomHost, viewer: Viewer) -> dict[str, Any]:
        others, key = await self.services.identity.take_alone(host.code, viewer.person)
        tickets = self.services.tickets
        others |= tickets.people(host.code, "facilitator") - {viewer.person}
        tickets.revoke_people(host.code, others)
        host.dismiss(others, "left", say("server.others_out"))
        await self.close_notebooks(host.code, others)
        return {"link": f"{self.services.console_url(host.code, self.request.host)}#key={key}"}
