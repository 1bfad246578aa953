"""The goals for the wall, while the room reads them before anybody maps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from alignlab.errors import AlignlabError
from alignlab.exercises import Listed
from alignlab.exercises.goal_mapping.drafts import mission_of, own
from alignlab.exercises.goal_mapping.setup import Setup


def listed(draft: Mapping[str, Any]) -> Listed | None:
    """The mission, and the goals that work will be mapped to, in the order of the form.

    None as long as the list is not whole: the host is told so on their own desk, the room is not.
    """
    try:
        setup = Setup.model_validate(own(draft))
    except (ValidationError, AlignlabError):
        return None
    return Listed(mission_of(setup.model_dump(mode="json")), tuple((g.title, g.description) for g in setup.targets))
