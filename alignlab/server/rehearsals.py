"""Rehearsing from the console: the same plan, as it is arranged now, in a session of its own with simulated people."""

from __future__ import annotations

import asyncio
import logging
from random import Random
from typing import Any

from alignlab.errors import AlignlabError, Refused
from alignlab.hosting import RoomHost
from alignlab.model.catalogue import say
from alignlab.model.plan import Plan
from alignlab.model.viewer import Viewer
from alignlab.plan_now import plan_now
from alignlab.rehearsal.live import Live, stories_of
from alignlab.server.access import FacilitatorOnly
from alignlab.server.identity import Door
from alignlab.server.services import Services
from alignlab.state import SessionState

log = logging.getLogger("alignlab")

MOST_PEOPLE = 40
PACES = {"quick": 0.3, "lively": 0.7, "slow": 2.0}  # seconds a field


class Rehearse(FacilitatorOnly):
    """GET: the stories that this plan can tell. POST `{people, story, pace}`: a rehearsal, with its links."""

    async def get(self, code: str) -> None:
        await self.facilitator(code)
        plan = plan_as_arranged((await self.room(code)).state)
        self.answer({"stories": [{"id": id_, "title": title} for id_, title in stories_of(plan).items()]})

    async def carry_out(self, host: RoomHost, viewer: Viewer) -> dict[str, Any]:
        asked, state, code = self.body(), host.state, host.code
        people, story = asked.get("people", 12), self.text("story")
        if isinstance(people, bool) or not isinstance(people, int) or not 1 <= people <= MOST_PEOPLE:
            raise Refused("bad_value", say("server.people", most=MOST_PEOPLE))
        plan = plan_as_arranged(state)
        if story and story not in stories_of(plan):
            raise Refused("bad_value", say("server.story", story=story))
        rehearsals = self.services.rehearsals
        if code in rehearsals and not rehearsals[code].done():
            raise Refused("busy", say("server.rehearsing"))
        return await _begin(self.services, state, plan, people, story, PACES.get(self.text("pace"), PACES["lively"]))


def plan_as_arranged(state: SessionState) -> Plan:
    """The session's plan with what was arranged for its steps."""
    if state.plan is None:
        raise Refused("bad_value", say("server.no_plan"))
    return plan_now(state.plan, state)


async def _begin(
    services: Services, state: SessionState, plan: Plan, people: int, story: str, pace: float
) -> dict[str, Any]:
    host = await services.house.create(
        plan,
        host=state.host,
        title=say("server.rehearsal", title=state.title)[:80],
        simulated=True,
        kept_days=services.config.delete_after_days,
    )
    seed = Random(host.state.seed).getrandbits(32)
    url = services.local_url.rstrip("/")
    live = Live(host, url, plan, people, story, seed, pace, told=lambda line: log.debug("rehearsal: %s", line))
    services.rehearsals[state.code] = asyncio.create_task(_play(live, host.code))
    console = await services.identity.new_key(host.code, Door.FACILITATOR)
    screen = await services.identity.new_key(host.code, Door.SCREEN)
    base = services.base
    return {
        "code": host.code,
        "console": f"{base}f/{host.code}#key={console}",
        "screen": f"{base}s/{host.code}#key={screen}",
        "join": f"{base}j/{host.code}",
    }


async def _play(live: Live, code: str) -> None:
    try:
        await live.drive()
        await live.played()
    except (AlignlabError, TimeoutError) as error:
        log.warning("the rehearsal %s stopped: %s", code, error)
        live.host.fault = say("rehearsal.stopped", why=str(error) or type(error).__name__)
        live.host.everyone_changed()
    finally:
        await live.close()
