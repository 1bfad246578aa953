// The light participant page: type a code, join or come back, then the form. No kernel, no framework.

import { filled } from "./bidi.js";
import form from "./form.js";
import { openStore, setPerson, storageKey } from "./link_store.js";

const CODE_LENGTH = 6;
const AGAIN_AFTER = 3000; // ms
const STATIC = new URL(".", import.meta.url).href;
const app = document.getElementById("app");
const WORDS = document.getElementById("words"); // a page that has everything inside
let strings = WORDS ? JSON.parse(WORDS.textContent) : {};

function t(key, values) {
  return filled(strings[key] || key, values);
}

function h(tag, props, ...children) {
  const node = document.createElement(tag);
  Object.entries(props || {}).forEach(([name, value]) => {
    if (value === false || value === null || value === undefined) return;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "disabled" || name === "hidden" || name === "value") node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  });
  node.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}

/** `/prefix/j/CODE` -> {base: "/prefix", code: "CODE"}; any other address is the page where one types a code. */
function place() {
  const found = /^(.*)\/j\/([^/]+)\/?$/.exec(location.pathname);
  if (found) return { base: found[1], code: decodeURIComponent(found[2]).toUpperCase() };
  return { base: location.pathname.replace(/\/[^/]*$/, ""), code: "" };
}
const { base, code } = place();
const address = (letters) => `${base}/j/${encodeURIComponent(letters)}`;

function page(...children) {
  app.replaceChildren(h("div", { class: "al al-page al-host" }, h("div", { class: "al-body" }, children)));
  const heading = app.querySelector("h1");
  if (heading) heading.focus({ preventScroll: true });
}
const heading = (text) => h("h1", { class: "al-big-title", tabindex: "-1", dir: "auto" }, text);

async function info(letters) {
  const answer = await fetch(address(letters) + "/info", { cache: "no-store", credentials: "same-origin" });
  const about = await answer.json();
  if (answer.ok) return about;
  return { refused: answer.status, text: about.text || "" };
}

/** POST; {ok, ...} or {ok: false, text} with a sentence for people. */
async function post(action, data) {
  try {
    const answer = await fetch(address(code) + "/" + action, {
      method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json", "X-Alignlab": "1" }, body: JSON.stringify(data),
    });
    const result = await answer.json();
    return answer.ok ? { ok: true, ...result } : { ok: false, text: result.text };
  } catch (error) {
    return { ok: false, text: t("join.failed") };
  }
}

// ---------------------------------------------------------------- pages

function codePage(problem, typed) {
  const message = h("p", { class: "al-warn", role: "alert", id: "problem" }, problem || "");
  const input = h("input", {
    class: "al-input al-code", type: "text", id: "code", value: typed || "", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", enterkeyhint: "go", "aria-describedby": "problem",
    oninput() {
      const link = /\/j\/([A-Za-z]+)/.exec(input.value);
      input.value = (link ? link[1] : input.value).replace(/[^A-Za-z]/g, "").toUpperCase().slice(0, CODE_LENGTH);
    },
  });
  async function submit(event) {
    event.preventDefault();
    if (input.value.length !== CODE_LENGTH) {
      message.textContent = t("code.short");
      input.focus();
      return;
    }
    try {
      const about = await info(input.value);
      if (!about.refused) location.assign(address(input.value));
      else message.textContent = about.refused === 404 ? t("code.unknown", { code: input.value }) : about.text;
    } catch (error) {
      message.textContent = t("join.failed");
    }
  }
  page(heading(t("code.title")), h("form", { class: "al-form", onsubmit: submit, novalidate: true },
    h("label", { for: "code", class: "al-lead" }, t("code.text")), input, message, h("button", { type: "submit", class: "al-button" }, t("code.go"))));
}

function sentencePage(title, text) {
  page(heading(title), text && h("p", { class: "al-lead al-soft" }, text), h("p", {}, h("a", { class: "al-button al-quiet", href: base + "/" }, t("code.other"))));
}

/** `other`: {key, submit} of a second, quiet way to send the same fields. */
function entry(fields, key, needed, submit, other) {
  const message = h("p", { class: "al-warn", role: "alert" });
  const go = h("button", { type: "submit", class: "al-button" }, t(key));
  const quiet = other && h("button", { type: "button", class: "al-button al-quiet", onclick: () => send(other.submit) }, t(other.key));
  function onsubmit(event) {
    event.preventDefault();
    return send(submit);
  }
  async function send(how) {
    message.textContent = "";
    const values = Array.from(node.querySelectorAll("input"), (input) => input.value.trim());
    if (values.includes("")) {
      message.textContent = t(needed);
      node.querySelectorAll("input")[values.indexOf("")].focus();
      return;
    }
    go.disabled = true;
    message.textContent = (await how(values)) || "";
    go.disabled = false;
  }
  const node = h("form", { class: "al-form", onsubmit, novalidate: true }, fields, message, go, quiet);
  return node;
}

function field(id, label, why, props) {
  return h("div", { class: "al-form-field" }, h("label", { for: id }, label),
    h("input", { class: "al-input", id, type: "text", maxlength: 40, dir: "auto", "aria-describedby": why ? id + "-why" : null, autocomplete: "off", ...props }),
    why && h("p", { class: "al-soft al-small", id: id + "-why" }, why));
}

async function comeIn(data) {
  const result = await post("join", data);
  if (!result.ok) return result.text;
  setPerson(openStore(), code, result.name, result.words, true);
  wordsPage(result);
  return "";
}

function joinPage(about) {
  const host = about.host || t("join.host");
  const asks = about.names !== "none";
  const why = t(`join.${about.names}_why`, { host });
  const join = entry(asks ? [field("name", t(`join.${about.names}`), why, { autocomplete: about.names === "name" ? "given-name" : "off" })] : [h("p", { class: "al-soft" }, why)],
    "join.go", "join.need_name", ([name]) => comeIn({ name: name || "" }),
    { key: "join.watch", submit: ([name]) => comeIn({ name: name || "", role: "observer" }) });
  const again = entry([field("was", t(asks ? `join.${about.names}` : "join.name"), "", {}), field("two-words", t("join.words"), t("join.words_why"), { autocapitalize: "none", spellcheck: "false", maxlength: 80 })],
    "join.return", "join.need_words", async ([name, words]) => {
      const result = await post("return", { name, words });
      if (!result.ok) return result.text;
      setPerson(openStore(), code, result.name || name, result.words || words, false);
      if (result.words && result.words.toLowerCase() !== words.toLowerCase()) wordsPage(result); // let in by the host: new words
      else mount();
      return "";
    });
  page(about.simulated && h("p", { class: "al-simulated" }, t("top.simulated")),
    h("div", {}, h("p", { class: "al-soft" }, about.host ? t("join.lead", { host }) : t("join.lead_plain")), heading(about.title)),
    about.runs && h("p", { class: "al-promise" }, t("join.runs")),
    join, h("p", { class: "al-soft al-small" }, t("join.watch_why")), h("details", { class: "al-fold" }, h("summary", {}, t("join.before")), h("p", { class: "al-soft" }, t("join.before_text")), again));
}

function wordsPage({ name, words }) {
  page(heading(name ? t("words.title", { name }) : t("words.title_plain")), h("p", { class: "al-lead" }, t("words.text")),
    h("p", { class: "al-words al-words-big" }, words), name && h("p", { class: "al-soft", dir: "auto" }, t("words.as", { name })),
    h("p", { class: "al-soft" }, t("words.where", { menu: t("menu.open") })), h("p", {}, h("button", { type: "button", class: "al-button", onclick: mount }, t("words.go"))));
}

function mount() {
  const kept = openStore().get(storageKey(code, "~words"));
  const values = { ws: address(code) + "/ws", strings, page: true, words: kept ? kept.words : "" };
  const nothing = () => {};
  form.render({ model: { get: (key) => values[key], set: nothing, save_changes: nothing, on: nothing, off: nothing, send: nothing }, el: app });
}

async function start() {
  if (!Object.keys(strings).length) strings = await (await fetch(STATIC + document.documentElement.dataset.words)).json();
  if (!code) return codePage();
  const about = await info(code);
  document.title = about.title || document.title;
  if (about.refused) return about.refused === 404 ? codePage(t("code.unknown", { code })) : sentencePage(t("bye.not_found"), about.text);
  if (about.erased) openStore().keys(storageKey(code) + "/").forEach(openStore().remove);
  if (about.members || about.erased) return mount(); // the form says goodbye
  if (about.phase === "ended") return sentencePage(about.title, t("join.ended"));
  return joinPage(about);
}

function run() {
  start().catch(() => {
    if (Object.keys(strings).length && !app.querySelector("[data-failed]")) page(heading(t("load.failed")), h("p", { class: "al-lead al-soft" }, t("load.failed_text")), h("p", { "data-failed": true }, h("button", { type: "button", class: "al-button", onclick: () => location.reload() }, t("load.again"))));
    setTimeout(run, AGAIN_AFTER);
  });
}

run();
