// The wall while people find their groups, while the groups' lines are read, and while decisions are read back. No names.

import { dateText, make } from "./desk_kit.js";

// "groups", "lines", "back" or "": what there is beside the question of a step that people talk in.
export function dayState({ step, groups, lines, read_back: back }) {
  if (!step || step.phase !== "open" || step.kind !== "talk") return "";
  if (back) return "back";
  if (lines && lines.length) return "lines";
  return groups ? "groups" : "";
}

export function drawDay(state, view, t) {
  if (state === "groups") return drawGroups(view);
  return state === "lines" ? drawLines(view) : drawBack(view, t);
}

// For the foot of a picture, when the talk about it is in groups.
export function groupsInWords({ groups }) {
  return groups ? `${groups.title}. ${groups.text}` : "";
}

function drawGroups({ step, groups }) {
  return make(
    "div",
    { class: "al-wall-middle" },
    make("h1", { class: "al-wall-big", "data-fit": "question", user: groups.title }),
    make("p", { class: "al-wall-soft", user: groups.text }),
    step.question && make("p", { class: "al-wall-asked", user: step.question }),
  );
}

function drawLines({ step, lines }) {
  return make(
    "div",
    { class: "al-wall-list" },
    make("h1", { class: "al-wall-title", user: step.question || step.title }),
    make(
      "ul",
      { class: "al-wall-lines", "data-fit": "findings", "data-many": lines.length > 5 ? "1" : null },
      lines.map((line) => make("li", { user: line.text })),
    ),
  );
}

function drawBack({ step, read_back: rows }, t) {
  const kept = rows.filter((row) => !row.stays);
  const item = (row) =>
    make(
      "li",
      {},
      make(
        "p",
        {},
        row.no && make("span", { class: "al-chip", text: t("decision.no") }),
        row.no && " ",
        make("bdi", { text: row.text }),
      ),
      (row.by || row.until) &&
        make("p", {
          class: "al-wall-small-line",
          user: row.no
            ? t("decision.until", { until: dateText(row.until) })
            : t("decision.by", { by: dateText(row.by) }),
        }),
    );
  return make(
    "div",
    { class: "al-wall-list" },
    make("h1", { class: "al-wall-title", user: step.question || step.title }),
    rows.length === 0
      ? make("p", { class: "al-wall-soft", text: t("back.none") })
      : make(
          "ol",
          { class: "al-wall-lines", "data-fit": "findings", "data-many": kept.length > 5 ? "1" : null },
          kept.slice(0, 12).map(item),
        ),
    kept.length > 12 && make("p", { class: "al-wall-soft", text: t("back.more", { n: kept.length - 12 }) }),
  );
}
