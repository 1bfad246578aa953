from __future__ import annotations
import asyncio, threading, os
from random import Random
from pathlib import Path
import pytest, yaml
from playwright.sync_api import expect
from session_pages import Room
from alignlab import plans
from alignlab.model.plan import Plan
from alignlab.rehearsal.people import Persona
from alignlab.rehearsal.phone import Phone, open_phone
from alignlab.exercises import goal_mapping as mapping
from alignlab.desks import desks_of
OUT = Path("/tmp/maplook")
S = mapping.Setup.model_validate({})
LONG = "A rather long title of a piece of work that somebody copied from a ticket without shortening it, part"

def setup_of(kind):
    goals = [g.model_dump(mode="json") for g in S.goals]
    items = [i.model_dump(mode="json") for i in S.items]
    if kind == "five":
        return {"goals": goals, "items": items[:5]}
    if kind == "sixty":
        more = []
        for n in range(60):
            one = dict(items[n % 24]); one["id"] = f"X{n}"
            one["title"] = one["title"] + ("" if n < 24 else f", step {n // 24 + 1}")
            if n % 17 == 5: one["title"] = f"{LONG} {n}"
            more.append(one)
        return {"goals": goals, "items": more}
    return {}

def simulate(serving, count, plan, story, stop, special=None):
    async def one(index):
        persona = Persona(f"Person {index}", index, count, story, seconds_a_field=0.002)
        client = await open_phone(serving.local, serving.info["code"], persona, Random(index))
        phone = Phone(client, persona, plan, Random(index))
        if special: special(phone, index)
        await phone.play()
    async def play():
        tasks = [asyncio.create_task(one(i)) for i in range(count)]
        while not stop.is_set() and not all(t.done() for t in tasks):
            await asyncio.sleep(0.1)
        for t in tasks: t.cancel()
        for r in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(r, Exception): print("SIM", repr(r))
    t = threading.Thread(target=lambda: asyncio.run(play()), daemon=True); t.start(); return t

def snap(page, name, full=False):
    for dark in ("light", "dark"):
        page.emulate_media(color_scheme=dark)
        page.wait_for_timeout(80)
        page.screenshot(path=str(OUT / f"{name}-{dark}.png"), full_page=full)
    page.emulate_media(color_scheme="light")

@pytest.mark.timeout(500)
@pytest.mark.parametrize("kind", os.environ.get("KINDS", "five,sample,sixty").split(","))
def test_look(serving, stage, tmp_path, kind):
    plan = plans.load("goal_mapping_60")
    steps = [s.model_copy(update={"setup": {**s.setup, **setup_of(kind)}}) if s.id == "map" else s for s in plan.steps]
    plan = plan.model_copy(update={"steps": tuple(steps), "id": "look_it"})
    file = tmp_path / "look_it.yaml"; file.write_text(yaml.safe_dump(plan.model_dump(mode="json", by_alias=True)), encoding="utf-8")
    server = serving("--plan", str(file))
    room = Room(server, stage); c = room.console
    count = {"five": 8, "sample": 9, "sixty": 20}[kind]
    c.locator('[data-key="place-prepare"]').click()
    expect(c.locator('[data-board="arrange.map"]').first).to_be_visible()
    expect(c.get_by_text("One moment")).to_have_count(0); snap(c, f"{kind}-console-prepare", True)
    c.locator('[data-key="place-run"]').click()
    stop = threading.Event()
    def special(phone, index):
        if kind != "five": return
        old = phone._parts
        reh = mapping.rehearse
        class Ex:
            def __getattr__(self, n): return getattr(mapping, n)
        # side split on W1
    maya = stage.join(server.url("join"), "Maya")
    t = simulate(server, count, plan, os.environ.get("STORY", "contested"), stop, special)
    try:
        expect(c.locator(".al-people h2")).to_contain_text(f"{count + 1} people are here")
        room.next("Open")
        for label in ("Close the form", "Look at the picture", "Show the picture", "Next: Why", "Next: Goals", "Next: Map"):
            if label == "Close the form": expect(c.locator(".al-people h2")).to_contain_text(f"{count} of {count+1} done")
            if label == "Next: Map": snap(room.screen, f"{kind}-wall-goals"); snap(maya, f"{kind}-phone-goals")
            room.next(label)
        expect(c.locator(".al-people h2")).to_contain_text(f"{count} of {count+1} done", timeout=60000)
        snap(maya, f"{kind}-phone-week", True)
        body = maya.locator(".al-body")
        seen = set()
        for n in range(60):
            if body.get_attribute("data-screen") != "field": break
            part = body.get_attribute("data-part")
            what = "points" if maya.locator(".al-points").count() else "links" if maya.get_by_text("I don't know this work").count() else "other"
            if what == "links" and what not in seen:
                maya.locator("label", has_text="Self-serve").first.click()
            if what == "points":
                maya.locator(".al-points-number").nth(0).fill("12")
            if what not in seen or what == "other":
                snap(maya, f"{kind}-phone-{what}{n if what=='other' else ''}", True); seen.add(what)
            if what == "points": maya.locator(".al-points-number").nth(2).fill("8"); maya.locator(".al-points-number").nth(2).press("Tab")
            if what == "links" and not maya.locator("input[type=radio]:checked").count():
                maya.locator("label", has_text="Self-serve").first.click()
            maya.get_by_role("button", name="Next").or_(maya.get_by_role("button", name="Skip")).first.click()
            expect(body).not_to_have_attribute("data-part", part or "")
        snap(maya, f"{kind}-phone-review", True)
        maya.get_by_role("button", name="I'm done").click()
        snap(maya, f"{kind}-phone-card0", True)
        if maya.get_by_role("button", name="Show").count(): maya.get_by_role("button", name="Show").first.click()
        snap(maya, f"{kind}-phone-card", True)
        snap(room.screen, f"{kind}-wall-writing"); snap(c, f"{kind}-console-writing", True)
        room.next("Close the form"); room.next("Look at the picture")
        expect(c.locator("figure svg").first).to_be_visible()
        snap(c, f"{kind}-console-look", True)
        (OUT / f"{kind}-findings.txt").write_text(c.locator("main, .al-desk").first.inner_text())
        room.next("Show the picture")
        expect(room.screen.locator("figure svg").first).to_be_visible()
        expect(maya.locator("figure svg").first).to_be_visible()
        snap(room.screen, f"{kind}-wall-show"); snap(maya, f"{kind}-phone-show", True)
        room.next("Next: Settle")
        c.locator('[data-key="place-decide"]').click()
        board = c.locator('[data-board="settle.map"]')
        first = board.locator("form").first
        first.get_by_label("It is mainly for").select_option(index=1)
        first.get_by_role("button", name="Record this").click()
        c.wait_for_timeout(500)
        snap(c, f"{kind}-console-settle", True)
        c.locator('[data-key="place-run"]').click()
        snap(room.screen, f"{kind}-wall-settle"); snap(maya, f"{kind}-phone-settle", True)
        label = c.locator("button.al-next").inner_text()
        room.next(label.split("\n")[0])
        label = c.locator("button.al-next").inner_text(); print("NEXT", label)
        if "Vote again" in label: room.next("Vote again"); label = c.locator("button.al-next").inner_text(); print("NEXT", label)
        if "Close the form" in label:
            expect(c.locator(".al-people h2")).to_contain_text(f"{count} of {count+1} done", timeout=60000)
            snap(maya, f"{kind}-phone-again", True)
            room.next("Close the form"); room.next("Look at the picture"); 
            snap(c, f"{kind}-console-look2", True)
            room.next("Show the picture")
            expect(room.screen.locator("figure svg").first).to_be_visible()
            snap(room.screen, f"{kind}-wall-show2")
        recap = None
        c.locator("[data-key=place-recap]").click()
        c.locator(".al-recap").get_by_role("button", name="Share the recap").click()
        c.locator("[data-key=ask-yes]").click()
        c.wait_for_timeout(800)
        recap = stage.open(f"http://workshop.test:{server.port}/r/{server.info['code']}", "laptop")
        snap(recap, f"{kind}-recap", True)
        small = stage.open(f"http://workshop.test:{server.port}/r/{server.info['code']}", "phone")
        snap(small, f"{kind}-recap-phone", True)
    finally:
        stop.set(); t.join(10)
