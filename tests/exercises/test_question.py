"""Question: set-up from a plan, form, what is made of the answers in each kind of step."""

from __future__ import annotations

from typing import Any

import pytest
import vl_convert
from pydantic import ValidationError

from alignlab.exercises import question
from alignlab.exercises.question.setup import Setup
from alignlab.model.form import check
from alignlab.model.own import OwnAnswer

ALL_KINDS = Setup.model_validate(
    {
        "questions": [
            {"id": "way", "text": "How?", "options": ["On foot", "By bike", "By bus"], "talk": "Who came together?"},
            {"id": "safe", "text": "Can I speak freely?", "kind": "scale", "options": ["no", "so so", "mostly", "yes"]},
            {"id": "ways", "text": "Which?", "kind": "many", "options": ["a", "b", "c"], "most": 2},
            {"id": "wish", "text": "One wish?", "kind": "text", "optional": True},
        ]
    }
)


def told(rehearsal: Any, values: list[dict[str, Any]], privacy: str = "about_work", setup: Setup = ALL_KINDS) -> Any:
    return rehearsal.told("question", setup, {f"p{i}": v for i, v in enumerate(values)}, privacy)


def lines(setup: Setup, released: Any) -> dict[str, str]:
    return {finding.id: finding.text for finding in question.findings(setup, released)}


def test_plain_texts_become_options_and_a_bare_yes_is_the_word() -> None:
    setup = Setup.model_validate({"questions": [{"id": "did", "text": "Did we?", "options": [True, "In part", False]}]})
    options = setup.questions[0].options
    assert [(o.value, o.label) for o in options] == [("o1", "Yes"), ("o2", "In part"), ("o3", "No")]
    assert Setup.model_validate(setup.model_dump(mode="json")) == setup


@pytest.mark.parametrize(
    ("questions", "says"),
    [
        ([], "at least 1"),
        ([{"id": "a", "text": "?", "options": ["x"]}], "at least two options"),
        ([{"id": "a", "text": "?", "kind": "text", "options": ["x"]}], "remove them"),
        ([{"id": "a", "text": "?", "kind": "text"}] * 2, "two questions have the id 'a'"),
        ([{"id": "A b", "text": "?", "kind": "text"}], "pattern"),
        (
            [{"id": "a", "text": "?", "options": [{"value": "x", "label": "1"}, {"value": "x", "label": "2"}]}],
            "same value",
        ),
        ([{"id": "a", "text": "?", "kind": "guess", "options": ["x", "y"]}], "choice"),
    ],
)
def test_a_plan_s_mistakes_are_named(questions: list[Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Setup.model_validate({"questions": questions})


def test_without_questions_it_is_the_practice_question() -> None:
    assert Setup().questions[0].text == "How did you get here today?"
    assert len(Setup().questions[0].options) >= 4


def test_a_text_is_followed_by_the_tap_that_posts_it() -> None:
    parts = question.assign(ALL_KINDS, ["ada"], 1)["ada"]
    assert parts == ["way", "safe", "ways", "wish", "wish.post"]
    fields = question.form(ALL_KINDS, parts, OwnAnswer(), 1).fields
    assert [field.kind for field in fields] == ["choice", "scale", "many", "text", "choice"]
    assert fields[2].lead == "Up to 2."


def test_about_work_tells_counts(rehearsal: Any) -> None:
    released = told(rehearsal, [{"way": "o1", "ways": ["o1", "o2"]}, {"way": "o1"}, {"way": "o2", "ways": ["o2"]}])
    assert lines(ALL_KINDS, released)["way"] == "“On foot” was said most: two of three."
    assert question.findings(ALL_KINDS, released)[0].question == "Who came together?"
    assert released.quantities["ways"].type == "withheld", "two people answered this one"
    chart = question.charts(released)[0]
    assert (chart.title, chart.text) == ("How?", "On foot, two; By bike, one; By bus, none.")
    assert "On foot" in vl_convert.vegalite_to_svg({**chart.spec, "width": 320})


def test_a_tie_names_both(rehearsal: Any) -> None:
    released = told(rehearsal, [{"way": f"o{1 + i % 2}"} for i in range(4)])
    assert lines(ALL_KINDS, released)["way"] == "“On foot” and “By bike” were said most: two of four each."


def test_a_scale_tells_the_middle_half_in_every_kind_of_step(rehearsal: Any) -> None:
    values = [{"safe": f"o{place}"} for place in (1, 2, 2, 3, 3, 3, 4, 4)]
    assert lines(ALL_KINDS, told(rehearsal, values))["safe"] == "The middle half of us say from “so so” to “mostly”."
    assert lines(ALL_KINDS, told(rehearsal, values, "about_me"))["safe"] == (
        "The middle half of us say from “so so” to “yes”."
    )


def test_about_me_tells_no_number_of_a_choice(rehearsal: Any) -> None:
    values = [{"way": "o1"}] * 4 + [{"way": "o2"}] * 2
    released = told(rehearsal, values, "about_me")
    assert lines(ALL_KINDS, released)["way"] == "Three or more of us chose “On foot”."
    assert question.charts(released) == []


def test_an_option_set_apart_has_no_place_on_the_scale(rehearsal: Any) -> None:
    options = ["no", "yes", {"value": "skip", "label": "I'd rather not say", "apart": True}]
    setup = Setup.model_validate({"questions": [{"id": "q", "text": "?", "kind": "scale", "options": options}]})
    released = told(rehearsal, [{"q": "o1"}, {"q": "o2"}, {"q": "o2"}, {"q": "skip"}], setup=setup)
    assert [bar.count for bar in released.quantities["q"].bars] == [1, 2]


def test_only_posted_texts_are_shown_and_without_their_writers(rehearsal: Any) -> None:
    values = [{"wish": f"wish {i}", "wish.post": "yes" if i < 2 else "no"} for i in range(4)] + [{"wish": "kept"}]
    text = lines(ALL_KINDS, told(rehearsal, values, "about_me"))["wish"]
    assert sorted(text.removeprefix("One wish? ").split(" · ")) == ["“wish 0”", "“wish 1”"]


def test_nothing_answered_is_said_in_a_line(rehearsal: Any) -> None:
    released = told(rehearsal, [{"wish": "x"}] * 3)
    assert set(lines(ALL_KINDS, released)) == {"way", "safe", "ways", "wish"}
    assert all(lines(ALL_KINDS, released).values())


def test_rehearsed_answers_fit_the_form(rehearsal: Any) -> None:
    form = question.form(ALL_KINDS, question.assign(ALL_KINDS, ["x"], 1)["x"], OwnAnswer(), 1)
    for values in rehearsal.answers("question", ALL_KINDS, 12).values():
        assert {part: check(form.field(part), value) for part, value in values.items()} == values


def test_there_is_no_card() -> None:
    assert question.card(ALL_KINDS, OwnAnswer({"way": "o1"})) is None


def test_what_to_talk_about_fits_the_finding_and_is_not_asked_twice_of_one_picture(rehearsal: Any) -> None:
    """The plan's words go first; else a line that leads, one that ties and a posted text ask different things."""
    some = {"options": ["x", "y"]}
    asked = [
        {"id": "lead", "text": "A?", **some},
        {"id": "tie", "text": "B?", **some},
        {"id": "one", "text": "C?", "kind": "text"},
        {"id": "two", "text": "D?", "kind": "text"},
        {"id": "own", "text": "E?", "talk": "Our own words?", **some},
    ]
    setup = Setup.model_validate({"questions": asked})
    posted = {"one": "t", "one.post": "yes", "two": "u", "two.post": "yes"}
    people = [{"lead": "o1", "tie": f"o{1 + n % 2}", "own": "o1", **posted} for n in range(6)]
    found = question.findings(setup, told(rehearsal, people, setup=setup))
    assert len({finding.question for finding in found}) == len(found) == 5
    assert found[-1].question == "Our own words?"
    assert all(finding.text and finding.question.endswith("?") for finding in found)
