"""What the notebooks call: a form, a console, a screen. Each call gives a widget to show.

Where the notebook runs decides what it joins: on a page of our server the person who opened it, in the session they
came from; elsewhere console and screen of the session that this user's alignlab runs here; without one, and for the
exercises, a room in this kernel, in memory, and the page says so.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from alignlab.errors import InvalidInput

if TYPE_CHECKING:
    import altair

    from alignlab.notebook.charting import Drawing
    from alignlab.notebook.recaps import RecapView
    from alignlab.notebook.widgets import Console, Form, Screen

__all__ = ["chart", "console", "open_exercise", "recap", "screen"]

PRACTICE = "stage_self_placement_30"


def open_exercise(exercise: str) -> Form:
    """The form of an exercise: live in the session this page belongs to, or alone in this kernel.

    Raises NotFound that lists the exercises there are.
    """
    from alignlab.notebook.spoken import speak_as_set
    from alignlab.notebook.widgets import Form

    speak_as_set()
    if path := _socket_path("j"):
        return Form(path)
    from alignlab.notebook import loop, solo

    form = Form()
    solo.attach(form, loop.run(solo.open_solo(solo.solo_plan(exercise))), promise=form.strings["promise"])
    return form


def console(plan: str = "", people: int = 8) -> Console:
    """The facilitator's console: of the session this page belongs to; of the one that runs on this machine; or of a
    practice room with simulated people. With a plan it is always the practice room.

    Raises NotFound or InvalidInput for the plan.
    """
    from alignlab.notebook.spoken import speak_as_set
    from alignlab.notebook.widgets import Console

    speak_as_set()
    if path := _socket_path("f"):
        return Console(path)
    from alignlab.notebook import live, loop, solo

    if not plan and (code := live.running_code()):
        return live.console(code)
    page = Console()
    solo.attach(page, loop.run(solo.open_practice(plan or PRACTICE, people)))
    return page


def screen(plan: str = "", people: int = 8) -> Screen:
    """The projector's picture: of the session this page belongs to; of the one that runs on this machine; or of a
    rehearsal that plays by itself. With a plan it is always the rehearsal.

    Raises NotFound or InvalidInput for the plan.
    """
    from alignlab.notebook.spoken import speak_as_set
    from alignlab.notebook.widgets import Screen

    speak_as_set()
    if path := _socket_path("s"):
        return Screen(path)
    from alignlab.notebook import live, loop, solo

    if not plan and (code := live.running_code()):
        return live.screen(code)
    page = Screen()
    solo.attach(page, loop.run(solo.open_rehearsal(plan or PRACTICE, people)))
    return page


def chart(made: altair.Chart, text: str) -> Drawing:
    """An Altair chart of your own, drawn offline in the look of ours; `text` says the same in words."""
    from alignlab.notebook import charting

    return charting.chart(made, text)


def recap(code: str | None = None) -> RecapView:
    """The recap of a session: by its code, or the newest one in the data folder. It needs no server."""
    from alignlab.notebook.recaps import show
    from alignlab.notebook.spoken import speak_as_set

    speak_as_set()
    return show(code)


def _socket_path(letter: str) -> str:
    """The path of a socket on the server that started this kernel, for pages of this letter; '' without a server.

    The page's cookie says who is there, so a kernel's own ticket never reaches the page.
    """
    url = os.environ.get("ALIGNLAB_URL", "")
    if not url or not os.environ.get("ALIGNLAB_TICKET"):
        return ""
    room = re.fullmatch(r"(.*)/[jfs]/([A-Z]+)/?", urlsplit(url).path)
    if room is None:
        raise InvalidInput(f"ALIGNLAB_URL is {url!r}, which is no address of a room such as http://host/j/CODE.")
    return f"{room[1]}/{letter}/{room[2]}/ws"
