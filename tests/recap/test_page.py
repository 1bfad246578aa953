"""The page: what it says first, that it is whole in itself, and that hostile text stays text."""

from __future__ import annotations

import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from alignlab.model.catalogue import say
from alignlab.recap import charts, file
from alignlab.recap import front as fronts
from alignlab.recap.making import from_state
from alignlab.recap.model import Commitment, Decision, Edits, Recap
from alignlab.recap.page import body, page, scoped_style
from recap.held import HOSTILE, held, settle

SAMPLE = file.read(Path(file.__file__).with_name("sample.json"))
FORBIDDEN_TAGS = {"script", "iframe", "object", "embed", "form", "input", "img", "link", "base", "a", "foreignobject"}
ALLOWED_HTTP = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


class Tags(HTMLParser):
    """All tags with their attributes, and whether every tag that opens closes in order."""

    VOID = frozenset({"meta", "br", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag == name]


def made(recap: Recap) -> str:
    return page(recap, charts.draw_here(recap))


@pytest.fixture(scope="module")
def hostile() -> Recap:
    """A session in which everything that can be written is hostile."""
    room, people = held(names=(HOSTILE[:40], HOSTILE[40:80]))
    settle(room, people, HOSTILE)
    recap = from_state(room.state)
    titled = [p.model_copy(update={"title": HOSTILE}) for p in recap.pictures]
    evil = {"pictures": tuple(titled), "title": HOSTILE, "team": HOSTILE, "host": HOSTILE, "plan": HOSTILE}
    return recap.model_copy(update=evil)


def test_the_document_is_whole_and_asks_for_nothing():
    html = made(SAMPLE)
    tags = Tags(html)
    assert tags.open == []
    assert not {tag for tag, _ in tags.found} & FORBIDDEN_TAGS
    for _tag, attributes in tags.found:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "href", "srcset")]
    assert set(re.findall(r"https?://[^\s\"'<>)]+", html)) <= ALLOWED_HTTP
    assert set(re.findall(r"url\((.)", html)) <= {"#"}
    assert "@import" not in html
    assert "default-src 'none'" in html


def test_ids_are_unique_and_the_page_does_not_depend_on_what_was_drawn_before():
    html = made(SAMPLE)
    ids = [attributes["id"] for _, attributes in Tags(html).found if "id" in attributes]
    assert len(ids) == len(set(ids)) > 1
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)
    assert made(SAMPLE) == html


def test_hostile_text_stays_text(hostile):
    html = made(hostile)
    tags = Tags(html)
    assert tags.open == []
    assert not {tag for tag, _ in tags.found} & FORBIDDEN_TAGS
    assert all(not name.startswith("on") for _, attributes in tags.found for name in attributes)
    assert "alert(1)" in html  # it is there, as text
    assert "{{ 7*7 }}" in html
    assert html.count("</style>") == 1
    assert html.count("<title>") == 1


def test_hostile_labels_in_a_chart_stay_text():
    """Options of a question are the plan's own words, and a chart is markup."""
    options = {"o1": HOSTILE, "o2": "</text></svg><script>alert(5)</script>"}
    doors = next(p for p in SAMPLE.pictures if p.exercise == "question")
    quantity = doors.released.quantities["way_here"].model_copy(
        update={"labels": options, "cells": {"o1": 3, "o2": 9}, "title": HOSTILE}
    )
    released = doors.released.model_copy(update={"quantities": {"way_here": quantity}})
    recap = SAMPLE.model_copy(update={"pictures": (doors.model_copy(update={"released": released}),)})
    tags = Tags(made(recap))
    assert tags.open == []
    assert not {tag for tag, _ in tags.found} & FORBIDDEN_TAGS
    assert tags.named("svg")


def test_headings_come_in_order_and_tables_have_captions():
    tags = Tags(made(SAMPLE))
    levels = [int(tag[1]) for tag, _ in tags.found if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    names = [tag for tag, _ in tags.found]
    assert names.count("table") == names.count("caption") > 1
    assert all(attributes.get("scope") in ("col", "row") for attributes in tags.named("th"))


def test_every_chart_has_its_words():
    tags = Tags(made(SAMPLE))
    drawn = charts.draw_here(SAMPLE)
    count = sum(len(some) for some in drawn.values())
    assert count >= 3
    assert len(tags.named("figure")) == count + 1  # one of them stands on the first page too
    html = made(SAMPLE)
    for some in drawn.values():
        for chart in some:
            assert chart.text in html.replace("&#39;", "'")
    assert all(svg.get("aria-hidden") == "true" for svg in tags.named("svg"))


def test_a_rehearsal_says_so_and_a_session_does_not():
    assert say("recap.simulated") in made(SAMPLE)
    assert say("recap.simulated") not in made(SAMPLE.model_copy(update={"simulated": False}))


# --- the first page


def front(recap: Recap) -> fronts.Front:
    return fronts.front(recap, charts.draw_here(recap))


def test_the_heading_is_made_from_the_first_finding_of_the_wall():
    first = next(p for p in SAMPLE.pictures if p.core).picked
    told = front(SAMPLE)
    assert first[0].text.startswith(told.headline.split(" ", 3)[0])
    assert "(all but" not in told.headline
    assert not told.headline.endswith(".")
    assert told.lead == tuple(finding.text for finding in first[1:])
    assert told.questions == tuple((finding.question, finding.text) for finding in first)


def test_the_hosts_words_go_first():
    edits = Edits(headline="We begin with what is nearest", lead="One.\n\n Two. ", questions="Which?\nWho?", note="n")
    told = front(SAMPLE.model_copy(update={"edits": edits}))
    assert told.headline == "We begin with what is nearest"
    assert told.lead == ("One.", "Two.")
    assert told.questions == (("Which?", ""), ("Who?", ""))
    only = front(SAMPLE.model_copy(update={"edits": Edits(headline="Mine")}))
    assert len(only.lead) == 3


def test_findings_of_several_exercises_take_turns():
    core = next(p for p in SAMPLE.pictures if p.core)
    second = core.model_copy(
        update={
            "step": "map",
            "exercise": "goal_mapping",
            "findings": tuple(f.model_copy(update={"text": f"Map: {f.text}"}) for f in core.findings),
        }
    )
    told = front(SAMPLE.model_copy(update={"pictures": (*SAMPLE.pictures, second)}))
    assert [line.startswith("Map: ") for line in told.lead] == [True, False, True]
    later = second.model_copy(update={"exercise": core.exercise})  # in place of the first
    told = front(SAMPLE.model_copy(update={"pictures": (*SAMPLE.pictures, later)}))
    assert told.headline.startswith("Map: ")
    assert all(line.startswith("Map: ") for line in told.lead)


def test_a_small_question_makes_no_heading():
    doors = tuple(p for p in SAMPLE.pictures if not p.core)[:1]
    told = front(SAMPLE.model_copy(update={"pictures": doors}))
    assert told.headline == SAMPLE.title
    assert told.lead == (doors[0].findings[0].text,)
    assert told.questions == ()
    assert SAMPLE.title not in told.about


@pytest.mark.parametrize(("ended", "told"), [(True, "no decisions"), (False, "still going on")])
def test_a_session_without_anything_has_a_page(ended, told):
    nothing = {"pictures": (), "practice": "", "decisions": (), "said_no_to": (), "commitments": (), "edits": Edits()}
    recap = SAMPLE.model_copy(update={**nothing, "ended": ended, "joined": 0, "dates": SAMPLE.dates})
    html = made(recap)
    assert told in html
    assert f"<h1>{SAMPLE.title}</h1>" in html
    assert "took part" not in html
    assert Tags(html).open == []


def test_only_the_last_vote_stands_on_the_first_page():
    core = next(p for p in SAMPLE.pictures if p.core)
    again = core.model_copy(update={"round": 2, "picks": core.picks[:1]})
    recap = SAMPLE.model_copy(update={"pictures": (core, again)})
    assert front(recap).lead == ()
    assert f"{core.title}, vote 2" in made(recap)


def test_decisions_say_who_and_until_when():
    decision = Decision(text="A", owner="Maya", by="Friday", first_step="ask", until="")
    html = made(SAMPLE.model_copy(update={"decisions": (decision,), "said_no_to": (Decision(text="B"),)}))
    assert "Maya · first step: ask · by Friday" in html
    assert html.index("We decided") < html.index("We said no to") < html.index("We committed")


def test_a_chart_that_cannot_be_drawn_takes_nothing_with_it():
    gone = SAMPLE.pictures[0].model_copy(update={"exercise": "not_installed"})
    quantity = next(p for p in SAMPLE.pictures if p.core).released.quantities["placement"]
    broken = next(p for p in SAMPLE.pictures if p.core)
    cells = quantity.model_copy(update={"bars": (quantity.bars[0].model_copy(update={"cells": ("unheard_of",)}),)})
    released = broken.released.model_copy(update={"quantities": {**broken.released.quantities, "placement": cells}})
    recap = SAMPLE.model_copy(update={"pictures": (gone, broken.model_copy(update={"released": released}))})
    drawn = charts.draw_here(recap)
    assert gone.key not in drawn
    html = page(recap, drawn)
    assert "cannot be drawn here" in html
    assert broken.findings[0].text in html


def test_privacy_is_explained_in_the_words_of_the_promise():
    from alignlab.release import promise

    html = made(SAMPLE).replace("&#39;", "'")
    for privacy in ("about_me", "about_work"):
        assert promise(privacy, SAMPLE.host, SAMPLE.delete_after) in html
    assert SAMPLE.rubric.fingerprint in html


def test_withheld_reasons_are_told():
    from alignlab.model.measures import Withheld

    doors = SAMPLE.pictures[0]
    nothing = {"way_here": Withheld(reason="Fewer than three of us answered, so nothing is told.")}
    released = doors.released.model_copy(update={"quantities": nothing, "n": 2})
    html = made(SAMPLE.model_copy(update={"pictures": (doors.model_copy(update={"released": released}),)}))
    assert "Fewer than three of us answered" in html


def test_in_a_notebook_the_styles_touch_nothing_else():
    css = re.sub(r"/\*.*?\*/", "", scoped_style(), flags=re.DOTALL)
    selectors = [s.strip() for s in re.findall(r"([^{}]+)\{", css) if s.strip() and not s.strip().startswith("@")]
    assert len(selectors) > 50
    for selector in selectors:
        assert all(one.strip().startswith(".recap") for one in selector.split(",")), selector
    assert css.count("{") == css.count("}")
    assert "--accent" in css
    assert "<style" not in body(SAMPLE, {})


@pytest.mark.parametrize(
    ("when", "text", "told"),
    [
        ("two goals pull apart", "ask which comes first", "When two goals pull apart, I will ask which comes first"),
        ("When we meet,", "Ask first", "When we meet, I will ask first"),
        ("", "I'll ask first.", "I'll ask first."),
        ("", "QA goes first", "I will QA goes first"),
        ("we meet", "We ask first", "When we meet, We ask first"),
        ("", "invite product", "I will invite product"),
    ],
)
def test_a_commitment_is_a_sentence(when, text, told):
    assert "".join(fronts.in_a_sentence(Commitment(name="Maya", text=text, when=when))) == told


def test_days_from_a_phone_are_told_in_words():
    some = Commitment(name="Maya", text="ask", by="2026-12-06"), Commitment(name="Kofi", text="ask", by="by Friday")
    html = made(SAMPLE.model_copy(update={"commitments": some}))
    assert "6 December 2026" in html
    assert ">by Friday<" in html
