// Blocks of a card or a note: texts, lists, rows of marks, a message to copy.

import { h, say } from "./form_kit.js";

export function blockNodes(blocks, t) {
  return (blocks || []).map((block) => BLOCKS[block.type] && BLOCKS[block.type](block, t));
}

const BLOCKS = {
  text: (block) => say("p", "al-tone al-tone-" + (block.tone || "body"), block.text),
  heading: (block) => say("h3", "al-h3", block.text),
  question: (block) => say("p", "al-question", block.text),
  list: (block) => h("ul", { class: "al-list" }, block.items.map((item) => say("li", "", item))),
  rows: (block, t) => [
    h("table", { class: "al-rows" }, block.rows.map((row) =>
      h("tr", {},
        say("th", "", row.label, { scope: "row" }),
        h("td", {},
          h("span", { class: "al-marks", "aria-hidden": "true" }, row.marks.map((mark) => h("i", { class: "al-mark al-mark-" + mark }))),
          say("span", "al-hidden", row.text))))),
    say("p", "al-soft al-small", block.legend),
  ],
  message(block, t) {
    const told = h("p", { class: "al-soft al-small", role: "status" });
    const text = say("p", "al-message-text", block.text);
    const copy = h("button", { type: "button", class: "al-button al-quiet al-noprint", onclick: () => copyText(text, told, t) }, t("message.copy"));
    return h("div", { class: "al-message" }, text, copy, told);
  },
};

/** Without the clipboard interface (it needs a secure page): mark the text and ask for the old copy command. */
function copyText(node, told, t) {
  const range = document.createRange();
  range.selectNodeContents(node);
  const marked = window.getSelection();
  marked.removeAllRanges();
  marked.addRange(range);
  told.textContent = document.execCommand("copy") ? t("message.copied") : t("message.select");
}
