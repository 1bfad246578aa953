// What the console and the screen share: building elements, filling a section without losing focus or typing,
// the room's clock, the catalogue of words, a live region, the size of the place one is drawn in.

import { filled, locale } from "./bidi.js";

// An element. `attributes`: `class`, `text` (plain text), `on` ({event: handler}), `user` (text that people wrote, so
// its direction is its own), anything else as an attribute; false, null and undefined leave an attribute out.
export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "text") node.textContent = value;
    else if (name === "user") userText(node, value);
    else if (name === "on") for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// A field for one line that shows the whole of it: it wraps and grows, and Enter does what it does in an input: `enter`,
// else the form is sent. Gives {input, node}; `input.value` may be set before `node` is shown.
export function oneLiner(attributes, enter = null) {
  const input = make("textarea", { ...attributes, rows: "1", autocomplete: "off" });
  const node = make("span", { class: "al-grow" }, input);
  // The field's height is that of the same text beside it: nothing is measured, so it also holds in a closed fold.
  const grow = () => (node.dataset.text = input.value);
  const typed = () => {
    if (/[\r\n]/.test(input.value)) input.value = input.value.replace(/\s*[\r\n]+\s*/g, " "); // pasted
    grow();
  };
  input.addEventListener("input", typed, true); // before anybody reads the value
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const press = !enter && input.form && input.form.querySelector("[type=submit]");
    if (enter) enter();
    else if (press) press.click();
  });
  return { input, node, grow };
}

function userText(node, text) {
  node.textContent = text;
  node.setAttribute("dir", "auto");
}

// Text with its empty lines kept as paragraphs.
export function paragraphs(text, attributes = {}) {
  return String(text || "")
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => make("p", { ...attributes, user: part }));
}

// Put `draw()` into `node` if `key` changed. What has a `data-key` keeps focus, typed text, ticks and open folds.
export function fill(node, key, draw) {
  if (node.alKey === key) return false;
  node.alKey = key;
  const kept = new Map();
  for (const child of node.querySelectorAll("[data-key]")) kept.set(child.dataset.key, child);
  const active = node.getRootNode().activeElement;
  const focused = active && node.contains(active) ? active : null;
  const caret = focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  node.replaceChildren(...[draw()].flat(9).filter(Boolean));
  let next = null;
  for (const child of node.querySelectorAll("[data-key]")) {
    const old = kept.get(child.dataset.key);
    if (old && old.tagName === child.tagName) carryOver(old, child);
    if (focused && focused.dataset.key === child.dataset.key) next = child;
  }
  if (focused) refocus(node, next, caret);
  return true;
}

function carryOver(old, fresh) {
  if (fresh.tagName === "DETAILS") fresh.open = old.open;
  else if (fresh.tagName === "SELECT" && !fresh.querySelector("[selected]")) fresh.value = old.value;
  else if (fresh.type === "radio") fresh.checked = old.checked;
  else if (fresh.tagName === "INPUT" || fresh.tagName === "TEXTAREA")
    if (fresh.type !== "checkbox" && fresh.type !== "file" && old.value !== old.defaultValue) fresh.value = old.value;
}

function refocus(node, next, caret) {
  if (!next) {
    if (!node.hasAttribute("tabindex")) node.setAttribute("tabindex", "-1");
    node.focus({ preventScroll: true });
    return;
  }
  next.focus({ preventScroll: true });
  if (caret && caret[0] !== null && next.setSelectionRange) next.setSelectionRange(...caret);
}

// The words of a page: `t("done.of", {done: 8, of: 12})`. With `n: 1`, the key with `.one` goes first.
export function wordsFrom(catalogue) {
  return (key, values) => {
    const text = (values?.n === 1 && catalogue[`${key}.one`]) || catalogue[key];
    if (text === undefined) return key;
    return filled(text, values);
  };
}

// Whether people are asked to write just now, so that it matters who is done.
export function isAsked({ step, counts }) {
  return Boolean(step && step.kind === "exercise" && (step.phase === "open" || step.phase === "closed") && counts.of);
}

// The room's time in ms, heard with every view; between two views it runs on by this machine's clock.
export class RoomClock {
  constructor() {
    this.offset = 0;
  }

  heard(now) {
    if (Number.isFinite(now)) this.offset = now - Date.now();
  }

  now() {
    return Date.now() + this.offset;
  }
}

// What a timer shows: {text: "07:42" or "+01:12", over, seconds left}; null without a timer.
export function timeLeft(endsAt, now) {
  if (endsAt === null || endsAt === undefined) return null;
  const left = Math.ceil((endsAt - now) / 1000);
  const over = left < 0;
  const all = Math.abs(left);
  const hours = Math.floor(all / 3600);
  const two = (number) => String(number).padStart(2, "0");
  const minutes = `${two(Math.floor((all % 3600) / 60))}:${two(all % 60)}`;
  return { text: `${over ? "+" : ""}${hours ? `${hours}:` : ""}${minutes}`, over, left };
}

// "2026-12-04" -> "4 Dec 2026" in the page's language; anything else as it was written.
export function dateText(value) {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value || "");
  if (!found) return value || "";
  const day = new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", year: "numeric" }).format(day);
}

export function timeOfDay(ms) {
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    new Date(ms),
  );
}

// A polite live region that says a changed sentence at most every `everyMs`: the last one wins.
export function announcer(node, everyMs = 4000) {
  let last = -Infinity;
  let timer = 0;
  const say = (text) => {
    last = Date.now();
    if (node.textContent !== text) node.textContent = text;
  };
  return {
    say(text) {
      clearTimeout(timer);
      const wait = last + everyMs - Date.now();
      if (wait <= 0) say(text);
      else timer = setTimeout(() => say(text), wait);
    },
    stop: () => clearTimeout(timer),
  };
}

// Calls `seen(width, height)` now and whenever the element's size changes; returns the way to stop.
export function watchSize(node, seen) {
  const look = () => seen(node.clientWidth, node.clientHeight);
  const observer = new ResizeObserver(look);
  observer.observe(node);
  look();
  return () => observer.disconnect();
}

// A path from the room, as a whole address: on a page of the server its own host, in a notebook the one people join at.
export function addressOf(path, links, model) {
  try {
    return new URL(path, model.get("ws") ? location.origin : links.join).href;
  } catch (error) {
    return path;
  }
}
