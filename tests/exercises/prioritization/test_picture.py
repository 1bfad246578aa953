"""Findings, charts and the card."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import vl_convert
from votes import items, rehearsed, tell

from alignlab import studio
from alignlab.exercises import prioritization
from alignlab.exercises.lettering import width_of
from alignlab.exercises.prioritization.setup import Setup
from alignlab.exercises.prioritization.words import brief
from alignlab.model import palette
from alignlab.model.own import OwnAnswer
from alignlab.recap.told import in_words, lines

STORIES = tuple(prioritization.STORIES)
NEVER = re.compile(r"\b(agreed|only|poor|should|winner|loser|Schulze|Borda|Kemeny|Kendall|median)\b")


def ids(setup: Setup, answers: Any) -> list[str]:
    return [finding.id for finding in prioritization.findings(setup, tell(setup, answers))]


def ranked(*orders: str, **setup: Any) -> tuple[Setup, dict[str, Any]]:
    """Rankings written as words of letters, one a person; items are the letters."""
    letters = sorted(set("".join(orders)))
    made = Setup.model_validate({"items": [{"id": x, "title": x.upper(), "effort": 1} for x in letters], **setup})
    return made, {f"p{n:02}": {"rank": list(order)} for n, order in enumerate(orders)}


@pytest.mark.parametrize("story", STORIES)
def test_the_wall_has_a_sentence_and_a_question_and_no_statistic(method: str, story: str) -> None:
    setup = Setup.model_validate({"method": method})
    found = prioritization.findings(setup, tell(setup, rehearsed(setup, 9, story)))
    assert len({finding.id for finding in found}) == len(found)
    for finding in found:
        assert not NEVER.search(finding.text + finding.question), finding
        assert finding.question.endswith("?")
        assert "{" not in finding.text
        assert finding.text[0].isupper() or finding.text[0] == "“"


def test_strength_difference_and_gap_lead() -> None:
    setup = Setup()
    found = prioritization.findings(setup, tell(setup, rehearsed(setup, 9, "loud-favourite")))
    kinds = [finding.kind for finding in found]
    assert kinds[:3] == ["strength", "difference", "gap"]
    assert found[1].id.startswith("favourite.")
    setup = Setup()
    found = prioritization.findings(setup, tell(setup, rehearsed(setup, 9, "clear-winner")))
    assert [finding.kind for finding in found[:2]] == ["strength", "gap"]


def test_first_by_all_counts_but_for_two_of_us() -> None:
    found = ids(*ranked("abc", "abc", "abc", "bac", "bac"))
    assert "top.missing" in found
    assert "top.holds" not in found


def test_places_that_depend_on_the_count() -> None:
    setup, answers = ranked("abcd", "abcd", "abcd", "bcda", "bcda")  # most put a first, b has the better places
    told = {finding.id: finding for finding in prioritization.findings(setup, tell(setup, answers))}
    assert told["top.count"].text == "“A” comes first by two of three ways of counting, “B” by one."


def test_a_tie_by_every_count_does_not_depend_on_the_count() -> None:
    setup, answers = ranked("abcd", "abdc", "abcd", "abdc")
    told = {finding.id: finding for finding in prioritization.findings(setup, tell(setup, answers))}
    assert told["top.holds"].text.endswith("; no place depends on how we count.")


def test_a_tie_stays_a_tie() -> None:
    setup, answers = ranked("abc", "bac", "abc", "bac")
    told = {finding.id: finding for finding in prioritization.findings(setup, tell(setup, answers))}
    assert told["top.tie"].text.startswith("“A” and “B” share the first place")


def test_posted_reasons_stand_at_both_ends_and_others_nowhere() -> None:
    setup, answers = ranked("abcdef", "abcdef", "fedcba", "fedcba", "abcdef", "fedcba")
    answers["p00"] |= {"why a": "It saves nights.", "why_post": "yes"}
    answers["p02"] |= {"why a": "Nobody calls.", "why_post": "yes"}
    answers["p01"] |= {"why a": "My secret.", "why_post": "no"}
    answers["p03"] |= {"why a": "Another secret."}
    released = tell(setup, answers)
    text = " ".join(finding.text for finding in prioritization.findings(setup, released))
    assert "For it: “It saves nights.” Against it: “Nobody calls.”" in text
    assert "secret" not in released.model_dump_json()


def test_what_the_missing_could_change() -> None:
    orders = ["abcde"] * 6
    setup, answers = ranked(*orders, everyone=8)
    told = {finding.id: finding.text for finding in prioritization.findings(setup, tell(setup, answers))}
    assert (
        told["absent"]
        == "Whatever the two say who have not voted, they could not bring another item into the first three."
    )
    setup, answers = ranked("abcde", "abcde", "abdce", everyone=8)
    told = {finding.id: finding.text for finding in prioritization.findings(setup, tell(setup, answers))}
    assert told["absent"].startswith("The five who have not voted could still bring")
    setup, answers = ranked(*orders)
    assert "absent" not in ids(setup, answers), "without a number nobody is missing"


def test_what_the_missing_could_change_with_points() -> None:
    given = {"points": {"a": 40, "b": 30, "c": 25, "d": 5}}
    answers = {f"p{n}": given for n in range(6)}
    rows = [{"id": id_, "title": id_.upper()} for id_ in "abcd"]
    for everyone, sentence in (
        (7, "Whatever the one person says who has not voted"),
        (9, "The three who have not voted could still bring “D”"),
    ):
        setup = Setup.model_validate({"items": rows, "method": "points", "everyone": everyone})
        told = {f.id: f.text for f in prioritization.findings(setup, tell(setup, answers))}
        assert told["absent"].startswith(sentence)


def test_what_a_third_cannot_judge() -> None:
    setup, answers = ranked("abcd", "abcd", "abc", "abc", "abcd")
    told = {finding.id: finding for finding in prioritization.findings(setup, tell(setup, answers))}
    assert told["cannot.d"].text == "Two of five can't judge “D”."


def test_alike_beside_chance() -> None:
    texts = {}
    for name, orders in (("much", ["abcdef"] * 8), ("none", ["abcdef", "fedcba"] * 4)):
        setup, answers = ranked(*orders)
        found = {finding.id: finding.text for finding in prioritization.findings(setup, tell(setup, answers))}
        texts[name] = found["agreement"]
    assert texts["much"] == "The orders of all eight of us are much alike."
    assert texts["none"] == "The orders of all eight of us are no more alike than chance would make them."


def test_settled_and_still_moving_never_agreed() -> None:
    base = {"round": 2, "open": ["a", "b"], "before": [["a"], ["b"], ["c"]], "ranges": {}}
    setup, answers = ranked("abc", "abc", "abc", "bac", **base)
    stay = {person: {**values, "rank@2": values["rank"][:2]} for person, values in answers.items()}
    told = {finding.id: finding for finding in prioritization.findings(setup, tell(setup, stay))}
    assert told["settled"].text.startswith(
        "Settled by the second vote: “A”, then “B”; none of four changed their order"
    )
    assert "otherwise than before" not in told["settled"].text
    other = setup.model_copy(update={"before": (("b",), ("a",), ("c",))})
    anew = {finding.id: finding.text for finding in prioritization.findings(other, tell(other, stay))}
    assert anew["settled"].endswith("we hardly moved; counted by themselves, some stand otherwise than before.")
    turn = {person: {**values, "rank@2": ["b", "a"]} for person, values in answers.items()}
    assert "moving" in ids(setup, turn)


def test_the_line_and_its_edge() -> None:
    same = ["abcd"] * 3
    whole = {finding.id for finding in prioritization.findings(*_told(ranked(*same, capacity=10)))}
    assert "line.all" in whole
    none = [{"id": x, "title": x.upper(), "effort": 5} for x in "abcd"]
    setup = Setup.model_validate({"items": none, "capacity": 3})
    assert "line.none" in ids(setup, {f"p{n}": {"rank": list("abcd")} for n in range(3)})
    unknown = Setup.model_validate({"items": items(3), "capacity": 3})
    found = prioritization.findings(unknown, tell(unknown, {f"p{n}": {"rank": ["i0", "i1", "i2"]} for n in range(3)}))
    assert "Three of these have no days yet" in next(f.text for f in found if f.id == "line.unknown")


def _told(made: tuple[Setup, dict[str, Any]]) -> tuple[Setup, Any]:
    return made[0], tell(*made)


def test_items_at_a_tied_edge_are_no_noes_yet() -> None:
    waited = [{"id": x, "title": x.upper(), "effort": 1, "waiting": "Sales"} for x in "abcd"]
    setup = Setup.model_validate({"items": waited, "capacity": 2})
    answers = {f"p{n}": {"rank": ["a", ["b", "c"], "d"]} for n in range(4)}
    found = ids(setup, answers)
    assert "no.d" in found
    assert not {"no.b", "no.c"} & set(found)


def size(svg: str) -> list[float]:
    return [float(found) for found in re.findall(r'font-size="([\d.]+)px"', svg)]


def drawn_height(svg: str) -> float:
    return float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', svg)[1])  # type: ignore[index]


@pytest.mark.parametrize("story", STORIES)
def test_charts_say_in_words_what_they_draw(method: str, story: str) -> None:
    setup = Setup.model_validate({"method": method})
    released = tell(setup, rehearsed(setup, 8, story))
    charts = prioritization.charts(released)
    assert 1 <= len(charts) <= 3
    assert len({chart.id for chart in charts}) == len(charts)
    for chart in charts:
        assert chart.text.endswith(".")
        assert all(item.title in chart.text for item in setup.items)
        spec = json.dumps([chart.spec, chart.spec_wide])
        colours = set(re.findall(r"#[0-9a-f]{6}", spec))
        assert colours <= set(palette.VARIABLES)
        assert "http" not in spec.replace("https://vega.github.io/schema", "")
        assert vl_convert.vegalite_to_svg(chart.spec).startswith("<svg")
    order = charts[0]
    broad, narrow = studio.draw(order, 640), studio.draw(order, 330)  # a wall has larger words in less height
    assert max(size(broad)) >= 1.3 * max(size(narrow))
    assert drawn_height(broad) < drawn_height(narrow)


def test_a_key_tells_the_marks_that_are_there() -> None:
    def key(*orders: str) -> str:
        chart = prioritization.charts(tell(*ranked(*orders)))[0]
        return json.dumps([chart.spec, chart.spec_wide])

    assert "without two of us" in key("abc", "abc", "abc", "bac", "bac")
    assert "share their places" not in key("abc", "abc", "abc", "bac", "bac")
    assert "share their places" in key("abc", "bac", "abc", "bac")
    assert "it could stand here" not in key("abc", "abc", "abc", "abc", "abc")
    sample = Setup.model_validate({"method": "ranking"})  # its room is 40 days
    assert "above this line, it fits" in json.dumps(
        prioritization.charts(tell(sample, rehearsed(sample, 8, "clear-winner")))[0].spec
    )


def test_dots_tell_people_and_not_points() -> None:
    setup = Setup.model_validate({"method": "dots"})
    chart = next(
        c for c in prioritization.charts(tell(setup, rehearsed(setup, 8, "loud-favourite"))) if c.id == "points"
    )
    assert chart.title == "Who gave it a dot"
    assert "of 100" not in chart.text
    assert " of 8" in chart.text


def test_an_undecided_item_is_hollow() -> None:
    setup = Setup.model_validate({"method": "impact_effort"})
    for story, hollow in (("two-camps", True), ("clear-winner", False)):
        released = tell(setup, rehearsed(setup, 8, story))
        spec = json.dumps(next(c.spec for c in prioritization.charts(released) if c.id == "quadrants"))
        undecided = any(finding.id == "quadrant.undecided" for finding in prioritization.findings(setup, released))
        assert undecided == ("hollow: undecided" in spec)
        assert undecided or not hollow


def test_a_wall_takes_twelve_things() -> None:
    setup = Setup.model_validate({"items": items(30)})
    chart = prioritization.charts(tell(setup, rehearsed(setup, 5, "clear-winner")))[0]
    assert "12. " in chart.text
    assert "13. " not in chart.text
    assert chart.text.endswith("18 more stand further down.")


def test_a_long_title_stands_in_a_sentence_by_its_beginning() -> None:
    assert brief("Paging") == "Paging"
    assert brief("Importer for one operator, with their old season tickets, and codes") == "Importer for one operator…"
    assert brief("One place for all prices so that Sales and Service read one list") == (
        "One place for all prices so that Sales and…"
    )
    assert len(brief("x" * 200)) == 48


def test_the_shorter_list_is_named() -> None:
    setup = Setup.model_validate({"task": "narrow"})
    gone = [item.title for item in setup.items[10:]]
    told = tell(setup, {f"p{n}": {"rescue": setup.items[-1].id if n == 0 else "-"} for n in range(5)})
    (chart,) = prioritization.charts(told)
    assert all(item.title in chart.text for item in setup.items[:10])
    assert f"{gone[-1]} (rescued)." in chart.text
    assert not any(title in chart.text for title in gone[:-1])
    assert "rescued by one of us or more" in json.dumps(chart.spec)


def test_a_long_title_has_two_lines_and_stays_beside_its_marks() -> None:
    long = "Importer for the second largest operator, with their old season tickets and codes that nobody wrote down"
    setup = Setup.model_validate({"method": "points", "items": [*items(2), {"id": "long", "title": long}]})
    for chart in prioritization.charts(tell(setup, rehearsed(setup, 5, "clear-winner"))):
        for spec, inside in ((chart.spec, 320), (chart.spec_wide, 632)):
            lines = [v["words"] for layer in spec["layer"] for v in layer["data"]["values"] if "words" in v]
            cut = [line for line in lines if line in long or line.endswith("…")]
            assert len(cut) == 2, "the second line ends where the title is cut"
            assert all(width_of(line, 15) < inside for line in cut)


def test_every_quantity_has_words_for_the_recap(method: str) -> None:
    setup = Setup.model_validate({"method": method, "capacity": 20})
    released = tell(setup, rehearsed(setup, 8, "two-camps"))
    assert all(line.title for line in lines(released) if line.type != "quotes")
    assert all(in_words(q) for q in released.quantities.values() if q.type != "order" or q.groups)
    order = next(line for line in lines(released) if line.quantity == "order")
    assert (order.told, order.value) == ("place", 1)


def test_the_card_is_ones_own_vote() -> None:
    setup, _ = ranked("abc")
    assert prioritization.card(setup, OwnAnswer()) is None
    card = prioritization.card(setup, OwnAnswer({"rank": ["b", "a", "c"], "why b": "Nights."}))
    assert card is not None
    text = card.model_dump_json()
    assert text.index('"B"') < text.index('"A"') < text.index('"C"')
    assert "B: Nights." in text
    assert "The best reason against “B”" in text
    assert "You put last" not in text, "it stands in the list above already"
    assert prioritization.card(Setup.model_validate({"task": "narrow"}), OwnAnswer({"rescue": "W1"})) is None


# --- the same items, counted in other ways --------------------------------------------------------------------------


def ways(setup: Setup, answers: Any) -> Any:
    return next((c for c in prioritization.charts(tell(setup, answers)) if c.id == "ways"), None)


def boxes(chart: Any) -> dict[tuple[float, float], dict[str, Any]]:
    """Column and row, from 0, to the box that stands there."""
    values = [v for layer in chart.spec["layer"] for v in layer["data"]["values"] if "place" in v]
    down = sorted({v["y"] for v in values})
    return {(int(v["x"]), down.index(v["y"])): v for v in values}


def test_items_and_ways_of_counting_side_by_side() -> None:
    chart = ways(*ranked("abcd", "abcd", "abcd", "bcda", "bcda"))  # most put a first, b has the better places
    assert chart.text.startswith("A: Our order 1, Comparisons won 2, Fewest conflicts 1; B: Our order 2, ")
    assert not NEVER.search(chart.title + chart.text + json.dumps(chart.spec))
    told = boxes(chart)
    assert [told[column, 0]["place"] for column in range(3)] == ["1", "2", "1"]
    assert [told[column, 0]["other"] for column in range(3)] == [False, True, False]


def test_side_by_side_a_tie_stays_a_tie_and_contradicts_none_of_its_places() -> None:
    chart = ways(*ranked("abc", "bca", "cab"))
    assert {(box["place"], box["other"]) for box in boxes(chart).values()} == {("1–3", False)}
    setup = Setup.model_validate({"items": items(3), "method": "moscow"})
    answers = {f"p{n}": {"i0 / category": "must", "i1 / category": "must", "i2 / category": "wont"} for n in range(3)}
    answers["p0"]["i1 / category"] = "should"
    told = boxes(ways(setup, answers))
    assert told[0, 0]["place"] == "1–2"
    assert (told[1, 0]["place"], told[1, 0]["other"]) == ("1", False)


def test_an_earlier_vote_on_the_same_items_stands_beside() -> None:
    setup, answers = ranked("abc", "abc", "abc", beside=[{"method": "weighted", "groups": [["c"], ["b", "a"]]}])
    chart = ways(setup, answers)
    assert "A: Our order 1, Earlier: weighted criteria 2–3, Comparisons won 1" in chart.text
    assert "Our order 3, Earlier: weighted criteria 1" in chart.text
    assert "weighted criteria" in prioritization.outcome(setup, tell(setup, answers), {}).model_dump_json()


def test_nothing_stands_beside_where_nothing_may_be_told() -> None:
    assert ways(*ranked("abc", "abc")) is None
