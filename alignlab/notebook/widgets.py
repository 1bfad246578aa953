"""The three widgets: form, console, screen. Each is one front-end module, shown by anywidget.

On a page of our server the module opens its own websocket (`ws`). In a notebook by itself it sends the same messages
to the kernel, which hands them to the attached room. No answer, name or token is ever a synced trait: traits end up in
saved notebooks.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Protocol

import anywidget
import traitlets

from alignlab.model.catalogue import CELL, DESK, PHONE, say
from alignlab.model.language import Catalogue, spoken
from alignlab.notebook import front, sheets

Send = Callable[[dict[str, Any]], None]


class Peer(Protocol):
    """The other end of a widget: a room in this kernel."""

    def receive(self, raw: str) -> None: ...

    def close(self) -> None: ...


class Page(anywidget.AnyWidget):  # type: ignore[misc]  # anywidget's widgets are not typed
    """Base of the three. `ws`: a path on this page's server, or '' where the kernel answers; then `notice` says that
    one is alone, and `strings` has the words for it, unless the kernel hands on to a session that is `live`."""

    ws = traitlets.Unicode("").tag(sync=True)
    strings = traitlets.Dict().tag(sync=True)
    notice = traitlets.Unicode("").tag(sync=True)
    _esm = traitlets.Unicode("").tag(sync=True)
    _css = traitlets.Unicode("").tag(sync=True)

    _kind = ""
    _sheets: tuple[str, ...] = ()
    _catalogue: Catalogue
    _own_words: tuple[str, ...] = ("door",)
    _door = False  # whether one comes in by a door in the cell

    def __init__(self, ws: str = "", *, live: bool = False) -> None:
        words, mine = CELL.words(), f"{self._kind}/"
        own = {key.removeprefix(mine): text for key, text in words.items() if key.startswith(mine)}
        alone = {} if ws or live else own
        super().__init__(
            ws=ws,
            strings={**self._catalogue.words(), **alone, **{key: words[key] for key in self._own_words}, **_language()},
            notice=alone.get("notice", ""),
            _esm=front.page_module(f"{self._kind}.js", door=self._door),
            _css=sheets.page_styles(self._kind, *self._sheets),
        )
        self._peer: Peer | None = None
        self.on_msg(self._from_page)

    def attach(self, connect: Callable[[Send], Peer]) -> None:
        """Connect to a room: `connect` is called with the function that sends to the page."""
        self._peer = connect(self.send)

    def _from_page(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if (peer := self._peer) is not None:  # it may end on another thread meanwhile
            peer.receive(json.dumps(content))

    def close(self) -> None:
        """Take the widget off all pages, and end its room."""
        if (peer := self._peer) is not None:
            peer.close()
            self._peer = None
        super().close()

    def __repr__(self) -> str:
        """Short, and the same in every run: notebooks are compared in tests."""
        return f"{type(self).__name__}()"


def _language() -> dict[str, str]:
    """What cell.js sets at the page's own place: the notebook around it speaks Jupyter's language."""
    return {"language": spoken().code, "language.direction": say("language.direction")}


class Form(Page):
    """What a participant sees."""

    _kind, _sheets, _catalogue = "form", ("form.css",), PHONE


class Console(Page):
    """What the facilitator sees."""

    _kind, _sheets, _catalogue = "console", ("console.css", "screen.css"), DESK


class Screen(Page):
    """What the projector shows."""

    _kind, _sheets, _catalogue = "screen", ("console.css", "screen.css"), DESK
