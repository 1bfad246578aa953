"""A broken file gets one message a fault: file, line, place, what to do."""

import os

import pytest

import rubric
from rubric import RubricError
from rubric.read import parse

GOOD = """\
id: small
title: A small ladder
version: 1
scales:
  - id: s
    stages:
      - {id: low, career: Low}
      - {id: high, career: High}
sections:
  - {id: does, title: Does, kind: rate}
  - {id: turn, title: Turn, kind: anchor}
  - {id: traps, title: Traps, kind: pick}
themes:
  - {id: haste, title: haste}
frame:
  - {id: f, text: One for all.}
competencies:
  - id: c
    title: C
    scale: s
    cells:
      low:
        does:
          - id: does1
            text: I ask.
            for_instance: I asked Ana.
        turn:
          - {id: turn1, from: a, to: b}
        traps:
          - {id: trap1, text: I rush., theme: haste}
"""
CELL = "competencies 1 / cells / low"

# name: (what to replace, by what, the faults without the file's name)
BROKEN: dict[str, tuple[str, str, list[str]]] = {
    "duplicate statement id": (
        "id: trap1",
        "id: does1",
        [f"line 30, {CELL} / traps 1: The statement id 'does1' is taken by line 24. Give each its own."],
    ),
    "duplicate id of a frame statement": (
        "id: trap1",
        "id: f",
        [f"line 30, {CELL} / traps 1: The statement id 'f' is taken by line 16. Give each its own."],
    ),
    "duplicate stage": (
        "id: high",
        "id: low",
        ["line 8, scales 1 / stages 2: The stage id 'low' is taken by line 7. Give each its own."],
    ),
    "duplicate section on one line": (
        "  - {id: turn, title: Turn, kind: anchor}",
        "  - {id: turn, title: Turn, kind: anchor}\n  - {id: turn, title: Turn, kind: menu}",
        ["line 12, sections 3: The section id 'turn' is taken by line 11. Give each its own."],
    ),
    "duplicate key": (
        "            text: I ask.",
        "            text: I ask.\n            text: I tell.",
        [f"line 26, {CELL} / does 1 / text: `text` stands here twice. Remove one of the two."],
    ),
    "unknown stage": (
        "      low:\n",
        "      lwo:\n",
        ["line 22, competencies 1 / cells / lwo: There is no stage 'lwo' here. Did you mean 'low'?"],
    ),
    "unknown section": (
        "        traps:\n",
        "        pitfalls:\n",
        [f"line 29, {CELL} / pitfalls: There is no section 'pitfalls' here. There is: does, turn, traps."],
    ),
    "unknown scale": (
        "scale: s\n",
        "scale: steps\n",
        ["line 20, competencies 1 / scale: There is no scale 'steps'. There is: s."],
    ),
    "no scale": (
        "    scale: s\n",
        "",
        ["line 18, competencies 1: `scale` is missing or empty. Add it."],
    ),
    "unknown kind": (
        "kind: pick",
        "kind: tick",
        [
            "line 12, sections 3 / kind: 'tick' is not a kind of section. "
            "Use one of: anchor, caption, menu, pick, prompt, rate, request, sign."
        ],
    ),
    "missing text": (
        "            text: I ask.\n",
        "",
        [f"line 24, {CELL} / does 1: `text` is missing or empty. Add it."],
    ),
    "empty text": (
        "text: I ask.",
        "text:",
        [f"line 25, {CELL} / does 1 / text: `text` is missing or empty. Add it."],
    ),
    "blank text": (
        "text: I ask.",
        'text: "  "',
        [f"line 25, {CELL} / does 1 / text: `text` is empty. Fill it in."],
    ),
    "text that is a mapping": (
        "text: I ask.",
        "text: {I: ask}",
        [
            f"line 25, {CELL} / does 1 / text: `text` is a list or a mapping, but text belongs here. "
            "Write it on one line, in quotes."
        ],
    ),
    "rated statement too long": (
        "text: I ask.",
        "text: I ask and ask — and ask and ask and ask and ask and ask and ask and ask.",
        [
            f"line 25, {CELL} / does 1 / text: A rated statement has at most 16 words; this one has 18. "
            "Say one act that others can see, or set `rateable: false`."
        ],
    ),
    "rated statement without example": (
        "            for_instance: I asked Ana.\n",
        "",
        [f"line 24, {CELL} / does 1: `for_instance` is missing. Add one concrete example, or set `rateable: false`."],
    ),
    "rateable is neither": (
        "for_instance: I asked Ana.",
        "rateable: perhaps",
        [f"line 26, {CELL} / does 1 / rateable: `rateable` is 'perhaps'. Write true or false."],
    ),
    "group in one line": (
        "for_instance: I asked Ana.",
        "for_instance: I asked Ana.\n            group: ask",
        [f"line 27, {CELL} / does 1 / group: `group` needs lines of its own, `name: value`, one for each part."],
    ),
    "group without a form": (
        "for_instance: I asked Ana.",
        "for_instance: I asked Ana.\n            group: {we: ask, past: asked}",
        [f"line 27, {CELL} / does 1 / group: `gerund` is missing or empty. Add it."],
    ),
    "anchor without to": (
        "{id: turn1, from: a, to: b}",
        "{id: turn1, text: x, from: a}",
        [f"line 28, {CELL} / turn 1: `to` is missing. An anchor statement has a `from` and a `to`."],
    ),
    "unknown theme": (
        "theme: haste}",
        "theme: hast}",
        [f"line 30, {CELL} / traps 1 / theme: The theme 'hast' is not in `themes`. Did you mean 'haste'?"],
    ),
    "no theme": (
        ", theme: haste}",
        "}",
        [f"line 30, {CELL} / traps 1: `theme` is missing. Give one of: haste."],
    ),
    "id with a space": (
        "id: trap1",
        "id: trap 1",
        [
            f"line 30, {CELL} / traps 1 / id: 'trap 1' cannot be an id. "
            "Use letters, digits, `_`, `-` and `.`, without spaces."
        ],
    ),
    "place said twice": (
        "id: trap1",
        "stage: high, id: trap1",
        [f"line 30, {CELL} / traps 1 / stage: The place in the file already says the stage. Remove this line."],
    ),
    "statement that is text": (
        "          - {id: turn1, from: a, to: b}",
        "          - from a to b\n          - {}",
        [
            f"line 28, {CELL} / turn 1: This is plain text, but a statement belongs here. "
            "Write it as `name: value` lines.",
            f"line 29, {CELL} / turn 2: `id` is missing or empty. Add it.",
            f"line 29, {CELL} / turn 2: `text` is missing or empty. Add it.",
        ],
    ),
    "section that is no list": (
        "          - {id: turn1, from: a, to: b}",
        "          id: turn1",
        [f"line 27, {CELL} / turn: This is a mapping, but a list of statements belongs here. Start each with `- `."],
    ),
    "stage that is a list": (
        "        turn:\n          - {id: turn1, from: a, to: b}\n",
        "      high:\n        - {id: turn1, from: a, to: b}\n      low2:\n",
        [
            "line 27, competencies 1 / cells / high: This is a list, but a mapping of section ids belongs here. "
            "Write it as `name: value` lines.",
            "line 29, competencies 1 / cells / low2: There is no stage 'low2' here. Did you mean 'low'?",
        ],
    ),
    "version missing": ("version: 1\n", "", ["line 1: `version` is missing or empty. Add it."]),
    "no scales": (
        "      - {id: low, career: Low}\n      - {id: high, career: High}\n",
        "",
        [
            "line 5, scales 1: `stages` is missing or empty. Add a list with at least one entry.",
            "line 20, competencies 1 / cells / low: There is no stage 'low' here.",
        ],
    ),
    "a stage with a fault is told once": (
        "{id: low, career: Low}",
        "{id: low}",
        ["line 7, scales 1 / stages 1: `career` is missing or empty. Add it."],
    ),
    "a scale with a fault is told once": (
        "  - id: s\n",
        "  - id: s\n    title: [s]\n",
        [
            "line 6, scales 1 / title: `title` is a list or a mapping, but text belongs here. "
            "Write it on one line, in quotes."
        ],
    ),
    "reserved id": (
        "id: high",
        "id: frame",
        ["line 8, scales 1 / stages 2: The stage id 'frame' is kept for the frame. Choose another."],
    ),
    "tab": (
        "    stages:",
        "\tstages:",
        ["line 6, column 1: A tab is used to indent. Use spaces."],
    ),
    "open quote": (
        "text: I ask.",
        'text: "I ask.',
        [
            "line 31, column 1: This is not valid YAML (found unexpected end of stream). "
            "Check quotes, colons and indents here and one line above."
        ],
    ),
    "colon in a text": (
        "text: I ask.",
        "text: I ask: why?",
        [
            "line 25, column 24: This is not valid YAML (mapping values are not allowed in this context). "
            "Check quotes, colons and indents here and one line above."
        ],
    ),
    "alias": (
        "{id: high, career: High}",
        "*low",
        ["line 8: An alias (`*name`) stands here; aliases are not read. Write the content out."],
    ),
}


def faults_of(text: str) -> list[str]:
    with pytest.raises(RubricError) as caught:
        parse(text, "small.yaml")
    return list(caught.value.faults)


def test_the_good_one_is_good():
    small = parse(GOOD, "small.yaml")
    assert [s.id for s in small.statements] == ["f", "does1", "turn1", "trap1"]


@pytest.mark.parametrize("name", BROKEN)
def test_each_fault_has_file_place_and_what_to_do(name):
    old, new, expected = BROKEN[name]
    assert GOOD.count(old) == 1
    text = GOOD.replace(old, new)
    if name == "alias":
        text = text.replace("- {id: low", "- &low {id: low")
    assert faults_of(text) == [f"small.yaml, {fault}" for fault in expected]


def test_all_faults_are_told_at_once():
    text = GOOD.replace("version: 1\n", "").replace("kind: pick", "kind: tick").replace("text: I ask.", "text:")
    text = text.replace("to: b}", "to: }").replace("id: trap1, ", "")
    told = faults_of(text)
    assert [fault.split(", ")[1].split(":")[0] for fault in told] == [
        "line 1",
        "line 11",
        "line 24",
        "line 27",
        "line 29",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "x.yaml: The file is empty. Start it with id, title and version."),
        ("# nothing\n", "x.yaml: The file is empty. Start it with id, title and version."),
        (
            "just words",
            "x.yaml, line 1: This is plain text, but a rubric belongs here. Write it as `name: value` lines.",
        ),
        ("- a\n- b", "x.yaml, line 1: This is a list, but a rubric belongs here. Write it as `name: value` lines."),
        ("[" * 500_000, "x.yaml, line 1: This is nested more than 50 deep. Take some levels out."),
        ("a: \x00", "x.yaml: It has characters that YAML does not allow. Save it again as plain text in UTF-8."),
        ("a: b\n---\nc: d", "x.yaml, line 2, column 1: This is not valid YAML (but found another document)."),
        ("&a [*a]", "x.yaml, line 1: An alias (`*name`) stands here; aliases are not read. Write the content out."),
        ("{}", "x.yaml, line 1: `id` is missing or empty. Add it."),
    ],
)
def test_text_that_is_no_rubric(text, fault):
    with pytest.raises(RubricError) as caught:
        parse(text, "x.yaml")
    assert caught.value.faults[0].startswith(fault)


def test_an_alias_bomb_is_refused_at_once():
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    with pytest.raises(RubricError, match="aliases are not read"):
        parse(bomb, "x.yaml")


def test_an_unknown_path_gets_a_sentence(tmp_path):
    path = tmp_path / "none.yaml"
    with pytest.raises(RubricError) as caught:
        rubric.load(path)
    assert caught.value.faults == (f"{path}: There is no such file. Check the path, or leave it out.",)


def test_a_folder_or_odd_path_gets_a_sentence(tmp_path):
    with pytest.raises(RubricError, match="The file cannot be opened"):
        rubric.load(tmp_path)
    with pytest.raises(RubricError, match="The file cannot be opened"):
        rubric.load("a\0b")


def test_other_encodings(tmp_path):
    path = tmp_path / "ladder.yaml"
    path.write_text(GOOD.replace("A small", "Größe"), encoding="utf-8-sig")
    assert rubric.load(os.fspath(path)).title == "Größe ladder"
    path.write_text(GOOD.replace("A small", "Größe"), encoding="latin-1")
    with pytest.raises(RubricError, match="not UTF-8 text"):
        rubric.load(path)
