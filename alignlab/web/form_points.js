// Points to give out among options, up to a total where there is one.

import { fieldset } from "./form_choices.js";
import { h, newId, say } from "./form_kit.js";

export function pointsField(ctx) {
  const { field, t } = ctx;
  const value = { ...(ctx.value() || {}) };
  const step = field.total >= 50 ? 5 : 1;
  const spent = () => field.options.reduce((sum, option) => sum + (value[option.value] || 0), 0);
  const rest = h("p", { class: "al-rest", role: "status" });
  const inputs = {};
  function tell() {
    const left = field.total - spent();
    if (!field.total) rest.textContent = t("points.sum", { n: spent() });
    else if (left === 0) rest.textContent = t("points.none", { total: field.total });
    else rest.textContent = t(left === 1 ? "points.rest_one" : "points.rest", { n: left, total: field.total });
    rest.classList.toggle("al-full", field.total > 0 && left === 0);
  }
  function put(option, wanted) {
    const room = field.total ? field.total - spent() + (value[option] || 0) : Infinity;
    const points = Math.max(0, Math.min(Math.floor(wanted) || 0, room));
    if (points) value[option] = points;
    else delete value[option];
    inputs[option].value = points;
    tell();
    ctx.save(Object.keys(value).length ? { ...value } : null);
  }
  const rows = field.options.map((option) => {
    const labelId = newId();
    const change = (by) => put(option.value, (value[option.value] || 0) + by);
    const input = inputs[option.value] = h("input", {
      type: "text", inputmode: "numeric", autocomplete: "off", class: "al-points-number", value: value[option.value] || 0,
      "aria-label": t("points.for", { label: option.label }), onfocus: () => input.select(), onchange: () => put(option.value, parseInt(input.value, 10)),
      onkeydown(event) {
        if (event.key === "ArrowUp" || event.key === "ArrowDown") {
          event.preventDefault();
          change(event.key === "ArrowUp" ? 1 : -1);
        }
      },
    });
    const button = (sign, key, by) => h("button", { type: "button", class: "al-round", "aria-label": t(key, { label: option.label }), onclick: () => change(by) }, sign);
    return h("div", { class: "al-points-row" + (option.apart ? " al-apart" : "") },
      h("div", { class: "al-option-text", id: labelId }, say("span", "al-option-label", option.label), option.help && say("span", "al-soft al-small", option.help)),
      h("div", { class: "al-stepper" }, button("−", "points.less", -step), input, button("+", "points.more", step)));
  });
  tell();
  return fieldset(ctx, rest, h("div", { class: "al-points" }, rows));
}
