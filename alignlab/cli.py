"""The command line. The library raises; this turns what it raises into one sentence and exit code 2."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from alignlab.errors import AlignlabError

app = typer.Typer(
    help="Workshops in which a team sees how its work serves its goals.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
plan_app = typer.Typer(help="Plans: the agenda of a session.", no_args_is_help=True)
app.add_typer(plan_app, name="plan")

Plan_ = Annotated[str, typer.Option("--plan", "-p", help="A plan's name, or a .yaml file.")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; 0 takes any free one.")]
Host = Annotated[str | None, typer.Option(help="Address to listen on; 127.0.0.1 keeps it to this machine.")]
Public = Annotated[str | None, typer.Option(help="How browsers reach this server through a proxy.")]
Prefix = Annotated[str | None, typer.Option(help="A path that a proxy for the host puts before, such as /alignlab/.")]
HostName = Annotated[str | None, typer.Option(help="The facilitator's name, as the promise on the phones says it.")]
Names = Annotated[str | None, typer.Option(help="What people give when they join: name, alias or none.")]
Language = Annotated[str | None, typer.Option(help="Language of the pages, such as de; its words must be there.")]
Title = Annotated[str | None, typer.Option(help="Heading of the session; else the plan's.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON instead of text.")]


def _config(**flags: Any) -> Any:
    from alignlab import config

    return config.load(flags, os.environ, Path("alignlab.toml"))


@app.command()
def serve(
    plan: Plan_ = "stage_self_placement_60",
    code: Annotated[str | None, typer.Option(help="Go on with this session instead of starting a new one.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with today's session, if there is one.")] = False,
    port: Port = None,
    host: Host = None,
    public_url: Public = None,
    prefix: Prefix = None,
    host_name: HostName = None,
    names: Names = None,
    title: Title = None,
    team: Annotated[str | None, typer.Option(help="The team's name: the session begins with its last one.")] = None,
    language: Language = None,
    as_json: AsJson = False,
) -> None:
    """Start a session: prints the facilitator's link and the QR code that people scan."""
    from alignlab.launcher import KEY_VARIABLE
    from alignlab.serving import serve_session

    key = os.environ.pop(KEY_VARIABLE, "")  # for this process alone
    flags = {"port": port, "host": host, "public_url": public_url, "prefix": prefix}
    config = _config(**flags, host_name=host_name, names=names, title=title, team=team, language=language)
    asyncio.run(serve_session(config, plan, code, resume=resume, launch_key=key, as_json=as_json))


@app.command()
def demo(
    plan: Plan_ = "stage_self_placement_60",
    once: Annotated[
        bool | None, typer.Option("--once/--stay", help="End when the recap is there. Default: stay in a terminal.")
    ] = None,
    people: Annotated[int, typer.Option(min=1, max=200, help="How many simulated people take part.")] = 12,
    story: Annotated[str, typer.Option(help="What the simulated group is like; a wrong name lists all.")] = "split",
    seed: Annotated[int, typer.Option(help="The same seed gives the same people.")] = 1,
    port: Port = None,
    host: Host = None,
) -> None:
    """Watch a whole session with simulated people, from the doors to the recap, in about a minute."""
    from alignlab.serving import run_demo

    stay = sys.stdout.isatty() if once is None else not once
    asyncio.run(run_demo(_config(port=port, host=host), plan, people, story, seed, stay=stay))


@app.command()
def export(
    code: Annotated[str, typer.Argument(help="The session's six letters.")],
    format_: Annotated[str, typer.Option("--format", "-f", help="html, md, xlsx, csv, json or ics.")] = "html",
    out: Annotated[Path, typer.Option("--out", "-o", help="A file, or a folder.")] = Path(),
    leadership: Annotated[bool, typer.Option("--leadership", help="Without anything of steps about people.")] = False,
) -> None:
    """Write a session's recap as one file: a page, tables, data, text or a calendar."""
    from alignlab.log.home import Home
    from alignlab.model.language import speaking
    from alignlab.recap import exports, file, versions
    from alignlab.recap.charts import draw_here

    config = _config()
    recap = file.read(file.find(Home(config.home), code.upper()))
    recap = versions.leadership(recap) if leadership else recap
    with speaking(config.speaks):
        typer.echo(f"Written to {exports.export(recap, format_, out, draw_here(recap))}")


@app.command()
def rehearse(
    plan: Plan_ = "stage_self_placement_60",
    people: Annotated[int, typer.Option(min=1, max=500, help="How many simulated people take part.")] = 12,
    story: Annotated[str, typer.Option(help="What the simulated group is like; a wrong name lists all.")] = "split",
    seed: Annotated[int, typer.Option(help="The same seed gives the same people and answers.")] = 1,
    url: Annotated[
        str, typer.Option(help="A running server: the facilitator's link of a new, empty session. Default: an own one.")
    ] = "",
    pace: Annotated[float, typer.Option(min=0, max=120, help="Seconds a person looks at a field; 0: no waiting.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Live through a plan with simulated people of all kinds; ends with 1 if something planted was not found."""
    from alignlab.rehearsing import Wish
    from alignlab.rehearsing import rehearse as run

    wish = Wish(plan, people, story, seed, pace, url)
    if not asyncio.run(run(_config(), wish, as_json=as_json)):
        raise typer.Exit(1)


@app.command()
def sessions(
    end: Annotated[str | None, typer.Option(metavar="CODE", help="End this session.")] = None,
    erase: Annotated[
        tuple[str, str] | None, typer.Option(metavar="CODE NAME", help="Take this person's content off the disk.")
    ] = None,
    words: Annotated[str, typer.Option(help="With --erase: the two words, for answers about themselves.")] = "",
    delete: Annotated[str | None, typer.Option(metavar="CODE", help="Take this session off the disk.")] = None,
    delete_before: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Delete all sessions that began before this day.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the sessions of the data folder; or end one, erase a person, delete. If alignlab runs, it is asked to."""
    from alignlab.tending import Wish, tend

    before = delete_before.date() if delete_before else None
    asyncio.run(tend(_config(), Wish(end, erase, words, delete, before), as_json=as_json))


@app.command()
def verify(code: Annotated[str, typer.Argument(help="The session's six letters.")], as_json: AsJson = False) -> None:
    """Go through a session's log again: equal (ends with 0), differs (1), or cannot, with what is erased (3)."""
    from alignlab.tending import verify_session
    from alignlab.verifying import EXIT

    verdict = asyncio.run(verify_session(_config(), code))
    if as_json:
        typer.echo(json.dumps(verdict.as_dict()))
    else:
        for one in verdict.found:
            typer.echo(f"  {one.result:7} {one.what}" + (f": {one.where}" if one.where else ""))
        typer.echo(f"Fingerprint of the log: {verdict.head}")
        typer.echo(verdict.sentence)
    raise typer.Exit(EXIT[verdict.result])


@app.command()
def privacy(plan: Plan_ = "stage_self_placement_60", host_name: HostName = None, names: Names = None) -> None:
    """One page for a data officer: what a session of this plan stores, where, who can read it, until when."""
    from datetime import UTC, timedelta

    from alignlab import plans
    from alignlab.log.home import own_plans
    from alignlab.privacy import page

    config = _config(host_name=host_name, names=names)
    today = datetime.now(tz=UTC).date()
    last = today + timedelta(days=config.delete_after_days)
    text = page(
        plans.load(plan, own_plans(config.home)),
        host=config.host_name,
        home=config.home,
        days=config.delete_after_days,
        names=config.names,
        today=today,
        last=last,
    )
    typer.echo(text)


@app.command()
def paper(
    plan: Plan_ = "goal_mapping_60",
    host_name: HostName = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The file; else PLAN-paper.html.")] = None,
) -> None:
    """The forms of a plan's steps about work as a page to print, and how the co-host types them in."""
    from datetime import UTC, timedelta

    from alignlab import paper as forms
    from alignlab import plans
    from alignlab.model.language import speaking

    config, loaded = _config(host_name=host_name), plans.load(plan)
    last = datetime.now(tz=UTC).date() + timedelta(days=config.delete_after_days)
    path = out or Path(f"{loaded.id}-paper.html")
    with speaking(config.speaks):
        _write(path, forms.page(loaded, config.host_name, last))
    typer.echo(f"Written to {path}. Open it in a browser and print it on A4.")


@app.command()
def guide(
    print_: Annotated[bool, typer.Option("--print", help="As a booklet of A5 pages, to print.")] = False,
    out: Annotated[Path, typer.Option("--out", "-o", help="The file.")] = Path("facilitator-guide.html"),
) -> None:
    """The facilitator guide as one page that needs no network; the running server has it at /guide."""
    from alignlab import guide_pages

    _write(out, guide_pages.booklet())
    how = "Open it in a browser and print it on A5, both sides." if print_ else "Open it in a browser."
    typer.echo(f"Written to {out}. {how}")


def _write(path: Path, text: str) -> None:
    from alignlab.errors import CannotSave

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CannotSave(f"{path} cannot be written ({error.strerror or error}). Choose another with --out.") from error


@app.command()
def doctor(
    phone: Annotated[bool, typer.Option("--phone", help="Show a QR code and wait for a real phone to arrive.")] = False,
    port: Port = None,
    host: Host = None,
    as_json: AsJson = False,
) -> None:
    """Check this machine before a session; ends with 1 if something has to be mended first."""
    from alignlab import doctoring

    config = _config(port=port, host=host)
    fine = asyncio.run(doctoring.wait_for_phone(config) if phone else doctoring.examine(config, as_json=as_json))
    if not fine:
        raise typer.Exit(1)


@plan_app.command("check")
def plan_check(file: Annotated[str, typer.Argument(help="A .yaml file, or a plan's name.")]) -> None:
    """Check a plan; each message names the line. Ends with 1 if there is something to look at, 2 if it cannot run."""
    from alignlab import plans
    from alignlab.log.home import own_plans

    own = own_plans(_config().home)
    plan, notices = plans.load(file, own), plans.check(file, own)
    for notice in notices:
        typer.echo(notice)
    told = f"{len(notices)} to look at" if notices else "No mistakes found"
    typer.echo(f"{plan.title}: {len(plan.steps)} steps, {plan.minutes:g} minutes. {told}.")
    if notices:
        raise typer.Exit(1)


@plan_app.command("list")
def plan_list() -> None:
    """The plans that come with alignlab, and those that you kept on a console."""
    from alignlab import plans
    from alignlab.log.home import own_plans

    own = own_plans(_config().home)
    for name in plans.names(own):
        plan = plans.load(name, own)
        typer.echo(f"{name:28} {plan.minutes:4g} min  {plan.purpose or plan.title}")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV or XLSX export of your tracker, or a list, one line an item.")],
    preview: Annotated[bool, typer.Option("--preview", help="Show a table of what was understood.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read work items and goals from a file, and say how its columns were understood."""
    from alignlab import imports

    found = imports.read(file)
    if as_json:
        items = [item.model_dump(mode="json") for item in found.items]
        goals = [goal.model_dump(mode="json") for goal in found.goals]
        typer.echo(json.dumps({"items": items, "goals": goals, "warnings": list(found.warnings)}))
        return
    from rich.console import Console

    from alignlab.imports.preview import render

    if preview:
        Console().print(render(found))
    else:
        typer.echo(f"{len(found.items)} items, {len(found.goals)} goals. See them with --preview.")


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="A folder that is empty or does not exist yet.")]) -> None:
    """Copy the notebooks, plans and the guide into a folder, to read and change them."""
    import shutil

    from alignlab import resources
    from alignlab.errors import CannotSave, InvalidInput

    if folder.exists() and not folder.is_dir():
        raise InvalidInput(f"{folder} is a file. Choose the name of a folder that does not exist yet.")
    if folder.exists() and any(folder.iterdir()):
        raise InvalidInput(f"{folder} is not empty. Choose another folder, so that nothing of yours is overwritten.")
    kinds: tuple[resources.Kind, ...] = ("workshops", "facilitator_guide")
    try:
        for kind in kinds:
            shutil.copytree(resources.path(kind), folder / kind, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    except OSError as error:
        raise CannotSave(f"{folder} cannot be written ({error.strerror or error}). Choose another folder.") from error
    typer.echo(f"Copied to {folder}. Open workshops/stage_self_placement.ipynb in JupyterLab to begin.")


def main() -> None:
    """Entry point of `alignlab`."""
    from alignlab.platform import leave_out_slow_imports

    leave_out_slow_imports()
    try:
        app()
    except AlignlabError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(2) from error
    except KeyboardInterrupt:
        raise SystemExit(130) from None
