// The day in the room: how to be on time again, hands, the safety check, groups, the parking lot.
// `drawAlerts` stands above everything, `drawDay` beside the guide's words. Typed text stays in its field.

import { drawPlacesFold } from "./console_meeting.js";
import { make } from "./desk_kit.js";

const KINDS = ["pairs", "fours", "tables"];

export function alertsKey({ late, hands, advice, step }) {
  return JSON.stringify([late, hands, advice, step && step.kind]);
}

export function drawAlerts(desk) {
  const { t, view } = desk;
  const slim = { class: "al-button al-quiet al-slim" };
  return [
    view.late &&
      make(
        "div",
        { class: "al-notice al-warn al-late", role: "status" },
        make("p", { user: `${view.late.text} ${t("late.ask")}` }),
        make(
          "div",
          { class: "al-row" },
          view.late.cuts.map((cut) => desk.button(`cut-${cut.step}`, cut.label, () => cutShort(desk, cut), slim)),
        ),
      ),
    view.hands &&
      view.hands.length > 0 &&
      make(
        "div",
        { class: "al-notice al-calm al-hands", role: "status" },
        make("p", { text: t("hands", { n: view.hands.length }) }),
        make(
          "ol",
          { class: "al-row" },
          view.hands.map((hand) =>
            make(
              "li",
              {},
              desk.button(`hand-${hand.id}`, hand.name, () => desk.send("lower hand", { person: hand.id }), {
                ...slim,
                "aria-label": t("hand.lower", { name: hand.name }),
              }),
            ),
          ),
        ),
      ),
    view.advice && make("p", { class: `al-advice al-is-${view.advice.word}`, user: view.advice.text }),
  ];
}

// Leaving out is the room's own skip; shortening is a change of the plan. Both can be undone.
function cutShort(desk, cut) {
  if (!cut.minutes) return desk.send("skip", { step: cut.step });
  return desk.send("change plan", { change: "set", step: cut.step, minutes: cut.minutes, show_minutes: 0 });
}

export function dayKey({ groups, places, parking, apart, people, step }) {
  return JSON.stringify([groups, places, parking, apart, people.map((p) => [p.id, p.name]), step && [step.id, step.phase]]);
}

export function drawDay(desk) {
  const { view } = desk;
  return [
    view.groups && (view.groups.can || view.groups.rows.length > 0) && drawGroups(desk),
    view.parking && view.step && drawParking(desk),
  ];
}

function drawGroups(desk) {
  const { t, view } = desk;
  const { groups } = view;
  const make_ = (kind) => () => desk.send("make groups", { step: view.step.id, kind });
  const button = (kind) =>
    desk.button(`groups-${kind}`, groups.rows.length ? t(`groups.again.${kind}`) : t(`groups.${kind}`), make_(kind), {
      class: "al-button al-quiet al-slim",
    });
  const row = (group) =>
    make(
      "li",
      { class: group.line ? "al-has-line" : "" },
      make("b", { user: group.label }),
      " ",
      make("bdi", { text: group.names.join(", ") }),
      group.place && make("bdi", { class: "al-soft al-small", text: ` · ${group.place}` }),
      group.remote && make("span", { class: "al-soft al-small", text: ` · ${t("groups.call")}` }),
      group.line && make("span", { class: "al-soft al-small", text: ` · ${t("groups.line")}` }),
    );
  return make(
    "section",
    { class: "al-panel", "aria-label": t("groups.label") },
    make("h3", { text: groups.rows.length ? t("groups.n", { n: groups.rows.length }) : t("groups.label") }),
    groups.suggest && make("p", { class: "al-hint", user: groups.suggest }),
    groups.broken && make("p", { class: "al-hint", user: groups.broken }),
    groups.can && make("div", { class: "al-row" }, KINDS.map(button)),
    groups.rows.length > 0 &&
      make("details", { class: "al-fold", "data-key": "groups", open: groups.rows.length <= 12 },
        make("summary", { text: t("groups.who") }),
        make("ul", { class: "al-group-list" }, groups.rows.map(row)),
        desk.button("groups-end", t("groups.end"), () => desk.send("end groups", { step: view.step.id }), {
          class: "al-button al-quiet al-slim",
        })),
    drawPlacesFold(desk, "run"),
    drawApart(desk),
  );
}

// Two people who are never to be in one group; asked for before the groups are made.
function drawApart(desk) {
  const { t, view } = desk;
  const there = view.people.filter((person) => !["left", "removed"].includes(person.status));
  const names = new Map(view.people.map((person) => [person.id, person.name]));
  if (there.length < 3) return null;
  const choice = (key) =>
    make(
      "select",
      { class: "al-input", "data-key": key, "aria-label": t(key) },
      make("option", { value: "", text: t(key) }),
      there.map((person) => make("option", { value: person.id, user: person.name })),
    );
  const [one, two] = [choice("apart.one"), choice("apart.two")];
  const add = () => {
    if (one.value && two.value && one.value !== two.value)
      desk.send("keep apart", { people: [one.value, two.value], apart: true });
    else (one.value ? two : one).focus();
  };
  return make(
    "details",
    { class: "al-fold", "data-key": "apart" },
    make("summary", { text: t("apart.n", { n: view.apart.length }) }),
    make(
      "ul",
      { class: "al-group-list" },
      view.apart.map(([a, b]) =>
        make(
          "li",
          {},
          make("bdi", { text: `${names.get(a) || "?"} · ${names.get(b) || "?"}` }),
          " ",
          desk.button(`together-${a}-${b}`, t("apart.undo"), () => desk.send("keep apart", { people: [a, b], apart: false }), {
            class: "al-button al-quiet al-slim",
            "aria-label": t("apart.undo.label", { one: names.get(a) || "?", two: names.get(b) || "?" }),
          }),
        ),
      ),
    ),
    make("div", { class: "al-row" }, one, two, desk.button("apart-add", t("apart.add"), add, { class: "al-button al-quiet al-slim" })),
  );
}

function drawParking(desk) {
  const { t, view } = desk;
  desk.forms.parking = desk.forms.parking || parkingForm(desk);
  return make(
    "section",
    { class: "al-panel", "aria-label": t("parking") },
    make(
      "details",
      { class: "al-fold", "data-key": "parking" },
      make("summary", { text: t("parking.n", { n: view.parking.length }) }),
      view.parking.length > 0 &&
        make(
          "ul",
          { class: "al-decisions" },
          view.parking.map((line) =>
            make(
              "li",
              { class: "al-decision" },
              make("p", { user: line.text }),
              desk.button(`done-${line.id}`, t("parking.done"), () => desk.send("drop line", { line: line.id }), {
                class: "al-button al-quiet al-slim",
                "aria-label": t("parking.done.label", { text: line.text }),
              }),
            ),
          ),
        ),
      desk.forms.parking,
    ),
  );
}

function parkingForm(desk) {
  const { t } = desk;
  const text = make("input", {
    class: "al-input",
    name: "text",
    "data-key": "parking-text",
    maxlength: "140",
    dir: "auto",
    autocomplete: "off",
    "aria-label": t("parking.field"),
  });
  const submit = async (event) => {
    event.preventDefault();
    if (text.value.trim() && (await desk.send("park", { text: text.value.trim() }))) text.value = "";
    text.focus();
  };
  return make(
    "form",
    { class: "al-row al-park", on: { submit } },
    text,
    make("button", { type: "submit", class: "al-button al-quiet al-slim", text: t("parking.add") }),
  );
}
