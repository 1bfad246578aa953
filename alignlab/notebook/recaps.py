"""The recap in a notebook: the same page that the server shows, from the files in the data folder. Needs no server."""

from __future__ import annotations

import html
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs

import ipywidgets as widgets

from alignlab import config
from alignlab.errors import AlignlabError, NotFound
from alignlab.log.home import Home
from alignlab.model.catalogue import say
from alignlab.recap import file
from alignlab.recap.charts import draw_here
from alignlab.recap.front import days
from alignlab.recap.model import Recap
from alignlab.recap.page import body, scoped_style

SAMPLE = Path(file.__file__).with_name("sample.json")


class RecapView(widgets.VBox):  # type: ignore[misc]  # ipywidgets is not typed
    """A recap, above it a choice where there are several, and a sentence where something has to be said first."""

    def __init__(self, recaps: Mapping[str, Recap], chosen: str, notices: list[str]) -> None:
        self._recaps = recaps
        self._page = widgets.HTML(_article(recaps[chosen]))
        above = [widgets.HTML(f"<style>{scoped_style()}{_AROUND}</style>")]
        if notices:
            above.append(widgets.HTML("".join(f'<p class="recap-notice">{html.escape(text)}</p>' for text in notices)))
        if len(recaps) > 1:
            above.append(self._choice(chosen))
        super().__init__([*above, self._page])

    def _choice(self, chosen: str) -> widgets.Dropdown:
        options = [(_label(recap), code) for code, recap in self._recaps.items()]
        layout = widgets.Layout(width="100%", max_width="880px", margin="8px auto")
        choice = widgets.Dropdown(options=options, value=chosen, description=say("recap.choose"), layout=layout)
        choice.observe(self._chosen, names="value")
        return choice

    def _chosen(self, change: Mapping[str, str]) -> None:
        self._page.value = _article(self._recaps[change["new"]])


_AROUND = """
.recap-notice { max-width: 880px; margin: 16px auto; padding: 12px 20px; font: 16px/1.5 system-ui, sans-serif }
.widget-html, .widget-html-content { overflow: visible }
"""


def _article(recap: Recap) -> str:
    return str(body(recap, draw_here(recap)))


def _label(recap: Recap) -> str:
    return " · ".join(
        filter(None, (recap.title, days(recap), recap.code, say("recap.simulated") if recap.simulated else ""))
    )


def asked_for(environ: Mapping[str, str]) -> str:
    """The code that this page was opened for: `?code=…` of its address on Voila, or ALIGNLAB_RECAP; else ""."""
    query = parse_qs(environ.get("QUERY_STRING", ""))
    return (query.get("code") or [environ.get("ALIGNLAB_RECAP", "")])[0]


def for_readers(environ: Mapping[str, str]) -> bool:
    """Whether whoever opens the page may be anybody: plain Voila says so in the kernel's environment. A notebook in
    JupyterLab, and one that our server opens for a facilitator, is the host's own and shows drafts too."""
    return environ.get("SERVER_SOFTWARE", "").lower().startswith("voila")


def _asked(recap: Recap, recaps: dict[str, Recap], *, drafts: bool) -> str:
    """The code of the recap that was asked for, now among `recaps`. Raises NotFound where it is not for readers yet."""
    if not (recap.shared or drafts):
        raise NotFound(say("server.not_shared"))
    recaps.setdefault(recap.code, recap)
    return recap.code


def show(code: str | None = None, environ: Mapping[str, str] | None = None) -> RecapView:
    """The recap of a session, or the newest one. Where there is none, the sample, and a sentence that says so.

    Raises ConfigError if the settings are wrong.
    """
    environ = os.environ if environ is None else environ
    home = Home(config.load({}, environ).home)
    found = file.listing(home)
    drafts = not for_readers(environ)
    listing = file.Listing(tuple(recap for recap in found.recaps if drafts or recap.shared), found.faults)
    recaps, notices = {recap.code: recap for recap in listing.recaps}, list(listing.faults)
    asked = code or asked_for(environ)
    chosen = next(iter(recaps), "")
    if asked:
        try:
            chosen = _asked(file.read(file.find(home, asked)), recaps, drafts=drafts)
        except AlignlabError as error:
            notices = list(dict.fromkeys([*notices, str(error)]))
    if not recaps:
        notices.append(say("recap.sample", folder=home.recaps))
        recaps = {"SAMPLE": file.read(SAMPLE)}
        chosen = "SAMPLE"
    return RecapView(recaps, chosen, notices)
