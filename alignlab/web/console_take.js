// A list of work that is pasted or chosen as a file: how the room has read it, with its guesses to correct, before it is
// taken. Nothing is taken by reading.

import { hasServer, postFile } from "./desk_http.js";
import { make } from "./desk_kit.js";

const KEPT = ""; // a column that no role takes is kept as it is

export class ListReader {
  constructor(board, block) {
    this.board = board;
    this.block = block;
    this.found = null; // {list, preview, roles, sheets, sheet}
    this.place = make("div", { class: "al-take" });
    this.draw();
  }

  get t() {
    return this.board.desk.t;
  }

  draw() {
    const { block, t, board } = this;
    this.text = make("textarea", {
      class: "al-input",
      rows: "6",
      dir: "auto",
      placeholder: block.placeholder,
      "data-at": `${block.op}.paste`,
      "aria-label": t("take.paste"),
    });
    const paste = () => this.text.value.trim() && this.read(() => board.desk.link.do("read list", { text: this.text.value }));
    const file = make("input", {
      type: "file",
      accept: ".csv,.tsv,.txt,.xlsx",
      class: "al-hidden",
      tabindex: "-1",
      "aria-hidden": "true",
      on: { change: () => file.files[0] && this.upload(file) },
    });
    this.shown = make("div", { class: "al-take-found" });
    this.said = make("p", { class: "al-soft", role: "status" });
    this.place.replaceChildren(
      this.text,
      make(
        "div",
        { class: "al-row" },
        make("button", { type: "button", class: "al-button al-quiet", text: t("take.read"), on: { click: paste } }),
        hasServer(board.desk)
          ? make("button", {
              type: "button",
              class: "al-button al-quiet",
              text: t("take.file"),
              on: { click: () => file.click() },
            })
          : null,
        file,
      ),
      this.said,
      this.shown,
    );
  }

  upload(file) {
    const chosen = file.files[0];
    file.value = "";
    this.read(async () => {
      const found = await postFile(this.board.desk, "list", chosen);
      if (!found.ok) throw found;
      return found;
    });
  }

  async read(ask, corrects = false) {
    this.said.textContent = this.t("take.reading");
    try {
      this.found = await ask();
      this.said.textContent = "";
    } catch (no) {
      this.said.textContent = "";
      const why = make("p", { class: "al-notice al-warn", role: "alert", user: (no && no.text) || this.t("take.failed") });
      if (corrects) this.drawFound(); // as it was before the correction
      if (corrects) this.shown.prepend(why);
      else this.shown.replaceChildren(why);
      return;
    }
    this.drawFound();
  }

  // What was found, in words: items and goals, or so many lines where all of them are the same.
  counts() {
    const { lines, counts } = this.found.preview;
    if (!this.block.alike) return counts;
    return this.t(lines === 1 ? "take.line" : "take.lines", { n: lines });
  }

  // Why a list as long as this cannot be taken, or "".
  tooLong() {
    const { most, counted, too_long: text } = this.block;
    const count = this.found.preview[counted];
    return most && count > most ? text.replace("{count}", count.toLocaleString("en")) : "";
  }

  drawFound() {
    const { t, found, block } = this;
    const { preview } = found;
    const long = this.tooLong();
    const warnings = [...preview.warnings, ...preview.left_out.slice(0, 8).map((row) => this.leftOut(row))];
    const more = preview.left_out.length - 8;
    if (more > 0) warnings.push(t("take.left_more", { n: more }));
    const head = make("h5", { tabindex: "-1", user: `${t("take.found")} ${this.counts()}` });
    this.shown.replaceChildren(
      head,
      long && make("p", { class: "al-notice al-warn", role: "alert", user: long }),
      found.sheets.length > 1 ? this.sheets() : "",
      warnings.length
        ? make(
            "ul",
            { class: "al-notice al-warn al-warnings" },
            warnings.map((text) => make("li", { user: text })),
          )
        : "",
      this.columns(),
      preview.more_rows ? make("p", { class: "al-soft", text: t("take.more", { n: preview.more_rows }) }) : "",
      make(
        "div",
        { class: "al-row" },
        long
          ? null
          : make("button", { type: "button", class: "al-button", user: block.submit, on: { click: () => this.take() } }),
        make("button", {
          type: "button",
          class: "al-button al-quiet",
          text: t("take.away"),
          on: { click: () => this.clear() },
        }),
      ),
    );
    head.focus({ preventScroll: true });
    this.shown.scrollIntoView({ block: "nearest" });
  }

  leftOut(row) {
    return `${this.t("take.left", { row: row.row, why: row.why })}${row.text ? ` “${row.text}”` : ""}`;
  }

  sheets() {
    const { t, found } = this;
    const select = make(
      "select",
      { class: "al-input", on: { change: () => this.again({ sheet: select.value }) } },
      found.sheets.map((name) => make("option", { value: name, text: name, selected: name === found.sheet })),
    );
    return make("label", { class: "al-field" }, make("span", { text: t("take.sheet") }), select);
  }

  columns() {
    const { t, found } = this;
    const { columns, rows } = found.preview;
    const role = (column, at) =>
      make(
        "select",
        {
          class: "al-input",
          "aria-label": t("take.column", { name: column.header }),
          on: { change: (event) => this.correct(at, event.target.value) },
        },
        make("option", { value: KEPT, text: t("take.keep"), selected: !column.role }),
        found.roles
          .filter((name) => name !== "extra")
          .map((name) => make("option", { value: name, text: t(`role.${name}`), selected: column.role === name })),
      );
    const heads = columns.map((column, at) =>
      make(
        "th",
        { scope: "col" },
        make("span", { user: column.header }),
        role(column, at),
        column.confidence !== "sure" && make("small", { class: "al-soft", user: column.why }), // what may be wrong
      ),
    );
    const body = rows.map((row) => make("tr", {}, row.cells.map((cell) => make("td", { user: cell }))));
    return make(
      "div",
      { class: "al-take-table", tabindex: "0", role: "region", "aria-label": t("take.preview") },
      make("table", {}, make("thead", {}, make("tr", {}, heads)), make("tbody", {}, body)),
    );
  }

  // All columns as they stand now, with this one changed: the room guesses no more.
  correct(at, wanted) {
    const roles = this.found.preview.columns.map((column, place) => (place === at ? wanted : column.role));
    const told = {};
    for (const name of this.found.roles) told[name] = null;
    roles.forEach((name, place) => {
      if (name && name !== "extra") told[name] = [...(told[name] || []), place + 1];
    });
    this.again({ columns: told });
  }

  again(more) {
    const { list } = this.found;
    this.read(() => this.board.desk.link.do("read list", { list, ...more }), true);
  }

  take() {
    const { block, board, found } = this;
    const counts = this.counts();
    const run = async () => {
      if (!(await board.send({ op: block.op, list: found.list }))) return;
      this.clear();
      board.say("take.taken", { counts });
    };
    if (block.confirm) board.desk.ask({ text: block.confirm, yes: block.submit, run });
    else run();
  }

  clear() {
    this.found = null;
    this.text.value = "";
    this.shown.replaceChildren();
  }
}
