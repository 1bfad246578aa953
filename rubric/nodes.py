"""YAML with line numbers: nodes that know the way to them, and a list of faults to collect.

Values are taken from the node tree as they are written: `version: 1.10` is the text "1.10", `text: Yes` is "Yes".
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml
from yaml.constructor import SafeConstructor

if TYPE_CHECKING:
    Loader = yaml.SafeLoader
else:  # libyaml's parser is about ten times as fast; PyYAML may be built without it
    Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TYPED = tuple(f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "float"))
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True)
class Spot:
    """A YAML node and the way to it, as in "competencies 1 / cells / early" (counted from 1)."""

    node: yaml.Node
    path: str = ""

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    @property
    def text(self) -> str:
        """The scalar as written."""
        return str(self.node.value)

    def key(self, name: str, node: yaml.Node) -> Spot:
        return Spot(node, f"{self.path} / {name}" if self.path else name)

    def item(self, number: int, node: yaml.Node) -> Spot:
        return Spot(node, f"{self.path} {number}")

    def at(self, names: tuple[int | str, ...]) -> Spot:
        """The spot under these keys, as far as they are there."""
        spot = self
        for name in names:
            below = [v for k, v in spot.node.value if k.value == name] if _is_mapping(spot.node) else []
            if not below:
                return spot
            spot = spot.key(str(name), below[0])
        return spot


@dataclass
class Faults:
    """Collects what is wrong with one file."""

    file: str
    sentences: list[str] = field(default_factory=list)

    def add(self, spot: Spot, sentence: str) -> None:
        where = f", {spot.path}" if spot.path else ""
        told = f"{self.file}, line {spot.line}{where}: {sentence}"
        if told not in self.sentences:  # a mapping may be read twice, for its own fields and for its lists
            self.sentences.append(told)

    def mapping(self, spot: Spot, want: str) -> dict[str, Spot]:
        """The keys of a mapping, or none and a fault."""
        if not _is_mapping(spot.node):
            self.add(spot, f"This is {_kind(spot.node)}, but {want} belongs here. Write it as `name: value` lines.")
            return {}
        found: dict[str, Spot] = {}
        for key, value in spot.node.value:
            name = str(key.value)
            if name in found:
                self.add(spot.key(name, key), f"`{name}` stands here twice. Remove one of the two.")
            found[name] = spot.key(name, value)
        return found

    def items(self, spot: Spot, want: str) -> list[Spot]:
        """The items of a list, or none and a fault; an empty value is an empty list."""
        if is_empty(spot.node):
            return []
        if not isinstance(spot.node, yaml.SequenceNode):
            self.add(spot, f"This is {_kind(spot.node)}, but a list of {want} belongs here. Start each with `- `.")
            return []
        return [spot.item(number, node) for number, node in enumerate(spot.node.value, 1)]


def compose(text: str, faults: Faults) -> Spot | None:
    """The document, or None with the reason in `faults`."""
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        faults.sentences.append(f"{faults.file}{_syntax(error, text)}")
        return None
    except RecursionError:
        faults.sentences.append(f"{faults.file}: It is nested too deeply to read. Take some levels out.")
        return None
    if node is None:
        faults.sentences.append(f"{faults.file}: The file is empty. Start it with id, title and version.")
        return None
    root = Spot(node)
    for alias in _repeated(node, set()):
        faults.add(Spot(alias), "A YAML alias (`*name`) points here; aliases are not read. Write the content out.")
        return None
    return root


def raw(node: yaml.Node) -> Any:
    """The node as text, lists and mappings; None for an empty value."""
    if isinstance(node, yaml.SequenceNode):
        return [raw(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): raw(value) for key, value in node.value}
    return None if is_empty(node) else node.value


def typed(node: yaml.Node) -> Any:
    """Like `raw`, but numbers and true/false have their type: for fields whose meaning is not known here."""
    if isinstance(node, yaml.SequenceNode):
        return [typed(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): typed(value) for key, value in node.value}
    if node.tag in _TYPED:
        value = SafeConstructor().construct_object(node)
        return value if math.isfinite(value) else node.value  # JSON has no infinity
    return raw(node)


def is_empty(node: yaml.Node) -> bool:
    """Whether nothing stands after the colon."""
    return bool(node.tag == _NULL)


def _is_mapping(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode)


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return "empty" if is_empty(node) else "plain text"


def _repeated(node: yaml.Node, seen: set[int]) -> Iterator[yaml.Node]:
    """Nodes that are reached twice: only an alias does that, and a few of them can stand for gigabytes."""
    if id(node) in seen:
        yield node
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            for part in pair:
                yield from _repeated(part, seen)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _repeated(item, seen)


def _syntax(error: yaml.YAMLError, text: str) -> str:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return ": It has characters that YAML does not allow. Save it again as plain text in UTF-8."
    line = text.splitlines()[mark.line] if mark.line < len(text.splitlines()) else ""
    where = f", line {mark.line + 1}, column {mark.column + 1}"
    if "\t" in line[: mark.column + 1]:
        return f"{where}: A tab is used to indent. Use spaces."
    problem = getattr(error, "problem", None) or "cannot be read"
    return f"{where}: This is not valid YAML ({problem}). Check quotes, colons and indents here and one line above."
