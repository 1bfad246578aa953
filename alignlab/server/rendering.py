"""A notebook as a page: Voila's renderer with one exporter for all pages, and an end to every wait.

Voila makes an exporter and a Jinja environment for each page, and more than 80 % of a page's CPU goes into compiling
the same templates again.
"""

from __future__ import annotations

import asyncio
import copy
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import nbformat
from traitlets.config import Config
from voila.exporter import VoilaExporter
from voila.notebook_renderer import NotebookRenderer

from alignlab.model.catalogue import say
from alignlab.server.kernels import KERNEL

log = logging.getLogger("alignlab")

TEMPLATE = "lab"
THEME = "light"
HEARTBEAT = 10.0  # seconds; proxies close a silent connection after 30 to 60
LONGEST = 90.0  # seconds for one piece of a page: the kernel's start, or one cell
_STILL_HERE = "<script>window.voila_heartbeat()</script>\n"


class PageLost(Exception):
    """The kernel died or does not answer: the page cannot be finished."""


def one_exporter(template_paths: list[str], base: str, contents: Any) -> Any:
    """The exporter of all pages. Its environment and compiled templates are kept."""
    exporter = VoilaExporter(
        template_paths=template_paths,
        template_name=TEMPLATE,
        contents_manager=contents,
        theme=THEME,
        base_url=base,
        show_margins=False,
    )
    exporter.exclude_input = True
    exporter.exclude_input_prompt = True
    exporter.exclude_output_prompt = True
    exporter.environment.auto_reload = False
    return exporter


class Renderer(NotebookRenderer):  # type: ignore[misc]  # Voila has no types
    """Renders one notebook of ours for one visitor."""

    def __init__(self, notebook: Path, exporter: Any, page_config: dict[str, Any], settings: Any) -> None:
        super().__init__(
            voila_configuration=settings,
            traitlet_config=Config({"VoilaExecutor": {"cell_error_instruction": say("notebook.cell_failed")}}),
            base_url=exporter.base_url,
            page_config=page_config,
            notebook_path=str(notebook),
        )
        self.notebook = read_notebook(notebook)
        self.cwd = str(notebook.parent)
        self.template_name, self.theme, self.exporter = TEMPLATE, THEME, exporter
        self.resources = {
            "base_url": exporter.base_url,
            "theme": THEME,
            "template": TEMPLATE,
            "metadata": {"name": notebook.stem},
            "page_config": self.page_config,
        }


def read_notebook(file: Path) -> Any:
    """The notebook, to be run by our kernel whatever it was saved with."""
    notebook = copy.deepcopy(nbformat.read(str(file), as_version=4))  # type: ignore[no-untyped-call]
    notebook.metadata.kernelspec = {"name": KERNEL, "display_name": "Python 3", "language": "python"}
    return notebook


async def pieces(renderer: Renderer, kernel_id: str, manager: Any) -> AsyncIterator[str]:
    """The page's HTML as it comes, with signs of life while a cell runs.

    Raises PageLost when the kernel has died, or when nothing came for LONGEST seconds.
    """
    content = renderer.generate_content_generator(kernel_id, manager.get_kernel(kernel_id))
    try:
        while True:
            coming = asyncio.ensure_future(anext(content))
            try:
                async for sign in _signs_of_life(coming, kernel_id, manager):
                    yield sign
                html, _ = coming.result()
            except StopAsyncIteration:
                return
            finally:
                coming.cancel()
                await asyncio.gather(coming, return_exceptions=True)
            yield html
            if kernel_id not in manager or not await manager.is_alive(kernel_id):
                raise PageLost("the kernel has died")
    finally:
        await content.aclose()


async def _signs_of_life(coming: asyncio.Future[Any], kernel_id: str, manager: Any) -> AsyncIterator[str]:
    waited = 0.0
    while True:
        done, _ = await asyncio.wait({coming}, timeout=1.0)
        if done:
            if coming.exception() is not None and not isinstance(coming.exception(), StopAsyncIteration):
                raise PageLost from coming.exception()
            return
        waited += 1.0
        if kernel_id not in manager or not await manager.is_alive(kernel_id):
            raise PageLost("the kernel has died")
        if waited >= LONGEST:
            raise PageLost(f"nothing came for {waited:.0f} s")
        if waited % HEARTBEAT == 0:
            yield _STILL_HERE
