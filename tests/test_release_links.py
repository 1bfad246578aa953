"""What may leave of links that people drew between things."""

from __future__ import annotations

from random import Random

from alignlab.model.measures import Graph, Linked, Network, Node, Privacy, Released, Result, Withheld
from alignlab.recap.told import in_words, lines
from alignlab.release import policy_for, release

PEOPLE = frozenset({"ann", "bob", "cem", "dea"})
NODES = (
    Node(id="x", label="X", layer="work", size=2),
    Node(id="y", label="Y", layer="work"),
    Node(id="A", label="Aim", layer="goal"),
)
NETWORK = Network(
    of=PEOPLE,
    nodes=NODES,
    linked={
        "x": Linked(PEOPLE, PEOPLE - {"dea"}, {"A": frozenset({"ann", "bob"}), "B": frozenset()}, {"A": 0.5}),
        "y": Linked(frozenset({"ann", "bob"}), frozenset({"ann"}), {"A": frozenset({"ann"})}),
    },
    targets=("A", "B"),
    title="Map",
    unit="days",
)


def told(privacy: Privacy, of: frozenset[str] = PEOPLE) -> Released:
    return release(Result(of=of, quantities={"map": NETWORK}), policy_for(privacy), Random(1))


def test_about_work_counts_are_exact_and_nobody_is_left() -> None:
    graph = told("about_work").quantities["map"]
    assert isinstance(graph, Graph)
    assert [(e.source, e.target, e.count, e.n, e.weight) for e in graph.edges] == [("x", "A", 2, 3, 0.5)]
    assert (graph.asked, graph.knows, graph.n) == ({"x": 4}, {"x": 3}, 4)
    assert not any(person in graph.model_dump_json() for person in PEOPLE)


def test_a_source_that_two_looked_at_is_left_out_but_stays_on_the_map() -> None:
    graph = told("about_work").quantities["map"]
    assert isinstance(graph, Graph)
    assert "y" not in graph.asked
    assert [node.id for node in graph.nodes] == ["x", "y", "A"]


def test_about_me_and_two_people_are_told_nothing() -> None:
    assert isinstance(told("about_me", PEOPLE | {"eve"}).quantities["map"], Withheld)
    assert isinstance(told("about_work", frozenset({"ann", "bob"})).quantities["map"], Withheld)


def test_it_comes_back_from_json_and_is_said_in_words() -> None:
    released = told("about_work")
    again = Released.model_validate_json(released.model_dump_json())
    assert again == released
    [line] = lines(again)
    assert (line.cell, line.label, line.count, line.n) == ("x+A", "X → Aim", 2, 3)
    assert in_words(again.quantities["map"]) == ("X → Aim: 2 of 3",)
    graph = again.quantities["map"]
    assert isinstance(graph, Graph)
    more = [*graph.edges, graph.edges[0].model_copy(update={"target": "y", "count": 3})]
    both = graph.model_copy(update={"edges": tuple(more)})
    assert in_words(both) == ("X → Y: 3 of 3, Aim: 2 of 3",), "all of one thing in one line, most first"
