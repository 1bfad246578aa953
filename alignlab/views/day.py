"""Groups, hands, lines, decisions read back, the pace: what each role sees of the day in the room."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from alignlab import agenda, drafts, grouping, pace
from alignlab.answers import wisher_of
from alignlab.model.catalogue import say
from alignlab.model.events import Event
from alignlab.model.viewer import Viewer
from alignlab.state import Line, SessionState, StepState
from alignlab.views.meeting import link_in, place_of, where

View = dict[str, Any]

MOST_PLACES = 12  # groups whose places a wall can name
MANY = 12  # people, above which a talk of all gives most of them no turn
MOST_LINES = 40  # of groups, that one page gets; a wall shows the first eight


def everyone(state: SessionState) -> View:
    """What every page shows: the groups' lines that the host posted, and decisions while they are read back."""
    step = state.now_step()
    return {"lines": _posted(state, step) if step else [], "read_back": _read_back(state, step)}


def back_at(step: StepState, zone: tzinfo | None) -> str | None:
    """When a break ends by the clock in the room, as people say it: "10:40"."""
    if step.step.kind != "break" or step.ends_at is None or step.phase != "open":
        return None
    return datetime.fromtimestamp(step.ends_at / 1000, tz=zone).strftime("%H:%M")


def _posted(state: SessionState, step: StepState) -> list[View]:
    lines = [x for x in state.lines.values() if (x.topic, x.status, x.step) == ("group", "posted", step.step.id)]
    lines.sort(key=lambda line: int(line.group or 0))
    return [{"label": _label(step, line.group), "text": line.text} for line in lines[:MOST_LINES]]


def _label(step: StepState, group: str) -> str:
    names = {"pairs": say("day.pairs", number=group), "tables": say("day.tables", number=group)}
    return names.get(step.group_kind, say("day.fours", number=group))


def _read_back(state: SessionState, step: StepState | None) -> list[View] | None:
    """The decisions without their owners: walls show no names. None while nothing is read back."""
    if step is None or not step.step.reads_back or step.phase != "open":
        return None
    keys = ("text", "by", "first_step", "until")
    return [
        {"id": d["decision"], "no": bool(d.get("no")), "stays": bool(d.get("stays")), **{k: d.get(k, "") for k in keys}}
        for d in state.decisions.values()
        if not d.get("proposed")
    ]


# --- a participant


def participant(viewer: Viewer, state: SessionState) -> View:
    """Their own group, hand and wishes; owners beside the decisions."""
    read_back = everyone(state)["read_back"]
    if read_back is not None:
        who = wisher_of(viewer, state.code)
        for row in read_back:
            row["owner"] = state.decisions[row["id"]].get("owner", "")
            row["wished"] = who in state.wishes.get(row["id"], set())
    return {
        "group": _own_group(viewer.person, state),
        "hand": viewer.person in state.hands,
        "remote": viewer.person in state.remote,
        "read_back": read_back,
    }


def _own_group(person: str, state: SessionState) -> View | None:
    step = state.now_step()
    if step is None or step.phase not in ("open", "shown"):
        return None
    found = next(((id_, people) for id_, people in step.groups.items() if person in people), None)
    if found is None:
        return None
    id_, members = found
    present = [state.people[other] for other in members if other in state.people and not state.people[other].gone]
    line = _line_of(state, step, id_)
    return {
        "label": _label(step, id_),
        "with": [other.name for other in present if other.id != person],
        "where": (told := where(state, step, id_, [p.id for p in present], person)),
        "link": link_in(told),
        "line": {"text": line.text, "status": line.status} if line else None,
    }


def _line_of(state: SessionState, step: StepState, group: str) -> Line | None:
    own = [
        line for line in state.lines.values() if (line.topic, line.step, line.group) == ("group", step.step.id, group)
    ]
    alive = [line for line in own if line.status != "dropped"]
    return alive[-1] if alive else None


# --- the wall


def screen(state: SessionState) -> View:
    """The groups, and the list that the room talks about before it is asked; nobody's name."""
    step = state.now_step()
    return {"groups": _groups_on_wall(state, step), "listed": _listed(state, step)}


def _listed(state: SessionState, step: StepState | None) -> View | None:
    if step is None or not step.step.shows_list or step.phase != "open":
        return None
    found = drafts.listed(state, step)
    rows = found and [{"title": title, "text": text} for title, text in found.lines]
    return {"lead": found.lead, "rows": rows} if found and rows else None


def _groups_on_wall(state: SessionState, step: StepState | None) -> View | None:
    """How many groups there are, and where each meets as far as the host named places."""
    if step is None or not step.groups or step.phase not in ("open", "shown"):
        return None
    count = len(step.groups)
    pairs, tables = say("day.how_many_pairs", groups=count), say("day.how_many_tables", groups=count)
    many = {"pairs": pairs, "tables": tables}.get(step.group_kind, say("day.how_many", groups=count))
    text = say("day.one_group") if count == 1 else many
    titles = {"pairs": say("day.find_pairs"), "tables": say("day.find_tables")}
    title = titles.get(step.group_kind, say("day.find_fours"))
    return {"title": title, "text": text, "count": count, "places": _places(state, step)}


def _places(state: SessionState, step: StepState) -> list[View]:
    """For the wall, which is read from afar: the way into a call stands on the phones alone."""
    named = [id_ for id_ in step.groups if id_ not in step.calls and place_of(state, step, id_)]
    rows = [{"label": _label(step, id_), "place": _beside(state, step, id_)} for id_ in named]
    return rows if len(rows) <= MOST_PLACES and any(row["place"] for row in rows) else []


def _beside(state: SessionState, step: StepState, group: str) -> str:
    """The group's place, unless its name says it already: a table 1 that meets at Table 1."""
    place = place_of(state, step, group)
    return "" if place.casefold() == _label(step, group).casefold() else place


# --- the facilitator


def facilitator(state: SessionState, now: int) -> View:
    """Groups by name, hands in order, lines to look at, what people ask to keep here, and how to be on time again."""
    step = state.now_step()
    lines = [line for line in state.lines.values() if line.topic != "group" or line.step == state.current]
    return {
        "groups": _groups(state, step) if step else None,
        "hands": [{"id": p, "name": state.people[p].name} for p in state.hands if _here(state, p)],
        "to_look_at": [_line(state, line) for line in lines if line.status == "written"],
        "posted": [_line(state, line) for line in lines if (line.topic, line.status) == ("group", "posted")],
        "parking": [{"id": line.id, "text": line.text} for line in lines if _parked(line)],
        "advice": _advice(state),
        "late": _late(state, now),
        "places": {kind: list(named) for kind, named in state.places.items()},
        "apart": [sorted(pair) for pair in sorted(state.apart, key=sorted)],
    }


def _here(state: SessionState, person: str) -> bool:
    return person in state.people and not state.people[person].gone


def _parked(line: Line) -> bool:
    return line.topic == "parking" and line.status == "posted"


def _line(state: SessionState, line: Line) -> View:
    """Without its writer: the host looks at words, not at people."""
    step = state.steps.get(line.step)
    label = _label(step, line.group) if step and line.group else ""
    return {"id": line.id, "topic": line.topic, "text": line.text, "label": label}


def _groups(state: SessionState, step: StepState) -> View:
    rows = [
        {
            "label": _label(step, id_),
            "names": [state.people[p].name for p in members if _here(state, p)],
            "remote": any(p in state.remote for p in members),
            "place": _beside(state, step, id_),
            "line": bool(_line_of(state, step, id_)),
        }
        for id_, members in step.groups.items()
    ]
    people, talking = len(state.here()), not agenda.has_form(step) or step.phase == "shown"
    suggest = people > MANY and talking and step.step.kind != "break" and step.group_kind not in ("fours", "tables")
    broken = grouping.broken(list(step.groups.values()), state.apart)
    return {
        "kind": step.group_kind,
        "rows": rows,
        "can": talking and step.step.kind != "break" and people > 1,
        "suggest": say("day.suggest", people=people) if suggest else "",
        "broken": say("day.broken") if broken else "",
        "wall": _groups_on_wall(state, step),
    }


def _advice(state: SessionState) -> View | None:
    given = [step.advice for step in state.steps.values() if step.advice]
    if not given:
        return None
    return {"word": given[-1], "text": say("day.go_on") if given[-1] == "go_on" else say("day.write_first")}


def _late(state: SessionState, now: int) -> View | None:
    found = pace.cuts(state, now)
    if not found:
        return None
    rows = []
    for cut in found:
        wins, keeps = f"{cut.wins:g}", f"{cut.minutes:g}"
        skip = say("day.cut_skip", title=cut.title, wins=wins)
        shorten = say("day.cut_shorten", title=cut.title, minutes=keeps, wins=wins)
        rows.append({"step": cut.step, "minutes": cut.minutes, "label": shorten if cut.minutes else skip})
    return {"text": say("day.over", minutes=round(pace.behind(state, now))), "cuts": rows}


def wished(state: SessionState) -> dict[str, bool]:
    """Decision -> whether somebody asks that it stays here. Never how many, never who."""
    return {decision: bool(people) for decision, people in state.wishes.items()}


# --- whom an event concerns beside its sender


def concerned(state: SessionState, event: Event) -> set[str]:
    """People whose own pages change with this event, though it is not theirs."""
    data, step = event.data or {}, state.now_step()
    if event.kind in ("hand lowered", "remote marked"):
        return {str(data.get("person"))}
    if event.kind == "grouped" and step:
        return set(step.groups.get(str(data.get("group")), ()))
    if event.kind in ("line written", "line dropped") and step:
        line = state.lines.get(str(data.get("line")))
        return set(step.groups.get(line.group, ())) if line else set()
    return set()
