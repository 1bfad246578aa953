"""What the step is made with: items, method, capacity, who decides."""

from __future__ import annotations

import functools
from importlib import resources
from math import ceil
from typing import Any, Literal

import yaml
from pydantic import Field, model_validator

from alignlab.exercises import BaseSetup
from alignlab.exercises.prioritization.criteria import Criterion, Formula, impact_effort, usual
from alignlab.exercises.prioritization.words import say
from alignlab.model.base import Frozen
from alignlab.model.words import bare, inside

Method = Literal["ranking", "points", "pairwise", "impact_effort", "weighted", "dots", "moscow"]
SCORED: tuple[Method, ...] = ("impact_effort", "weighted")
Group = tuple[str, ...]  # items that share a place

CATEGORIES = ("wont", "could", "should", "must")  # from little to much
MUST_SHARE = 0.6  # of the capacity (DSDM): above it nothing is left for surprises
SHORTLIST = 10  # items that strategic fit brings into the vote


class Item(Frozen):
    """One thing that could be done.

    `effort` in the setup's unit; `fit`: how well it serves the goals, 0 to 1; `estimates`: criterion id -> number, on
    that criterion's own scale; `waiting`: who expects it, if somebody does; `last`: what the session before said of it.
    """

    id: str = Field(min_length=1, max_length=80)
    title: str = Field(min_length=1, max_length=200)
    help: str = ""
    effort: float | None = Field(None, ge=0)
    fit: float | None = Field(None, ge=0, le=1)
    estimates: dict[str, float] = Field(default_factory=dict)
    waiting: str = ""
    last: str = ""


class Beside(Frozen):
    """The order of some of the same items by an earlier vote of the session, with another method."""

    method: Method
    groups: tuple[Group, ...]


class Setup(BaseSetup):
    """`task`: vote, or narrow the list first. `decider`: who decides; "" and `room="decides"`: this room does.

    sample     the items are the bundled ones, as the plan gave none: an earlier step's take their place
    merged     item -> the item it was joined with; ballots that name it count for the other
    removed    items that are out; what ballots say of them counts no more, and stays in the log
    limit      above so many items the list is narrowed before a vote
    everyone   how many the order concerns, also those who are not here; 0: nobody is missing
    wanted, estimates   what the host answered before a method was proposed; None: told from the items
    apart      pairs of items that read alike and are not the same
    arranged   the list is as the host left it after the steps before: they change it no more
    beside     orders of the same items by other methods, made by `prepare`
    said, heard   what the host said on this step's own desk ("capacity", "deciding"); what an earlier one's desk said
    last       the line of the session before: what was to be done, into what room
    round, open, before, ranges   made by `again`: the open items of this round, the order of the round before and
               the places in it
    """

    task: Literal["vote", "narrow"] = "vote"
    method: Method = "ranking"
    items: tuple[Item, ...]
    sample: bool = False
    unit: str = "days"
    horizon: str = ""
    capacity: float | None = Field(None, gt=0)
    budget: int = Field(100, ge=10, le=1000)
    dots: int = Field(0, ge=0, le=20)
    pairs: int = Field(0, ge=0, le=30)
    formula: Formula = "weighted"
    criteria: tuple[Criterion, ...] = ()
    decider: str = ""
    room: Literal["decides", "advises"] = "decides"
    topic: str = ""
    limit: int = Field(12, ge=2)
    reasons: bool = True
    everyone: int = Field(0, ge=0)
    wanted: Literal["order", "set"] = "order"
    estimates: bool | None = None
    apart: tuple[tuple[str, str], ...] = ()
    arranged: bool = False
    beside: tuple[Beside, ...] = ()
    said: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    last: str = ""
    merged: dict[str, str] = Field(default_factory=dict)
    removed: tuple[str, ...] = ()
    round: int = Field(1, ge=1)
    open: tuple[str, ...] = ()
    before: tuple[Group, ...] = ()
    ranges: dict[str, tuple[int, int]] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _filled(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("items") is None:
            content = bundled()
            items = content["items"] if data.get("task") == "narrow" else content["items"][:SHORTLIST]
            own = {key: value for key, value in data.items() if key != "items"}
            return {**content, **own, "items": items, "sample": True}
        return data

    @model_validator(mode="after")
    def _usable(self) -> Setup:
        faults = [*_item_faults(self), *_merge_faults(self), *_cost_faults(self)]
        if self.room == "advises" and not self.decider.strip():
            faults.append(say("fault_nobody_decides"))
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @functools.cached_property
    def live(self) -> tuple[Item, ...]:
        """The items that stand for themselves: neither joined with another nor removed."""
        return tuple(item for item in self.items if item.id not in self.merged and item.id not in self.removed)

    @functools.cached_property
    def asked(self) -> tuple[Item, ...]:
        """The items of this round's form: all live ones, later the open ones."""
        return tuple(item for item in self.live if item.id in self.open) if self.open else self.live

    @functools.cached_property
    def titles(self) -> dict[str, str]:
        """Item -> title, for all items there ever were."""
        return {item.id: bare(item.title) for item in self.items}

    def item(self, id_: str) -> Item:
        """The item of this id. Raises KeyError."""
        return self._by_id[id_]

    @functools.cached_property
    def _by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    def now(self, id_: str) -> str | None:
        """The item that a ballot's item counts for today: itself, the one it was joined with, or none."""
        while id_ in self.merged:
            id_ = self.merged[id_]
        return id_ if id_ in self._live_ids else None

    @functools.cached_property
    def _live_ids(self) -> frozenset[str]:
        return frozenset(item.id for item in self.live)

    @functools.cached_property
    def scales(self) -> tuple[Criterion, ...]:
        """The criteria of a scored method."""
        if self.method == "impact_effort":
            return self.criteria or impact_effort()
        return self.criteria or usual(self.formula)

    @property
    def how(self) -> Formula:
        """The formula of a scored method."""
        return "ratio" if self.method == "impact_effort" else self.formula

    def given(self, item: Item, criterion: Criterion) -> float | None:
        """The estimate that the item came with; None: people are asked.

        Of a criterion with `ask` everybody is asked all the same. Days stand for size only where every item has them:
        days beside guesses on another scale mean nothing.
        """
        if criterion.ask:
            return None
        if criterion.id in item.estimates:
            return item.estimates[criterion.id]
        if self.method == "weighted" and criterion.id == "fit":
            return item.fit
        if self.method == "weighted" and criterion.id == "size" and all(i.effort is not None for i in self.live):
            return item.effort
        return None

    @property
    def dots_each(self) -> int:
        """Dots a person: a quarter of the items, at least three, if the plan does not say."""
        return self.dots or max(3, ceil(len(self.asked) / 4))


def _item_faults(setup: Setup) -> list[str]:
    ids = [item.id for item in setup.items]
    if not ids:
        return [say("fault_no_items")]
    faults = [say("fault_same_id", id=id_) for id_ in sorted({i for i in ids if ids.count(i) > 1})]
    if len(setup.live) < 2:
        faults.append(say("fault_one_item"))
    return faults


def _merge_faults(setup: Setup) -> list[str]:
    ids = {item.id for item in setup.items}
    named = [*setup.merged, *setup.merged.values(), *setup.removed, *setup.open]
    faults = [say("fault_unknown_item", id=id_) for id_ in dict.fromkeys(named) if id_ not in ids]
    for start in setup.merged:
        seen, here = {start}, setup.merged[start]
        while here in setup.merged and here not in seen:
            seen.add(here)
            here = setup.merged[here]
        if here in seen:
            faults.append(say("fault_circle", id=start))
    return faults


def _cost_faults(setup: Setup) -> list[str]:
    """What a ratio cannot divide by. Nothing is wrong where no ratio is formed."""
    if setup.method not in SCORED:
        return []
    if all(setup.given(item, criterion) is not None for item in setup.live for criterion in setup.scales):
        return [say("fault_nothing_to_ask")]
    faults = _scale_faults(setup)
    if faults or setup.how == "weighted":
        return faults
    return [
        say("fault_zero", item=item.title, criterion=inside(criterion.title))
        for criterion in setup.scales
        if criterion.role == "cost"
        for item in setup.live
        if (value := setup.given(item, criterion)) is not None and value <= 0
    ]


def _scale_faults(setup: Setup) -> list[str]:
    """Estimates of some items on one scale beside answers about the others on another one."""
    found = []
    for criterion in setup.scales:
        told = [value for item in setup.live if (value := setup.given(item, criterion)) is not None]
        low, high = criterion.values[0], criterion.values[-1]
        off = next((value for value in told if not low <= value <= high), None)
        if off is not None and len(told) < len(setup.live):
            scale = {"off": f"{off:g}", "low": f"{low:g}", "high": f"{high:g}"}
            found.append(say("fault_scale", told=len(told), count=len(setup.live), criterion=criterion.title, **scale))
    return found


@functools.cache
def bundled() -> dict[str, Any]:
    """The backlog of an invented company."""
    text = resources.files("alignlab.exercises.prioritization").joinpath("sample.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content
