"""`alignlab privacy`: one page for whoever has to say yes, made of the plan, the promise and the policies in force."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from alignlab import exercises
from alignlab.model.measures import Privacy
from alignlab.model.plan import Plan, Step
from alignlab.model.words import number
from alignlab.promise import policy_for, promise

KINDS: dict[Privacy, str] = {"about_me": "about me", "about_work": "about our work", "named": "with my name"}

_STORED = """\
- **A name** for each person, as they type it ({names}), and a random number that stands for it everywhere else.
- **Answers**, one entry a field, with the time. In steps *about me* the entry carries a pseudonym that only the phone
  of its person can make, and no time of its own: the name and the answer never stand in one entry.
- **Who is done** with which step; what was decided; commitments that their owners chose to share.
- **In the room**: who talked with whom in groups, raised hands, lines for everybody with who wrote them (the host and
  the group see no name); wishes that a decision stays in the room, under a pseudonym that only the phone can make.
- **Who has which seat**: an observer answers nothing and is in no count, until they take part; a decider's answer to a
  step about our work is in no picture, and only their own tap shows it, with their name; a facilitator who takes part
  is named in the promise that everybody reads.
- **Keys** as SHA-256 digests, so that a phone is known again.

Not stored: addresses of devices, e-mail addresses, anything about use outside the session. Nothing is sent to anybody:
no telemetry, and no page loads anything from another machine."""

_RIGHTS = """\
- **Leave**: a person leaves in the phone's menu; their answers stay in the count and their phone is emptied.
- **Erase**: a person asks in the phone's menu, and the host agrees on the console; the wish is stored until then.
  `alignlab sessions --erase CODE NAME` does the same. Name, answers and commitments leave the disk. Answers *about me*
  go too if the phone has asked and is there, or as soon as it is, or with the two words (`--words`); else nobody can
  tell which these are.
- **Delete**: `alignlab sessions --delete CODE` takes a whole session off the disk.
- Recaps and exports that were made before lie wherever they were put, out of reach of these commands."""


def page(plan: Plan, *, host: str, home: Path, days: int, names: str, today: date, last: date) -> str:
    """Markdown. `days`: how long answers are kept; `last`: the day that a session of `today` would name."""
    who = host or "the facilitator"
    forms = [step for step in plan.steps if step.kind == "exercise"]
    used = list(dict.fromkeys(_privacy(step) for step in forms))
    parts = [
        f"# What a session of “{plan.title}” stores, and who sees it",
        f"{plan.minutes:g} minutes, {len(plan.steps)} steps, {len(forms)} of them with a form. Made by alignlab from "
        f"the plan and from the rules that its code follows, on {_day(today)}.",
        "## What is stored",
        _STORED.format(names={"name": "a first name is enough", "alias": "an alias", "none": "numbered guests"}[names]),
        "## Where, and who can read it",
        f"In one file on {who}'s machine, in the folder `{home}`, readable by that machine's user only. The recaps lie "
        "beside it: what was shown, decided, and shared with a name; no answer. The names of those who took part stand "
        "there only by their own tap, and readers see a recap only when it is shared. A later session of the same team "
        "keeps a copy of what was decided and shared. Whoever controls the machine could open the file: its disk "
        "should be encrypted. "
        "A phone keeps what the room has not acknowledged yet, and forgets it then.",
        "## Until when",
        f"{days} days. A session of today is deleted the first time alignlab runs after {_day(last)}; the recap "
        "stays until somebody deletes it.",
        "## Which step shows what",
        _table(forms),
        "## What people read before they answer",
        *(f"**{KINDS[kind].capitalize()}.** “{promise(kind, host, last)}”" for kind in used),
        *(
            f"**{step.title}.** “{promise('about_me', host, last, host_only=True)}”"
            for step in forms
            if _host_only(step)
        ),
        "## What people can ask for",
        _RIGHTS,
    ]
    return "\n\n".join(parts) + "\n"


def _table(forms: list[Step]) -> str:
    lines = ["| step | kind | the group sees | the facilitator sees |", "|---|---|---|---|"]
    for step in forms:
        kind = _privacy(step)
        cells = (step.title, KINDS[kind], _group_sees(step, kind), _facilitator_sees(step))
        lines.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    return "\n".join(lines)


def _group_sees(step: Step, kind: Privacy) -> str:
    if _host_only(step):
        return "nothing"
    if not step.picture:
        return "nothing, except what a person shares by their own tap"
    policy = policy_for(kind)
    if policy.names:
        return "who said what"
    how = "exact counts" if policy.exact else "ranges in which nobody can be found, never who said what"
    return f"{how}, without names, from {number(policy.k)} people on"


def _facilitator_sees(step: Step) -> str:
    if _host_only(step):
        return "who is done; one of two things: go on, or write first"
    return "who is done; what the group sees, a minute before" if step.picture else "who is done"


def _host_only(step: Step) -> bool:
    return bool(getattr(exercises.get(step.exercise), "HOST_ONLY", False))


def _privacy(step: Step) -> Privacy:
    return step.privacy or exercises.get(step.exercise).PRIVACY


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
