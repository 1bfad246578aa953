"""A session that was held: eight people, a question at the doors, the placement, and what the room settled."""

from __future__ import annotations

from random import Random

from rooms import TestRoom

from alignlab.model.viewer import Viewer

HOSTILE = (
    '<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>"\'><a href="javascript:alert(4)">x</a>'
    " </style></textarea> [link](http://evil.test)"
    " ![i](http://evil.test/i.png) $x^2$ \\(y\\) {{ 7*7 }} {% raw %} &amp; =1+1"
)


def held(names: tuple[str, ...] = ()) -> tuple[TestRoom, list[Viewer]]:
    """The room after its last picture, and its eight people. `names` go to the first of them."""
    room = TestRoom()
    people = [room.join(names[n] if n < len(names) else f"Person {n + 1}") for n in range(8)]
    rng = Random(3)
    room.next()
    answer_all(room, people, rng)
    show(room)
    room.next()
    answer_all(room, people, rng)
    show(room)
    return room, people


def answer_all(room: TestRoom, people: list[Viewer], rng: Random) -> None:
    """Everyone answers every field by chance, with a lean that makes strengths and gaps."""
    for viewer in people:
        for field in list(room.view(viewer)["form"]["fields"]):
            values = [option["value"] for option in field.get("options", [])]
            if field["kind"] in ("scale", "choice"):
                room.answer(viewer, field["label"], rng.choice([*values, values[min(2, len(values) - 1)]]))
            elif field["kind"] == "many":
                room.answer(viewer, field["label"], [rng.choice(values)])


def show(room: TestRoom) -> None:
    """Close, look, show the first three findings."""
    room.next()
    picture = room.look()
    room.next(picks=[finding["id"] for finding in picture.findings[:3]])


def settle(room: TestRoom, people: list[Viewer], text: str = "Each ticket names its goal.") -> None:
    """A practice, a decision, a no, two shared commitments and the host's edits, all with this text."""
    host = room.facilitator
    room.do(host, "choose practice", statement="mid.practices.1", text=text[:200])
    room.do(host, "record decision", text=text, owner=text[:40], by=text[:20], first_step=text[:60])
    room.do(host, "record decision", text=text, no=True, until=text[:20])
    room.do(people[0], "share commitment", step="commit", text=text, when=text, by=text[:30])
    room.do(people[1], "share commitment", step="commit", text=text)
    for field in ("headline", "lead", "questions", "next_date", "note"):
        room.do(host, "edit recap", field=field, text=text)
