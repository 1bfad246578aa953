// The place *Recap*: the host's draft. What was typed is sent when its field is left; the room keeps it, readers see
// nothing before *share*. `drawLast` is what the team's last session left, for the opening of this one.

import { addressOf, dateText, make } from "./desk_kit.js";

const FIELDS = [
  ["headline", 1],
  ["lead", 3],
  ["ask", 2],
  ["questions", 2],
  ["next_day", 0],
  ["next_date", 1],
  ["note", 3],
];

export function drawRecap(desk) {
  const { t, view } = desk;
  return make(
    "section",
    { class: "al-panel al-recap", "aria-label": t("recap") },
    make(
      "div",
      { class: "al-row" },
      make("h3", { text: t("recap.title") }),
      make("span", { class: view.recap.shared ? "al-chip al-good" : "al-chip", text: t(stateKey(view)) }),
      view.recap.rehearsal && make("span", { class: "al-chip", text: t("recap.rehearsal") }),
    ),
    make("p", { class: "al-soft al-small", text: t(view.recap.shared ? "recap.shared.help" : "recap.draft.help") }),
    drawSharing(desk),
    drawFields(desk),
    drawPictures(desk),
    drawNames(desk),
  );
}

function stateKey({ recap }) {
  return recap.shared ? "recap.shared" : "recap.draft";
}

function drawSharing(desk) {
  const { t, view, model } = desk;
  const { recap } = view;
  const host = view.links.recap ? view.links.recap.replace(/r\/(\w+)$/, "f/$1/leadership") : recap.leadership;
  // A notebook's browser has no cookie for the draft: the console's own link gives it one on the way.
  const draft = (path, then) => (view.links.console ? `${view.links.console}&then=${then}` : path);
  const open = (key, path, text) =>
    make("a", {
      class: "al-button al-quiet al-slim",
      href: addressOf(path, view.links, model),
      target: "_blank",
      rel: "noopener",
      "data-key": key,
      text,
    });
  const press = recap.shared
    ? desk.button("recap-withdraw", t("recap.withdraw"), () => desk.send("withdraw recap", {}), {
        class: "al-button al-quiet al-slim",
      })
    : desk.button("recap-share", t("recap.share"), () => share(desk), { quiet: false });
  return make(
    "div",
    { class: "al-recap-share" },
    make(
      "div",
      { class: "al-row" },
      press,
      open("recap-team", recap.shared ? recap.link : draft(recap.link, "recap"), t("recap.preview")),
      open("recap-leaders", recap.shared ? recap.leadership : draft(host, "leadership"), t("recap.preview.leadership")),
    ),
    recap.shared && [
      drawAddress(desk, "recap-link", t("recap.address"), recap.link),
      drawAddress(desk, "recap-leadership", t("recap.address.leadership"), recap.leadership),
    ],
    !recap.shared && drawCheck(t),
  );
}

function share(desk) {
  desk.ask({ text: desk.t("recap.share.ask"), yes: desk.t("recap.share"), run: () => desk.send("share recap", {}) });
}

// Without a clipboard in an insecure context, an address is selected by a tap and copied by hand.
function drawAddress(desk, key, label, path) {
  return make(
    "label",
    { class: "al-field" },
    make("span", { text: label }),
    make("input", {
      class: "al-input al-address",
      readonly: true,
      "data-key": key,
      value: addressOf(path, desk.view.links, desk.model),
      on: { focus: (event) => event.target.select() },
    }),
  );
}

function drawCheck(t) {
  const lines = ["absent", "room", "person", "surprise", "read"];
  return make(
    "details",
    { class: "al-fold", "data-key": "recap-check" },
    make("summary", { text: t("recap.check") }),
    make(
      "ul",
      { class: "al-checks" },
      lines.map((line) => make("li", { text: t(`recap.check.${line}`) })),
    ),
  );
}

// ------------------------------------------------------------ the host's own words

function drawFields(desk) {
  const form = desk.forms.recap || (desk.forms.recap = recapForm(desk));
  for (const [name] of FIELDS) {
    const field = form.elements[name];
    const stored = desk.view.recap.fields[name];
    if (field.dataset.stored === stored) continue;
    const untouched = field.value === (field.dataset.stored || "");
    field.dataset.stored = stored;
    if (untouched) field.value = stored; // never over what somebody is writing
  }
  return form;
}

function recapForm(desk) {
  const { t } = desk;
  const said = make("p", { class: "al-soft al-small", role: "status" });
  const form = make(
    "form",
    { class: "al-recap-fields", on: { submit: (event) => event.preventDefault() } },
    FIELDS.map(([name, rows]) =>
      make(
        "label",
        { class: "al-field", "data-for": name },
        make("span", { text: t(`recap.field.${name}`) }),
        make(rows > 1 ? "textarea" : "input", {
          class: "al-input",
          name,
          "data-key": `recap-${name}`,
          rows: rows > 1 ? rows : null,
          type: rows > 1 ? null : rows ? "text" : "date",
          dir: rows ? "auto" : null,
          autocomplete: "off",
          maxlength: rows ? "2000" : null,
          placeholder: rows ? t(`recap.hint.${name}`) : null,
        }),
      ),
    ),
    said,
  );
  for (const left of ["change", "focusout"]) form.addEventListener(left, (event) => saveField(desk, event.target, said));
  return form;
}

async function saveField(desk, field, said) {
  const known = field.dataset.sent === undefined ? field.dataset.stored || "" : field.dataset.sent;
  if (field.value === known) return;
  field.dataset.sent = field.value;
  said.textContent = desk.t("saving");
  const stored = await desk.send("edit recap", { field: field.name, text: field.value });
  if (field.dataset.sent === field.value || !stored) delete field.dataset.sent;
  said.textContent = desk.t(stored ? "recap.saved" : "recap.kept");
}

// ------------------------------------------------------------ what stands in it, and in which order

function drawPictures(desk) {
  const { t, view } = desk;
  const { pictures } = view.recap;
  if (!pictures.length) return make("p", { class: "al-soft", text: t("recap.nothing") });
  return make(
    "div",
    { class: "al-recap-pictures" },
    make("h4", { text: t("recap.parts") }),
    make(
      "ol",
      {},
      pictures.map((picture, at) => drawPicture(desk, picture, at)),
    ),
  );
}

function drawPicture(desk, picture, at) {
  const { t, view } = desk;
  const title = picture.round > 1 ? t("recap.round", { title: picture.title, n: picture.round }) : picture.title;
  const last = view.recap.pictures.length - 1;
  const move = (by, sign, key, off) =>
    desk.button(`recap-${key}-${picture.key}`, sign, () => moved(desk, at, at + by), {
      class: "al-button al-quiet al-slim",
      "aria-label": t(`recap.${key}`, { title }),
      disabled: off,
    });
  return make(
    "li",
    {},
    make(
      "div",
      { class: "al-row al-recap-part" },
      tick(`recap-show-${picture.key}`, title, !picture.hidden, (on) => toggled(desk, picture.key, on)),
      make("span", { class: "al-row" }, move(-1, "↑", "up", at === 0), move(1, "↓", "down", at === last)),
    ),
    picture.privacy === "about_me" && make("p", { class: "al-soft al-small", text: t("recap.team.only") }),
    !picture.hidden &&
      picture.findings.length > 0 &&
      make(
        "details",
        { class: "al-fold", "data-key": `recap-findings-${picture.key}` },
        make("summary", { text: t("recap.findings", { n: picture.findings.length }) }),
        picture.findings.map((finding) => {
          const id = `${picture.key}/${finding.id}`;
          return tick(`recap-finding-${id}`, finding.text, !finding.hidden, (on) => toggled(desk, id, on));
        }),
      ),
  );
}

function tick(key, text, checked, change) {
  return make(
    "label",
    { class: "al-option al-option-slim" },
    make("input", { type: "checkbox", "data-key": key, checked, on: { change: (event) => change(event.target.checked) } }),
    make("span", { user: text }),
  );
}

function moved(desk, from, to) {
  const order = desk.view.recap.pictures.map((picture) => picture.key);
  order.splice(to, 0, ...order.splice(from, 1));
  arrange(desk, { order });
}

function toggled(desk, id, on) {
  const out = new Set([...hiddenPictures(desk), ...hiddenFindings(desk)]);
  if (on) out.delete(id);
  else out.add(id);
  const ids = [...out];
  arrange(desk, { hidden: ids.filter((one) => !one.includes("/")), silent: ids.filter((one) => one.includes("/")) });
}

function hiddenPictures({ view }) {
  return view.recap.pictures.filter((picture) => picture.hidden).map((picture) => picture.key);
}

function hiddenFindings({ view }) {
  return view.recap.pictures.flatMap((picture) =>
    picture.findings.filter((finding) => finding.hidden).map((finding) => `${picture.key}/${finding.id}`),
  );
}

// The whole arrangement goes with each change, so that two hosts cannot leave half of one and half of the other.
function arrange(desk, change) {
  desk.send("arrange recap", {
    order: desk.view.recap.order,
    hidden: hiddenPictures(desk),
    silent: hiddenFindings(desk),
    ...change,
  });
}

function drawNames({ t, view }) {
  const { names } = view.recap;
  return make(
    "div",
    { class: "al-recap-names" },
    make("h4", { text: t("recap.names") }),
    make("p", { class: "al-soft al-small", text: t(names.length ? "recap.names.help" : "recap.names.none") }),
    names.length > 0 && make("p", { user: names.join(", ") }),
  );
}

// ------------------------------------------------------------ last time

export function drawLast({ t, view }) {
  const { last } = view;
  if (!last) return null;
  const list = (key, rows, line) =>
    rows.length > 0 && [
      make("h4", { text: t(key) }),
      make(
        "ul",
        { class: "al-decisions" },
        rows.map((row) => make("li", {}, make("p", { user: line(row) }), owner(t, row))),
      ),
    ];
  const commitment = (row) => [row.name, row.when, row.text].filter(Boolean).join(": ");
  return make(
    "section",
    { class: "al-panel al-last", "aria-label": t("last") },
    make("h3", { text: t("last.title", { day: dateText(last.day) }) }),
    make("p", { class: "al-question-text", text: t("last.questions") }),
    list("last.decided", last.decisions, (row) => row.text),
    list("last.no", last.said_no_to, (row) => row.text),
    list("last.commitments", last.commitments, commitment),
    last.practice && [make("h4", { text: t("last.practice") }), make("p", { user: last.practice })],
  );
}

function owner(t, row) {
  const parts = [row.owner, row.by && t("decision.by", { by: dateText(row.by) })].filter(Boolean);
  return parts.length > 0 && make("p", { class: "al-soft al-small", user: parts.join(" · ") });
}
