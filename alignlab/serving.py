"""`alignlab serve` and `alignlab demo`: start, tell where, and stay until Ctrl-C."""

from __future__ import annotations

import asyncio
import json
import signal
from pathlib import Path

from rich.console import Console

from alignlab import plans
from alignlab.config import Config
from alignlab.errors import AlignlabError, NotFound
from alignlab.hosting import RoomHost
from alignlab.log.home import own_plans
from alignlab.model.catalogue import say
from alignlab.rehearsal.live import Live
from alignlab.server.start import Program, start
from alignlab.terminal import bold, terminal

RESUMED_FOR = 12 * 3_600_000  # ms: a day's session, not last week's


async def serve_session(
    config: Config, plan: str, code: str | None, *, as_json: bool, resume: bool = False, launch_key: str = ""
) -> None:
    """Serve one session (a new one of this plan, or an earlier one by its code) until Ctrl-C or SIGTERM.

    `resume`: the newest one of today that has not ended, if there is one; `launch_key`: see alignlab/launcher.py.
    """
    loaded = plans.load(plan, own_plans(config.home))
    async with start(config, launch_key=launch_key) as program:
        code = code or (await _unfinished(program) if resume else None)
        if code:
            host = await _earlier(program, code.upper())
        else:
            host = await program.house.create(
                loaded,
                host=config.host_name,
                title=config.title or "",
                names=config.names,
                team=config.team,
                kept_days=config.delete_after_days,
            )
        links = await _links(program, host.code)
        program.server.services.launch_code = host.code
        program.server.services.launched.set()
        if as_json:
            print(json.dumps({**links, "data": str(config.home)}), flush=True)  # noqa: T201  (a program reads it)
        elif launch_key:  # this output is JupyterLab's log: no link with a key belongs there
            terminal().print(f"alignlab serves session {host.code}; the tile in JupyterLab opens it.")
        else:
            _announce(program, host, links)
        await _until_stopped()


async def _earlier(program: Program, code: str) -> RoomHost:
    try:
        return await program.house.room(code)
    except NotFound:  # its sentence is for people who read the code on a screen
        raise NotFound(
            f"There is no session {code!r} in {program.store.home}. `alignlab sessions` lists those there are."
        ) from None


async def _unfinished(program: Program) -> str | None:
    """The newest session of the last hours that has not ended."""
    young = program.house.now() - RESUMED_FOR
    found = [s.code for s in await program.house.sessions() if s.created > young and not s.ended and not s.simulated]
    return found[-1] if found else None


async def _links(program: Program, code: str) -> dict[str, str]:
    return {
        "url": program.server.url,
        "facilitator": await program.server.facilitator_url(code),
        "join": program.server.join_url(code),
        "screen": await program.server.screen_url(code),
        "code": code,
    }


def _announce(program: Program, host: RoomHost, links: dict[str, str]) -> None:
    console = terminal()
    console.print(bold(f"\n{host.state.title}", "  ·  code ", f"{host.code}\n"))
    console.print(qr_text(links["join"]), soft_wrap=True)
    console.print(f"People scan this, or open  {links['join']}", soft_wrap=True)
    console.print(bold("\nFor you:", " the console. Keep this link to yourself."))
    console.print(links["facilitator"], soft_wrap=True)
    console.print("\nFor the projector:")
    console.print(links["screen"], soft_wrap=True)
    for warning in program.store.owned.warnings:
        console.print(f"\n{warning}", style="yellow")
    if lacking := sum(map(len, program.untranslated.values())):
        console.print(f"\n{lacking} sentences are not in this language yet; they stay English.", style="yellow")
    console.print(f"\nThe answers lie in {program.store.home}. Stop with Ctrl-C; nothing is lost.\n")


def qr_text(text: str) -> str:
    """The QR code of this text, drawn for a terminal."""
    import io

    import segno

    out = io.StringIO()
    segno.make(text, error="m").terminal(out, compact=True)
    return out.getvalue()


async def _until_stopped() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()


# --- demo ---------------------------------------------------------------------------------------------------------

SECONDS_A_FIELD = 0.7


async def run_demo(config: Config, plan: str, people: int, story: str, seed: int, *, stay: bool) -> None:
    """A whole rehearsal with simulated people who answer through the participants' protocol."""
    console = terminal()
    loaded = plans.load(plan, own_plans(config.home))
    async with start(config) as program:
        host = await program.house.create(
            loaded,
            host="Grace",
            simulated=True,
            title=say("server.rehearsal", title=loaded.title)[:80],
            kept_days=config.delete_after_days,
        )
        links = await _links(program, host.code)
        console.print(bold("\nA rehearsal with simulated people.", " Watch it, or take over on the console.\n"))
        console.print(f"Console    {links['facilitator']}", soft_wrap=True)
        console.print(f"Projector  {links['screen']}", soft_wrap=True)
        console.print(f"Phone      {links['join']}\n", soft_wrap=True)
        live = Live(
            host,
            program.server.local_url.rstrip("/"),
            loaded,
            people,
            story,
            seed,
            SECONDS_A_FIELD,
            told=lambda line: console.print(f"  {line}"),
            shares=True,
        )
        try:
            if await live.drive():
                told = bold("You have taken over.", " The simulated people go on answering. Stop with Ctrl-C.")
                console.print(told)
                await _until_stopped()
            else:
                await live.played()
                _tell_recap(console, program, host)
                if stay:
                    console.print("\nServing until Ctrl-C: have a look around.")
                    await _until_stopped()
        finally:
            await live.close()


def _tell_recap(console: Console, program: Program, host: RoomHost) -> None:
    file: Path = program.store.home / "recaps" / f"{host.code}.json"
    console.print("\nThe recap", style="bold")
    console.print(f"Page  {program.server.url}r/{host.code}", soft_wrap=True)
    if not file.is_file():
        raise AlignlabError(f"The recap was not written to {file}. This is a mistake in alignlab; please report it.")
    console.print(f"File  {file}", soft_wrap=True)
