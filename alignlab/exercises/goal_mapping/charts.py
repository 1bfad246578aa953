"""Charts of the released picture: what was found on the map, words beside work, the whole map."""

from __future__ import annotations

from collections.abc import Sequence

from alignlab.exercises.goal_mapping import narrow, wide
from alignlab.exercises.goal_mapping.facts import Facts, ItemFact, facts
from alignlab.exercises.goal_mapping.names import say
from alignlab.exercises.goal_mapping.say_do import say_do
from alignlab.exercises.goal_mapping.sketch import MOST_THINGS, Sketch, found, whole
from alignlab.exercises.goal_mapping.tell import of_100
from alignlab.model.measures import Released
from alignlab.model.picture import Chart
from alignlab.model.words import listed, titled

MOST_TOLD = 12  # items of a list in a chart's text; the rest is counted


def charts(released: Released) -> list[Chart]:
    """The first is for the wall: at most twelve things. None where nothing is told."""
    some = facts(released)
    if some is None:
        return []
    everything, few = whole(some), found(some)
    wall = [_found(few)] if few else []
    dumbbells = [chart] if (chart := say_do(some)) else []
    large = [_whole(everything)]
    small = len(everything.ids) <= MOST_THINGS
    return [*large, *dumbbells] if small else [*wall, *dumbbells, *large]


def _found(sketch: Sketch) -> Chart:
    return Chart(
        id="found",
        title=say("title_found"),
        text=say("chart_found_text", items=_several(_told(sketch))),
        svg=wide.draw(sketch, wide.WALL),
        svg_narrow=narrow.draw(sketch),
    )


def _whole(sketch: Sketch) -> Chart:
    small = len(sketch.ids) <= MOST_THINGS
    return Chart(
        id="map",
        title=say("title_whole"),
        text=in_words(sketch),
        svg=wide.draw(sketch, wide.WALL if small else wide.PAGE),
        svg_narrow=narrow.draw(sketch),
        wall=small,
    )


def _told(sketch: Sketch) -> list[str]:
    unit = sketch.some.graph.unit
    goals = [
        say("chart_found_item", item=goal.node.label, what=of_100(goal.do.value, unit))
        for goal in sketch.asked
        if goal.do
    ]
    return [*(_what(sketch.some, item) for item in sketch.items), *goals, *(node.label for node in sketch.upper)]


def _what(some: Facts, item: ItemFact) -> str:
    if item.state == "none":
        what = say("chart_found_none")
    else:
        edges = item.agreed or item.contested
        goals = listed([titled(some.nodes[edge.target].label) for edge in edges])
        what = say("chart_found_agreed" if item.agreed else "chart_found_split", goal=goals, goals=goals)
    return say("chart_found_item", item=item.node.label, what=what)


def in_words(sketch: Sketch) -> str:
    """Goal by goal, then what we split on, then what has no agreed goal."""
    parts = []
    for goal in sketch.asked:
        items = [_supported(item, goal.node.id) for item in sketch.groups.get(goal.node.id, ())]
        name = "chart_goal" if items else "chart_goal_none"
        parts.append(say(name, goal=goal.node.label, items=_several(items)))
    if sketch.contested:
        parts.append(say("chart_split", items=_several([item.node.label for item in sketch.contested])))
    if sketch.stopped:
        parts.append(say("chart_stopped", items=_several([item.node.label for item in sketch.stopped])))
    if sketch.placeless:
        parts.append(say("chart_none", items=_several([item.node.label for item in sketch.placeless])))
    return " ".join(parts)


def _supported(item: ItemFact, goal: str) -> str:
    if item.ruled is not None:
        return say("chart_item_settled", item=item.node.label)
    edge = next(edge for edge in item.agreed if edge.target == goal)
    return say("chart_item", item=item.node.label, count=edge.count, n=edge.n)


def _several(items: Sequence[str]) -> str:
    rest = len(items) - MOST_TOLD
    told = list(items[:MOST_TOLD]) + ([say("more_items", count=rest)] if rest > 0 else [])
    return "; ".join(told)
