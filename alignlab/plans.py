"""Plans: YAML files in `workshops/plans/`, joined with the words of the guide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from alignlab import exercises, guide, plan_notices, resources
from alignlab.errors import AlignlabError, InvalidInput, NotFound
from alignlab.model.base import reason
from alignlab.model.plan import Plan, Step, Words

_NAME = re.compile(r"[\w-]{1,80}")


def names(own: Path | None = None) -> list[str]:
    """The plans that come with alignlab, and those of the folder `own`."""
    folders = [resources.path("plans"), *([own] if own else [])]
    return sorted({path.stem for folder in folders for path in folder.glob("*.yaml")})


def find(name: str, own: Path | None = None) -> Path:
    """The file of a plan: a path, or the name of one in the folder `own` or of one that comes with alignlab.

    Raises NotFound.
    """
    path = Path(name)
    if path.suffix in (".yaml", ".yml") and path.is_file():
        return path
    folders = [*([own] if own else []), resources.path("plans")]
    found = [folder / f"{name}.yaml" for folder in folders if (folder / f"{name}.yaml").is_file()]
    if found and _NAME.fullmatch(name):
        return found[0]
    if path.suffix in (".yaml", ".yml"):
        raise NotFound(f"There is no file {name!r}. Look at its folder and name; `alignlab plan list` shows the plans.")
    raise NotFound(f"There is no plan {name!r}. Give a .yaml file, or one of: {', '.join(names(own))}.")


def load(name: str, own: Path | None = None) -> Plan:
    """The plan, checked, with the guide's words in its steps.

    Raises NotFound, or InvalidInput with one message a fault: file, line, what is wrong and what to do.
    """
    path = find(name, own)
    return parse(_text(path), path.name)


def check(name: str, own: Path | None = None) -> list[str]:
    """What a facilitator should look at in a plan that can be run, each with its line. Raises as `load` does."""
    path = find(name, own)
    text = _text(path)
    plan = parse(text, path.name)
    node, places = yaml.compose(text, Loader=yaml.SafeLoader), [step.id for step in plan.steps]
    found = []
    for notice in plan_notices.notices(plan):
        loc = ("steps", places.index(notice.step), "minutes") if notice.step else ("minutes",)
        where = f", step {notice.step!r}" if notice.step else ""
        found.append(f"{path.name}, line {_line(node, loc)}{where}: {notice.text}")
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path.name}: this file is not UTF-8 text. Save it as UTF-8.") from error
    except OSError as error:
        raise NotFound(f"{path} cannot be read ({error.strerror or error}).") from error


def parse(text: str, name: str = "plan") -> Plan:
    """The plan in this text. `name`: what messages call it. Raises InvalidInput, one message a fault."""
    path = Path(name)
    try:
        node, data = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
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
            f"{path.name}, line {_line(node, ('minutes',))}: the steps take {planned:g} minutes, the plan says "
            f"{plan.minutes:g}. Change one of them."
        )
    if faults:
        raise InvalidInput(faults)
    return with_words(plan)


def with_words(plan: Plan) -> Plan:
    """The plan with the guide's words in its steps. Raises NotFound where the guide has no such phase."""
    return plan.model_copy(update={"steps": tuple(_with_words(plan, step) for step in plan.steps)})


def _with_words(plan: Plan, step: Step) -> Step:
    """The step with the guide's words; what the plan itself says goes before what the guide says."""
    found = {
        "words": _joined(plan, step.phase, step.words),
        "show_words": _joined(plan, step.show_phase, step.show_words),
    }
    return step.model_copy(update=found)


def _joined(plan: Plan, phase: str, own: Words) -> Words:
    page, named = plan_notices.page_and_phase(plan, phase)
    if not page or not named:
        return own
    found = guide.words(page, named).model_dump(by_alias=True)
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
                    f"{path.name}, line {line}, step {step.id!r}, setup {_dotted(fault['loc'])}: {reason(fault)}."
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
    return f"{path.name}, line {_line(node, loc)}, {_dotted(loc) or 'plan'}: {reason(fault)}."


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
