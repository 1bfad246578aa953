"""What each command writes: one function a command, state and command in, events to be out, or Refused.

Roles and phases were checked against the commands table before a function here is called (alignlab/room.py).
"""

from __future__ import annotations

from alignlab.deciding import day, desk, person, plan, roles, seats, settle, steps
from alignlab.deciding.common import (
    Command,
    Decider,
    Moment,
    Picture,
    Write,
    clean_name,
    step_of,
)

DECIDERS: dict[str, Decider] = {
    **person.DECIDERS,
    **steps.DECIDERS,
    **desk.DECIDERS,
    **settle.DECIDERS,
    **roles.DECIDERS,
    **seats.DECIDERS,
    **day.DECIDERS,
    **plan.DECIDERS,
}
"""Command -> its function."""

__all__ = [
    "DECIDERS",
    "Command",
    "Decider",
    "Moment",
    "Picture",
    "Write",
    "clean_name",
    "step_of",
]
