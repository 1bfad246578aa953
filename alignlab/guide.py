"""The facilitator guide as data: each page's YAML front matter, and the words that belong to a phase."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from alignlab import resources
from alignlab.errors import InvalidInput, NotFound
from alignlab.model.plan import Words

_WORDS = ("question", "say", "do", "participants", "watch", "if_then", "cut_first")


def page_path(id_: str) -> Path:
    """The file of a guide page. Raises NotFound that lists the pages there are."""
    path = resources.path("facilitator_guide") / f"{id_}.md"
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in path.parent.glob("*.md")))
        raise NotFound(f"There is no guide page {id_!r}. There are: {known}.")
    return path


@functools.cache
def front_matter(id_: str) -> dict[str, Any]:
    """The machine-readable part of a page. Raises NotFound or InvalidInput with file and line."""
    path = page_path(id_)
    parts = path.read_text(encoding="utf-8").split("---\n", 2)
    if len(parts) < 3 or parts[0].strip():
        raise InvalidInput(f"{path.name}: a guide page begins with a block of YAML between two lines of ---.")
    try:
        data = yaml.safe_load(parts[1])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 2}" if mark else ""
        raise InvalidInput(f"{path.name}{line}: this is not YAML: {getattr(error, 'problem', error)}.") from error
    if not isinstance(data, dict):
        raise InvalidInput(f"{path.name}: the front matter must be a list of `key: value` lines.")
    return data


def words(page: str, phase: str) -> Words:
    """What the guide says for one phase. Raises NotFound that lists the page's phases, or InvalidInput."""
    phases = {entry["id"]: entry for entry in front_matter(page).get("phases", [])}
    if phase not in phases:
        raise NotFound(f"The guide page {page!r} has no phase {phase!r}. It has: {', '.join(phases)}.")
    entry = phases[phase]
    try:
        return Words.model_validate({key: entry[key] for key in _WORDS if entry.get(key) is not None})
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise InvalidInput(f"The guide page {page!r}, phase {phase!r}, {place}: {fault['msg']}.") from error
