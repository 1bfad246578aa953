// The kinds of fields, and what a person said in one, in words.

import { manyField, pairField, pickField, singleField } from "./form_choices.js";
import { blank, h, say } from "./form_kit.js";
import { linksField } from "./form_links.js";
import { pointsField } from "./form_points.js";
import { rankField } from "./form_rank.js";
import { numberField, textField } from "./form_writing.js";

function noteField(ctx) {
  const { field } = ctx;
  return h("div", { class: "al-field" }, say("h2", "al-ask", field.label, { tabindex: "-1" }), ctx.lead(), ctx.covered("note/" + field.part, field.covered, field.blocks));
}

export const FIELDS = {
  scale: singleField, choice: singleField, many: manyField, points: pointsField, rank: rankField, pairs: pairField,
  links: linksField, number: numberField, text: textField, pick: pickField, note: noteField,
};

/** What a person said, in words. */
export function said(field, value, t) {
  if (blank(value)) return "";
  const special = { tie: "pairs.tie", cannot_judge: "pairs.cannot", none: "links.none", unknown_work: "links.unknown", goals_silent: "links.silent" };
  const name = (item) => {
    const option = field.options.find((known) => known.value === item);
    return option ? option.label : special[item] ? t(special[item]) : String(item);
  };
  if (field.kind === "many") return value.map(name).join(" · ");
  if (field.kind === "points") return Object.entries(value).map(([item, points]) => `${name(item)}: ${points}`).join(" · ");
  if (field.kind === "rank") return value.map((item) => [].concat(item).map(name).join(" = ")).join(" > ");
  if (field.kind === "links") return [name(value.main)].concat((value.also || []).map((item) => "+ " + name(item))).join(" ");
  if (field.kind === "pick") return "text" in value ? value.text : name(value.option);
  if (field.kind === "number" || field.kind === "text") return String(value);
  return name(value);
}
