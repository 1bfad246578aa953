// Help for the one who leads: what to do and to watch for, what the participants read; the run sheet.

import { make, paragraphs } from "./desk_kit.js";
import { drawLinks } from "./console_people.js";

// What to do, what to watch for, what helps if; what the participants read.
export function drawMore(desk) {
  const { t, view } = desk;
  const { words } = view;
  const promise = view.step ? view.promise : "";
  const list = (key, items) =>
    items &&
    items.length > 0 &&
    make(
      "div",
      { class: `al-list al-list-${key}` },
      make("h3", { text: t(key) }),
      make(
        "ul",
        {},
        items.map((text) => make("li", { user: text })),
      ),
    );
  const fold = (key, ...inside) =>
    make("details", { class: "al-fold", "data-key": key }, make("summary", { text: t(key) }), ...inside);
  if (!words && !promise) return null;
  return [
    words && words.cut_first && make("p", { class: "al-cut", text: t("cut.first") }),
    words && make("div", { class: "al-pair" }, list("do", words.do), list("watch", words.watch)),
    make(
      "div",
      {},
      words &&
        words.if_then.length > 0 &&
        fold(
          "if.then",
          make(
            "dl",
            { class: "al-if" },
            words.if_then.map((row) => [make("dt", { user: row.if }), make("dd", { user: row.then })]),
          ),
        ),
      (promise || (words && words.participants)) &&
        fold("they.read", words && paragraphs(words.participants), paragraphs(promise, { class: "al-promise" })),
    ),
  ];
}

export function drawSheet(desk) {
  const { t, view } = desk;
  const { plan, clock } = view;
  if (!plan) return null;
  const now = plan.steps.findIndex((step) => step.now);
  const late = clock && clock.over_minutes >= 1;
  const rows = plan.steps.map((step, place) => {
    const past = step.phase === "finished" || step.phase === "skipped" || (now >= 0 && place < now);
    const state = step.now
      ? t("sheet.now")
      : step.phase === "skipped"
        ? t("sheet.skipped")
        : past
          ? t("sheet.past")
          : "";
    return make(
      "li",
      {
        class: `al-step${past && !step.now ? " al-past" : ""}${step.now ? " al-here" : ""}${step.phase === "skipped" ? " al-skipped" : ""}`,
        "aria-current": step.now ? "step" : null,
      },
      make("span", { user: step.title }),
      state && make("span", { class: "al-hidden", text: state }),
      late && step.cut_first && place > now && make("span", { class: "al-cut", text: t("sheet.cut") }),
      make("span", { class: "al-minutes", text: t("minutes.short", { n: Math.round(step.minutes * 10) / 10 }) }),
    );
  });
  const done = plan.steps.filter((step) => !step.now && ["finished", "skipped"].includes(step.phase)).length;
  const head = make("h3", { user: plan.title });
  const inside = [
    make("p", {
      class: "al-soft al-small",
      text: t("sheet.of", { done, of: plan.steps.length, minutes: Math.round(plan.minutes) }),
    }),
    make("ol", {}, rows),
    clock && clock.started && view.session.phase !== "ended" && drawPace(desk),
  ];
  if (desk.root.dataset.size === "phone")
    return [
      make(
        "details",
        { class: "al-fold", "data-key": "sheet" },
        make("summary", {}, make("span", { user: plan.title })),
        inside,
      ),
      make("div", { class: "al-row" }, drawLinks(desk)),
    ];
  return [head, inside];
}

function drawPace({ t, view }) {
  const over = Math.round(view.clock.over_minutes);
  if (over >= 1) return make("p", { class: "al-pace al-over", text: t("pace.over", { n: over }) });
  return make("p", { class: "al-pace", text: over <= -1 ? t("pace.under", { n: -over }) : t("pace.even") });
}
