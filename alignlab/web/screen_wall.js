// The projector: watch-only, no names, readable from five metres. Everything is sized in units of a 1920 × 1080 wall
// and scaled to the place it is drawn in; long texts step down in size, never below 32 of those units.

import { announcer, fill, isAsked, make, RoomClock, timeLeft, watchSize } from "./desk_kit.js";
import { drawChart, safeSvg } from "./picture.js";
import { groupsInWords } from "./screen_day.js";
import { drawPage, isArriving, onTheWall, wallState } from "./screen_pages.js";

const SIZES = {
  question: [104, 92, 80, 68, 58, 48, 40],
  listed: [72, 62, 54, 46, 42, 38, 35, 32],
  findings: [46, 42, 38, 35, 32],
  title: [120, 100, 84, 72, 60, 48],
  code: [184, 164, 144, 124, 100],
};

// Draws into `root`; `model` is only asked for its address. Call `update(view, now)` with each view.
export class Wall {
  constructor(root, t, model) {
    this.t = t;
    this.model = model;
    this.clock = new RoomClock();
    this.root = root;
    root.classList.add("al-wall");
    this.top = make("header", { class: "al-wall-top" });
    this.name = make("div", { class: "al-wall-name" });
    this.timer = make("p", { class: "al-wall-timer", role: "timer" });
    this.body = make("div", { class: "al-wall-body" });
    this.foot = make("footer", { class: "al-wall-foot" });
    this.live = make("p", { class: "al-hidden", "aria-live": "polite" });
    this.top.append(this.name, this.timer);
    root.append(this.top, this.body, this.foot, this.live);
    this.announce = announcer(this.live, 8000);
    this.stops = [watchSize(root, (width, height) => this.resize(width, height))];
    this.ticking = setInterval(() => this.tick(), 250);
  }

  update(view, now) {
    this.clock.heard(now);
    this.view = view;
    this.draw();
  }

  linked(state) {
    this.state = state;
    this.root.dataset.link = state;
    if (this.view) this.draw();
  }

  bye(bye, el) {
    if (!this.view)
      el.dispatchEvent(new CustomEvent("alignlab:door", { detail: bye.code === "not_member" ? "" : bye.text }));
  }

  stop() {
    clearInterval(this.ticking);
    this.announce.stop();
    for (const stop of this.stops) stop();
  }

  resize(width, height) {
    const tall = height > width;
    const scale = tall ? width / 1000 : Math.min(width / 1920, height / 1080);
    this.scale = Math.max(0.3, scale || 0.3);
    this.root.style.setProperty("--s", this.scale.toFixed(4));
    this.root.dataset.shape = tall ? "tall" : "wide";
    if (this.view) this.fit();
  }

  draw() {
    const { view, t } = this;
    const { session, step, practice, picture } = view;
    this.begun = this.begun || Boolean(step) || Boolean(view.session.begun);
    const state = wallState(view, this.begun);
    this.root.dataset.state = state;
    fill(
      this.name,
      JSON.stringify([
        session.title,
        session.simulated,
        step && [step.title, step.round],
        state,
        picture && [picture.title, picture.n_text],
      ]),
      () => this.nameLine(state),
    );
    const what = [
      state,
      session.title,
      session.notice,
      step && [step.id, step.title, step.question, step.aside, step.round, step.minutes, step.index],
      picture,
      view.opened,
      view.links,
      view.end,
      state === "break" ? step.ends_at : 0,
      [view.groups, view.lines, view.read_back, view.listed],
    ];
    const drawn = fill(this.body, JSON.stringify(what), () => drawPage(state, view, t, this.model));
    const footed = fill(this.foot, JSON.stringify([practice, state, session.code, this.state, view.groups]), () =>
      this.footLine(state),
    );
    this.count();
    this.tick();
    if (drawn || footed) this.fit();
    this.announce.say(this.spoken(state));
    this.root.setAttribute("aria-label", t("screen.label", { title: session.title }));
  }

  nameLine(state) {
    const { session, step } = this.view;
    const plain = state === "join" || state === "ended" || !step;
    if (state === "picture") {
      const { title, n_text: who } = this.view.picture;
      return [
        make("h1", { class: "al-wall-title", user: title }),
        make("p", { class: "al-wall-session", user: who }),
        this.marks(),
      ];
    }
    return [
      !plain && make("p", { class: "al-wall-step", user: step.title }),
      make("p", { class: "al-wall-session", user: plain ? "" : session.title }),
      this.marks(),
    ];
  }

  marks() {
    const { session, step } = this.view;
    return [
      step && step.round > 1 && make("p", { class: "al-chip", text: this.t("round", { n: step.round }) }),
      session.simulated && make("p", { class: "al-chip", text: this.t("simulated") }),
    ];
  }

  // The count changes often: it is written into the drawn page, not drawn again with it.
  count() {
    const { counts } = this.view;
    const text = this.countText();
    for (const node of this.body.querySelectorAll(".al-wall-count"))
      if (node.textContent !== text) node.textContent = text;
    const share = counts.of ? Math.round((100 * counts.done) / counts.of) : 0;
    for (const bar of this.body.querySelectorAll(".al-wall-bar")) {
      bar.hidden = !isAsked(this.view);
      bar.firstChild.style.width = `${share}%`;
    }
  }

  countText() {
    const { counts, step } = this.view;
    if (isAsked(this.view)) return this.t("done.of", { done: counts.done, of: counts.of });
    return step && !isArriving(step) ? "" : this.t("here", { n: counts.joined });
  }

  footLine(state) {
    const { t, view } = this;
    const withCode = state !== "join" && state !== "doors" && state !== "ended";
    return [
      state === "picture" && view.groups && make("p", { class: "al-wall-practice", user: groupsInWords(view) }),
      view.practice &&
        make(
          "p",
          { class: "al-wall-practice" },
          make("span", { text: t("practice.today") }),
          " ",
          make("bdi", { text: view.practice }),
        ),
      this.state && this.state !== "online" && make("p", { class: "al-wall-lost", text: t("screen.lost") }),
      withCode &&
        make(
          "p",
          { class: "al-wall-small" },
          make("span", { text: t("screen.join") }),
          " ",
          make("b", { text: view.session.code }),
        ),
    ];
  }

  spoken(state) {
    const { step, session } = this.view;
    const shows = {
      join: session.title,
      ended: this.t("screen.ended"),
      paused: this.t("screen.paused"),
      break: this.t("screen.break"),
    };
    return [shows[state] || (step && step.title) || "", state === "picture" ? "" : this.countText()]
      .filter(Boolean)
      .join(". ");
  }

  tick() {
    const { step } = this.view || {};
    const running =
      step &&
      (step.phase === "open" || step.phase === "closed" || step.phase === "shown") &&
      this.view.session.phase === "running";
    const time = running ? timeLeft(step.ends_at, this.clock.now()) : null;
    const text = time ? time.text : "";
    if (this.timer.textContent !== text) this.timer.textContent = text;
    this.timer.classList.toggle("al-over", Boolean(time && time.over));
    this.timer.hidden = !text;
  }

  fit() {
    this.drawCharts();
    const spare = this.body.querySelectorAll("[data-spare]");
    for (const node of spare) node.hidden = false;
    this.stepDown();
    if (spare.length && this.overflows()) {
      for (const node of spare) node.hidden = true;
      this.stepDown();
    }
    this.leaveOut();
    if (this.overflows())
      this.body.setAttribute("tabindex", "0"); // then it is scrolled, by keyboard too
    else this.body.removeAttribute("tabindex");
  }

  stepDown() {
    for (const node of this.body.querySelectorAll("[data-fit]")) {
      for (const size of SIZES[node.dataset.fit]) {
        node.style.setProperty("--size", size);
        if (!this.overflows() && node.scrollWidth <= node.clientWidth + 1) break;
      }
    }
  }

  // Of a list that does not fit at its smallest the last ones are on the phones only, and the wall says how many.
  leaveOut() {
    const list = this.body.querySelector("[data-left-out]");
    if (!list) return;
    const note = this.body.querySelector(".al-wall-more");
    const items = [...list.children];
    let out = Number(list.dataset.leftOut);
    const tell = () => {
      note.hidden = out === 0;
      note.textContent = out ? this.t("back.more", { n: out }) : "";
    };
    for (const item of items) item.hidden = false;
    tell();
    while (this.overflows() && items.length > 1) {
      items.pop().hidden = true;
      out += 1;
      tell();
    }
  }

  overflows() {
    return this.body.scrollHeight > this.body.clientHeight + 1;
  }

  // Of a chart's two drawings the one whose text comes out larger in the room there is.
  drawCharts() {
    const place = this.body.querySelector("[data-chart]");
    if (!place) return;
    const chart = onTheWall(this.view.picture);
    const height = Math.min(place.clientHeight, this.body.clientHeight); // its neighbours may not have shrunk yet
    const box = [place.clientWidth, Math.max(height, 540 * this.scale)];
    const variant = letters(chart.svg_narrow, box) > letters(chart.svg, box) ? "svg_narrow" : "svg";
    fill(place, JSON.stringify([chart, variant]), () => drawChart(chart, variant));
  }
}

// How large most of its words come out in this box; of a drawing without words, how much it grows.
function letters(source, [width, height]) {
  const svg = safeSvg(source);
  const sizes = svg ? [...svg.querySelectorAll("text")].map(letter).filter((size) => size > 0).sort((a, b) => a - b) : [];
  return (sizes.length ? sizes[Math.floor(sizes.length / 2)] : 1) * growth(svg, width, height);
}

function letter(text) {
  const told = text.getAttribute("font-size") || (text.closest("[font-size]") && text.closest("[font-size]").getAttribute("font-size"));
  return parseFloat(told || "0");
}

function growth(svg, width, height) {
  const viewBox = (svg && svg.getAttribute("viewBox")) || "";
  const [, , w, h] = viewBox.split(/[\s,]+/).map(Number);
  return w > 0 && h > 0 ? Math.min(width / w, height / h) : 0;
}
