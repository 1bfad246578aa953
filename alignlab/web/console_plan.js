// The plan, to be changed: minutes, order, visibility, method, groups; steps to add, copy and drop; what to look at.
// Only steps that wait can be changed. `drawPlan(desk)` gives the elements; `planKey(view)` says when to draw them anew.

import { drawPlacesFold } from "./console_meeting.js";
import { download, hasServer, post } from "./desk_http.js";
import { make } from "./desk_kit.js";

const SIZES = Array.from({ length: 10 }, (_, more) => ({ id: String(3 + more), title: String(3 + more) }));
const SLIM = { class: "al-button al-quiet al-slim" };

export function planKey({ edit, places, links }) {
  return JSON.stringify([edit, places, links && links.join]);
}

export function drawPlan(desk) {
  const { t, view } = desk;
  const { edit } = view;
  if (!edit) return null;
  const whole = edit.notices.filter((notice) => !notice.step);
  return make(
    "section",
    { class: "al-panel al-plan", "aria-label": t("plan.label") },
    make("h3", { text: t("plan.title", { minutes: number(edit.minutes) }) }),
    edit.notices.length > 0 && make("p", { class: "al-plan-warn", text: t("plan.notices", { n: edit.notices.length }) }),
    whole.map((notice) => make("p", { class: "al-plan-warn", user: sentence(notice.text) })),
    make(
      "ol",
      { class: "al-plan-steps" },
      edit.steps.map((step, place) => drawStep(desk, step, place)),
    ),
    drawAdd(desk),
    drawPlacesFold(desk, "prepare"),
    drawFiles(desk),
  );
}

function change(desk, data) {
  return desk.send("change plan", data);
}

function drawStep(desk, step, place) {
  const { t, view } = desk;
  const { steps, notices } = view.edit;
  const told = notices.filter((notice) => notice.step === step.id);
  const set = (values) => change(desk, { change: "set", step: step.id, ...values });
  const first = steps.findIndex((other) => other.waits);
  const icon = (key, sign, label, press, disabled) =>
    desk.button(`${key}-${step.id}`, sign, press, { ...SLIM, "aria-label": label, title: label, disabled });
  const title = make("span", { class: "al-plan-title", user: step.title });
  if (!step.waits)
    return make("li", { class: "al-plan-step al-past" }, title, make("span", { class: "al-soft al-small", text: t("plan.begun") }));
  return make(
    "li",
    { class: "al-plan-step" },
    make(
      "div",
      { class: "al-plan-row" },
      make("div", { class: "al-plan-name" }, title, drawHow(desk, step)),
      make(
        "div",
        { class: "al-row al-plan-move" },
        icon("up", "↑", t("plan.up", { title: step.title }), () => move(desk, step, place - 1), place <= first),
        icon("down", "↓", t("plan.down", { title: step.title }), () => move(desk, step, place + 1), place === steps.length - 1),
      ),
      make(
        "div",
        { class: "al-plan-times" },
        minutesField(desk, step, "minutes", set),
        step.kind === "exercise" && minutesField(desk, step, "show_minutes", set),
      ),
      make(
        "details",
        { class: "al-fold", "data-key": `plan-${step.id}` },
        make("summary", { text: t("plan.more"), "aria-label": t("plan.more.label", { title: step.title }) }),
        make(
          "div",
          { class: "al-plan-more" },
          drawTitle(desk, step, set),
          choice(desk, step, "privacy", step.stricter.length > 1 ? step.stricter : [], step.privacy, (value) => set({ privacy: value })),
          select(desk, step, "method", step.methods, step.method, (value) => set({ method: value })),
          step.picture_can && choice(desk, step, "picture", ["yes", "no"], step.picture ? "yes" : "no", (value) => set({ picture: value === "yes" })),
          step.kind !== "break" &&
            choice(desk, step, "groups", ["", "pairs", "fours", "tables"], step.groups, (value) => set({ groups: value || null })),
          step.groups === "tables" && select(desk, step, "table_size", SIZES, String(step.table_size), (value) => set({ table_size: Number(value) })),
          make(
            "div",
            { class: "al-row" },
            desk.button(`copy-${step.id}`, t("plan.copy"), () => change(desk, { change: "copy", step: step.id }), SLIM),
            desk.button(`drop-${step.id}`, t("plan.drop"), () => change(desk, { change: "drop", step: step.id }), SLIM),
          ),
        ),
      ),
    ),
    told.map((notice) => make("p", { class: "al-plan-warn", user: sentence(notice.text) })),
  );
}

// How the step is done, in one quiet line: what *More* would change.
function drawHow({ t }, step) {
  const method = step.methods.find((one) => one.id === step.method);
  const told = [
    step.kind === "exercise" && step.stricter.length > 0 && t(`plan.privacy.${step.privacy}.short`),
    step.picture_can && !step.picture && t("plan.picture.no.short"),
    step.groups && t(`plan.groups.${step.groups}.short`),
  ];
  const words = [method && method.title, ...told].filter(Boolean).join(" · ");
  return words && make("span", { class: "al-soft al-small", user: words });
}

function move(desk, step, to) {
  return change(desk, { change: "move", step: step.id, to });
}

function minutesField(desk, step, name, set) {
  const { t } = desk;
  const field = make("input", {
    class: "al-input al-plan-minutes",
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    "data-key": `${name}-${step.id}`,
    value: number(step[name]),
    "aria-label": t(`plan.${name}`, { title: step.title }),
    on: {
      change: () => {
        const value = Number(field.value.replace(",", "."));
        const good = Number.isFinite(value) && (value > 0 || name === "show_minutes");
        settle(field, number(good ? value : step[name]));
        if (good) set({ [name]: value });
      },
    },
  });
  return make("label", { class: "al-plan-time" }, field, make("span", { "aria-hidden": "true", text: t(`plan.unit.${name}`) }));
}

function drawTitle(desk, step, set) {
  const { t } = desk;
  const field = make("input", {
    class: "al-input",
    "data-key": `title-${step.id}`,
    maxlength: "80",
    dir: "auto",
    autocomplete: "off",
    value: step.title,
    on: {
      change: () => {
        settle(field, field.value.trim() || step.title);
        set({ title: field.value });
      },
    },
  });
  return make("label", { class: "al-field" }, make("span", { text: t("plan.field.title") }), field);
}

function choice(desk, step, name, values, chosen, set) {
  const options = values.map((value) => ({ id: value, title: desk.t(`plan.${name}.${value || "none"}`) }));
  return select(desk, step, name, options, chosen, set);
}

function select(desk, step, name, options, chosen, set) {
  const { t } = desk;
  if (!options.length) return null;
  const field = make(
    "select",
    { class: "al-input", "data-key": `${name}-${step.id}`, on: { change: () => set(field.value) } },
    options.map(({ id, title }) => make("option", { value: id, selected: id === chosen, text: title })),
  );
  return make("label", { class: "al-field" }, make("span", { text: t(`plan.field.${name}`) }), field);
}

// A new step goes behind the last one, from where it can be moved.
function drawAdd(desk) {
  const { t, view } = desk;
  const field = make(
    "select",
    { class: "al-input", "data-key": "plan-template", "aria-label": t("plan.add.label") },
    view.edit.templates.map((row) =>
      make("option", { value: row.id, text: t("plan.template", { title: row.title, minutes: number(row.minutes) }) }),
    ),
  );
  const add = () => change(desk, { change: "add", template: field.value });
  return make("div", { class: "al-row" }, field, desk.button("plan-add", t("plan.add"), add, SLIM));
}

// As a file: download, keep in the data folder, use another one. The first two need a server.
function drawFiles(desk) {
  const { t, view } = desk;
  const stored = hasServer(desk);
  const said = make("p", { class: "al-soft al-small", role: "status" });
  const file = make("input", { type: "file", accept: ".yaml,.yml", class: "al-hidden", tabindex: "-1", "aria-hidden": "true" });
  file.addEventListener("change", async () => {
    if (!file.files.length) return;
    const text = await file.files[0].text();
    if (await change(desk, { change: "load", text })) said.textContent = t("plan.loaded", { name: file.files[0].name });
  });
  const name = make("input", {
    class: "al-input",
    "data-key": "plan-name",
    maxlength: "40",
    autocomplete: "off",
    value: view.edit.id,
    "aria-label": t("plan.name"),
  });
  const own = make("input", { type: "checkbox", "data-key": "plan-own" });
  const save = async () => {
    said.textContent = t("saving");
    const told = await post(desk, "plan", { name: name.value.trim(), own: own.checked });
    said.textContent = told.ok ? t("plan.saved", { name: told.name }) : told.text;
  };
  const fetchFile = async () => {
    const got = await download(desk, own.checked ? "plan.yaml?own=1" : "plan.yaml", `${view.edit.id}.yaml`);
    said.textContent = got.ok ? "" : got.text;
  };
  return make(
    "details",
    { class: "al-fold", "data-key": "plan-files" },
    make("summary", { text: t("plan.files") }),
    make(
      "div",
      { class: "al-plan-more" },
      stored && view.edit.own && make("label", { class: "al-toggle" }, make("span", { text: t("plan.own") }), own),
      stored && make("div", { class: "al-row" }, name, desk.button("plan-save", t("plan.save"), save, SLIM)),
      make(
        "div",
        { class: "al-row" },
        stored && desk.button("plan-download", t("plan.download"), fetchFile, SLIM),
        !view.edit.begun && desk.button("plan-load", t("plan.load"), () => file.click(), SLIM),
        file,
      ),
      said,
    ),
  );
}

// What stands in the field is sent: from now on it shows what the room says.
function settle(field, text) {
  field.value = field.defaultValue = text;
}

function number(value) {
  return String(Math.round(value * 10) / 10);
}

function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
