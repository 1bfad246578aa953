"""The plan of a session as a file: download it, keep it in the data folder under a name. Facilitators only."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from alignlab.errors import NotFound, Refused
from alignlab.log.home import Home, cannot_use
from alignlab.model.catalogue import say
from alignlab.model.plan import Plan
from alignlab.planning import as_yaml, copy
from alignlab.server.base import Light
from alignlab.server.identity import Door

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
HEAD = "# Made on the console from {title}. Copy and change it; `alignlab plan check FILE` tells what does not fit.\n"


class PlanFile(Light):
    """GET: the plan as YAML."""

    async def get(self, code: str) -> None:
        plan = await _plan(self, code)
        self.set_header("Content-Type", "application/yaml; charset=utf-8")
        self.set_header("Content-Disposition", f'attachment; filename="{plan.id}.yaml"')
        self.set_header("Cache-Control", "no-store")
        self.finish(_text(plan))


class KeepPlan(Light):
    """POST {name}: the plan as a file of the data folder, from where `alignlab serve --plan NAME` takes it."""

    async def post(self, code: str) -> None:
        plan, name = await _plan(self, code), self.text("name", 40)
        if NAME.fullmatch(name) is None:
            raise Refused("bad_value", say("server.plan_name"))
        own = copy(plan, name, plan.title)
        folder = Home(self.services.config.home).plans
        await asyncio.get_running_loop().run_in_executor(None, _write, folder / f"{name}.yaml", _text(own))
        self.answer({"name": name})


async def _plan(handler: Light, code: str) -> Plan:
    host = await handler.room(code)
    if await handler.viewer(code, Door.FACILITATOR) is None:
        raise Refused("wrong_role", say("status.facilitators_only"))
    if host.state.plan is None:
        raise NotFound(say("server.no_plan"))
    return host.state.plan


def _text(plan: Plan) -> str:
    return HEAD.format(title=" ".join(plan.title.split())) + as_yaml(plan)


def _write(path: Path, text: str) -> None:
    """Whole or not at all, for its owner's eyes only: a setup may hold a company's list of work. Raises CannotSave."""
    fresh = path.with_suffix(".part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh.touch(mode=0o600)
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise cannot_use(path, error) from error
