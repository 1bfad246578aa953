"""A session of a thousand people, written to a store and read back; and the draws of an order."""

from __future__ import annotations

from pathlib import Path
from random import Random

from alignlab import exercises, plans
from alignlab.fold import fold
from alignlab.log.owner import open_store
from alignlab.model.events import HOST, Draft
from alignlab.model.plan import Step
from alignlab.rehearsal.people import cast
from alignlab.room import creation
from alignlab.state import SessionState
from alignlab.studio import job_for, make

CODE, PLAN, STEP = "ABCDEF", "stage_self_placement_60", "place"
AT_ONCE = 500


def written(home: Path, people: int, parts: int) -> int:
    """Write a session in which everyone has saved so many parts; some are answered twice. Gives how many saves."""
    plan = plans.load(PLAN)
    step = plan.step(STEP)
    exercise = exercises.get(step.exercise)
    setup = exercise.Setup.model_validate(step.setup)
    made = {"id": "growth", "version": "1", "fingerprint": ""}
    kept = {"title": plan.title, "host": "Grace", "names": "name", "rubric": made, "delete_after": "2099-01-01"}
    drafts = [creation(CODE, plan, now=0, rng=Random(1), **kept)]  # type: ignore[arg-type]
    personas = cast(people, "split", pace=0, rng=Random(1))
    drafts += [_draft(f"p{p.index}", "joined", {"name": p.name, "role": "participant"}) for p in personas]
    frozen = {"setup": setup.model_dump(mode="json"), "privacy": "about_me", "picture": True, "ends_at": None}
    drafts.append(_draft(HOST, "step opened", {"step": STEP, "round": 1, **frozen}))
    saves = []
    for persona in personas:
        rng = Random(persona.index)
        own = exercise.assign(setup, [persona.name], rng.getrandbits(32))[persona.name]
        values = list(exercise.rehearse(setup, own, persona, 1, None, rng).items())
        for n in range(parts):
            part, value = values[n % len(values)]
            data = {"step": STEP, "round": 1, "part": part, "value": value, "device": "d", "n": n}
            saves.append(_draft(f"~{persona.index}", "answer saved", data, str(n)))
    Random(2).shuffle(saves)  # people answer at the same time
    drafts += saves
    panel = [f"~{persona.index}" for persona in personas]
    drafts.append(_draft(HOST, "step closed", {"step": STEP, "round": 1}))
    drafts.append(_draft(HOST, "step looked", {"step": STEP, "round": 1, "upto": len(drafts), "panel": panel}))
    store = open_store(home, lambda: 0)
    for start in range(0, len(drafts), AT_ONCE):
        store.log.append(drafts[start : start + AT_ONCE])
    store.close()
    return len(saves)


def _draft(actor: str, kind: str, data: dict[str, object], id_: str = "") -> Draft:
    return Draft(CODE, f"{kind}/{id_}", actor, kind, data, 0)


def folded(home: Path) -> SessionState:
    """Open the store, read the session, fold it."""
    store = open_store(home, lambda: 0)
    state = fold(CODE, store.log.read(CODE))
    store.close()
    return state


def analysed(state: SessionState) -> int:
    """Make the picture; gives how many findings it has."""
    return len(make(job_for(state, state.steps[STEP])).findings)


def draws(people: int = 30, plan: str = "prioritization_90", step: str = "vote") -> int:
    """The whole picture of a vote, whose order is drawn again 1,000 times; gives how many findings it has."""
    planned: Step = plans.load(plan).step(step)
    exercise = exercises.get(planned.exercise)
    setup = exercise.Setup.model_validate(planned.setup)
    answers = {}
    for persona in cast(people, "two-camps", pace=0, rng=Random(1)):
        parts = exercise.assign(setup, [persona.name], persona.index)[persona.name]
        answers[persona.name] = exercise.rehearse(setup, parts, persona, 1, None, Random(persona.index))
    result = exercise.analyse(setup, answers, Random(1))
    return len(result.quantities)
