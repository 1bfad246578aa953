"""The command line. The library raises; this turns what it raises into one sentence and exit code 2.

A command's own imports are inside it, so that `--help` is quick.
"""

from __future__ import annotations

import typer

from alignlab.cli import keeping, preparing, running
from alignlab.errors import AlignlabError

app = typer.Typer(
    help="Workshops in which a team sees how its work serves its goals.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
plan_app = typer.Typer(help="Plans: the agenda of a session.", no_args_is_help=True)
app.add_typer(plan_app, name="plan")

# In the order in which --help lists them.
app.command()(running.serve)
app.command()(running.demo)
app.command()(keeping.export)
app.command()(running.rehearse)
app.command()(keeping.sessions)
app.command()(keeping.verify)
app.command()(preparing.privacy)
app.command()(preparing.paper)
app.command()(preparing.guide)
app.command()(running.doctor)
app.command("import")(preparing.import_)
app.command()(preparing.init)
plan_app.command("check")(preparing.plan_check)
plan_app.command("list")(preparing.plan_list)


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
