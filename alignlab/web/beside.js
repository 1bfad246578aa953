// What people do beside the form: their group and its line, a raised hand, a point for everybody, what is to stay here.
// `kit`: {h, say, t, view, command(kind, data), drafts {name: text}, redraw, off (not connected for good)}.

import { locale } from "./bidi.js";

const MOST = 140; // characters of a line

function day(value) {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value || "");
  if (!found) return value || "";
  return new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3])).toLocaleDateString(locale(), { day: "numeric", month: "short", year: "numeric" });
}

export function besideKey(view) {
  return JSON.stringify([view.group, view.hand, view.read_back, view.lines, view.remote]);
}

/** With whom, where, and the one line that they post. */
export function groupBox(kit) {
  const { h, say, t, view } = kit;
  const { group } = view;
  if (!group) return null;
  const others = group.with.length ? t("group.with", { names: group.with.join(", ") }) : t("group.alone");
  return h("section", { class: "al-card al-group" },
    say("p", "al-eyebrow", group.label), say("h3", "al-h2", others), whereTo(kit, group), lineOf(kit, group.line));
}

/** The way into a call can be tapped. */
function whereTo({ h, say }, { where, link }) {
  if (!link) return say("p", "al-lead", where);
  const at = where.indexOf(link);
  return h("p", { class: "al-lead", dir: "auto" }, where.slice(0, at), h("a", { href: link, target: "_blank", rel: "noopener" }, link), where.slice(at + link.length));
}

function lineOf(kit, line) {
  const { h, say, t, view } = kit;
  const host = view.session.host || t("join.host");
  const told = line && say("p", "al-said", `“${line.text}”`);
  const state = line && h("p", { class: "al-soft al-small" }, t(line.status === "posted" ? "line.posted" : "line.waits", { host }));
  const send = (text) => kit.command("write line", { topic: "group", text });
  const form = writing(kit, "group", t("line.group"), [["line.send", send]]);
  const why = h("p", { class: "al-soft al-small" }, t("line.why", { host }));
  if (!line) return [form, why];
  return [told, state, h("details", { class: "al-fold", open: Boolean(kit.drafts.group) }, h("summary", {}, t("line.other")), h("div", { class: "al-more" }, form, why))];
}

/** A text that stays where it is when the page around it is drawn again; one button for each use of it. */
function writing(kit, name, label, uses) {
  const { h, say, t, drafts } = kit;
  const text = say("textarea", "al-input al-line", "", {
    rows: 2, maxlength: MOST, value: drafts[name] || "", "aria-label": label, autocomplete: "off",
    oninput() { drafts[name] = text.value; },
    onblur: () => kit.redraw(),
  });
  const use = (act) => () => {
    const value = text.value.trim();
    if (!value) return text.focus();
    drafts[name] = "";
    text.value = "";
    return act(value);
  };
  return h("div", { class: "al-write" }, h("p", { class: "al-h3" }, label), text,
    h("div", { class: "al-inline" }, uses.map(([key, act]) => h("button", { type: "button", class: "al-button al-quiet", disabled: kit.off, onclick: use(act) }, t(key)))));
}

/** What the other groups posted. */
export function groupLines({ h, say, t, view }) {
  const lines = view.lines || [];
  return lines.length > 0 && h("section", { class: "al-lines" }, h("h3", { class: "al-eyebrow" }, t("lines.title")),
    h("ul", { class: "al-plain" }, lines.map((line) => h("li", {}, say("p", "", line.text), say("p", "al-soft al-small", line.label)))));
}

/** All decisions, read back; a tap asks that a line stays in the room. */
export function readBack({ h, say, t, view, command, off }) {
  const rows = view.read_back;
  if (!rows) return null;
  const host = view.session.host || t("join.host");
  const item = (row) => {
    const small = [row.owner, row.by && t("commit.by", { by: day(row.by) }), row.first_step, row.until && t("back.until", { until: day(row.until) })];
    const ask = h("button", { type: "button", class: "al-button al-quiet", "aria-pressed": String(Boolean(row.wished)), disabled: off,
      "aria-label": t(row.wished ? "back.asked_of" : "back.ask_of", { text: row.text }),
      onclick: () => command("wish to stay", { decision: row.id, wish: !row.wished }) }, t(row.wished ? "back.asked" : "back.ask"));
    return h("li", { class: row.stays ? "al-stays" : "" }, row.no && h("p", { class: "al-eyebrow" }, t("back.no")),
      say("p", "al-lead", row.text), say("p", "al-soft al-small", small.filter(Boolean).join(" · ")),
      row.stays ? h("p", { class: "al-small" }, t("back.stays")) : ask);
  };
  return h("section", { class: "al-back-read" }, rows.length === 0 && h("p", { class: "al-soft" }, t("back.none")),
    h("ul", { class: "al-plain al-card" }, rows.map(item)), rows.length > 0 && h("p", { class: "al-soft al-small" }, t("back.why", { host })));
}

/** A hand, and a point for the parking lot or a decision to propose. */
export function handBox(kit) {
  const { h, t, view, command, off } = kit;
  if (view.role !== "participant") return null;
  const host = view.session.host || t("join.host");
  const hand = h("button", { type: "button", class: "al-button al-quiet al-hand", "aria-pressed": String(Boolean(view.hand)), disabled: off,
    onclick: () => command(view.hand ? "lower hand" : "raise hand", {}) }, t(view.hand ? "hand.lower" : "hand.raise"));
  const write = (topic) => (text) => command("write line", { topic, text });
  const box = writing(kit, "point", t("point.label"), [["point.park", write("parking")], ["point.decide", write("decision")]]);
  return h("section", { class: "al-beside" }, hand, view.hand && h("p", { class: "al-soft al-small", role: "status" }, t("hand.up", { host })),
    h("details", { class: "al-fold", open: Boolean(kit.drafts.point) }, h("summary", {}, t("point.title")), h("div", { class: "al-more" }, box, h("p", { class: "al-soft al-small" }, t("line.why", { host })))));
}

/** In the menu: whether one takes part from elsewhere, so that groups fit. */
export function remoteBox({ h, t, view, command, off }) {
  if (view.role !== "participant") return null;
  const box = h("input", { type: "checkbox", checked: Boolean(view.remote), disabled: off, onchange: () => command("mark remote", { remote: box.checked }) });
  return h("div", {}, h("label", { class: "al-option" }, box, h("span", { class: "al-option-text" }, h("span", { class: "al-option-label" }, t("remote.label")), h("span", { class: "al-soft al-small" }, t("remote.why")))));
}
