"""Commands about sessions that are kept: export, end, erase, delete, verify."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from alignlab.cli.common import AsJson, argument, option, settings


def export(
    code: Annotated[str, argument("CODE", "The session's six letters.")],
    format_: Annotated[str, option("NAME", "html, md, xlsx, csv, json or ics.", "--format", "-f")] = "html",
    out: Annotated[Path, option("PATH", "A file, or a folder.", "--out", "-o")] = Path(),
    leadership: Annotated[bool, typer.Option("--leadership", help="Without anything of steps about people.")] = False,
) -> None:
    """Write a session's recap as one file: a page, tables, data, text or a calendar."""
    from alignlab.log.home import Home
    from alignlab.model.language import speaking
    from alignlab.recap import exports, file, versions
    from alignlab.recap.charts import draw_here

    config = settings()
    recap = file.read(file.find(Home(config.home), code.upper()))
    recap = versions.leadership(recap) if leadership else recap
    with speaking(config.speaks):
        path = exports.export(recap, format_, out, draw_here(recap))
    typer.echo(f"Written to {path}")


def sessions(
    end: Annotated[str | None, option("CODE", "End this session.")] = None,
    erase: Annotated[tuple[str, str] | None, option("CODE NAME", "Take what this person said off the disk.")] = None,
    words: Annotated[
        str,
        option("WORDS", "With --erase: their two words, so that answers about themselves go too."),
    ] = "",
    delete: Annotated[str | None, option("CODE", "Take this session off the disk.")] = None,
    delete_before: Annotated[
        str | None, option("YYYY-MM-DD", "Delete all sessions that began before this day.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the sessions of the data folder; or end one, erase a person, delete. If alignlab runs, it is asked to."""
    from alignlab.tending import Wish, tend

    before = _day(delete_before) if delete_before else None
    asyncio.run(tend(settings(), Wish(end, erase, words, delete, before), as_json=as_json))


def _day(text: str) -> date:
    from alignlab.errors import InvalidInput

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(f"{text!r} is no day such as 2027-02-22.") from None


def verify(code: Annotated[str, argument("CODE", "The session's six letters.")], as_json: AsJson = False) -> None:
    """Go through a session's log again: equal (ends with 0), differs (1), or cannot, with what is erased (3)."""
    from alignlab.tending import verify_session
    from alignlab.verifying import EXIT

    verdict = asyncio.run(verify_session(settings(), code))
    if as_json:
        typer.echo(json.dumps(verdict.as_dict()))
    else:
        for one in verdict.found:
            typer.echo(f"  {one.result:7} {one.what}" + (f": {one.where}" if one.where else ""))
        typer.echo(f"Fingerprint of the log: {verdict.head}")
        typer.echo(verdict.sentence)
    raise typer.Exit(EXIT[verdict.result])
