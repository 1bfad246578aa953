// The sheet that a person fills in: which field is open, what they answered, what still waits to be sent.

import { said } from "./form_fields.js";
import { same } from "./form_kit.js";

const ADVANCE_AFTER = 160; // ms: long enough to see what was tapped
const SAVE_TEXT_AFTER = 500;
const FOLLOW_WITHIN = 4000; // ms that a step to the next field waits for the room's new form; then it goes on as it is

/** The sheet of a page (see form.js). Its `index` is the open field, its `seat` the step and round that this belongs to. */
export function sheetOf(page) {
  const { t } = page;
  let typing = null; // {field, value, timer}
  let advanceTimer = 0;
  let followTimer = 0; // runs while a step to the next field waits
  let known = []; // parts of the last view's fields
  const problems = new Map(); // part -> sentence

  const step = () => page.view.step || { id: "", round: 0 };
  const fields = () => (page.view.form ? page.view.form.fields : []);
  const editable = () => Boolean(page.view.form) && step().phase === "open" && !page.view.locked && !page.state.gone;
  function answers() {
    return { ...page.view.answers, ...page.link.pending(step().id, step().round) };
  }
  function isDone() {
    const waiting = page.link.pendingDone(step().id, step().round);
    return waiting ? waiting === "done" : page.view.done;
  }
  const allSaved = () => page.state.unsent === 0 || (page.state.online && !page.slow); // an ack within the blink of an eye is no news
  const draftKey = (part) => "draft." + part;
  /** Keep what is not an answer yet: too few choices, half a number. */
  function draft(part, value) {
    page.link.remember(step().id, step().round, draftKey(part), value);
  }
  function valueOf(part) {
    const half = page.link.recall(step().id, step().round, draftKey(part));
    return half !== null ? half : answers()[part];
  }
  function save(field, value) {
    const { id, round } = step();
    problems.delete(field.part);
    draft(field.part, null);
    if (same(answers()[field.part], value)) return;
    page.link.do("answer", { step: id, round, part: field.part, value }, { label: field.label, said: said(field, value, t) });
  }
  function flush() {
    if (!typing) return;
    clearTimeout(typing.timer);
    const { field, value } = typing;
    typing = null;
    save(field, value);
  }
  function go(to) {
    flush();
    clearTimeout(advanceTimer);
    clearTimeout(followTimer);
    followTimer = 0;
    sheet.index = Math.max(0, Math.min(to, fields().length));
    page.link.remember(step().id, step().round, "place", sheet.index);
    page.draw();
  }
  /** The room may still answer with another next field. */
  function follows() {
    const field = fields()[sheet.index];
    return Boolean(field && field.leads && page.state.online && field.part in page.link.pending(step().id, step().round));
  }
  /** To the next field: at once, or when the form is there that follows from this answer. */
  function next() {
    flush();
    const on = () => go(sheet.index + 1);
    if (!follows()) on();
    else if (!followTimer) followTimer = setTimeout(on, FOLLOW_WITHIN);
  }
  /** Place of the open field among the questions of its section, or of the whole form: {at, of}; `at` 0 on a note. */
  function counted() {
    const all = sections();
    const one = page.view.form.one_count && { first: 0, fields: all.flatMap((group) => group.fields) };
    const group = one || all.find(({ first, size }) => first <= sheet.index && sheet.index < first + size) || { fields: [] };
    const expects = group.first === 0 ? page.view.form.expects || 0 : 0; // later fields may follow from answers
    return { at: group.fields.findIndex((item) => item.at === sheet.index) + 1, of: Math.max(group.fields.length, expects) };
  }
  /** The fields in groups of one section: {title, first, size, fields}. */
  function sections() {
    const found = [];
    fields().forEach((field, at) => {
      const last = found[found.length - 1];
      const group = last && last.title === field.section ? last : { title: field.section, first: at, size: 0, fields: [] };
      if (group !== last) found.push(group);
      group.size += 1;
      if (field.kind !== "note") group.fields.push({ field, at });
    });
    return found;
  }
  /** What is being written there now, else what is kept. */
  const now = (part) => (typing && typing.field.part === part ? typing.value : valueOf(part));
  function type(field, value) {
    if (typing) clearTimeout(typing.timer);
    typing = { field, value, timer: setTimeout(flush, SAVE_TEXT_AFTER) };
  }
  function goOn() {
    clearTimeout(advanceTimer);
    advanceTimer = setTimeout(next, ADVANCE_AFTER);
  }
  /** What is being written is not sent any more. */
  function forget() {
    typing = null;
  }
  /** The room has sent a view, perhaps of another step or round. */
  function arrive() {
    const here = page.view.step ? `${page.view.step.id}/${page.view.step.round}` : "";
    if (here !== sheet.seat) {
      forget();
      sheet.seat = here;
      problems.clear();
      sheet.index = Math.min(page.link.recall(step().id, step().round, "place") || 0, fields().length);
    } else if (page.view.form) {
      const at = fields().findIndex((field) => field.part === known[sheet.index]);
      sheet.index = at >= 0 ? at : Math.min(sheet.index, fields().length); // never another field under a hand
    }
    if (page.view.form) known = fields().map((field) => field.part);
    if (followTimer && !follows()) go(sheet.index + 1);
  }
  function stop() {
    flush();
    clearTimeout(advanceTimer);
    clearTimeout(followTimer);
  }
  const sheet = {
    index: 0, seat: "", problems, step, fields, editable, answers, isDone, allSaved, valueOf, now, draft, save, type,
    flush, forget, go, next, goOn, arrive, stop, sections, counted,
  };
  return sheet;
}
