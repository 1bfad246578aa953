"""The team's last session beside this one, as far as both were asked the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from alignlab.errors import AlignlabError
from alignlab.model.catalogue import say
from alignlab.recap.compare import Compared, Row, compare
from alignlab.recap.model import LastTime, Picture, Recap


def last_rounds(recap: Recap) -> list[Picture]:
    """Of each step the picture that was shown last."""
    return list({picture.step: picture for picture in recap.pictures}.values())


def beside(recap: Recap, last: Mapping[str, Any]) -> LastTime | None:
    """The recap's pictures beside those of last time; None without a last time, or if it cannot be read any more."""
    if not last:
        return None
    try:
        return LastTime(
            title=str(last["title"]),
            day=date.fromisoformat(last["day"]),
            decisions=last["decisions"],
            said_no_to=last["said_no_to"],
            same_rubric=last["rubric"] == recap.rubric.model_dump(mode="json"),
            compared=tuple(_compared(recap, last)),
        )
    except (KeyError, TypeError, ValueError, ValidationError, AlignlabError):
        return None  # kept by another version of alignlab: nothing is better than something wrong


def _compared(recap: Recap, last: Mapping[str, Any]) -> list[Compared]:
    if last["rubric"] != recap.rubric.model_dump(mode="json"):
        return []
    earlier = [Picture.model_validate({**data, "findings": (), "picks": (), "core": True}) for data in last["pictures"]]
    found = []
    for now in last_rounds(recap):
        then = next((p for p in earlier if p.instrument == now.instrument and p.privacy == now.privacy), None)
        if then is None or not now.instrument:
            continue
        rows, left_out = compare(then.released, now.released)
        if not rows:
            continue
        found.append(
            Compared(
                step=now.step,
                title=now.title,
                exercise=now.exercise,
                privacy=now.privacy,
                then_answered=then.released.n,
                then_joined=int(last["joined"]),
                now_answered=now.released.n,
                now_joined=recap.joined,
                rows=rows,
                left_out=left_out,
            )
        )
    return found


def change(row: Row) -> str:
    """What may be said of a change, in words."""
    if row.change in ("up", "down"):
        return say("recap.change_towards", end=row.towards)
    judged = {
        "none": say("recap.change_none"),
        "more": say("recap.change_more"),
        "fewer": say("recap.change_fewer"),
    }
    return judged.get(row.change, "")


def response(compared: Compared) -> str:
    """How many answered, both times: it stands before any comparison."""
    then = _answered(compared.then_answered, compared.then_joined)
    return say("recap.response", then=then, now=_answered(compared.now_answered, compared.now_joined))


def _answered(n: int | None, joined: int) -> str:
    return say("recap.too_few_of", n=joined) if n is None else say("words.count_of", count=n, n=joined)


def left_out(count: int) -> str:
    """What stands below the comparison of a picture."""
    return say("recap.one_left_out") if count == 1 else say("recap.some_left_out", count=count)
