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
    rich_markup_mode=None,  # plain text: boxes name types such as <bool>, and are hard to read in a pipe
)
plan_app = typer.Typer(help="Plans: the agenda of a session.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(plan_app, name="plan")

# In the order in which --help lists them.
app.command(short_help="Start a session: your link, and the QR code that people scan.")(running.serve)
app.command(short_help="Watch a whole session with simulated people, in a minute.")(running.demo)
app.command(short_help="Write a session's recap as a page, text, tables or a calendar.")(keeping.export)
app.command(short_help="Live through a plan with simulated people of all kinds.")(running.rehearse)
app.command(short_help="List the sessions; end one, erase a person, delete.")(keeping.sessions)
app.command(short_help="Whether a session's log and its pictures still say the same.")(keeping.verify)
app.command(short_help="What a plan stores, where and until when: a page to hand on.")(preparing.privacy)
app.command(short_help="The forms of a plan's steps about work, to print.")(preparing.paper)
app.command(short_help="The facilitator guide as one page, to print or to keep.")(preparing.guide)
app.command(short_help="Check this machine before a session.")(running.doctor)
app.command("import", short_help="Read work items and goals from a file.")(preparing.import_)
app.command(short_help="Copy notebooks, plans and the guide into a folder, to change.")(preparing.init)
plan_app.command("check", short_help="Check a plan; each message names the line.")(preparing.plan_check)
plan_app.command("list", short_help="The plans there are.")(preparing.plan_list)


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
