"""The version for leadership: what we ask for, what was decided and what we said no to; nothing about people.

No picture, finding, outcome, comparison or practice of an *about me* step is in it, no commitment, no name of who took
part, and none of the host's words to the team. Its address tells nothing of the session's code.
"""

from __future__ import annotations

from alignlab.recap.model import Edits, LastTime, Recap


def leadership(recap: Recap, code: str = "") -> Recap:
    """The recap for leadership. `code` stands in place of the session's: twelve letters, or "" for a file."""
    private = {picture.step for picture in recap.pictures if picture.privacy == "about_me"}
    open_ = tuple(p for p in recap.pictures if p.privacy != "about_me" and p.core)
    told = {picture.step for picture in open_}
    return recap.model_copy(
        update={
            "audience": "leadership",
            "code": code,
            "plan": "",
            "took_part": (),
            "pictures": open_,
            "practice": "",
            "commitments": (),
            "outcomes": tuple(o for o in recap.outcomes if o.step in told and o.step not in private),
            "last": _last(recap.last, told),
            "edits": Edits(ask=recap.edits.ask, next_date=recap.edits.next_date, next_day=recap.edits.next_day),
        }
    )


def _last(last: LastTime | None, told: set[str]) -> LastTime | None:
    kept = tuple(compared for compared in last.compared if compared.step in told) if last else ()
    return last.model_copy(update={"compared": kept}) if last else None
