"""`alignlab.open`: frames of a session, of a running server or none, and of the sample."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from test_sessions import PLAN, answer

import alignlab
from alignlab import frames, tables
from alignlab.config import Config
from alignlab.errors import NotFound
from alignlab.frames import Frame, Session
from alignlab.model.viewer import Viewer
from alignlab.server.start import start
from alignlab.tables import Table


@pytest.fixture(scope="module")
def sample() -> Session:
    return frames.sample()


def test_importing_alignlab_loads_nothing_heavy() -> None:
    heavy = {"pandas", "numpy", "sqlalchemy", "altair", "ipywidgets", "anywidget", "tornado", "pydantic"}
    code = f"import sys, alignlab; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_sample_says_that_its_people_are_simulated(sample: Session) -> None:
    assert repr(sample).endswith("simulated people")
    for made in (sample.results(), sample.answers(), sample.events(), sample.links(), sample.goals(), sample.order()):
        assert made.notes[0] == "All people in this session are simulated."
        assert len(made) >= 5
        assert "All people in this session are simulated." in repr(made)


def test_types(sample: Session) -> None:
    events, results = sample.events(), sample.results()
    assert str(events["at"].dtype).startswith("datetime64")
    assert str(events["at"].dt.tz) == "UTC"
    assert results["count"].dtype == "Int64"
    assert results["value"].dtype == "Float64"
    assert sample.answers().query("kind == 'rank'")["value"].between(1, 10).all()
    goals = sample.goals()
    assert goals["say"].sum() == pytest.approx(1, abs=0.02)
    order = sample.order()
    assert (order["best_place"] <= order["place"]).all()
    assert (order["place"] <= order["worst_place"]).all()


def test_what_the_room_settled_has_the_recaps_tables(sample: Session) -> None:
    order, mapped = sample.settled("order"), sample.settled("agreed_map")
    assert len(order) == len(sample.order()["item"].unique())
    assert {"step"} < set(order.columns)
    assert len(mapped) > 0
    nothing = sample.settled("nothing")
    assert len(nothing) == 0
    assert any("agreed_map" in note and "order" in note for note in nothing.notes)


def test_what_is_left_out_stays_below_the_table_and_is_text() -> None:
    made = frames.frame(Table(("text",), ({"text": "<b>$x$</b>"},), ("Left <i>out</i>.",)))
    assert made.head(1)[["text"]].notes == made.notes
    shown = made._repr_html_()
    assert shown is not None
    assert "<p>Left &lt;i&gt;out&lt;/i&gt;.</p>" in shown
    assert "<b>" not in shown
    assert "mathjax_ignore" in shown or "tex2jax_ignore" in shown
    assert isinstance(made[made["text"] == ""], Frame)


def test_a_frame_without_rows_keeps_its_columns() -> None:
    made = frames.frame(Table(tables.RESULTS, (), ("Nothing.",)))
    assert list(made.columns) == list(tables.RESULTS)
    assert made.groupby("step")["count"].sum().empty


def test_a_session_with_a_running_server_and_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGNLAB_HOME", str(tmp_path))
    monkeypatch.delenv("ALIGNLAB_RECAP", raising=False)
    assert alignlab.open().simulated, "where there is no session, the sample"
    assert not (tmp_path / "alignlab.sqlite3").exists()
    with pytest.raises(NotFound):
        alignlab.open("ABCDEF")
    codes: list[str] = []

    async def story() -> tuple[Session, pd.DataFrame]:
        async with start(Config(home=tmp_path, host="127.0.0.1", port=0)) as program:
            host = await program.house.create(PLAN, host="Grace")
            codes.append(host.code)
            people = [Viewer("participant", (await host.join(f"P{n}"))[0]) for n in range(3)]
            boss = Viewer("facilitator", "boss")
            await host.do(boss, "open", {"step": "work"})
            for person in people:
                await answer(host, person, "PURPLE")
            for command in ("close", "look"):
                await host.do(boss, command)
            while not host.room.pictures:
                await asyncio.sleep(0.05)
            await host.do(boss, "show")
            session = await asyncio.to_thread(alignlab.open)
            return session, await asyncio.to_thread(session.results)

    session, through = asyncio.run(story())
    assert (session.code, session.simulated) == (codes[0], False)
    pd.testing.assert_frame_equal(through, alignlab.open(f" {codes[0].lower()} ").results())
    pd.testing.assert_frame_equal(through, session.results())  # the server has stopped meanwhile
