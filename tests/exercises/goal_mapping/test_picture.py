"""Goal mapping: analysis, findings, charts, card, exports, the next vote and the next session."""

from __future__ import annotations

import csv
import io
import json
import re
from random import Random
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignlab.errors import Refused
from alignlab.exercises import goal_mapping as mapping
from alignlab.exercises.goal_mapping import Setup
from alignlab.exercises.goal_mapping.facts import facts
from alignlab.exercises.goal_mapping.pages import PAGE
from alignlab.exercises.goal_mapping.sketch import MOST_THINGS, found, whole
from alignlab.exercises.lettering import width_of, wrap
from alignlab.methods.gap import total_variation
from alignlab.model.form import check
from alignlab.model.measures import Released
from alignlab.model.own import OwnAnswer
from alignlab.release import policy_for, release
from alignlab.studio import draw

ID = "goal_mapping"
SETUP = Setup.model_validate({})


def told(answers: dict[str, Any], setup: Setup = SETUP) -> Released:
    return release(mapping.analyse(setup, answers, Random(1)), policy_for("about_work"), Random(1))


def group(rehearsal: Any, story: str = "contested", people: int = 9, seed: int = 3, setup: Setup = SETUP) -> Any:
    return rehearsal.answers(ID, setup, people, story, seed)


def link(main: str, *also: str) -> dict[str, Any]:
    return {"main": main, "also": list(also)}


# --- what changes nothing -----------------------------------------------------------------------------------------


def test_who_said_it_and_when_changes_nothing(rehearsal: Any) -> None:
    answers = group(rehearsal)
    other = {f"other-{place}": values for place, values in enumerate(reversed(list(answers.values())))}
    assert told(answers) == told(other)


def test_the_order_of_items_changes_no_number(rehearsal: Any) -> None:
    answers = group(rehearsal)
    turned = SETUP.model_copy(update={"items": SETUP.items[::-1]})
    first, second = told(answers), told(answers, turned)
    for name in first.quantities:
        if name != "map":
            one, two = first.quantities[name].model_dump(), second.quantities[name].model_dump()
            assert one == pytest.approx(two) if one["type"] == "number" else one == two
    assert {f.id for f in mapping.findings(SETUP, first)} == {f.id for f in mapping.findings(turned, second)}


def test_no_person_and_nothing_private_is_in_the_picture(rehearsal: Any) -> None:
    answers = {f"secret-{id_}": v | {"week": "my hidden week"} for id_, v in group(rehearsal).items()}
    text = told(answers).model_dump_json()
    assert "secret-" not in text
    assert "hidden week" not in text


def test_a_proposal_is_posted_by_the_tap_alone() -> None:
    answers = {f"p{n}": {"counters": {"G5": 20}, "missing": f"Goal {n}"} for n in range(4)}
    answers["p1"]["missing.post"] = "yes"
    answers["p2"]["missing.post"] = "no"
    quotes = told(answers).quantities["proposed"]
    assert quotes.texts == ("Goal 1",)  # type: ignore[union-attr]


def test_whoever_wrote_for_themselves_only_is_not_counted() -> None:
    assert told({f"p{n}": {"week": "meetings", "week_goal": "G5", "team": "t1"} for n in range(5)}).n == 0


# --- numbers ------------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.integers(3, 9), st.integers(0, 1000), st.sampled_from(sorted(mapping.STORIES)))
def test_shares_add_up_and_ranges_hold_what_they_are_about(people: int, seed: int, story: str) -> None:
    from exercises.conftest import Rehearsal

    released = told(Rehearsal().answers(ID, SETUP, people, story, seed))
    numbers = {name: q for name, q in released.quantities.items() if q.type == "number"}
    do = [q.value for name, q in numbers.items() if name.startswith("do.")]
    words = [q.value for name, q in numbers.items() if name.startswith("say.")]
    assert sum(do) == pytest.approx(1)
    assert sum(words) == pytest.approx(1)
    assert numbers["move"].value == pytest.approx(total_variation([*words, 0.0], do))
    some = facts(released)
    assert some is not None
    gaps = [q.value for name, q in numbers.items() if name.startswith("gap.")]
    assert sum(gaps) == pytest.approx(0, abs=1e-9)
    for name, q in numbers.items():
        assert (q.low is None) == (people < 5) or name.startswith("band."), name
    assert not any(name.startswith("band.") for name in numbers) or people >= 5


def test_two_of_us_missing_is_every_pair() -> None:
    """Of six, four say A and two say B of the one item: without two of the four it is 2 of 4, contested."""
    setup = Setup.model_validate(
        {"goals": [{"id": "A", "title": "A"}, {"id": "B", "title": "B"}], "items": [{"id": "x", "title": "X"}]}
    )
    answers = {f"p{n}": {"item.x": link("A" if n < 4 else "B"), "counters": {"A": 20}} for n in range(6)}
    told_ = told(answers, setup).quantities["do.A"]
    assert (told_.value, told_.low, told_.high) == (1, 0, 1)  # type: ignore[union-attr]


def test_an_item_that_fewer_than_three_looked_at_is_left_out() -> None:
    answers = {f"p{n}": {"item.W1": link("G6"), "counters": {"G6": 20}} for n in range(4)}
    answers["p0"]["item.W2"] = answers["p1"]["item.W2"] = link("G6")
    some = facts(told(answers))
    assert some is not None
    assert [item.node.id for item in some.items] == ["W1"]
    assert len(some.left_out) == 23
    texts = {f.id: f.text for f in mapping.findings(SETUP, told(answers))}
    assert texts["left_out"] == "We looked at 1 of 24 items; it holds 14 of 160 days."


def test_what_one_alone_knows_is_not_agreed() -> None:
    answers = {f"p{n}": {"item.W1": link("unknown_work")} for n in range(4)} | {"q": {"item.W1": link("G6")}}
    some = facts(told(answers))
    assert some is not None
    assert some.items[0].state == "none"


def test_an_item_that_was_removed_meanwhile_is_left_aside(rehearsal: Any) -> None:
    answers = group(rehearsal)
    less = SETUP.model_copy(update={"items": SETUP.items[1:]})
    some = facts(told(answers, less))
    assert some is not None
    assert SETUP.items[0].id not in {item.node.id for item in some.items}


def test_counters_that_are_not_all_spent_count_by_their_shares_and_more_than_all_are_refused() -> None:
    answers = {f"p{n}": {"counters": {"G5": 5}} for n in range(2)} | {"q": {"counters": {"G6": 20}}}
    answers = {id_: v | {"item.W1": link("G6")} for id_, v in answers.items()}
    assert told(answers).quantities["say.G5"].value == pytest.approx(2 / 3)  # type: ignore[union-attr]
    field = mapping.form(SETUP, ["counters"], OwnAnswer(), 1).field("counters")
    with pytest.raises(Refused, match="21 points are given; there are 20"):
        check(field, {"G5": 21})


@pytest.mark.parametrize("people", [0, 1, 2])
def test_fewer_than_three_get_a_sentence_and_no_chart(rehearsal: Any, people: int) -> None:
    released = told(group(rehearsal, people=people))
    [finding] = mapping.findings(SETUP, released)
    assert finding.id == "withheld"
    assert mapping.charts(released) == []
    assert mapping.strategic_fit(SETUP, released) == {}
    assert mapping.map_svg(SETUP, released) is None
    assert mapping.next_setup(SETUP, released).past is None


# --- stories ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("story", sorted(mapping.STORIES))
@pytest.mark.parametrize("people", [8, 12])
def test_what_a_story_plants_is_found(rehearsal: Any, story: str, people: int) -> None:
    for seed in range(1, 11):
        released = told(group(rehearsal, story, people, seed))
        findings = mapping.findings(SETUP, released)
        for planted in mapping.STORIES[story].planted_in(SETUP):
            assert planted.seen_in(findings), (seed, planted.id, [f.id for f in findings])


def test_a_story_s_findings_are_not_found_in_every_story(rehearsal: Any) -> None:
    seen: dict[str, set[str]] = {}
    for story in mapping.STORIES:
        findings = mapping.findings(SETUP, told(group(rehearsal, story, 12, 1)))
        for other, it in mapping.STORIES.items():
            if all(planted.seen_in(findings) for planted in it.planted_in(SETUP)):
                seen.setdefault(other, set()).add(story)
    assert seen["contested"] == {"contested"}
    assert seen["side-link"] == {"side-link"}
    assert seen["starved-goal"] & {"no-goal-heavy", "contested"} == set()
    assert "starved-goal" not in seen["no-goal-heavy"]


def test_the_examples_of_the_tone(rehearsal: Any) -> None:
    texts = {f.id: f.text for f in mapping.findings(SETUP, told(group(rehearsal, "no-goal-heavy", 12, 1)))}
    assert texts["no_goal"] == "For 4 of 24 items we have no agreed goal yet; they hold 31 of 160 days."
    texts = {f.id: f.text for f in mapping.findings(SETUP, told(group(rehearsal, "say-do-gap", 12, 1)))}
    assert re.match(r"“Reliability” has \d\d of 100 points and 9 of 100 days", texts["starved.G7"])


def test_goals_and_work_that_are_sentences_stand_apart_in_every_finding(rehearsal: Any) -> None:
    """One sees where a title ends and the finding goes on, whatever words, full stops and marks the title has."""
    draft = SETUP.model_dump(mode="json")
    for one in [*draft["goals"], *draft["items"]]:
        one["title"] = f"“{one['title']}” is what we do."
    setup = Setup.model_validate(draft)
    texts: list[str] = []
    for story in mapping.STORIES:
        answers = rehearsal.answers("goal_mapping", setup, 12, story, 1)
        texts += [finding.text for finding in mapping.findings(setup, told(answers, setup))]
    about = " ".join(text for text in texts if "is what we do" in text)
    assert about.count("is what we do") > 20
    assert len(re.findall(r"“‘[^“”‘’]+’ is what we do”", about)) == about.count("is what we do")


@pytest.mark.parametrize("story", sorted(mapping.STORIES))
def test_findings_blame_nobody(rehearsal: Any, story: str) -> None:
    teams = {item.team for item in SETUP.items}
    for finding in mapping.findings(SETUP, told(group(rehearsal, story))):
        assert finding.question.endswith("?")
        assert not re.search(r"\b(only|poor|should|orphan|bad|wrong)\b", finding.text + finding.question, re.I)
        assert not any(re.search(rf"\b{team}\b", finding.text) for team in teams - {"Harbour", "Web", "Crew"})


# --- charts -------------------------------------------------------------------------------------------------------


def test_the_first_chart_has_at_most_twelve_things(rehearsal: Any) -> None:
    for story in mapping.STORIES:
        some = facts(told(group(rehearsal, story)))
        assert some is not None
        few = found(some)
        assert few is not None
        assert 0 < len(few.ids) <= MOST_THINGS
        assert len(whole(some).ids) == 33


def sixty() -> Setup:
    goals = [{"id": f"g{n}", "title": f"Goal number {n} & <more>", "level": "team goal"} for n in range(9)]
    items = [
        {
            "id": f"w{n}",
            "title": f"Work {n} that has a rather long name, so that it needs a second line",
            "capacity": 1 + n % 5,
        }
        for n in range(60)
    ]
    return Setup.model_validate({"mission": "M" * 60, "goals": goals, "items": items, "per_person": 60})


def every_way() -> Setup:
    """Work that is mapped to goals of every level, and goals that serve one beside them, far above and below."""
    goals = [("M", "mission", []), ("C1", "company goal", ["M"]), ("C2", "company goal", ["M", "T2"])]
    goals += [("T1", "team goal", ["C1", "T2"]), ("T2", "team goal", ["M"]), ("T3", "team goal", ["C1"])]
    lines = [{"id": id_, "title": f"{id_} {level} " * 3, "level": level, "parents": up} for id_, level, up in goals]
    items = [{"id": f"w{n}", "title": f"Work {n}", "capacity": 2} for n in range(14)]
    asked = ["T1", "T2", "T3", "C1", "C2", "M"]
    return Setup.model_validate({"goals": lines, "items": items, "asked": asked, "per_person": 60})


@pytest.mark.parametrize("setup", [SETUP, sixty(), every_way()], ids=["sample", "sixty", "every way"])
def test_drawings_are_whole_and_nothing_lies_on_something_else(rehearsal: Any, setup: Setup) -> None:
    for chart in mapping.charts(told(group(rehearsal, "contested", 8, setup=setup), setup)):
        assert chart.text
        for width in (640, 330):
            svg = draw(chart, width)
            root = ElementTree.fromstring(svg)
            assert "http" not in svg.replace("http://www.w3.org", "")
            if not chart.svg:
                continue
            assert not re.search(r"#0[0-9a-f]{5}\b", svg), "a sentinel is left"
            assert float(root.attrib["width"]) == width
            boxes = [
                tuple(float(rect.attrib[k]) for k in ("x", "y", "width", "height"))
                for rect in root.iter()
                if "rx" in rect.attrib
            ]
            apart = [(a, b) for a in boxes for b in boxes if a < b and _overlap(a, b)]
            assert apart == []
            assert [(path, box) for path in _paths(root) for box in boxes if _behind(path, box)] == []
            for text in root.iter("{http://www.w3.org/2000/svg}text"):
                assert 0 <= float(text.attrib["x"]) <= width
                assert float(text.attrib["y"]) <= float(root.attrib["height"])


@pytest.mark.parametrize(("setup", "least"), [(SETUP, 0), (sixty(), 2), (every_way(), 0)])
def test_a_long_map_stands_on_pages_with_each_piece_of_work_once(rehearsal: Any, setup: Setup, least: int) -> None:
    released = told(group(rehearsal, "contested", 8, setup=setup), setup)
    [drawing] = mapping.outcome(setup, released, {}).drawings
    assert len(drawing.pages) >= least
    assert (drawing.pages == ()) == (least == 0)
    roots = [ElementTree.fromstring(page) for page in drawing.pages]
    assert all(float(root.attrib["height"]) <= PAGE for root in roots)
    texts = [[text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")] for root in roots]
    for item in setup.items if roots else ():
        first = f"{' '.join(item.title.split()[:2])} "  # "Work 12 "
        assert sum(text.startswith(first) for page in texts for text in page) == 1, item.title
    for page, root in zip(texts, roots, strict=True):
        goals = [text for text in page if text.startswith("Goal number")]
        assert goals or page[1] in ("Where we split", "No agreed goal yet"), root.attrib


def _paths(root: ElementTree.Element) -> list[list[tuple[float, float]]]:
    """Points of every line of the drawing; there are M, C, H and V in it, and heads of arrows."""
    found = []
    for path in root.iter("{http://www.w3.org/2000/svg}path"):
        points: list[tuple[float, float]] = []
        for command, numbers in re.findall(r"([MCHV])([-\d. ]+)", path.attrib["d"]):
            told = [float(number) for number in numbers.split()]
            x, y = points[-1] if points else (0.0, 0.0)
            if command == "C":
                ends = [(x, y), *zip(told[::2], told[1::2], strict=True)]
                points += [_bezier(ends, step / 24) for step in range(25)]
            else:
                x, y = {"M": tuple(told), "H": (told[0], y), "V": (x, told[0])}[command]
                points += [(points[-1][0] + (x - points[-1][0]) * n / 9, y) for n in range(9)] if points else []
                points.append((x, y))
        found.append(points)
    return found


def _bezier(ends: list[tuple[float, float]], t: float) -> tuple[float, float]:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x, y = (sum(w * end[axis] for w, end in zip(weights, ends, strict=True)) for axis in (0, 1))
    return x, y


def _behind(path: list[tuple[float, float]], box: tuple[float, ...]) -> bool:
    left, top, width, height = box
    return any(left + 1 < x < left + width - 1 and top + 1 < y < top + height - 1 for x, y in path)


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


@given(st.text(max_size=200), st.integers(40, 300), st.integers(1, 3))
def test_wrapped_text_fits(text: str, width: int, most: int) -> None:
    lines = wrap(text, width, 14, most)
    assert 1 <= len(lines) <= most
    assert all(width_of(line, 14) <= width + 14 for line in lines)


def test_the_say_do_chart_says_what_it_draws(rehearsal: Any) -> None:
    chart = next(c for c in mapping.charts(told(group(rehearsal, "say-do-gap"))) if c.id == "say_do")
    assert "Reliability: " in chart.text
    assert "No agreed goal yet: " in chart.text
    assert "Beside this list, of all our time: unplanned work and support 20 %" in chart.text
    values = json.dumps(chart.spec)
    assert "Beside this list" in values


def test_owner_teams_stay_off_the_wall() -> None:
    answers = {f"p{n}": {f"item.{item.id}": link("G5") for item in SETUP.items} for n in range(4)}
    released = told(answers)
    teams = {"Platform", "Service", "Crew"}
    words = json.dumps([c.model_dump() for c in mapping.charts(released)])
    assert not any(f">{team}<" in words for team in teams)
    assert "Platform" not in released.model_dump_json()


# --- the card -----------------------------------------------------------------------------------------------------


def test_the_card_is_one_s_own_and_covered() -> None:
    own = OwnAnswer(
        {"week": "Storm refunds", "week_goal": "G8", "counters": {"G8": 15, "G5": 5}, "item.W16": link("G8", "G5")}
    )
    card = mapping.card(SETUP, own)
    assert card is not None
    assert card.covered
    text = card.model_dump_json()
    assert "Storm refunds" in text
    assert "Fewer calls: 15 of 20 counters; the work that you link to it holds 4.5 of 6 days" in text
    assert mapping.card(SETUP, OwnAnswer({"week": None})) is None


# --- what comes next ----------------------------------------------------------------------------------------------


def test_a_second_vote_is_on_contested_items_only(rehearsal: Any) -> None:
    answers = group(rehearsal, "contested")
    second = mapping.again(SETUP, told(answers))
    shown = mapping.form(second, ["counters", "item.W5"], OwnAnswer(), 2)
    assert [f.part for f in shown.fields] == [f"item.{id_}" for id_ in second.again]
    first = second.again[0]
    moved = {id_: values | {f"item.{first}": link("G6")} for id_, values in answers.items()}
    found_ = mapping.findings(second, told(moved, second))
    assert found_[0].id == f"settled.{first}"
    assert "Before: " in found_[0].text
    still = [f for f in mapping.findings(second, told(answers, second)) if f.id == f"moving.{first}"]
    assert len(still) == 1


def split_answers(people: int = 6) -> dict[str, Any]:
    """All six say that W1 is for G5; half, that it also helps G6. W2 splits three ways; one did not look at it."""
    answers = {
        f"p{n}": {"item.W1": link("G5", *(["G6"] if n < 3 else [])), "counters": {"G5": 20}} for n in range(people)
    }
    for n, goal in enumerate(["G5", "G5", "G6", "G6", "G7"]):
        answers[f"p{n}"]["item.W2"] = link(goal)
    return answers


def edge(released: Released, item: str, goal: str) -> tuple[int, int]:
    some = facts(released)
    assert some is not None
    fact = next(one for one in some.items if one.node.id == item)
    found = next((e for e in fact.edges if e.target == goal), None)
    return (found.count, found.n) if found else (0, fact.knows)


def test_a_second_vote_asks_contested_links_and_no_more() -> None:
    answers = split_answers()
    first = told(answers)
    second = mapping.again(SETUP, first)
    assert (second.again, second.sides) == (("W2",), (("W1", "G6"),))
    own = OwnAnswer(answers["p0"], before=answers["p0"])
    asked = mapping.form(second, ["counters", "item.W1", "item.W9"], own, 2)
    assert asked.one_count, "1 of 2, 2 of 2"
    whole, side = asked.fields
    assert [option.value for option in whole.options] == ["G5", "G6"], "what split us; nobody asks for G8"
    assert side.label == "Does “Several harbours in one account” also help “Enterprise”?"
    assert side.kind == "choice"
    assert side.lead == f"{SETUP.item_by_id['W1'].description}\nBefore, you said that it does."
    seventh = OwnAnswer({"item.W2": link("G5")}, before=answers["p4"])
    [alone, _] = mapping.form(second, [], OwnAnswer(answers["p4"], before=answers["p4"]), 2).fields
    changed = mapping.form(second, [], seventh, 2).fields
    assert [o.value for o in alone.options] == ["G5", "G6", "G7"], "nobody has to change their mind"
    assert [o.value for o in changed[0].options] == ["G5", "G6", "G7"], "or cannot go back"


def test_who_cannot_judge_the_work_is_not_asked_about_its_side_links() -> None:
    answers = split_answers()
    for n in range(4):
        answers[f"p{n}"].pop("item.W2")
    answers["p5"]["item.W1"] = link("unknown_work")
    answers["p5"].pop("item.W2", None)
    second = mapping.again(SETUP, told(answers))
    assert (second.again, second.sides) == ((), (("W1", "G6"),))
    for own in (answers["p5"], {}):
        empty = mapping.form(second, [], OwnAnswer(own, before=own), 2)
        assert [(f.kind, f.label) for f in empty.fields] == [("note", "Nothing is asked of you this time")]
    sly = {**answers, "p5": {**answers["p5"], "link.1.W1": "yes"}}
    assert edge(told(sly, second), "W1", "G6") == edge(told(answers), "W1", "G6") == (3, 5)


def test_what_is_said_of_a_side_link_moves_that_link_alone() -> None:
    answers = split_answers()
    first, second = told(answers), mapping.again(SETUP, told(answers))
    part = next(f.part for f in mapping.form(second, [], OwnAnswer(answers["p3"]), 2).fields if f.kind == "choice")
    moved = {id_: values | ({part: "yes"} if id_ in ("p3", "p4") else {}) for id_, values in answers.items()}
    found_ = told(moved, second)
    assert edge(found_, "W1", "G6") == (5, 6)
    assert edge(found_, "W1", "G5") == edge(first, "W1", "G5") == (6, 6)
    assert edge(found_, "W2", "G5") == edge(first, "W2", "G5")
    by_id = {f.id: f for f in mapping.findings(second, found_)}
    assert by_id["settled.W1.G6"].text == (
        "“Several harbours in one account” also helps “Enterprise”: that is settled. 5 of 6 say so now. Before: 3 of 6."
    )
    assert "moving.W2" in by_id
    gone = {id_: values | {part: "no"} for id_, values in answers.items()}
    assert edge(told(gone, second), "W1", "G6") == (0, 6)
    [finding] = [f for f in mapping.findings(second, told(gone, second)) if f.id == "settled.W1.G6"]
    assert finding.text.startswith(
        "“Several harbours in one account” is not for “Enterprise”: that is settled. 0 of 6 say"
    )
    [still] = [f for f in mapping.findings(second, told(answers, second)) if f.id == "moving.W1.G6"]
    assert still.text.startswith(
        "Whether “Several harbours in one account” also helps “Enterprise” is still moving: 3 of 6"
    )
    assert not any(f.id == "side.W1.G6" for f in mapping.findings(second, told(answers, second))), "told once"


def test_a_main_goal_that_is_taken_back_gives_its_place_to_the_next_one() -> None:
    answers = {f"p{n}": {"item.W1": link("G5", "G6") if n < 3 else link("G6")} for n in range(6)}
    second = mapping.again(SETUP, told(answers))
    assert second.sides == (("W1", "G5"),)
    no = {"link.0.W1": "no"}
    found_ = told({id_: v | no for id_, v in answers.items()}, second)
    assert edge(found_, "W1", "G5") == (0, 6)
    assert found_.quantities["main.W1"].cells == {"G6": 6}  # type: ignore[union-attr]
    alone = told({**answers, "p0": {"item.W1": link("G5"), **no}}, second)
    assert alone.quantities["main.W1"].cells["none"] == 1  # type: ignore[union-attr]


def test_there_is_no_second_vote_where_nothing_splits() -> None:
    answers = {f"p{n}": {"item.W1": link("G6")} for n in range(4)}
    with pytest.raises(Refused, match="We split on nothing"):
        mapping.again(SETUP, told(answers))


def test_the_next_session_begins_with_the_map_and_says_what_changed(rehearsal: Any) -> None:
    before = told(group(rehearsal, "no-goal-heavy"))
    setup = mapping.next_setup(SETUP, before)
    assert Setup.model_validate(setup.model_dump(mode="json")) == setup
    assert setup.item_by_id["W21"].parents == ()
    after = group(rehearsal, "no-goal-heavy")
    placed = {id_: v | ({"item.W21": link("G7")} if "item.W21" in v else {}) for id_, v in after.items()}
    texts = {f.id: f.text for f in mapping.findings(setup, told(placed, setup))}
    assert texts["newly_agreed"] == "“Reports in the new framework” had no agreed goal last time; now it has one."
    assert texts["moved.G7"] == "“Reliability” has 17 of 100 days now; last time it was 9."


def test_strategic_fit_is_the_weight_of_the_goals_it_serves() -> None:
    answers = {
        f"p{n}": {
            "counters": {"G5": 15, "G6": 5},
            "item.W1": link("G5"),
            "item.W2": link("G6", "G5"),
            "item.W3": link("none"),
        }
        for n in range(4)
    }
    goals = [goal.model_copy(update={"announced": None}) for goal in SETUP.goals]
    setup = Setup.model_validate({"goals": goals, "items": SETUP.items})
    fit = mapping.strategic_fit(setup, told(answers, setup))
    assert fit["W1"] == pytest.approx(0.75)
    assert fit["W2"] == pytest.approx(0.25 + 0.75 / 3)
    assert fit["W3"] == 0
    assert "W4" not in fit
    settled = {"items": {"W3": {"kind": "goals", "goals": ["G5"]}, "W4": {"kind": "goals", "goals": ["G6"]}}}
    over = mapping.strategic_fit(setup, told(answers, setup), settled)
    assert over == {**fit, "W3": 0.75, "W4": 0.25}, "a settled link counts also where nobody voted"
    announced = mapping.strategic_fit(SETUP, told(answers))
    assert announced["W1"] == pytest.approx(0.2), "what was announced goes before the counters"
    rows = mapping.outcome(setup, told(answers, setup), settled).tables[0].rows
    assert {row[0]: row[-1] for row in rows}["Reports in the new framework"] is None
    assert rows[0][-1] == 0.75, "the recap prints the fit that the vote uses"


def test_exports_hold_the_map_and_no_formula(rehearsal: Any) -> None:
    items = [{"id": "x", "title": "=cmd()", "capacity": 2, "team": "+T"}, {"id": "y", "title": "Y", "capacity": 1}]
    setup = Setup.model_validate({"goals": [{"id": "A", "title": "@A"}], "items": items})
    answers = {f"p{n}": {"item.x": link("A"), "item.y": link("none"), "counters": {"A": 20}} for n in range(4)}
    rows = list(csv.DictReader(io.StringIO(mapping.map_csv(setup, told(answers, setup)))))
    assert [(r["item"], r["owner_team"], r["goal"], r["link"], r["drew_it"], r["state"]) for r in rows] == [
        ("'=cmd()", "'+T", "'@A", "agreed", "4", "agreed"),
        ("Y", "", "", "", "0", "none"),
    ]
    data = mapping.map_json(setup, told(answers, setup))
    assert data is not None
    assert json.loads(json.dumps(data)) == data
    assert data["links"] == [
        {"source": "x", "target": "A", "kind": "agreed", "drew": 4, "of": 4, "weight": 1.0},
    ]
    assert [(level["id"], level["title"]) for level in data["levels"]] == [("team goal", "Goals"), ("work", "Work")]
    goal, x, y = data["nodes"]
    assert (goal["said"], goal["voted"], goal["worked"]) == (1.0, pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert (x["state"], x["fit"], x["looked"], x["know"], x["reasons"]) == ("agreed", 1.0, 4, 4, {})
    assert (y["state"], y["reasons"]) == ("none", {"none": 4})
    assert "+T" not in json.dumps(data), "owner teams stay in the list"
    svg = mapping.map_svg(setup, told(answers, setup))
    assert svg is not None
    ElementTree.fromstring(svg)
    assert "var(" not in svg
