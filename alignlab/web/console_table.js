// A table of a desk on the console: its heads, its rows with their tools, and the form that adds one.

import { makeField } from "./console_fields.js";
import { make } from "./desk_kit.js";

export function drawTable(board, block, at) {
  const rows = block.rows.map((row, place) => drawRow(board, block, row, place));
  if (block.line_after !== null && rows.length)
    rows.splice(
      Math.min(block.line_after, rows.length),
      0,
      make("li", { class: "al-board-line" }, make("span", { user: block.line_label })),
    );
  return [
    make(
      "div",
      { class: "al-board-heads", "aria-hidden": "true" },
      block.numbered && make("span", {}),
      block.columns
        .filter((column) => !column.below)
        .map((column) => make("span", { class: `al-col al-col-${column.kind}`, user: headOf(column) })),
      make("span", { class: "al-tools", "data-tools": (block.movable ? 2 : 0) + (block.removable ? 1 : 0) }),
    ),
    block.rows.length ? make("ol", { class: "al-board-rows" }, rows) : make("p", { class: "al-soft", user: block.empty }),
    block.add && adding(board, block, at),
  ];
}

function drawRow(board, block, row, place) {
  const { t } = board.desk;
  const named = block.name || block.columns[0].id;
  const name = String(row.values[named] || "");
  const fields = [];
  const values = () => Object.fromEntries(block.columns.map((column, count) => [column.id, fields[count].read()]));
  const places = () => fields.map((field) => field.at);
  const set = () => board.send({ op: block.op, do: "set", row: row.id, values: values() }, places());
  for (const column of block.columns) {
    const label = column.id === named ? column.label : t("desk.of", { what: column.label, name });
    const at = `${block.op}.${row.id}.${column.id}`;
    fields.push(makeField(board, column, at, row.values[column.id], { bare: true, label, changed: set }));
  }
  const tool = (sign, key, change, off) =>
    make("button", {
      type: "button",
      class: "al-tool",
      "data-at": `${block.op}.${row.id}.${key}`,
      disabled: off,
      "aria-label": t(`desk.${key}`, { name }),
      text: sign,
      on: { click: () => board.send({ op: block.op, row: row.id, ...change }) },
    });
  const cells = (below) =>
    fields.map((field, count) => {
      const column = block.columns[count];
      return (
        Boolean(column.below) === below &&
        make(
          "div",
          { class: below ? "al-col-below" : `al-col al-col-${column.kind}` },
          make("span", { class: "al-col-name", "aria-hidden": "true", user: headOf(column) }),
          field.node,
        )
      );
    });
  const tools = (block.removable || block.movable) && [
    block.movable && tool("↑", "up", { do: "move", place }, place === 0),
    block.movable && tool("↓", "down", { do: "move", place: place + 2 }, place === block.rows.length - 1),
    block.removable && tool("×", "remove", { do: "remove" }),
  ];
  return make(
    "li",
    { class: "al-board-row" },
    block.numbered && make("span", { class: "al-number", text: String(place + 1) }),
    cells(false),
    tools && make("div", { class: "al-tools" }, tools),
    cells(true),
    (row.note || row.mark) &&
      make(
        "p",
        { class: "al-soft al-small al-row-note" },
        row.mark && make("span", { class: "al-chip", user: row.mark }),
        row.note && make("span", { user: row.note }),
      ),
  );
}

function adding(board, block, at) {
  const fields = block.columns.map((column) => makeField(board, column, `${block.op}.new.${column.id}`, column.value));
  const add = async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(block.columns.map((column, count) => [column.id, fields[count].read()]));
    if (!(await board.send({ op: block.op, do: "add", values }, fields.map((field) => field.at)))) return;
    const first = board.place.querySelector(`[data-at="${CSS.escape(fields[0].at)}"]`);
    if (first) first.focus();
  };
  return make(
    "details",
    { class: "al-fold", "data-fold": `${block.op}.${at}.add` },
    make("summary", {}, make("span", { user: block.add })),
    make(
      "form",
      { class: "al-board-fill", on: { submit: add } },
      fields.map((field) => field.node),
      make(
        "div",
        { class: "al-row" },
        make("button", { type: "submit", class: "al-button al-quiet", user: block.add }),
      ),
    ),
  );
}

function headOf(column) {
  return column.unit ? `${column.label}, ${column.unit}` : column.label;
}
