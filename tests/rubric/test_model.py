"""Looking things up, comparing stages, freezing a rubric; and another ladder in the same form."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import rubric
from rubric import RubricError
from rubric.nodes import Faults, compose, typed

GROWTH = rubric.load()
OTHER_FILE = Path(__file__).parent / "data" / "workshop_crafts.yaml"


@pytest.fixture
def other() -> rubric.Rubric:
    return rubric.load(OTHER_FILE)


def test_by_crosses_stage_section_kind_and_competency():
    assert [s.id for s in GROWTH.by(stage="staff", section="ask_others")] == [
        "staff.ask_others.1",
        "staff.ask_others.2",
    ]
    assert len(GROWTH.by(section="ready")) == 12
    assert len(GROWTH.by(stage="principal")) == 34
    assert GROWTH.by(stage="principal", section="ready") == ()
    assert {s.section for s in GROWTH.by(stage="mid", kind="sign")} == {"signs", "ready"}
    assert len(GROWTH.by(competency="strategic_alignment")) == 167
    assert GROWTH.by(stage="frame") == GROWTH.by(section="frame") == GROWTH.frame
    assert GROWTH.by() == GROWTH.statements


@pytest.mark.parametrize(
    ("look_up", "sentence"),
    [
        (
            lambda r: r.statement("mid.looks_like.9"),
            "There is no statement 'mid.looks_like.9' in this rubric. Did you mean",
        ),
        (
            lambda r: r.stage("zzz"),
            "There is no stage 'zzz' in this rubric. There is: early, mid, senior, staff, principal.",
        ),
        (
            lambda r: r.section("look_like"),
            "There is no section 'look_like' in this rubric. Did you mean 'looks_like'?",
        ),
        (lambda r: r.theme("quiet"), "There is no theme 'quiet' in this rubric."),
        (lambda r: r.competency("x"), "There is no competency 'x' in this rubric. There is: strategic_alignment."),
        (lambda r: r.by(stage="Senior"), "There is no stage 'Senior' in this rubric. Did you mean 'senior'?"),
        (lambda r: r.by(section="sign"), "There is no section 'sign' in this rubric. Did you mean 'signs'?"),
        (lambda r: r.by(competency="x"), "There is no competency 'x'"),
        (lambda r: r.neighbours("x"), "There is no stage 'x'"),
        (lambda r: r.difference("early", "senior"), "The stages 'early' and 'senior' are not neighbours; give two"),
        (lambda r: r.difference("mid", "mid"), "The stages 'mid' and 'mid' are not neighbours; give two"),
    ],
)
def test_an_unknown_id_gets_a_sentence(look_up, sentence):
    with pytest.raises(RubricError) as caught:
        look_up(GROWTH)
    assert str(caught.value).startswith(sentence)


def test_neighbours_end_at_both_ends():
    assert GROWTH.neighbours("early") == (None, GROWTH.stage("mid"))
    assert GROWTH.neighbours("staff") == (GROWTH.stage("senior"), GROWTH.stage("principal"))
    assert GROWTH.neighbours("principal").above is None


def test_difference_lays_two_stages_side_by_side():
    difference = GROWTH.difference("mid", "senior")
    assert (difference.below.id, difference.above.id) == ("mid", "senior")
    assert [s.id for s in difference.shift] == ["mid.shift.1"]
    sides = {p.section.id: (len(p.leaving), len(p.coming)) for p in difference.sections}
    assert sides["essence"] == (6, 4)
    assert sides["looks_like"] == (5, 5)
    assert "mastery" not in sides
    assert GROWTH.difference("senior", "mid") == difference


def test_difference_keeps_a_section_that_one_side_lacks():
    pairs = {p.section.id: p for p in GROWTH.difference("staff", "principal").sections}
    assert [len(pairs["ready"].leaving), len(pairs["ready"].coming)] == [3, 0]
    assert [len(pairs["mastery"].leaving), len(pairs["mastery"].coming)] == [0, 5]


def test_a_frozen_rubric_comes_back_equal():
    frozen = json.loads(json.dumps(GROWTH.to_dict()))
    again = rubric.Rubric.from_dict(frozen)
    assert again == GROWTH
    assert again.fingerprint == GROWTH.fingerprint
    assert again.statement("early.shift.1").from_ == "My tasks are my focus."
    assert len(json.dumps(frozen)) < 64_000  # goes into the log with every session


def test_frozen_data_of_another_shape_get_sentences():
    frozen = GROWTH.to_dict()
    del frozen["version"]
    frozen["statements"][0]["text"] = ""
    with pytest.raises(RubricError) as caught:
        rubric.Rubric.from_dict(frozen)
    assert [f.split(":")[0] for f in caught.value.faults] == ["rubric data, version", "rubric data, statements.0.text"]


def test_the_fingerprint_follows_every_word():
    frozen = GROWTH.to_dict()
    frozen["statements"][-1]["text"] += "!"
    changed = rubric.Rubric.from_dict(frozen)
    assert len(changed.fingerprint) == 64
    assert changed.fingerprint != GROWTH.fingerprint


def test_a_rubric_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        GROWTH.stages[0].career = "Novice"


def test_another_ladder_has_its_own_scales(other):
    assert [s.id for s in other.stages] == ["1", "2", "3", "safe.yes"]
    assert other.neighbours("safe.yes") == (None, None)
    assert other.neighbours("3").above is None
    assert [c.id for c in other.competencies] == ["joinery", "safety", "cooking"]
    assert other.stage("1").title == "Level 1"
    assert other.stage("2").title == "Does it alone"


def test_another_ladder_may_have_empty_cells(other):
    assert other.by(stage="2") == ()
    assert other.by(stage="3", section="signals") == ()
    assert other.by(competency="cooking") == ()
    assert other.frame == ()
    assert other.themes == ()
    assert [p.section.id for p in other.difference("1", "2").sections] == ["signals", "turn", "traps"]
    assert other.difference("1", "2", competency="cooking").sections == ()


def test_scalars_are_text_as_written(other):
    assert other.version == "1.10"
    assert other.statement("affirmative").text == "Yes"
    assert other.title.endswith("🪚")
    assert other.statement("html").text == 'Says <b>"no"</b> & <script>alert(1)</script> to $x^2$ and =SUM(A1).'


def test_rating_follows_the_section_unless_the_statement_says_otherwise(other):
    assert [s.id for s in other.statements if s.rateable] == ["cuts-straight"]


def test_unknown_fields_are_kept_with_their_type(other):
    owner = {"team": "Tools", "members": 4, "remote": True, "budget": ".inf", "since": "2024-05-01"}
    assert other.model_extra == {"owner": owner}
    assert other.stage("1").model_extra == {"points": 3}
    assert other.section("notes").model_extra == {"colour": "red"}
    assert other.competency("joinery").model_extra == {"group": "Craft"}
    assert other.statement("cuts-straight").model_extra == {"links": ["https://example.org/a", "https://example.org/b"]}
    assert rubric.Rubric.from_dict(json.loads(json.dumps(other.to_dict()))) == other


def test_unknown_numbers_that_json_cannot_hold_stay_text():
    root = compose("[.nan, -.inf, 0x1F, 1.5, null]", Faults("x"))
    assert root is not None
    assert typed(root.node) == [".nan", "-.inf", 31, 1.5, None]


def test_the_package_stands_alone():
    allowed = {*sys.stdlib_module_names, "pydantic", "pydantic_core", "yaml", "rubric"}
    for path in Path(rubric.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {name.split(".")[0] for name in names} <= allowed, path.name


def test_importing_it_reads_nothing():
    program = "import sys, rubric; sys.exit(rubric._built_in.cache_info().currsize or 'alignlab' in sys.modules)"
    root = Path(rubric.__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0


def test_public_names_are_sorted_and_there():
    assert rubric.__all__ == sorted(rubric.__all__)
    assert all(hasattr(rubric, name) for name in rubric.__all__)
