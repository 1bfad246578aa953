// The wall while people find their groups, while the groups' lines are read, and while decisions are read back. No names.

import { dateText, make } from "./desk_kit.js";

const MOST = 12; // things on a wall; where even these do not fit, screen_wall.js hides the last of them

// "groups", "lines", "back", "listed" or "": what there is beside the question of a step that people talk in.
export function dayState({ step, groups, lines, listed, read_back: back }) {
  if (!step || step.phase !== "open" || step.kind !== "talk") return "";
  if (back) return "back";
  if (lines && lines.length) return "lines";
  if (groups) return "groups";
  return listed ? "listed" : "";
}

export function drawDay(state, view, t) {
  if (state === "groups") return drawGroups(view);
  if (state === "lines") return drawLines(view);
  return state === "listed" ? drawListed(view) : drawBack(view, t);
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
    drawPlaces(groups.places || []),
    step.question && make("p", { class: "al-wall-asked", user: step.question }),
  );
}

// Which group meets where, as far as the host named places.
function drawPlaces(places) {
  if (!places.length) return null;
  return make(
    "ul",
    { class: "al-wall-places", "data-many": places.length > 5 ? "1" : null },
    places.map((row) => make("li", {}, make("b", { user: row.label }), row.place && make("span", { user: row.place }))),
  );
}

function listed(count) {
  return {
    class: "al-wall-lines",
    "data-fit": "findings",
    "data-many": count > 5 ? "1" : null,
    "data-left-out": String(Math.max(0, count - MOST)),
  };
}

function more() {
  return make("p", { class: "al-wall-soft al-wall-more", hidden: true });
}

function drawLines({ step, lines }) {
  return make(
    "div",
    { class: "al-wall-list" },
    make("h1", { class: "al-wall-title", user: step.question || step.title }),
    make(
      "ul",
      listed(lines.length),
      lines.slice(0, MOST).map((line) => make("li", { user: line.text })),
    ),
    more(),
  );
}

// What the next form asks about, to be read first. What stands beside a title goes where not all of it fits.
function drawListed({ step, listed: { lead, rows } }) {
  return make(
    "div",
    { class: "al-wall-list" },
    make("h1", { class: "al-wall-title", user: step.question || step.title }),
    lead && make("p", { class: "al-wall-soft", user: lead }),
    make(
      "ul",
      { ...listed(rows.length), "data-fit": "listed" },
      rows
        .slice(0, MOST)
        .map(({ title, text }) =>
          make(
            "li",
            {},
            make("p", {}, make("b", { user: title })),
            text && make("p", { class: "al-wall-small-line", "data-spare": "1", user: text }),
          ),
        ),
    ),
    more(),
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
          listed(kept.length),
          kept.slice(0, MOST).map(item),
        ),
    more(),
  );
}
