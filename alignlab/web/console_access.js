// Who is who and who may what: a person's name, ways in and out, special seats; who else runs the session.

import { hasServer, post } from "./desk_http.js";
import { make, timeOfDay } from "./desk_kit.js";

const GONE = ["left", "removed"];
const slim = { class: "al-button al-quiet al-slim" };
const danger = { class: "al-button al-quiet al-slim al-danger" };

function trouble(desk, { text }) {
  desk.set({ said: { kind: "warn", text: text || desk.t("refused") } });
}

// ---------------------------------------------------------------- one person

export function drawActions(desk, person, told) {
  const { t } = desk;
  return make(
    "div",
    { class: "al-actions" },
    make("p", { class: "al-soft al-small", text: known(desk, person, told) }),
    drawRename(desk, person),
    desk.ui.code && desk.ui.code.person === person.id && drawWayBack(desk, person),
    make("div", { class: "al-row" }, drawInAndOut(desk, person)),
    !GONE.includes(person.status) && person.decider !== undefined && drawSeats(desk, person),
    hasServer(desk) && person.decider !== undefined
      ? desk.button(`erase-${person.id}`, t("erase"), () => askToErase(desk, person), danger)
      : null,
  );
}

// What tells two people of the same name apart.
function known(desk, person, told) {
  const { t } = desk;
  return [
    t(`status.${told}`),
    person.joined && t("joined.at", { time: timeOfDay(person.joined) }),
    person.devices > 0 && t("devices", { n: person.devices }),
    person.devices === 0 && !GONE.includes(person.status) && t("devices.none"),
  ]
    .filter(Boolean)
    .join(" · ");
}

function drawRename(desk, person) {
  const { t } = desk;
  const field = make("input", {
    class: "al-input",
    "data-key": `rename-${person.id}`,
    maxlength: "40",
    dir: "auto",
    autocomplete: "off",
    "aria-label": t("rename.label", { name: person.name }),
    value: person.name,
  });
  const rename = async (event) => {
    event.preventDefault();
    const name = field.value.trim();
    if (name && (name === person.name || (await desk.send("rename person", { person: person.id, name }))))
      desk.set({ person: null });
  };
  return make(
    "form",
    { class: "al-row", on: { submit: rename } },
    field,
    make("button", { type: "submit", ...slim, "data-key": `save-${person.id}`, text: t("rename") }),
  );
}

function drawInAndOut(desk, person) {
  const { t } = desk;
  const close = () => desk.set({ person: null });
  const back = async () => {
    if (!(await desk.send("readmit", { person: person.id }))) return;
    if (person.status === "left" && hasServer(desk)) await giveWayBack(desk, person); // their devices forgot them
    else close();
  };
  const remove = () =>
    desk.ask({
      text: t("remove.ask", { name: person.name }),
      yes: t("remove"),
      run: () => desk.send("remove", { person: person.id }).then(close),
    });
  if (GONE.includes(person.status)) return [desk.button(`back-${person.id}`, t("readmit"), back, slim)];
  return [
    hasServer(desk) && desk.button(`way-${person.id}`, t("wayback"), () => giveWayBack(desk, person), slim),
    person.remote !== undefined &&
      desk.button(
        `remote-${person.id}`,
        t(person.remote ? "remote.unmark" : "remote.mark"),
        () => desk.send("mark remote", { person: person.id, remote: !person.remote }),
        slim,
      ),
    desk.button(`remove-${person.id}`, t("remove"), remove, danger),
  ];
}

async function giveWayBack(desk, person) {
  const given = await post(desk, "wayback", { person: person.id });
  if (given.ok) desk.set({ person: person.id, code: { person: person.id, code: given.code } });
  else trouble(desk, given);
}

function drawWayBack(desk, person) {
  const { t, ui } = desk;
  return make(
    "div",
    { class: "al-given", role: "status" },
    drawCode(desk, ui.code.code),
    make("p", { class: "al-small", user: t("wayback.how", { name: person.name, fold: t("wayback.fold") }) }),
  );
}

function drawCode(desk, code) {
  const spoken = desk.t("code.spoken", { code: [...code].join(" ") });
  return make("p", { class: "al-given-code", role: "img", "aria-label": spoken, text: code });
}

// Two seats that people read about before they answer: one who runs the session, and a decider.
function drawSeats(desk, person) {
  const { t } = desk;
  const seat = (key, label, why, on, yes, no) => {
    const box = make("input", {
      type: "checkbox",
      "data-key": `${key}-${person.id}`,
      checked: on,
      on: { change: () => desk.send(box.checked ? yes : no, { person: person.id }) },
    });
    return make(
      "label",
      { class: "al-seat" },
      box,
      make("span", {}, make("span", { text: label }), make("span", { class: "al-soft al-small", text: why })),
    );
  };
  return [
    seat("host", t("seat.host"), t("seat.host.why"), person.host, "take part", "take no part"),
    seat("decider", t("seat.decider"), t("seat.decider.why"), person.decider, "name decider", "unname decider"),
  ];
}

function askToErase(desk, person) {
  const { t } = desk;
  const { name } = person;
  const stays = person.erasure_waits ? t("erase.waits", { name }) : person.asks_erasure ? "" : t("erase.private");
  desk.ask({
    text: `${t("erase.ask", { name })} ${stays}`.trim(),
    yes: t("erase.yes", { name }),
    run: async () => {
      const done = await post(desk, "erase", { person: person.id });
      if (!done.ok) return trouble(desk, done);
      const kept = done.hidden.map((title) => t(done.asked ? "erase.follows" : "erase.kept", { title }));
      desk.set({ person: null, said: { kind: "calm", text: [t("erase.done", { name }), ...kept].join(" ") } });
    },
  });
}

// Signs beside a name in the list.
export function drawMarks(desk, person) {
  const { t } = desk;
  return [
    person.host && make("span", { class: "al-mark", text: t("mark.host") }),
    person.decider && make("span", { class: "al-mark", text: t("mark.decider") }),
  ];
}

// Somebody's wish to be erased stands above the list until the facilitator has answered it.
export function drawWishes(desk) {
  const { t, view } = desk;
  return [...view.people, ...(view.watching || [])]
    .filter((person) => person.asks_erasure)
    .map((person) =>
      make(
        "div",
        { class: "al-notice al-warn", role: "status" },
        make("p", { user: t("erase.wish", { name: person.name }) }),
        person.erasure_waits && make("p", { class: "al-small", user: t("erase.waits", { name: person.name }) }),
        hasServer(desk) && desk.button(`wish-${person.id}`, t("erase"), () => askToErase(desk, person), slim),
      ),
    );
}

export function drawWatching(desk, drawPerson) {
  const { t, view } = desk;
  const watching = view.watching || [];
  return (
    watching.length > 0 &&
    make(
      "details",
      { class: "al-fold", "data-key": "watching" },
      make("summary", { text: t("watching", { n: watching.length }) }),
      make(
        "ul",
        { class: "al-names" },
        watching.map((person) => drawPerson(desk, person)),
      ),
    )
  );
}

// ---------------------------------------------------------------- who runs the session

export function drawConsoles(desk) {
  const { t, ui, view } = desk;
  if (!hasServer(desk)) return null;
  const given = ui.console || {};
  return make(
    "details",
    { class: "al-fold al-consoles", "data-key": "consoles" },
    make("summary", { text: t("consoles", { n: view.consoles || 1 }) }),
    make(
      "div",
      { class: "al-actions" },
      make("p", { class: "al-soft al-small", text: t("consoles.why") }),
      desk.button("handover", t("handover"), () => handOver(desk), slim),
      given.code && drawHandover(desk, given),
      desk.button("step-down", t("stepdown"), () => stepDown(desk), slim),
      desk.button("alone", t("alone"), () => beAlone(desk), danger),
      given.link && drawLink(desk, given.link),
    ),
  );
}

async function handOver(desk) {
  const given = await post(desk, "handover");
  if (given.ok) desk.set({ console: { code: given.code, at: given.at } });
  else trouble(desk, given);
}

function drawHandover(desk, { code, at }) {
  return make(
    "div",
    { class: "al-given", role: "status" },
    drawCode(desk, code),
    make("p", { class: "al-small", user: desk.t("handover.how", { at }) }),
  );
}

function stepDown(desk) {
  const { t, view } = desk;
  desk.ask({
    text: t(view.consoles > 1 ? "stepdown.ask" : "stepdown.last"),
    yes: t("stepdown"),
    run: async () => {
      const done = await post(desk, "leave");
      if (!done.ok) trouble(desk, done);
    },
  });
}

function beAlone(desk) {
  desk.ask({
    text: desk.t("alone.ask"),
    yes: desk.t("alone"),
    run: async () => {
      const done = await post(desk, "alone");
      if (done.ok) desk.set({ console: { link: done.link } });
      else trouble(desk, done);
    },
  });
}

function drawLink(desk, link) {
  return make(
    "div",
    { class: "al-given" },
    make("p", { class: "al-small", text: desk.t("alone.link") }),
    make("input", {
      class: "al-input al-address",
      readonly: true,
      value: link,
      "aria-label": desk.t("alone.link"),
      on: { focus: (event) => event.target.select() },
    }),
  );
}
