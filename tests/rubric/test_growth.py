"""The built-in rubric: complete, and in the words it promises."""

import re
from collections import Counter
from pathlib import Path

import pytest

import rubric
from rubric.check import count_words
from rubric.parts import MAX_RATED_WORDS, Statement

STAGES = {
    "early": ("Early Career", "Understanding direction"),
    "mid": ("Mid-Level", "Navigating by it"),
    "senior": ("Senior", "Shaping it"),
    "staff": ("Staff", "Joining it up"),
    "principal": ("Principal", "Stewarding it"),
}
PER_STAGE = {  # section: number of statements in each stage, lowest first
    "essence": (5, 6, 4, 5, 4),
    "looks_like": (5, 5, 5, 5, 5),
    "struggles": (3, 3, 3, 3, 3),
    "shift": (1, 1, 1, 1, 1),
    "signs": (4, 4, 4, 4, 4),
    "practices": (4, 3, 3, 3, 3),
    "ask_self": (3, 3, 3, 3, 3),
    "ask_others": (2, 2, 2, 2, 2),
    "opportunities": (3, 3, 3, 3, 3),
    "ready": (3, 3, 3, 3, 0),
    "mastery": (0, 0, 0, 0, 5),
    "closing": (1, 1, 1, 1, 1),
}
FILE = Path(rubric.__file__).with_name("growth.en.yaml")
GROWTH = rubric.load()
RATED = [s for s in GROWTH.statements if s.rateable]
NOT_SAID = re.compile(r"\b(should|only|poor|must|fail\w*|bad|wrong|lack\w*)\b", re.I)


def test_the_stages_have_a_career_name_and_a_plain_one():
    assert {s.id: (s.career, s.plain) for s in GROWTH.stages} == STAGES
    assert [s.id for s in GROWTH.stages] == list(STAGES)


def test_every_cell_has_its_statements_with_ids_in_order():
    expected = [f"frame.{n}" for n in range(1, 7)]
    for at, stage in enumerate(STAGES):
        for section, counts in PER_STAGE.items():
            expected += [f"{stage}.{section}.{n}" for n in range(1, counts[at] + 1)]
    assert [s.id for s in GROWTH.statements] == expected
    assert len(expected) == 167 + 6


def test_ids_agree_with_the_place_in_the_file():
    for statement in GROWTH.statements:
        place = "frame" if statement.stage == "frame" else f"{statement.stage}.{statement.section}"
        assert statement.id.startswith(f"{place}.")


def test_no_text_is_said_twice():
    texts = Counter(s.text for s in GROWTH.statements)
    questions = Counter(q for s in RATED for q in dict(s.question).values())
    assert [t for t, n in (texts + questions).items() if n > 1] == []


def test_each_stage_places_people_without_grades():
    grades = re.compile(r"\b(early|career|mid|senior|staff|principal|junior|level)\b", re.I)
    for stage in GROWTH.stages:
        assert stage.essence.startswith(("I ", "I'"))
        assert not grades.search(f"{stage.plain} {stage.essence} {stage.question}")
        assert stage.question.endswith("?")


def test_twenty_five_behaviours_are_rated():
    assert [s.id for s in RATED] == [s.id for s in GROWTH.by(section="looks_like")]
    assert Counter(s.stage for s in RATED) == dict.fromkeys(STAGES, 5)


@pytest.mark.parametrize("statement", RATED, ids=lambda s: s.id)
def test_a_rated_statement_is_short_and_has_what_findings_need(statement):
    assert count_words(statement.text) <= MAX_RATED_WORDS
    assert re.search(r"\bI\b", statement.text)
    assert 1 <= count_words(statement.for_instance) <= 14
    assert statement.group.gerund.split()[0].endswith("ing")
    for form in dict(statement.group).values():
        assert form[0].islower()
        assert not re.search(r"\b(I|my|me)\b|[.?!]$", form)
    for question in dict(statement.question).values():
        assert question.endswith("?")
        assert not NOT_SAID.search(question)
        assert count_words(question) <= 16


def test_findings_read_as_sentences():
    group = GROWTH.statement("mid.looks_like.4").group
    assert f"Most of us {group.we}." == "Most of us change scope so that a goal is better served."
    group = GROWTH.statement("senior.looks_like.4").group
    assert f"Two or fewer of us {group.past}." == "Two or fewer of us raised a risk to our focus before being asked."


def test_struggles_carry_the_six_themes():
    assert [t.title for t in GROWTH.themes] == [
        "losing sight",
        "alignment at delivery's cost",
        "taking agreement for granted",
        "keeping quiet",
        "one-sided",
        "ambition and certainty against pace",
    ]
    assert {s.theme for s in GROWTH.by(section="struggles")} == {t.id for t in GROWTH.themes}
    assert all((s.theme is None) == (s.section != "struggles") for s in GROWTH.statements)


def test_each_shift_has_the_question_one_catches_oneself_asking():
    shifts = GROWTH.by(section="shift")
    assert [s.stage for s in shifts] == list(STAGES)
    assert all(s.from_ and s.to and s.note and s.caught_asking.endswith("?") for s in shifts)
    assert shifts[0].text == f"From “{shifts[0].from_}” to “{shifts[0].to}”"


def test_each_menu_entry_can_become_a_commitment():
    menu = GROWTH.by(kind="menu")
    assert {s.section for s in menu} == {"practices", "opportunities"}
    for statement in menu:
        assert re.match(r"[a-z].*[^.?!]$", f"{statement.act}")  # follows "I will"


def test_neighbouring_stages_offer_six_practices_for_a_group():
    for stage in STAGES:
        together = [s.together for s in GROWTH.by(stage=stage, kind="menu") if s.together]
        assert len(together) >= 3
        assert all(t[0].isupper() and t.endswith((".", "?")) for t in together)


def test_requests_are_ready_to_send():
    for statement in GROWTH.by(kind="request"):
        assert statement.message.startswith("Hi, one question")
        assert "?" in statement.message
        assert "\n" not in statement.message
        assert len(statement.message) <= 200


def test_it_is_read_once_a_process():
    assert rubric.load() is rubric.load()


def test_the_file_explains_every_field_of_a_statement():
    header = FILE.read_text(encoding="utf-8").split("\nid: ")[0]
    fields = {info.alias or name for name, info in Statement.model_fields.items()}
    told_by_place = {"stage", "section", "competency"}
    assert [name for name in fields - told_by_place if not re.search(rf"[` ]{name}[`:]", header)] == []


def test_the_file_read_by_its_path_is_the_same():
    assert rubric.load(FILE) == GROWTH
