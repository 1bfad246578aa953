"""The notebooks are doors, not programs: a warm sentence, a short cell, nothing saved; and they run."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from notebooks.servers import environment

from alignlab import exercises, resources

NOTEBOOKS = sorted(resources.path("workshops").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def notebook(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def cells(notebook: dict[str, Any], kind: str) -> list[str]:
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def test_the_doors_are_there() -> None:
    assert {"stage_self_placement", "facilitate", "screen"} <= {path.stem for path in NOTEBOOKS}


def test_it_begins_with_few_words(notebook: dict[str, Any]) -> None:
    first, *others = notebook["cells"]
    text = "".join(first["source"])
    assert first["cell_type"] == "markdown"
    assert 20 < len(text) < 500
    assert len([cell for cell in others if cell["cell_type"] != "code"]) <= 3


def test_the_code_is_short(notebook: dict[str, Any]) -> None:
    code = cells(notebook, "code")
    assert 1 <= len(code) <= 3
    for cell in code:
        assert len([line for line in cell.splitlines() if line.strip()]) <= 5
        assert all(len(line) <= 100 for line in cell.splitlines())
        defined = (ast.FunctionDef, ast.ClassDef, ast.For, ast.While, ast.Try, ast.If)
        assert not [node for node in ast.walk(ast.parse(cell)) if isinstance(node, defined)]


def test_nothing_is_saved_in_it(notebook: dict[str, Any]) -> None:
    for cell in notebook["cells"]:
        assert cell.get("outputs", []) == []
        assert cell.get("execution_count") is None
        assert cell["metadata"] in ({}, {"tags": cell["metadata"].get("tags")})
    assert set(notebook["metadata"]) == {"kernelspec", "language_info", "title"}
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert notebook["metadata"]["title"]


def test_an_exercise_has_the_name_of_its_door(path: Path, notebook: dict[str, Any]) -> None:
    for cell in cells(notebook, "code"):
        for node in ast.walk(ast.parse(cell)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "open_exercise":
                (name,) = node.args
                assert isinstance(name, ast.Constant)
                assert name.value == path.stem
                assert exercises.installed(str(name.value))


def test_it_is_written_as_jupyter_writes_it(path: Path, notebook: dict[str, Any]) -> None:
    """So that opening and saving it changes nothing."""
    import nbformat

    nbformat.validate(nbformat.from_dict(notebook))
    assert path.read_text("utf-8") == json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


@pytest.mark.server
@pytest.mark.timeout(1200)
def test_they_all_run_under_nbval(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=600"]
    command += ["-q", "-p", "no:cacheprovider", "-c", "pytest.ini", "--rootdir=.", *map(str, NOTEBOOKS)]
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    done = subprocess.run(
        command, cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, timeout=1190
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert f"{sum(len(cells(json.loads(p.read_text('utf-8')), 'code')) for p in NOTEBOOKS)} passed" in done.stdout
