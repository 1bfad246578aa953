"""Commands before a session: plans, lists, pages to print, a folder to work in."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from alignlab.cli.common import AsJson, HostName, Names, PlanName, argument, option, settings, write


def plan_check(file: Annotated[str, argument("FILE", "A .yaml file, or a plan's name.")]) -> None:
    """Check a plan; each message names the line. Ends with 1 if there is something to look at, 2 if it cannot run."""
    from alignlab import plans
    from alignlab.log.home import own_plans

    own = own_plans(settings().home)
    plan, notices = plans.load(file, own), plans.check(file, own)
    for notice in notices:
        typer.echo(notice)
    told = f"{len(notices)} to look at" if notices else "No mistakes found"
    typer.echo(f"{plan.title}: {len(plan.steps)} steps, {plan.minutes:g} minutes. {told}.")
    if notices:
        raise typer.Exit(1)


def plan_list() -> None:
    """The plans that come with alignlab, and those that you kept on a console."""
    from alignlab import plans
    from alignlab.log.home import own_plans

    own = own_plans(settings().home)
    for name in plans.names(own):
        plan = plans.load(name, own)
        typer.echo(f"{name:28} {plan.minutes:4g} min  {plan.purpose or plan.title}")


def import_(
    file: Annotated[Path, argument("FILE", "A CSV or XLSX export of your tracker, or a list, one line an item.")],
    preview: Annotated[bool, typer.Option("--preview", help="Show a table of what was understood.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read work items and goals from a file, and say how its columns were understood."""
    from alignlab import imports
    from alignlab.desks import too_long_for

    found = imports.read(file)
    too_long = too_long_for(found)
    if as_json:
        items = [item.model_dump(mode="json") for item in found.items]
        goals = [goal.model_dump(mode="json") for goal in found.goals]
        typer.echo(json.dumps({"items": items, "goals": goals, "warnings": [*found.warnings, *too_long]}))
        return
    from alignlab.imports.preview import render
    from alignlab.terminal import terminal

    if preview:
        terminal().print(render(found))
    else:
        typer.echo(f"{len(found.items)} items, {len(found.goals)} goals. See them with --preview.")
    for sentence in too_long:
        typer.echo(f"! {sentence}")


def privacy(plan: PlanName = "stage_self_placement_60", host_name: HostName = None, names: Names = None) -> None:
    """One page for a data officer: what a session of this plan stores, where, who can read it, until when."""
    from datetime import UTC, timedelta

    from alignlab import plans
    from alignlab.log.home import own_plans
    from alignlab.privacy import page

    config = settings(host_name=host_name, names=names)
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


def paper(
    plan: PlanName = "goal_mapping_60",
    host_name: HostName = None,
    out: Annotated[Path | None, option("FILE", "The file; else PLAN-paper.html.", "--out", "-o")] = None,
) -> None:
    """The forms of a plan's steps about work as a page to print, and how the co-host types them in."""
    from datetime import UTC, timedelta

    from alignlab import paper as forms
    from alignlab import plans
    from alignlab.log.home import own_plans
    from alignlab.model.language import speaking

    config = settings(host_name=host_name)
    loaded = plans.load(plan, own_plans(config.home))
    last = datetime.now(tz=UTC).date() + timedelta(days=config.delete_after_days)
    path = out or Path(f"{loaded.id}-paper.html")
    with speaking(config.speaks):
        write(path, forms.page(loaded, config.host_name, last))
    typer.echo(f"Written to {path}. Open it in a browser and print it on A4.")


def guide(
    print_: Annotated[bool, typer.Option("--print", help="As a booklet of A5 pages, to print.")] = False,
    out: Annotated[Path, option("FILE", "The file.", "--out", "-o")] = Path("facilitator-guide.html"),
) -> None:
    """The facilitator guide as one page that needs no network; the running server has it at /guide."""
    from alignlab import guide_pages

    write(out, guide_pages.booklet())
    how = "Open it in a browser and print it on A5, both sides." if print_ else "Open it in a browser."
    typer.echo(f"Written to {out}. {how}")


def init(
    folder: Annotated[Path, argument("FOLDER", "A folder that is empty or does not exist yet.")],
) -> None:
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
    typer.echo(
        f"Copied to {folder}: the guide to facilitator_guide/, notebooks to workshops/, plans to workshops/plans/.\n"
        f"Begin with facilitator_guide/README.md. A plan of your own is a copy of one of these files; it is run with\n"
        f"alignlab serve --plan {folder / 'workshops' / 'plans' / 'half_day.yaml'}"
    )
