"""A setup in the making, read with patience: what of it is usable, what the steps before give, what is still wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from alignlab.errors import AlignlabError
from alignlab.exercises import Shown
from alignlab.exercises.prioritization import parts
from alignlab.exercises.prioritization.criteria import Criterion
from alignlab.exercises.prioritization.prepare import ID, prepare
from alignlab.exercises.prioritization.setup import SHORTLIST, Item, Setup, bundled
from alignlab.model.base import Json, faults_of
from alignlab.model.measures import Counts

LIST = ("items", "sample", "unit", "capacity", "horizon", "merged", "removed")
"""What belongs to a list of items: it comes together, and goes together."""
_SKETCHED = ("task", "method", "formula", "merged", "limit", "dots")
M = TypeVar("M", Item, Criterion)


@dataclass(frozen=True, slots=True)
class Draft:
    """`data`: the draft with all that it would open with; `setup` the same as a setup, which may break its own rules
    as long as there are `faults`."""

    data: Mapping[str, Json]
    items: tuple[Item, ...]
    faults: tuple[str, ...]
    setup: Setup
    given: bool  # the list comes from steps before this one

    @property
    def narrowing(self) -> bool:
        return self.data.get("task") == "narrow"

    @property
    def sample(self) -> bool:
        return bool(self.data.get("sample"))

    @property
    def merged(self) -> dict[str, str]:
        return dict(self.data.get("merged") or {})

    @property
    def removed(self) -> tuple[str, ...]:
        return tuple(self.data.get("removed") or ())

    @property
    def live(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.id not in self.merged and item.id not in self.removed)

    @property
    def heard(self) -> tuple[str, ...]:
        return tuple(self.data.get("heard") or ())

    @property
    def titles(self) -> dict[str, str]:
        return {item.id: item.title for item in self.items}

    @property
    def unit(self) -> str:
        return str(self.data.get("unit") or Setup.model_fields["unit"].default)

    @property
    def apart(self) -> set[frozenset[str]]:
        return {frozenset(pair) for pair in self.data.get("apart") or ()}


def read(draft: Mapping[str, Json], shown: Sequence[Shown]) -> Draft:
    """The draft as it would open now; of an invalid one what can be read of it."""
    try:
        setup = prepare(Setup.model_validate(draft), shown)
    except ValidationError as error:
        return _broken(draft, faults_of(error))
    except AlignlabError as error:
        return _broken(draft, [str(error)])
    data = setup.model_dump(mode="json")
    given = any(data[key] != _plain(draft)[key] for key in ("items", "removed", "merged"))
    return Draft(data, setup.items, (), setup, given)


def _plain(draft: Mapping[str, Json]) -> dict[str, Any]:
    return Setup.model_validate(draft).model_dump(mode="json")


def _broken(draft: Mapping[str, Json], faults: Sequence[str]) -> Draft:
    data = with_list(draft)
    items = tuple(item for raw in data["items"] if (item := _usable(Item, raw)))
    sketch = {key: value for key, value in data.items() if key in _SKETCHED}
    criteria = tuple(one for raw in data.get("criteria") or () if (one := _usable(Criterion, raw)))
    removed = tuple(data.get("removed") or ())
    setup = Setup.model_construct(**{**sketch, "items": items, "criteria": criteria, "removed": removed})
    return Draft(data, items, tuple(faults), setup, given=False)


def _usable(kind: type[M], raw: Json) -> M | None:
    try:
        return kind.model_validate(raw)
    except ValidationError:
        return None


def with_list(draft: Mapping[str, Json]) -> dict[str, Any]:
    """The draft with its list in it: the sample where it has none of its own."""
    if draft.get("items") is not None:
        return dict(draft)
    content = bundled()
    items = content["items"] if draft.get("task") == "narrow" else content["items"][:SHORTLIST]
    full = [Item.model_validate(item).model_dump(mode="json") for item in items]
    return {**content, **{key: value for key, value in draft.items() if key != "items"}, "items": full, "sample": True}


def called_same(shown: Sequence[Shown]) -> dict[tuple[str, str], int]:
    """Pairs of items that people called nearly the same in a step before, and how many did."""
    found: dict[tuple[str, str], int] = {}
    for step in shown:
        same = step.released.quantities.get("same")
        if step.exercise == ID and isinstance(same, Counts) and same.cells:
            known = {str(item["id"]) for item in step.setup.get("items") or []}
            told = {part: parts.items_of(part, known) for part, count in same.cells.items() if count}
            found |= {pair: same.cells[part] for part, pair in told.items() if pair}
    return found
