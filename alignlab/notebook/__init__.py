"""What the notebooks call: a form, a console, a screen, a recap. Each call gives a widget to show.

Where the notebook runs decides what it joins: on a page of our server the person who opened it, in the session they
came from; elsewhere a room in this kernel, in memory, and the notebook says so.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from alignlab.notebook.recaps import RecapView
    from alignlab.notebook.widgets import Console, Form, Screen

__all__ = ["console", "open_exercise", "recap", "screen"]


def _socket_path() -> str:
    """The path of this person's socket on the server that started this kernel, or ''."""
    url = os.environ.get("ALIGNLAB_URL", "")
    return f"{urlsplit(url).path}/ws" if url and os.environ.get("ALIGNLAB_TICKET") else ""


def open_exercise(exercise: str) -> Form:
    """The form of an exercise: live in the session this page belongs to, or alone in this kernel."""
    from alignlab.notebook.widgets import Form

    if path := _socket_path():
        return Form(ws=path)
    from alignlab.notebook import loop, solo

    form = Form()
    host, viewer = loop.run(solo.open_solo(solo.solo_plan(exercise)))
    solo.attach(form, host, viewer)
    return form


def console(plan: str = "stage_self_placement_30", people: int = 8) -> Console:
    """The facilitator's console: of the session this page belongs to, or of a practice room with simulated people."""
    from alignlab.notebook.widgets import Console

    if path := _socket_path():
        return Console(ws=path)
    from alignlab.notebook import loop, solo

    page = Console()
    host, viewer = loop.run(solo.open_practice(plan, people))
    solo.attach(page, host, viewer)
    return page


def screen() -> Screen:
    """The projector's picture: of the session this page belongs to, or of an empty practice room."""
    from alignlab.model.viewer import Viewer
    from alignlab.notebook.widgets import Screen

    if path := _socket_path():
        return Screen(ws=path)
    from alignlab.notebook import loop, solo

    page = Screen()
    host, _ = loop.run(solo.open_practice("stage_self_placement_30", 0))
    solo.attach(page, host, Viewer("screen"))
    return page


def recap(code: str | None = None) -> RecapView:
    """The recap of a session: by its code, or the newest one in the data folder. It needs no server."""
    from alignlab.notebook.recaps import show

    return show(code)
