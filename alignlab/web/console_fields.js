// One field of a desk on the console. What is typed and not sent yet stays in `board.typed` under the field's place.

import { make, oneLiner } from "./desk_kit.js";

// A field with its label: {node, at, read()}. `bare`: the label is only for screen readers, as in a table.
export function makeField(board, entry, at, value, { bare = false, label = entry.label, changed = null } = {}) {
  if (entry.fixed) return { node: make("span", { class: "al-fixed", user: String(value ?? "") }), at, read: () => value };
  const kept = board.typed.has(at) ? board.typed.get(at) : value;
  const note = () => board.typed.set(at, read());
  const on = { input: note, ...(changed && { change: () => changed() }) };
  const common = { "data-at": at, class: "al-input", "aria-label": bare ? label : null, on };
  let input;
  let read = () => input.value;
  let whole = null;
  if (entry.kind === "lines") input = make("textarea", { ...common, rows: String(linesOf(kept)), dir: "auto" });
  else if (entry.kind === "choice")
    input = make(
      "select",
      common,
      entry.options.map((o) => make("option", { value: o.value, text: o.label, selected: o.value === kept })),
    );
  else if (entry.kind === "many") return many(board, entry, at, kept, { bare, label, changed });
  else if (entry.kind === "toggle") {
    input = make("input", { ...common, type: "checkbox", class: "al-tick", checked: Boolean(kept) });
    read = () => input.checked;
  } else if (entry.kind === "number") {
    const bounds = { min: entry.least, max: entry.most, step: "any", inputmode: "decimal" };
    input = make("input", { ...common, ...bounds, type: "number" });
    read = () => (input.value === "" ? null : Number(input.value));
  } else if (entry.kind === "date") input = make("input", { ...common, type: "date" });
  else {
    const enter = changed && (() => board.typed.has(at) && changed());
    whole = oneLiner({ ...common, dir: "auto", maxlength: "2000" }, enter);
    input = whole.input;
  }
  if (entry.kind !== "choice" && entry.kind !== "toggle") input.value = kept === null || kept === undefined ? "" : kept;
  if (whole) whole.grow();
  const unit = entry.unit && make("span", { class: "al-soft", text: entry.unit });
  const field = whole ? whole.node : input;
  const box = unit ? make("span", { class: "al-with-unit" }, field, unit) : field;
  if (bare) return { node: box, at, read };
  const wide = entry.wide || entry.kind === "lines" ? " al-wide" : "";
  const toggle = entry.kind === "toggle" ? " al-toggle" : "";
  const node = make(
    "label",
    { class: `al-field${wide}${toggle}` },
    make("span", { user: label }),
    box,
    entry.help && make("small", { class: "al-soft", user: entry.help }),
  );
  return { node, at, read };
}

function many(board, entry, at, kept, { bare, label, changed }) {
  const chosen = new Set(kept || []);
  const name = () => {
    const labels = entry.options.filter((o) => chosen.has(o.value)).map((o) => o.label);
    return labels.length ? labels.join(", ") : board.desk.t("desk.none");
  };
  const shown = make("span", { user: name() });
  const tick = (option) => {
    const box = make("input", {
      type: "checkbox",
      class: "al-tick",
      "data-at": `${at}.${option.value}`,
      checked: chosen.has(option.value),
      on: {
        change: () => {
          if (box.checked) chosen.add(option.value);
          else chosen.delete(option.value);
          shown.textContent = name();
          board.typed.set(at, [...chosen]);
          if (changed) changed();
        },
      },
    });
    return make("label", { class: "al-toggle" }, box, make("span", { user: option.label }));
  };
  const node = make(
    "details",
    { class: "al-many", "data-fold": at },
    make(
      "summary",
      { "data-at": at },
      make("span", { class: bare ? "al-hidden" : "al-many-label", user: `${label}: ` }),
      shown,
    ),
    make("div", { class: "al-many-list", role: "group", "aria-label": label }, entry.options.map(tick)),
  );
  return { node, at, read: () => entry.options.map((o) => o.value).filter((v) => chosen.has(v)) };
}

// As many lines as the text has, and room for one more.
function linesOf(text) {
  return Math.min(12, Math.max(3, String(text || "").split("\n").length + 1));
}
