"""Where our own page templates are filled: what is put in is escaped, what is missing is an error. `say` says a
sentence of the catalogue there."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from alignlab import resources
from alignlab.model.catalogue import say


def environment() -> Environment:
    """A new environment over alignlab/web; whoever fills many pages keeps it."""
    made = Environment(
        loader=FileSystemLoader(resources.path("web")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["say"] = say
    return made
