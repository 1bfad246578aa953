"""Where our own page templates are filled: what is put in is escaped, what is missing is an error."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from alignlab import resources


def environment() -> Environment:
    """A new environment over alignlab/web; whoever fills many pages keeps it."""
    return Environment(
        loader=FileSystemLoader(resources.path("web")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
