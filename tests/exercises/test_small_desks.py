"""What the host fills in for the small exercises and the placement: changes that make a draft, and those refused."""

from __future__ import annotations

import pytest

from alignlab import exercises
from alignlab.errors import InvalidInput
from alignlab.model.desk import Desk

question = exercises.get("question")
placement = exercises.get("stage_self_placement")


def ask(draft, **change):
    return question.arranged(draft, [], change)


def test_a_question_is_changed_added_and_dropped() -> None:
    first = {"id": "way_here", "values": {"text": " How are\nyou? ", "options": "Well\n\n So so \n", "talk": ""}}
    draft = ask({}, op="ask", **first)
    [made] = question.Setup.model_validate(draft).questions
    assert (made.text, [option.label for option in made.options]) == ("How are you?", ["Well", "So so"])
    draft = ask(draft, op="add", values={"text": "What else?", "options": ""})
    assert [q.kind for q in question.Setup.model_validate(draft).questions] == ["choice", "text"]
    desk = question.arrange(draft, [], 5, 4)
    assert isinstance(desk, Desk)
    assert desk.summary.startswith("How are")
    draft = ask(draft, op="drop", id="way_here")
    assert [q.text for q in question.Setup.model_validate(draft).questions] == ["What else?"]


@pytest.mark.parametrize(
    "change",
    [
        {"op": "ask", "id": "nobody", "values": {"text": "x"}},
        {"op": "ask", "id": "way_here", "values": {"text": " "}},
        {"op": "drop", "id": "way_here"},
        {"op": "ask", "id": "way_here", "values": "x"},
        {"op": "add", "values": {"text": ""}},
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(change) -> None:
    with pytest.raises(InvalidInput) as refused:
        ask({}, **change)
    assert str(refused.value)


def test_the_form_of_the_placement_is_chosen() -> None:
    draft = placement.arranged({}, [], {"op": "form", "values": {"form": "short"}})
    assert placement.Setup.model_validate(draft).form == "short"
    assert "Short" in placement.arrange(draft, [], 5, 4).summary
    for change in ({"op": "form"}, {"op": "form", "values": {"form": "endless"}}, {"op": "other"}):
        with pytest.raises(InvalidInput):
            placement.arranged({}, [], change)
