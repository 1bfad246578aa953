"""Release: what may leave of a result. The insider knows their own answer and the picture, and must not be certain.

By symmetry among the others somebody's answer is certain exactly when, over all groups of answers that fit the picture
and contain one's own, all others gave one and the same answer in all of them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import combinations, combinations_with_replacement
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignlab.exercises.stage_self_placement import Setup, analyse
from alignlab.model.measures import Measure, Quote, Released, Result, Tally
from alignlab.release import policy_for, release

ABOUT_ME = policy_for("about_me")
ABOUT_WORK = policy_for("about_work")
World = tuple[Any, ...]
OUTSIDER = object()


def people(n: int) -> list[str]:
    return [f"person-{i:02d}" for i in range(n)]


def tell(result: Result, policy: Any = ABOUT_ME) -> Released:
    return release(result, policy, Random(1))


def tally(values: Sequence[Any], cells: Sequence[Any], shape: Any, **more: Any) -> Tally:
    """People 0, 1, … with these values; a value may be a set of cells (picks)."""
    who = dict(zip(people(len(values)), values, strict=True))

    def within(cell: Any, value: Any) -> bool:
        return cell in value if isinstance(value, frozenset) else cell == value

    inside = {str(cell): frozenset(p for p, value in who.items() if within(cell, value)) for cell in cells}
    return Tally(of=frozenset(who), cells=inside, shape=shape, **more)


def told_of(quantity: Tally) -> str:
    of = frozenset(quantity.of)
    return tell(Result(of, {"q": quantity})).model_dump_json()


def suspicions(
    worlds: Iterable[World], message: Callable[[World], Hashable], attribute: Callable[[Any], Hashable] = lambda v: v
) -> dict[tuple[Hashable, Any], set[Hashable]]:
    """(message, own value) -> what another person's attribute may be, over all worlds that fit."""
    possible: dict[tuple[Hashable, Any], set[Hashable]] = defaultdict(set)
    for world in worlds:
        said = message(world)
        for own in {*world, OUTSIDER}:
            others = {v for v in world if v != own or world.count(v) > 1}
            possible[said, own] |= {attribute(v) for v in others}
    return possible


def assert_nobody_certain(*args: Any) -> None:
    certain = {key: values for key, values in suspicions(*args).items() if len(values) < 2}
    assert not certain, f"{len(certain)} certain, such as {next(iter(certain.items()))}"


def groups(values: Iterable[Any], n: int) -> Iterable[World]:
    return combinations_with_replacement(list(values), n)


# --- the insider --------------------------------------------------------------------------------------------------


def test_the_insider_test_itself_finds_a_leak() -> None:
    """Exact counts of five people do leak: the test would say so."""
    with pytest.raises(AssertionError, match="certain"):
        assert_nobody_certain(groups((True, False), 5), lambda world: sum(world))


@pytest.mark.parametrize("n", range(5, 13))
def test_insider_yes_no(n: int) -> None:
    assert_nobody_certain(groups((True, False), n), lambda world: told_of(tally(world, [True], "yes_no")))


@pytest.mark.parametrize(("n", "cells"), [(5, 9), (6, 9), (7, 9), (8, 9), (9, 7), (9, 5), (9, 3), (6, 2), (9, 2)])
def test_insider_spread(n: int, cells: int) -> None:
    scale = range(cells)
    assert_nobody_certain(groups(scale, n), lambda world: told_of(tally(world, scale, "ordered")))


@pytest.mark.parametrize("n", range(5, 8))
def test_insider_spread_leaves_a_third_of_the_scale_open(n: int) -> None:
    """Not even "one of these two neighbouring places" can be said of another."""
    possible = suspicions(groups(range(9), n), lambda world: told_of(tally(world, range(9), "ordered")))
    narrow = {key: values for key, values in possible.items() if max(values) - min(values) + 1 < 3}
    assert not narrow, f"{len(narrow)}, such as {next(iter(narrow.items()))}"


@pytest.mark.parametrize(("n", "cells"), [(10, 9), (11, 6), (12, 6), (13, 5), (12, 3), (10, 2), (12, 2)])
def test_insider_bars(n: int, cells: int) -> None:
    scale = range(cells)
    assert_nobody_certain(groups(scale, n), lambda world: told_of(tally(world, scale, "ordered")))


def subsets(cells: str, most: int) -> list[frozenset[str]]:
    return [frozenset(some) for size in range(most + 1) for some in combinations(cells, size)]


@pytest.mark.parametrize(("n", "cells", "most"), [(5, "abcd", 3), (6, "abcd", 3), (7, "abcd", 2), (5, "abcde", 2)])
def test_insider_picks_and_themes(n: int, cells: str, most: int) -> None:
    """Neither that somebody chose a thing nor that they did not."""
    themes = {"a": "t", "b": "t", "c": "u", "d": "u", "e": "v"}

    def message(world: World) -> str:
        groups_ = {cell: themes[cell] for cell in cells}
        return told_of(tally(world, cells, "picks", groups=groups_))

    worlds = {world: message(world) for world in groups(subsets(cells, most), n)}
    for cell in cells if most == 3 else "":
        assert_nobody_certain(worlds, worlds.__getitem__, lambda chosen, cell=cell: cell in chosen)
    assert_nobody_certain(worlds, worlds.__getitem__)


def test_insider_picks_when_almost_all_choices_are_used_up() -> None:
    """Five people, three choices each: were four things told, who chose nothing would know what nobody chose."""
    answers = [chosen for chosen in subsets("abcde", 3) if len(chosen) in (0, 3)]
    worlds = {world: told_of(tally(world, "abcde", "picks")) for world in groups(answers, 5)}
    for cell in "abcde":
        assert_nobody_certain(worlds, worlds.__getitem__, lambda chosen, cell=cell: cell in chosen)


@pytest.mark.parametrize("n", range(5, 10))
def test_insider_single_choice(n: int) -> None:
    answers = ("a", "b", "c", None)
    assert_nobody_certain(groups(answers, n), lambda world: told_of(tally(world, "abc", "counts")))


FREQUENCIES = ("never", "now_and_then", "mostly", "every_time", "no_occasion", None)
ONE_BEHAVIOUR = Setup()
ONE_BEHAVIOUR = ONE_BEHAVIOUR.model_copy(update={"behaviours": ONE_BEHAVIOUR.behaviours[:1], "struggles": ()})


def told_of_behaviour(world: World) -> str:
    """The real analysis: one cut a statement, and which cut depends on the answers."""
    part = ONE_BEHAVIOUR.behaviours[0].id
    answers = {p: {part: v, "placement": ["mid"]} for p, v in zip(people(len(world)), world, strict=True)}
    return tell(analyse(ONE_BEHAVIOUR, answers, Random(1))).quantities[part].model_dump_json()


@pytest.mark.parametrize("n", range(5, 10))
def test_insider_behaviour_with_its_data_dependent_cut(n: int) -> None:
    """Not the answer, nor whether it came up, nor whether it is carried."""
    worlds = {world: told_of_behaviour(world) for world in groups(FREQUENCIES, n)}
    assert_nobody_certain(worlds, worlds.__getitem__)
    assert_nobody_certain(worlds, worlds.__getitem__, lambda v: v == "no_occasion")
    assert_nobody_certain(worlds, worlds.__getitem__, lambda v: v in ("mostly", "every_time"))


@pytest.mark.parametrize("n", range(10, 14))
def test_insider_behaviour_in_larger_groups(n: int) -> None:
    worlds = {world: told_of_behaviour(world) for world in groups(("never", "mostly", "no_occasion"), n)}
    assert_nobody_certain(worlds, worlds.__getitem__)


# --- the rules, one by one ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yes", "n", "told", "count"),
    [
        *((0, 5, "few", None), (2, 5, "few", None), (3, 5, "most", None), (5, 5, "most", None)),
        *((3, 6, "count", 3), (2, 8, "few", None), (3, 8, "count", 3), (5, 8, "count", 5), (6, 8, "most", None)),
    ],
)
def test_yes_no_is_told_as_few_number_or_most(yes: int, n: int, told: str, count: int | None) -> None:
    world = [True] * yes + [False] * (n - yes)
    fact = tell(Result(frozenset(people(n)), {"q": tally(world, [True], "yes_no")})).quantities["q"]
    assert (fact.told, fact.count, fact.n) == (told, count, n)  # type: ignore[union-attr]


def test_yes_no_counts_everybody_who_answered_the_step() -> None:
    everyone = frozenset(people(9))
    few = Tally(of=frozenset(people(4)), cells={"yes": frozenset(people(4))}, shape="yes_no")
    fact = tell(Result(everyone, {"q": few})).quantities["q"]
    assert (fact.told, fact.count, fact.n) == ("count", 4, 9)  # type: ignore[union-attr]


def ordered(world: Sequence[int], cells: int = 9) -> Any:
    quantity = tally(world, range(cells), "ordered", labels={str(i): f"L{i}" for i in range(cells)})
    return tell(Result(quantity.of, {"q": quantity})).quantities["q"]


def test_nine_people_are_told_as_median_and_middle_half() -> None:
    told = ordered([0, 1, 2, 2, 3, 4, 5, 6, 8])
    assert (told.type, told.low, told.median, told.high, told.n) == ("spread", "2", "3", "5", 9)


def test_a_narrow_span_is_widened_to_a_third_of_the_scale_and_whole_steps() -> None:
    assert [(t.low, t.high) for t in (ordered([4] * 6), ordered([3] * 6), ordered([8] * 6), ordered([0] * 6))] == [
        ("4", "6"),
        ("2", "4"),
        ("6", "8"),
        ("0", "2"),
    ]


def test_ten_people_are_told_as_bars_of_none_or_three_and_more() -> None:
    told = ordered([0, 0, 0, 2, 3, 3, 7, 8, 8, 8])
    assert [(bar.cells, bar.count) for bar in told.bars if bar.count] == [
        (("0",), 3),
        (("2", "3"), 3),
        (("7", "8"), 4),
    ]
    assert [cell for bar in told.bars for cell in bar.cells] == [str(i) for i in range(9)]
    assert told.bars[2].label == "L2 to L3"


def test_everybody_in_one_cell_is_never_told_as_one_cell() -> None:
    for place in range(9):
        full = [bar for bar in ordered([place] * 11).bars if bar.count]
        assert len(full) == 1
        assert len(full[0].cells) >= 2


@given(st.lists(st.integers(0, 8), min_size=10, max_size=40))
def test_bars_add_up_and_hold_none_or_three_and_more(world: list[int]) -> None:
    told = ordered(world)
    assert sum(bar.count for bar in told.bars) == told.n == len(world)
    assert all(bar.count == 0 or bar.count >= 3 for bar in told.bars)
    assert [cell for bar in told.bars for cell in bar.cells] == [str(i) for i in range(9)]


def test_picks_tell_what_three_chose_in_the_order_of_the_form_else_themes() -> None:
    groups_ = {"a": "t", "b": "t", "c": "u"}
    three = [frozenset("ca")] * 3 + [frozenset("b")] * 2 + [frozenset()]
    told = tell(Result(frozenset(people(6)), {"q": tally(three, "abc", "picks", groups=groups_)})).quantities["q"]
    assert (list(told.cells), told.themes) == (["a", "c"], {})  # type: ignore[union-attr]
    spread = [frozenset("a")] * 2 + [frozenset("b")] * 2 + [frozenset("c")] * 2
    quantity = tally(spread, "abc", "picks", groups=groups_, group_labels={"t": "Theme"})
    told = tell(Result(frozenset(people(6)), {"q": quantity})).quantities["q"]
    assert (told.cells, told.themes) == ({}, {"t": "Theme"})  # type: ignore[union-attr]


def test_about_me_withholds_everything_and_even_n_below_five() -> None:
    quantities = {
        "a": tally([True] * 4, [True], "yes_no"),
        "b": Measure(3.5, frozenset(people(4))),
        "c": (Quote("hello", frozenset({"person-01"})),),
    }
    told = tell(Result(frozenset(people(4)), quantities))
    assert told.n is None
    assert {q.type for q in told.quantities.values()} == {"withheld"}


def test_about_me_withholds_a_placement_that_fewer_than_five_gave() -> None:
    quantity = tally([1, 2, 3, 4], range(5), "ordered")
    assert tell(Result(frozenset(people(9)), {"q": quantity})).quantities["q"].type == "withheld"


def test_about_me_withholds_measures() -> None:
    told = tell(Result(frozenset(people(9)), {"q": Measure(3.5, frozenset(people(9)))}))
    assert told.quantities["q"].type == "withheld"


def test_about_work_is_exact_from_three() -> None:
    quantities = {
        "choice": tally("aab", "abc", "counts", labels={"a": "A"}),
        "scale": tally([0, 0, 2], range(3), "ordered"),
        "fact": tally([True, False, False], [True], "yes_no"),
        "number": Measure(0.27, frozenset(people(3)), 0.1, 0.4, "days", "Load"),
    }
    told = tell(Result(frozenset(people(3)), quantities), ABOUT_WORK).quantities
    assert (told["choice"].cells, told["choice"].labels["a"]) == ({"a": 2, "b": 1, "c": 0}, "A")  # type: ignore[union-attr]
    assert [bar.count for bar in told["scale"].bars] == [2, 0, 1]  # type: ignore[union-attr]
    assert (told["fact"].told, told["fact"].count) == ("count", 1)  # type: ignore[union-attr]
    assert told["number"].model_dump(exclude={"type"}) == {
        "title": "Load",
        "value": 0.27,
        "low": 0.1,
        "high": 0.4,
        "unit": "days",
        "n": 3,
    }


def test_about_work_withholds_below_three_the_step_or_one_question() -> None:
    two = {"q": tally("ab", "ab", "counts"), "m": Measure(1.0, frozenset(people(2)))}
    assert {q.type for q in tell(Result(frozenset(people(2)), two), ABOUT_WORK).quantities.values()} == {"withheld"}
    assert {q.type for q in tell(Result(frozenset(people(9)), two), ABOUT_WORK).quantities.values()} == {"withheld"}


def test_quotes_leave_shuffled_whatever_order_they_came_in() -> None:
    quotes = tuple(Quote(f"text {i}", frozenset({p})) for i, p in enumerate(people(8)))
    of = frozenset(people(8))
    one = release(Result(of, {"q": quotes}), ABOUT_ME, Random(4)).quantities["q"]
    other = release(Result(of, {"q": quotes[::-1]}), ABOUT_ME, Random(4)).quantities["q"]
    assert one == other
    assert sorted(one.texts) == [f"text {i}" for i in range(8)]  # type: ignore[union-attr]
    assert list(one.texts) != sorted(one.texts)  # type: ignore[union-attr]


# --- nothing of a person, no other number -------------------------------------------------------------------------


@st.composite
def results(draw: st.DrawFn) -> Result:
    everyone = [f"id{draw(st.integers(10**9, 10**10))}x{i}" for i in range(draw(st.integers(0, 14)))]
    people_ = st.frozensets(st.sampled_from(everyone)) if everyone else st.just(frozenset())
    quantities: dict[str, Any] = {}
    for i in range(draw(st.integers(1, 5))):
        shape = draw(st.sampled_from(("yes_no", "ordered", "picks", "counts", "measure", "quotes")))
        if shape == "measure":
            quantities[f"q{i}"] = Measure(draw(st.floats(1e3, 1e4)), draw(people_), 2e3, 3e4)
        elif shape == "quotes":
            quantities[f"q{i}"] = tuple(Quote("words", draw(people_)) for _ in range(draw(st.integers(0, 4))))
        else:
            cells = ["c"] if shape == "yes_no" else [f"c{'abcdefg'[j]}" for j in range(draw(st.integers(1, 7)))]
            places = {p: draw(st.sampled_from([*cells, ""])) for p in everyone}
            inside = {c: frozenset(p for p, place in places.items() if place == c) for c in cells}
            quantities[f"q{i}"] = Tally(frozenset(everyone), inside, shape, groups=dict.fromkeys(cells[:2], "t"))
    return Result(frozenset(everyone), quantities)


def numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [n for inner in value.values() for n in numbers(inner)]
    if isinstance(value, list):
        return [n for inner in value for n in numbers(inner)]
    return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []


@settings(max_examples=300)
@given(results(), st.sampled_from(("about_me", "about_work", "named")))
def test_no_person_is_in_any_released(result: Result, privacy: Any) -> None:
    text = release(result, policy_for(privacy), Random(1)).model_dump_json()
    assert not [person for person in result.of if person in text]
    assert Released.model_validate_json(text).model_dump_json() == text


@settings(max_examples=300)
@given(results())
def test_no_unreleased_number_is_in_any_released(result: Result) -> None:
    told = tell(result)
    n = len(result.of)
    if n < 5:
        assert numbers(told.model_dump(mode="json")) == []
        return
    for name, quantity in told.quantities.items():
        found = numbers(json.loads(quantity.model_dump_json()))
        inside = result.quantities[name]
        placed = sum(len(some) for some in inside.cells.values()) if isinstance(inside, Tally) else n
        if quantity.type == "yes_no":
            assert [x for x in found if x != n] in ([], [placed])
            assert quantity.count is None or 3 <= quantity.count <= n - 3
        elif quantity.type == "bars":
            assert all(x == placed or x == 0 or 3 <= x <= placed for x in found)
        else:
            assert set(found) <= {n, placed}
