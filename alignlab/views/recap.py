"""The recap as the console's place for it sees it: what the host wrote, what stands in it, whether it is shared."""

from __future__ import annotations

from alignlab import drafts
from alignlab.state import SessionState, StepState
from alignlab.views.shared import Scene, View

FIELDS = ("headline", "lead", "questions", "next_date", "next_day", "ask", "note")


def recap(state: SessionState, scene: Scene) -> View:
    """Hidden pictures and findings are listed too: the host can bring them back."""
    steps = list(state.steps.values())
    if not state.recap_order:
        steps.sort(key=lambda step: not drafts.leads(step))  # as on its page
    pictures = [picture for step in steps for picture in _pictures(state, step)]
    place = {key: n for n, key in enumerate(state.recap_order)}
    pictures.sort(key=lambda picture: place.get(picture["key"], len(place)))
    path = scene.links.get("recap", "")
    return {
        "shared": state.recap_shared,
        "fields": {name: state.recap_edits.get(name, "") for name in FIELDS},
        "pictures": pictures,
        "order": list(state.recap_order),
        "names": state.standing_names(),
        "link": path,
        "leadership": f"{path.rsplit('/', 1)[0]}/{state.leadership_key()}" if path else "",
        "rehearsal": state.simulated,
    }


def last_time(state: SessionState) -> View | None:
    """What the team's last session left, for the console and for the talk that opens this one."""
    keys = ("title", "day", "decisions", "said_no_to", "commitments", "practice")
    return {key: state.last[key] for key in keys if key in state.last} if state.last else None


def _pictures(state: SessionState, step: StepState) -> list[View]:
    found = []
    for round_, data in sorted(step.shown.items()):
        if step.hidden and round_ == step.round:
            continue
        key = f"{step.step.id}.{round_}"
        findings = [
            {"id": one["id"], "text": one["text"], "hidden": f"{key}/{one['id']}" in state.recap_hidden}
            for one in data["findings"]
        ]
        hidden = key in state.recap_hidden
        common = {"key": key, "title": step.step.title, "round": round_, "privacy": step.privacy}
        found.append({**common, "hidden": hidden, "findings": findings})
    return found
