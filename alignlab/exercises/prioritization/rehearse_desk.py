"""What a simulated host writes down on the desk after the vote: a line, the decision, and noes with their owners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from alignlab.exercises.prioritization.words import say
from alignlab.model.base import Json

Block = Mapping[str, Any]
Change = dict[str, Json]
MOST_NOES = 2
SOON = (2, 5)  # days from today, by which a no is said
SHARE = 0.6  # of all the effort, as a room where nobody named one


def rehearse_desk(blocks: Sequence[Block], names: Sequence[str], today: date) -> list[Change]:
    """The next changes; none when all is written down, or where nothing can be settled.

    `blocks`: those of the desk, as pages get them; `names`: people in the room, who say the noes.
    """
    if not names or not any(_is(block, "press", "decide") for block in blocks):
        return []
    order = next(block for block in blocks if _is(block, "table", "order"))
    efforts = [float(row["values"].get("effort") or 0) for row in order["rows"]]
    if order["line_after"] is None and sum(efforts) > 0:
        room = max(1, round(SHARE * sum(efforts)))
        return [{"op": "capacity", "values": {"capacity": room, "why": say("rehearse_room")}}]
    below = [block for block in blocks if block["type"] == "fill" and block["op"].startswith("no.")][:MOST_NOES]
    noes = [_no(block, number, names, today) for number, block in enumerate(below)]
    return [*noes, {"op": "decide"}]


def _is(block: Block, kind: str, op: str) -> bool:
    if block["type"] != kind:
        return False
    return block["op"] == op if kind == "table" else any(button["op"] == op for button in block["buttons"])


def _no(block: Block, number: int, names: Sequence[str], today: date) -> Change:
    """The sentence is the one that the desk proposes, with its *until when* in it."""
    values = {
        "owner": names[number % len(names)],
        "by": (today + timedelta(days=SOON[number])).isoformat(),
        "until": say(f"rehearse_until_{number + 1}"),
        "sentence": "",
    }
    return {"op": block["op"], **block["data"], "values": values}
