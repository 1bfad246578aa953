// The facilitator's console: its frame, what is drawn anew, and its commands. What its places show stands in modules of
// their own: console_now.js (the step, what to say), console_look.js, console_people.js and so on.

import { announcer, fill, isAsked, make, RoomClock, watchSize, wordsFrom } from "./desk_kit.js";
import { loadWords, openLink } from "./desk_link.js";
import { watchPress } from "./press.js";
import { drawBar } from "./console_bar.js";
import { Choice } from "./console_choice.js";
import { Cover } from "./console_cover.js";
import { drawMore, drawSheet } from "./console_guide.js";
import { alertsKey, dayKey, drawAlerts, drawDay } from "./console_day.js";
import { Keys, keysWanted } from "./console_keys.js";
import { drawLines } from "./console_lines.js";
import { drawNotices } from "./console_notices.js";
import { drawPlan, planKey } from "./console_plan.js";
import { drawHead, drawPictureAndWords, drawTime } from "./console_now.js";
import { drawPeople, drawTop } from "./console_people.js";
import { Places } from "./console_places.js";
import { drawLast } from "./console_recap.js";
import { drawSettled } from "./console_settle.js";

const SETTLE_MS = 700; // a label that has just changed under the finger is not pressed by the same double tap

export class Console {
  constructor(el, model, t) {
    this.t = t;
    this.model = model;
    this.clock = new RoomClock();
    this.state = "connecting";
    this.view = null;
    this.forms = {};
    this.ui = { ask: null, menu: false, person: null, everyone: false, picks: null, wall: null, said: null, keys: keysWanted() };
    this.root = make("div", { class: "al-desk", "data-size": "wide", "data-lm-suppress-shortcuts": "true" });
    el.append(this.root);
    this.frame();
    this.announce = announcer(this.live);
    this.press = watchPress(this.root, () => this.draw());
    this.ticking = setInterval(() => this.tick(), 250);
    this.stopWatching = watchSize(this.root, (width) => this.resize(width));
    this.keys = new Keys(this, el);
    this.choice = new Choice(this);
    this.draw();
  }

  frame() {
    const part = (tag, name, label) => make(tag, { class: `al-${name}`, "aria-label": label ? this.t(label) : null });
    this.top = part("header", "top");
    this.notices = part("div", "notices");
    this.alerts = part("div", "notices");
    this.now = part("section", "now", "area.now");
    this.head = part("div", "head");
    this.time = part("div", "time");
    this.middle = part("div", "middle");
    this.people = part("section", "people", "area.people");
    this.more = part("section", "more", "area.more");
    this.guide = part("div", "guide");
    this.settled = part("div", "settled");
    this.day = part("div", "settled");
    this.lines = part("div", "settled");
    this.plan = part("div", "settled");
    this.sheet = part("nav", "sheet", "area.sheet");
    this.bar = part("section", "bar", "area.bar");
    this.places = new Places(this, part("nav", "tabs", "area.places"), part("section", "place"));
    this.live = make("p", { class: "al-hidden", role: "status" });
    this.cover = new Cover(this, part("div", "cover"));
    this.now.append(make("div", { class: "al-headline" }, this.head, this.time), this.middle);
    this.more.append(this.lines, this.guide, this.day, this.settled);
    this.page = make(
      "div",
      { class: "al-desk-page" },
      this.top,
      this.places.nav,
      this.notices,
      this.alerts,
      make("div", { class: "al-grid" }, this.now, this.people, this.more, this.sheet),
      this.places.place,
      this.bar,
    );
    this.root.append(this.page, this.cover.place, this.live);
  }

  update(view, now) {
    this.clock.heard(now);
    const before = this.view;
    this.view = view;
    if (!before || meaning(view.next) !== meaning(before.next)) this.settle();
    if (before && stepKey(before) !== stepKey(view)) Object.assign(this.ui, { said: null, ask: null, menu: false });
    this.speak(before);
    this.draw();
  }

  settle() {
    clearTimeout(this.settling);
    this.root.dataset.ready = "false";
    this.settling = setTimeout(() => (this.root.dataset.ready = "true"), SETTLE_MS);
  }

  linked(state) {
    if (this.state === state) return;
    this.state = state;
    this.draw();
  }

  // Not let in at all, or stepped down: the page around it asks for the link again. Otherwise what was seen last stays
  // in sight.
  bye(bye, el) {
    if (this.view && bye.code !== "left") this.set({ said: { kind: "warn", text: bye.text || this.t("gone") } });
    else el.dispatchEvent(new CustomEvent("alignlab:door", { detail: bye.code === "not_member" ? "" : bye.text }));
  }

  resize(width) {
    const size = width < 840 ? "phone" : width < 1120 ? "middle" : "wide";
    if (this.root.dataset.size === size) return;
    this.root.dataset.size = size;
    this.draw();
  }

  draw() {
    if (this.press.held()) return;
    const { view, ui, t } = this;
    this.root.dataset.state = this.state;
    if (!view) {
      fill(this.head, "wait", () => make("h2", { text: t(this.state === "gone" ? "gone" : "connecting") }));
      return;
    }
    const size = this.root.dataset.size;
    const key = (...parts) => JSON.stringify(parts);
    const phase = view.session.phase;
    this.root.dataset.phase = phase;
    this.root.dataset.asked = String(isAsked(view));
    this.root.dataset.offer = String(view.practices.length > 0 && !view.practice);
    fill(this.top, key(view.session, view.links, this.cover.what, this.state, size), () => drawTop(this));
    fill(this.notices, key(view.session.notice, phase, view.warnings, this.state, ui.said, view.driver), () =>
      drawNotices(this),
    );
    fill(this.head, key(view.step, view.look && 1, view.picture && 1, phase, view.session.title), () => drawHead(this));
    const pictured = key(view.look, view.picture, view.opened, ui.picks, ui.wall);
    fill(this.middle, key(view.step, view.words, pictured, size, phase, view.links), () => drawPictureAndWords(this));
    const seats = key(view.people, view.groups && view.groups.rows, view.watching, view.counts, view.consoles, isAsked(view), size);
    fill(this.people, key(seats, ui.person, ui.everyone, ui.code, ui.console), () => drawPeople(this));
    fill(this.guide, key(view.words, view.promise, Boolean(view.step)), () => drawMore(this));
    fill(this.alerts, alertsKey(view), () => drawAlerts(this));
    fill(this.lines, key(view.to_look_at, view.posted), () => drawLines(this));
    fill(this.day, dayKey(view), () => drawDay(this));
    fill(this.plan, planKey(view), () => drawPlan(this));
    fill(
      this.settled,
      key(view.practices, view.practice, view.decisions, view.commitments, Boolean(view.step), view.last),
      () => [drawLast(this), drawSettled(this)],
    );
    fill(this.sheet, key(view.plan, view.clock, view.links, phase, size), () => drawSheet(this));
    fill(
      this.bar,
      key(view.next, view.undo, view.also, ui.ask, ui.menu, ui.keys, phase, this.state, Boolean(this.pending)),
      () => drawBar(this),
    );
    this.places.draw();
    this.cover.draw();
    this.tick();
  }

  button(key, label, press, { quiet = true, ...attributes } = {}) {
    return make("button", {
      type: "button",
      class: quiet ? "al-button al-quiet" : "al-button",
      "data-key": key,
      text: label,
      on: { click: press },
      ...attributes,
    });
  }

  // A word on a wide page, a sign on a phone; its name is the word in both.
  iconButton(key, sign, label, press, attributes) {
    const made = this.button(key, "", press, { title: label, ...attributes });
    made.append(
      make("span", { class: "al-word", user: label }),
      make("span", { class: "al-sign", "aria-hidden": "true", text: sign }),
    );
    return made;
  }

  // One question at a time, in the bar at the foot: `{text, yes, run}`. The safe answer has the focus.
  ask(question) {
    this.ui.ask = { ...question, id: (this.asked = (this.asked || 0) + 1) };
    this.asking = question.run;
    this.draw();
    const no = this.bar.querySelector("[data-key=ask-no]");
    if (no && !this.cover.what) no.focus();
  }

  answer(yes) {
    const run = this.asking;
    this.set({ ask: null });
    if (yes) run();
    const back = this.bar.querySelector("[data-key=next]") || this.bar.querySelector("button");
    if (back) back.focus();
  }

  next() {
    const { next } = this.view || {};
    if (!next || this.pending || this.ui.ask || this.state !== "online" || this.root.dataset.ready !== "true") return;
    if (next.confirm) this.ask({ text: next.confirm, yes: next.label, run: () => this.go(next, true) });
    else this.go(next, false);
  }

  go(next, confirmed) {
    this.settle(); // the answer may come between two taps, and the new label after them
    const expect = { command: next.command, step: next.step };
    if (next.command === "show") return this.send("show", this.choice.shown(next.step));
    const again = (no) =>
      no.code === "confirm" &&
      !confirmed &&
      this.ask({ text: no.text, yes: next.label, run: () => this.go(next, true) });
    return this.send("next", confirmed ? { expect, confirmed } : { expect }, again);
  }

  undo() {
    if (this.view && this.view.undo && !this.pending && this.state === "online") this.send("undo", {});
  }

  // Sends a command and says what came of it. `handled(no)` may take a refusal; resolves to true when it was stored.
  async send(kind, data, handled) {
    const mine = (this.pending = {});
    this.set({ said: null });
    let no = null;
    try {
      await this.link.do(kind, data);
    } catch (refusal) {
      no = refusal;
    }
    if (this.pending === mine) this.pending = null;
    if (no && !(handled && handled(no))) this.ui.said = { kind: "warn", text: no.text || this.t("refused") };
    this.draw();
    return !no;
  }

  set(changes) {
    Object.assign(this.ui, changes);
    this.draw();
  }

  speak(before) {
    const { t, view } = this;
    if (before && stepKey(before) !== stepKey(view) && view.step)
      this.announce.say(t("spoken.phase", { title: view.step.title, phase: t(`phase.${view.step.phase}`) }));
    else if (before && view.step && view.step.phase === "open" && view.counts.done !== before.counts.done)
      this.announce.say(t("done.of", { done: view.counts.done, of: view.counts.of }));
  }

  tick() {
    if (this.view) drawTime(this);
  }

  stop() {
    clearInterval(this.ticking);
    this.cover.stop();
    clearTimeout(this.settling);
    this.announce.stop();
    this.press.stop();
    this.stopWatching();
    this.keys.stop();
    this.root.remove();
  }
}

// What the button means; the question before it may change with every person who gets done.
function meaning(next) {
  return next ? `${next.command} ${next.step}` : "";
}

function stepKey(view) {
  return view.step ? `${view.step.id} ${view.step.phase} ${view.step.round} ${Boolean(view.look)}` : view.session.phase;
}

async function start(model, el, wanted) {
  const t = wordsFrom(await loadWords(model));
  if (wanted.gone) return;
  const desk = new Console(el, model, t);
  desk.link = openLink(model, {
    onView: (view, now) => desk.update(view, now),
    onState: (state) => desk.linked(state),
    onBye: (bye) => desk.bye(bye, el),
  });
  wanted.stop = () => {
    desk.link.close();
    desk.stop();
  };
}

export default {
  render({ model, el }) {
    const wanted = { gone: false, stop: () => {} };
    start(model, el, wanted);
    return () => {
      wanted.gone = true;
      wanted.stop();
    };
  },
};
