"""Commands that run something: a session, a demo, a rehearsal, a look at this machine."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Annotated

import typer

from alignlab.cli.common import (
    AsJson,
    Host,
    HostName,
    Language,
    Names,
    PlanName,
    Port,
    Prefix,
    Public,
    Title,
    option,
    settings,
)


def serve(
    plan: PlanName = "stage_self_placement_60",
    code: Annotated[str | None, option("CODE", "Go on with this session instead of starting a new one.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with today's session, if there is one.")] = False,
    port: Port = None,
    host: Host = None,
    public_url: Public = None,
    prefix: Prefix = None,
    host_name: HostName = None,
    names: Names = None,
    title: Title = None,
    team: Annotated[str | None, option("NAME", "The team's name: the session begins with its last one.")] = None,
    language: Language = None,
    as_json: AsJson = False,
) -> None:
    """Start a session: prints the facilitator's link and the QR code that people scan."""
    from alignlab.launcher import KEY_VARIABLE
    from alignlab.serving import serve_session

    key = os.environ.pop(KEY_VARIABLE, "")  # for this process alone
    flags = {"port": port, "host": host, "public_url": public_url, "prefix": prefix}
    config = settings(**flags, host_name=host_name, names=names, title=title, team=team, language=language)
    asyncio.run(serve_session(config, plan, code, resume=resume, launch_key=key, as_json=as_json))


def demo(
    plan: PlanName = "stage_self_placement_60",
    once: Annotated[
        bool | None,
        typer.Option("--once/--stay", help="End when the recap is there, or stay. Without either: stay in a terminal."),
    ] = None,
    people: Annotated[int, option("NUMBER", "How many simulated people take part.", min=1, max=200)] = 12,
    story: Annotated[str, option("NAME", "What the simulated group is like; a wrong name lists all.")] = "split",
    seed: Annotated[int, option("NUMBER", "The same seed gives the same people.")] = 1,
    port: Port = None,
    host: Host = None,
) -> None:
    """Watch a whole session with simulated people, from the doors to the recap, in about a minute."""
    from alignlab.serving import run_demo

    stay = sys.stdout.isatty() if once is None else not once
    asyncio.run(run_demo(settings(port=port, host=host), plan, people, story, seed, stay=stay))


def rehearse(
    plan: PlanName = "stage_self_placement_60",
    people: Annotated[int, option("NUMBER", "How many simulated people take part.", min=1, max=500)] = 12,
    story: Annotated[str, option("NAME", "What the simulated group is like; a wrong name lists all.")] = "split",
    seed: Annotated[int, option("NUMBER", "The same seed gives the same people and answers.")] = 1,
    url: Annotated[
        str,
        typer.Option(
            metavar="LINK",
            help="A running server: the facilitator's link of a new, empty session. Default: an own one.",
        ),
    ] = "",
    pace: Annotated[float, option("SECONDS", "Seconds a person looks at a field; 0: no waiting.", min=0, max=120)] = 0,
    as_json: AsJson = False,
) -> None:
    """Live through a plan with simulated people of all kinds; ends with 1 if something planted was not found."""
    from alignlab.rehearsing import Wish
    from alignlab.rehearsing import rehearse as run

    wish = Wish(plan, people, story, seed, pace, url)
    if not asyncio.run(run(settings(), wish, as_json=as_json)):
        raise typer.Exit(1)


def doctor(
    phone: Annotated[bool, typer.Option("--phone", help="Show a QR code and wait for a real phone to arrive.")] = False,
    port: Port = None,
    host: Host = None,
    as_json: AsJson = False,
) -> None:
    """Check this machine before a session; ends with 1 if something has to be mended first."""
    from alignlab import doctoring

    config = settings(port=port, host=host)
    fine = asyncio.run(doctoring.wait_for_phone(config) if phone else doctoring.examine(config, as_json=as_json))
    if not fine:
        raise typer.Exit(1)
