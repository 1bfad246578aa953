"""The check-in: the last session's decisions for everybody, one's own step for nobody else, signs of the next stage."""

from __future__ import annotations

from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

import rubric
from alignlab import exercises
from alignlab.exercises import check_in
from alignlab.exercises.check_in.form import LEARNT, NEXT, OWN, SIGNS
from alignlab.exercises.check_in.setup import toward
from alignlab.exercises.stage_self_placement.setup import Setup as PlacementSetup
from alignlab.model.form import check
from alignlab.model.measures import Counts, Picks, Spread
from alignlab.model.own import Earlier, OwnAnswer
from alignlab.release import policy_for, release

LAST: dict[str, Any] = {
    "day": "2026-11-22",
    "decisions": [{"text": "Each ticket names its goal.", "owner": "Dana"}],
    "said_no_to": [{"text": "A second status meeting.", "owner": ""}],
    "commitments": [{"name": "Maya", "when": "two goals pull apart", "text": "I will ask which comes first"}],
    "pictures": [],
}


def setup(last: dict[str, Any] | None = None, **given: Any) -> check_in.Setup:
    return check_in.Setup.model_validate(check_in.from_last(given, last or {}))


def answers(people: int, value: str, signs: list[str]) -> dict[str, dict[str, Any]]:
    return {f"p{n}": {"d0": value, "d1": "done", OWN: "done", LEARNT: "secret", SIGNS: signs} for n in range(people)}


def test_it_asks_about_what_the_last_session_left() -> None:
    made = setup(LAST)
    form = check_in.form(made, check_in.assign(made, ["p"], 1)["p"], OwnAnswer(), 1)
    assert [field.part for field in form.fields] == ["last", "d0", "d1", OWN, LEARNT, NEXT, SIGNS]
    told = str(form.fields[0].blocks)
    assert "Each ticket names its goal. (Dana)" in told
    assert "Maya: when two goals pull apart, I will ask which comes first" in told
    assert "We kept to the no" in [option.label for option in form.fields[2].options]
    assert form.fields[-1].label.startswith("Have you noticed yourself")


def test_without_a_last_session_it_asks_about_an_own_step_and_signs() -> None:
    made = setup()
    form = check_in.form(made, check_in.assign(made, ["p"], 1)["p"], OwnAnswer(), 1)
    assert [field.part for field in form.fields] == [OWN, LEARNT, NEXT, SIGNS]
    result = check_in.analyse(made, {}, Random(1))
    released = release(result, policy_for("about_me"), Random(1))
    assert check_in.findings(made, released)


def test_what_the_plan_says_goes_before_the_last_session() -> None:
    assert setup(LAST, decisions=[]).decisions == ()


def test_signs_are_those_of_the_stage_after_an_own_placement_else_the_groups() -> None:
    placement = PlacementSetup.model_validate({})
    stages = [stage.id for stage in placement.stages]
    frozen = placement.model_dump(mode="json")
    assert toward(setup(), OwnAnswer()) == stages[1]
    for at, stage in enumerate(stages):
        earlier = Earlier("stage_self_placement", frozen, {"placement": [stage]})
        expected = stages[min(at + 1, len(stages) - 1)]
        assert toward(setup(), OwnAnswer({}, {"place": earlier})) == expected
    spread = Spread(
        title="x",
        cells=tuple(stages),
        labels={s: s for s in stages},
        median=stages[1],
        low=stages[1],
        high=stages[2],
        n=8,
    )
    picture = {"exercise": "stage_self_placement", "released": {"privacy": "about_me", "n": 8, "quantities": {}}}
    picture["released"]["quantities"]["placement"] = spread.model_dump(mode="json")  # type: ignore[index]
    assert setup({**LAST, "pictures": [picture]}).stage == stages[3]
    picture["released"] = {"nonsense": 1}
    assert setup({**LAST, "pictures": [picture]}).stage == ""


@pytest.mark.parametrize("privacy", ["about_me", "about_work"])
def test_own_steps_are_in_no_picture(privacy: Any) -> None:
    made = setup(LAST)
    sign = made.signs[0].id
    released = release(check_in.analyse(made, answers(8, "moving", [sign]), Random(1)), policy_for(privacy), Random(1))
    assert set(released.quantities) == {"d0", "d1", SIGNS}
    assert "secret" not in released.model_dump_json()
    told = released.quantities["d0"]
    assert isinstance(told, Counts if privacy == "about_work" else Picks)
    findings = check_in.findings(made, released)
    assert "It is moving" in " ".join(finding.text for finding in findings)
    assert len(check_in.charts(released)) == (2 if privacy == "about_work" else 0)
    few = release(check_in.analyse(made, answers(2, "moving", [sign]), Random(1)), policy_for(privacy), Random(1))
    assert "Each ticket" in " ".join(f.text for f in check_in.findings(made, few))
    assert "It is moving" not in " ".join(f.text for f in check_in.findings(made, few))


def test_the_card_has_own_words() -> None:
    made = setup(LAST)
    assert check_in.card(made, OwnAnswer()) is None
    card = check_in.card(made, OwnAnswer({OWN: "not_yet", LEARNT: "Mornings work.", SIGNS: [made.signs[0].id]}))
    assert card is not None
    assert card.covered
    assert "Mornings work." in str(card.blocks)
    assert made.signs[0].text in str(card.blocks)


def test_simulated_people_give_answers_that_fit() -> None:
    made = setup(LAST)
    parts = check_in.assign(made, ["p"], 1)["p"]
    form = check_in.form(made, parts, OwnAnswer(), 1)
    for index in range(20):
        persona = SimpleNamespace(name="x", index=index, people=20, story="")
        for part, value in check_in.rehearse(made, parts, persona, 1, None, Random(index)).items():
            check(form.field(part), value)


def test_every_stage_of_the_rubric_has_signs_to_ask_for() -> None:
    made = setup()
    assert {sign.stage for sign in made.signs} == {stage.id for stage in rubric.load().stages}
    assert exercises.get("check_in").PRIVACY == "about_me"
