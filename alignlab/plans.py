"""Plans: YAML files in `workshops/plans/`, joined with the words of the guide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from alignlab import exercises, guide, resources
from alignlab.errors import AlignlabError, InvalidInput, NotFound
from alignlab.model.plan import Plan, Step, Words


def names() -> list[str]:
    """The plans that come with alignlab."""
    return sorted(path.stem for path in resources.path("plans").glob("*.yaml"))


def find(name: str) -> Path:
    """The file of a plan: a path, or the name of one that comes with alignlab. Raises NotFound."""
    path = Path(name)
    if path.suffix in (".yaml", ".yml") and path.is_file():
        return path
    built_in = resources.path("plans") / f"{name}.yaml"
    if built_in.is_file():
        return built_in
    raise NotFound(f"There is no plan {name!r}. Give a .yaml file, or one of: {', '.join(names())}.")


def load(name: str) -> Plan:
    """The plan, checked, with the guide's words in its steps.

    Raises NotFound, or InvalidInput with one message a fault: file, line, what is wrong and what to do.
    """
    path = find(name)
    try:
        text = path.read_text(encoding="utf-8")
        node, data = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path.name}: this file is not UTF-8 text. Save it as UTF-8.") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise InvalidInput(f"{path.name}{line}: this is not YAML: {getattr(error, 'problem', error)}.") from error
    if not isinstance(data, dict):
        raise InvalidInput(f"{path.name}: a plan is a list of `key: value` lines; see any file in workshops/plans.")
    try:
        plan = Plan.model_validate(data)
    except ValidationError as error:
        raise InvalidInput([_told(path, node, fault) for fault in error.errors()]) from error
    faults = [fault for place, step in enumerate(plan.steps) for fault in _faults(path, node, place, plan, step)]
    planned = sum(step.minutes + step.show_minutes for step in plan.steps)
    if planned != plan.minutes:
        faults.append(
            f"{path.name}: the steps take {planned:g} minutes, the plan says {plan.minutes:g}. Change one of them."
        )
    if faults:
        raise InvalidInput(faults)
    return plan.model_copy(update={"steps": tuple(_with_words(plan, step) for step in plan.steps)})


def _with_words(plan: Plan, step: Step) -> Step:
    """The step with the guide's words; what the plan itself says goes before what the guide says."""
    found = {
        "words": _joined(plan, step.phase, step.words),
        "show_words": _joined(plan, step.show_phase, step.show_words),
    }
    return step.model_copy(update=found)


def _joined(plan: Plan, phase: str, own: Words) -> Words:
    if not plan.guide or not phase:
        return own
    found = guide.words(plan.guide, phase).model_dump(by_alias=True)
    found["do"] = _for_minutes(found["do"], plan.minutes)
    return Words.model_validate({**found, **own.model_dump(exclude_defaults=True, by_alias=True)})


_ONLY_AT = re.compile(r"^((?:\d+(?:, | and )?)+) minutes: (.)(.*)$", re.DOTALL)


def _for_minutes(lines: Sequence[str], minutes: float) -> list[str]:
    """The lines that fit this plan's length: “60 and 90 minutes: …” is for these only, and loses its beginning."""
    fitting = []
    for line in lines:
        only = _ONLY_AT.match(line)
        if only is None:
            fitting.append(line)
        elif f"{minutes:g}" in re.findall(r"\d+", only[1]):
            fitting.append(only[2].upper() + only[3])
    return fitting


def _faults(path: Path, node: Any, place: int, plan: Plan, step: Step) -> list[str]:
    """What pydantic cannot see: exercises, their setups and guide phases that do not exist."""
    here = f"{path.name}, line {_line(node, ('steps', place))}, step {step.id!r}"
    found = []
    if step.kind == "exercise":
        try:
            exercises.get(step.exercise).Setup.model_validate(step.setup)
        except ValidationError as error:
            for fault in error.errors():
                line = _line(node, ("steps", place, "setup", *fault["loc"]))
                found.append(
                    f"{path.name}, line {line}, step {step.id!r}, setup {_dotted(fault['loc'])}: {fault['msg']}."
                )
        except AlignlabError as error:
            found.append(f"{here}: {error}")
    for phase in (step.phase, step.show_phase):
        try:
            _joined(plan, phase, Words())
        except AlignlabError as error:
            found.append(f"{here}: {error}")
    return found


def _told(path: Path, node: Any, fault: Any) -> str:
    loc = fault["loc"]
    message = fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        message = "there is no such field; check its spelling"
    elif fault["type"] == "missing":
        message = "this field is missing; add it"
    return f"{path.name}, line {_line(node, loc)}, {_dotted(loc) or 'plan'}: {message}."


def _dotted(loc: tuple[Any, ...]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in loc)


def _line(node: Any, loc: tuple[Any, ...]) -> int:
    """The line of the deepest node on the way to `loc`."""
    line: int = node.start_mark.line + 1
    for part in loc:
        if isinstance(node, yaml.MappingNode):
            pairs = {key.value: (key, value) for key, value in node.value}
            if part not in pairs:
                return line
            key, node = pairs[part]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            return line
    return line
