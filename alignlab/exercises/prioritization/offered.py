"""The methods that can be chosen, by the names that desks and plans show."""

from __future__ import annotations

from typing import Any

from alignlab.errors import InvalidInput
from alignlab.exercises.prioritization.setup import Method
from alignlab.exercises.prioritization.words import say
from alignlab.model.words import capital

Raw = dict[str, Any]
METHODS: dict[str, Raw] = {
    "ranking": {"method": "ranking"},
    "points": {"method": "points"},
    "pairwise": {"method": "pairwise"},
    "impact_effort": {"method": "impact_effort"},
    "fit": {"method": "weighted", "formula": "weighted"},
    "rice": {"method": "weighted", "formula": "rice"},
    "wsjf": {"method": "weighted", "formula": "ratio"},
    "dots": {"method": "dots"},
    "moscow": {"method": "moscow"},
}
"""What can be chosen -> what the setup then says."""


def chosen_name(method: Method, formula: str) -> str:
    """The name in `METHODS` of what a setup says."""
    return {"weighted": "fit", "rice": "rice", "ratio": "wsjf"}[formula] if method == "weighted" else method


def methods(draft: Raw) -> tuple[str, dict[str, str]]:
    """What is chosen, and all that can be; where the list is made shorter there is nothing to choose."""
    if draft.get("task") == "narrow":
        return "", {}
    chosen = chosen_name(draft.get("method", "ranking"), draft.get("formula", "weighted"))
    return chosen, {name: capital(say(f"name_{name}")) for name in METHODS}


def with_method(draft: Raw, name: str) -> Raw:
    """The draft with this method; another method begins with criteria of its own. Raises InvalidInput."""
    if name not in METHODS:
        raise InvalidInput(say("method_unknown"))
    kept = {key: value for key, value in draft.items() if key not in ("criteria", "formula")}
    same = name == chosen_name(draft.get("method", "ranking"), draft.get("formula", "weighted"))
    return {**(draft if same else kept), **METHODS[name]}
