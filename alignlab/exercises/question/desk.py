"""What the host fills in before a question opens: its words and its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from alignlab.errors import InvalidInput
from alignlab.exercises import Shown
from alignlab.exercises.question.setup import Setup, say
from alignlab.model.base import Json
from alignlab.model.desk import Desk, Entry, Fill, Press
from alignlab.model.form import clean_text

MOST_QUESTIONS = 10


def arrange(draft: dict[str, Any], shown: Sequence[Shown], people: int, minutes: float) -> Desk:
    """One small form a question."""
    setup = Setup.model_validate(draft)
    blocks: list[Fill | Press] = []
    for question in setup.questions:
        entries = [Entry(id="text", label=say("desk_text"), value=question.text, wide=True)]
        if question.kind != "text":
            labels = "\n".join(option.label for option in question.options)
            entries.append(Entry(id="options", label=say("desk_options"), kind="lines", value=labels))
        entries.append(Entry(id="talk", label=say("desk_talk"), value=question.talk, wide=True))
        data = {"id": question.id}
        blocks.append(Fill(op="ask", data=data, entries=tuple(entries), submit=say("desk_keep")))
        if len(setup.questions) > 1:
            blocks.append(
                Press(buttons=(Press.Button(op="drop", data=data, label=say("desk_drop", text=question.text)),))
            )
    if len(setup.questions) < MOST_QUESTIONS:
        blocks.append(_another())
    return Desk(title=setup.title, summary=setup.questions[0].text, blocks=tuple(blocks))


def _another() -> Fill:
    entries = (
        Entry(id="text", label=say("desk_text"), wide=True),
        Entry(id="options", label=say("desk_options"), kind="lines", help=say("desk_options_help")),
    )
    return Fill(op="add", title=say("desk_add"), entries=entries, submit=say("desk_add"), fold=True, clear=True)


def arranged(draft: dict[str, Any], shown: Sequence[Shown], change: Mapping[str, Json]) -> dict[str, Any]:
    """The draft with one question changed, added or dropped. Raises InvalidInput."""
    setup = Setup.model_validate(draft)
    questions = [question.model_dump(mode="json") for question in setup.questions]
    values = change.get("values") if isinstance(change.get("values"), dict) else {}
    at = next((n for n, question in enumerate(questions) if question["id"] == change.get("id")), None)
    if change.get("op") == "add":
        numbers = {question["id"] for question in questions}
        free = next(f"question_{n}" for n in range(1, MOST_QUESTIONS + 2) if f"question_{n}" not in numbers)
        questions.append({"id": free, **_said(values, "choice")})
    elif at is None:
        raise InvalidInput(say("desk_gone"))
    elif change.get("op") == "drop":
        del questions[at]
    else:
        questions[at] = {**questions[at], **_said(values, questions[at]["kind"])}
    try:
        made = Setup.model_validate({**draft, "questions": questions})
    except ValidationError as error:
        raise InvalidInput([say("desk_fault", why=fault["msg"]) for fault in error.errors()]) from error
    return {**draft, "questions": [question.model_dump(mode="json") for question in made.questions]}


def _said(values: Any, kind: str) -> dict[str, Any]:
    """What the form says; without answers to choose from, a new question asks for text."""
    said: dict[str, Any] = {"text": " ".join(clean_text(str(values.get("text") or "")).split())[:280]}
    if "talk" in values:
        said["talk"] = clean_text(str(values["talk"] or ""))[:280]
    lines = [clean_text(line) for line in str(values.get("options") or "").splitlines()]
    labels = [line[:200] for line in lines if line]
    if kind != "text":
        said |= {"options": labels, "kind": kind if labels else "text"}
    return said
