// The console's middle: the step and its clock, what to say, what the room sees. Each function returns what belongs into
// its section, for the view that the desk holds.

import { addressOf, fill, make, paragraphs, timeLeft } from "./desk_kit.js";
import { drawLook, drawWallChoice } from "./console_look.js";
import { drawPicture } from "./picture.js";

const TRACK = ["open", "closed", "look", "shown"];

export function drawHead(desk) {
  const { t, view } = desk;
  const { step, session } = view;
  if (!step) return make("h2", { user: session.phase === "ended" ? t("ended") : session.title });
  const here = view.look ? "look" : step.phase;
  const track =
    step.kind === "exercise" &&
    make(
      "ol",
      { class: "al-track", "aria-label": t("track") },
      TRACK.map((name, place) =>
        make("li", {
          class: place < TRACK.indexOf(here) ? "al-past" : "",
          "aria-current": name === here ? "step" : null,
          text: t(`phase.${name}`),
        }),
      ),
    );
  return [
    make("h2", { user: step.title }),
    step.kind === "exercise" ? track : make("p", { class: "al-soft", text: t(`kind.${step.kind}`) }),
    step.back_at && make("p", { class: "al-back", text: t("screen.back", { time: step.back_at }) }),
    step.privacy &&
      step.kind === "exercise" &&
      make("p", { class: "al-soft al-small", text: t(`privacy.${step.privacy}`) }),
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
      make(
        "div",
        { class: "al-row" },
        desk.button("plus", t("timer.plus"), more, { disabled: off, class: "al-button al-quiet al-slim" }),
        left
          ? desk.button("no-timer", t("timer.none"), () => set(null), {
              disabled: off,
              class: "al-button al-quiet al-slim",
            })
          : desk.button(
              "timer",
              t("timer.start", { n: Math.round(step.minutes) }),
              () => set(Math.round(step.minutes * 60)),
              { disabled: off, class: "al-button al-quiet al-slim" },
            ),
      ),
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
  return [
    view.look && drawLook(desk, variant),
    drawWords(desk),
    view.picture && drawShown(desk, variant),
    !view.step && drawEmpty(desk),
  ];
}

function drawWords(desk) {
  const { t, view } = desk;
  const { step, words } = view;
  return make(
    "div",
    { class: "al-words" },
    step &&
      step.question &&
      make(
        "div",
        { class: "al-question" },
        make("p", { class: "al-label", text: t("on.screen") }),
        make("p", { class: "al-question-text", user: step.question }),
        step.aside && make("p", { class: "al-soft", user: step.aside }),
      ),
    words &&
      words.say &&
      make(
        "div",
        { class: "al-say-box" },
        make("p", { class: "al-label", text: t("say") }),
        make("blockquote", { class: "al-say" }, paragraphs(words.say)),
      ),
  );
}

function drawEmpty(desk) {
  const { t, view } = desk;
  if (view.session.phase === "ended") {
    return make("p", { class: "al-lead", text: t("ended.more") });
  }
  const { links, session, plan } = view;
  if (!links.join || plan.steps.some((step) => step.phase !== "waiting")) return null;
  return [
    make("p", { class: "al-lead", text: t("empty") }),
    make(
      "ol",
      { class: "al-start" },
      make(
        "li",
        {},
        make("p", { text: t("empty.screen") }),
        make("a", {
          class: "al-button al-quiet",
          href: addressOf(links.screen, links, desk.model),
          target: "_blank",
          rel: "noopener",
          text: t("open.screen"),
        }),
      ),
      make(
        "li",
        {},
        make("p", { text: t("empty.join", { code: session.code }) }),
        make("img", {
          class: "al-qr",
          src: addressOf(links.qr, links, desk.model),
          alt: t("qr.alt", { address: links.join }),
        }),
      ),
      make("li", {}, make("p", { text: t("empty.next") })),
    ),
  ];
}

function drawShown(desk, variant) {
  const box = make("div", { class: "al-shown" }, make("p", { class: "al-label", text: desk.t("shown.label") }));
  const { picture, step } = desk.view;
  const choice = drawWallChoice(desk.t, picture.charts, picture.wall, (chart) =>
    desk.send("show again", { step: step.id, chart }),
  );
  box.append(drawPicture(picture, { level: 3, variant }), ...(choice ? [choice] : []));
  for (const { name, lines } of desk.view.opened || [])
    box.append(
      make(
        "div",
        { class: "al-given" },
        make("p", { class: "al-label", user: desk.t("opened.by", { name }) }),
        ...lines.map(({ label, text }) => make("p", {}, make("bdi", { text: `${label}: ` }), make("bdi", { text }))),
      ),
    );
  return box;
}
