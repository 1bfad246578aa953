"""JupyterLab and stock Voila as anybody would start them, each in a folder of its own, and properly ended."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ports import free_port

import alignlab
from alignlab import resources

PACKAGE = Path(alignlab.__file__).parent.parent
SECONDS = 300.0
LAB_SETTINGS = {
    "notification": {"fetchNews": "false", "checkForUpdates": False},
    "themes": {"theme": "JupyterLab Light"},
}


def environment(home: Path) -> dict[str, str]:
    """The environment of a program that keeps everything below `home` and imports the alignlab under test."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "ALIGNLAB", "IPYTHON"))
    }
    folders = {"HOME": "", "IPYTHONDIR": "ipython", "ALIGNLAB_HOME": "alignlab"}
    folders |= {f"JUPYTER_{kind.upper()}_DIR": f"jupyter/{kind}" for kind in ("config", "data", "runtime")}
    path = os.pathsep.join([str(PACKAGE), *filter(None, [os.environ.get("PYTHONPATH")])])
    return {**kept, **{name: str(home / below) for name, below in folders.items()}, "PYTHONPATH": path}


def until(found: Callable[[], str | None], running: subprocess.Popen[bytes], log: Path) -> str:
    """What `found` gives, once it gives something. Fails with the program's output if it ends or takes too long."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and running.poll() is None:
        with contextlib.suppress(OSError, ValueError, urllib.error.URLError):
            if got := found():
                return got
        time.sleep(0.1)  # between two looks
    raise AssertionError(f"{running.args!r} did not come up:\n{log.read_text('utf-8', 'replace')[-4000:]}")


@contextlib.contextmanager
def program(home: Path, *args: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """A Python program with its output in a file; asked to stop at the end, and its kernels with it."""
    home.mkdir(parents=True, exist_ok=True)
    log = home / "output.txt"
    with log.open("wb") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", *args], cwd=home, env=environment(home), stdout=out, stderr=subprocess.STDOUT
        )
    try:
        yield running, log
    finally:
        running.terminate()
        try:
            running.wait(60)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


@dataclass(frozen=True)
class Served:
    """Where notebooks are served. `page(name)` is the address of one of them."""

    url: str
    address: str
    notebooks: Path

    def page(self, name: str) -> str:
        return self.address.format(name=name)


@contextlib.contextmanager
def lab(home: Path, theme: str = "JupyterLab Light") -> Iterator[Served]:
    """`jupyter lab` over a copy of the notebooks."""
    notebooks = home / "notebooks"
    shutil.copytree(resources.path("workshops"), notebooks)
    for name, settings in {**LAB_SETTINGS, "themes": {"theme": theme}}.items():
        file = home / f"jupyter/config/lab/user-settings/@jupyterlab/apputils-extension/{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(settings), "utf-8")
    token = secrets.token_hex(16)
    options = [
        f"--ServerApp.root_dir={notebooks}",
        f"--IdentityProvider.token={token}",
        "--LabApp.extension_manager=readonly",
    ]
    with program(home, "jupyterlab", "--no-browser", "--port=0", "--ip=127.0.0.1", "--allow-root", *options) as (
        running,
        log,
    ):

        def ready() -> str | None:
            for file in (home / "jupyter/runtime").glob("jpserver-*.json"):
                url: str = json.loads(file.read_text("utf-8"))["url"]
                return url if answers(f"{url}api/status?token={token}") else None
            return None

        url = until(ready, running, log)
        try:
            yield Served(url, f"{url}lab/workspaces/{{name}}/tree/{{name}}.ipynb?token={token}", notebooks)
        finally:
            stop = urllib.request.Request(f"{url}api/shutdown?token={token}", method="POST", data=b"")
            with contextlib.suppress(OSError):
                urllib.request.urlopen(stop, timeout=60).close()


@contextlib.contextmanager
def voila(home: Path, theme: str = "light") -> Iterator[Served]:
    """Stock `voila` over a copy of the notebooks."""
    notebooks = home / "notebooks"
    shutil.copytree(resources.path("workshops"), notebooks)
    options = ["--no-browser", f"--port={free_port()}", "--Voila.ip=127.0.0.1", f"--theme={theme}"]
    with program(home, "voila", str(notebooks), *options) as (running, log):
        url = until(lambda: where(log), running, log)
        yield Served(url, f"{url}voila/render/{{name}}.ipynb", notebooks)


def where(log: Path, asked: str = "") -> str | None:
    """The address that a running Voila says it has, once it answers there: it takes another port than it was given
    when that is in use."""
    found = re.search(r"https?://[\w.]+:(\d+)/", log.read_text("utf-8", "replace"))
    url = f"http://127.0.0.1:{found[1]}/" if found else ""
    return url if url and answers(url + asked) else None


def answers(url: str) -> bool:
    with urllib.request.urlopen(url, timeout=30) as response:
        return bool(response.status == 200)
