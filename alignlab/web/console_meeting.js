// Where groups meet, typed by the host once and used all day: the first group goes to the first line, and so on.

import { make } from "./desk_kit.js";

const MOST_ROWS = 10; // lines of a field that are in sight

// `where`: the place of the console that the fold stands in; each has fields of its own.
export function drawPlacesFold(desk, where) {
  const { t, view } = desk;
  if (!view.places) return null;
  const [room, call] = ["room", "call"].map((kind) => field(desk, kind, where));
  const keep = async () => {
    const told = await desk.send("name places", { room: lines(room), call: lines(call) });
    if (told) for (const one of [room, call]) one.defaultValue = one.value;
  };
  return make(
    "details",
    { class: "al-fold", "data-key": `places-${where}` },
    make("summary", { text: t("places.n", { n: view.places.room.length + view.places.call.length }) }),
    make(
      "div",
      { class: "al-plan-more" },
      make("p", { class: "al-soft al-small", text: t("places.help") }),
      labelled(t("places.room"), room),
      labelled(t("places.call"), call),
      desk.button(`places-keep-${where}`, t("places.keep"), keep, { class: "al-button al-quiet al-slim" }),
    ),
  );
}

function field({ t, view }, kind, where) {
  return make("textarea", {
    class: "al-input",
    rows: String(Math.min(MOST_ROWS, Math.max(3, view.places[kind].length + 1))),
    "data-key": `places-${kind}-${where}`,
    dir: "auto",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: t(`places.${kind}.like`),
    text: view.places[kind].join("\n"),
  });
}

function labelled(text, control) {
  return make("label", { class: "al-field" }, make("span", { text }), control);
}

function lines(control) {
  return control.value.split("\n").filter((line) => line.trim());
}
