"""The facilitator guide keeps its own rules.

The front matter of a page with `phases` is what the console reads; the run sheet below it is the same content as
Markdown, so that the page can be read and printed as it is. `python tests/test_guide.py` writes the run sheets again
after an edit of the front matter.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from alignlab import exercises, plans
from alignlab.cli import app

GUIDE = Path(__file__).resolve().parent.parent / "facilitator_guide"
START = "<!-- run sheet: written from the lines above by tests/test_guide.py; change those lines, not these -->"
END = "<!-- end of the run sheet -->"
EXERCISES = {id_ for id_, exercise in exercises.discover().items() if exercise.CORE}
PAGES = EXERCISES | {"half_day", "pulse_20"}
TEXTS = {"before", "the_day", "every_session", "variations", "rescue", "afterwards", "technical_run_sheet", "review"}
FILES = PAGES | TEXTS | {"README", "adapting_the_rubric"}
PAGE_PARTS = {
    "id",
    "title",
    "purpose",
    "result",
    "people",
    "minutes",
    "rubric",
    "when",
    "when_not",
    "materials",
    "phases",
}
PAGE_PARTS |= {"debrief", "variations", "examples", "failures", "follow_up", "related"}
PHASE_PARTS = {
    "id",
    "title",
    "minutes",
    "question",
    "say",
    "do",
    "participants",
    "form",
    "watch",
    "if_then",
    "cut_first",
}
PHASE_PARTS |= {"break"}
FORM_PARTS = {"seconds_a_field", "fields"}  # phases in which people fill in a form
FORMS = {"alone", "pairs", "fours", "all"}
VARIATIONS = {"remote", "hybrid", "under 5", "over 12", "over 30", "silent", "mixed power"}
SECTIONS = {
    "essence",
    "looks_like",
    "struggles",
    "shift",
    "signs",
    "practices",
    "ask_self",
    "ask_others",
    "opportunities",
}
SECTIONS |= {"ready", "mastery", "closing"}
STATEMENT = re.compile(rf"frame\.[1-6]|(early|mid|senior|staff|principal)\.({'|'.join(sorted(SECTIONS))})\.\d")
PLANS = set(plans.names())
BLANKS = {"host", "topic", "decider", "date", "time"}  # words in curly brackets that the facilitator fills in
WORDS_IN_ONE_BREATH = 60

Page = dict[str, Any]


def commands() -> dict[str, set[str]]:
    """What one can really type: command -> its options, from the program itself."""
    found: dict[str, set[str]] = {}

    def look(group: Any, before: str) -> None:
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                look(command, f"{before}{name} ")
            else:
                found[f"{before}{name}"] = {opt for param in command.params for opt in param.opts}

    look(typer.main.get_command(app), "")
    return found


def split(text: str) -> tuple[Page, str]:
    """Front matter and body of one page."""
    _, front, body = text.split("---\n", 2)
    return yaml.safe_load(front), body


def read(name: str) -> tuple[Page, str]:
    return split((GUIDE / f"{name}.md").read_text(encoding="utf-8"))


def front(name: str) -> Page:
    return read(name)[0]


def phases(name: str) -> list[Page]:
    return list(front(name)["phases"])


def forms(name: str) -> list[int]:
    return list(front(name)["minutes"])


# The run sheet as Markdown


def bullets(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def facts(page: Page) -> str:
    rows = [
        ("Result", page["result"]),
        ("People", page["people"]),
        ("Minutes", " / ".join(map(str, page["minutes"]))),
        ("In the rubric", ", ".join(f"`{item}`" for item in page["rubric"])),
        ("In the room", "; ".join(page["materials"]["in_person"])),
        ("Remote", "; ".join(page["materials"]["remote"])),
    ]
    return "| | |\n|---|---|\n" + "\n".join(f"| **{name}** | {value} |" for name, value in rows)


def clock(page: Page) -> str:
    """Minutes of each phase, one column a form, with the sums."""
    columns = page["minutes"]
    head = (
        "| Phase | "
        + " | ".join(f"{form} min" for form in columns)
        + " | cut first |\n|---|"
        + "---:|" * len(columns)
        + "---|"
    )
    rows = [
        f"| {phase['title']} | "
        + " | ".join(str(phase["minutes"][form] or "·") for form in columns)
        + f" | {'yes' if phase['cut_first'] else ''} |"
        for phase in page["phases"]
    ]
    return "\n".join([head, *rows])


def phase_sheet(number: int, phase: Page) -> str:
    minutes = " / ".join(str(value or "·") for value in phase["minutes"].values())
    cut = " · cut this first" if phase["cut_first"] else ""
    parts = [
        f"### {number}. {phase['title']}",
        f"*{minutes} minutes · {phase['form']}{cut}*",
        f"**On the screen:** {phase['question']}",
        f"> {phase['say'].strip()}",
        f"**You**\n\n{bullets(phase['do'])}",
        f"**They:** {phase['participants']}",
        f"**Watch for**\n\n{bullets(phase['watch'])}",
        "**If ... then**\n\n" + bullets([f"*If {case['if']}:* {case['then']}" for case in phase["if_then"]]),
    ]
    if "fields" in phase:
        fields = [number for number in phase["fields"].values() if number]
        slow = [divmod(number * phase["seconds_a_field"], 60) for number in fields]
        counts, clocks = " / ".join(map(str, fields)), " / ".join(f"{m}:{s:02}" for m, s in slow)
        many = "field" if counts == "1" else "fields"
        parts.append(f"*A slow person needs {clocks} minutes: {counts} {many} at {phase['seconds_a_field']} seconds.*")
    return "\n\n".join(parts)


def run_sheet(page: Page) -> str:
    """The page's front matter as Markdown to read aloud from."""
    debrief = {"what": "What", "so_what": "So what", "now_what": "Now what"}
    failures = [f"| {f['sign']} | {f['cause']} | {f['move']} | {f['say']} |" for f in page["failures"]]
    related = [f"[{front(other)['title']}]({other}.md)" for other in page["related"]]
    parts = [
        f"# {page['title']}",
        f"*{page['purpose']}*",
        facts(page),
        f"## When\n\n{bullets(page['when'])}",
        f"## When not\n\n{bullets(page['when_not'])}",
        f"## Minutes\n\n{clock(page)}",
        "## Phases",
        *[phase_sheet(i, phase) for i, phase in enumerate(page["phases"], 1)],
        "## Debrief questions",
        *[f"**{title}**\n\n{bullets(page['debrief'][key])}" for key, title in debrief.items()],
        "## Variations\n\n" + bullets([f"**{v['name'].capitalize()}.** {v['text']}" for v in page["variations"]]),
        f"## A good one and a bad one\n\n**Good.** {page['examples']['good']}\n\n**Bad.** {page['examples']['bad']}",
        "## When it goes wrong\n\n| You see | Perhaps because | Do | Say |\n|---|---|---|---|\n" + "\n".join(failures),
        f"## Afterwards\n\n{bullets(page['follow_up'])}",
        f"## Goes with\n\n{', '.join(related)}",
    ]
    return "\n\n".join(parts)


def with_run_sheet(text: str) -> str:
    """The page's text with its run sheet written anew."""
    page, _ = split(text)
    before, rest = text.split(START, 1)
    _, after = rest.split(END, 1)
    return f"{before}{START}\n\n{run_sheet(page)}\n\n{END}{after}"


# The rules


def test_the_guide_has_exactly_its_files() -> None:
    assert {path.stem for path in GUIDE.glob("*.md")} == FILES


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_file_says_what_it_is(name: str) -> None:
    page, body = read(name)
    assert page["id"] == name.lower()
    assert page["title"]
    assert page["purpose"]
    assert len(body.split()) > 100


@pytest.mark.parametrize("name", sorted(PAGES))
def test_no_part_is_missing(name: str) -> None:
    page = front(name)
    assert set(page) == PAGE_PARTS
    empty = [part for part in PAGE_PARTS if not page[part]]
    assert not empty
    assert set(page["materials"]) == {"in_person", "remote"}
    assert set(page["debrief"]) == {"what", "so_what", "now_what"}
    assert set(page["examples"]) == {"good", "bad"}
    assert {v["name"] for v in page["variations"]} >= VARIATIONS
    assert all(set(f) == {"sign", "cause", "move", "say"} and all(f.values()) for f in page["failures"])
    assert len(page["failures"]) >= 5
    assert set(page["related"]) <= PAGES - {name}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_no_part_of_a_phase_is_missing(name: str) -> None:
    for phase in phases(name):
        where = f"{name}, {phase.get('id')}"
        assert set(phase) in (PHASE_PARTS, PHASE_PARTS | FORM_PARTS), where
        assert all(phase[key] for key in PHASE_PARTS - {"cut_first", "break"}), where
        assert phase["form"] in FORMS, where
        assert list(phase["minutes"]) == forms(name), where
        assert all(set(case) == {"if", "then"} and all(case.values()) for case in phase["if_then"]), where
        assert isinstance(phase["cut_first"], bool), where
        assert isinstance(phase["break"], bool), where
        if "fields" in phase:
            assert list(phase["fields"]) == forms(name), where
    ids = [phase["id"] for phase in phases(name)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", sorted(PAGES))
def test_minutes_add_up(name: str) -> None:
    for form in forms(name):
        assert sum(phase["minutes"][form] for phase in phases(name)) == form


def test_exercises_come_in_three_lengths_and_the_plans_in_their_own() -> None:
    assert all(forms(name) == [30, 60, 90] for name in EXERCISES)
    assert forms("half_day") == [210]
    assert forms("pulse_20") == [20]


def test_the_half_day_keeps_its_minutes() -> None:
    minutes = [8, 7, 12, 5, 10, 8, 10, 10, 14, 10, 16, 15, 6, 8, 10, 5, 16, 10, 10, 8, 12]
    assert [phase["minutes"][210] for phase in phases("half_day")] == minutes


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_slow_person_is_done_in_time(name: str) -> None:
    for phase in phases(name):
        for form, fields in phase.get("fields", {}).items():
            needed = fields * phase["seconds_a_field"] / 60
            assert needed <= phase["minutes"][form], (
                f"{phase['id']} at {form}: a slow person needs {needed:.1f} minutes"
            )


@pytest.mark.parametrize("name", sorted(PAGES))
def test_nobody_sits_for_ninety_minutes_without_a_break(name: str) -> None:
    for form in forms(name):
        since_break = 0
        for phase in phases(name):
            since_break = 0 if phase["break"] and phase["minutes"][form] >= 5 else since_break + phase["minutes"][form]
            assert since_break < 90, f"{phase['id']} at {form}"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_doors_come_first_and_long_forms_have_slack(name: str) -> None:
    first = phases(name)[0]
    assert first["id"] == "doors"
    for form in forms(name):
        assert first["minutes"][form] > 0
        slack = sum(phase["minutes"][form] for phase in phases(name) if phase["id"] == "slack")
        assert form < 90 or slack >= 0.05 * form


@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_form_from_an_hour_up_has_something_to_cut(name: str) -> None:
    for form in forms(name):
        assert form < 60 or [p for p in phases(name) if p["cut_first"] and p["minutes"][form] and p["id"] != "slack"]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_words_to_say_fit_one_breath(name: str) -> None:
    long = {phase["id"]: len(phase["say"].split()) for phase in phases(name)}
    assert {k: n for k, n in long.items() if n > WORDS_IN_ONE_BREATH} == {}
    asked = {phase["id"]: len(phase["question"].split()) for phase in phases(name)}
    assert {k: n for k, n in asked.items() if n > 16} == {}, "the question has to fit on the wall"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_rubric_items_are_sections_or_statements(name: str) -> None:
    assert all(item in SECTIONS or STATEMENT.fullmatch(item) for item in front(name)["rubric"])


def test_the_guide_speaks_of_the_rubric_as_it_is() -> None:
    rubric = pytest.importorskip("rubric.model", reason="needs the rubric") and pytest.importorskip("rubric").load()
    known = {statement.id for statement in rubric.statements} | {section.id for section in rubric.sections}
    assert {item for name in PAGES for item in front(name)["rubric"]} <= known
    page = read("stage_self_placement")[1]
    for stage in rubric.stages:
        assert f"| {stage.plain} | {stage.career} | {stage.essence} |" in page


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_run_sheet_says_what_the_front_matter_says(name: str) -> None:
    text = (GUIDE / f"{name}.md").read_text(encoding="utf-8")
    assert text == with_run_sheet(text), "run `python tests/test_guide.py`"


def test_the_promise_is_read_out_whole() -> None:
    about_me = [
        "Only you see your answers here.",
        "The group sees one picture, if five or more answer.",
        "who is done, not what you said",
        "the picture a minute before you",
        "The answers lie in a file on my machine; whoever controls it could open it.",
        "Deleted the first time alignlab runs after {date}.",
        "Never used for reviews.",
    ]
    about_work = ["Everyone will see how many chose what, without names.", "In a small team people may guess."]
    said = {name: "\n".join(phase["say"] for phase in phases(name)) for name in PAGES}
    missing = [
        (name, sentence)
        for name, sentences in {
            "stage_self_placement": about_me,
            "goal_mapping": about_work,
            "prioritization": about_work,
            "half_day": about_me + about_work,
            "pulse_20": about_me,
        }.items()
        for sentence in sentences
        if sentence not in said[name]
    ]
    assert missing == []


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_page_names_nothing_that_the_software_lacks(name: str) -> None:
    text = (GUIDE / f"{name}.md").read_text(encoding="utf-8")
    there = commands()
    known = sorted(there, key=len, reverse=True)
    for typed in re.findall(r"`(alignlab[^`]*)`|^(?:\$ )?(alignlab .*)$", text, re.MULTILINE):
        words = " ".join(typed).strip()
        rest = words.removeprefix("alignlab").strip()
        if re.fullmatch(r"\.\w+(\.\w+)*|_\w+", rest) or not rest:
            continue  # a module or the name alone
        command = next((c for c in known if rest == c or rest.startswith(f"{c} ")), None)
        assert command, f"unknown command: {words}"
        assert set(re.findall(r"--[a-z-]+", rest)) <= there[command], f"unknown option: {words}"
        assert set(re.findall(r"--plan (\w+)", rest)) <= PLANS | {"P"}, f"unknown plan: {words}"
    assert set(re.findall(r"`((?:stage_self_placement|goal_mapping|prioritization)_\d+)`", text)) <= PLANS
    assert set(re.findall(r"\{([^{}]*)\}", read(name)[1])) <= BLANKS


@pytest.mark.parametrize("name", sorted(FILES))
def test_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", read(name)[1]):
        assert target.startswith("https://") or (GUIDE / target).exists(), target


@pytest.mark.parametrize("name", sorted(FILES))
def test_words_for_the_wall(name: str) -> None:
    text = (GUIDE / f"{name}.md").read_text(encoding="utf-8")
    shown = "\n".join(phase["question"] + "\n" + phase["say"] for phase in front(name).get("phases", []))
    assert not re.search(r"\borphan", shown), "the wall says: no agreed goal yet"
    assert not re.search(r"\b(poor|leverage|stakeholder|synerg|empower)", shown, re.IGNORECASE)
    assert "\t" not in text


def write_run_sheets() -> list[str]:
    """Write the run sheet of every page anew; gives the names of the pages that changed."""
    changed = []
    for name in sorted(PAGES):
        path = GUIDE / f"{name}.md"
        text = path.read_text(encoding="utf-8")
        if (new := with_run_sheet(text)) != text:
            path.write_text(new, encoding="utf-8")
            changed.append(name)
    return changed


if __name__ == "__main__":
    sys.stdout.write(f"written: {', '.join(write_run_sheets()) or 'nothing to do'}\n")
