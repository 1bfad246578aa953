// The console's middle: the step, its clock, what only the facilitator looks at, what the room sees, what to say and do;
// and the run sheet beside it. Each function returns what belongs into its section, for the view that the desk holds.

import { addressOf, fill, make, paragraphs, timeLeft } from "./desk_kit.js";
import { drawLinks } from "./console_people.js";
import { drawChart, drawPicture } from "./picture.js";

const TRACK = ["open", "closed", "look", "shown"];

export function drawHead(desk) {
  const { t, view } = desk;
  const { step, session } = view;
  if (!step) return make("h2", { user: session.phase === "ended" ? t("ended") : session.title });
  const here = view.look ? "look" : step.phase;
  const track = step.kind === "exercise" && make("ol", { class: "al-track", "aria-label": t("track") },
    TRACK.map((name, place) => make("li", {
      class: place < TRACK.indexOf(here) ? "al-past" : "", "aria-current": name === here ? "step" : null, text: t(`phase.${name}`),
    })));
  return [
    make("h2", { user: step.title }),
    step.kind === "exercise" ? track : make("p", { class: "al-soft", text: t(`kind.${step.kind}`) }),
    step.privacy && step.kind === "exercise" && make("p", { class: "al-soft al-small", text: t(`privacy.${step.privacy}`) }),
    step.round > 1 && make("p", { class: "al-soft al-small", text: t("round", { n: step.round }) }),
  ];
}

// The clock: its figures change each second in place, its buttons only with the step.
export function drawTime(desk) {
  const { t, view, clock } = desk;
  const { step, session } = view;
  const timed = step && ["open", "closed", "shown"].includes(step.phase) && session.phase === "running";
  const left = timed ? timeLeft(step.ends_at, clock.now()) : null;
  const off = desk.state !== "online";
  fill(desk.time, JSON.stringify([timed, step && step.id, left ? 1 : 0, step && step.minutes, off]), () => {
    if (!timed) return null;
    const set = (seconds) => desk.send("set timer", { step: step.id, seconds });
    const more = () => {
      const now = timeLeft(desk.view.step.ends_at, clock.now());
      set(Math.max(0, now ? now.left : 0) + 120);
    };
    return [
      make("p", { class: "al-clock", role: "timer", "aria-label": t("clock") }),
      make("p", { class: "al-soft al-small al-clock-note" }),
      make("div", { class: "al-row" },
        desk.button("plus", t("timer.plus"), more, { disabled: off, class: "al-button al-quiet al-slim" }),
        left ? desk.button("no-timer", t("timer.none"), () => set(null), { disabled: off, class: "al-button al-quiet al-slim" })
          : desk.button("timer", t("timer.start", { n: Math.round(step.minutes) }), () => set(Math.round(step.minutes * 60)), { disabled: off, class: "al-button al-quiet al-slim" })),
    ];
  });
  const figures = desk.time.querySelector(".al-clock");
  if (!figures) return;
  const text = left ? left.text : t("timer.off");
  if (figures.textContent !== text) figures.textContent = text;
  figures.classList.toggle("al-over", Boolean(left && left.over));
  figures.classList.toggle("al-none", !left);
  desk.time.querySelector(".al-clock-note").textContent = left && left.over ? t("timer.over") : "";
}

export function drawPictureAndWords(desk) {
  const { view } = desk;
  const variant = desk.root.dataset.size === "phone" ? "svg_narrow" : "svg";
  return [view.look && drawLook(desk, variant), drawWords(desk), view.picture && drawShown(desk, variant), !view.step && drawEmpty(desk)];
}

function drawWords(desk) {
  const { t, view } = desk;
  const { step, words } = view;
  return make("div", { class: "al-words" },
    step && step.question && make("div", { class: "al-question" }, make("p", { class: "al-label", text: t("on.screen") }), make("p", { class: "al-question-text", user: step.question })),
    words && words.say && make("div", { class: "al-say-box" }, make("p", { class: "al-label", text: t("say") }), make("blockquote", { class: "al-say" }, paragraphs(words.say))));
}

function drawEmpty(desk) {
  const { t, view } = desk;
  if (view.session.phase === "ended") {
    return make("p", { class: "al-lead", text: t("ended.more") });
  }
  const { links, session } = view;
  return [
    make("p", { class: "al-lead", text: t("empty") }),
    make("ol", { class: "al-start" },
      make("li", {}, make("p", { text: t("empty.screen") }), make("a", { class: "al-button al-quiet", href: addressOf(links.screen, links, desk.model), target: "_blank", rel: "noopener", text: t("open.screen") })),
      make("li", {}, make("p", { text: t("empty.join", { code: session.code }) }), make("img", { class: "al-qr", src: addressOf(links.qr, links, desk.model), alt: t("qr.alt", { address: links.join }) })),
      make("li", {}, make("p", { text: t("empty.next") }))),
  ];
}

// The picture that only the facilitator sees, with a tick at each finding that shall go on the wall.
function drawLook(desk, variant) {
  const { t, view } = desk;
  const { picture } = view.look;
  const picks = desk.picks();
  const full = picks.length >= 3;
  const rows = picture.findings.map((finding) => {
    const on = picks.includes(finding.id);
    return make("label", { class: on ? "al-pick al-on" : "al-pick" },
      make("input", { type: "checkbox", "data-key": `pick-${finding.id}`, disabled: full && !on, on: { change: (event) => desk.pick(finding.id, event.target.checked) }, ...(on ? { checked: true } : {}) }),
      make("span", {}, make("span", { class: "al-finding-text", user: finding.text }), make("span", { class: "al-finding-question", user: finding.question })));
  });
  return make("div", { class: "al-look", role: "group", "aria-label": t("look.label") },
    make("p", { class: "al-private", text: t("look.private") }),
    make("h3", { user: picture.title }),
    picture.n_text && make("p", { class: "al-soft", user: picture.n_text }),
    rows.length > 0 && make("fieldset", { class: "al-picks" }, make("legend", { text: t("look.pick") }), rows,
      make("p", { class: "al-soft al-small", role: "status", text: full ? t("look.full") : t("look.picked", { n: picks.length }) })),
    make("div", { class: "al-charts" }, picture.charts.map((chart) => drawChart(chart, variant))),
    picture.withheld.length > 0 && make("ul", { class: "al-withheld" }, picture.withheld.map((text) => make("li", { user: text }))));
}

function drawShown(desk, variant) {
  const box = make("div", { class: "al-shown" }, make("p", { class: "al-label", text: desk.t("shown.label") }));
  box.append(drawPicture(desk.view.picture, { level: 3, variant }));
  return box;
}

// What to do, what to watch for, what helps if; what the participants read.
export function drawMore(desk) {
  const { t, view } = desk;
  const { words } = view;
  const promise = view.step ? view.promise : "";
  const list = (key, items) => items && items.length > 0 && make("div", { class: `al-list al-list-${key}` }, make("h3", { text: t(key) }), make("ul", {}, items.map((text) => make("li", { user: text }))));
  const fold = (key, ...inside) => make("details", { class: "al-fold", "data-key": key }, make("summary", { text: t(key) }), ...inside);
  if (!words && !promise) return null;
  return [
    words && words.cut_first && make("p", { class: "al-cut", text: t("cut.first") }),
    words && make("div", { class: "al-pair" }, list("do", words.do), list("watch", words.watch)),
    make("div", {}, words && words.if_then.length > 0 && fold("if.then", make("dl", { class: "al-if" }, words.if_then.map((row) => [make("dt", { user: row.if }), make("dd", { user: row.then })]))),
    (promise || (words && words.participants)) && fold("they.read", words && paragraphs(words.participants), paragraphs(promise, { class: "al-promise" }))),
  ];
}

export function drawSheet(desk) {
  const { t, view } = desk;
  const { plan, clock } = view;
  if (!plan) return null;
  const now = plan.steps.findIndex((step) => step.now);
  const rows = plan.steps.map((step, place) => {
    const past = step.phase === "finished" || step.phase === "skipped" || (now >= 0 && place < now);
    const state = step.now ? t("sheet.now") : step.phase === "skipped" ? t("sheet.skipped") : past ? t("sheet.past") : "";
    return make("li", { class: `al-step${past && !step.now ? " al-past" : ""}${step.now ? " al-here" : ""}${step.phase === "skipped" ? " al-skipped" : ""}`, "aria-current": step.now ? "step" : null },
      make("span", { user: step.title }), state && make("span", { class: "al-hidden", text: state }), make("span", { class: "al-minutes", text: t("minutes.short", { n: Math.round(step.minutes * 10) / 10 }) }));
  });
  const done = plan.steps.filter((step) => !step.now && ["finished", "skipped"].includes(step.phase)).length;
  const head = make("h3", { user: plan.title });
  const inside = [make("p", { class: "al-soft al-small", text: t("sheet.of", { done, of: plan.steps.length, minutes: Math.round(plan.minutes) }) }), make("ol", {}, rows), clock && drawPace(desk)];
  if (desk.root.dataset.size === "phone") return [make("details", { class: "al-fold", "data-key": "sheet" }, make("summary", {}, make("span", { user: plan.title })), inside), make("div", { class: "al-row" }, drawLinks(desk))];
  return [head, inside];
}

function drawPace({ t, view }) {
  const over = Math.round(view.clock.over_minutes);
  if (over >= 1) return make("p", { class: "al-pace al-over", text: t("pace.over", { n: over }) });
  return make("p", { class: "al-pace", text: over <= -1 ? t("pace.under", { n: -over }) : t("pace.even") });
}
