"""The version for leadership: what we ask for, decided and said no to; nothing of steps about people, in any format."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from alignlab.log.home import Home
from alignlab.model.outcome import Drawing, Outcome, Sheet
from alignlab.recap import charts, exports, file
from alignlab.recap.model import Recap
from alignlab.recap.versions import leadership
from recap.team import TEAM, recap_of, session

KEY = "ZYXWVUTSRQPN"


@pytest.fixture(scope="module")
def team(tmp_path_factory) -> Recap:
    from alignlab.recap.series import last_time

    home = Home(tmp_path_factory.mktemp("home"))
    file.write(home, recap_of(session(12, "never")))
    room = session(12, "mostly", last_time(home.path, TEAM))
    for viewer in list(room.state.people)[1:3]:
        room.state.standing.add(viewer)
    made = recap_of(room)
    outcome = {"exercise": "x", "sentences": ("A sentence of the outcome.",)}
    outcomes = (Outcome(step="place", title="T", **outcome), Outcome(step="doors", title="T", **outcome))
    return made.model_copy(update={"outcomes": outcomes})


def as_texts(recap: Recap) -> dict[str, str]:
    """Every export as text, archives unpacked."""
    found = {}
    for format_ in exports.FORMATS:
        content = exports.content(recap, format_, charts.draw_here(recap))
        if format_ in ("csv", "xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = b"\n".join(archive.read(name) for name in archive.namelist() if name != "README.md")
        found[format_] = content.decode("utf-8", "replace")
    return found


def test_nothing_of_steps_about_people_is_inside(team: Recap) -> None:
    made = leadership(team, KEY)
    private = [picture for picture in team.pictures if picture.privacy == "about_me"]
    assert private
    forbidden = {picture.title for picture in private} | {f.text for p in private for f in p.findings}
    forbidden |= {getattr(q, "title", "") for p in private for q in p.released.quantities.values()} - {""}
    forbidden |= {team.code, team.practice, "We stand further along", "Person 1", "Person 2", "ask first", '"about_me"'}
    for format_, text in as_texts(made).items():
        plain = text.replace("&#39;", "'").replace("\\'", "'")
        assert not [words for words in forbidden if words in plain], format_
    assert [outcome.step for outcome in made.outcomes] == []  # a question at the doors is no workshop's own exercise


def test_it_says_what_we_ask_for_decided_and_refused(team: Recap) -> None:
    for format_, text in as_texts(leadership(team, KEY)).items():
        if format_ == "ics":
            continue
        for words in ("Two days a week for paging.", "Each ticket names its goal.", "A second status meeting."):
            assert words in text, (format_, words)
    html = as_texts(leadership(team, KEY))["html"]
    assert html.index("We ask for") < html.index("We decided") < html.index("We said no to") < html.index("Next time")


def test_about_work_stays_with_its_outcome(team: Recap) -> None:
    pictures = tuple(p.model_copy(update={"core": True}) for p in team.pictures)
    table = Sheet(id="order", title="The order", columns=("Item", "Days"), rows=(("=1+1", 3), ("Paging", None)))
    drawing = Drawing(id="map", title="The map", svg='<svg id="a"><g id="b"/></svg>', text="A map.")
    outcome = Outcome(step="doors", exercise="q", title="Order", tables=(table,), drawings=(drawing,))
    recap = team.model_copy(update={"pictures": pictures, "outcomes": (outcome,)})
    made = leadership(recap, KEY)
    assert [picture.step for picture in made.pictures] == ["doors"]
    assert made.outcomes == (outcome,)
    for text in (as_texts(made)["html"], as_texts(made)["md"], as_texts(recap)["html"]):
        for words in ("The order", "The map", "Paging"):
            assert words in text
    files = exports.csv_files(made)
    assert files["01_doors_order.csv"].splitlines()[1] == "'=1+1,3"
    assert "## 01_doors_order.csv" in files["README.md"]


def test_it_lies_under_a_name_of_its_own(team: Recap, tmp_path) -> None:
    home = Home(tmp_path)
    path = file.write(home, leadership(team, KEY))
    assert path == home.recaps / "leadership" / f"{KEY}.json"
    assert file.find(home, KEY.lower()) == path
    assert file.read(path).audience == "leadership"
    assert [recap.code for recap in file.listing(home).recaps] == []
    assert exports.file_name(leadership(team), "html") == f"for-leadership-{team.dates[-1]}.html"
    assert team.code not in json.dumps(json.loads(path.read_text()))
