"""What the fake room shows: one state a function. Names, numbers and statements are made up for the tests."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from alignlab.model.blocks import Row, RowsBlock
from alignlab.model.form import Field, Form, Option

if TYPE_CHECKING:
    from fake_server import FakeRoom

PROMISE = (
    "Only you see your answers here. The group sees one picture, if five or more answer. Grace sees who is done, not "
    "what you said, and sees the picture a minute before you. The answers lie in a file on Grace's machine; whoever "
    "controls it could open it. Deleted the first time alignlab runs after 22 February. Never used for reviews."
)
OFTEN = (
    Option(value="never", label="Never"),
    Option(value="sometimes", label="Now and then"),
    Option(value="mostly", label="Mostly"),
    Option(value="always", label="Every time"),
    Option(value="not_up", label="It did not come up", apart=True),
)
BEHAVIOURS = (
    (
        "When the reason for a piece of work is unclear, I ask about it.",
        "For instance: a ticket that arrived without a why.",
    ),
    ("I tell my team which goal my current work serves.", "For instance: one line in the stand-up."),
    (
        "I change the scope of my work so that a goal is better served.",
        "For instance: leaving out a setting nobody needs.",
    ),
    ("I say early when two goals pull in different directions.", "For instance: before the plan is made, not after."),
    (
        "I bring people from other teams together when our plans collide.",
        "For instance: one meeting instead of ten mails.",
    ),
)
GOALS = tuple(
    Option(value=f"g{i}", label=label)
    for i, label in enumerate(("Reliability", "Enterprise", "Self-serve", "Platform"))
)
ROWS = RowsBlock(
    rows=(
        Row(label="Understanding direction", marks=("full",) * 5, text="5 of 5"),
        Row(label="Navigating by it", marks=("full",) * 4 + ("ring",), text="4 of 5, one not seen"),
        Row(label="Shaping it", marks=("full", "full", "ring", "ring", "pale"), text="2 of 4, one did not come up"),
        Row(label="Joining it up", marks=("full", "ring", "ring", "pale", "pale"), text="1 of 3, two did not come up"),
        Row(
            label="Stewarding it", marks=("ring", "ring", "pale", "pale", "pale"), text="0 of 2, three did not come up"
        ),
    ),
    legend="full: mostly or every time · ring: not seen in these three months · pale: did not come up",
)
CARD_BLOCKS: list[dict[str, Any]] = [
    {"type": "text", "tone": "soft", "text": "You placed yourself at"},
    {"type": "text", "tone": "lead", "text": "Navigating by it"},
    {"type": "heading", "text": "What your examples show"},
    ROWS.model_dump(mode="json"),
    {"type": "text", "tone": "body", "text": "You and your examples point to the same place. Uneven is usual."},
    {"type": "question", "text": "Which step toward shaping would help your team first?"},
    {"type": "heading", "text": "Questions to ask yourself"},
    {"type": "list", "items": ["Which of my tasks serves no goal?", "Who decides what I leave out?"]},
    {"type": "heading", "text": "A message ready to send"},
    {"type": "message", "text": "Hi! Which of our goals does the import work serve most, in your eyes?"},
]
CARD = {"title": "Where I stand", "blocks": CARD_BLOCKS, "covered": True}


def step(id_: str = "place", **given: Any) -> dict[str, Any]:
    fixed = {
        "id": id_,
        "title": "Place yourself",
        "kind": "exercise",
        "phase": "open",
        "round": 1,
        "privacy": "about_me",
    }
    return {**fixed, "question": "", "minutes": 15, "ends_at": None, "index": 2, "of": 7, **given}


def scales(n: int = 5) -> tuple[Field, ...]:
    rated = [BEHAVIOURS[i % 5] for i in range(n)]
    lead = "When it came up in the last three months:"
    return tuple(
        Field(part=f"b{i}", kind="scale", label=label, lead=lead, help=example, options=OFTEN, section="What I did")
        for i, (label, example) in enumerate(rated)
    )


STAGES = Field(
    part="stages",
    kind="many",
    label="Where do you place yourself?",
    most=2,
    neighbours=True,
    section="Where I stand",
    options=(
        Option(value="s1", label="Understanding direction", help="I know why my work is wanted, or I ask."),
        Option(value="s2", label="Navigating by it", help="I steer my own work by the goals."),
        Option(value="s3", label="Shaping it", help="I change what we do so that a goal is better served."),
        Option(value="s4", label="Joining it up", help="I make the plans of several teams fit together."),
        Option(value="s5", label="Stewarding it", help="I keep the direction itself alive and honest."),
    ),
)
COMPARISON = Field(
    part="compare",
    kind="note",
    label="What you did, beside where you placed yourself",
    blocks=(ROWS,),
    covered=True,
    section="Where I stand",
)
STRUGGLES = Field(
    part="struggles",
    kind="many",
    label="Which of these do you know?",
    lead="Up to three.",
    most=3,
    optional=True,
    section="What makes it hard",
    options=tuple(
        Option(value=f"t{i}", label=label)
        for i, label in enumerate(
            (
                "I lose sight of the goal while delivering",
                "I take silence for agreement",
                "I keep my doubts to myself",
                "I push one side only",
            )
        )
    ),
)
POINTS = Field(
    part="points", kind="points", label="How would you share 100 points between our goals?", total=100, options=GOALS
)
RANK = Field(part="rank", kind="rank", label="What comes first?", options=GOALS)
PAIR = Field(
    part="pair",
    kind="pairs",
    label="Which of the two first?",
    options=(
        Option(value="a", label="Paging backlog: fewer alarms at night"),
        Option(value="b", label="Second importer for Sales"),
    ),
)
LINKS = Field(
    part="links",
    kind="links",
    label="Billing export",
    lead="Which goal does this work serve?",
    options=GOALS,
    strengths=True,
)
NUMBER = Field(part="days", kind="number", label="How many days does it take?", least=0, most=60)
TEXT = Field(
    part="text", kind="text", label="When … happens, I will …", most=300, placeholder="When a ticket has no why, I will"
)
DATE = Field(part="by", kind="text", format="date", label="By which day?")
LINES = Field(part="lines", kind="text", format="lines", label="Which goals do you see?")
PICK = Field(
    part="practice",
    kind="pick",
    label="What will you try?",
    options=(
        Option(value="ask", label="Ask for the why before I start"),
        Option(value="line", label="One line on the goal in each update"),
    ),
)
EVERY_KIND = (*scales(1), STAGES, POINTS, RANK, PAIR, LINKS, NUMBER, TEXT, DATE, LINES, PICK, COMPARISON)


def practice(room: FakeRoom) -> None:
    field = Field(
        part="way",
        kind="choice",
        label="How did you get here today?",
        options=tuple(
            Option(value=v, label=v)
            for v in ("On foot", "By bike", "By bus or train", "By car", "I did not move: I am at home")
        ),
    )
    promise = "Everyone will see how many chose what, without names. In a small team people may guess."
    room.set(
        Form(intro=("A question to warm up. Your answer is saved with the tap.",), fields=(field,)),
        step=step("warm", title="Warm up"),
        promise=promise,
    )


def placement(room: FakeRoom, n: int = 25, one_count: bool = False) -> None:
    form = Form(
        intro=("These are kinds of work, not grades; most people are in two at once.",),
        fields=(*scales(n), STAGES, COMPARISON, STRUGGLES),
        finish="Thank you. Nobody but you has seen a single answer.",
        one_count=one_count,
    )
    room.set(form, step=step(), promise=PROMISE)


def every_kind(room: FakeRoom) -> None:
    room.set(Form(fields=EVERY_KIND), step=step(), promise=PROMISE)


def one(room: FakeRoom, field: Field) -> None:
    room.set(Form(fields=(field,)), step=step(field.part), promise="")


def waiting(room: FakeRoom) -> None:
    room.set(step=step(phase="waiting"), practice="Each of us says once today which goal something serves.")


def talk(room: FakeRoom) -> None:
    room.set(
        step=step("talk", kind="talk", title="In pairs", question="Which of these did you count as nothing special?"),
        look_up=True,
    )


def pause(room: FakeRoom, minutes: int = 10) -> None:
    ends = int(time.time() * 1000) + minutes * 60_000
    room.set(step=step("break", kind="break", title="Break", ends_at=ends), look_up=True)


def chart(labels: tuple[str, ...] = ("Reliability", "Enterprise", "Self-serve", "Platform", "No goal yet")) -> str:
    rows = "".join(
        f'<text x="0" y="{28 + 44 * i}" font-size="15" fill="var(--ink)">{label}</text>'
        f'<circle cx="{150 + 30 * i}" cy="{23 + 44 * i}" r="9" fill="var(--say)"/>'
        f'<rect x="{210 + 8 * i}" y="{14 + 44 * i}" width="18" height="18" rx="4" fill="var(--do)"/>'
        for i, label in enumerate(labels)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="330" height="230" viewBox="0 0 330 230">{rows}</svg>'


def picture(room: FakeRoom, svg: str | None = None, text: str = "", keep: bool = False) -> None:
    findings = [
        {
            "id": "f1",
            "kind": "strength",
            "text": text or "Most of us (all but two or fewer of eight) change scope so that a goal is better served.",
            "question": "When did that last help us?",
        },
        {
            "id": "f2",
            "kind": "place",
            "text": "The middle half of us stand from Navigating to Shaping.",
            "question": "What do we see differently from there?",
        },
    ]
    drawn = svg if svg is not None else chart()
    one_chart = {
        "id": "c1",
        "title": "What we say, and where we work",
        "text": "Reliability: says 34, does 10.",
        "svg": drawn,
        "svg_narrow": drawn,
    }
    shown = {
        "title": "Where we stand",
        "n": 8,
        "n_text": "8 people answered",
        "findings": findings,
        "charts": [one_chart],
    }
    withheld = ["Two lines are not shown: too few people chose them."]
    room.set(
        keep=keep,
        step=step(phase="shown"),
        picture={**shown, "withheld": withheld, "round": 1},
        card=CARD,
        cards=[
            {
                "step": "warm",
                "title": "Warm up",
                "blocks": [{"type": "text", "text": "By bike", "tone": "body"}],
                "covered": False,
            }
        ],
        practice="Each of us says once today which goal something serves.",
        commitments=[
            {
                "id": "c1",
                "text": "I will ask for the goal.",
                "when": "a ticket has no why",
                "by": "6 December",
                "shared": False,
            },
            {"id": "c2", "text": "I will add two columns.", "when": "", "by": "", "shared": True},
        ],
    )


def ended(room: FakeRoom) -> None:
    picture(room)
    end = {
        "text": "Grace sends you the recap. Your pages stay here until you leave.",
        "recap": f"{room.prefix}/r/KTRMWX",
    }
    room.set(keep=True, picture=None, step=None, session={"phase": "ended"}, end=end)
