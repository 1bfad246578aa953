"""The same form of 25 statements in other programs, measured in the same way, on this machine and its loopback address.

    python benchmarks/peers/measure.py [NAME …]

Programs that are not installed get an environment of their own in benchmarks/.peers (a few hundred MB). Each visit is
a new browser context of a headless Chromium; CPU and memory are those of the server's process tree, the browser's are
not counted. Prints one line of JSON a program.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import psutil
from playwright.async_api import Browser, async_playwright
from tornado.httpclient import AsyncHTTPClient

HERE = Path(__file__).parent
INSTALLED = HERE.parent / ".peers"
CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_PATH = str(CHROMIUM) if CHROMIUM.exists() else None
CHROMIUM_ARGS = ["--no-sandbox", "--disable-gpu"]
VISITS = 8
AT_ONCE = 20


@dataclass(frozen=True)
class Peer:
    """One program: how it is started, what a visitor opens, and what shows that the form can be used."""

    name: str
    command: Callable[[Path, int], list[str]]
    usable: str
    package: str = ""
    address: Callable[[str], str] = lambda url: url
    over_http: bool = True  # a GET alone makes the whole page; else it takes a browser


def environment(package: str) -> str:
    """The Python of an environment with this package; made at the first call."""
    if not package:
        return sys.executable
    folder = INSTALLED / package.partition("=")[0]
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", package], check=True)
    return str(python)


def _otree(folder: Path, port: int) -> list[str]:
    python = Path(environment("otree==6.0.15"))
    return [str(python.with_name("otree")), "prodserver", str(port)]


def _streamlit(folder: Path, port: int) -> list[str]:
    quiet = ["--server.headless=true", "--browser.gatherUsageStats=false", "--server.address=127.0.0.1"]
    program = str(HERE / "streamlit_form.py")
    return [environment("streamlit==1.67.0"), "-m", "streamlit", "run", program, f"--server.port={port}", *quiet]


def _voila(*modules: str) -> Callable[[Path, int], list[str]]:
    def command(folder: Path, port: int) -> list[str]:
        file = folder / "form.ipynb"
        subprocess.run([sys.executable, str(HERE / "voila_form.py"), str(file), *modules], check=True)
        return [sys.executable, "-m", "voila", str(file), "--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]

    return command


def _otree_session(url: str) -> str:
    """A new session; its one link gives every visitor the next free place."""
    ask = json.dumps({"session_config_name": "statements", "num_participants": 200}).encode()
    request = urllib.request.Request(f"{url}/api/sessions", ask, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return str(json.load(answer)["session_wide_url"])


RADIO = "input[type=radio]"
PEERS = [
    Peer("otree", _otree, RADIO, "otree", _otree_session),
    Peer("streamlit", _streamlit, "[data-testid=stRadio]", "streamlit", over_http=False),
    Peer("voila, ipywidgets only", _voila(), RADIO),
    Peer("voila, pandas and SQLAlchemy", _voila("pandas", "sqlalchemy", "pydantic"), RADIO),
]


@contextlib.contextmanager
def serving(peer: Peer) -> Iterator[tuple[psutil.Process, str]]:
    """(the server's process, its address)"""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = peer.command(folder, port)
        cwd = folder / "project"  # oTree keeps its database and its files there
        shutil.copytree(HERE / "otree_project", cwd)
        (cwd / "_static").mkdir()
        path = os.pathsep.join((str(Path(command[0]).parent), os.environ["PATH"]))
        env = {**os.environ, "PATH": path, "OTREE_PRODUCTION": "1"}
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(command, cwd=cwd, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            _answers(port, process, folder / "log")
            yield psutil.Process(process.pid), f"http://127.0.0.1:{port}"
        finally:
            with contextlib.suppress(psutil.NoSuchProcess):
                for one in [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]:
                    one.kill()
            process.wait()


def _answers(port: int, process: subprocess.Popen[Any], log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            time.sleep(2)  # it listens; give it time to come to rest
            return
        time.sleep(0.2)
    raise RuntimeError(log.read_text()[-2000:])


def cpu(server: psutil.Process) -> float:
    """CPU seconds of the tree, those of ended children included."""
    tree = [server, *server.children(recursive=True)]
    return sum(sum(process.cpu_times()[:4]) for process in tree)


def memory(server: psutil.Process) -> float:
    """MB (proportional set size) of the tree."""
    return sum(p.memory_full_info().pss for p in [server, *server.children(recursive=True)]) / 2**20


async def rest(server: psutil.Process) -> None:
    """Until it has nothing more to do."""
    used = -1.0
    while cpu(server) - used > 0.03:
        used = cpu(server)
        await asyncio.sleep(1)


async def visit(browser: Browser, url: str, usable: str, cookie: str = "") -> tuple[float, int]:
    """(seconds until the form can be used, bytes over the wire); the page stays open."""
    context = await browser.new_context(viewport={"width": 390, "height": 844})
    if cookie:
        name, _, value = cookie.partition("=")
        await context.add_cookies([{"name": name, "value": value, "url": urljoin(url, "/")}])  # for the socket too
    page = await context.new_page()
    devtools = await context.new_cdp_session(page)
    await devtools.send("Network.enable")
    sizes: list[int] = []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    began = time.perf_counter()
    await page.goto(url, wait_until="commit", timeout=90_000)
    await page.locator(usable).first.wait_for(timeout=90_000, state="attached")
    seconds = time.perf_counter() - began
    await page.wait_for_timeout(500)
    return seconds, sum(sizes)


async def measure(peer: Peer) -> dict[str, Any]:
    """All figures of one program."""
    with serving(peer) as (server, url):
        address = peer.address(url)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM_PATH, args=CHROMIUM_ARGS)
            _, size = await visit(browser, address, peer.usable)
            await rest(server)
            used, held = cpu(server), memory(server)
            times = [(await visit(browser, address, peer.usable))[0] for _ in range(VISITS)]
            await rest(server)
            figures = {
                "cpu_s": round((cpu(server) - used) / VISITS, 3),
                "mb": round((memory(server) - held) / VISITS, 2),
                "usable_s": round(sorted(times)[VISITS // 2], 2),
                "first_load_kb": round(size / 1024),
            }
            await browser.close()
        if peer.over_http:
            AsyncHTTPClient.configure(None, max_clients=AT_ONCE, max_body_size=10**8)
            client = AsyncHTTPClient()
            began = time.perf_counter()
            await asyncio.gather(*(client.fetch(address, request_timeout=300) for _ in range(AT_ONCE)))
            figures["twenty_at_once_s"] = round(time.perf_counter() - began, 1)
    return figures


def main() -> None:
    wanted = sys.argv[1:]
    for peer in PEERS:
        if not wanted or any(peer.name.startswith(name) for name in wanted):
            print(json.dumps({"peer": peer.name, **asyncio.run(measure(peer))}), flush=True)


if __name__ == "__main__":
    main()
