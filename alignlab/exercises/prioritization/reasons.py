"""A reason in one line for what somebody puts first, and for what they put last; shown only by their own tap."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from alignlab.exercises.prioritization import parts
from alignlab.exercises.prioritization.setup import Setup
from alignlab.exercises.prioritization.votes import complete, worths
from alignlab.exercises.prioritization.words import say
from alignlab.methods.checks import Floats
from alignlab.model.base import Json
from alignlab.model.form import Field, Option

MOST_REASON = 140  # characters: one line on a wall


def reasons(setup: Setup, values: Mapping[str, Json], round_: int) -> list[Field]:
    """One line for the first and for the last of one's own vote, as soon as there is one; older lines stay."""
    first, last = ends(setup, worths(setup, values)) if complete(setup, values) else ("", "")
    asked = [id_ for id_ in (first, last) if id_]
    asked += [i.id for i in setup.live if i.id not in asked and values.get(parts.of_round(parts.why(i.id), round_))]
    fields = [
        Field(
            part=parts.of_round(parts.why(id_), round_),
            kind="text",
            label=say("why_last" if id_ == last else "why_first", item=setup.titles[id_]),
            lead=say("why_lead"),
            most=MOST_REASON,
            optional=True,
        )
        for id_ in asked
    ]
    return [*fields, _post(round_)] if fields else []


def _post(round_: int) -> Field:
    options = (Option(value=parts.YES, label=say("post_yes")), Option(value=parts.NO, label=say("post_no")))
    return Field(
        part=parts.of_round(parts.POST, round_), kind="choice", label=say("post_label"), options=options, optional=True
    )


def ends(setup: Setup, row: Floats) -> tuple[str, str]:
    """The items that somebody with these worths puts first and last; "" where there is none or several do."""
    if not (~np.isnan(row)).any() or np.nanmax(row) == np.nanmin(row):
        return "", ""
    ids = [item.id for item in setup.asked]
    first, last = np.flatnonzero(row == np.nanmax(row)), np.flatnonzero(row == np.nanmin(row))
    return ids[first[0]] if len(first) == 1 else "", ids[last[0]] if len(last) == 1 else ""
