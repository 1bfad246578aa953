// The console's five places. *Run* is the page that was always there; the others stand in its middle, and the bar with
// the next step stays in sight in all of them.

import { fill, make } from "./desk_kit.js";
import { Board } from "./console_board.js";
import { drawRecap } from "./console_recap.js";
import { Rehearsing } from "./console_rehearse.js";

export const PLACES = ["prepare", "rehearse", "run", "decide", "recap"];
const MANY = 2; // desks that may all stand open at once

export class Places {
  constructor(desk, nav, place) {
    Object.assign(this, { desk, nav, place });
    this.chosen = "run";
    this.boards = new Map();
    this.parts = {};
    this.rehearsing = new Rehearsing(desk);
    for (const name of PLACES) {
      const head = make("div", { class: "al-place-head" });
      this.parts[name] = { head, body: make("div", { class: "al-place-body" }) };
    }
  }

  go(name) {
    this.chosen = name;
    this.desk.draw();
    const title = this.place.querySelector("h2");
    if (name !== "run" && title) title.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }

  draw() {
    const { desk, chosen } = this;
    desk.root.dataset.place = chosen;
    const waiting = this.count("arrange");
    const open = this.count("settle");
    fill(this.nav, JSON.stringify([chosen, waiting, open, desk.root.dataset.size]), () => this.tabs(open));
    this.settledTo(chosen === "decide" ? this.parts.decide.body : desk.more);
    if (chosen === "run") return;
    const { head, body } = this.parts[chosen];
    if (this.place.firstChild !== head) this.place.replaceChildren(head, body);
    fill(head, chosen, () => [
      make("h2", { tabindex: "-1", text: desk.t(`place.${chosen}`) }),
      make("p", { class: "al-lead", text: desk.t(`place.${chosen}.lead`) }),
    ]);
    if (chosen === "prepare") {
      this.drawBoards("arrange", body);
      if (desk.plan.parentElement !== body) body.append(desk.plan);
    }
    if (chosen === "decide") this.drawBoards("settle", body);
    if (chosen === "recap" && desk.view.recap)
      fill(body, JSON.stringify([desk.view.recap, desk.view.links, desk.root.dataset.size]), () => drawRecap(desk));
    if (chosen === "rehearse") {
      if (!body.contains(this.rehearsing.place)) body.append(this.rehearsing.place);
      this.rehearsing.see();
    }
  }

  tabs(open) {
    const { desk, chosen } = this;
    return PLACES.map((name) =>
      make("button", {
        type: "button",
        class: "al-tab",
        "data-key": `place-${name}`,
        "aria-current": name === chosen ? "page" : null,
        on: { click: () => this.go(name) },
      }, desk.t(`place.${name}`), name === "decide" && open > 0 && dot(desk.t("place.decide.open"))),
    );
  }

  count(moment) {
    return (this.desk.view.desks || []).filter((row) => row.moment === moment).length;
  }

  // Practice, decisions and commitments stand beside the running step, and whole in their own place.
  settledTo(place) {
    const { settled } = this.desk;
    if (settled.parentElement !== place) place.append(settled);
  }

  drawBoards(moment, body) {
    const { desk } = this;
    const rows = (desk.view.desks || []).filter((row) => row.moment === moment);
    const wanted = rows.map((row) => this.board(row));
    const list = this.list(moment, body);
    const nothing = body.querySelector(":scope > .al-nothing");
    if (wanted.length && nothing) nothing.remove();
    if (!wanted.length && !nothing)
      body.prepend(make("p", { class: "al-soft al-nothing", text: desk.t(`place.nothing.${moment}`) }));
    if (wanted.some((fold, at) => list.children[at] !== fold) || list.children.length !== wanted.length)
      list.replaceChildren(...wanted);
    for (const [at, fold] of wanted.entries())
      if (fold.open || rows[at].core) fold.board.see(this.markOf(rows[at]));
  }

  // The load depends on how many are here, so the desk is asked for again when somebody joins.
  markOf(row) {
    return row.moment === "arrange" ? `${row.mark}.${this.desk.view.session.people}` : row.mark;
  }

  list(moment, body) {
    const found = body.querySelector(`:scope > [data-boards="${moment}"]`);
    if (found) return found;
    const made = make("div", { class: "al-boards", "data-boards": moment });
    body.prepend(made);
    return made;
  }

  board(row) {
    const key = `${row.moment}.${row.step}`;
    const known = this.boards.get(key);
    if (known) return known;
    const board = new Board(this.desk, row);
    const summary = make("small", { class: "al-soft" });
    const fold = make(
      "details",
      { class: "al-panel al-desk-fold", "data-board": key, "data-exercise": row.exercise, open: row.core && !this.isLong(row.moment) },
      make("summary", {}, make("h3", { class: "al-desk-title", user: row.title }), summary),
      board.place,
    );
    Object.assign(fold, { board, summaryLine: summary });
    const seen = () => {
      const now = (this.desk.view.desks || []).find((r) => `${r.moment}.${r.step}` === key);
      if (fold.open && now) board.see(this.markOf(now));
    };
    fold.addEventListener("toggle", seen);
    // What an earlier exercise settled is a line above what is to be settled now.
    if (row.moment === "settle" && fold.open)
      for (const other of this.boards.values())
        if (other.dataset.board.startsWith("settle.") && other.dataset.exercise !== row.exercise) other.open = false;
    board.fold = fold;
    this.boards.set(key, fold);
    return fold;
  }

  // Many desks are an overview, a line each, in which the first list to paste stands open.
  isLong(moment) {
    return moment === "arrange" && this.desk.view.desks.filter((r) => r.moment === moment && r.core).length > MANY;
  }

  // A board has new content: its one line stands in its heading.
  drawn(board) {
    board.fold.summaryLine.textContent = board.content ? board.content.summary : "";
    if (this.door || !this.isLong(board.moment)) return;
    const core = this.desk.view.desks.filter((r) => r.moment === "arrange" && r.core).map((r) => this.board(r).board);
    if (core.some((other) => !other.content)) return;
    const door = core.find((other) => other.content.blocks.some((block) => block.type === "take"));
    this.door = true;
    if (door) door.fold.open = true;
  }
}

// Something waits in this place.
function dot(text) {
  return [
    make("span", { class: "al-tab-dot", "aria-hidden": "true" }),
    make("span", { class: "al-hidden", text: ` (${text})` }),
  ];
}
