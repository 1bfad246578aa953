"""A rubric file becomes a Rubric, or a RubricError with every fault: file, line, place and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from rubric.check import statement_faults
from rubric.model import Rubric, RubricError, suggest
from rubric.nodes import Faults, Spot, compose, is_empty, raw, typed
from rubric.parts import FRAME, Competency, Data, Head, Kind, Scale, Section, Stage, Statement, Theme

_Part = TypeVar("_Part", Stage, Scale, Section, Theme, Competency, Statement)
_Leaf = TypeVar("_Leaf", bound=Data)

_LISTS = ("scales", "sections", "themes", "frame", "competencies")
_FRAME = Section(id=FRAME, title="What holds at every stage", kind="caption")
_UNREAD = Section(id="unread", title="In place of an entry with a fault, to read on below it", kind="caption")


def read(path: Path) -> Rubric:
    """The rubric in this file. Raises RubricError if it cannot be opened or has faults."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise RubricError(f"{path}: There is no such file. Check the path, or leave it out.") from error
    except UnicodeDecodeError as error:
        raise RubricError(f"{path}: The file is not UTF-8 text. Save it again as UTF-8.") from error
    except (OSError, ValueError) as error:
        raise RubricError(f"{path}: The file cannot be opened ({error}). Give a YAML file you may read.") from error
    return parse(text, str(path))


def parse(text: str, file: str) -> Rubric:
    """The rubric in this YAML text; faults are told under the name `file`. Raises RubricError."""
    faults = Faults(file)
    root = compose(text, faults)
    rubric = _Reader(faults).rubric(root) if root else None
    if rubric is None or faults.sentences:
        raise RubricError(faults.sentences)
    return rubric


@dataclass
class _Reader:
    """Reads on after a fault; what could not be read is left out, and the whole is refused at the end."""

    faults: Faults
    scales: dict[str, Scale] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    themes: dict[str, Theme] = field(default_factory=dict)
    statements: dict[str, Statement] = field(default_factory=dict)
    _lines: dict[tuple[str, str], int] = field(default_factory=dict)  # where each (type, id) stands
    _broken: set[str] = field(default_factory=set)  # ids whose entry has a fault: using them is no second one

    def rubric(self, root: Spot) -> Rubric | None:
        if self.faults.mapping(root, "a rubric") is None:
            return None
        head = self._leaf(Head, root, skip=_LISTS)
        self._each(root, "scales", self._scale, self.scales)
        self._each(root, "sections", lambda spot: self._leaf(Section, spot), self.sections)
        self._each(root, "themes", lambda spot: self._leaf(Theme, spot), self.themes)
        if (frame := root.at(("frame",))) is not root:
            self._cell(frame, _FRAME, stage=FRAME, competency="")
        competencies: dict[str, Competency] = {}
        self._each(root, "competencies", self._competency, competencies)
        if head is None or self.faults.sentences:
            return None
        return Rubric(
            **dict(head),
            scales=tuple(self.scales.values()),
            sections=tuple(self.sections.values()),
            themes=tuple(self.themes.values()),
            competencies=tuple(competencies.values()),
            statements=tuple(self.statements.values()),
        )

    def _each(self, parent: Spot, name: str, build: Callable[[Spot], _Part | None], into: dict[str, _Part]) -> None:
        """Reads the list `name` of a mapping into a dict by id. Only `themes` may be missing or empty."""
        found = parent.at((name,))
        spots = [] if found is parent else self.faults.items(found, "entries")
        if name != "themes" and (found is parent or not found.node.value):
            self.faults.add(parent, f"`{name}` is missing or empty. Add a list with at least one entry.")
        for spot in spots:
            part = build(spot)
            if part is None:
                self._broken.add(spot.at(("id",)).text)
            elif self._fresh(part, spot):
                into[part.id] = part

    def _fresh(self, part: _Part, spot: Spot) -> bool:
        """Whether the id is new among its like; if not, that is a fault."""
        kind = type(part).__name__.lower()
        if part.id == FRAME and kind in ("stage", "section"):
            self.faults.add(spot, f"The {kind} id {FRAME!r} is kept for the frame. Choose another.")
            return False
        if (line := self._lines.get((kind, part.id))) is not None:
            self.faults.add(spot, f"The {kind} id {part.id!r} is taken by line {line}. Give each its own.")
            return False
        self._lines[kind, part.id] = spot.line
        return True

    def _scale(self, spot: Spot) -> Scale | None:
        if self.faults.mapping(spot, "a scale") is None:
            return None
        stages: dict[str, Stage] = {}
        self._each(spot, "stages", lambda stage: self._leaf(Stage, stage), stages)
        return self._leaf(Scale, spot, skip=("stages",), stages=tuple(stages.values()))

    def _competency(self, spot: Spot) -> Competency | None:
        competency = self._leaf(Competency, spot, skip=("cells",))
        at_scale, cells = spot.at(("scale",)), spot.at(("cells",))
        scale = self.scales.get(at_scale.text)
        if scale is None:
            if competency is not None and competency.scale not in self._broken:
                self.faults.add(at_scale, f"There is no scale {at_scale.text!r}.{suggest(at_scale.text, self.scales)}")
            return competency
        stages = [stage.id for stage in scale.stages]
        for stage, by_section in self._known(cells, "stage", stages, spot):
            for section, entries in self._known(by_section, "section", self.sections, cells):
                name = _UNREAD.id if competency is None else competency.id
                self._cell(entries, self.sections.get(section, _UNREAD), stage=stage, competency=name)
        return competency

    def _known(self, spot: Spot, what: str, names: Iterable[str], parent: Spot) -> list[tuple[str, Spot]]:
        """The entries of a mapping whose keys are ids of stages or sections; a missing or empty one has none."""
        if spot is parent or is_empty(spot.node):
            return []
        known = []
        for name, below in (self.faults.mapping(spot, f"a mapping of {what} ids") or {}).items():
            if name in names:
                known.append((name, below))
            elif name in self._broken:
                known.append((_UNREAD.id, below))
            else:
                self.faults.add(below, f"There is no {what} {name!r} here.{suggest(name, names)}")
        return known

    def _cell(self, spot: Spot, section: Section, *, stage: str, competency: str) -> None:
        """The statements of one section of one stage of one competency."""
        place = {"stage": stage, "section": section.id, "competency": competency}
        for entry in self.faults.items(spot, "statements"):
            statement = self._statement(entry, section, place)
            if statement is not None and self._fresh(statement, entry):
                self.statements[statement.id] = statement

    def _statement(self, spot: Spot, section: Section, place: dict[str, str]) -> Statement | None:
        fields = self.faults.mapping(spot, "a statement")
        if fields is None:
            return None
        for name in place.keys() & fields.keys():
            self.faults.add(fields[name], f"The place in the file already says the {name}. Remove this line.")
        given: dict[str, Any] = dict(place)
        if "rateable" not in fields:
            given["rateable"] = section.kind == "rate"
        if "text" not in fields and {"from", "to"} <= fields.keys():
            given["text"] = f"From “{fields['from'].text}” to “{fields['to'].text}”"
        statement = self._leaf(Statement, spot, **given)
        if statement is not None:
            for name, sentence in statement_faults(statement, section, self.themes):
                self.faults.add(spot.at((name,)), sentence)
        return statement

    def _leaf(self, model: type[_Leaf], spot: Spot, *, skip: tuple[str, ...] = (), **given: Any) -> _Leaf | None:
        """One model of the mapping's own fields; `skip` are read elsewhere, `given` come from the place."""
        fields = self.faults.mapping(spot, f"a {model.__name__.lower()}")
        if fields is None:
            return None
        known = {info.alias or name for name, info in model.model_fields.items()}
        data = {name: (raw if name in known else typed)(s.node) for name, s in fields.items() if name not in skip}
        try:
            return model.model_validate({k: v for k, v in data.items() if v is not None} | given)
        except ValidationError as error:
            for wrong in error.errors(include_url=False):
                self.faults.add(spot.at(wrong["loc"]), _sentence(wrong))
            return None


def _sentence(wrong: ErrorDetails) -> str:
    """What to do about one thing that pydantic found."""
    name, value = wrong["loc"][-1] if wrong["loc"] else "", wrong["input"]
    match wrong["type"]:
        case "missing":
            return f"`{name}` is missing or empty. Add it."
        case "string_too_short":
            return f"`{name}` is empty. Fill it in."
        case "string_pattern_mismatch":
            return f"{value!r} cannot be an id. Use letters, digits, `_`, `-` and `.`, without spaces."
        case "literal_error":
            return f"{value!r} is not a kind of section. Use one of: {', '.join(get_args(Kind))}."
        case "bool_parsing" | "bool_type":
            return f"`{name}` is {value!r}. Write true or false."
        case "string_type":
            return f"`{name}` is a list or a mapping, but text belongs here. Write it on one line, in quotes."
        case "model_type" | "model_attributes_type":
            return f"`{name}` needs lines of its own, `name: value`, one for each part."
    return f"`{name}` cannot be read: {wrong['msg']}."
