// What a piece of work serves: its main goal, others, how strongly.

import { fieldset, markChosen, radioRow } from "./form_choices.js";
import { h, newId, say } from "./form_kit.js";

export function linksField(ctx) {
  const { field, t } = ctx;
  const special = [["none", "links.none"], ["unknown_work", "links.unknown"], ["goals_silent", "links.silent"]];
  const value = { main: "", also: [], strength: {}, ...(ctx.value() || {}) };
  const name = newId();
  const isGoal = () => field.options.some((option) => option.value === value.main);
  const more = h("div", { class: "al-more" });
  function keep() {
    const clean = { main: value.main, also: isGoal() ? value.also.filter((item) => item !== value.main) : [] };
    const linked = [value.main].concat(clean.also);
    const strength = Object.entries(value.strength).filter(([goal]) => isGoal() && linked.includes(goal));
    if (field.strengths && strength.length) clean.strength = Object.fromEntries(strength);
    ctx.save(clean);
  }
  function strengthOf(goal) {
    const group = newId();
    const options = [1, 2, 3].map((level) => h("label", { class: "al-option al-level" }, h("input", { type: "radio", name: group, value: level, checked: value.strength[goal.value] === level, onchange: () => { value.strength[goal.value] = level; keep(); } }), h("span", {}, t("links.strength_" + level))));
    return h("fieldset", { class: "al-sub" }, say("legend", "al-legend", t("links.strength", { label: goal.label })), h("div", { class: "al-levels" }, options));
  }
  function drawMore() {
    more.replaceChildren();
    if (!isGoal()) return;
    const others = field.options.filter((option) => option.value !== value.main);
    const boxes = others.map((option) => {
      const box = h("input", { type: "checkbox", value: option.value, checked: value.also.includes(option.value), onchange() {
        value.also = others.map((other) => other.value).filter((item) => (item === option.value ? box.checked : value.also.includes(item)));
        keep();
        drawStrengths();
      } });
      return h("label", { class: "al-option" }, box, say("span", "al-option-text", option.label));
    });
    if (boxes.length) more.append(h("fieldset", { class: "al-sub" }, h("legend", { class: "al-legend" }, t("links.also")), h("p", { class: "al-soft al-small" }, t("links.also_why")), h("div", { class: "al-options" }, boxes)));
    more.append(strengths);
    drawStrengths();
    markChosen(more);
  }
  const strengths = h("div", { class: "al-more" });
  function drawStrengths() {
    const linked = field.options.filter((option) => option.value === value.main || value.also.includes(option.value));
    strengths.replaceChildren(...(field.strengths ? linked.map(strengthOf) : []));
    markChosen(strengths);
  }
  ctx.pick = (chosen) => {
    value.main = chosen;
    keep();
    drawMore();
  };
  const row = (option) => radioRow(ctx, { name, ...option, checked: value.main === option.value, advance: false });
  const main = h("fieldset", { class: "al-sub" }, h("legend", { class: "al-legend" }, t("links.main")),
    h("div", { class: "al-options" }, field.options.map(row), special.map(([key, text], i) => row({ value: key, label: t(text), apart: i === 0 }))));
  drawMore();
  return fieldset(ctx, main, more);
}
