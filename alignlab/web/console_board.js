// One desk of an exercise on the console: its blocks (model/desk.py) as forms, tables and buttons. The room has the
// truth: each edit is sent at once and the desk asked for again. What is typed and not sent yet stays in its field.

import { make, oneLiner } from "./desk_kit.js";
import { ListReader } from "./console_take.js";

// A block keeps its name when others come and go before it: what is typed and what is unfolded stays with it.
const placeOf = (block, at) => (block.op ? JSON.stringify(block.data || {}) : String(at));

export class Board {
  constructor(desk, { step, moment, title }) {
    Object.assign(this, { desk, step, moment, title });
    this.mark = null; // of the content that is drawn or on its way
    this.content = null;
    this.typed = new Map(); // place of a field -> what stands in it, not sent yet
    this.readers = new Map(); // op -> ListReader
    this.body = make("div", { class: "al-board-body" });
    this.said = make("p", { class: "al-soft al-small", role: "status" });
    this.place = make("div", { class: "al-board" }, this.body, this.said);
  }

  // Show what the room has; ask only if it is newer than what is drawn.
  see(mark) {
    if (mark === this.mark) return;
    this.mark = mark;
    this.load();
  }

  async load() {
    const mark = this.mark;
    const { desk } = this;
    if (!this.content) this.said.textContent = desk.t("desk.loading");
    try {
      const found = await desk.link.do("desk", { step: this.step });
      if (mark !== this.mark) return;
      this.content = found[this.moment];
      this.said.textContent = "";
    } catch (no) {
      this.mark = null;
      this.said.textContent = no.text || desk.t("refused");
      return;
    }
    this.draw();
    desk.places.drawn(this);
  }

  // Sends a change; true when the room has stored it. `places` are the fields that need not be kept any longer.
  async send(change, places = []) {
    const { desk } = this;
    this.said.textContent = desk.t("saving");
    const command = this.moment === "arrange" ? "arrange step" : "settle step";
    let no = null;
    try {
      await desk.link.do(command, { step: this.step, change });
    } catch (refusal) {
      no = refusal;
    }
    if (no) {
      this.said.textContent = "";
      this.refused(no.text || desk.t("refused"));
      return false;
    }
    for (const place of places) this.typed.delete(place);
    this.said.textContent = desk.t("desk.saved");
    await this.load();
    return true;
  }

  say(key, values) {
    this.said.textContent = this.desk.t(key, values);
  }

  refused(text) {
    const old = this.place.querySelector(".al-board-no");
    if (old) old.remove();
    this.place.prepend(make("p", { class: "al-notice al-warn al-board-no", role: "alert", user: text }));
  }

  draw() {
    const { desk, content } = this;
    const active = document.activeElement;
    const held = active && this.place.contains(active) ? active.dataset.at : null;
    const caret = held && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : [null, null];
    const open = new Map([...this.place.querySelectorAll("details[data-fold]")].map((e) => [e.dataset.fold, e.open]));
    const no = this.place.querySelector(".al-board-no");
    if (no) no.remove();
    if (!content) {
      this.body.replaceChildren(make("p", { class: "al-soft", text: desk.t("desk.closed") }));
      return;
    }
    const faults = content.faults.length
      ? [
          make(
            "ul",
            { class: "al-notice al-warn al-warnings" },
            content.faults.map((text) => make("li", { user: text })),
          ),
        ]
      : [];
    this.body.replaceChildren(...faults, ...content.blocks.map((block, at) => this.block(block, placeOf(block, at))));
    for (const fold of this.place.querySelectorAll("details[data-fold]"))
      if (open.has(fold.dataset.fold)) fold.open = open.get(fold.dataset.fold);
    const again = held && this.place.querySelector(`[data-at="${CSS.escape(held)}"]`);
    if (!again) return;
    again.focus({ preventScroll: true });
    if (caret[0] !== null && again.setSelectionRange && again.type !== "number" && again.type !== "date")
      again.setSelectionRange(...caret);
  }

  block(block, at) {
    if (block.type === "say") return make("p", { class: `al-board-say al-tone-${block.tone}`, user: block.text });
    if (block.type === "press") return this.press(block, at);
    if (block.type === "fill") return this.folded(block, at, this.fill(block, at));
    if (block.type === "table") return this.folded(block, at, this.table(block, at));
    let reader = this.readers.get(block.op);
    if (!reader) this.readers.set(block.op, (reader = new ListReader(this, block)));
    reader.block = block;
    return this.folded(block, at, reader.place);
  }

  folded(block, at, inside) {
    const help = block.help && make("p", { class: "al-soft", user: block.help });
    if (block.fold)
      return make(
        "details",
        { class: "al-fold al-board-block", "data-fold": block.op + at },
        make("summary", {}, make("span", { user: block.title })),
        help,
        inside,
      );
    return make("section", { class: "al-board-block" }, block.title && make("h4", { user: block.title }), help, inside);
  }

  press(block, at) {
    const run = (button) => this.send({ ...button.data, op: button.op });
    const press = (button) =>
      button.confirm
        ? this.desk.ask({ text: button.confirm, yes: button.label, run: () => run(button) })
        : run(button);
    return make(
      "section",
      { class: "al-board-block" },
      block.title && make("h4", { user: block.title }),
      block.help && make("p", { class: "al-soft", user: block.help }),
      make(
        "div",
        { class: "al-row" },
        block.buttons.map((button, count) =>
          make("button", {
            type: "button",
            class: "al-button al-quiet",
            "data-at": `${at}.${count}`,
            user: button.label,
            on: { click: () => press(button) },
          }),
        ),
      ),
    );
  }

  fill(block, at) {
    const fields = block.entries.map((entry) => this.field(entry, `${block.op}.${at}.${entry.id}`, entry.value));
    const save = async (event) => {
      event.preventDefault();
      const values = {};
      for (const [place, entry] of block.entries.entries()) values[entry.id] = fields[place].read();
      await this.send({ ...block.data, op: block.op, values }, fields.map((field) => field.at));
      if (block.clear) this.draw();
    };
    const press = make("button", { type: "submit", class: "al-button", "data-at": `${at}.submit`, user: block.submit });
    const unsaved = make("span", { class: "al-soft al-small", role: "status" });
    const mark = () => {
      const waits = !block.clear && fields.some((field) => this.typed.has(field.at));
      press.classList.toggle("al-quiet", !waits);
      unsaved.textContent = waits ? this.desk.t("desk.unsaved") : "";
    };
    mark();
    return make(
      "form",
      { class: "al-board-fill", on: { submit: save, input: mark, change: mark } },
      fields.map((field) => field.node),
      make("div", { class: "al-row" }, press, unsaved),
    );
  }

  // A field with its label: {node, at, read()}. `bare`: the label is only for screen readers, as in a table.
  field(entry, at, value, { bare = false, label = entry.label, changed = null } = {}) {
    if (entry.fixed) return { node: make("span", { class: "al-fixed", user: String(value ?? "") }), at, read: () => value };
    const kept = this.typed.has(at) ? this.typed.get(at) : value;
    const note = () => this.typed.set(at, read());
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
    else if (entry.kind === "many") return this.many(entry, at, kept, { bare, label, changed });
    else if (entry.kind === "toggle") {
      input = make("input", { ...common, type: "checkbox", class: "al-tick", checked: Boolean(kept) });
      read = () => input.checked;
    } else if (entry.kind === "number") {
      const bounds = { min: entry.least, max: entry.most, step: "any", inputmode: "decimal" };
      input = make("input", { ...common, ...bounds, type: "number" });
      read = () => (input.value === "" ? null : Number(input.value));
    } else if (entry.kind === "date") input = make("input", { ...common, type: "date" });
    else {
      const enter = changed && (() => this.typed.has(at) && changed());
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

  many(entry, at, kept, { bare, label, changed }) {
    const chosen = new Set(kept || []);
    const name = () => {
      const labels = entry.options.filter((o) => chosen.has(o.value)).map((o) => o.label);
      return labels.length ? labels.join(", ") : this.desk.t("desk.none");
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
            this.typed.set(at, [...chosen]);
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

  table(block, at) {
    const rows = block.rows.map((row, place) => this.row(block, row, place));
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
      block.add && this.adding(block, at),
    ];
  }

  row(block, row, place) {
    const { t } = this.desk;
    const named = block.name || block.columns[0].id;
    const name = String(row.values[named] || "");
    const fields = [];
    const values = () => Object.fromEntries(block.columns.map((column, count) => [column.id, fields[count].read()]));
    const places = () => fields.map((field) => field.at);
    const set = () => this.send({ op: block.op, do: "set", row: row.id, values: values() }, places());
    for (const column of block.columns) {
      const label = column.id === named ? column.label : t("desk.of", { what: column.label, name });
      const at = `${block.op}.${row.id}.${column.id}`;
      fields.push(this.field(column, at, row.values[column.id], { bare: true, label, changed: set }));
    }
    const tool = (sign, key, change, off) =>
      make("button", {
        type: "button",
        class: "al-tool",
        "data-at": `${block.op}.${row.id}.${key}`,
        disabled: off,
        "aria-label": t(`desk.${key}`, { name }),
        text: sign,
        on: { click: () => this.send({ op: block.op, row: row.id, ...change }) },
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

  adding(block, at) {
    const fields = block.columns.map((column) => this.field(column, `${block.op}.new.${column.id}`, column.value));
    const add = async (event) => {
      event.preventDefault();
      const values = Object.fromEntries(block.columns.map((column, count) => [column.id, fields[count].read()]));
      if (!(await this.send({ op: block.op, do: "add", values }, fields.map((field) => field.at)))) return;
      const first = this.place.querySelector(`[data-at="${CSS.escape(fields[0].at)}"]`);
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
}

// As many lines as the text has, and room for one more.
function linesOf(text) {
  return Math.min(12, Math.max(3, String(text || "").split("\n").length + 1));
}

function headOf(column) {
  return column.unit ? `${column.label}, ${column.unit}` : column.label;
}
