"""Whatever a device sends, the room answers with a refusal or takes it, and stays sane."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rooms import TestRoom

from alignlab.deciding import Command
from alignlab.errors import Refused
from alignlab.fold import fold
from alignlab.model import messages
from alignlab.model.commands import COMMANDS

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
KEYS = (
    *("step", "round", "part", "value", "picks", "expect", "confirmed", "minutes", "seconds", "more", "person", "name"),
    *("text", "when", "by", "owner", "until", "no", "decision", "commitment", "statement", "field", "first_step"),
)
likely = st.sampled_from(["place", "doors", "talk", "commit", "mostly", "person2", "person1", "headline", 1, 2, True])
datas = st.dictionaries(st.sampled_from(KEYS), likely | json_values, max_size=6)
asked = st.lists(
    st.tuples(st.sampled_from([*sorted(COMMANDS), "levitate"]), datas, st.integers(0, 2), st.integers(0, 5)),
    max_size=25,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(asked)
def test_any_sequence_of_commands_is_taken_or_refused_in_words(commands) -> None:
    room = TestRoom()
    viewers = [room.facilitator, *room.people(2)]
    for count, (kind, data, who, n) in enumerate(commands):
        command = Command(viewers[who], kind, data, f"h{count}", "phone", n)
        try:
            drafts, _ = room.room.decide(command, room.at)
        except Refused as refusal:
            assert refusal.text
            assert refusal.code
            continue
        room.save(drafts)
    for viewer in viewers:
        json.dumps(room.view(viewer))
    assert fold("ABCDEF", room.log.read("ABCDEF")) == room.state == room.room.ahead


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200) | json_values.map(lambda v: json.dumps(v)))
def test_any_bytes_are_a_message_or_a_refusal(raw) -> None:
    try:
        messages.parse(raw)
    except Refused as refusal:
        assert refusal.code in ("not_json", "bad_message", "too_long")
