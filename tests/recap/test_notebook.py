"""The recap notebook: the newest recap, a chosen one, or the sample; under nbclient and under stock Voila."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from browsers import PATIENCE
from nbclient import NotebookClient
from notebooks.servers import until, where
from playwright.sync_api import expect
from ports import free_port

from alignlab import resources
from alignlab.errors import ConfigError
from alignlab.log.home import Home
from alignlab.model.catalogue import say
from alignlab.notebook import recaps
from alignlab.recap import file
from alignlab.recap.model import Recap
from recap.held import HOSTILE

SAMPLE = file.read(recaps.SAMPLE)
NOTEBOOK = resources.path("workshops") / "recap.ipynb"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def shown(home: Home, code: str | None = None, **environ: str) -> recaps.RecapView:
    return recaps.show(code, {"ALIGNLAB_HOME": str(home.path), **environ})


def text(view: recaps.RecapView) -> str:
    return "".join(getattr(child, "value", "") for child in view.children if hasattr(child, "value"))


def session(code: str, title: str) -> Recap:
    return SAMPLE.model_copy(update={"code": code, "title": title, "simulated": False})


def test_without_any_recap_the_sample_and_a_sentence(home):
    told = text(shown(home))
    assert "There is no recap in" in told
    assert str(home.recaps) in told
    assert "sample from a rehearsal with simulated people" in told
    assert say("recap.simulated") in told


def test_one_recap_without_a_choice(home):
    file.write(home, session("ABCDEF", "Our morning"))
    view = shown(home)
    assert len(view.children) == 2
    assert "Our morning" in text(view)
    assert say("recap.simulated") not in text(view)


def test_several_recaps_can_be_chosen(home):
    file.write(home, session("ABCDEF", "Our morning"))
    file.write(home, session("KLMNPQ", "Our evening"))
    view = shown(home, "abcdef")
    assert "Our morning" in view.children[-1].value
    choice = view.children[1]
    assert {value for _, value in choice.options} == {"ABCDEF", "KLMNPQ"}
    choice.value = "KLMNPQ"
    assert "Our evening" in view.children[-1].value
    assert "Our morning" not in view.children[-1].value


@pytest.mark.parametrize(
    "environ", [{"QUERY_STRING": "code=abcdef"}, {"ALIGNLAB_RECAP": "ABCDEF"}, {"QUERY_STRING": "x=1&code=ABCDEF&y"}]
)
def test_the_address_or_the_environment_names_the_code(home, environ):
    file.write(home, session("ABCDEF", "Our morning"))
    file.write(home, session("KLMNPQ", "Our evening"))
    assert "Our morning" in shown(home, **environ).children[-1].value


def test_readers_on_plain_voila_see_no_draft_and_the_host_does(home):
    file.write(home, session("ABCDEF", "A draft of ours").model_copy(update={"shared": False}))
    reader = text(shown(home, SERVER_SOFTWARE="voila/0.5.13", QUERY_STRING="code=ABCDEF"))
    assert "has not shared the recap" in reader
    assert "A draft of ours" not in reader
    file.write(home, session("KLMNPQ", "A shared one"))
    assert "A draft of ours" not in text(shown(home, SERVER_SOFTWARE="voila/0.5.13"))
    host = text(shown(home, "ABCDEF"))
    assert "A draft of ours" in host
    assert "Only the host sees this page" in host


def test_a_code_that_is_not_there(home):
    file.write(home, session("ABCDEF", "Our morning"))
    told = text(shown(home, "ZZZZZZ"))
    assert "There is no recap of a session &#x27;ZZZZZZ&#x27;" in told
    assert "Our morning" in told


def test_a_damaged_file_gives_a_sentence_and_the_others(home):
    file.write(home, session("ABCDEF", "Our morning"))
    (home.recaps / "KLMNPQ.json").write_text("{")
    told = text(shown(home))
    assert "KLMNPQ.json is damaged" in told
    assert "Our morning" in told


def test_hostile_words_stay_words(home):
    file.write(home, session("ABCDEF", HOSTILE).model_copy(update={"practice": HOSTILE}))
    told = text(shown(home, HOSTILE[:30]))
    assert not re.search(r"<(script|img|a)\b", told)
    assert "&lt;script&gt;" in told


def test_wrong_settings_have_their_own_sentence(home):
    with pytest.raises(ConfigError):
        shown(home, ALIGNLAB_PORT="many")


def test_the_front_door_loads_nothing_heavy():
    code = (
        "import sys, alignlab.notebook; "
        "print([m for m in ('altair', 'pandas', 'sqlalchemy', 'vl_convert') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment())
    assert found.stdout.strip() == "[]"


# --- the notebook itself


def environment(**more: str) -> dict[str, str]:
    """What a kernel needs to find this alignlab, wherever the tests run from."""
    import alignlab

    paths = [str(Path(alignlab.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), **more}


def test_the_notebook_is_a_door():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert len(code) == 1
    assert code[0].outputs == []
    assert len(code[0].source.splitlines()) <= 3


def test_it_runs(tmp_path):
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}})
    client.execute(env=environment(ALIGNLAB_HOME=str(tmp_path)))
    outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert "application/vnd.jupyter.widget-view+json" in outputs[-1].data
    assert not [output for output in outputs if output.output_type in ("error", "stream")]


@pytest.fixture(scope="module")
def voila(tmp_path_factory) -> Iterator[str]:
    """Stock Voila on the recap notebook, with two recaps in its data folder."""
    data = Home(tmp_path_factory.mktemp("data"))
    file.write(data, session("ABCDEF", "Our morning"))
    file.write(data, session("KLMNPQ", "Our evening"))
    port, log = free_port(), tmp_path_factory.mktemp("voila") / "output.txt"
    command = [sys.executable, "-m", "voila", str(NOTEBOOK), "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=data.path, env=environment(ALIGNLAB_HOME=str(data.path)), stdout=out, stderr=out
        )
    try:
        yield until(lambda: where(log, "voila/static/voila.js"), process, log)
    finally:
        process.terminate()
        process.wait(60)


@pytest.mark.browser
@pytest.mark.server
@pytest.mark.parametrize("width", [390, 1440])
def test_stock_voila_presents_it(voila, browser, width):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.route(lambda url: not url.startswith(voila), lambda route: route.abort())  # no network
    page.set_default_timeout(PATIENCE)
    page.goto(f"{voila}?code=abcdef")
    page.locator(".recap h1").wait_for()
    expect(page.locator(".recap .about")).to_contain_text("Our morning")
    expect(page.locator(".recap figure svg").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, context=".recap", options={"resultTypes": ["violations"]}).response["violations"]
    assert [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in found] == []
    page.get_by_label("Recap").select_option(
        label=next(o for o in page.locator("option").all_inner_texts() if "evening" in o)
    )
    page.locator(".recap .about", has_text="Our evening").wait_for()
    context.close()
