"""Names of parts and quantities, and the exercise's sentences."""

from __future__ import annotations

from alignlab.exercises.strings import phrase

# parts of the form
WEEK = "week"
WEEK_GOAL = "week_goal"
TEAM = "team"
COUNTERS = "counters"
ITEM = "item."  # begins the part of each item
LINK = "link."  # begins the part of one side link in a second vote; see again.py
SPARE = "spare"  # no field: what comes after it in a person's parts is shown as far as there is room
MISSING = "missing"
MISSING_POST = "missing.post"
YES, NO = "yes", "no"

# instead of a goal
NONE = "none"
UNKNOWN_WORK = "unknown_work"
GOALS_SILENT = "goals_silent"

# quantities of the picture
MAP = "map"
MAIN = "main."  # + item: what people say it is mainly for
SAY = "say."  # + goal: share of the counters
DO = "do."  # + goal: share of the capacity that flows to it over agreed links
GAP = "gap."  # + goal: capacity above what the counters say (below: negative)
BAND = "band."  # + goal: share of the capacity again, with a bootstrap range
NO_GOAL = "no_goal"  # in place of a goal: capacity without an agreed link
MOVE = "move"  # share of the capacity that would have to move to be as the counters say
MOVE_ANNOUNCED = "move_announced"
PROPOSED = "proposed"

WORK = "work"  # layer of items on the map
STANDING = "standing"  # layer of the lines that no list shows; their size is percent of all time


def say(name: str, **parts: object) -> str:
    """A sentence of this exercise's catalogue."""
    return phrase("alignlab.exercises.goal_mapping", name, **parts)
