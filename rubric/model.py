"""A rubric as a whole: looking things up, comparing stages, freezing it as plain data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cached_property
from typing import Any, NamedTuple, Self, TypeVar

from pydantic import ValidationError

from rubric.parts import FRAME, Competency, Data, Head, Kind, Scale, Section, Stage, Statement, Theme


class RubricError(ValueError):
    """A rubric cannot be used, or has no such part. `faults`: one sentence each, with what to do."""

    def __init__(self, faults: str | Sequence[str]) -> None:
        self.faults: tuple[str, ...] = (faults,) if isinstance(faults, str) else tuple(faults)
        super().__init__("\n".join(self.faults))


class Neighbours(NamedTuple):
    """The stages next to one stage on its scale; None at either end."""

    below: Stage | None
    above: Stage | None


class SectionPair(NamedTuple):
    """One section in two neighbouring stages: what one leaves, what one comes to. Either may be empty."""

    section: Section
    leaving: tuple[Statement, ...]
    coming: tuple[Statement, ...]


class Difference(NamedTuple):
    """Two neighbouring stages side by side. `shift`: the anchor statements that lead from one to the other."""

    below: Stage
    above: Stage
    shift: tuple[Statement, ...]
    sections: tuple[SectionPair, ...]


class Rubric(Head):
    """A whole ladder. `statements` has every statement in the order of the file, those of the frame first."""

    scales: tuple[Scale, ...]
    sections: tuple[Section, ...]
    themes: tuple[Theme, ...] = ()
    competencies: tuple[Competency, ...]
    statements: tuple[Statement, ...]

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of all scales, scale by scale, lowest first."""
        return tuple(stage for scale in self.scales for stage in scale.stages)

    @property
    def frame(self) -> tuple[Statement, ...]:
        """The statements that belong to no stage."""
        return tuple(s for s in self.statements if s.stage == FRAME)

    @cached_property
    def _index(self) -> dict[str, dict[str, Any]]:
        parts: dict[str, Iterable[Any]] = {
            "stage": self.stages,
            "section": self.sections,
            "statement": self.statements,
            "theme": self.themes,
            "competency": self.competencies,
        }
        return {kind: {part.id: part for part in some} for kind, some in parts.items()}

    def stage(self, stage_id: str) -> Stage:
        """The stage with this id. Raises RubricError if there is none; so do the lookups below."""
        return _find(self._index, "stage", stage_id, Stage)

    def section(self, section_id: str) -> Section:
        """The section with this id."""
        return _find(self._index, "section", section_id, Section)

    def statement(self, statement_id: str) -> Statement:
        """The statement with this id."""
        return _find(self._index, "statement", statement_id, Statement)

    def theme(self, theme_id: str) -> Theme:
        """The theme with this id."""
        return _find(self._index, "theme", theme_id, Theme)

    def competency(self, competency_id: str) -> Competency:
        """The competency with this id."""
        return _find(self._index, "competency", competency_id, Competency)

    def by(
        self,
        *,
        stage: str | None = None,
        section: str | None = None,
        kind: Kind | None = None,
        competency: str | None = None,
    ) -> tuple[Statement, ...]:
        """The statements of a stage, a section (or all sections of a kind), a competency, or where these cross.

        The result is empty where that cell is empty. Raises RubricError for an id that is not in this rubric.
        """
        if stage not in (None, FRAME):
            self.stage(stage)
        if section not in (None, FRAME):
            self.section(section)
        if competency is not None:
            self.competency(competency)
        kinds = {part.id: part.kind for part in self.sections}
        return tuple(
            s
            for s in self.statements
            if stage in (None, s.stage)
            and section in (None, s.section)
            and kind in (None, kinds.get(s.section))
            and competency in (None, s.competency)
        )

    def neighbours(self, stage_id: str) -> Neighbours:
        """The stages just below and just above on the same scale."""
        stage = self.stage(stage_id)
        stages = next(scale.stages for scale in self.scales if stage in scale.stages)
        at = stages.index(stage)
        return Neighbours(stages[at - 1] if at else None, stages[at + 1] if at + 1 < len(stages) else None)

    def difference(self, a: str, b: str, *, competency: str | None = None) -> Difference:
        """What changes between two neighbouring stages, given in either order.

        Sections that are empty on both sides are left out. Raises RubricError if the stages are not neighbours.
        """
        if self.neighbours(a).above == self.stage(b):
            below, above = self.stage(a), self.stage(b)
        elif self.neighbours(b).above == self.stage(a):
            below, above = self.stage(b), self.stage(a)
        else:
            raise RubricError(f"The stages {a!r} and {b!r} are not neighbours; give two that stand next to each other.")
        pairs: list[SectionPair] = []
        shift: tuple[Statement, ...] = ()
        for section in self.sections:
            leaving = self.by(stage=below.id, section=section.id, competency=competency)
            coming = self.by(stage=above.id, section=section.id, competency=competency)
            if leaving or coming:
                pairs.append(SectionPair(section, leaving, coming))
            shift += leaving if section.kind == "anchor" else ()
        return Difference(below, above, shift, tuple(pairs))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 (64 hex digits) of the content: the same for equal rubrics, whatever file they came from."""
        canonical = json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, without the fields that are at their default."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    @classmethod
    def from_dict(cls, data: object) -> Self:
        """The rubric that `to_dict` made this of. Raises RubricError if the data have another shape."""
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            faults = [f"rubric data, {'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
            raise RubricError(faults) from error


_Part = TypeVar("_Part", bound=Data)


def _find(index: dict[str, dict[str, Any]], kind: str, wanted: str, model: type[_Part]) -> _Part:
    part = index[kind].get(wanted)
    if not isinstance(part, model):
        raise RubricError(f"There is no {kind} {wanted!r} in this rubric.{suggest(wanted, index[kind])}")
    return part


def suggest(wanted: str, known: Iterable[str]) -> str:
    """A sentence that helps someone who mistyped a name: the nearest one, or all of a short list."""
    names = list(known)
    if near := get_close_matches(wanted, names, n=1):
        return f" Did you mean {near[0]!r}?"
    return f" There is: {', '.join(names)}." if 0 < len(names) <= 15 else ""
