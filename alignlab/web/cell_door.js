// The door before the form in a notebook's cell that takes part in a session elsewhere: a name, or a name and two words.
// The kernel comes in for the person. Name and words travel as messages and stay on the page: no trait has them.

import { filled } from "./bidi.js";
import { post } from "./desk_http.js";

const ASK_AGAIN = 3000; // ms

let made = 0;
const newId = () => `al-door-${(made += 1)}`;

function h(tag, props, ...children) {
  const node = document.createElement(tag);
  Object.entries(props || {}).forEach(([name, value]) => {
    if (value === false || value === null || value === undefined) return;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  });
  node.append(...children.flat(2).filter(Boolean));
  return node;
}

export function withDoor(page) {
  return {
    render({ model, el }) {
      const strings = model.get("strings") || {};
      const t = (key, values) => filled(strings[key] || key, values);
      const desk = { model, el, t, page, answer: null, leave: null, asking: 0 };
      const heard = (message) => receive(desk, message);
      model.on("msg:custom", heard);
      ask(desk);
      return () => {
        clearTimeout(desk.asking);
        model.off("msg:custom", heard);
        if (desk.leave) desk.leave();
      };
    },
  };
}

function show({ el }, ...children) {
  const body = h("div", { class: "al-body" }, children);
  el.replaceChildren(h("div", { class: "al al-host", "data-lm-suppress-shortcuts": "true" }, body));
}

function ask(desk) {
  const again = () => {
    show(desk, h("p", { class: "al-lead al-soft", role: "status" }, desk.t("door.silent")));
    ask(desk);
  };
  desk.asking = setTimeout(again, ASK_AGAIN);
  desk.model.send({ type: "door" });
}

function receive(desk, message) {
  if (desk.leave) return; // the form is there; what comes now is the room's
  if (message.type === "door") {
    clearTimeout(desk.asking);
    draw(desk, message);
  } else if (message.type === "not entered" && desk.answer) desk.answer(message.text);
  else if (message.type === "entered") enter(desk, message);
}

function draw(desk, { about, text }) {
  const { t } = desk;
  if (!about) return show(desk, h("p", { class: "al-lead al-soft", role: "alert" }, text));
  if (about.phase === "ended") return show(desk, title(about), h("p", { class: "al-lead al-soft" }, t("join.ended")));
  const named = about.names !== "none";
  const why = t(`join.${about.names}_why`, { host: about.host || t("join.host") });
  const lead = about.host ? t("join.lead", { host: about.host }) : t("join.lead_plain");
  const name = named && field(t(`join.${about.names}`), why, { name: "name" });
  const was = field(t(named ? `join.${about.names}` : "join.name"), "", { name: "name" });
  const words = field(t("join.words"), t("join.words_why"), { name: "words", maxlength: 80, spellcheck: "false" });
  show(
    desk,
    about.simulated && h("p", { class: "al-simulated" }, t("top.simulated")),
    h("div", {}, h("p", { class: "al-soft" }, lead), title(about)),
    entry(desk, [named ? name : h("p", { class: "al-soft" }, why)], "join.go", "join.need_name", "join.watch"),
    h("p", { class: "al-soft al-small" }, t("join.watch_why")),
    h(
      "details",
      { class: "al-fold" },
      h("summary", {}, t("join.before")),
      h("p", { class: "al-soft" }, t("join.before_text")),
      entry(desk, [was, words], "join.return", "join.need_words"),
    ),
  );
}

const title = (about) => h("h1", { class: "al-big-title", dir: "auto" }, about.title);

function field(label, why, props) {
  const id = newId();
  return h(
    "div",
    { class: "al-form-field" },
    h("label", { for: id }, label),
    h("input", { class: "al-input", id, type: "text", maxlength: 40, dir: "auto", autocomplete: "off", "aria-describedby": why && `${id}-why`, ...props }),
    why && h("p", { class: "al-soft al-small", id: `${id}-why` }, why),
  );
}

// `watch`: the words on a second, quiet button for somebody who comes in as an observer.
function entry(desk, fields, key, needed, watch) {
  const { t, model } = desk;
  const said = h("p", { class: "al-warn", role: "alert" });
  const go = h("button", { type: "submit", class: "al-button" }, t(key));
  const quiet = watch && h("button", { type: "button", class: "al-button al-quiet", onclick: () => send({ role: "observer" }) }, t(watch));
  const send = (also) => {
    const inputs = Array.from(node.querySelectorAll("input"));
    const empty = inputs.find((input) => !input.value.trim());
    said.textContent = empty ? t(needed) : "";
    if (empty) return empty.focus();
    const asking = (on) => [go, quiet].filter(Boolean).forEach((button) => (button.disabled = on));
    asking(true);
    desk.answer = (text) => {
      asking(false);
      said.textContent = text;
    };
    model.send({ type: "enter", ...also, ...Object.fromEntries(inputs.map((input) => [input.name, input.value.trim()])) });
  };
  const onsubmit = (event) => {
    event.preventDefault();
    send({});
  };
  const node = h("form", { class: "al-form", onsubmit, novalidate: true }, fields, said, go, quiet);
  return node;
}

function enter(desk, { words, fresh, name }) {
  clearTimeout(desk.asking);
  const { t, model, page, el } = desk;
  const mount = () => {
    el.replaceChildren();
    const mine = { words, post: (action) => asked(desk, action), again: () => backToDoor(desk) };
    const get = (key) => (key in mine ? mine[key] : model.get(key));
    const through = { get, on: (...given) => model.on(...given), off: (...given) => model.off(...given) };
    desk.leave = page.render({ model: { ...through, send: (message) => model.send(message) }, el });
  };
  if (!fresh) return mount();
  const go = h("button", { type: "button", class: "al-button", onclick: mount }, t("words.go"));
  show(
    desk,
    h("h1", { class: "al-big-title" }, name ? t("words.title", { name }) : t("words.title_plain")),
    h("p", { class: "al-lead" }, t("words.text")),
    h("p", { class: "al-words al-words-big" }, words),
    h("p", { class: "al-soft" }, t("words.where", { menu: t("menu.open") })),
    h("p", {}, go),
  );
  go.focus();
}

// What the menu asks of the session's server; the kernel does, which alone has the person's cookie. "" or a sentence.
async function asked({ model, t }, action) {
  const answer = await post({ model, t: () => t("menu.no_answer") }, action);
  return answer.ok ? "" : answer.text;
}

function backToDoor(desk) {
  desk.leave();
  desk.leave = null;
  ask(desk);
}
