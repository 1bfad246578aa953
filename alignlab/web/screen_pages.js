import { addressOf, make, timeOfDay } from "./desk_kit.js";
import { drawFinding } from "./picture.js";
import { dayState, drawDay } from "./screen_day.js";

// What the wall shows now: one word for the state that the drawing below follows.
// `begun`: whether a step was seen before; then no step means that all is done, not that people still arrive.
export function wallState(view, begun = false) {
  const { session, step, picture } = view;
  if (view.end || session.phase === "ended") return "ended";
  if (session.phase === "paused") return "paused";
  if (!step) return begun ? "rest" : "join";
  if (step.kind === "break" && step.phase === "open") return "break";
  if (picture) return "picture";
  if (step.phase === "waiting" || step.phase === "skipped" || step.phase === "finished")
    return isArriving(step) ? "join" : "between";
  if (step.phase === "closed") return "closed";
  return dayState(view) || (isArriving(step) ? "doors" : "question");
}

// People still arrive in the first step: the code stays large beside its question.
export function isArriving(step) {
  return step.index === 1;
}

// The middle of the wall in one of these states, as elements. `data-fit` marks what steps down in size until all fits.
export function drawPage(state, view, t, model) {
  const { session, step } = view;
  const big = (text, key = "question") => make("h1", { class: "al-wall-big", "data-fit": key, user: text });
  const soft = (text) => make("p", { class: "al-wall-soft", user: text });
  switch (state) {
    case "groups":
    case "lines":
    case "back":
    case "listed":
      return drawDay(state, view, t);
    case "ended":
      return make(
        "div",
        { class: "al-wall-middle" },
        big((view.end && view.end.text) || t("screen.ended")),
        soft(session.title),
      );
    case "rest":
      return make("div", { class: "al-wall-middle" }, big(session.title, "title"));
    case "paused":
      return make("div", { class: "al-wall-middle" }, big(t("screen.paused")), soft(session.notice || ""));
    case "break":
      return make(
        "div",
        { class: "al-wall-middle" },
        make("h1", { class: "al-wall-big", "data-fit": "title", text: t("screen.break") }),
        step.ends_at && make("p", { class: "al-wall-back", text: t("screen.back", { time: step.back_at || timeOfDay(step.ends_at) }) }),
        !step.ends_at && step.question && soft(step.question),
      );
    case "between":
      return make(
        "div",
        { class: "al-wall-middle" },
        soft(t("screen.next")),
        big(step.title),
        step.minutes && soft(t("screen.minutes", { n: Math.round(step.minutes) })),
      );
    case "closed":
      return make("div", { class: "al-wall-middle" }, big(step.question || step.title), soft(t("screen.closed")));
    case "picture":
      return picturePage(view, t);
    case "join":
      return joinPage(big(session.title, "title"), view, t, model);
    case "doors":
      return joinPage(big(step.question || step.title), view, t, model, step.aside && soft(step.aside));
    default:
      return make(
        "div",
        { class: "al-wall-middle" },
        big(step.question || step.title),
        step.aside && soft(step.aside),
        progress(),
      );
  }
}

function joinPage(heading, view, t, model, aside = null) {
  const { links, session } = view;
  if (!links.join) return make("div", { class: "al-wall-middle" }, heading, progress()); // a notebook without a server
  const where = links.join.replace(/^https?:\/\//, "").replace(/\/j\/.*$/, "");
  return make(
    "div",
    { class: "al-wall-join" },
    make(
      "div",
      { class: "al-wall-how" },
      heading,
      aside,
      make("p", { class: "al-wall-soft", text: t("screen.scan") }),
      make("p", { class: "al-wall-where" }, make("bdi", { text: where })),
      make("p", {
        class: "al-wall-code",
        "data-fit": "code",
        "aria-label": t("code.spoken", { code: [...session.code].join(" ") }),
        role: "img",
        text: session.code,
      }),
      progress(),
    ),
    make("img", {
      class: "al-wall-qr",
      src: addressOf(links.qr, links, model),
      alt: t("qr.alt", { address: links.join }),
    }),
  );
}

const MOST_OPENED = 8; // lines of a decider's answer on the wall

function picturePage({ picture, opened }, t) {
  const chart = onTheWall(picture);
  const said = picture.findings.slice(0, 3);
  const findings = make(
    "div",
    { class: "al-findings", "data-fit": "findings" },
    said.map(drawFinding),
    picture.withheld.slice(0, 3 - said.length).map((text) => make("p", { class: "al-wall-withheld", user: text })),
  );
  const last = opened && opened.length ? openedBox(opened[opened.length - 1], t) : null;
  const words = last || (findings.firstChild && findings);
  return make(
    "div",
    { class: "al-wall-picture", "data-charts": chart ? "1" : "0", "data-findings": last ? "1" : String(said.length) },
    chart && make("div", { class: "al-wall-chart", "data-chart": chart.id }),
    words,
  );
}

// The chart that the host chose for the wall, else the first that can be read there.
export function onTheWall(picture) {
  return picture.charts.find((chart) => chart.id === picture.wall) || picture.charts.find((chart) => chart.wall !== false);
}

// The answer that a decider has opened, in the place of the findings: the picture stays beside it.
function openedBox({ name, lines }, t) {
  const rest = lines.length - MOST_OPENED;
  return make(
    "div",
    { class: "al-findings al-wall-opened", "data-fit": "findings" },
    make("p", { class: "al-wall-soft", user: t("opened.by", { name }) }),
    make(
      "dl",
      {},
      lines
        .slice(0, MOST_OPENED)
        .map(({ label, text }) => [
          make("dt", { class: "al-wall-soft", user: label }),
          make("dd", { class: "al-finding-text", user: text }),
        ]),
    ),
    rest > 0 && make("p", { class: "al-wall-soft", text: t("opened.more", { n: rest }) }),
  );
}

function progress() {
  return make(
    "div",
    { class: "al-wall-progress" },
    make("span", { class: "al-wall-bar", "aria-hidden": "true" }, make("i")),
    make("p", { class: "al-wall-count" }),
  );
}
