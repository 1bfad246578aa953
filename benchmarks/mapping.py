"""Goal mapping at its largest: 10,000 link answers, a drawing of 60 items, files of 10,000 rows.

python benchmarks/mapping.py            every row, one line of JSON each; CPU seconds, best of three runs
"""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from alignlab import imports
from alignlab.exercises import goal_mapping as mapping
from alignlab.fold import fold
from alignlab.log.memory import MemoryLog
from alignlab.model.events import HOST, Draft
from alignlab.model.measures import Released
from alignlab.model.plan import Plan, Step
from alignlab.release import policy_for, release
from alignlab.room import creation
from alignlab.studio import draw, job_for, make

CODE, STEP, RUNS, ROWS = "ABCDEF", "map", 3, 10_000


def large(items: int, per_person: int) -> mapping.Setup:
    """The sample's goals with so many items."""
    sample = mapping.Setup.model_validate({})
    lines = [
        {**sample.items[n % len(sample.items)].model_dump(), "id": f"i{n}", "title": f"Item {n} of our list"}
        for n in range(items)
    ]
    goals = [goal.model_dump() for goal in sample.goals]
    return mapping.Setup.model_validate({"goals": goals, "items": lines, "per_person": per_person})


def said(setup: mapping.Setup, people: int) -> dict[str, dict[str, Any]]:
    """What simulated people answer: person -> part -> value."""
    ids = [f"p{n}" for n in range(people)]
    parts = mapping.assign(setup, ids, 1)
    personas = [SimpleNamespace(name=id_, index=n, people=people, story="contested") for n, id_ in enumerate(ids)]
    found = {}
    for persona in personas:
        given = mapping.rehearse(setup, parts[persona.name], persona, 1, None, Random(persona.index))
        share = parts[persona.name][: parts[persona.name].index("spare")]
        found[persona.name] = {part: value for part, value in given.items() if part in share or "." not in part}
    return found


def log_of(setup: mapping.Setup, answers: dict[str, dict[str, Any]]) -> list[Any]:
    """The log of a session in which these answers were saved."""
    plan = Plan(id="m", title="M", minutes=20, steps=(Step(id=STEP, title="M", exercise="goal_mapping", minutes=20),))
    kept = {"title": "M", "host": "Grace", "names": "name", "rubric": {"id": "growth"}, "delete_after": "2099-01-01"}
    drafts = [creation(CODE, plan, now=0, rng=Random(1), **kept)]  # type: ignore[arg-type]
    frozen = {"setup": setup.model_dump(mode="json"), "privacy": "about_work", "picture": True, "ends_at": None}
    drafts += [_draft(person, "joined", {"name": person, "role": "participant"}) for person in answers]
    drafts.append(_draft(HOST, "step opened", {"step": STEP, "round": 1, **frozen}))
    for person, values in answers.items():
        for n, (part, value) in enumerate(values.items()):
            data = {"step": STEP, "round": 1, "part": part, "value": value, "device": "d", "n": n}
            drafts.append(_draft(person, "answer saved", data, str(n)))
    drafts.append(_draft(HOST, "step closed", {"step": STEP, "round": 1}))
    drafts.append(_draft(HOST, "step looked", {"step": STEP, "round": 1, "upto": len(drafts), "panel": list(answers)}))
    return list(MemoryLog().append(drafts))


def _draft(actor: str, kind: str, data: dict[str, object], id_: str = "") -> Draft:
    return Draft(CODE, f"{kind}/{id_}", actor, kind, data, 0)


def best(run: Callable[[], object]) -> float:
    """CPU seconds of the fastest run: the machine may be busy with other things."""
    times = []
    for _ in range(RUNS):
        began = time.process_time()
        run()
        times.append(time.process_time() - began)
    return round(min(times), 2)


def told(row: str, **figures: object) -> None:
    print(json.dumps({"row": row, **figures}), flush=True)


def answers() -> None:
    """10,000 link answers by 167 people: folded, and their whole picture made of them."""
    setup = large(60, 60)
    events = log_of(setup, said(setup, 167))
    links = sum(event.kind == "answer saved" and "main" in str(event.data) for event in events)
    state = fold(CODE, events)
    told(
        "mapping_answers",
        link_answers=links,
        fold_seconds=best(lambda: fold(CODE, events)),
        picture_seconds=best(lambda: make(job_for(state, state.steps[STEP]))),
    )


def drawing() -> None:
    """The charts of a map of 60 items, each in both widths."""
    setup = large(60, 20)
    released: Released = release(
        mapping.analyse(setup, said(setup, 30), Random(1)), policy_for("about_work"), Random(1)
    )
    seconds = best(lambda: [draw(chart, width) for chart in mapping.charts(released) for width in (640, 330)])
    whole = best(lambda: mapping.map_svg(setup, released))
    told("mapping_drawing", items=60, all_charts_seconds=seconds, whole_map_seconds=whole)


def files() -> None:
    """A list of 10,000 rows and eight columns: as CSV and as a workbook."""
    head = ["Key", "Title", "Team", "Estimate", "Status", "Due", "Parent", "Notes"]
    rows = [
        [f"K-{n}", f"Item {n}", f"Team {n % 7}", n % 13, "Open", "2026-03-01", f"Epic {n % 40}", "words " * 6]
        for n in range(ROWS)
    ]
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    data = text.getvalue().encode()
    told("mapping_csv", rows=ROWS, seconds=best(lambda: imports.read_bytes(data, "list.csv")))
    book = workbook([head, *rows])
    told("mapping_xlsx", rows=ROWS, seconds=best(lambda: imports.read_bytes(book, "list.xlsx")))


def workbook(rows: list[list[Any]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()  # as spreadsheet programs write it: with its size, and each text once
    sheet = book.active
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


if __name__ == "__main__":
    for row in (answers, drawing, files):
        row()
