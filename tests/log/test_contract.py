"""What every store of events must do: the contract in alignlab/log/__init__.py."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alignlab.errors import InvalidInput
from alignlab.log.chain import MAX_DEPTH
from alignlab.model.events import Draft, Event

CODE = "KLMNPQ"


def test_seq_counts_from_one_in_order_per_session(log, draft):
    first = log.append([draft("a"), draft("b", session="RSTUVW"), draft("c")])
    second = log.append([draft("d"), draft("e", session="RSTUVW")])
    assert [(event.session, event.seq) for event in first + second] == [
        (CODE, 1),
        ("RSTUVW", 1),
        (CODE, 2),
        (CODE, 3),
        ("RSTUVW", 2),
    ]
    assert [event.id for event in log.read(CODE)] == ["a", "c", "d"]
    assert log.read(CODE) == [first[0], first[2], second[0]]


def test_an_event_is_its_draft_with_a_place(log, draft):
    sent = draft("a", actor="bo", kind="joined", data={"name": "Bo", "n": 3}, at=1_700_000_000_123, v=2)
    [event] = log.append([sent])
    assert event == Event(CODE, 1, "a", "bo", "joined", {"name": "Bo", "n": 3}, 1_700_000_000_123, 2)
    assert log.read(CODE) == [event]


def test_read_after(log, draft):
    log.append([draft(f"i{n}") for n in range(5)])
    assert [event.seq for event in log.read(CODE, after=3)] == [4, 5]
    assert log.read(CODE, after=5) == []
    assert log.read(CODE, after=99) == []
    assert [event.seq for event in log.read(CODE, after=-1)] == [1, 2, 3, 4, 5]


def test_unknown_sessions_are_empty(log):
    assert log.read("NOSUCH") == []
    assert log.sessions() == []
    assert log.verify("NOSUCH") == (True, 0)
    assert log.erase("NOSUCH", ["ann"]) == 0
    log.delete("NOSUCH")


def test_nothing_appended_is_nothing(log):
    assert log.append([]) == []
    assert log.sessions() == []


def test_sessions_oldest_first(log, draft):
    for code in ("ZZZZZZ", "AAAAAA", "MMMMMM"):
        log.append([draft("a", session=code)])
    log.append([draft("b", session="ZZZZZZ")])
    assert log.sessions() == ["ZZZZZZ", "AAAAAA", "MMMMMM"]
    log.delete("ZZZZZZ")
    log.append([draft("a", session="ZZZZZZ")])
    assert log.sessions() == ["AAAAAA", "MMMMMM", "ZZZZZZ"]


def test_a_repeat_gives_the_stored_event(log, draft):
    [first] = log.append([draft("a")])
    again = log.append([draft("b"), draft("a", kind="done", data={"other": 1}, at=5), draft("c")])
    assert again[1] == first
    assert [event.id for event in log.read(CODE)] == ["a", "b", "c"]
    assert [event.seq for event in log.read(CODE)] == [1, 2, 3]


def test_a_repeat_in_one_batch_is_stored_once(log, draft):
    first, second, third = log.append([draft("a"), draft("a", data={"later": True}), draft("b")])
    assert (first, second.seq, third.seq) == (second, 1, 2)
    assert log.read(CODE) == [first, third]


def test_only_repeats_change_nothing(log, draft):
    log.append([draft("a"), draft("b")])
    assert [event.seq for event in log.append([draft("b"), draft("a")])] == [2, 1]
    assert log.verify(CODE) == (True, 0)
    assert [event.seq for event in log.append([draft("c")])] == [3]


def test_the_same_id_of_others_is_another_event(log, draft):
    events = log.append([draft("a", actor="ann"), draft("a", actor="bo"), draft("a", session="RSTUVW")])
    assert [event.seq for event in events] == [1, 2, 1]
    assert [event.actor for event in log.read(CODE)] == ["ann", "bo"]


@pytest.mark.parametrize(
    "bad",
    [
        {"data": {"x": float("nan")}},
        {"data": {"x": float("inf")}},
        {"data": {"x": object()}},
        {"data": {"x": {1, 2}}},
        {"data": {"x": 10**5000}},
        {"data": {1: "a", "b": "c"}},
        {"data": ["a list"]},
        {"data": None},
        {"id_": ""},
        {"id_": None},
        {"id_": "half \ud83d"},
        {"actor": "nul \0"},
        {"session": b"KLMNPQ"},
        {"at": 2**63},
        {"at": 1.5},
        {"v": True},
    ],
)
def test_what_no_store_can_hold_is_refused_with_the_whole_batch(log, draft, bad):
    log.append([draft("before")])
    with pytest.raises(InvalidInput):
        log.append([draft("good"), draft(**({"id_": "bad"} | bad)), draft("good too", session="RSTUVW")])
    assert [event.id for event in log.read(CODE)] == ["before"]
    assert log.sessions() == [CODE]
    assert log.verify(CODE) == (True, 0)
    assert [event.seq for event in log.append([draft("good")])] == [2]


def test_nesting_has_an_end(log, draft):
    def nested(levels: int) -> dict[str, Any]:
        value: Any = 1
        for _ in range(levels - 1):
            value = [value]
        return {"x": value}

    [event] = log.append([draft("deep", data=nested(MAX_DEPTH - 1))])
    assert log.read(CODE) == [event]
    for levels in (MAX_DEPTH + 1, 100_000):
        with pytest.raises(InvalidInput, match=r"nested deeper|JSON"):
            log.append([draft("too deep", data=nested(levels))])
    many = {"x": [[n] for n in range(1000)]}
    assert log.append([draft("wide", data=many)])[0].data == many


def test_text_of_all_kinds_comes_back(log, draft):
    data = {
        "name": "Żółć 名前 مرحبا 👩‍👩‍👧 \u202e",
        "nul": "a\0b",
        "half": "\ud83d",
        "other half": "\ude00 \udfff",
        "escape": "\\ud83d \\u0000 \\",
        "html": "<script>alert(1)</script>",
        "\ud800 key": 1,
    }
    [event] = log.append([draft("ü", actor="名", data=data)])
    assert event.data == data
    assert log.read(CODE) == [event]
    assert log.verify(CODE) == (True, 0)


def test_large_payload(log, draft):
    data = {"text": "ä" * 500_000, "many": list(range(50_000))}
    [event] = log.append([draft("big", data=data)])
    assert log.read(CODE)[0].data == event.data == data


def test_a_large_batch_with_repeats(log, draft):
    log.append([draft(f"i{n}") for n in range(0, 3000, 3)])
    events = log.append([draft(f"i{n}") for n in range(3000)])
    assert [event.id for event in events] == [f"i{n}" for n in range(3000)]
    assert sorted(event.seq for event in events) == list(range(1, 3001))
    assert log.verify(CODE) == (True, 0)


def test_many_sessions_in_one_batch(log, draft):
    codes = [f"S{n:05}" for n in range(1200)]
    assert {event.seq for event in log.append([draft("a", session=code) for code in codes])} == {1}
    assert log.sessions() == codes
    assert [event.seq for event in log.append([draft("b", session=code) for code in reversed(codes)])] == [2] * 1200


def test_nobody_changes_the_log_through_what_they_hold(log, draft):
    data = {"list": [1], "pair": (1, 2)}
    [event] = log.append([draft("a", data=data)])
    assert event.data == {"list": [1], "pair": [1, 2]}
    data["list"].append(2)
    event.data["list"].append(3)
    log.read(CODE)[0].data["list"].append(4)
    assert log.read(CODE)[0].data == {"list": [1], "pair": [1, 2]}
    assert log.append([draft("a")])[0].data == {"list": [1], "pair": [1, 2]}
    assert log.verify(CODE) == (True, 0)


def test_erase_keeps_the_place_and_drops_the_content(log, draft):
    sent = [
        draft("1", actor="host", kind="session created", data={"title": "T"}),
        draft("2", actor="ann", kind="joined", data={"name": "Ann"}),
        draft("3", actor="bo", kind="joined", data={"name": "Bo"}),
        draft("4", actor="host", kind="renamed", data={"person": "ann", "name": "Anna"}),
        draft("5", actor="host", kind="renamed", data={"person": "bo", "name": "Bob"}),
        draft("6", actor="pseudonym", data={"value": "never"}),
        draft("7", actor="host", kind="removed", data={"person": "ann"}),
        draft("8", actor="ann", data={"value": "mostly"}),
        draft("9", actor="ann", kind="erasure asked", data={}),
    ]
    before = log.append(sent)
    log.append([draft("1", actor="ann", session="RSTUVW")])
    assert log.erase(CODE, ["ann", "pseudonym"]) == 5
    after = log.read(CODE)
    assert [event.seq for event in after if event.data is None] == [2, 4, 6, 8, 9]
    assert [event for event in after if event.data is not None] == [before[n] for n in (0, 2, 4, 6)]
    assert [(e.seq, e.id, e.actor, e.kind, e.at) for e in after] == [
        (e.seq, e.id, e.actor, e.kind, e.at) for e in before
    ]
    assert log.verify(CODE) == (True, 5)
    assert log.read("RSTUVW")[0].data is not None
    assert log.erase(CODE, ["ann", "pseudonym"]) == 0
    assert log.erase(CODE, []) == 0


def test_life_goes_on_after_an_erasure(log, draft):
    log.append([draft("a"), draft("b", actor="bo")])
    log.erase(CODE, ["ann"])
    [again, new] = log.append([draft("a", data={"sneaked": "back"}), draft("c")])
    assert (again.seq, again.data) == (1, None)
    assert (new.seq, new.data is None) == (3, False)
    assert log.verify(CODE) == (True, 1)


def test_odd_persons_in_naming_events_do_not_stop_an_erasure(log, draft):
    log.append([draft("a", actor="host", kind="renamed", data={"person": value}) for value in ([1], {}, None, 7)][:1])
    log.append(
        [draft("b", actor="host", kind="renamed", data={"person": {"x": 1}}), draft("c", kind="joined", data={})]
    )
    assert log.erase(CODE, ["ann"]) == 1


def test_delete_leaves_the_others(log, draft):
    log.append([draft("a"), draft("b"), draft("a", session="RSTUVW")])
    log.delete(CODE)
    assert log.sessions() == ["RSTUVW"]
    assert log.read(CODE) == []
    assert log.verify(CODE) == (True, 0)
    assert len(log.read("RSTUVW")) == 1
    assert [event.seq for event in log.append([draft("a"), draft("z")])] == [1, 2]
    assert log.verify(CODE) == (True, 0)


def test_closing_twice_is_harmless(log):
    log.close()
    log.close()


WORDS = st.sampled_from(["ann", "bo", "çem", "host"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
DRAFTS = st.builds(
    Draft,
    session=st.sampled_from(["KLMNPQ", "RSTUVW"]),
    id=st.sampled_from([f"i{n}" for n in range(12)]),
    actor=WORDS,
    kind=st.sampled_from(["answer saved", "joined", "renamed", "done"]),
    data=st.dictionaries(st.sampled_from(["person", "value", "name"]), WORDS | JSON, max_size=3),
    at=st.integers(-(2**63) + 1, 2**63 - 1),
)
ACTIONS = st.lists(st.lists(DRAFTS, max_size=6) | st.tuples(st.just("erase"), st.lists(WORDS, max_size=2)), max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
def test_any_sequence_of_appends_and_erasures(new_log, actions):
    """Against the plainest model of a log: one dict of first senders, in order."""
    log = new_log()
    model: dict[tuple[str, str, str], list[Any]] = {}
    for action in actions:
        if isinstance(action, tuple):
            for code in ("KLMNPQ", "RSTUVW"):
                log.erase(code, action[1])
            for key, stored in model.items():
                named = stored[0] in ("joined", "renamed") and (stored[1] or {}).get("person")
                if key[1] in action[1] or (isinstance(named, str) and named in action[1]):
                    stored[1] = None
            continue
        for sent, event in zip(action, log.append(action), strict=True):
            key = (sent.session, sent.actor, sent.id)
            stored = model.setdefault(key, [sent.kind, sent.data, sent.at])
            assert [event.kind, event.data, event.at] == stored
    for code in ("KLMNPQ", "RSTUVW"):
        events = log.read(code)
        mine = {key: stored for key, stored in model.items() if key[0] == code}
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        assert [(e.session, e.actor, e.id) for e in events] == list(mine)
        assert [[e.kind, e.data, e.at] for e in events] == list(mine.values())
        assert log.verify(code) == (True, sum(stored[1] is None for stored in mine.values()))
        assert log.read(code, after=2) == events[2:]


@given(st.text(st.sampled_from('\ud83d\ude00\ud800\udfff\\ü"a\0')) | st.text())
def test_a_payload_is_one_text_for_one_value(text):
    from alignlab.log.chain import canonical

    written = canonical({"b": text, "a": [1.5, None]})
    written.encode("utf-8")
    assert canonical(json.loads(written)) == written
    assert written.startswith('{"a":[1.5,null],"b":')


def test_keys_come_back_in_the_order_in_which_they_were_given(log, draft):
    options = {"way": {"on foot": 2, "by bike": 3, "another way": 0}, "a": 1}
    log.append([draft("ordered", data=options)])
    read = log.read(CODE)[0].data
    assert json.dumps(read) == json.dumps(options)
    assert log.verify(CODE) == (True, 0)
