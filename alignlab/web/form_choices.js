// Fields in which one taps what fits: one of many, one of two, several, one or an own text.
// `ctx` is a field's way to its form (form_asking.js): {field, t, value(), save(value, {advance}), draft(value), type(value), go(), …}.

import { h, newId, say } from "./form_kit.js";

/** A radio row. A tap goes on by itself; arrow keys only move the choice; Enter goes on. */
export function radioRow(ctx, { name, value, label, help, apart, checked, big, advance }) {
  let tapped = false;
  const helpId = help ? newId() : null;
  const input = h("input", {
    type: "radio", name, value, checked, "aria-describedby": helpId,
    onclick(event) {
      if (tapped || event.detail > 0) {
        tapped = false;
        ctx.pick(value, advance);
      }
    },
    onchange: () => ctx.pick(value, false),
    onkeydown(event) {
      if (event.key !== "Enter") return;
      event.preventDefault();
      input.checked = true;
      ctx.pick(value, advance);
    },
  });
  const body = h("span", { class: "al-option-text" }, say("span", "al-option-label", label), help && say("span", "al-soft al-small", help, { id: helpId }));
  return h("label", { class: "al-option" + (apart ? " al-apart" : "") + (big ? " al-big" : ""), onpointerdown: () => { tapped = true; } }, input, body);
}

export function markChosen(group) {
  group.querySelectorAll("label.al-option").forEach((row) => row.classList.toggle("al-on", row.querySelector("input").checked));
}

export function fieldset(ctx, ...children) {
  const { field } = ctx;
  const asked = field.kind === "pairs" && field.lead;
  const legend = asked
    ? h("legend", { class: "al-ask", tabindex: "-1" }, say("span", "", field.lead), say("span", "al-hidden", " " + field.label))
    : say("legend", "al-ask", field.label, { tabindex: "-1" });
  const node = h("fieldset", { class: "al-field" }, legend, !asked && ctx.lead(), ...children);
  node.addEventListener("change", () => markChosen(node));
  markChosen(node);
  return node;
}

function radios(ctx, options, { big } = {}) {
  const name = newId();
  const value = ctx.value();
  ctx.pick = (chosen, advance) => ctx.save(chosen, { advance });
  return options.map((option) => radioRow(ctx, { name, ...option, big, checked: value === option.value, advance: true }));
}

export function singleField(ctx) {
  return fieldset(ctx, h("div", { class: "al-options" }, radios(ctx, ctx.field.options)));
}

export function pairField(ctx) {
  const rest = [["tie", "pairs.tie"], ["cannot_judge", "pairs.cannot"]].map(([value, key]) => ({ value, label: ctx.t(key), apart: value === "cannot_judge" }));
  const rows = radios(ctx, ctx.field.options.concat(rest));
  rows.slice(0, 2).forEach((row) => row.classList.add("al-big"));
  const or = h("p", { class: "al-or al-soft", "aria-hidden": "true" }, ctx.t("pairs.or"));
  // The cards name both items: the question stands above them, and the two in one line are for those who listen.
  return fieldset(ctx, h("div", { class: "al-pair" }, rows[0], or, rows[1]), h("div", { class: "al-options al-pair-rest" }, rows.slice(2)));
}

export function manyField(ctx) {
  const { field, t } = ctx;
  const order = field.options.map((option) => option.value);
  let chosen = ctx.value() || [];
  const state = h("p", { class: "al-soft al-small al-state", role: "status" });
  const boxes = field.options.map((option) => {
    const helpId = option.help ? newId() : null;
    const box = h("input", { type: "checkbox", value: option.value, checked: chosen.includes(option.value), "aria-describedby": helpId, onchange: () => toggle(option.value, box.checked) });
    const text = h("span", { class: "al-option-text" }, say("span", "al-option-label", option.label), option.help && say("span", "al-soft al-small", option.help, { id: helpId }));
    return h("label", { class: "al-option" + (option.apart ? " al-apart" : "") }, box, text);
  });
  function tell(extra) {
    const lines = [extra];
    if (!extra && field.neighbours && !field.lead) lines.push(field.most > 2 ? t("many.neighbours_more", { most: field.most }) : t("many.neighbours"));
    else if (!extra && field.most && !field.neighbours) lines.push(t("many.up_to", { n: chosen.length, most: field.most }));
    if (!extra && chosen.length < field.least && field.least > 1) lines.push(t("many.at_least", { least: field.least }));
    state.textContent = lines.filter(Boolean).join(" ");
    state.classList.toggle("al-warn", Boolean(extra));
  }
  function toggle(value, on) {
    let note = "";
    const next = order.filter((item) => (item === value ? on : chosen.includes(item)));
    const places = next.map((item) => order.indexOf(item));
    if (field.neighbours && places.length && places[places.length - 1] - places[0] >= places.length) {
      chosen = on ? [value] : [];
      note = t("many.moved");
    } else if (field.most && next.length > field.most) {
      if (field.neighbours) chosen = [value];
      note = t(field.neighbours ? "many.moved" : "many.full", { most: field.most });
    } else chosen = next;
    boxes.forEach((row) => { row.firstChild.checked = chosen.includes(row.firstChild.value); });
    if (chosen.length >= field.least || !chosen.length) ctx.save(chosen.length ? chosen : null);
    else ctx.draft(chosen);
    tell(note);
  }
  tell("");
  return fieldset(ctx, state, h("div", { class: "al-options" }, boxes));
}

export function pickField(ctx) {
  const { field, t } = ctx;
  const value = ctx.value() || {};
  const wrote = "text" in value;
  const name = newId();
  const most = field.most || 2000;
  const text = say("textarea", "al-input", "", { rows: 3, maxlength: most, value: wrote ? value.text : "", placeholder: field.placeholder, "aria-label": t("pick.own_label"), oninput: () => ctx.type(own() ? { text: own() } : null) });
  const own = () => text.value.trim();
  const area = h("div", { class: "al-own", hidden: !wrote }, text);
  ctx.pick = (chosen, advance) => {
    area.hidden = chosen !== "";
    if (chosen !== "") ctx.save({ option: chosen }, { advance });
    else {
      ctx.save(own() ? { text: own() } : null);
      if (advance === null) text.focus();
    }
  };
  const rows = field.options.map((option) => radioRow(ctx, { name, ...option, checked: value.option === option.value, advance: true }));
  rows.push(radioRow(ctx, { name, value: "", label: t("pick.own"), apart: true, checked: wrote, advance: null }));
  return fieldset(ctx, h("div", { class: "al-options" }, rows), area);
}
