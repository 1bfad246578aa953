"""The host's desk before the vote: own items, near-duplicates, the method proposed, the room, who decides."""

from __future__ import annotations

from typing import Any

import pytest
from rooms import TestRoom
from votes import items, tell

from alignlab import imports
from alignlab.desks import desks_of
from alignlab.errors import InvalidInput, Refused
from alignlab.exercises import Shown, prioritization
from alignlab.exercises.prioritization.likeness import likely
from alignlab.exercises.prioritization.setup import Item, Setup
from alignlab.model.desk import Desk, Fill, Press, Say, Table
from alignlab.model.measures import Order
from alignlab.model.plan import Plan, Step

Draft = dict[str, Any]


def change(draft: Draft, *changes: Draft, shown: Any = ()) -> Draft:
    for one in changes:
        before = repr(draft)
        after = prioritization.arranged(draft, list(shown), one)
        assert repr(draft) == before, "a draft is never changed in place"
        draft = after
    return draft


def desk(draft: Draft, shown: Any = (), people: int = 6, minutes: float = 8) -> Desk:
    return prioritization.arrange(draft, list(shown), people, minutes)


def table(found: Desk, op: str = "items") -> Table:
    return next(block for block in found.blocks if isinstance(block, Table) and block.op == op)


def buttons(found: Desk, op: str) -> list[Press.Button]:
    return [b for block in found.blocks if isinstance(block, Press) for b in block.buttons if b.op == op]


def press(found: Desk, op: str, label: str) -> Draft:
    button = next(b for b in buttons(found, op) if label in b.label)
    return {**button.data, "op": op}


def said(found: Desk) -> str:
    texts = [block.text if isinstance(block, Say) else getattr(block, "help", "") for block in found.blocks]
    return "\n".join(texts)


def add(title: str, effort: Any = None, waiting: str = "") -> Draft:
    return {"op": "items", "do": "add", "values": {"title": title, "effort": effort, "waiting": waiting}}


def titles(draft: Draft, shown: Any = ()) -> list[str]:
    return [str(row.values["title"]) for row in table(desk(draft, shown)).rows]


def test_the_sample_goes_away_whole_and_a_draft_may_be_invalid() -> None:
    plan: Draft = {"method": "ranking", "room": "decides"}
    assert len(table(desk(plan)).rows) == 10
    assert "made-up company" in said(desk(plan))
    one = change(plan, add("Paging", "2,5", "Support"))
    assert titles(one) == ["Paging"]
    assert "capacity" not in one, "the sample's room went with it"
    assert desk(one).faults == (
        "There is one item left, so there is nothing to order; add another, or talk about this one.",
    )
    two = change(one, add("Export"))
    assert desk(two).faults == ()
    assert "made-up" not in said(desk(two))
    setup = Setup.model_validate(two)
    assert [(i.title, i.effort, i.waiting) for i in setup.items] == [("Paging", 2.5, "Support"), ("Export", None, "")]
    assert setup.capacity is None


def test_the_sample_may_be_edited_without_becoming_ones_own() -> None:
    draft = change({}, {"op": "items", "do": "remove", "row": "W18"})
    assert len(titles(draft)) == 9
    setup = Setup.model_validate(draft)
    assert setup.sample
    assert setup.capacity == 40
    back = change(draft, {"op": "back", "values": {"item": "W18"}})
    assert len(titles(back)) == 10
    assert titles(change(back, add("Mine"))) == ["Mine"]


def test_a_list_brings_effort_estimates_and_who_waits() -> None:
    text = (
        "Title\tPerson-days\tReach\tImpact\tConfidence\tWaiting for it\n"
        "Paging\t5\t0.5\t2\t80%\tSupport\n"
        "Export\t8\t0.2\t1\t50 %\t\n"
        "Importer\t3\t\t\t\tSales\n"
    )
    read = imports.paste(text)
    draft = change(
        {"method": "points", "capacity": 12},
        {"op": "list", "name": "x", "items": [item.model_dump(mode="json") for item in read.items], "goals": []},
    )
    setup = Setup.model_validate(draft)
    assert [item.effort for item in setup.items] == [5, 8, 3]
    assert [item.waiting for item in setup.items] == ["Support", "", "Sales"]
    assert setup.items[0].estimates["confidence"] == 0.8
    assert setup.unit == "days"
    assert setup.capacity == 12
    found = desk(draft)
    assert "RICE" in said(found), "reach is known, so the weighted method is RICE"
    rice = change(draft, press(found, "method", "Take RICE"))
    asked = Setup.model_validate(rice)
    reach = asked.scales[0]
    assert [asked.given(item, reach) for item in asked.items] == [0.5, 0.2, None], "only what is missing is asked"
    notes = [row.note for row in table(desk(rice), "criteria").rows]
    assert notes[0].startswith("2 of 3 items have a number")
    assert notes[3].startswith("Every item has a number"), "the size is the days"


def test_a_new_list_replaces_the_old_one_and_what_was_joined_in_it() -> None:
    draft = change({"items": items(3)}, {"op": "join", "one": "i2", "into": "i1"})
    work = [{"id": "a", "title": "A", "capacity": 2, "unit": "weight"}, {"id": "b", "title": "B" * 300}]
    new = change(draft, {"op": "list", "items": work})
    setup = Setup.model_validate(new)
    assert [item.id for item in setup.live] == ["a", "b"]
    assert len(setup.items[1].title) == 200
    assert setup.unit == "weight"
    with pytest.raises(InvalidInput, match="no item yet"):
        change(new, {"op": "list", "items": []})
    with pytest.raises(InvalidInput, match="301 items are more than one session can take; 300 are"):
        change(new, {"op": "list", "items": [work[0]] * 301})


def test_pairs_that_read_alike_are_proposed_and_joined() -> None:
    rows = ["Second importer", "Importer, second try", "Status page", "Price page", "Restore drill", "Restor drills"]
    list_ = [Item(id=f"i{n}", title=title) for n, title in enumerate(rows)]
    assert likely(list_) == [("i0", "i1"), ("i4", "i5")]
    draft: Draft = {"items": [item.model_dump() for item in list_]}
    draft["items"][1] |= {"effort": 3.0, "waiting": "Sales"}
    found = desk(draft)
    joined = change(draft, press(found, "join", "keep “Second importer”"))
    setup = Setup.model_validate(joined)
    assert setup.now("i1") == "i0"
    assert (setup.item("i0").effort, setup.item("i0").waiting) == (3.0, "Sales"), "what it lacked it took over"
    assert "joined with: Importer, second try" in table(desk(joined)).rows[0].note
    apart = change(joined, press(desk(joined), "part", "Importer"), press(found, "differ", "They differ"))
    assert len(titles(apart)) == 6
    assert [b.data["one"] for b in buttons(desk(apart), "differ")] == ["i4"], "what differs is not proposed again"
    by_hand = change(apart, {"op": "join", "values": {"one": "i3", "into": "i2"}})
    assert "Price page" not in titles(by_hand)
    with pytest.raises(InvalidInput, match="joined with itself"):
        change(apart, {"op": "join", "values": {"one": "i3", "into": "i3"}})


def test_a_joined_item_that_becomes_the_kept_one_is_joined_no_more() -> None:
    draft = change(
        {"items": items(4)}, {"op": "join", "one": "i1", "into": "i0"}, {"op": "join", "one": "i0", "into": "i1"}
    )
    assert Setup.model_validate(draft).now("i0") == "i1"
    assert desk(draft).faults == ()
    removed = change(draft, {"op": "items", "do": "remove", "row": "i1"})
    assert titles(removed) == ["Item 0", "Item 2", "Item 3"], "what was joined with it stands for itself again"


@pytest.mark.parametrize(
    ("count", "wanted", "estimates", "name"),
    [
        (7, "order", "no", "ranking"),
        (11, "order", "no", "pairwise"),
        (7, "set", "no", "impact_effort"),
        (7, "order", "yes", "fit"),
        (7, "set", "yes", "moscow"),
        (20, "order", "no", "dots"),
    ],
)
def test_three_questions_propose_a_method_and_one_tap_takes_it(
    count: int, wanted: str, estimates: str, name: str
) -> None:
    draft = change(
        {"items": items(count), "method": "points"},
        {"op": "asked", "values": {"wanted": wanted, "estimates": estimates}},
    )
    found = desk(draft)
    text = next(b.help for b in found.blocks if isinstance(b, Press) and b.help.startswith("We would take"))
    assert "minutes" in text
    taken = change(draft, press(found, "method", "Take "))
    assert taken["method"] == ("weighted" if name == "fit" else name)
    assert "That is what you have." in said(desk(taken))
    assert desk(taken).faults == ()


def test_four_methods_in_front_the_others_under_more() -> None:
    found = desk({"items": items(6)}, minutes=1)
    front = [b.data["method"] for b in buttons(found, "method")]
    assert front[-4:] == ["points", "pairwise", "ranking", "impact_effort"]
    more = next(b for b in found.blocks if isinstance(b, Fill) and b.op == "method")
    assert more.fold
    assert [o.value for o in more.entries[0].options] == ["fit", "rice", "wsjf", "dots", "moscow"]
    assert "The plan gives 1." in said(found), "longer than the plan has"
    assert "look-alikes split them" in more.help, "what dots cost"
    wsjf = change({"items": items(6)}, {"op": "method", "values": {"method": "wsjf"}})
    assert Setup.model_validate(wsjf).how == "ratio"
    with pytest.raises(InvalidInput, match="no such method"):
        change({"items": items(6)}, {"op": "method", "method": "kano"})


def test_every_estimate_there_is_a_fault_that_the_desk_can_mend() -> None:
    full = {one.id: 1.0 for one in Setup.model_validate({"items": items(2), "method": "weighted"}).scales}
    draft: Draft = {"items": items(3, fit=0.5, estimates=full), "method": "weighted"}
    found = desk(draft)
    assert "nothing to ask" in found.faults[0]
    rows = table(found, "criteria").rows
    assert [row.values["weight"] for row in rows] == [2.0, 1.0, 1.0]
    mended = change(draft, {"op": "criteria", "do": "set", "row": "customers", "values": {"weight": 3, "ask": True}})
    setup = Setup.model_validate(mended)
    assert desk(mended).faults == ()
    assert [c.weight for c in setup.scales] == [2.0, 3.0, 1.0]
    assert setup.given(setup.items[0], setup.scales[1]) is None


def test_estimates_typed_by_hand_need_the_scale_of_the_answers() -> None:
    draft: Draft = {"items": items(3), "method": "weighted"}
    typed = change(
        draft, {"op": "estimates", "do": "set", "row": "i0", "values": {"title": "x", "fit": 0.8, "customers": 4}}
    )
    setup = Setup.model_validate(typed)
    assert (setup.items[0].fit, setup.items[0].estimates) == (0.8, {"customers": 4.0})
    empty = change(typed, {"op": "estimates", "do": "set", "row": "i0", "values": {"fit": None, "customers": None}})
    assert Setup.model_validate(empty).items[0].estimates == {}
    off = change(draft, {"op": "estimates", "do": "set", "row": "i0", "values": {"customers": 900}})
    assert "on a scale from 1 to 5" in desk(off).faults[0]
    with pytest.raises(InvalidInput, match="it goes from 0"):
        change(draft, {"op": "estimates", "do": "set", "row": "i0", "values": {"fit": 7}})


def test_numbers_that_all_items_have_may_be_on_any_scale() -> None:
    rows = items(3)
    for item, customers in zip(rows, (900, 300, 100), strict=True):
        item["estimates"] = {"customers": customers}
    setup = Setup.model_validate({"items": rows, "method": "weighted"})
    answers = {f"p{n}": {f"i{i} / {c}": "3" for i in range(3) for c in ("fit", "urgency")} for n in range(4)}
    order = tell(setup, answers).quantities["order"]
    assert isinstance(order, Order)
    assert order.groups == (("i0",), ("i1",), ("i2",))


def test_the_room_and_who_decides() -> None:
    draft = change(
        {"items": items(4)},
        {"op": "capacity", "values": {"capacity": "12,5", "unit": "points", "horizon": "spring"}},
        {"op": "deciding", "values": {"room": "advises", "decider": "Ines", "topic": "the spring", "everyone": 14}},
    )
    found = desk(draft)
    assert found.summary == "4 items · 12.5 points · ranking, about 2 minutes · Ines decides, this room advises"
    setup = Setup.model_validate(draft)
    assert (setup.everyone, setup.horizon, setup.topic) == (14, "spring", "the spring")
    with pytest.raises(InvalidInput, match="say who decides"):
        change(draft, {"op": "deciding", "values": {"room": "advises", "decider": " "}})
    with pytest.raises(InvalidInput, match="leaves no room at all"):
        change(draft, {"op": "capacity", "values": {"capacity": 0}})


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (add(""), "An item needs a name"),
        (add("x" * 201), "201 characters; 200 are the most"),
        (add("x", "soon"), "“soon” is no number"),
        (add("x", -1), "less than nothing"),
        (add("x", "inf"), "less than nothing"),
        ({"op": "items", "do": "set", "row": "zz", "values": {"title": "x"}}, "not in the list any more"),
        ({"op": "items", "do": "explode"}, "older than the room"),
        ({"op": "nothing"}, "older than the room"),
    ],
)
def test_a_bad_change_is_a_sentence_and_loses_nothing(bad: Draft, sentence: str) -> None:
    draft: Draft = {"items": items(3)}
    with pytest.raises(InvalidInput, match=sentence):
        change(draft, bad)
    assert draft == {"items": items(3)}


def test_a_plan_that_is_wrong_still_has_a_desk() -> None:
    broken: Draft = {"items": [{"id": "a"}, {"id": "b", "title": "B"}], "capacity": -3, "room": "advises"}
    found = desk(broken)
    assert len(table(found).rows) == 1
    assert any("Capacity: it must be above 0" in fault for fault in found.faults)
    nothing = desk({"items": []})
    assert "There are no items" in nothing.faults[0]
    assert "0 items need no vote" in said(nothing)


# --- lists that steps before bring ----------------------------------------------------------------------------------


def narrowed(count: int = 14) -> tuple[Setup, Shown]:
    narrow = Setup.model_validate(
        {"task": "narrow", "items": [{**item, "fit": 1 - n / 20} for n, item in enumerate(items(count))]}
    )
    answers = {f"p{n}": {"rescue": "i12", "same": ["i0", "i1"]} for n in range(4)}
    return narrow, Shown("prioritization", narrow.model_dump(mode="json"), tell(narrow, answers))


def test_a_narrow_step_says_what_goes_on() -> None:
    narrow, _ = narrowed()
    found = desk(narrow.model_dump(mode="json"))
    assert "10 of 14 items go on by how well they fit our goals" in said(found)
    assert not buttons(found, "method"), "no method is chosen here"
    without = desk({"task": "narrow", "items": items(14)})
    assert "4 dots each" in said(without)
    assert "price" in said(without)


def test_items_of_unknown_fit_are_named_and_may_stay_with_the_best() -> None:
    some = [{**item, "fit": 1 - n / 20 if n < 12 else None} for n, item in enumerate(items(14))]
    narrow = Setup.model_validate({"task": "narrow", "items": some})
    told = said(desk(narrow.model_dump(mode="json")))
    assert "10 of 14 items go on" in told
    assert "two (“Item 12” and “Item 13”). That does not mean a poor fit." in told
    draft: Draft = {"items": some}
    found = desk(draft)
    assert [row.note for row in table(found).rows][11:] == ["fits our goals 45%", *["fit with our goals not known"] * 2]
    assert len(titles(change(draft, press(found, "best", "Keep the 10 that fit our goals best")))) == 10
    both = change(draft, press(found, "best", "and the 2 whose fit is not known"))
    assert titles(both)[-2:] == ["Item 12", "Item 13"]
    assert len(titles(both)) == 12
    people = {f"p{n}": {"rescue": "i12" if n else "i10"} for n in range(4)}
    findings = prioritization.findings(narrow, tell(narrow, people))
    assert [f.text.rpartition(": ")[2] for f in findings if f.id == "unknown_fit"] == ["“Item 13”."]


def test_the_short_list_comes_and_stays_as_the_host_leaves_it() -> None:
    _, shown = narrowed()
    found = desk({"method": "ranking"}, [shown])
    assert len(table(found).rows) == 11
    assert "comes from the steps before" in said(found)
    assert "say 4 of us" in said(found), "what people called the same is proposed first"
    joined = change({"method": "ranking"}, press(found, "join", "keep “Item 0”"), shown=[shown])
    added = change(joined, add("One more"), shown=[shown])
    opened = prioritization.prepare(Setup.model_validate(added), [shown])
    assert [item.title for item in opened.live][-1] == "One more"
    assert opened.now("i1") == "i0"
    assert len(opened.live) == 11


def test_a_long_list_may_keep_fits_best_without_a_rescue() -> None:
    draft: Draft = {"items": [{**item, "fit": 1 - n / 20} for n, item in enumerate(items(14))]}
    found = desk(draft)
    short = change(draft, press(found, "best", "Keep the 10"))
    assert len(titles(short)) == 10
    assert "14 items are many" not in said(desk(short))


def test_a_dots_vote_makes_the_list_of_the_next_one_and_votes_stand_side_by_side() -> None:
    dots = Setup.model_validate({"items": items(13), "method": "dots"})
    votes = {f"p{n}": {"dots": {f"i{i}": 1 for i in range(4)}} for n in range(4)}
    first = Shown("prioritization", dots.model_dump(mode="json"), tell(dots, votes))
    second = prioritization.prepare(Setup(), [first])
    assert [item.id for item in second.live][:4] == ["i0", "i1", "i2", "i3"]
    points = prioritization.prepare(Setup.model_validate({"items": items(4), "method": "points"}), [])
    given = {f"p{n}": {"points": {"i3": 60, "i1": 40}} for n in range(4)}
    other = Shown("prioritization", points.model_dump(mode="json"), tell(points, given))
    ranking = prioritization.prepare(Setup.model_validate({"items": items(4)}), [other])
    assert ranking.beside[0].method == "points"
    assert ranking.beside[0].groups == (("i3",), ("i1",), ("i0", "i2"))


# --- through the room -----------------------------------------------------------------------------------------------

PLAN = Plan(
    id="test",
    title="What comes first",
    minutes=12,
    steps=(
        Step(id="vote", title="Vote", exercise="prioritization", minutes=8, setup={"method": "ranking"}),
        Step(id="end", title="End", kind="talk", minutes=4),
    ),
)


def test_arranged_through_the_room_and_opened() -> None:
    room = TestRoom(PLAN)
    people = room.people(3)
    for title in ("Paging", "Export", "Importer"):
        room.do(room.facilitator, "arrange step", step="vote", change=add(title, 2))
    with pytest.raises(Refused, match="say who decides"):
        room.do(room.facilitator, "arrange step", step="vote", change={"op": "deciding", "values": {"room": "advises"}})
    values = {"room": "advises", "decider": "Ines", "topic": "the spring"}
    room.do(room.facilitator, "arrange step", step="vote", change={"op": "deciding", "values": values})
    assert desks_of(room.state, "vote")["arrange"]["summary"].startswith("3 items")
    room.next()
    form = room.view(people[0])["form"]
    assert form["intro"][0] == "Ines decides the spring. This room advises."
    assert {option["label"] for option in form["fields"][0]["options"]} == {"Paging", "Export", "Importer"}


def test_a_draft_that_is_wrong_does_not_open_and_says_why_in_a_sentence() -> None:
    room = TestRoom(PLAN)
    room.people(3)
    room.do(room.facilitator, "arrange step", step="vote", change=add("Only one"))
    with pytest.raises(Refused) as refused:
        room.next()
    assert refused.value.text == (
        "The step “Vote” cannot open: "
        "There is one item left, so there is nothing to order; add another, or talk about this one."
    )
