"""Sessions of one team form a series: what the last one left is what the next one begins with.

`last_time` looks it up when a session is created, and the session's first event keeps it: so the next session can be
told again from its own log, also when the last one has been deleted. Nothing private is in it: released pictures,
decisions, and commitments that people had shared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from alignlab import exercises
from alignlab.log.home import Home
from alignlab.model.plan import Plan
from alignlab.recap import file
from alignlab.recap.beside import last_rounds
from alignlab.recap.model import Recap


def last_time(home: Path, team: str) -> dict[str, Any]:
    """What the newest session of this team left; {} if there is none. `home` is the data folder.

    Rehearsals do not count. Keys: code, title, day (YYYY-MM-DD), joined, rubric, practice, decisions, said_no_to,
    commitments, pictures; all as in recaps/CODE.json.
    """
    wanted = _plain(team)
    if not wanted:
        return {}
    found = [r for r in file.listing(Home(home)).recaps if _plain(r.team) == wanted and not r.simulated and r.dates]
    return _left(found[0]) if found else {}


def _plain(team: str) -> str:
    return " ".join(team.split()).casefold()


def _left(recap: Recap) -> dict[str, Any]:
    keys = {"code", "title", "joined", "rubric", "practice", "decisions", "said_no_to", "commitments"}
    data = recap.model_dump(mode="json", include=keys)
    pictures = [p.model_dump(mode="json", exclude={"findings", "picks", "core"}) for p in last_rounds(recap)]
    return {**data, "day": recap.dates[-1].isoformat(), "pictures": pictures}


def opening(home: Path) -> Callable[[Plan, str], tuple[Plan, dict[str, Any]]]:
    """For a house: (plan, team) to the plan with what the team's last session left, and what that is."""

    def begin(plan: Plan, team: str) -> tuple[Plan, dict[str, Any]]:
        last = last_time(home, team)
        return with_last_time(plan, last), last

    return begin


def with_last_time(plan: Plan, last: Mapping[str, Any]) -> Plan:
    """The plan whose exercises have taken what they want of the last session (`from_last(setup, last) -> setup`)."""
    if not last:
        return plan
    steps = []
    for step in plan.steps:
        known: Any = exercises.discover().get(step.exercise)
        take = getattr(known, "from_last", None)
        steps.append(step.model_copy(update={"setup": take(dict(step.setup), dict(last))}) if take else step)
    return plan.model_copy(update={"steps": tuple(steps)})
