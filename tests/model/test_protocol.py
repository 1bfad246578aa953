"""PROTOCOL.md names every command where those who may give it are told of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import alignlab.server
from alignlab.model.commands import COMMANDS

TEXT = (Path(alignlab.server.__file__).parent / "PROTOCOL.md").read_text("utf-8")


def named(heading: str) -> set[str]:
    """The commands in the first column of the table below this line."""
    _, _, below = TEXT.partition(f"\n{heading}")
    table = re.match(r"[^\n]*\n\n((?:\|[^\n]*\n)+)", below)
    assert table, f"no table below {heading}"
    return {name for row in table[1].splitlines()[2:] for name in re.findall(r"`([^`]+)`", row.split("|")[1])}


@pytest.mark.parametrize(("role", "heading"), [("participant", "Participants ("), ("facilitator", "Facilitators:")])
def test_every_command_of_a_role_is_in_its_table(role: str, heading: str) -> None:
    of_the_connection = {"take over"} if role == "facilitator" else set()  # of no room: it writes nothing
    assert named(heading) - of_the_connection == {kind for kind, rule in COMMANDS.items() if role in rule.roles}
