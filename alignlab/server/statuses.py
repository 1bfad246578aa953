"""What an address answers where a person looks at it and there is nothing better to say."""

from __future__ import annotations

from alignlab.model.catalogue import say


def sentence(status: int) -> str:
    """The sentence for an HTTP status."""
    known = {
        400: say("status.unreadable"),
        403: say("status.not_open"),
        404: say("status.nothing"),
        405: say("status.not_like_that"),
        409: say("status.not_now"),
        413: say("status.too_long"),
        429: say("status.too_often"),
        503: say("status.later"),
    }
    return known.get(status, say("status.broken"))
