// One desk of an exercise on the console: its blocks (model/desk.py) as forms, tables and buttons. The room has the
// truth: each edit is sent at once and the desk asked for again. What is typed and not sent yet stays in its field.

import { make } from "./desk_kit.js";
import { makeField } from "./console_fields.js";
import { drawTable } from "./console_table.js";
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
    if (block.type === "table") return this.folded(block, at, drawTable(this, block, at));
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
    const fields = block.entries.map((entry) => makeField(this, entry, `${block.op}.${at}.${entry.id}`, entry.value));
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

}
