"""`alignlab init DIR`: notebooks, plans and guide to read and change."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from notebooks.servers import environment

from alignlab import resources


def init(home: Path, folder: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from alignlab.cli import main; main()", "init", folder]
    return subprocess.run(command, cwd=home, env=environment(home), capture_output=True, text=True, timeout=300)


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_everything_is_copied(tmp_path: Path) -> None:
    done = init(tmp_path, "mine")
    assert done.returncode == 0, done.stderr
    assert "Copied to mine" in done.stdout
    assert "mine/workshops/plans/half_day.yaml" in done.stdout
    copied = files(tmp_path / "mine")
    assert {"workshops/facilitate.ipynb", "workshops/screen.ipynb", "facilitator_guide/README.md"} <= set(copied)
    assert any(name.startswith("workshops/plans/") for name in copied)
    assert not [name for name in copied if ".ipynb_checkpoints" in name or "__pycache__" in name]
    for name, content in files(resources.path("workshops")).items():
        if not name.startswith("."):
            assert copied[f"workshops/{name}"] == content


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("mine", "utf-8")
    done = init(tmp_path, "mine")
    assert done.returncode == 2
    assert "mine is not empty" in done.stderr
    assert "Traceback" not in done.stderr
    assert files(tmp_path / "mine") == {"notes.txt": b"mine"}


def test_an_empty_folder_is_fine(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert init(tmp_path, "mine").returncode == 0


def test_a_file_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("a file", "utf-8")
    done = init(tmp_path, "mine")
    assert done.returncode == 2
    assert "mine is a file" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    done = init(tmp_path, "file/below")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
