"""`alignlab verify`: is what the recap tells still what the log says?

The log is gone through again from its first event. Its hash chain is computed anew; each picture that was shown is made
anew from the answers that lie in the log; the recap is made anew and laid beside its file. What comes of it:

    equal     the chain holds, every picture came out as it was shown, and the recap's file says the same
    cannot    contents were erased, and a picture that needed them cannot be made again; nothing else differs
    differs   something was changed afterwards: where stands beside it
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import tzinfo
from typing import Any, Literal

from alignlab.errors import AlignlabError, NotFound
from alignlab.fold import apply, fold
from alignlab.log import EventLog
from alignlab.log.chain import Inspection
from alignlab.log.home import Home
from alignlab.model.events import Event
from alignlab.recap import file
from alignlab.recap.making import from_state
from alignlab.recap.model import VERSION, Recap
from alignlab.recap.versions import leadership
from alignlab.state import SessionState
from alignlab.studio import job_for, make

Result = Literal["equal", "differs", "cannot"]
EXIT: dict[Result, int] = {"equal": 0, "differs": 1, "cannot": 3}


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was looked at: what it is, what came of it, and where if it differs."""

    what: str
    result: Result
    where: str = ""


@dataclass(slots=True)
class Verdict:
    """`head`: the log's fingerprint now; `erased`: contents that are gone."""

    code: str
    head: str
    erased: int
    found: list[Found] = field(default_factory=list)

    @property
    def result(self) -> Result:
        """The worst of what was found."""
        results = {one.result for one in self.found}
        return "differs" if "differs" in results else "cannot" if "cannot" in results else "equal"

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Verdict:
        """What `as_dict` made."""
        return cls(data["code"], data["log"], data["erased"], [Found(**one) for one in data["found"]])

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        found = [asdict(one) for one in self.found]
        return {"code": self.code, "result": self.result, "erased": self.erased, "log": self.head, "found": found}

    @property
    def sentence(self) -> str:
        """The answer in words."""
        if self.result == "equal":
            return "equal: the log, its pictures and the recap say the same."
        if self.result == "cannot":
            why = f"{self.erased} payloads erased" if self.erased else "; ".join(_told(self.found, "cannot"))
            return f"cannot: {why}. What is left fits."
        return f"differs: {'; '.join(_told(self.found, 'differs'))}."


def _told(found: Sequence[Found], result: Result) -> list[str]:
    return [f"{one.what}: {one.where}" for one in found if one.result == result]


def verify(log: EventLog, home: Home, code: str, zone: tzinfo | None = None) -> Verdict:
    """Look at one session. `zone` is where the recap counts its days. Raises NotFound, or StoreError."""
    code = code.upper()
    inspection, events = log.inspect(code), log.read(code)
    if not events:
        raise NotFound(f"There is no session {code!r}. `alignlab sessions` lists those there are.")
    verdict = Verdict(code, inspection.chains[-1], inspection.erased)
    verdict.found.append(_chain(inspection))
    if not all(event.seq == place for place, event in enumerate(events, 1)):
        return verdict  # nothing can be folded from a log with a hole
    state = SessionState(code)
    try:
        verdict.found += _pictures(state, events, inspection.erased)
    except (AlignlabError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        verdict.found.append(Found("events", "differs", f"they cannot be gone through again ({error})"))
        return verdict
    verdict.found += _files(state, events, home, zone, inspection)
    return verdict


def _chain(inspection: Inspection) -> Found:
    if inspection.changed:
        places = ", ".join(map(str, inspection.changed[:5]))
        return Found("log", "differs", f"the content of event {places} is not what was written then")
    if not inspection.whole:
        return Found("log", "differs", "an event's time, kind or writer was changed, or events are missing at the end")
    return Found(f"log of {len(inspection.chains)} events", "equal")


def _pictures(state: SessionState, events: Sequence[Event], erased: int) -> Iterator[Found]:
    """Fold event by event; at each look make the picture again, and compare it with the show that follows."""
    made: dict[tuple[str, int], dict[str, Any]] = {}
    seen: set[tuple[str, int]] = set()
    for event in events:
        apply(state, event)
        data = event.data or {}
        place = (str(data.get("step")), int(data.get("round") or 0))
        if event.kind == "step looked" and place[0] in state.steps:
            made[place] = _made(state, place[0])
        elif event.kind == "step shown" and event.data and place not in seen:
            seen.add(place)
            yield _compared(state, place, data, made.get(place), erased)


def _made(state: SessionState, step: str) -> dict[str, Any]:
    try:
        picture = make(job_for(state, state.steps[step]))
    except AlignlabError as error:  # its exercise is not installed here
        return {"error": str(error)}
    found: dict[str, Any] = json.loads(json.dumps(picture.released))
    return found


def _compared(
    state: SessionState, place: tuple[str, int], shown: dict[str, Any], made: dict[str, Any] | None, erased: int
) -> Found:
    step, round_ = place
    title = state.steps[step].step.title if step in state.steps else step
    what = f"picture of “{title}”" + (f", vote {round_}" if round_ > 1 else "")
    if made is None:
        return Found(what, "differs", "it was shown, but never looked at")
    if "error" in made:
        return Found(what, "cannot", made["error"])
    if made == shown["picture"]:
        return Found(what, "equal")
    if erased:
        return Found(what, "cannot", "answers it was made of are erased")
    return Found(what, "differs", ", ".join(_different(made, shown["picture"])))


def _different(made: dict[str, Any], shown: dict[str, Any]) -> list[str]:
    """Names of the quantities that came out otherwise, at most three."""
    ours, theirs = made.get("quantities", {}), shown.get("quantities", {})
    names = [name for name in {**ours, **theirs} if ours.get(name) != theirs.get(name)]
    if made.get("n") != shown.get("n"):
        names.insert(0, "how many answered")
    return names[:3] or ["how it is told"]


def _files(
    state: SessionState, events: Sequence[Event], home: Home, zone: tzinfo | None, inspection: Inspection
) -> Iterator[Found]:
    """The recap's file, and that of leadership, against what the log gave when they were written."""
    for what, code in (("recap", state.code), ("recap for leadership", state.leadership_key())):
        try:
            kept = file.read(file.find(home, code))
        except NotFound:
            continue
        except AlignlabError as error:
            yield Found(what, "differs", str(error))
            continue
        yield _same_recap(what, state, events, zone, kept, inspection)


def _same_recap(
    what: str, state: SessionState, events: Sequence[Event], zone: tzinfo | None, kept: Recap, inspection: Inspection
) -> Found:
    """The file tells of the moment whose fingerprint it bears."""
    if kept.version != VERSION:
        return Found(what, "cannot", "it was written by another version of alignlab")
    if kept.log_fingerprint and kept.log_fingerprint not in inspection.chains:
        return Found(what, "differs", "its fingerprint is not one of this log")
    place = inspection.chains.index(kept.log_fingerprint) + 1 if kept.log_fingerprint else len(events)
    ours = from_state(fold(state.code, events[:place]), zone, kept.log_fingerprint)
    again = ours if kept.audience == "team" else leadership(ours, state.leadership_key())
    different = [name for name in Recap.model_fields if getattr(again, name) != getattr(kept, name)]
    if different:
        return Found(what, "differs", ", ".join(different))
    return Found(f"{what}, as of event {place}", "equal")
