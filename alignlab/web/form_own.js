// A person's own pages: cards that only they see, their answers, their commitments; on the screen and on paper.

import { besideKey } from "./beside.js";
import { blockNodes } from "./form_blocks.js";
import { said } from "./form_fields.js";
import { blank, h, say } from "./form_kit.js";

/** The own pages of whoever fills in this sheet. `extras` is all that stands below a screen; `fill` and `empty` are for the printer. */
export function ownPages(page, sheet) {
  const { t, live, path, root, paper } = page;
  const uncovered = new Set();
  const opened = new Set();

  function covered(key, isCovered, blocks) {
    const box = h("div", { class: "al-covered" });
    function paint(focus) {
      if (isCovered && !uncovered.has(key)) {
        const show = h("button", { type: "button", class: "al-button", onclick: () => { uncovered.add(key); paint(true); } }, t("cover.show"));
        box.replaceChildren(h("div", { class: "al-cover" }, h("p", { class: "al-soft" }, t("cover.text")), show));
        if (focus) show.focus();
      } else {
        const hide = isCovered && h("button", { type: "button", class: "al-button al-quiet al-noprint", onclick: () => { uncovered.delete(key); paint(true); } }, t("cover.hide"));
        const content = h("div", { class: "al-blocks", tabindex: isCovered ? "-1" : null }, blockNodes(blocks, t));
        box.replaceChildren(...[content, hide].filter(Boolean));
        if (focus) content.focus({ preventScroll: true });
      }
    }
    paint(false);
    return box;
  }
  function practice() {
    return page.view.practice && h("section", { class: "al-practice" }, h("h3", { class: "al-eyebrow" }, t("practice.title")), say("p", "al-lead", page.view.practice));
  }
  function cardBox(card, key, label) {
    return h("section", { class: "al-card" }, h("p", { class: "al-eyebrow" }, label), say("h3", "al-h2", card.title), covered(key, card.covered, card.blocks));
  }
  function cards() {
    const earlier = (page.view.cards || []).filter((card) => !page.view.card || card.step !== sheet.step().id);
    const own = page.view.card && cardBox(page.view.card, "card/" + sheet.step().id, t("card.only_you"));
    const old = earlier.length > 0 && h("section", { class: "al-earlier" }, h("h3", { class: "al-eyebrow" }, t("card.earlier")), earlier.map((card) => {
      const key = "earlier/" + card.step;
      const fold = h("details", { class: "al-fold", open: opened.has(key), ontoggle: () => (fold.open ? opened.add(key) : opened.delete(key)) }, say("summary", "", card.title), covered(key, card.covered, card.blocks));
      return fold;
    }));
    const printer = (own || old) && h("button", { type: "button", class: "al-button al-quiet", onclick: print }, t("card.print"));
    return [own, lateBox(), old, printer];
  }
  function lateBox() {
    const late = page.link.late();
    return late.length > 0 && h("section", { class: "al-card al-late" }, h("h3", { class: "al-h3" }, t("late.title")), h("p", { class: "al-soft" }, t("late.text")),
      h("dl", { class: "al-answers" }, late.map(({ note, data }) => [say("dt", "", note ? note.label : data.part), say("dd", "", note ? note.said : String(data.value))])));
  }
  function commitments() {
    const list = page.view.commitments || [];
    return list.length > 0 && h("section", { class: "al-card al-commit" }, h("h3", { class: "al-h3" }, t("commit.title")), h("ul", { class: "al-plain" }, list.map((item) => {
      const { id, text, said: sentence, when, by, day, shared } = item;
      const onCard = !shared && onACard(item.step); // there it is covered, and stands whole
      const share = () => page.command("share commitment", { step: item.step || sheet.step().id, text, when, by });
      const act = shared
        ? h("button", { type: "button", class: "al-button al-quiet", "aria-label": t("commit.withdraw_it", { text }), disabled: Boolean(page.state.gone), onclick: () => page.command("withdraw commitment", { commitment: id }) }, t("commit.withdraw"))
        : h("button", { type: "button", class: "al-button al-quiet", "aria-label": t("commit.share_it", { text }), disabled: Boolean(page.state.gone), onclick: share }, t("commit.share"));
      return h("li", {}, !onCard && say("p", "al-lead", sentence), !onCard && by && say("p", "al-soft al-small", t("commit.by", { by: day })),
        h("p", { class: "al-soft al-small" }, t(shared ? "commit.shared" : "commit.private")), act);
    })), calendar(list));
  }
  function onACard(step) {
    return Boolean((page.view.card && step === sheet.step().id) || (page.view.cards || []).some((card) => card.step === step));
  }
  /** A file from the room: phones open it in their calendar, and it needs nothing that only a secure page has. */
  function calendar(list) {
    const dated = live && !page.state.gone && list.some(({ by }) => /^\d{4}-\d\d-\d\d$/.test(by || ""));
    return dated && h("p", {}, h("a", { class: "al-button al-quiet", href: path.replace(/ws$/, "my-check-in.ics") }, t("commit.calendar")));
  }
  function ownAnswers() {
    const values = sheet.answers();
    return h("dl", { class: "al-answers" }, sheet.fields().filter((field) => field.kind !== "note").map((field) => [
      say("dt", "", field.label), say("dd", blank(values[field.part]) ? "al-soft" : "", said(field, values[field.part], t) || t("closed.left_open"))]));
  }

  const extrasKey = () => besideKey(page.view) + JSON.stringify([page.view.card, page.view.cards, page.view.commitments, page.view.practice, page.link.late().length]);
  const extras = () => [practice(), cards(), commitments()];
  /** While people talk, the own pages stay folded away. */
  function folded() {
    const own = [cards(), commitments()].flat().filter(Boolean);
    const fold = own.length > 0 && h("details", { class: "al-fold al-own-pages", open: opened.has("own"), ontoggle: () => (fold.open ? opened.add("own") : opened.delete("own")) }, h("summary", {}, t("card.yours")), h("div", { class: "al-more" }, own));
    return [practice(), fold];
  }

  // ------------------------------------------------------------ on paper

  function fill() {
    if (!page.view) return;
    const pages = (page.view.card ? [page.view.card] : []).concat((page.view.cards || []).filter((card) => !page.view.card || card.step !== sheet.step().id));
    paper.replaceChildren(...pages.map((card) => h("section", { class: "al-sheet" }, say("p", "al-eyebrow", page.view.session.title), say("h2", "al-h2", card.title), blockNodes(card.blocks, t))));
    root.classList.toggle("al-has-paper", pages.length > 0);
  }
  function empty() {
    paper.replaceChildren();
    root.classList.remove("al-has-paper");
  }
  function print() {
    fill();
    window.print();
  }

  return { covered, ownAnswers, extras, extrasKey, folded, practice, fill, empty };
}
