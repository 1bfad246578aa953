// Who is here and how far, by name (never what anyone said); how to join; the links to the other pages.

import { drawActions, drawConsoles, drawMarks, drawWatching, drawWishes } from "./console_access.js";
import { addressOf, isAsked, make } from "./desk_kit.js";

const UNFINISHED = ["writing", "here", "away", "asleep"];
const GONE = ["left", "removed"];
const SAID_ALWAYS = ["away", "asleep", "left", "removed"]; // the others matter only while people write
const GLYPHS = { done: "✓", writing: "…", here: "○", away: "◌", asleep: "☾", left: "↩", removed: "×", present: "" };
const FEW = 30; // above this the list shows the unfinished, the others on request

export function drawTop(desk) {
  const { t, view, cover } = desk;
  const { session } = view;
  const phone = desk.root.dataset.size === "phone";
  const state = make(
    "p",
    { class: "al-state", "data-link": desk.state },
    make("span", { class: "al-dot", "aria-hidden": "true" }),
    t(`state.${desk.state}`),
  );
  const join =
    session.code &&
    view.links.join &&
    make(
      "button",
      {
        type: "button",
        class: "al-button al-quiet al-slim al-code",
        "data-key": "join",
        "aria-expanded": String(cover.what === "join"),
        on: { click: () => desk.cover.open("join") },
      },
      make("span", { text: t("join.code") }),
      " ",
      make("b", { text: session.code }),
    );
  const title = [
    make("h1", { user: session.title }),
    session.simulated && make("p", { class: "al-chip", text: t("simulated") }),
  ];
  if (phone) return [make("div", { class: "al-title" }, title, state), join];
  return [
    make("div", { class: "al-title" }, title),
    make("div", { class: "al-top-links" }, state, join, drawLinks(desk)),
  ];
}

// The stage and the other pages; on a phone at the foot of the page.
export function drawLinks(desk) {
  const { t, view } = desk;
  const { links } = view;
  const link = (key, path) =>
    path &&
    make("a", {
      class: "al-button al-quiet al-slim",
      "data-key": key,
      href: addressOf(path, links, desk.model),
      target: "_blank",
      rel: "noopener",
      text: t(key),
    });
  return [
    make("button", {
      type: "button",
      class: "al-button al-quiet al-slim",
      "data-key": "stage",
      on: { click: () => desk.cover.open("stage") },
      text: t("stage"),
    }),
    link("open.screen", links.screen),
    link("open.console", links.console), // in a notebook: what it cannot show, the browser can
    link("notebook", links.notebook),
    link("recap", links.recap),
  ];
}

// The code and its picture, large enough for a table that shares one phone or laptop.
export function drawJoin(desk) {
  const { t, view, model } = desk;
  const { links, session } = view;
  const copied = make("p", { class: "al-soft", role: "status" });
  const address = make("input", {
    class: "al-input al-address",
    readonly: true,
    value: links.join,
    "aria-label": t("join.address"),
    on: { focus: (event) => event.target.select() },
  });
  const copy = async () => {
    address.select();
    copied.textContent = t((await copyText(links.join)) ? "copied" : "copy.yourself");
  };
  return make(
    "div",
    { class: "al-join", role: "dialog", "aria-label": t("join.title") },
    make("img", {
      class: "al-join-qr",
      src: addressOf(links.qr, links, model),
      alt: t("qr.alt", { address: links.join }),
    }),
    make(
      "div",
      { class: "al-join-text" },
      make("h2", { text: t("join.title") }),
      make("p", {
        class: "al-join-code",
        role: "img",
        "aria-label": t("code.spoken", { code: [...session.code].join(" ") }),
        text: session.code,
      }),
      make("div", { class: "al-row" }, address, desk.button("copy", t("copy"), copy)),
      copied,
    ),
  );
}

// The clipboard exists only in secure contexts; elsewhere the old command works on the selected field.
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    return document.execCommand("copy");
  }
}

// In a crowd that talks in groups: a line a group, with whether it has written its line.
function drawTables({ t, view }) {
  if (!view.groups || !view.groups.rows.length) return null;
  const told = (group) => [t("people.n", { n: group.names.length }), group.place, group.line && t("groups.line")];
  const row = (group) =>
    make(
      "li",
      {},
      make("b", { user: group.label }),
      make("bdi", { class: "al-soft al-small", text: ` · ${told(group).filter(Boolean).join(" · ")}` }),
    );
  return make("ul", { class: "al-group-list", "aria-label": t("groups.label") }, view.groups.rows.map(row));
}

// What the button would show: how many, and the first names of them.
function othersInWords(t, others, shown) {
  const names = others.slice(0, 3).map((person) => person.name);
  const told = names.join(", ") + (others.length > names.length ? " …" : "");
  return t(shown ? "others" : "others.all", { n: others.length, names: told });
}

export function drawPeople(desk) {
  const { t, view, ui } = desk;
  const { counts } = view;
  const by = (statuses) => statuses.flatMap((status) => view.people.filter((person) => person.status === status));
  const unfinished = by(UNFINISHED);
  const done = by(["done"]);
  const gone = by(GONE);
  const asked = isAsked(view);
  const crowd = view.people.length - gone.length > FEW;
  const shown = crowd && !ui.everyone ? (asked ? unfinished : []) : [...unfinished, ...done];
  const rest = unfinished.length + done.length - shown.length;
  return [
    make(
      "div",
      { class: "al-people-head" },
      make("h2", {
        text: asked ? t("done.of", { done: counts.done, of: counts.of }) : t("here", { n: counts.here }),
      }),
      (asked || counts.joined !== counts.here) &&
        make("p", { class: "al-soft al-small", text: t("joined", { n: counts.joined, here: counts.here }) }),
    ),
    drawWishes(desk),
    asked && make("div", { class: "al-progress", "aria-hidden": "true" }, bar(counts.done / counts.of)),
    counts.unsent > 0 && make("p", { class: "al-unsent", text: t("unsent", { n: counts.unsent }) }),
    view.people.length === 0 && make("p", { class: "al-soft", text: t("nobody") }),
    shown.length > 0 &&
      make(
        "ul",
        { class: asked ? "al-names al-asked" : "al-names" },
        shown.map((person) => drawPerson(desk, person)),
      ),
    crowd && drawTables(desk),
    crowd &&
      (rest > 0 || ui.everyone) &&
      desk.button(
        "everyone",
        ui.everyone ? t("fewer") : othersInWords(t, [...unfinished, ...done].filter((person) => !shown.includes(person)), shown.length),
        () => desk.set({ everyone: !ui.everyone }),
        { class: "al-button al-quiet al-slim" },
      ),
    gone.length > 0 &&
      make(
        "details",
        { class: "al-fold", "data-key": "gone" },
        make("summary", { text: t("gone.people", { n: gone.length }) }),
        make(
          "ul",
          { class: "al-names" },
          gone.map((person) => drawPerson(desk, person)),
        ),
      ),
    drawWatching(desk, drawPerson),
    asked && view.people.length > 0 && make("p", { class: "al-soft al-small al-legend", text: t("legend") }),
    drawConsoles(desk),
  ];
}

function bar(share) {
  const inside = make("i");
  inside.style.width = `${Math.round(100 * share)}%`;
  return inside;
}

function drawPerson(desk, person) {
  const { t, ui, view } = desk;
  const told = isAsked(view) || SAID_ALWAYS.includes(person.status) ? person.status : "present";
  const open = ui.person === person.id;
  const toggle = () => desk.set({ person: open ? null : person.id });
  return make(
    "li",
    { class: `al-person al-is-${told}${open ? " al-open" : ""}` },
    make(
      "button",
      {
        type: "button",
        class: "al-name",
        "data-key": `person-${person.id}`,
        "aria-expanded": String(open),
        on: { click: toggle },
      },
      make("span", { class: "al-glyph", "aria-hidden": "true", text: GLYPHS[told] }),
      make(
        "span",
        { class: "al-who" },
        make("bdi", { text: person.name }),
        drawMarks(desk, person),
        person.unsent > 0 &&
          make("span", { class: "al-small al-unsent-mark", text: t("unsent.short", { n: person.unsent }) }),
      ),
      make("span", { class: "al-hidden", text: t(`status.${told}`) }),
    ),
    open && drawActions(desk, person, told),
  );
}
