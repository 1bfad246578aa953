"""The three widgets: form, console, screen. Each is one front-end module, shown by anywidget.

On a page of our server the module opens its own websocket (`ws`). In a notebook cell it sends the same messages to the
kernel, which hands them to `attach`ed room. No answer, name or token is ever a synced trait: traits end up in saved
notebooks.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Protocol

import anywidget
import traitlets

from alignlab.notebook import front


class Peer(Protocol):
    """The other end of a widget: a room in this kernel, or a relay to one elsewhere."""

    def receive(self, raw: str) -> None: ...

    def close(self) -> None: ...


class Page(anywidget.AnyWidget):  # type: ignore[misc]  # anywidget's widgets are not typed
    """Base of the three. `ws` is a path on this page's server; empty where the kernel answers."""

    ws = traitlets.Unicode("").tag(sync=True)
    strings = traitlets.Dict().tag(sync=True)

    _module = ""
    _sheets: tuple[str, ...] = ()
    _catalogue = ""

    def __init__(self, **traits: Any) -> None:
        super().__init__(
            _esm=front.compose(self._module),
            _css=front.styles("tokens.css", *self._sheets),
            strings=front.strings(self._catalogue),
            **traits,
        )
        self._peer: Peer | None = None
        self.on_msg(self._from_page)

    def attach(self, peer: Callable[[Callable[[dict[str, Any]], None]], Peer]) -> None:
        """Connect to a room: `peer` is called with the function that sends to the page."""
        self._peer = peer(self.send)

    def _from_page(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if self._peer is not None:
            self._peer.receive(json.dumps(content))

    def close(self) -> None:
        """Take the widget off all pages."""
        if self._peer is not None:
            self._peer.close()
            self._peer = None
        super().close()

    def __repr__(self) -> str:
        """Short, and the same in every run: notebooks are compared in tests."""
        return f"{type(self).__name__}()"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle:
            bundle[0]["text/plain"] = repr(self)
        return bundle


class Form(Page):
    """What a participant sees."""

    _module, _sheets, _catalogue = "form.js", ("form.css",), "strings.en.json"


class Console(Page):
    """What the facilitator sees."""

    _module, _sheets, _catalogue = "console.js", ("console.css", "screen.css"), "strings.desk.en.json"


class Screen(Page):
    """What the projector shows."""

    _module, _sheets, _catalogue = "screen.js", ("screen.css",), "strings.desk.en.json"
