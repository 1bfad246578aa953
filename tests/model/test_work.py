"""Items, goals and the goal graph."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from alignlab.errors import InvalidInput
from alignlab.model.digraph import cycles
from alignlab.model.work import Goal, GoalGraph, Item, Level, share_notices, work_faults


def goal(one: str, *parents: str, level: Level = Level.TEAM, announced: float | None = None) -> Goal:
    return Goal(id=one, title=f"Goal {one}", level=level, parents=parents, announced=announced)


def test_a_size_is_a_weight_not_days() -> None:
    sizes = {size: Item(id=size, title=size, size=size) for size in ("S", "M", "L")}
    assert {size: (item.capacity, item.unit) for size, item in sizes.items()} == {
        "S": (1.0, "weight"),
        "M": (3.0, "weight"),
        "L": (8.0, "weight"),
    }


def test_a_number_wins_over_a_size() -> None:
    item = Item(id="a", title="A", size="L", capacity=2.0)
    assert (item.capacity, item.unit) == (2.0, "days")


@pytest.mark.parametrize("capacity", [-1.0, float("nan"), float("inf")])
def test_capacity_must_be_an_amount(capacity: float) -> None:
    with pytest.raises(ValidationError, match="give 0 or more"):
        Item(id="a", title="A", capacity=capacity)


def test_items_and_goals_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Item(id="a", title="A").title = "B"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        goal("a").title = "B"  # type: ignore[misc]


def test_models_survive_json() -> None:
    item = Item(id="a", title="A", size="M", parents=("g",), extras={"Status": "open"})
    assert Item.model_validate_json(item.model_dump_json()) == item


def test_a_cycle_is_spelled_out_with_titles() -> None:
    with pytest.raises(InvalidInput) as caught:
        GoalGraph.of([goal("a", "b"), goal("b", "c"), goal("c", "a"), goal("d", "a")])
    assert "Goal a -> Goal b -> Goal c -> Goal a" in caught.value.faults[0]
    assert len(caught.value.faults) == 1


def test_a_goal_that_serves_itself_is_a_cycle() -> None:
    with pytest.raises(InvalidInput, match="Goal a -> Goal a"):
        GoalGraph.of([goal("a", "a")])


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(InvalidInput) as caught:
        GoalGraph.of([goal("a"), goal("a"), goal("b", "x"), goal("c", "c")])
    assert len(caught.value.faults) == 3
    assert "2 goals have the id 'a'" in caught.value.faults[0]
    assert "'x'" in caught.value.faults[1]


def test_many_parents_and_the_way_up_and_down() -> None:
    graph = GoalGraph.of(
        [
            goal("t", "c1", "c2"),
            goal("c1", "m", level=Level.COMPANY),
            goal("c2", "m", level=Level.COMPANY),
            goal("m", level=Level.MISSION),
            goal("lone"),
        ]
    )
    assert graph.above("t") == {"c1", "c2", "m"}
    assert graph.below("m") == {"c1", "c2", "t"}
    assert [one.id for one in graph.unjoined] == ["lone"]
    assert graph.order.index("m") < graph.order.index("c1") < graph.order.index("t")
    assert sorted(graph.order) == ["c1", "c2", "lone", "m", "t"]


def test_notices_name_what_to_look_at() -> None:
    graph = GoalGraph.of(
        [
            goal("m", "t", level=Level.MISSION),
            goal("m2", level=Level.MISSION),
            goal("t", announced=60),
            goal("u", announced=30),
        ]
    )
    notices = graph.notices()
    assert any("'Goal u' (team goal) is joined to nothing above" in one for one in notices)
    assert any("is one of the two levels wrong" in one for one in notices)
    assert any("more than one mission" in one for one in notices)
    assert "The announced shares add up to 90 %, not to 100 %. Is a goal missing, or a share?" in notices


def test_without_a_higher_level_nothing_is_unjoined() -> None:
    assert GoalGraph.of([goal("a"), goal("b")]).unjoined == ()
    assert GoalGraph.of([]).notices() == ()


@pytest.mark.parametrize("shares", [[50, 50], [33.3, 33.3, 33.3], [None, None], [100]])
def test_shares_that_add_up_are_no_notice(shares: list[float | None]) -> None:
    assert share_notices([goal(str(place), announced=share) for place, share in enumerate(shares)]) == ()


def test_shares_may_add_up_within_each_level() -> None:
    company = [goal("a", announced=100, level=Level.COMPANY)]
    assert share_notices([*company, goal("b", announced=40), goal("c", announced=60)]) == ()


def test_two_goals_with_the_same_words_are_noticed_once() -> None:
    twins = [Goal(id="a", title="Trust"), Goal(id="b", title="trust")]
    assert GoalGraph.of(twins).notices() == ("Two goals have the same words: 'Trust'.",)


def test_work_faults() -> None:
    items = [
        Item(id="w", title="W", parents=("g", "ghost")),
        Item(id="w", title="W again"),
        Item(id="g", title="clash"),
        Item(id="x", title="X", parents=("y",)),
        Item(id="y", title="Y", parents=("x",)),
    ]
    faults = " ".join(work_faults(items, [goal("g")]))
    for words in ("2 items have the id 'w'", "'g' belongs to an item and to a goal", "'ghost'", "X -> Y -> X"):
        assert words in faults
    assert work_faults([Item(id="w", title="W", parents=("g",))], [goal("g")]) == []


def test_a_chain_of_ten_thousand_is_no_trouble() -> None:
    chain = {str(one): (str(one + 1),) for one in range(10_000)}
    assert cycles(chain) == []
    assert len(cycles(chain | {"10000": ("0",)})) == 1


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20))
def test_cycles_are_found_exactly_when_there_is_one(links: list[tuple[int, int]]) -> None:
    parents: dict[str, list[str]] = {}
    for below, above in links:
        parents.setdefault(str(below), []).append(str(above))
    found = cycles(parents)
    for cycle in found:
        assert cycle[0] == cycle[-1]
        assert all(after in parents[before] for before, after in itertools.pairwise(cycle))
    reach = {one: set(above) for one, above in parents.items()}
    for _ in range(9):
        for one in reach:
            reach[one] |= {far for near in reach[one] for far in reach.get(near, ())}
    assert bool(found) == any(one in above for one, above in reach.items())
