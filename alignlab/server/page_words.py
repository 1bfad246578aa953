"""The words of pages that no template engine fills: `{{say key}}`, `{{language}}` and `{{direction}}` in web/*.html."""

from __future__ import annotations

import json
import re
from html import escape

from alignlab.model.catalogue import DESK, PHONE, sentences
from alignlab.model.language import spoken

_SAY = re.compile(r"\{\{say ([a-z_.]+)\}\}")


def with_words(html: str) -> str:
    """The page in the language spoken now. Raises KeyError, a mistake in the page, for a key that is not there."""
    html = _SAY.sub(lambda found: escape(sentences()[found[1]]), html)
    return html.replace("{{language}}", spoken().code).replace("{{direction}}", sentences()["language.direction"])


def word_files() -> dict[str, bytes]:
    """The files of words that the pages' scripts fetch, by name: each whole, with English for what is missing."""
    return {
        catalogue.name.format(spoken().code): json.dumps(dict(catalogue.words()), ensure_ascii=False).encode()
        for catalogue in (PHONE, DESK)
    }
