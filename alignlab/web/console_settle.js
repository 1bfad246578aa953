// What the room settles: the practice that the group tries today, decisions, and commitments that people shared.
// Typed text stays in its field until the room has stored it.

import { dateText, make } from "./desk_kit.js";

export function drawSettled(desk) {
  const { view } = desk;
  return [
    (view.practices.length > 0 || view.practice) && drawPractice(desk),
    view.step || view.decisions.length > 0 ? drawDecisions(desk) : null,
    view.commitments.length > 0 && drawCommitments(desk),
  ];
}

function drawPractice(desk) {
  const { t, view } = desk;
  const chosen =
    view.practice &&
    make(
      "p",
      { class: "al-chosen" },
      make("span", { class: "al-label", text: t("practice.today") }),
      make("span", { class: "al-chosen-text", user: view.practice }),
    );
  if (!view.practices.length) return make("section", { class: "al-panel", "aria-label": t("practice") }, chosen);
  const form = make(
    "form",
    { class: "al-practices", on: { submit: (event) => choosePractice(desk, event) } },
    make(
      "fieldset",
      {},
      make("legend", { text: t("practice.legend") }),
      view.practices.map((row) =>
        make(
          "label",
          { class: "al-option" },
          make("input", {
            type: "radio",
            name: "practice",
            value: row.statement,
            "data-key": `practice-${row.statement}`,
          }),
          make("span", { user: row.text }),
        ),
      ),
      make(
        "label",
        { class: "al-option" },
        make("input", { type: "radio", name: "practice", value: "", "data-key": "practice-own" }),
        make("span", { text: t("practice.own") }),
      ),
    ),
    make("input", {
      class: "al-input",
      name: "own",
      maxlength: "300",
      dir: "auto",
      autocomplete: "off",
      "data-key": "practice-text",
      "aria-label": t("practice.own.label"),
      on: { input: ownIsChosen },
    }),
    make(
      "div",
      { class: "al-row" },
      make("button", {
        type: "submit",
        class: "al-button al-quiet",
        "data-key": "practice-choose",
        text: t("practice.choose"),
      }),
    ),
  );
  const folded = make(
    "details",
    { class: "al-fold", "data-key": "practices", open: !view.practice },
    make("summary", { text: t(view.practice ? "practice.change" : "practice.offer") }),
    form,
  );
  return make("section", { class: "al-panel", "aria-label": t("practice") }, chosen, folded);
}

function ownIsChosen(event) {
  event.target.form.querySelector("[data-key=practice-own]").checked = true;
}

async function choosePractice(desk, event) {
  event.preventDefault();
  const form = event.target;
  const chosen = form.querySelector("input[name=practice]:checked");
  const own = form.elements.own.value.trim();
  if (!chosen || (!chosen.value && !own)) {
    (chosen ? form.elements.own : form.querySelector("input[type=radio]")).focus();
    return;
  }
  const offered = desk.view.practices.find((row) => row.statement === chosen.value);
  const words = offered ? { statement: offered.statement, text: offered.text } : { text: own };
  const stored = await desk.send("choose practice", words);
  const fold = desk.settled.querySelector("[data-key=practices]");
  if (stored && fold) fold.open = false;
}

function drawDecisions(desk) {
  const { t, view } = desk;
  desk.forms.decision = desk.forms.decision || decisionForm(desk);
  const rows = view.decisions.map((row) =>
    make(
      "li",
      { class: "al-decision" },
      make(
        "div",
        {},
        row.no && make("span", { class: "al-chip al-no", text: t("decision.no") }),
        row.proposed && make("span", { class: "al-chip", text: t("decision.proposed") }),
        row.stays && make("span", { class: "al-chip", text: t("decision.stays") }),
        row.wished && !row.stays && make("span", { class: "al-chip al-no", text: t("decision.wished") }),
        make("p", { class: "al-decision-text", user: row.text }),
        make("p", { class: "al-soft al-small" }, details(t, row)),
      ),
      make(
        "div",
        { class: "al-row" },
        row.proposed &&
          desk.button(`decide-${row.id}`, t("decision.decide"), () => decide(desk, row), {
            class: "al-button al-quiet al-slim",
            "aria-label": t("decision.decide.label", { text: row.text }),
          }),
        desk.button(`stay-${row.id}`, t(row.stays ? "decision.out" : "decision.stay"), () => stay(desk, row), {
          class: "al-button al-quiet al-slim",
          "aria-label": t(row.stays ? "decision.out.label" : "decision.stay.label", { text: row.text }),
        }),
        !row.id.includes(".") && desk.button(`withdraw-${row.id}`, t("withdraw"), () => withdraw(desk, row), {
          class: "al-button al-quiet al-slim",
          "aria-label": t("withdraw.label", { text: row.text }),
        }),
      ),
    ),
  );
  return make(
    "section",
    { class: "al-panel", "aria-label": t("decisions") },
    make("h3", { text: t("decisions.n", { n: rows.length }) }),
    rows.length > 0 && make("ul", { class: "al-decisions" }, rows),
    make(
      "details",
      { class: "al-fold", "data-key": "decide" },
      make("summary", { text: t("decision.new") }),
      desk.forms.decision,
    ),
  );
}

function details(t, row) {
  const parts = [
    row.owner && t("decision.owner", { owner: row.owner }),
    row.by && t("decision.by", { by: dateText(row.by) }),
    row.first_step && t("decision.first", { step: row.first_step }),
    row.until && t("decision.until", { until: dateText(row.until) }),
  ];
  return parts.filter(Boolean).map((text) => make("span", { class: "al-part", user: text }));
}

// A line that stays in the room is in no recap.
function stay(desk, row) {
  return desk.send("keep here", { decision: row.id, stays: !row.stays });
}

// The proposal goes into the form, so that it gets an owner, a day and a first step before it is decided.
function decide(desk, row) {
  const form = desk.forms.decision;
  form.dataset.decision = row.id;
  form.elements.proposed.checked = false;
  for (const name of ["text", "owner", "by", "first_step", "until"]) form.elements[name].value = row[name] || "";
  form.closest("details").open = true;
  form.elements.owner.focus();
}

function withdraw(desk, row) {
  desk.ask({
    text: desk.t("withdraw.ask", { text: row.text }),
    yes: desk.t("withdraw"),
    run: () => desk.send("withdraw decision", { decision: row.id }),
  });
}

// Made once and moved along whenever the list around it is drawn again: with all that was typed.
function decisionForm(desk) {
  const { t } = desk;
  const field = (name, attributes = {}) =>
    make(
      "label",
      { class: "al-field", "data-for": name },
      make("span", { text: t(`decision.field.${name}`) }),
      make(attributes.rows ? "textarea" : "input", {
        class: "al-input",
        name,
        "data-key": `decision-${name}`,
        dir: "auto",
        autocomplete: "off",
        maxlength: "300",
        ...attributes,
      }),
    );
  const kind = (value, text) =>
    make(
      "label",
      { class: "al-option al-option-slim" },
      make("input", { type: "radio", name: "no", value, "data-key": `decision-no-${value}`, checked: value === "" }),
      make("span", { text }),
    );
  const said = make("p", { class: "al-soft al-small", role: "status" });
  const form = make(
    "form",
    { class: "al-decide", "data-no": "false" },
    make(
      "fieldset",
      { class: "al-choice" },
      make("legend", { text: t("decision.kind") }),
      kind("", t("decision.yes")),
      kind("no", t("decision.no")),
    ),
    field("text", { rows: "2", required: true, maxlength: "2000" }),
    field("owner", { maxlength: "40" }),
    field("by", { type: "date" }),
    field("first_step"),
    field("until", { type: "date" }),
    make(
      "label",
      { class: "al-option al-option-slim" },
      make("input", { type: "checkbox", name: "proposed", "data-key": "decision-proposed" }),
      make("span", { text: t("decision.propose") }),
    ),
    make(
      "div",
      { class: "al-row" },
      make("button", { type: "submit", class: "al-button al-quiet", text: t("decision.save") }),
    ),
    said,
  );
  form.addEventListener("change", () => (form.dataset.no = String(form.elements.no.value === "no")));
  form.addEventListener("submit", (event) => saveDecision(desk, event, said));
  return form;
}

async function saveDecision(desk, event, said) {
  event.preventDefault();
  const form = event.target;
  const value = (name) => form.elements[name].value.trim();
  const no = value("no") === "no";
  if (!value("text")) return form.elements.text.focus();
  said.textContent = desk.t("saving");
  const data = no
    ? { text: value("text"), owner: value("owner"), by: "", first_step: "", no: true, until: value("until") }
    : {
        text: value("text"),
        owner: value("owner"),
        by: value("by"),
        first_step: value("first_step"),
        no: false,
        until: "",
      };
  const known = form.dataset.decision ? { decision: form.dataset.decision } : {};
  const stored = await desk.send("record decision", { ...data, ...known, proposed: form.elements.proposed.checked });
  said.textContent = desk.t(stored ? "decision.saved" : "decision.kept");
  if (!stored) return;
  form.reset();
  form.dataset.no = "false";
  delete form.dataset.decision;
  form.elements.text.focus();
}

function drawCommitments(desk) {
  const { t, view } = desk;
  return make(
    "section",
    { class: "al-panel", "aria-label": t("commitments") },
    make("h3", { text: t("commitments.n", { n: view.commitments.length }) }),
    make(
      "ul",
      { class: "al-commitments" },
      view.commitments.map((row) =>
        make(
          "li",
          {},
          make("p", {}, make("b", { user: row.name }), " ", make("bdi", { text: row.text })),
          make("p", {
            class: "al-soft al-small",
            user: [row.when, row.by && t("decision.by", { by: dateText(row.by) })].filter(Boolean).join(" · "),
          }),
        ),
      ),
    ),
  );
}
