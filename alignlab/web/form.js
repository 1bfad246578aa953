import { askingScreens } from "./form_asking.js";
import { filled } from "./bidi.js";
import { h, say } from "./form_kit.js";
import { menuOf } from "./form_menu.js";
import { ownPages } from "./form_own.js";
import { readingScreens } from "./form_reading.js";
import { sheetOf } from "./form_sheet.js";
import { topOf } from "./form_top.js";
import { connect, connectModel } from "./link.js";
import { watchPress } from "./press.js";

// The whole of what a participant sees, drawn from the room's view. It knows no exercise: fields are data.

const SLOW_SAVE = 400; // ms; below this "saving" would only flicker

/** What the parts of a page share. `view` is what the room sent last, `state` the link's, `shown` the screen that is drawn. */
function pageOf(model) {
  const strings = model.get("strings") || {};
  const t = (key, values) => filled(strings[key] || key, values);
  const path = model.get("ws") || "";
  const live = path !== "" && /^https?:$/.test(location.protocol);
  const onPage = Boolean(model.get("page")); // the light page: this view is all there is, so it may move the focus
  return {
    model, t, path, live, onPage,
    back: live ? path.replace(/\/ws$/, "") : "",
    view: null,
    state: { online: false, unsent: 0, gone: null },
    slow: false,
    link: null,
    shown: { key: "", update: null },
    root: h("div", { class: "al" + (onPage ? " al-page" : ""), "data-lm-suppress-shortcuts": "true" }),
    body: h("div", { class: "al-body" }),
    foot: h("div", { class: "al-foot", hidden: true }),
    voice: h("p", { class: "al-hidden", "aria-live": "polite" }),
    paper: h("div", { class: "al-paper" }),
    button: (key, act, className) => h("button", { type: "button", class: "al-button " + (className || ""), onclick: act }, t(key)),
  };
}

function render({ model, el }) {
  const page = pageOf(model);
  const { t, path, live, onPage, back, root, body, foot, voice, paper } = page;
  const drafts = {}; // lines that are being written beside the form
  const press = watchPress(root, draw);
  let wasOnline = null;
  let slowTimer = 0;

  page.draw = draw;
  page.command = (kind, data) => {
    sheet.flush();
    page.link.do(kind, data);
    draw();
  };
  page.kit = () => ({ h, say, t, view: page.view, command: page.command, drafts, redraw: () => draw(), off: Boolean(page.state.gone) });
  const sheet = sheetOf(page);
  const own = ownPages(page, sheet);
  const top = topOf(page, sheet);
  const menu = menuOf(page, sheet, own, top);
  const asking = askingScreens(page, sheet, own);
  const reading = readingScreens(page, sheet, own, menu.takePart);
  root.append(...top.head(menu.opener), menu.menu, top.notice, body, foot, voice, paper);
  el.replaceChildren(root);

  // ------------------------------------------------------------ drawing

  function choose() {
    const { view, state } = page;
    if (state.gone && !(state.gone.code === "ended" && view && view.end)) return reading.goneScreen();
    if (!view) return reading.loadScreen();
    if (view.end || view.session.phase === "ended") return reading.endScreen();
    if (view.look_up) return reading.talkScreen();
    if (view.picture && sheet.step().phase !== "open") return reading.pictureScreen();
    if (!view.form) return reading.waitScreen();
    if (!sheet.editable()) return reading.closedScreen();
    const onItsWay = page.link.pendingDone(sheet.step().id, sheet.step().round) === "done" && sheet.allSaved();
    if (sheet.isDone() && !onItsWay) return asking.doneScreen();
    return sheet.index >= sheet.fields().length ? asking.reviewScreen() : asking.fieldScreen();
  }
  function draw() {
    if (press.held()) return;
    top.draw();
    if (page.shown.update) page.shown.update();
    const { shown } = page;
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
    page.shown = screen;
    if (first || !(held || onPage)) return;
    if (moved || held) focusTop(moved);
  }
  function focusTop(moved) {
    if (menu.isOpen()) return;
    const target = body.querySelector(".al-ask, [tabindex='-1']");
    if (target) target.focus({ preventScroll: true });
    if (moved && onPage) window.scrollTo(0, 0);
    else if (moved) root.scrollIntoView({ block: "nearest" });
  }

  // ------------------------------------------------------------ what comes from the link

  const handlers = {
    onView(data, version) {
      page.view = data;
      sheet.arrive();
      if (menu.isOpen() && !menu.menu.contains(document.activeElement)) menu.toggle(true);
      draw();
      root.dataset.version = version;
    },
    onState(next) {
      page.state = next;
      if (wasOnline !== null && page.view && wasOnline !== next.online && !next.gone) {
        voice.textContent = t(next.online ? "say.connected" : "say.offline");
      }
      if (page.view) wasOnline = next.online;
      if (!next.unsent) {
        clearTimeout(slowTimer);
        slowTimer = 0;
        page.slow = false;
      } else if (!page.slow && !slowTimer) {
        slowTimer = setTimeout(() => { page.slow = true; draw(); }, SLOW_SAVE);
      }
      if (page.link) draw();
    },
    onBye({ code }) {
      sheet.forget();
      if (code === "erased" && back) menu.post("leave"); // nobody is left to leave: the browser forgets its cookie
      if (menu.isOpen()) menu.toggle(false);
    },
    onRefused({ code, text, kind, data, kept }) {
      if (kind === "answer" && !kept) sheet.problems.set(data.part, text);
      else if (kind !== "done" || code !== "late") voice.textContent = text;
      if (kind !== "answer") top.told(text);
      page.shown.key = "";
    },
  };
  const waiting = { state: null };
  const guarded = { ...handlers, onState: (next) => (page.link ? handlers.onState(next) : (waiting.state = next)) };
  page.link = live
    ? connect({ url: `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}${path}`, ...guarded })
    : connectModel(model, guarded);
  if (waiting.state) handlers.onState(waiting.state);
  draw();

  const clock = setInterval(top.drawTimer, 1000);
  const hidden = () => sheet.flush();
  const resized = () => page.view && draw();
  const listeners = [[window, "pagehide", hidden], [document, "visibilitychange", hidden], [window, "resize", resized], [window, "beforeprint", own.fill], [window, "afterprint", own.empty]];
  listeners.forEach(([target, name, handler]) => target.addEventListener(name, handler));
  return () => {
    sheet.stop();
    press.stop();
    clearInterval(clock);
    clearTimeout(slowTimer);
    listeners.forEach(([target, name, handler]) => target.removeEventListener(name, handler));
    page.link.close();
  };
}

export default { render };
