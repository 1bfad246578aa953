// The screens of a form that is open: one field, the review at its end, and that it was sent.
// A screen is {key, build, update, footer, mode, part}: `key` is another one when it has to be drawn anew.

import { FIELDS } from "./form_fields.js";
import { blank, h, heading, same, say } from "./form_kit.js";

/** `own`: the person's own pages, below what was sent. */
export function askingScreens(page, sheet, own) {
  const { t, body, foot, voice } = page;

  function fieldScreen() {
    const field = sheet.fields()[sheet.index];
    let seen = sheet.valueOf(field.part);
    let go1 = null;
    const key = `field ${sheet.seat} ${sheet.index} ${JSON.stringify(field)}`;
    const ctx = {
      field, t, covered: own.covered,
      value: () => sheet.valueOf(field.part),
      lead: () => field.lead && say("p", "al-soft al-small al-leadline", field.lead),
      announce: (text) => { voice.textContent = text; },
      go: sheet.next,
      draft(value) {
        seen = value;
        sheet.draft(field.part, value);
        footer();
      },
      type(value) {
        seen = value;
        sheet.type(field, value);
        go1(!blank(value));
      },
      save(value, { advance } = {}) {
        seen = value;
        sheet.save(field, value);
        footer();
        if (advance) sheet.goOn(); // `change` follows the `click` of the same tap
      },
    };
    function footer() {
      const answered = field.kind === "note" || !blank(seen);
      const next = h("button", { type: "button", class: "al-button al-next" + (answered ? "" : " al-quiet"), onclick: sheet.next });
      go1 = (done) => {
        next.classList.toggle("al-quiet", !done);
        next.textContent = t(done ? "nav.next" : "nav.skip");
      };
      go1(answered);
      const had = foot.contains(document.activeElement) && document.activeElement.className.includes("al-next");
      foot.replaceChildren(
        h("button", { type: "button", class: "al-button al-quiet al-back", disabled: sheet.index === 0, onclick: () => sheet.go(sheet.index - 1) }, t("nav.back")),
        h("span", { class: "al-small al-soft al-count" }, progress()), next);
      if (had) next.focus();
    }
    function build() {
      const first = sheet.index === 0;
      const newSection = field.section && (first || sheet.fields()[sheet.index - 1].section !== field.section);
      const problem = sheet.problems.get(field.part);
      return [
        first && page.view.promise && say("p", "al-promise", page.view.promise),
        first && (page.view.form.intro || []).map((line) => say("p", "al-text", line)),
        field.section && say("p", newSection ? "al-section" : "al-eyebrow", field.section),
        FIELDS[field.kind](ctx),
        field.help && say("p", "al-soft al-small al-help", field.help),
        field.optional && h("p", { class: "al-soft al-small" }, t("field.optional")),
        problem && say("p", "al-warn", t("field.not_saved", { text: problem }), { role: "alert" }),
      ];
    }
    const update = () => {
      if (body.contains(document.activeElement) && /^(textarea|text|date)$/.test(document.activeElement.type)) return; // never under a writing hand
      if (!same(sheet.now(field.part), seen)) page.shown.key = ""; // changed elsewhere (another tab, another device): draw it anew
    };
    return { key: key + (sheet.problems.get(field.part) || ""), build, update, footer, part: field.part };
  }
  function progress() {
    const { at, of } = sheet.counted();
    return at ? t("nav.progress", { at, of }) : "";
  }
  function reviewScreen() {
    const values = sheet.answers();
    const groups = sheet.sections().filter((group) => group.fields.length).map((group) => ({ ...group, open: group.fields.filter(({ field }) => blank(values[field.part])) }));
    const finish = () => page.command("done", { step: sheet.step().id, round: sheet.step().round });
    const line = (group) => {
      const of = group.fields.length;
      const name = group.title || t("review.section");
      const jump = ({ field, at }) => h("li", {}, h("button", { type: "button", class: "al-jump", "aria-label": t("review.answer", { label: field.label }), onclick: () => sheet.go(at) }, say("span", "", field.label)));
      return h("section", { class: "al-review" },
        h("div", { class: "al-review-top" }, h("div", {}, say("h3", "al-h3", name), h("p", { class: "al-soft al-small" }, group.open.length ? t("review.count", { n: of - group.open.length, of }) : t("review.all"))),
          h("button", { type: "button", class: "al-button al-quiet al-tight", "aria-label": t("review.look_at", { title: name }), onclick: () => sheet.go(group.first) }, t("review.look"))),
        group.open.length > 0 && [h("p", { class: "al-eyebrow" }, t("review.open")), h("ul", { class: "al-plain" }, group.open.map(jump))]);
    };
    return {
      key: `review ${sheet.seat} ${JSON.stringify(groups.map((group) => group.open.length))}`,
      mode: "review",
      build: () => [heading(t("review.title")), page.view.form.finish && say("p", "al-lead", page.view.form.finish), groups.map(line)],
      footer: () => foot.replaceChildren(page.button("nav.back", () => sheet.go(sheet.index - 1), "al-quiet al-back"), h("span"), page.button("review.send", finish, "al-done")),
    };
  }
  function doneScreen() {
    const kept = !sheet.allSaved();
    const change = () => {
      sheet.index = sheet.fields().length;
      page.command("not done", { step: sheet.step().id, round: sheet.step().round });
    };
    return {
      key: `done ${sheet.seat} ${kept} ${own.extrasKey()}`,
      mode: "done",
      build: () => [heading(t(kept ? "done.title_offline" : "done.title"), "al-big-title"), h("p", { class: "al-lead al-soft" }, t(kept ? "done.text_offline" : "done.text")), h("p", {}, page.button("done.change", change, "al-quiet")), ...own.extras()],
    };
  }

  return { fieldScreen, reviewScreen, doneScreen };
}
