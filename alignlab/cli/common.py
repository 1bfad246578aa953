"""What the commands share: their options, the settings they make, and writing a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from alignlab.config import Config


def option(value: str, help: str, *names: str, **more: Any) -> Any:  # noqa: A002  (typer's own word)
    """An option that takes a value; `value` names it in the help, as the type's own name would tell nobody."""
    return typer.Option(*names, metavar=value, help=help, **more)


def argument(value: str, help: str) -> Any:  # noqa: A002
    """The same for an argument."""
    return typer.Argument(metavar=value, help=help)


PlanName = Annotated[str, option("NAME", "A plan's name, or a .yaml file.", "--plan", "-p")]
Port = Annotated[int | None, option("NUMBER", "Port to listen on; 0 takes any free one.")]
Host = Annotated[str | None, option("ADDRESS", "Address to listen on; 127.0.0.1 keeps it to this machine.")]
Public = Annotated[str | None, option("URL", "How browsers reach this server through a proxy.")]
Prefix = Annotated[str | None, option("PATH", "A path that a proxy for the host puts before, such as /alignlab/.")]
HostName = Annotated[str | None, option("NAME", "The facilitator's name, as the promise on the phones says it.")]
Names = Annotated[str | None, option("KIND", "What people give when they join: name, alias or none.")]
Language = Annotated[str | None, option("CODE", "Language of the pages, such as de; its words must be there.")]
Title = Annotated[str | None, option("TEXT", "Heading of the session; else the plan's.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON instead of text.")]


def settings(**flags: Any) -> Config:
    """The settings in force; a flag that is None was not given. Raises ConfigError."""
    from alignlab import config

    return config.load(flags, os.environ, Path("alignlab.toml"))


def write(path: Path, text: str) -> None:
    """Write a page that was asked for. Raises CannotSave."""
    from alignlab.errors import CannotSave

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CannotSave(f"{path} cannot be written ({error.strerror or error}). Choose another with --out.") from error
