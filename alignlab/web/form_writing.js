// Fields in which one writes: a text, lines, a day, a number.

import { blank, h, newId, say } from "./form_kit.js";

/** Heading and control of a field that is no group of choices. */
function single(ctx, control, ...below) {
  const headingId = newId();
  control.setAttribute("aria-labelledby", headingId);
  return h("div", { class: "al-field" }, say("h2", "al-ask", ctx.field.label, { id: headingId, tabindex: "-1" }), ctx.lead(), control, ...below);
}

export function textField(ctx) {
  const { field, t } = ctx;
  const most = field.most || 2000;
  const value = ctx.value() || "";
  const left = h("p", { class: "al-soft al-small", role: "status" });
  if (field.format === "date") {
    const day = h("input", { type: "date", class: "al-input al-date", value, onchange: () => ctx.save(day.value || null) });
    return single(ctx, day);
  }
  const short = field.format !== "lines" && most <= 80;
  const input = say(short ? "input" : "textarea", "al-input", "", {
    type: short ? "text" : null, rows: short ? null : field.format === "lines" ? 6 : 4, maxlength: most, value, placeholder: field.placeholder, autocomplete: "off",
    oninput() {
      ctx.type(input.value.trim() || null);
      const rest = most - input.value.length;
      left.textContent = rest <= Math.max(20, most / 10) ? t("text.left", { n: rest }) : "";
    },
    onkeydown(event) {
      if (short && event.key === "Enter" && !event.isComposing) ctx.go();
    },
  });
  return single(ctx, input, field.format === "lines" && h("p", { class: "al-soft al-small" }, t("text.lines")), left);
}

export function numberField(ctx) {
  const { field, t } = ctx;
  const value = ctx.value();
  const range = { least: field.least, most: field.most };
  const hint = h("p", { class: "al-soft al-small", role: "status", id: newId() }, t(field.most ? "number.range" : "number.from", range));
  const input = h("input", {
    type: "text", inputmode: "decimal", class: "al-input al-number", autocomplete: "off", value: blank(value) ? "" : String(value), placeholder: field.placeholder, "aria-describedby": hint.id,
    oninput() {
      const text = input.value.trim().replace(",", ".");
      const number = Number(text);
      const bad = text !== "" && (!Number.isFinite(number) || number < field.least || (field.most > 0 && number > field.most));
      input.setAttribute("aria-invalid", String(bad));
      hint.classList.toggle("al-warn", bad);
      hint.textContent = t((bad ? "number.wrong" : "number.range").replace(/range$/, field.most ? "range" : "from") + (bad && !field.most ? "_from" : ""), range);
      if (bad) ctx.draft(input.value);
      else ctx.type(text === "" ? null : number);
    },
    onkeydown(event) {
      if (event.key === "Enter") ctx.go();
    },
  });
  return single(ctx, input, hint);
}
