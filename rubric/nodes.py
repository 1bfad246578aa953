"""YAML with line numbers: nodes that know the way to them, and a list of faults to collect.

Values are taken from the node tree as they are written: `version: 1.10` is the text "1.10", `text: Yes` is "Yes".
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml
from yaml.constructor import SafeConstructor

if TYPE_CHECKING:
    Loader = yaml.SafeLoader
else:  # libyaml's parser is about ten times as fast; PyYAML may be built without it
    Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 50  # lists and mappings inside each other; a ladder needs 9
_TYPED = tuple(f"tag:yaml.org,2002:{name}" for name in ("bool", "int", "float"))
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True)
class Spot:
    """A YAML node, the way to it as in "competencies 1 / cells / early" (counted from 1), and its line.

    The line is that of the key, if the node is the value of one: this is where people look.
    """

    node: yaml.Node
    path: str
    line: int

    @property
    def text(self) -> str:
        """The scalar as written."""
        return str(self.node.value)

    def key(self, key: yaml.Node, node: yaml.Node) -> Spot:
        return Spot(node, f"{self.path} / {key.value}" if self.path else str(key.value), _line(key))

    def item(self, number: int, node: yaml.Node) -> Spot:
        return Spot(node, f"{self.path} {number}", _line(node))

    def at(self, names: tuple[int | str, ...]) -> Spot:
        """The spot under these keys, as far as they are there."""
        spot = self
        for name in names:
            pairs = spot.node.value if _is_mapping(spot.node) else []
            below = [spot.key(key, value) for key, value in pairs if key.value == name]
            if not below:
                return spot
            spot = below[0]
        return spot


@dataclass
class Faults:
    """Collects what is wrong with one file."""

    file: str
    _found: list[tuple[int, str]] = field(default_factory=list)  # line, sentence

    @property
    def sentences(self) -> list[str]:
        """One sentence a fault, from the top of the file to its end."""
        return [told for _, told in sorted(self._found, key=lambda found: found[0])]

    def add_unplaced(self, sentence: str) -> None:
        """A fault of the file as a whole."""
        self._found.append((0, f"{self.file}{sentence}"))

    def add(self, spot: Spot, sentence: str) -> None:
        where = f", {spot.path}" if spot.path else ""
        told = (spot.line, f"{self.file}, line {spot.line}{where}: {sentence}")
        if told not in self._found:  # a mapping may be read twice, for its own fields and for its lists
            self._found.append(told)

    def mapping(self, spot: Spot, want: str) -> dict[str, Spot] | None:
        """The values of a mapping by key, or None and a fault."""
        if not _is_mapping(spot.node):
            self.add(spot, f"This is {_kind(spot.node)}, but {want} belongs here. Write it as `name: value` lines.")
            return None
        found: dict[str, Spot] = {}
        for key, value in spot.node.value:
            name = str(key.value)
            below = spot.key(key, value)
            if name in found:
                self.add(below, f"`{name}` stands here twice. Remove one of the two.")
            found[name] = below
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
        refusal = _refusal(text)
        node = None if refusal else yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        refusal, node = _syntax(error, text), None
    if node is None:
        faults.add_unplaced(refusal or ": The file is empty. Start it with id, title and version.")
        return None
    return Spot(node, "", _line(node))


def _refusal(text: str) -> str:
    """Why the document is not composed: depth would overflow the stack, a few aliases can stand for gigabytes."""
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        where = f", line {event.start_mark.line + 1}" if event.start_mark else ""
        if isinstance(event, yaml.AliasEvent):
            return f"{where}: An alias (`*name`) stands here; aliases are not read. Write the content out."
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            return f"{where}: This is nested more than {MAX_DEPTH} deep. Take some levels out."
    return ""


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


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _is_mapping(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode)


def _kind(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return "a mapping"
    if isinstance(node, yaml.SequenceNode):
        return "a list"
    return "empty" if is_empty(node) else "plain text"


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
