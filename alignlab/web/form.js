import { besideKey, groupBox, groupLines, handBox, readBack, remoteBox } from "./beside.js";
import { blockNodes } from "./form_blocks.js";
import { drawing } from "./form_charts.js";
import { FIELDS, said } from "./form_fields.js";
import { blank, fill, h, heading, newId, same, say } from "./form_kit.js";
import { connect, connectModel } from "./link.js";

// The whole of what a participant sees, drawn from the room's view. It knows no exercise: fields are data.

const ADVANCE_AFTER = 160; // ms: long enough to see what was tapped
const SAVE_TEXT_AFTER = 500;
const SLOW_SAVE = 400; // below this "saving" would only flicker
const NARROW = 600; // px

function render({ model, el }) {
  const strings = model.get("strings") || {};
  const t = (key, values) => fill(strings[key] || key, values);
  const path = model.get("ws") || "";
  const onPage = Boolean(model.get("page")); // the light page: this view is all there is, so it may move the focus
  const live = path !== "" && /^https?:$/.test(location.protocol);
  const back = live ? path.replace(/\/ws$/, "") : "";

  let view = null;
  let state = { online: false, unsent: 0, gone: null };
  let wasOnline = null;
  let slow = false;
  let slowTimer = 0;
  let index = 0;
  let seat = ""; // step and round that `index` belongs to
  let shown = { key: "", update: null };
  let typing = null; // {part, value, timer}
  let advanceTimer = 0;
  let menuOpen = false;
  const drafts = {}; // lines that are being written beside the form
  let sureToOpen = false; // a decider has tapped once; an answer that was opened cannot be unseen
  const uncovered = new Set();
  const opened = new Set();
  const problems = new Map(); // part -> sentence

  const title = say("h1", "al-title", "");
  const simulated = h("p", { class: "al-simulated", hidden: true }, t("top.simulated"));
  const status = h("p", { class: "al-status", role: "status" });
  const timer = h("p", { class: "al-timer", role: "timer", "aria-label": t("top.timer"), hidden: true });
  const menuId = newId();
  const menuButton = h("button", { type: "button", class: "al-menu-button", "aria-expanded": "false", "aria-controls": menuId, "aria-label": t("menu.open"), onclick: () => toggleMenu(!menuOpen) }, h("span", { "aria-hidden": "true" }, "⋯"));
  const bar = h("i", {});
  const menu = h("section", { class: "al-menu", id: menuId, hidden: true, "aria-label": t("menu.title"), onkeydown: (event) => event.key === "Escape" && toggleMenu(false) });
  const notice = h("div", { class: "al-notice", role: "status", hidden: true });
  const body = h("div", { class: "al-body" });
  const foot = h("div", { class: "al-foot", hidden: true });
  const voice = h("p", { class: "al-hidden", "aria-live": "polite" });
  const paper = h("div", { class: "al-paper" });
  const root = h("div", { class: "al" + (onPage ? " al-page" : ""), "data-lm-suppress-shortcuts": "true" },
    h("div", { class: "al-top" }, h("div", { class: "al-top-in" }, h("div", { class: "al-names" }, title, simulated), h("div", { class: "al-now" }, status, timer), menuButton)),
    h("div", { class: "al-bar", "aria-hidden": "true" }, bar), menu, notice, body, foot, voice, paper);
  el.replaceChildren(root);

  // ------------------------------------------------------------ the form's state

  const step = () => view.step || { id: "", round: 0 };
  const fields = () => (view.form ? view.form.fields : []);
  const editable = () => Boolean(view.form) && step().phase === "open" && !view.locked && !state.gone;
  function answers() {
    return { ...view.answers, ...link.pending(step().id, step().round) };
  }
  function isDone() {
    const waiting = link.pendingDone(step().id, step().round);
    return waiting ? waiting === "done" : view.done;
  }
  const allSaved = () => state.unsent === 0 || (state.online && !slow); // an ack within the blink of an eye is no news
  const draftKey = (part) => "draft." + part;
  function valueOf(part) {
    const draft = link.recall(step().id, step().round, draftKey(part));
    return draft !== null ? draft : answers()[part];
  }
  function save(field, value) {
    const { id, round } = step();
    problems.delete(field.part);
    link.remember(id, round, draftKey(field.part), null);
    if (same(answers()[field.part], value)) return;
    link.do("answer", { step: id, round, part: field.part, value }, { label: field.label, said: said(field, value, t) });
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
    index = Math.max(0, Math.min(to, fields().length));
    link.remember(step().id, step().round, "place", index);
    draw();
  }
  function command(kind, data) {
    flush();
    link.do(kind, data);
    draw();
  }

  // ------------------------------------------------------------ pieces of pages

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
  const button = (key, act, className) => h("button", { type: "button", class: "al-button " + (className || ""), onclick: act }, t(key));
  const kit = () => ({ h, say, t, view, command, drafts, redraw: () => draw(), off: Boolean(state.gone) });
  function practice() {
    return view.practice && h("section", { class: "al-practice" }, h("h3", { class: "al-eyebrow" }, t("practice.title")), say("p", "al-lead", view.practice));
  }
  function cardBox(card, key, label) {
    return h("section", { class: "al-card" }, h("p", { class: "al-eyebrow" }, label), say("h3", "al-h2", card.title), covered(key, card.covered, card.blocks));
  }
  function cards() {
    const earlier = (view.cards || []).filter((card) => !view.card || card.step !== step().id);
    const own = view.card && cardBox(view.card, "card/" + step().id, t("card.only_you"));
    const old = earlier.length > 0 && h("section", { class: "al-earlier" }, h("h3", { class: "al-eyebrow" }, t("card.earlier")), earlier.map((card) => {
      const key = "earlier/" + card.step;
      const fold = h("details", { class: "al-fold", open: opened.has(key), ontoggle: () => (fold.open ? opened.add(key) : opened.delete(key)) }, say("summary", "", card.title), covered(key, card.covered, card.blocks));
      return fold;
    }));
    const print = (own || old) && h("button", { type: "button", class: "al-button al-quiet", onclick: printCards }, t("card.print"));
    return [own, lateBox(), old, print];
  }
  function lateBox() {
    const late = link.late();
    return late.length > 0 && h("section", { class: "al-card al-late" }, h("h3", { class: "al-h3" }, t("late.title")), h("p", { class: "al-soft" }, t("late.text")),
      h("dl", { class: "al-answers" }, late.map(({ note, data }) => [say("dt", "", note ? note.label : data.part), say("dd", "", note ? note.said : String(data.value))])));
  }
  function commitments() {
    const list = view.commitments || [];
    return list.length > 0 && h("section", { class: "al-card al-commit" }, h("h3", { class: "al-h3" }, t("commit.title")), h("ul", { class: "al-plain" }, list.map((item) => {
      const { id, text, when, by, shared } = item;
      const share = () => command("share commitment", { step: item.step || step().id, text, when, by });
      const act = shared
        ? h("button", { type: "button", class: "al-button al-quiet", "aria-label": t("commit.withdraw_it", { text }), disabled: Boolean(state.gone), onclick: () => command("withdraw commitment", { commitment: id }) }, t("commit.withdraw"))
        : h("button", { type: "button", class: "al-button al-quiet", "aria-label": t("commit.share_it", { text }), disabled: Boolean(state.gone), onclick: share }, t("commit.share"));
      return h("li", {}, when && say("p", "al-soft", t("commit.when", { when })), say("p", "al-lead", text), by && say("p", "al-soft al-small", t("commit.by", { by })),
        h("p", { class: "al-soft al-small" }, t(shared ? "commit.shared" : "commit.private")), act);
    })), calendar(list));
  }
  /** A file from the room: phones open it in their calendar, and it needs nothing that only a secure page has. */
  function calendar(list) {
    const dated = live && !state.gone && list.some(({ by }) => /^\d{4}-\d\d-\d\d$/.test(by || ""));
    return dated && h("p", {}, h("a", { class: "al-button al-quiet", href: path.replace(/ws$/, "my-check-in.ics") }, t("commit.calendar")));
  }
  function ownAnswers() {
    const values = answers();
    return h("dl", { class: "al-answers" }, fields().filter((field) => field.kind !== "note").map((field) => [
      say("dt", "", field.label), say("dd", blank(values[field.part]) ? "al-soft" : "", said(field, values[field.part], t) || t("closed.left_open"))]));
  }

  // ------------------------------------------------------------ screens: {key, build, update, foot}

  function fieldScreen() {
    const field = fields()[index];
    let seen = valueOf(field.part);
    let go1 = null;
    const key = `field ${seat} ${index} ${JSON.stringify(field)}`;
    const ctx = {
      field, t, covered,
      value: () => valueOf(field.part),
      lead: () => field.lead && say("p", "al-soft al-small al-leadline", field.lead),
      announce: (text) => { voice.textContent = text; },
      go: () => go(index + 1),
      draft(value) {
        seen = value;
        link.remember(step().id, step().round, draftKey(field.part), value);
        footer();
      },
      type(value) {
        seen = value;
        if (typing) clearTimeout(typing.timer);
        typing = { field, value, timer: setTimeout(flush, SAVE_TEXT_AFTER) };
        go1(!blank(value));
      },
      save(value, { advance } = {}) {
        seen = value;
        save(field, value);
        footer();
        if (!advance) return; // `change` follows the `click` of the same tap
        clearTimeout(advanceTimer);
        advanceTimer = setTimeout(() => go(index + 1), ADVANCE_AFTER);
      },
    };
    function footer() {
      const answered = field.kind === "note" || !blank(seen);
      const next = h("button", { type: "button", class: "al-button al-next" + (answered ? "" : " al-quiet"), onclick: () => go(index + 1) });
      go1 = (done) => {
        next.classList.toggle("al-quiet", !done);
        next.textContent = t(done ? "nav.next" : "nav.skip");
      };
      go1(answered);
      const had = foot.contains(document.activeElement) && document.activeElement.className.includes("al-next");
      foot.replaceChildren(
        h("button", { type: "button", class: "al-button al-quiet al-back", disabled: index === 0, onclick: () => go(index - 1) }, t("nav.back")),
        h("span", { class: "al-small al-soft al-count" }, progress()), next);
      if (had) next.focus();
    }
    function build() {
      const first = index === 0;
      const newSection = field.section && (first || fields()[index - 1].section !== field.section);
      const problem = problems.get(field.part);
      return [
        first && view.promise && say("p", "al-promise", view.promise),
        first && (view.form.intro || []).map((line) => say("p", "al-text", line)),
        field.section && say("p", newSection ? "al-section" : "al-eyebrow", field.section),
        FIELDS[field.kind](ctx),
        field.help && say("p", "al-soft al-small al-help", field.help),
        field.optional && h("p", { class: "al-soft al-small" }, t("field.optional")),
        problem && say("p", "al-warn", t("field.not_saved", { text: problem }), { role: "alert" }),
      ];
    }
    const update = () => {
      if (body.contains(document.activeElement) && /^(textarea|text|date)$/.test(document.activeElement.type)) return; // never under a writing hand
      const now = typing && typing.field.part === field.part ? typing.value : valueOf(field.part);
      if (!same(now, seen)) shown.key = ""; // changed elsewhere (another tab, another device): draw it anew
    };
    return { key: key + (problems.get(field.part) || ""), build, update, footer, part: field.part };
  }
  /** Place of the field at `index` among the questions of its section: {at, of}; `at` 0 on a note. */
  function placeInSection() {
    const group = sections().find((one) => one.first <= index && index < one.first + one.size) || { fields: [] };
    return { at: group.fields.findIndex((item) => item.at === index) + 1, of: group.fields.length };
  }
  function progress() {
    const { at, of } = placeInSection();
    return at ? t("nav.progress", { at, of }) : "";
  }
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
  function reviewScreen() {
    const values = answers();
    const groups = sections().filter((group) => group.fields.length).map((group) => ({ ...group, open: group.fields.filter(({ field }) => blank(values[field.part])) }));
    const finish = () => command("done", { step: step().id, round: step().round });
    const line = (group) => {
      const of = group.fields.length;
      const name = group.title || t("review.section");
      const jump = ({ field, at }) => h("li", {}, h("button", { type: "button", class: "al-jump", "aria-label": t("review.answer", { label: field.label }), onclick: () => go(at) }, say("span", "", field.label)));
      return h("section", { class: "al-review" },
        h("div", { class: "al-review-top" }, h("div", {}, say("h3", "al-h3", name), h("p", { class: "al-soft al-small" }, group.open.length ? t("review.count", { n: of - group.open.length, of }) : t("review.all"))),
          h("button", { type: "button", class: "al-button al-quiet al-tight", "aria-label": t("review.look_at", { title: name }), onclick: () => go(group.first) }, t("review.look"))),
        group.open.length > 0 && [h("p", { class: "al-eyebrow" }, t("review.open")), h("ul", { class: "al-plain" }, group.open.map(jump))]);
    };
    return {
      key: `review ${seat} ${JSON.stringify(groups.map((group) => group.open.length))}`,
      mode: "review",
      build: () => [heading(t("review.title")), view.form.finish && say("p", "al-lead", view.form.finish), groups.map(line)],
      footer: () => foot.replaceChildren(button("nav.back", () => go(index - 1), "al-quiet al-back"), h("span"), button("review.send", finish, "al-done")),
    };
  }
  function doneScreen() {
    const kept = !allSaved();
    const change = () => {
      index = fields().length;
      command("not done", { step: step().id, round: step().round });
    };
    return {
      key: `done ${seat} ${kept} ${extrasKey()}`,
      mode: "done",
      build: () => [heading(t(kept ? "done.title_offline" : "done.title"), "al-big-title"), h("p", { class: "al-lead al-soft" }, t(kept ? "done.text_offline" : "done.text")), h("p", {}, button("done.change", change, "al-quiet")), ...extras()],
    };
  }
  const extrasKey = () => besideKey(view) + JSON.stringify([view.card, view.cards, view.commitments, view.practice, link.late().length]);
  const extras = () => [practice(), cards(), commitments()];
  /** While people talk, the own pages stay folded away. */
  function folded() {
    const own = [cards(), commitments()].flat().filter(Boolean);
    const fold = own.length > 0 && h("details", { class: "al-fold al-own-pages", open: opened.has("own"), ontoggle: () => (fold.open ? opened.add("own") : opened.delete("own")) }, h("summary", {}, t("card.yours")), h("div", { class: "al-more" }, own));
    return [practice(), fold];
  }
  function readScreen(mode, top, below = extras) {
    return { seat, key: `${mode} ${seat} ${JSON.stringify(top().map((node) => (node ? node.textContent : "")))} ${extrasKey()}`, mode, build: () => [...top(), ...below()] };
  }
  function closedScreen() {
    return readScreen("closed", () => [
      heading(t(view.locked ? "locked.title" : "closed.title"), "al-big-title"),
      say("p", "al-lead al-soft", view.locked || t("closed.text")),
      !view.locked && state.unsent > 0 && h("p", { class: "al-promise" }, t("closed.unsent")),
      fields().length > 0 && h("details", { class: "al-fold" }, h("summary", {}, t("closed.yours")), ownAnswers()),
    ]);
  }
  function pictureScreen() {
    const { picture } = view;
    const narrow = root.clientWidth < NARROW;
    const chart = (item, at) => {
      const svg = (narrow && item.svg_narrow) || item.svg;
      const drawn = svg ? drawing(svg, item.title || item.text, `c${at}-`) : null;
      return h("figure", { class: "al-chart" }, say("figcaption", "al-h3", item.title),
        drawn, !drawn && h("p", { class: "al-soft al-small" }, t("picture.drawing")),
        drawn ? h("details", { class: "al-fold" }, h("summary", {}, t("picture.text")), say("p", "", item.text)) : say("p", "", item.text));
    };
    const finding = (item) => h("li", {}, say("p", "al-finding", item.text), say("p", "al-q", item.question));
    return {
      seat, key: `picture ${seat} ${narrow} ${JSON.stringify([picture, view.opened, view.decider])} ${sureToOpen} ${extrasKey()}`,
      mode: "picture",
      build: () => [heading(picture.title || t("picture.title")), say("p", "al-soft al-small", picture.n_text), groupBox(kit()), groupLines(kit()),
        h("ul", { class: "al-plain al-findings" }, picture.findings.map(finding)), picture.charts.map(chart),
        picture.withheld.length > 0 && h("section", {}, h("h3", { class: "al-eyebrow" }, t("picture.withheld")), picture.withheld.map((line) => say("p", "al-soft al-small", line))), ...decided(), handBox(kit()), ...extras()],
    };
  }
  const linesOf = (lines) => h("dl", { class: "al-answers" }, lines.map(({ label, text }) => [say("dt", "", label), say("dd", "", text)]));
  /** Deciders' answers that they opened, and the decider's own way to do so. */
  function decided() {
    const mine = view.decider && !view.decider.opened && view.decider.lines.length > 0;
    const name = view.me.name;
    const sure = (on) => () => { sureToOpen = on; draw(); };
    const act = sureToOpen
      ? [h("p", {}, t("decider.sure", { name })), h("div", { class: "al-inline" }, button("decider.yes", () => { sureToOpen = false; command("open my answer", { step: step().id }); }), button("decider.no", sure(false), "al-quiet"))]
      : button("decider.open", sure(true), "al-quiet");
    const own = mine && h("section", { class: "al-card al-decider" }, h("h3", { class: "al-h3" }, t("decider.title")), h("p", { class: "al-soft" }, t("decider.text")), linesOf(view.decider.lines), act);
    return [own].concat((view.opened || []).map((one) => h("section", { class: "al-card al-opened" }, say("h3", "al-h3", t("decider.opened", { name: one.name })), linesOf(one.lines))));
  }
  function talkScreen() {
    const pause = step().kind === "break";
    return readScreen("talk", () => [
      heading(t(pause ? "break.title" : view.group ? "group.title" : view.read_back ? "back.title" : "talk.title"), "al-big-title"),
      pause && h("p", { class: "al-huge" }, step().ends_at ? t("break.back", { time: step().back_at || clockTime(step().ends_at) }) : t("break.soon")),
      step().question && say("p", "al-question al-look-up", step().question),
    ], () => [groupBox(kit()), readBack(kit()), groupLines(kit()), !pause && handBox(kit()), ...folded()]);
  }
  /** What somebody who only watches sees while the others write: what stands on the screen. */
  function watchScreen() {
    const { counts } = view;
    const asked = view.step && view.step.kind === "exercise" && ["open", "closed"].includes(step().phase);
    return readScreen("watch", () => [
      heading(view.step ? step().title : t("wait.watching"), "al-big-title"),
      view.step && step().question && say("p", "al-question al-look-up", step().question),
      asked && h("p", { class: "al-lead al-soft" }, step().phase === "closed" ? t("closed.text") : t("watch.done", { done: counts.done, of: counts.of })),
      h("p", { class: "al-soft" }, t("wait.observer"))]);
  }
  function waitScreen() {
    if (view.role === "observer") return watchScreen();
    return readScreen("wait", () => [
      heading(t("wait.title"), "al-big-title"), h("p", { class: "al-lead al-soft" }, t("wait.text")),
      view.step && view.step.title && say("p", "al-soft", t("wait.next", { title: view.step.title }))]);
  }
  function endScreen() {
    const end = view.end || {};
    return readScreen("end", () => [
      heading(t("ended.title"), "al-big-title"), end.text && say("p", "al-lead", end.text),
      end.recap && h("p", {}, h("a", { class: "al-button", href: safeLink(end.recap), target: "_blank", rel: "noopener" }, t("ended.recap"))),
      !end.recap && h("p", { class: "al-soft" }, t("ended.later")), standing()]);
  }
  /** The name in the recap: asked at the end, no unless tapped. */
  function standing() {
    if (view.role !== "participant" || state.gone) return null;
    const box = h("input", { type: "checkbox", checked: Boolean(view.stand), onchange: () => command("stand in recap", { stand: box.checked }) });
    return h("div", { class: "al-stand" }, h("label", { class: "al-option" }, box, h("span", {}, t("ended.stand"))), h("p", { class: "al-soft al-small" }, t("ended.stand_why")));
  }
  const safeLink = (href) => (/^(https?:\/\/|\/(?!\/)|[\w.])/.test(href) && !/^\w+:(?!\/\/)/.test(href) ? href : "#");
  function goneScreen() {
    const { code, text } = state.gone;
    const again = back && !["left", "erased", "ended"].includes(code);
    return {
      key: "gone " + code, mode: "gone",
      build: () => [heading(t(`bye.${code}`), "al-big-title"), say("p", "al-lead al-soft", text || t(`bye.${code}_text`)),
        back && h("p", {}, h("button", { type: "button", class: "al-button", onclick: () => location.assign(again ? back : back.replace(/\/j\/[^/]*$/, "/")) }, t(again ? "bye.join" : "bye.again"))),
        ...(view && code === "ended" ? extras() : [])],
    };
  }
  function loadScreen() {
    return { key: "load", mode: "load", build: () => [heading(t("load.wait"), "al-h2")] };
  }
  function choose() {
    if (state.gone && !(state.gone.code === "ended" && view && view.end)) return goneScreen();
    if (!view) return loadScreen();
    if (view.end || view.session.phase === "ended") return endScreen();
    if (view.look_up) return talkScreen();
    if (view.picture && step().phase !== "open") return pictureScreen();
    if (!view.form) return waitScreen();
    if (!editable()) return closedScreen();
    const onItsWay = link.pendingDone(step().id, step().round) === "done" && allSaved();
    if (isDone() && !onItsWay) return doneScreen();
    return index >= fields().length ? reviewScreen() : fieldScreen();
  }

  // ------------------------------------------------------------ drawing

  function draw() {
    drawTop();
    if (shown.update) shown.update();
    const screen = choose();
    if (screen.key === shown.key) return;
    const writes = body.contains(document.activeElement) && document.activeElement.matches("textarea.al-line");
    if (writes && document.activeElement.value && screen.mode === shown.mode && screen.seat === shown.seat) return; // drawn when they leave the field
    const held = root.contains(document.activeElement);
    const sameMode = screen.mode && screen.mode === shown.mode;
    const first = shown.key === "" && !shown.mode && !shown.part;
    body.replaceChildren(...screen.build().flat(3).filter(Boolean));
    body.dataset.screen = screen.mode || "field";
    body.dataset.part = screen.part || "";
    foot.hidden = !screen.footer;
    foot.replaceChildren();
    if (screen.footer) screen.footer();
    const moved = !sameMode && !(screen.part && screen.part === shown.part);
    shown = screen;
    if (first || !(held || onPage)) return;
    if (moved || held) focusTop(moved);
  }
  function focusTop(moved) {
    if (menuOpen) return;
    const target = body.querySelector(".al-ask, [tabindex='-1']");
    if (target) target.focus({ preventScroll: true });
    if (moved && onPage) window.scrollTo(0, 0);
    else if (moved) root.scrollIntoView({ block: "nearest" });
  }
  function statusKey() {
    if (state.gone) return "status.closed";
    if (!state.online) return view ? "status.offline" : "status.connecting";
    return state.unsent && slow ? "status.saving" : "status.saved";
  }
  function drawTop() {
    const key = statusKey();
    if (status.dataset.state !== key) {
      status.dataset.state = key;
      status.textContent = t(key);
    }
    root.classList.toggle("al-offline", key === "status.offline");
    if (!view) return;
    title.textContent = view.session.title;
    simulated.hidden = !view.session.simulated;
    const form = editable() && !isDone() && !view.look_up;
    const { at, of } = form ? placeInSection() : { at: 0, of: 1 };
    bar.style.width = form ? `${at ? (at / of) * 100 : 100}%` : "0";
    drawNotice();
    drawTimer();
  }
  function drawNotice() {
    const { phase, notice: text } = view.session;
    const key = phase === "paused" ? `paused ${text || ""}` : "";
    if (notice.dataset.key === key) return;
    notice.dataset.key = key;
    notice.hidden = !key;
    notice.replaceChildren(...(key ? [h("strong", {}, t("paused.title")), text ? say("p", "", text) : ""] : []));
  }
  function drawTimer() {
    const end = view && view.step && view.step.ends_at;
    timer.hidden = !end || view.step.kind === "break" || Boolean(state.gone);
    if (timer.hidden) return;
    const seconds = Math.max(0, Math.ceil((end - link.now()) / 1000));
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    timer.textContent = seconds ? t("top.left", { time }) : t("top.over");
  }
  function clockTime(at) {
    return new Date(at - (link.now() - Date.now())).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  }

  // ------------------------------------------------------------ menu and print

  function toggleMenu(open) {
    menuOpen = open;
    menu.hidden = !open;
    menuButton.setAttribute("aria-expanded", String(open));
    menu.replaceChildren(...(open && view ? menuContent() : []));
    if (open) menu.querySelector("h2, button").focus();
    else menuButton.focus();
  }
  function menuContent() {
    const words = link.words() || model.get("words") || "";
    const { watching = 0 } = view.session;
    const name = say("input", "al-input", "", { type: "text", maxlength: 40, value: view.me.name, "aria-label": t("menu.rename_label"), autocomplete: "off" });
    const rename = h("form", { class: "al-inline", onsubmit(event) {
      event.preventDefault();
      if (name.value.trim() && name.value.trim() !== view.me.name) command("rename", { name: name.value.trim() });
      toggleMenu(false);
    } }, name, h("button", { type: "submit", class: "al-button al-quiet" }, t("menu.rename_save")));
    const leave = asked("menu.leave", "menu.leave_sure", "menu.leave_yes", goAway);
    const erase = view.me.erasing ? h("p", { class: "al-soft" }, t("menu.erase_asked")) : asked("menu.erase", "menu.erase_sure", "menu.erase_yes", askErasure);
    const inside = [
      heading(t("menu.title")),
      view.me.name && h("div", {}, h("p", { class: "al-eyebrow" }, t("menu.you")), say("p", "al-lead", view.me.name)),
      words && h("div", {}, h("p", { class: "al-eyebrow" }, t("menu.words")), say("p", "al-words", words), h("p", { class: "al-soft al-small" }, t("menu.words_why"))),
      view.promise && h("div", {}, h("p", { class: "al-eyebrow" }, t("menu.promise")), say("p", "al-text", view.promise)),
      practice(),
      !state.gone && remoteBox(kit()),
      watching > 0 && h("p", { class: "al-soft al-small" }, t(watching === 1 ? "menu.watching_one" : "menu.watching", { n: watching })),
      !state.gone && h("div", {}, h("p", { class: "al-eyebrow" }, t("menu.rename")), rename),
      back && !state.gone && erase,
      !state.gone && leave,
      button("menu.close", () => toggleMenu(false), "al-quiet"),
    ];
    return inside.filter(Boolean);
  }
  /** A button of the menu that asks once before it acts. */
  function asked(key, sure, yes, act) {
    const box = h("div", {});
    const ask = () => {
      const no = button("menu.leave_no", () => toggleMenu(false));
      box.replaceChildren(h("p", {}, t(sure)), h("div", { class: "al-inline" }, button(yes, act, "al-quiet al-stop"), no));
      no.focus();
    };
    box.append(button(key, ask, "al-quiet al-stop"));
    return box;
  }
  /** POST to one of the session's addresses: "" when it was done, else a sentence. */
  async function post(action) {
    try {
      const answer = await fetch(`${back}/${action}`, { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json", "X-Alignlab": "1" }, body: "{}" });
      return answer.ok ? "" : (await answer.json()).text;
    } catch (error) {
      return t("menu.no_answer");
    }
  }
  function told(text) {
    notice.hidden = false;
    notice.dataset.key = "refused";
    notice.replaceChildren(h("strong", {}, t("refused.title")), say("p", "", text));
  }
  /** Leaving ends the person's cookie too, which only the server can take back; without one the room is told. */
  async function goAway() {
    toggleMenu(false);
    if (!back) return command("leave", {});
    typing = null;
    const trouble = await post("leave");
    if (trouble) told(trouble);
    else link.left();
  }
  async function askErasure() {
    flush();
    toggleMenu(false);
    const trouble = await post("erase");
    if (trouble) told(trouble);
  }
  function fillPaper() {
    if (!view) return;
    const pages = (view.card ? [view.card] : []).concat((view.cards || []).filter((card) => !view.card || card.step !== step().id));
    paper.replaceChildren(...pages.map((card) => h("section", { class: "al-sheet" }, say("p", "al-eyebrow", view.session.title), say("h2", "al-h2", card.title), blockNodes(card.blocks, t))));
    root.classList.toggle("al-has-paper", pages.length > 0);
  }
  function emptyPaper() {
    paper.replaceChildren();
    root.classList.remove("al-has-paper");
  }
  function printCards() {
    fillPaper();
    window.print();
  }

  // ------------------------------------------------------------ what comes from the link

  const handlers = {
    onView(data, version) {
      view = data;
      const here = view.step ? `${view.step.id}/${view.step.round}` : "";
      if (here !== seat) {
        typing = null;
        seat = here;
        problems.clear();
        index = Math.min(link.recall(step().id, step().round, "place") || 0, fields().length);
      } else if (index > fields().length) index = fields().length;
      if (menuOpen && !menu.contains(document.activeElement)) toggleMenu(true);
      draw();
      root.dataset.version = version;
    },
    onState(next) {
      state = next;
      if (wasOnline !== null && view && wasOnline !== state.online && !state.gone) {
        voice.textContent = t(state.online ? "say.connected" : "say.offline");
      }
      if (view) wasOnline = state.online;
      if (!state.unsent) {
        clearTimeout(slowTimer);
        slowTimer = 0;
        slow = false;
      } else if (!slow && !slowTimer) {
        slowTimer = setTimeout(() => { slow = true; draw(); }, SLOW_SAVE);
      }
      if (link) draw();
    },
    onBye({ code }) {
      typing = null;
      if (code === "erased" && back) post("leave"); // nobody is left to leave: the browser forgets its cookie
      if (menuOpen) toggleMenu(false);
    },
    onRefused({ code, text, kind, data, kept }) {
      if (kind === "answer" && !kept) problems.set(data.part, text);
      else if (kind !== "done" || code !== "late") voice.textContent = text;
      if (kind !== "answer") told(text);
      shown.key = "";
    },
  };
  let link = null;
  const waiting = { state: null };
  const guarded = { ...handlers, onState: (next) => (link ? handlers.onState(next) : (waiting.state = next)) };
  link = live
    ? connect({ url: `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}${path}`, ...guarded })
    : connectModel(model, guarded);
  if (waiting.state) handlers.onState(waiting.state);
  draw();

  const clock = setInterval(drawTimer, 1000);
  const hidden = () => flush();
  const resized = () => view && draw();
  const listeners = [[window, "pagehide", hidden], [document, "visibilitychange", hidden], [window, "resize", resized], [window, "beforeprint", fillPaper], [window, "afterprint", emptyPaper]];
  listeners.forEach(([target, name, handler]) => target.addEventListener(name, handler));
  return () => {
    flush();
    clearInterval(clock);
    clearTimeout(slowTimer);
    clearTimeout(advanceTimer);
    listeners.forEach(([target, name, handler]) => target.removeEventListener(name, handler));
    link.close();
  };
}

export default { render };
