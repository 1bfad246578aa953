// Rehearse: the plan as it is arranged now, with simulated people, in a session of its own.

import { get, hasServer, post } from "./desk_http.js";
import { addressOf, make } from "./desk_kit.js";

const PACES = ["quick", "lively", "slow"];
const PAGES = ["console", "screen", "join"];

export class Rehearsing {
  constructor(desk) {
    this.desk = desk;
    this.asked = false;
    this.place = make("div", { class: "al-panel al-rehearse" });
  }

  // Draws itself once; what it needs to know comes from the server, not from the room's view.
  async see() {
    const { desk } = this;
    if (this.asked) return;
    this.asked = true;
    if (!hasServer(desk)) {
      this.place.replaceChildren(make("p", { text: desk.t("rehearse.elsewhere") }));
      return;
    }
    const told = await get(desk, "rehearse");
    if (told.ok) return this.draw(told.stories);
    this.asked = false;
    this.place.replaceChildren(make("p", { class: "al-soft", role: "alert", text: desk.t("rehearse.failed") }));
  }

  draw(stories) {
    const { t } = this.desk;
    const people = make("input", { class: "al-input", type: "number", min: "1", max: "40", required: true, value: "12" });
    const choice = (rows) =>
      make(
        "select",
        { class: "al-input" },
        rows.map((row) => make("option", { value: row.value, text: row.label })),
      );
    const story = choice(stories.map((row) => ({ value: row.id, label: row.title })));
    const pace = choice(PACES.map((name) => ({ value: name, label: t(`rehearse.${name}`) })));
    pace.value = "lively";
    const field = (name, input) => make("label", { class: "al-field" }, make("span", { text: t(`rehearse.${name}`) }), input);
    this.button = make("button", { type: "submit", class: "al-button", text: t("rehearse.begin") });
    this.said = make("p", { role: "status" });
    this.links = make("ul", { class: "al-row" });
    const begin = (event) => {
      event.preventDefault();
      this.begin({ people: Number(people.value), story: story.value, pace: pace.value });
    };
    this.place.replaceChildren(
      make("p", { text: t("rehearse.what") }),
      make(
        "form",
        { class: "al-board-fill", on: { submit: begin } },
        field("people", people),
        field("pace", pace),
        stories.length > 0 && make("div", { class: "al-wide" }, field("story", story)),
        make("div", { class: "al-row" }, this.button),
      ),
      this.said,
      this.links,
    );
  }

  async begin(wish) {
    const { t, view, model } = this.desk;
    this.button.disabled = true;
    this.said.textContent = t("rehearse.starting");
    const found = await post(this.desk, "rehearse", wish);
    this.button.disabled = false;
    if (!found.ok) {
      this.said.textContent = found.text || t("rehearse.failed");
      return;
    }
    this.said.textContent = t("rehearse.runs", { code: found.code });
    this.links.replaceChildren(
      ...PAGES.map((name) =>
        make(
          "li",
          {},
          make("a", {
            class: "al-button al-quiet",
            href: addressOf(found[name], view.links, model),
            target: "_blank",
            rel: "noopener",
            text: t(`rehearse.open.${name}`),
          }),
        ),
      ),
    );
  }
}
