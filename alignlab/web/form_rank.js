// An order that one makes by taps: in, up, down, level with the one before, out.

import { fieldset } from "./form_choices.js";
import { h, say } from "./form_kit.js";

export function rankField(ctx) {
  const { field, t } = ctx;
  const label = Object.fromEntries(field.options.map((option) => [option.value, option.label]));
  let groups = (ctx.value() || []).map((item) => (Array.isArray(item) ? item.slice() : [item]));
  let active = "";
  const yours = h("ol", { class: "al-rank" });
  const others = h("div", { class: "al-options" });
  const yoursTitle = h("h3", { class: "al-legend" }, t("rank.yours"));
  const othersTitle = h("h3", { class: "al-legend" }, t("rank.others"));
  const place = (value) => groups.slice(0, groups.findIndex((group) => group.includes(value))).reduce((sum, group) => sum + group.length, 0) + 1;
  const without = (value) => groups.map((group) => group.filter((item) => item !== value)).filter((group) => group.length);
  function change(next, value, key, focus) {
    groups = next;
    active = value;
    ctx.save(groups.length ? groups : null);
    draw();
    ctx.announce(t(key, { label: label[value], n: groups.some((group) => group.includes(value)) ? place(value) : 0 }));
    const target = yours.querySelector(`[data-do="${focus}"]:not(:disabled)`) || yours.querySelector('[aria-expanded="true"]') || othersFirst();
    if (target) target.focus({ preventScroll: true });
  }
  const othersFirst = () => others.querySelector("button") || yours.querySelector("button");
  function move(value, by) {
    const from = groups.findIndex((group) => group.includes(value));
    const alone = groups[from].length === 1;
    const next = without(value);
    const at = by < 0 ? (alone ? from - 1 : from) : from + 1;
    next.splice(Math.max(0, at), 0, [value]);
    change(next, value, "rank.moved", by < 0 ? "up" : "down");
  }
  function tie(value) {
    const from = groups.findIndex((group) => group.includes(value));
    const next = groups.map((group) => group.slice());
    if (next[from].length > 1) {
      next[from] = next[from].filter((item) => item !== value);
      next.splice(from + 1, 0, [value]);
    } else next.splice(from - 1, 2, next[from - 1].concat(value));
    change(next, value, "rank.moved", "tie");
  }
  function controls(value, from) {
    const tied = groups[from].length > 1;
    const button = (what, key, disabled, act) => h("button", { type: "button", class: "al-button al-quiet al-tight", "data-do": what, disabled, onclick: act }, t(key));
    return h("div", { class: "al-rank-controls" },
      button("up", "rank.up", from === 0 && !tied, () => move(value, -1)),
      button("down", "rank.down", from === groups.length - 1 && !tied, () => move(value, 1)),
      button("tie", tied ? "rank.untie" : "rank.tie", !tied && from === 0, () => tie(value)),
      button("out", "rank.out", false, () => change(without(value), value, "rank.gone", "none")));
  }
  function draw() {
    const ranked = groups.flat();
    yoursTitle.hidden = !ranked.length;
    othersTitle.hidden = !ranked.length || ranked.length === field.options.length;
    yours.replaceChildren(...groups.flatMap((group, from) => group.map((value) => {
      const open = value === active;
      return h("li", { class: "al-rank-row" + (open ? " al-on" : "") },
        h("button", { type: "button", class: "al-rank-name", "aria-expanded": String(open), onclick() { active = open ? "" : value; draw(); yours.querySelectorAll(".al-rank-name")[groups.flat().indexOf(value)].focus({ preventScroll: true }); } },
          h("span", { class: "al-place" }, h("span", { class: "al-hidden" }, t("rank.place", { n: "" })), String(place(value))), say("span", "al-option-label", label[value])),
        open && controls(value, from));
    })));
    others.replaceChildren(...field.options.filter((option) => !ranked.includes(option.value)).map((option) =>
      h("button", { type: "button", class: "al-option al-rank-add" + (option.apart ? " al-apart" : ""), onclick: () => change(groups.concat([[option.value]]), option.value, "rank.added", "none") },
        h("span", { class: "al-place al-empty", "aria-hidden": "true" }), h("span", { class: "al-option-text" }, say("span", "al-option-label", option.label), option.help && say("span", "al-soft al-small", option.help)))));
  }
  draw();
  return fieldset(ctx, h("p", { class: "al-soft al-small" }, t("rank.how")), yoursTitle, yours, othersTitle, others);
}
