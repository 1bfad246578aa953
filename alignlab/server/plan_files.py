"""The plan of a session as a file: download it, keep it in the data folder under a name. Facilitators only."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from alignlab import plans
from alignlab.errors import InvalidInput, NotFound, Refused
from alignlab.log.home import Home, cannot_use
from alignlab.model.catalogue import say
from alignlab.model.plan import Plan
from alignlab.plan_now import plan_now, without_own
from alignlab.planning import as_yaml, copy
from alignlab.server.base import Light

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
HEAD = "# Made on the console from {title}. Copy and change it; `alignlab plan check FILE` tells what does not fit.\n"


class PlanFile(Light):
    """GET: the plan as YAML; with `?own=1` also the team's own lists."""

    async def get(self, code: str) -> None:
        plan = await _plan(self, code, own=self.get_query_argument("own", "") == "1")
        self.set_header("Content-Type", "application/yaml; charset=utf-8")
        self.set_header("Content-Disposition", f'attachment; filename="{plan.id}.yaml"')
        self.set_header("Cache-Control", "no-store")
        self.finish(_text(plan))


class KeepPlan(Light):
    """POST {name, own?}: the plan as a file of the data folder, from where `alignlab serve --plan NAME` takes it."""

    async def post(self, code: str) -> None:
        plan, name = await _plan(self, code, own=self.body().get("own") is True), self.text("name", 40)
        if NAME.fullmatch(name) is None:
            raise Refused("bad_value", say("server.plan_name"))
        own = copy(plan, name, plan.title)
        try:
            plans.parse(_text(own), f"{name}.yaml")  # what `alignlab serve` would refuse is not kept
        except InvalidInput as error:
            raise Refused("bad_value", str(error)) from error
        folder = Home(self.services.config.home).plans
        await asyncio.get_running_loop().run_in_executor(None, _write, folder / f"{name}.yaml", _text(own))
        self.answer({"name": name})


async def _plan(handler: Light, code: str, *, own: bool) -> Plan:
    """The plan as it stands, with what is the team's own only if wanted. Raises Refused, NotFound."""
    host = await handler.room(code)
    await handler.facilitator(code)
    if host.state.plan is None:
        raise NotFound(say("server.no_plan"))
    plan = plan_now(host.state.plan, host.state)
    return plan if own else without_own(plan)


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
