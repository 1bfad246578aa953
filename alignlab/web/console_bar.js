// The bar at the foot, always in sight: Next, undo, the quiet menu; or the one question that is asked before.

import { addressOf, make } from "./desk_kit.js";

export function drawBar(desk) {
  const { view, ui } = desk;
  if (ui.ask) return drawAsk(desk);
  return view.session.phase === "ended" ? drawEnd(desk) : drawCommands(desk);
}

function drawCommands(desk) {
  const { t, view, ui } = desk;
  const off = desk.state !== "online";
  const next =
    view.next &&
    make(
      "button",
      {
        type: "button",
        class: "al-button al-next",
        "data-key": "next",
        "data-command": view.next.command,
        disabled: off,
        "aria-busy": desk.pending ? "true" : null,
        on: { click: () => desk.next() },
      },
      make("span", { user: view.next.label }),
      make("kbd", { "aria-hidden": "true", text: "N" }),
    );
  const box = make("input", {
    type: "checkbox",
    "data-key": "keys",
    checked: ui.keys,
    on: { change: () => desk.keys.want(box.checked) },
  });
  const rows = alsoRows(desk);
  return [
    make(
      "div",
      { class: "al-bar-main" },
      next || make("p", { class: "al-soft", text: t("nothing.next") }),
      view.undo && desk.iconButton("undo", "↶", view.undo.label, () => desk.undo(), { disabled: off }),
      rows.length > 0 && drawMenu(desk, rows, off),
    ),
    make("p", { class: "al-keys" }, make("label", {}, box, make("span", { text: t("keys") }))),
  ];
}

function drawEnd(desk) {
  const { t, view, model } = desk;
  const { recap } = view.links;
  return make(
    "div",
    { class: "al-bar-main" },
    recap &&
      make("a", {
        class: "al-button al-next",
        "data-key": "next",
        href: addressOf(recap, view.links, model),
        target: "_blank",
        rel: "noopener",
        text: t("recap.open"),
      }),
    view.undo &&
      desk.iconButton("undo", "↶", view.undo.label, () => desk.undo(), { disabled: desk.state !== "online" }),
  );
}

// What else fits now, as the room says; ending a session is always there, and always asks.
function alsoRows({ view, t }) {
  const ask = (row) => ({ ...row, ask: row.command === "end" ? t("end.ask") : null });
  const rows = view.also.filter((row) => row.command !== "set timer").map(ask); // the clock has those beside it
  if (!rows.some((row) => row.command === "end")) rows.push(ask({ command: "end", label: t("end.label"), data: {} }));
  return rows;
}

function drawMenu(desk, rows, off) {
  const { t, ui } = desk;
  const choose = (row) => {
    const run = () => desk.send(row.command, row.data || {});
    desk.set({ menu: false });
    if (row.ask) desk.ask({ text: row.ask, yes: row.label, run });
    else run();
  };
  const item = (row, place) =>
    make(
      "li",
      {},
      desk.button(`also-${place}`, row.label, () => choose(row), {
        disabled: off,
        class: row.command === "end" ? "al-item al-item-stop" : "al-item",
      }),
    );
  return make(
    "div",
    { class: "al-menu" },
    desk.iconButton("menu", "⋯", t("more"), () => desk.set({ menu: !ui.menu }), { "aria-expanded": String(ui.menu) }),
    ui.menu && make("ul", { class: "al-menu-list" }, rows.map(item)),
  );
}

function drawAsk(desk) {
  const { t, ui } = desk;
  return make(
    "div",
    { class: "al-ask", role: "alertdialog", "aria-label": t("ask.label"), "aria-describedby": "al-ask-text" },
    make("p", { id: "al-ask-text", user: ui.ask.text }),
    make(
      "div",
      { class: "al-row" },
      desk.button("ask-yes", ui.ask.yes, () => desk.answer(true), { quiet: false }),
      desk.button("ask-no", t("ask.no"), () => desk.answer(false)),
    ),
  );
}
