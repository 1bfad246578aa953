"""The command line as a person uses it: each mistake is one clear sentence, exit code 2, no traceback."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.server


def run(*words: str, home: Path, seconds: float = 300, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from alignlab.cli import main; main()", *words]
    environ = {**os.environ, "ALIGNLAB_HOME": str(home), "COLUMNS": "200", **env}
    return subprocess.run(
        command, capture_output=True, text=True, timeout=seconds, env=environ, cwd=home.parent, check=False
    )


def refused(done: subprocess.CompletedProcess[str], *parts: str) -> None:
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    for part in parts:
        assert part in done.stderr, done.stderr


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_every_command_has_help(home: Path) -> None:
    shown = run("--help", home=home).stdout
    commands = dict(re.findall(r"^  ([a-z]+) {2,}(\S.*)$", shown.partition("Commands:")[2], flags=re.MULTILINE))
    assert {"serve", "demo", "export", "import", "init", "plan"} <= commands.keys()
    narrow = run("--help", home=home, COLUMNS="80").stdout
    assert all(len(line) <= 80 for line in narrow.splitlines())
    assert "..." not in narrow.partition("Commands:")[2], "each fits on its line"


def test_an_unknown_plan_lists_those_there_are(home: Path) -> None:
    refused(run("serve", "--plan", "nonsense", home=home), "nonsense", "stage_self_placement_60")


def test_a_plan_with_mistakes_names_file_line_and_what_to_do(home: Path, tmp_path: Path) -> None:
    plan = tmp_path / "mine.yaml"
    plan.write_text(
        "id: mine\ntitle: Mine\nminutes: 10\nsteps:\n"
        "  - {id: a, title: A, kind: talk, minutes: 4}\n"
        "  - {id: b, title: B, exercise: nothing_like_it, minutes: 3}\n"
        "  - {id: c, title: C, exercise: question, minutes: 3, setup: {questions: 7}}\n"
    )
    done = run("plan", "check", str(plan), home=home)
    refused(done, "mine.yaml, line 6, step 'b'", "nothing_like_it", "mine.yaml, line 7, step 'c', setup questions")
    plan.write_text("id: mine\ntitle: Mine\nminutes: 10\nsteps:\n  - {id: a, titel: A, kind: talk, minutes: 4}\n")
    refused(run("plan", "check", str(plan), home=home), "line 5, steps.1.title: this field is missing", "steps.1.titel")
    plan.write_text("id: mine\ntitle: Mine\nminutes: 10\nsteps:\n  - {id: a, title: A, kind: talk, minutes: 4}\n")
    refused(run("plan", "check", str(plan), home=home), "the steps take 4 minutes, the plan says 10")
    plan.write_text("steps: [\n")
    refused(run("plan", "check", str(plan), home=home), "mine.yaml, line 2", "not YAML")
    plan.write_bytes(b"\xff\xfe\x00")
    refused(run("plan", "check", str(plan), home=home), "UTF-8")


def test_a_port_that_is_taken_is_said_with_what_to_do(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused(run("serve", "--port", port, home=home), f"Port {port} is in use", "--port")


def test_a_data_folder_that_cannot_be_used_is_said(home: Path) -> None:
    home.write_text("a file where the folder should be")
    refused(run("serve", "--port", "0", home=home), str(home))


def test_wrong_settings_name_the_setting(home: Path) -> None:
    home.mkdir()
    refused(run("serve", "--port", "0", home=home, ALIGNLAB_NAMES="initials"), "ALIGNLAB_NAMES", "initials")


def test_an_unknown_session_is_said(home: Path) -> None:
    home.mkdir()
    refused(run("serve", "--port", "0", "--code", "ZZZZZZ", home=home), "no session 'ZZZZZZ'", "`alignlab sessions`")
    refused(run("export", "ZZZZZZ", home=home), "ZZZZZZ")


def test_init_copies_what_one_may_want_to_change_and_overwrites_nothing(home: Path, tmp_path: Path) -> None:
    home.mkdir()
    target = tmp_path / "mine"
    assert run("init", str(target), home=home).returncode == 0
    assert (target / "workshops" / "plans" / "stage_self_placement_60.yaml").is_file()
    assert (target / "facilitator_guide" / "stage_self_placement.md").is_file()
    refused(run("init", str(target), home=home), "not empty")


def test_the_demo_runs_to_its_recap_and_the_recap_can_be_exported(home: Path, tmp_path: Path) -> None:
    """`alignlab demo --once`; the exports hold what the recap's file holds."""
    done = run("demo", "--once", "--port", "0", "--people", "6", "--plan", "pulse_20", home=home)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "simulated people" in done.stdout
    [file] = (home / "recaps").glob("*.json")
    recap = json.loads(file.read_text())
    assert recap["simulated"] is True
    for format_, ending in (("html", ".html"), ("json", ".json"), ("md", ".md"), ("csv", ".zip")):
        out = tmp_path / f"out{ending}"
        assert run("export", file.stem, "--format", format_, "--out", str(out), home=home).returncode == 0
        assert out.stat().st_size > 500
    page = (tmp_path / "out.html").read_text()
    assert "simulated" in page
    assert not re.search(r"""(src|href)=["']?https?://""", page)
    assert json.loads((tmp_path / "out.json").read_text()) == recap
    with zipfile.ZipFile(tmp_path / "out.zip") as tables:
        assert any(name.endswith(".csv") for name in tables.namelist())
    refused(run("export", file.stem, "--format", "pptx", home=home), "pptx", "html")


def test_serve_prints_one_line_of_json_first_and_ends_cleanly(home: Path) -> None:
    command = [sys.executable, "-c", "from alignlab.cli import main; main()", "serve", "--port", "0", "--json"]
    environ = {**os.environ, "ALIGNLAB_HOME": str(home)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ) as process:
        info = json.loads(process.stdout.readline())
        assert {"url", "facilitator", "join", "code", "data"} <= set(info)
        assert re.fullmatch("[A-HJ-NP-Z]{6}", info["code"])
        refused(run("serve", "--port", "0", home=home), "Another alignlab", "ALIGNLAB_HOME")
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert process.stderr.read() == ""
    assert not (home / "runtime.json").exists()


def test_a_slow_import_of_others_is_left_out_at_the_start() -> None:
    """A second of CPU at each start; the check that it is for is not ours."""
    program = "import sys; from alignlab.cli import main\ntry: main()\nfinally: print(sys.modules['rfc3987_syntax'])"
    done = subprocess.run([sys.executable, "-c", program, "plan", "list"], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "None"
