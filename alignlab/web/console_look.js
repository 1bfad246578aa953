// The look before the show: the picture that only the facilitator sees, with a tick at each finding that shall go on
// the wall.

import { MOST_PICKS } from "./console_choice.js";
import { make } from "./desk_kit.js";
import { drawChart } from "./picture.js";

// Which of several charts the wall shows. `chosen`: its id; `choose` is called with another one.
export function drawWallChoice(t, all, chosen, choose) {
  const charts = all.filter((chart) => chart.wall !== false);
  if (charts.length < 2) return null;
  const on = charts.some((chart) => chart.id === chosen) ? chosen : charts[0].id;
  return make(
    "fieldset",
    { class: "al-picks al-wall-choice" },
    make("legend", { text: t("look.wall") }),
    charts.map((chart) =>
      make(
        "button",
        {
          type: "button",
          class: chart.id === on ? "al-pick al-on" : "al-pick",
          "aria-pressed": String(chart.id === on),
          "data-key": `wall-${chart.id}`,
          on: { click: () => chart.id === on || choose(chart.id) },
        },
        make("span", { user: chart.title }),
      ),
    ),
  );
}

export function drawLook(desk, variant) {
  const { t, view } = desk;
  const { picture } = view.look;
  if (!picture) return make("p", { class: "al-lead", role: "status", text: t("look.wait") });
  if (view.look.private) return drawPrivate(t, picture);
  const picks = desk.choice.picks();
  const full = picks.length >= MOST_PICKS;
  const rows = picture.findings.map((finding) => {
    const on = picks.includes(finding.id);
    return make(
      "label",
      { class: on ? "al-pick al-on" : "al-pick" },
      make("input", {
        type: "checkbox",
        "data-key": `pick-${finding.id}`,
        disabled: full && !on,
        on: { change: (event) => desk.choice.pick(finding.id, event.target.checked) },
        ...(on ? { checked: true } : {}),
      }),
      make(
        "span",
        {},
        make("span", { class: "al-finding-text", user: finding.text }),
        make("span", { class: "al-finding-question", user: finding.question }),
      ),
    );
  });
  return make(
    "div",
    { class: "al-look", role: "group", "aria-label": t("look.label") },
    make("p", { class: "al-private", text: t("look.private") }),
    make("h3", { user: picture.title }),
    picture.n_text && make("p", { class: "al-soft", user: picture.n_text }),
    rows.length > 0 &&
      make(
        "fieldset",
        { class: "al-picks" },
        make("legend", { text: t("look.pick") }),
        rows,
        make("p", {
          class: "al-soft al-small",
          role: "status",
          text: full ? t("look.full") : t("look.picked", { n: picks.length }),
        }),
      ),
    drawWallChoice(t, picture.charts, desk.choice.wall(), (id) => desk.choice.putOnTheWall(id)),
    make(
      "div",
      { class: "al-charts" },
      picture.charts.map((chart) => drawChart(chart, variant)),
    ),
    picture.withheld.length > 0 &&
      make(
        "ul",
        { class: "al-withheld" },
        picture.withheld.map((text) => make("li", { user: text })),
      ),
  );
}

// What nobody else ever sees: one sentence, nothing to pick.
function drawPrivate(t, picture) {
  return make(
    "div",
    { class: "al-look", role: "group", "aria-label": t("look.label") },
    make("p", { class: "al-private", text: t("look.alone") }),
    picture.findings.map((finding) => [
      make("p", { class: "al-finding-text", user: finding.text }),
      make("p", { class: "al-finding-question", user: finding.question }),
    ]),
  );
}
