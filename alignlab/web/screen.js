// The projector: watch-only, no names, readable from five metres. Everything is sized in units of a 1920 × 1080 wall
// and scaled to the place it is drawn in; long texts step down in size, never below 32 of those units.

import { addressOf, announcer, fill, make, paragraphs, RoomClock, timeLeft, timeOfDay, watchSize, wordsFrom } from "./desk_kit.js";
import { loadWords, openLink } from "./desk_link.js";
import { drawChart, drawFinding, safeSvg } from "./picture.js";

const SIZES = { question: [104, 92, 80, 68, 58, 48, 40], findings: [46, 42, 38, 35, 32], title: [120, 100, 84, 72, 60, 48], code: [184, 164, 144, 124, 100], head: [56, 50, 44] };

// What the wall shows now: one word for the state that the drawing below follows.
export function wallState(view) {
  const { session, step, picture } = view;
  if (view.end || session.phase === "ended") return "ended";
  if (session.phase === "paused") return "paused";
  if (!step) return "join";
  if (step.kind === "break" && step.phase === "open") return "break";
  if (picture) return "picture";
  if (step.phase === "waiting" || step.phase === "skipped" || step.phase === "finished") return arriving(step) ? "join" : "between";
  if (step.phase === "closed") return "closed";
  return arriving(step) ? "doors" : "question";
}

function arriving(step) {
  return step.index === 0;
}

// Draws into `root`; `model` is only asked for its address. Call `update(view, now)` with each view.
export class Wall {
  constructor(root, t, model) {
    this.t = t;
    this.model = model;
    this.clock = new RoomClock();
    this.root = root;
    root.classList.add("al", "al-wall");
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
    if (!this.view) el.dispatchEvent(new CustomEvent("alignlab:door", { detail: bye.code === "not_member" ? "" : bye.text }));
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
    const { session, step, counts, practice, picture } = view;
    const state = wallState(view);
    this.root.dataset.state = state;
    fill(this.name, JSON.stringify([session.title, session.simulated, step && [step.title, step.round], state, picture && [picture.title, picture.n_text]]), () => this.nameLine(state));
    const what = [state, session.title, session.notice, step && [step.id, step.title, step.question, step.round, step.minutes, step.index],
      picture, view.links, view.end, state === "break" ? step.ends_at : 0];
    if (fill(this.body, JSON.stringify(what), () => this.bodyFor(state))) this.fit();
    fill(this.foot, JSON.stringify([practice, state, session.code, counts, this.state]), () => this.footLine(state));
    this.count();
    this.tick();
    this.announce.say(this.spoken(state));
    if (step && step.ends_at === null && this.timer.textContent) this.timer.textContent = "";
    this.root.dataset.simulated = String(Boolean(session.simulated));
    this.root.setAttribute("aria-label", t("screen.label", { title: session.title }));
  }

  nameLine(state) {
    const { session, step } = this.view;
    const plain = state === "join" || state === "ended" || !step;
    if (state === "picture") {
      const { title, n_text: who } = this.view.picture;
      return [make("h1", { class: "al-wall-title", user: title }), make("p", { class: "al-wall-session", user: who }), this.marks()];
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

  bodyFor(state) {
    const { view, t } = this;
    const { session, step } = view;
    const big = (text, key = "question") => make("h1", { class: "al-wall-big", "data-fit": key, user: text });
    const soft = (text) => make("p", { class: "al-wall-soft", user: text });
    switch (state) {
      case "ended":
        return make("div", { class: "al-wall-middle" }, big((view.end && view.end.text) || t("screen.ended")), soft(session.title));
      case "paused":
        return make("div", { class: "al-wall-middle" }, big(t("screen.paused")), soft(session.notice || ""));
      case "break":
        return make("div", { class: "al-wall-middle" }, make("h1", { class: "al-wall-big", "data-fit": "title", text: t("screen.break") }),
          step.ends_at && make("p", { class: "al-wall-back", text: t("screen.back", { time: timeOfDay(step.ends_at) }) }),
          step.question && soft(step.question));
      case "between":
        return make("div", { class: "al-wall-middle" }, soft(t("screen.next")), big(step.title),
          step.minutes && soft(t("screen.minutes", { n: Math.round(step.minutes) })));
      case "closed":
        return make("div", { class: "al-wall-middle" }, big(step.question || step.title), soft(t("screen.closed")));
      case "picture":
        return this.picture();
      case "join":
        return this.join(big(session.title, "title"));
      case "doors":
        return this.join(big(step.question || step.title));
      default:
        return make("div", { class: "al-wall-middle" }, big(step.question || step.title), this.progress());
    }
  }

  join(heading) {
    const { t, view } = this;
    const { links, session } = view;
    const where = String(links.join || "").replace(/^https?:\/\//, "").replace(/\/j\/.*$/, "");
    return make("div", { class: "al-wall-join" },
      make("div", { class: "al-wall-how" }, heading,
        make("p", { class: "al-wall-soft", text: t("screen.scan") }),
        make("p", { class: "al-wall-where" }, make("bdi", { text: where })),
        make("p", { class: "al-wall-code", "data-fit": "code", "aria-label": t("code.spoken", { code: [...session.code].join(" ") }), role: "img", text: session.code }),
        this.progress()),
      make("img", { class: "al-wall-qr", src: addressOf(links.qr, links, this.model), alt: t("qr.alt", { address: links.join }) }));
  }

  picture() {
    const { picture } = this.view;
    const chart = picture.charts[0];
    const said = picture.findings.slice(0, 3);
    const findings = make("div", { class: "al-findings", "data-fit": "findings" }, said.map(drawFinding),
      picture.withheld.slice(0, 3 - said.length).map((text) => make("p", { class: "al-wall-withheld", user: text })));
    return make("div", { class: "al-wall-picture", "data-charts": chart ? "1" : "0", "data-findings": String(said.length) },
      chart && make("div", { class: "al-wall-chart", "data-chart": chart.id }),
      findings.firstChild && findings);
  }

  progress() {
    return make("div", { class: "al-wall-progress" }, make("span", { class: "al-wall-bar", "aria-hidden": "true" }, make("i")), make("p", { class: "al-wall-count" }));
  }

  // The count changes often: it is written into the drawn page, not drawn again with it.
  count() {
    const { counts } = this.view;
    const text = this.countText();
    for (const node of this.body.querySelectorAll(".al-wall-count")) if (node.textContent !== text) node.textContent = text;
    const share = counts.of ? Math.round((100 * counts.done) / counts.of) : 0;
    for (const bar of this.body.querySelectorAll(".al-wall-bar")) {
      bar.hidden = !counts.of || wallState(this.view) === "join";
      bar.firstChild.style.width = `${share}%`;
    }
  }

  countText() {
    const { counts, step } = this.view;
    if (step && step.phase === "open" && counts.of) return this.t("done.of", { done: counts.done, of: counts.of });
    return step && !arriving(step) ? "" : this.t("here", { n: counts.joined });
  }

  footLine(state) {
    const { t, view } = this;
    const withCode = state !== "join" && state !== "doors" && state !== "ended";
    return [
      view.practice && make("p", { class: "al-wall-practice" }, make("span", { text: t("practice.today") }), " ", make("bdi", { text: view.practice })),
      this.state && this.state !== "online" && make("p", { class: "al-wall-lost", text: t("screen.lost") }),
      withCode && make("p", { class: "al-wall-small" }, make("span", { text: t("screen.join") }), " ", make("b", { text: view.session.code })),
    ];
  }

  spoken(state) {
    const { step, session } = this.view;
    const shows = { join: session.title, ended: this.t("screen.ended"), paused: this.t("screen.paused"), break: this.t("screen.break") };
    return [shows[state] || (step && step.title) || "", state === "picture" ? "" : this.countText()].filter(Boolean).join(". ");
  }

  tick() {
    const { step } = this.view || {};
    const running = step && (step.phase === "open" || step.phase === "closed" || step.phase === "shown") && this.view.session.phase === "running";
    const time = running ? timeLeft(step.ends_at, this.clock.now()) : null;
    const text = time ? time.text : "";
    if (this.timer.textContent !== text) this.timer.textContent = text;
    this.timer.classList.toggle("al-over", Boolean(time && time.over));
    this.timer.hidden = !text;
  }

  fit() {
    this.drawCharts();
    for (const node of this.body.querySelectorAll("[data-fit]")) {
      for (const size of SIZES[node.dataset.fit]) {
        node.style.setProperty("--size", size);
        if (this.body.scrollHeight <= this.body.clientHeight + 1 && node.scrollWidth <= node.clientWidth + 1) break;
      }
    }
  }

  // Of a chart's two drawings the one whose text comes out larger in the room there is.
  drawCharts() {
    const place = this.body.querySelector("[data-chart]");
    if (!place) return;
    const chart = this.view.picture.charts[0];
    const box = [place.clientWidth, Math.max(place.clientHeight, 540 * this.scale)];
    const variant = growth(chart.svg_narrow, box) > growth(chart.svg, box) ? "svg_narrow" : "svg";
    fill(place, JSON.stringify([chart, variant]), () => drawChart(chart, variant));
  }
}

function growth(source, [width, height]) {
  const svg = safeSvg(source);
  const [, , w, h] = svg && svg.getAttribute("viewBox") ? svg.getAttribute("viewBox").split(/[\s,]+/).map(Number) : [];
  return w > 0 && h > 0 ? Math.min(width / w, height / h) : 0;
}

async function start(model, el, wanted) {
  const t = wordsFrom(await loadWords(model));
  if (wanted.gone) return;
  const root = make("div", { class: "al-wall-page" });
  el.append(root);
  const wall = new Wall(root, t, model);
  const link = openLink(model, { onView: (view, now) => wall.update(view, now), onState: (state) => wall.linked(state), onBye: (bye) => wall.bye(bye, el) });
  wanted.stop = () => {
    link.close();
    wall.stop();
    root.remove();
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
