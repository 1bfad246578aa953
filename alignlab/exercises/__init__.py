"""Exercises, found by name: each folder here, and each entry point of the group `alignlab.exercises`.

An exercise is a module with the names of `Exercise` below. Adding one edits no file outside its folder; its guide page
(`facilitator_guide/<id>.md`) and door notebook (`workshops/<id>.ipynb`) are found by its id.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from importlib.metadata import entry_points
from random import Random
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol, runtime_checkable

from alignlab.errors import NotFound
from alignlab.model.base import Frozen, Json, PersonId
from alignlab.model.blocks import Card
from alignlab.model.form import Form
from alignlab.model.measures import Privacy, Released, Result
from alignlab.model.own import OwnAnswer
from alignlab.model.picture import Chart, Finding
from alignlab.model.work import Item

Answers = Mapping[PersonId, Mapping[str, Json]]
"""person (or pseudonym) -> part -> value: what is kept of everyone's saves."""


class BaseSetup(Frozen):
    """What every exercise's setup has. All of it is frozen into the event `step opened`, texts included."""

    title: str = ""


class Shown(NamedTuple):
    """A picture that was shown in an earlier step of the session, with that step's frozen setup.

    `settled` is what the room settled after it, as that exercise's `settled` keeps it; {} if nothing was.
    """

    exercise: str
    setup: Mapping[str, Json]
    released: Released
    settled: Mapping[str, Json] = MappingProxyType({})


class Given(NamedTuple):
    """The work that a step gives to the steps after it, as it stands when what was settled is put over the vote.

    `fits`: item -> 0 to 1, how well it serves the goals, without the items of which nobody can tell; `stopped`: items
    that the room settled to stop.
    """

    items: tuple[Item, ...]
    unit: str
    fits: Mapping[str, float]
    stopped: frozenset[str]


class Listed(NamedTuple):
    """What a step will ask about, for the wall while people talk about it beforehand; no words of participants.

    `lead` stands above; `lines` are (title, what it says beside it or "").
    """

    lead: str
    lines: tuple[tuple[str, str], ...]


class Before(NamedTuple):
    """An earlier step of the same exercise: its draft, and whether it was left out, so that it gives no picture."""

    draft: Mapping[str, Json]
    left_out: bool


@runtime_checkable
class Exercise(Protocol):
    """The contract. All functions are pure: equal arguments, equal results; `rng` and `seed` bring any chance."""

    ID: str
    """The folder's name."""
    VERSION: int
    """Raised when old answers mean something else under the new form."""
    PRIVACY: Privacy
    """The kind of step that this exercise makes unless the plan says otherwise."""
    CORE: bool
    """True: has a guide page, a door notebook and stories of its own. False: a small part of other sessions."""
    Setup: type[BaseSetup]

    def assign(self, setup: Any, people: Sequence[PersonId], seed: int) -> dict[PersonId, list[str]]:
        """Which parts each person gets, in their own order. One person's parts do not depend on who else is there
        unless the exercise shares the load; called again for latecomers."""

    def form(self, setup: Any, parts: Sequence[str], own: OwnAnswer, round_: int) -> Form:
        """The form of one person; `own` decides what depends on earlier answers."""

    def analyse(self, setup: Any, answers: Answers, rng: Random) -> Result:
        """The group's quantities with the people inside."""

    def findings(self, setup: Any, released: Released) -> list[Finding]:
        """In the order in which they deserve the wall; never empty: *nothing stands out* is a finding too."""

    def charts(self, released: Released) -> list[Chart]:
        """At most three."""

    def card(self, setup: Any, own: OwnAnswer) -> Card | None:
        """The person's private page, None as long as there is nothing to show."""

    def rehearse(
        self, setup: Any, parts: Sequence[str], persona: Any, round_: int, released: Released | None, rng: Random
    ) -> dict[str, Json]:
        """What a simulated person answers: part -> value. `persona` has `.name`, `.index`, `.people`, `.story`."""


# An exercise may also have, and is asked for them where they fit:
#   load(setup, people, minutes) -> str | None    what to ask the host before opening: too much for this room
#   prepare(setup, [Shown]) -> Setup              the setup it opens with, made of the pictures shown before
#   give(setup, released, settled) -> Given | None   work and fit for a later step (`given` below); None: nothing
#   inherit(draft, [Before]) -> draft             the draft with what was said on the desks of its earlier steps
#   needless(setup) -> str | None                 why the step would ask nobody anything; *Next* then passes it over
#   listed(draft) -> Listed | None                what it will ask about, for the wall in an earlier talk
#   makes_ready(stored setup) -> bool             the step makes something ready for a later one: nothing is settled
#                                                 after it, and the recap leads with others
#   again(setup, released) -> Setup               the setup of the next round, made of the picture that was shown
#   every_part(setup) -> list[str]                all parts that anybody can get, if the load is shared
#   aside(stored setup) -> str                    a sentence for every screen while people write
#   practices(setup, released)                    what the group could try today
#   as_read(setup, fields, round) -> Setup        the setup as somebody with a phone can read it off their form
#   HOST_ONLY = True, advice(released) -> str     nothing is shown; the facilitator is told one of a few words
#   STORIES: {name: story}                        what simulated groups can tell: a story's `title` for whoever chooses,
#                                                 and `planted_in(setup)`, which gives what must then be found: each
#                                                 with an `id`, a `text`, and `seen_in(findings) -> bool`
#   to_share(setup, own) -> {text, when, by} | None  what one person may share of theirs, by a tap of their own
# and, for what the host fills in on the console (alignlab/model/desk.py). A *draft* is a setup in the making, a plain
# dict that need not be valid yet; `settled` is what the room has settled so far, {} at first.
#   arrange(draft, [Shown], people, minutes) -> Desk              before the step opens
#   arranged(draft, [Shown], change) -> dict                      the draft after one change; raises InvalidInput
#   settle(setup, released, settled) -> Desk                      after its picture was shown
#   settled(setup, released, settled, change) -> Settled          what is settled after one change; raises InvalidInput
#   rehearse_desk(blocks, names, today) -> [change]               what a simulated host settles next, seeing the desk's
#                                                                 blocks; [] when there is nothing more to write down
#   outcome(setup, released, settled) -> Told                     its tables and drawings for the recap and exports
#   methods(draft) -> (chosen, {name: title})                     the ways in which the step can be done; ("", {}): none
#   with_method(draft, name) -> dict                              the draft done in this way; raises InvalidInput
#   shareable(draft) -> dict                                      the draft without what is one team's own
#   carry(setup, released, settled) -> dict                       the draft that the next session begins with
#   public(setup, {part: value}) -> {part: value} what of one person's answers may stand in a list without a name:
#                                                 not what is for their own card, no text that they did not post
#   TABLES: {name: columns}, table(setup, released, name) -> rows    what was shown, for others to reckon with


@functools.cache
def discover() -> dict[str, Exercise]:
    """All installed exercises by id.

    Raises NotFound naming the module and what it lacks if one does not keep the contract.
    """
    modules = [f"{__name__}.{info.name}" for info in pkgutil.iter_modules(__path__) if info.ispkg]
    modules += [entry.value for entry in entry_points(group="alignlab.exercises")]
    found: dict[str, Exercise] = {}
    for name in modules:
        exercise: Any = importlib.import_module(name)
        missing = [part for part in _PARTS if not hasattr(exercise, part)]
        if missing:
            raise NotFound(f"The exercise in {name} lacks {', '.join(missing)}; see alignlab/exercises/__init__.py.")
        if exercise.ID in found:
            raise NotFound(f"Two exercises have the id {exercise.ID!r}; the second is in {name}. Rename one.")
        found[exercise.ID] = exercise
    return found


_PARTS = (
    *("ID", "VERSION", "PRIVACY", "CORE", "Setup"),
    *("assign", "form", "analyse", "findings", "charts", "card", "rehearse"),
)


def installed(id_: str) -> bool:
    """Whether this exercise is here; a log may come from a machine that has more."""
    return id_ in discover()


def get(id_: str) -> Exercise:
    """The exercise of this id. Raises NotFound that lists those there are."""
    try:
        return discover()[id_]
    except KeyError:
        known = ", ".join(sorted(discover()))
        raise NotFound(f"There is no exercise {id_!r} here. Installed: {known}.") from None


def given(step: Shown) -> Given | None:
    """What this step gives to later ones; None where its exercise gives nothing, or is not installed here."""
    exercise: Any = discover().get(step.exercise)
    if not hasattr(exercise, "give"):
        return None
    found: Given | None = exercise.give(exercise.Setup.model_validate(step.setup), step.released, step.settled)
    return found
