"""`alignlab rehearse`: a plan is lived through by simulated people, and the planted findings must be found."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from rich.console import Console
from rich.table import Table
from rich.text import Text

from alignlab import plans
from alignlab.config import Config
from alignlab.errors import StoreBusy
from alignlab.log.home import Home, own_plans
from alignlab.model.catalogue import say
from alignlab.model.plan import Plan
from alignlab.owner import running
from alignlab.rehearsal.doors import FacilitatorLink, parse_link
from alignlab.rehearsal.play import Outcome, Rehearsal, planted_by
from alignlab.server.start import start
from alignlab.terminal import bold, terminal


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be rehearsed. `pace`: seconds a field; `link`: a running server's facilitator's link, else "" ."""

    plan: str
    people: int
    story: str
    seed: int
    pace: float
    link: str


async def rehearse(config: Config, wish: Wish, *, as_json: bool) -> bool:
    """Rehearse, print what came of it, and say whether everything planted was found."""
    plan = plans.load(wish.plan, own_plans(config.home))
    planted_by(plan, wish.story)  # a story that nobody can tell is refused before anything is started
    console = terminal(quiet=as_json)
    async with _session(config, wish, plan) as (link, recap):
        told = bold(f"\nRehearsal with {wish.people} simulated people", f": {plan.title}, story “{wish.story}”.\n")
        console.print(told)
        run = Rehearsal(
            link,
            plan,
            wish.people,
            wish.story,
            wish.seed,
            wish.pace,
            told=lambda line: console.print(f"  {line}"),
            shares=not wish.link,
        )
        outcome = await run.run()
    if as_json:
        print(json.dumps(_as_json(wish, plan, outcome, recap)), flush=True)  # noqa: T201  (a program reads it)
    else:
        _tell(console, outcome, recap)
    return not outcome.missed


@contextlib.asynccontextmanager
async def _session(config: Config, wish: Wish, plan: Plan) -> AsyncIterator[tuple[FacilitatorLink, str]]:
    """(facilitator's link, where the recap is) of the given session, or of a new one on a server of our own."""
    if wish.link:
        link = parse_link(wish.link)
        yield link, f"{link.url}/r/{link.code}"
        return
    own = config.model_copy(update={"host": "127.0.0.1", "port": 0, "public_url": ""})  # nobody else is to come in
    if found := await asyncio.to_thread(running, Home(config.home)):
        raise StoreBusy(
            f"An alignlab is running with this data folder ({found.url}). Rehearse on its console, give the "
            "facilitator's link of a new session there with --url, or stop it first."
        )
    async with start(own) as program:
        host = await program.house.create(
            plan,
            host="Grace",
            simulated=True,
            title=say("server.rehearsal", title=plan.title)[:80],
            kept_days=config.delete_after_days,
            chance=Random(wish.seed),
        )
        link = parse_link(await program.server.facilitator_url(host.code))
        yield link, str(program.store.home / "recaps" / f"{host.code}.json")


def _as_json(wish: Wish, plan: Plan, outcome: Outcome, recap: str) -> dict[str, object]:
    return {
        "plan": plan.id,
        "story": wish.story,
        "seed": wish.seed,
        "people": wish.people,
        "simulated": True,
        "planted": [planted.key for planted in outcome.planted],
        "found": [planted.key for planted in outcome.found],
        "missed": [planted.key for planted in outcome.missed],
        "recap": recap,
    }


def _tell(console: Console, outcome: Outcome, recap: str) -> None:
    table = Table("Step", "What the simulated people were to show", "Found", title="\nStory", title_justify="left")
    for planted in outcome.planted:
        found = planted in outcome.found
        table.add_row(planted.step, planted.text, "yes" if found else Text("missed", style="bold red"))
    console.print(table)
    console.print(f"\n{len(outcome.found)} of {len(outcome.planted)} were found. All people were simulated.")
    console.print(f"Recap  {recap}", soft_wrap=True)
    if not recap.startswith("http"):
        console.print(f"As a page to read: alignlab export {Path(recap).stem}\n", soft_wrap=True)
