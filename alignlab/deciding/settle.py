"""People in and out, and what the room settles: practice, decisions, the words of the recap."""

from __future__ import annotations

from datetime import date

from alignlab.deciding.common import (
    Command,
    Decider,
    Moment,
    Write,
    text_of,
)
from alignlab.deciding.person import rename
from alignlab.errors import Refused
from alignlab.model.base import Json
from alignlab.model.catalogue import say
from alignlab.state import SessionState


def _person(kind: str) -> Decider:
    def decide(state: SessionState, command: Command, moment: Moment) -> list[Write]:
        person = command.data.get("person")
        if not isinstance(person, str) or person not in state.people:
            raise Refused("unknown_person", say("person.unknown_person"))
        return [Write(kind, {"person": person})]

    return decide


def _practice(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    statement = text_of(command.data, "statement", say("settle.practice"), most=80, needed=False)
    text = text_of(command.data, "text", say("settle.practice"), most=200)
    return [Write("practice chosen", {"statement": statement, "text": text})]


def _decision(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    given = command.data.get("decision")
    data: dict[str, Json] = {
        "decision": given if isinstance(given, str) and given in state.decisions else f"d-{command.id}",
        "text": text_of(command.data, "text", say("settle.decision"), most=500),
        "no": bool(command.data.get("no")),
        "proposed": bool(command.data.get("proposed")),
        "step": state.current or "",
    }
    for key, what, most in (
        ("owner", say("settle.owner"), 80),
        ("by", say("settle.by"), 40),
        ("first_step", say("settle.first_step"), 300),
        ("until", say("settle.until"), 40),
    ):
        data[key] = text_of(command.data, key, what, most=most, needed=False)
    taken = state.lines.get(str(command.data.get("line")))  # a participant's proposal that the host takes over
    dropped = [Write("line dropped", {"line": taken.id})] if taken and taken.status != "dropped" else []
    return [Write("decision recorded", data), *dropped]


def _no_decision(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    decision = str(command.data.get("decision"))
    if decision not in state.decisions:
        raise Refused("bad_value", say("settle.no_decision"))
    if (step := state.steps.get(decision.partition(".")[0])) and "." in decision:  # alignlab/deciding/desk.py
        raise Refused("bad_value", say("settle.from_desk", title=step.step.title))
    return [Write("decision withdrawn", {"decision": decision})]


RECAP_FIELDS = ("headline", "lead", "questions", "next_date", "next_day", "ask", "note")
MOST_ARRANGED = 1000  # pictures and findings


def _edit(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    field = command.data.get("field")
    if field not in RECAP_FIELDS:
        raise Refused("bad_value", say("settle.recap_fields", fields=", ".join(RECAP_FIELDS)))
    text = text_of(command.data, "text", say("settle.text"), needed=False)
    if field == "next_day" and text and not _is_day(text):
        raise Refused("bad_value", say("form.date"))
    return [Write("recap edited", {"field": field, "text": text})]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _arrange(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    data: dict[str, Json] = {}
    for key in ("order", "hidden", "silent"):
        given = command.data.get(key) or []
        if not isinstance(given, list) or not all(isinstance(one, str) and len(one) <= 200 for one in given):
            raise Refused("bad_value", say("settle.arrange"))
        data[key] = list(dict.fromkeys(map(str, given)))[:MOST_ARRANGED]
    return [Write("recap arranged", data)]


def _share(state: SessionState, command: Command, moment: Moment) -> list[Write]:
    shared = command.kind == "share recap"
    return [] if state.recap_shared == shared else [Write("recap shared" if shared else "recap withdrawn", {})]


DECIDERS: dict[str, Decider] = {
    "remove": _person("removed"),
    "readmit": _person("readmitted"),
    "rename person": rename,
    "choose practice": _practice,
    "record decision": _decision,
    "withdraw decision": _no_decision,
    "edit recap": _edit,
    "arrange recap": _arrange,
    "share recap": _share,
    "withdraw recap": _share,
}
