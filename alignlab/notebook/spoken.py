"""The language of a notebook's kernel."""

from __future__ import annotations

import os

from alignlab import config
from alignlab.model.language import speak


def speak_as_set() -> None:
    """Speak what the server, or whoever started Jupyter, has set (ALIGNLAB_LANGUAGE). Raises ConfigError."""
    speak(config.load({}, os.environ).speaks)
