"""Rehearsals: every kind of person behaves as its name says, and what a story plants is found."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any

import pytest

from alignlab import plans
from alignlab.cli import main
from alignlab.config import Config
from alignlab.errors import InvalidInput
from alignlab.model.events import Event
from alignlab.rehearsal.doors import open_console, parse_link
from alignlab.rehearsal.people import KINDS, Persona, cast
from alignlab.rehearsal.play import Outcome, Rehearsal, planted_by
from alignlab.server.start import Program, start

pytestmark = pytest.mark.server
SECONDS = 300
LONG, SHORT = "stage_self_placement_60", "stage_self_placement_30"


def alignlab(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from alignlab.cli import main; main()", *words],
        env={**os.environ, "ALIGNLAB_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def told(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.stdout.count("\n") == 1, done.stdout + done.stderr
    return json.loads(done.stdout)


class Lived:
    """A rehearsal that is over: its outcome, its phones, and what the log and the console have of it."""

    def __init__(self) -> None:
        self.outcome: Outcome
        self.rehearsal: Rehearsal
        self.events: list[Event] = []
        self.statuses: dict[str, set[str]] = defaultdict(set)

    async def live(self, home: Path, plan: str, people: int, *, simulated: bool) -> None:
        async with asyncio.timeout(SECONDS), start(Config(home=home, host="127.0.0.1", port=0)) as program:
            host = await program.house.create(plans.load(plan), host="Grace", simulated=simulated, chance=Random(3))
            link = parse_link(await program.server.facilitator_url(host.code))
            watching = asyncio.create_task(self._watch(link))
            self.rehearsal = Rehearsal(link, plans.load(plan), people, "split", 3, 0, told=lambda _line: None)
            self.outcome = await self.rehearsal.run()
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            self.events = await self._log(program, host.code)
            self.state = host.state

    async def _log(self, program: Program, code: str) -> list[Event]:
        return await program.store.read(code)

    async def _watch(self, link: Any) -> None:
        console = await open_console(link)
        seen: dict[str, Any] = {}
        try:
            while True:
                seen = await console.wait(lambda view, old=seen: view is not old)
                for person in seen["people"]:
                    self.statuses[person["name"]].add(person["status"])
        finally:
            await console.close()

    def persona(self, kind: str) -> Persona:
        return next(phone.persona for phone in self.rehearsal.phones if phone.persona.kind == kind)

    def person(self, kind: str) -> str:
        name = self.persona(kind).name
        return next(person.id for person in self.state.people.values() if person.name == name)

    def seq(self, kind: str, **data: Any) -> dict[str, int]:
        """Actor -> seq of their first event of this kind with this data."""
        found: dict[str, int] = {}
        for event in self.events:
            if event.kind == kind and data.items() <= (event.data or {}).items():
                found.setdefault(event.actor, event.seq)
        return found


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    lived = Lived()
    asyncio.run(lived.live(tmp_path_factory.mktemp("home"), LONG, len(KINDS), simulated=True))
    return lived


def test_what_the_story_planted_is_found(lived: Lived) -> None:
    assert [planted.key for planted in lived.outcome.planted] == ["place: far apart", "place: difference"]
    assert lived.outcome.missed == ()


def test_every_acknowledged_answer_is_in_the_log_with_its_value(lived: Lived) -> None:
    stored = {event.seq: event for event in lived.events}
    saves = [saved for phone in lived.rehearsal.phones for saved in phone.acknowledged]
    assert len(saves) > 7 * 25
    for saved in saves:
        data = stored[saved.seq].data or {}
        assert (data["step"], data["round"], data["value"]) == (saved.step, saved.round, saved.value)


def test_a_latecomer_joins_when_the_form_is_open(lived: Lived) -> None:
    [opened] = lived.seq("step opened", step="place").values()
    joined = lived.seq("joined")
    assert joined[lived.person("latecomer")] > opened
    assert all(seq < opened for person, seq in joined.items() if person != lived.person("latecomer"))
    assert lived.person("latecomer") in lived.seq("done", step="place")


def test_a_sleeper_is_seen_asleep_or_away_and_finishes(lived: Lived) -> None:
    assert lived.statuses[lived.persona("sleeper").name] & {"asleep", "away"}
    assert lived.person("sleeper") in lived.seq("done", step="place")


def test_two_devices_are_one_person(lived: Lived) -> None:
    devices: dict[str, set[str]] = defaultdict(set)
    for event in lived.events:
        if event.kind == "answer saved" and event.data["step"] == "place":
            devices[event.actor].add(event.data["device"])
    assert sorted(len(of_one) for of_one in devices.values()) == [1] * 7 + [2]
    assert len(devices) == len(lived.seq("joined")) == len(KINDS)


def test_one_changes_their_mind_and_comes_back_to_it(lived: Lived) -> None:
    values: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for event in lived.events:
        if event.kind == "answer saved" and event.data["step"] == "place":
            values[(event.actor, event.data["part"])].append(event.data["value"])
    [changed] = [said for said in values.values() if len(said) > 1]
    assert len(changed) == 3
    assert changed[0] == changed[2] != changed[1]
    assert list(lived.seq("not done")) == [lived.person("changes_mind")]


def test_one_leaves_in_the_middle_of_the_form(lived: Lived) -> None:
    leaver = lived.person("leaves")
    assert list(lived.seq("left")) == [leaver]
    assert leaver not in lived.seq("done", step="place")
    phone = next(phone for phone in lived.rehearsal.phones if phone.persona.kind == "leaves")
    assert 10 <= sum(saved.step == "place" for saved in phone.acknowledged) <= 15


def test_the_quick_are_done_before_the_slow(lived: Lived) -> None:
    done = lived.seq("done", step="place")
    assert done[lived.person("quick")] < done[lived.person("slow")]


def test_in_a_session_that_is_not_marked_every_name_says_simulated(tmp_path: Path) -> None:
    lived = Lived()
    asyncio.run(lived.live(tmp_path, SHORT, 6, simulated=False))
    assert lived.outcome.missed == ()
    assert all(person.name.endswith("(simulated)") for person in lived.state.here())


def test_the_command_prints_one_object_and_the_same_seed_gives_the_same(tmp_path: Path) -> None:
    words = ("rehearse", "--plan", SHORT, "--people", "7", "--story", "cautious", "--seed", "5", "--json")
    done = alignlab(tmp_path, *words)
    assert done.returncode == 0, done.stderr
    first = told(done)
    assert list(first) == ["plan", "story", "seed", "people", "simulated", "planted", "found", "missed", "recap"]
    assert (first["plan"], first["story"], first["seed"], first["people"]) == (SHORT, "cautious", 5, 7)
    assert first["simulated"] is True
    assert first["planted"] == first["found"] == ["place: asked"]
    recap = json.loads(Path(first["recap"]).read_text())
    assert (recap["simulated"], recap["ended"], recap["joined"]) == (True, True, 7)
    again = told(alignlab(tmp_path, *words))
    assert {**again, "recap": ""} == {**first, "recap": ""}
    pictures = [p["released"] for p in json.loads(Path(again["recap"]).read_text())["pictures"]]
    assert pictures == [p["released"] for p in recap["pictures"]]


def test_the_command_ends_with_1_when_something_was_missed(tmp_path: Path) -> None:
    done = alignlab(tmp_path, "rehearse", "--plan", SHORT, "--people", "4", "--story", "split", "--json")
    assert done.returncode == 1, done.stderr
    assert told(done)["missed"] == ["place: far apart"]  # four people are too few for a picture


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--story", "two-camps"), "no step that can tell the story 'two-camps'. Its stories are: aligned"),
        (("--plan", "nothing"), "There is no plan 'nothing'"),
        (("--url", "http://127.0.0.1:9/j/ABCDEF"), "is not a facilitator's link"),
        (("--url", "http://127.0.0.1:9/f/ABCDEF#key=0"), "Nobody answers at http://127.0.0.1:9"),
    ],
)
def test_what_cannot_be_rehearsed_is_said_in_a_sentence(
    tmp_path: Path,
    words: tuple[str, ...],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ALIGNLAB_HOME", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["alignlab", "rehearse", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


def test_against_a_running_server_only_in_an_empty_session_of_the_plan(tmp_path: Path) -> None:
    async def story() -> None:
        async with start(Config(home=tmp_path, host="127.0.0.1", port=0)) as program:
            host = await program.house.create(plans.load(SHORT), host="Grace")
            link = await program.server.facilitator_url(host.code)
            with pytest.raises(InvalidInput, match="follows another plan"):
                await Rehearsal(parse_link(link), plans.load(LONG), 5, "split", 1, 0, print).run()
            await host.join("Maya")
            with pytest.raises(InvalidInput, match="perhaps with real people"):
                await Rehearsal(parse_link(link), plans.load(SHORT), 5, "split", 1, 0, print).run()

    asyncio.run(story())


def test_a_plan_plants_what_its_setup_can_show() -> None:
    assert [p.key for p in planted_by(plans.load(LONG), "aligned")] == [
        "place: strength",
        "place: gap",
        "place: close",
        "place: struggle",
    ]
    assert [p.key for p in planted_by(plans.load(SHORT), "aligned")] == ["place: close"]


def test_a_cast_is_the_same_for_the_same_seed_and_has_every_kind() -> None:
    one, two = (cast(40, "split", pace=1, rng=Random(2), kinds=KINDS) for _ in range(2))
    assert one == two
    assert {persona.kind for persona in one} == set(KINDS)
    assert len({persona.name for persona in one}) == 40
