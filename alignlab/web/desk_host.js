// The light page around a console or a screen: takes the key from behind the `#`, trades it for a cookie, drops it from
// the address, and gives the module what anywidget would give it. `data-module` on <html> names the module.

import { make, wordsFrom } from "./desk_kit.js";
import { loadWords } from "./desk_link.js";

const place = document.getElementById("app");
const page = location.pathname.replace(/\/+$/, "");
const ONWARDS = { recap: page.replace(/\/f\/(\w+)$/, "/r/$1"), leadership: `${page}/leadership` };
const model = { get: (name) => (name === "ws" ? `${page}/ws` : undefined), on() {}, off() {}, send() {} };
let leave = () => {};

function keyIn(text) {
  const found = /[#&]key=([^&\s]+)/.exec(text);
  return found ? decodeURIComponent(found[1]) : text.trim();
}

// The key opens the session once: afterwards the cookie does, and nobody can read the key from the address.
async function enter(key) {
  const answer = await fetch(`${page}/enter`, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-Alignlab": "1" },
    body: JSON.stringify({ key }),
  });
  if (answer.ok) return "";
  const said = await answer.json().catch(() => ({}));
  return said.text || "refused";
}

async function open() {
  const t = wordsFrom(await loadWords(model));
  let trouble = "";
  if (location.hash.includes("key=")) {
    const key = keyIn(location.hash);
    const [, then] = /[#&]then=(\w+)/.exec(location.hash) || [];
    history.replaceState(null, "", location.pathname + location.search);
    trouble = await enter(key).catch(() => t("door.offline"));
    if (!trouble && ONWARDS[then]) return location.replace(ONWARDS[then]);
  }
  if (trouble) showDoor(t, trouble === "refused" ? t("door.wrong") : trouble);
  else mount(t);
}

async function mount(t) {
  leave();
  place.replaceChildren();
  const { default: widget } = await import(`./${document.documentElement.dataset.module}.js`);
  place.addEventListener("alignlab:door", (event) => showDoor(t, event.detail), { once: true });
  leave = widget.render({ model, el: place });
}

function showDoor(t, text) {
  leave();
  leave = () => {};
  const said = make("p", { role: "alert", user: text || "" });
  const field = make("input", {
    class: "al-input",
    id: "door-key",
    autocomplete: "off",
    required: true,
    spellcheck: "false",
  });
  const submit = async (event) => {
    event.preventDefault();
    const trouble = await enter(keyIn(field.value)).catch(() => t("door.offline"));
    if (!trouble) return mount(t);
    said.textContent = trouble === "refused" ? t("door.wrong") : trouble;
    field.select();
  };
  place.replaceChildren(
    make(
      "div",
      { class: "al-desk" },
      make(
        "div",
        { class: "al-door" },
        make("h1", { text: t("door.title") }),
        make("p", { text: t("door.help") }),
        said,
        make(
          "form",
          { on: { submit } },
          make("label", { for: "door-key", text: t("door.label") }),
          field,
          make("button", { class: "al-button", type: "submit", text: t("door.open") }),
        ),
      ),
    ),
  );
  field.focus();
}

const begin = () => open().catch(() => setTimeout(begin, 3000)); // the words did not come: the server is not there yet
begin();
window.addEventListener("hashchange", () => location.hash.includes("key=") && begin());
