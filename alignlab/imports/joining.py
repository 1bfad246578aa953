"""Work and goals that come in two files."""

from __future__ import annotations

from dataclasses import replace

from alignlab.imports.goal_columns import references_warning, some
from alignlab.imports.result import Import
from alignlab.model.work import Goal, GoalGraph, Item


def join(work: Import, goals: Import) -> Import:
    """The import of `work` with the goals of `goals`: links by id or by title, in either case.

    Goals that `work` made up from names give way to those of `goals` with the same title. Links that lead nowhere are
    taken away with a warning. Raises InvalidInput for goals whose links run in a circle.
    """
    ids = {goal.id.casefold(): goal.id for goal in goals.goals}
    titles = {goal.title.casefold(): goal.id for goal in goals.goals}
    stays = [goal for goal in work.goals if goal.title.casefold() not in titles and goal.id.casefold() not in ids]
    renamed = {goal.id: titles.get(goal.title.casefold(), ids.get(goal.id.casefold(), goal.id)) for goal in work.goals}
    known = {goal.id for goal in stays} | {goal.id for goal in goals.goals} | {item.id for item in work.items}
    lost: dict[str, None] = {}

    def resolve(parents: tuple[str, ...]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for one in parents:
            other = renamed.get(one) or ids.get(one.casefold()) or titles.get(one.casefold()) or one
            (found if other in known else lost)[other] = None
        return tuple(found)

    def moved_item(item: Item) -> Item:
        return item.model_copy(update={"parents": resolve(item.parents)})

    def moved_goal(goal: Goal) -> Goal:
        return goal.model_copy(update={"parents": resolve(goal.parents)})

    graph = GoalGraph.of([*goals.goals, *map(moved_goal, stays)])
    items = tuple(map(moved_item, work.items))
    warnings = [one for one in work.warnings if one != references_warning(work.references)]
    warnings += goals.warnings
    if lost:
        names = some(list(lost))
        warnings.append(
            f"Named as goals but in neither file: {names}. The links to them were taken away. "
            "Add these goals if they are missing."
        )
    return replace(work, items=items, goals=graph.goals, warnings=tuple(warnings), references=())
