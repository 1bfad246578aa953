"""Coming back, keys, codes, forged cookies, wrong tries, expiry."""

import hashlib
import json
from pathlib import Path

import pytest

from alignlab.keys import person_key
from alignlab.server.identity import Door

pytestmark = pytest.mark.server

DAY = 86_400_000


def cookie(browser, host, door=Door.PARTICIPANT):
    return browser.cookies.get(door.cookie(host.code), "")


async def joined(w, host, name="Maya"):
    browser = w.browser()
    answer = await browser.post(f"/j/{host.code}/join", {"name": name})
    return browser, json.loads(answer.body)["words"]


async def members(browser, host):
    return json.loads((await browser.get(f"/j/{host.code}/info")).body)["members"]


@pytest.mark.parametrize("typed", ["{a} {b}", "{A} {B}", " {a}-{b}. ", "{a}{b}", "{A}_{b}"])
def test_two_words_bring_back_the_same_person_with_the_same_key(typed, world, run):
    async def story():
        async with world() as w:
            host = await w.session()
            first, words = await joined(w, host)
            a, b = words.split()
            second = w.browser()
            given = typed.format(a=a, b=b, A=a.upper(), B=b.upper())
            answer = await second.post(f"/j/{host.code}/return", {"name": "maya", "words": given})
            assert answer.code == 200, answer.body
            assert json.loads(answer.body) == {"name": "Maya", "words": words}
            secret, key = cookie(first, host).split(".")
            other_secret, other_key = cookie(second, host).split(".")
            assert secret != other_secret
            (person,) = host.state.people
            assert key == other_key == person_key(host.code, person, words)
            assert await members(first, host)
            assert await members(second, host)

    run(story())


def test_nothing_of_a_secret_is_on_the_disk(world, run, tmp_path: Path):
    async def story():
        async with world(home=tmp_path) as w:
            host = await w.session()
            phone, words = await joined(w, host)
            key = await w.running.services.identity.new_key(host.code, Door.FACILITATOR)
            secret, pseudonym_key = cookie(phone, host).split(".")
            hashed = hashlib.sha256(cookie(phone, host).encode()).hexdigest()
            return secret, pseudonym_key, words, key, hashed

    secrets = []

    async def keep():
        secrets.extend(await story())

    run(keep())
    stored = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    *hidden, hashed = secrets
    for secret in hidden:
        assert secret.encode() not in stored
    assert hashed.encode() in stored


def test_forged_cookies_open_nothing(world, run):
    async def story():
        async with world() as w:
            host, elsewhere = await w.session(), await w.session()
            phone = await w.participant(host.code)
            value = cookie(phone, host)
            secret, key = value.split(".")
            name = Door.PARTICIPANT.cookie(host.code)
            for forged in ("", "x", secret, f"{secret}.{'0' * 64}", f"{'0' * 32}.{key}", value + "0", "é", "a" * 5000):
                browser = w.browser()
                browser.cookies[name] = forged
                assert not await members(browser, host), forged
            borrowed = w.browser()  # the right value under the names of another session and of another role
            borrowed.cookies[Door.PARTICIPANT.cookie(elsewhere.code)] = value
            borrowed.cookies[Door.FACILITATOR.cookie(host.code)] = value
            assert not await members(borrowed, elsewhere)
            with pytest.raises(Exception, match="403"):
                await borrowed.socket(f"/f/{host.code}/ws")

    run(story())


def test_wrong_words_cost_time_but_only_for_that_name(world, run):
    async def story():
        async with world() as w:
            host = await w.session()
            _, words = await joined(w, host, "Maya")
            _, other_words = await joined(w, host, "Ola")

            async def tries(name, given):
                return (await w.browser().post(f"/j/{host.code}/return", {"name": name, "words": given})).code

            assert [await tries("Maya", "wrong words") for _ in range(3)] == [403, 403, 403]
            assert await tries("Maya", words) == 429
            assert await tries("MAYA ", words) == 429
            assert await tries("Ola", other_words) == 200
            w.clock.ms += 1_001
            assert await tries("Maya", "wrong again") == 403
            w.clock.ms += 1_001
            assert await tries("Maya", words) == 429
            w.clock.ms += 1_001
            assert await tries("Maya", words) == 200
            assert await tries("Maya", "wrong words") == 403

    run(story())


def test_guessing_names_runs_dry_for_the_whole_session(world, run):
    async def story():
        async with world() as w:
            host = await w.session()
            codes = []
            for count in range(62):
                data = {"name": f"Name {count}", "words": "amber otter"}
                codes.append((await w.browser().post(f"/j/{host.code}/return", data)).code)
            assert codes[:60] == [403] * 60
            assert codes[60:] == [429] * 2

    run(story())


def test_left_and_removed_people_stay_out_until_the_host_lets_them_in(world, run):
    async def story():
        async with world() as w:
            host = await w.session()
            _, words = await joined(w, host)
            (person,) = host.state.people
            await host.do(await viewer(w, host, await w.facilitator(host.code)), "remove", {"person": person})
            back = await w.browser().post(f"/j/{host.code}/return", {"name": "Maya", "words": words})
            assert back.code == 403
            leaver, words = await joined(w, host, "Ola")
            assert (await leaver.post(f"/j/{host.code}/leave")).code == 200
            assert Door.PARTICIPANT.cookie(host.code) not in leaver.cookies
            assert host.find_by_name("Ola").gone == "left"
            assert (await w.browser().post(f"/j/{host.code}/return", {"name": "Ola", "words": words})).code == 403

    run(story())


async def viewer(w, host, browser, door=Door.FACILITATOR):
    return await w.running.services.identity.viewer(host.code, door, cookie(browser, host, door))


def test_the_host_gives_a_way_back_to_who_lost_the_words(world, run):
    async def story():
        async with world() as w:
            host = await w.session()
            lost, words = await joined(w, host)
            await joined(w, host, "Ola")
            maya = host.find_by_name("Maya")
            console = await w.facilitator(host.code)
            given = json.loads((await console.post(f"/f/{host.code}/wayback", {"person": maya.id})).body)["code"]
            path = f"/j/{host.code}/return"
            assert (await w.browser().post(path, {"name": "Ola", "words": given})).code == 403
            new = w.browser()
            answer = await new.post(path, {"name": "Maya", "words": given.lower()})
            assert answer.code == 200
            assert json.loads(answer.body)["words"] != words
            assert (await viewer(w, host, new, Door.PARTICIPANT)).person == maya.id
            assert not await members(lost, host), "the lost device is out"
            assert (await w.browser().post(path, {"name": "Maya", "words": given})).code == 403, "single use"
            assert (await console.post(f"/f/{host.code}/wayback", {"person": "nobody"})).code == 403

    run(story())


def test_keys_and_codes_of_facilitators(world, run):
    async def story():
        async with world() as w:
            host, elsewhere = await w.session(), await w.session()
            identity = w.running.services.identity
            key = await identity.new_key(host.code, Door.FACILITATOR)
            path = f"/f/{host.code}/enter"
            first, again = w.browser(), w.browser()
            assert (await first.post(path, {"key": key})).code == 200
            assert (await again.post(path, {"key": key})).code == 200, "reusable to the end"
            assert (await w.browser().post(f"/f/{elsewhere.code}/enter", {"key": key})).code == 403
            assert (await w.browser().post(f"/s/{host.code}/enter", {"key": key})).code == 403
            code = json.loads((await first.post(f"/f/{host.code}/handover")).body)["code"]
            assert len(code) == 6
            assert (await w.browser().post(path, {"key": code})).code == 200
            assert (await w.browser().post(path, {"key": code})).code == 403, "single use"
            late = json.loads((await first.post(f"/f/{host.code}/handover")).body)["code"]
            w.clock.ms += 10 * 60_000 + 1
            assert (await w.browser().post(path, {"key": late})).code == 403, "ten minutes"
            assert (await first.post(f"/s/{host.code}/enter")).code == 200, "their own browser may be the screen"

    run(story())


def test_everything_expires_with_the_session(world, run):
    async def story():
        async with world(delete_after_days=2) as w:
            host = await w.session()
            phone = await w.participant(host.code)
            w.clock.ms += 2 * DAY - 1
            assert await members(phone, host)
            w.clock.ms += 1
            assert not await members(phone, host)
            with pytest.raises(Exception, match="403"):
                await phone.socket(f"/j/{host.code}/ws")

    run(story())


def test_cookies_are_secure_behind_https(world, run):
    async def story():
        async with world(public_url="https://example.org/ws/") as w:
            host = await w.session()
            answer = await w.browser().post(
                f"/ws/j/{host.code}/join", {"name": "Maya"}, {"Origin": "https://example.org"}
            )
            assert answer.code == 200
            line = answer.headers["Set-Cookie"].lower()
            assert "secure" in line
            assert "path=/ws/" in line

    run(story())


def test_an_ended_session_and_names_by_rule(world, run):
    async def story():
        async with world() as w:
            host = await w.session(names="none")
            nameless = await w.browser().post(f"/j/{host.code}/join")
            assert json.loads(nameless.body)["name"]
            named = await w.session()
            assert (await w.browser().post(f"/j/{named.code}/join", {"name": " "})).code == 400
            twins = [json.loads((await w.browser().post(f"/j/{named.code}/join", {"name": "Maya"})).body) for _ in "ab"]
            assert [twin["name"] for twin in twins] == ["Maya", "Maya 2"]
            await named.do(await viewer(w, named, await w.facilitator(named.code)), "end", {})
            assert (await w.browser().post(f"/j/{named.code}/join", {"name": "Late"})).code == 410

    run(story())


def test_a_hundred_join_at_once_and_all_can_go_on(world, run):
    import asyncio

    async def story():
        async with world() as w:
            host = await w.session()
            browsers = await asyncio.gather(*(w.participant(host.code, f"P{count}") for count in range(100)))
            assert len(host.state.people) == 100
            assert all(await asyncio.gather(*(members(browser, host) for browser in browsers)))

    run(story())
