"""alignlab: facilitated strategy workshops in Jupyter notebooks.

    alignlab.open("ABCDEF")        a session in pandas
    alignlab.join("ABCDEF")        take part, in a notebook
    alignlab.facilitate("ABCDEF")  the console, in a notebook on the host's machine

Importing this loads nothing else; each of them loads what it needs when it is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alignlab.frames import Session
    from alignlab.notebook.joined import JoinForm
    from alignlab.notebook.widgets import Console

__version__ = "0.1.0"

__all__ = ["__version__", "facilitate", "join", "open"]


def open(code: str = "") -> Session:  # noqa: A001  (alignlab.open reads as it should)
    """A session in pandas: `.results()`, `.answers()`, `.events()`, `.links()`, `.goals()`, `.order()`.

    Without a code the session that runs on this machine, else the newest one, else a sample. See alignlab/frames.py.
    """
    from alignlab.frames import open_session

    return open_session(code)


def join(code: str, name: str = "", words: str = "", url: str = "") -> JoinForm:
    """Take part in a running session from a notebook; the form is live in the cell.

    `code`: its six letters, or the whole link that others scan. Without a name the cell asks for it. `words`: the two
    words of somebody who was here before. `url`: another machine's address. Raises NotFound, Refused or InvalidInput.
    """
    from alignlab.notebook import joined

    return joined.join(code, name, words, url)


def facilitate(code: str = "") -> Console:
    """The console of a session that runs on this machine: of this code, else of the one that is running.

    Raises NotFound if no alignlab of this user runs here.
    """
    from alignlab.notebook import live
    from alignlab.notebook.spoken import speak_as_set

    speak_as_set()
    return live.console(code)
