// Lines that people write for everybody: the host looks first, posts them one by one or those of all groups at once, and
// can take them off the wall again.

import { make } from "./desk_kit.js";

// What people wrote for everybody, before anybody else sees it.
export function drawLines(desk) {
  const { t, view } = desk;
  const [waiting, posted] = [view.to_look_at || [], view.posted || []];
  if (!waiting.length && !posted.length) return null;
  const ofGroups = waiting.filter((line) => line.topic === "group");
  const all = () => desk.send("post lines", { lines: ofGroups.map((line) => line.id) });
  return make(
    "section",
    { class: "al-panel", "aria-label": t("lines.label") },
    waiting.length > 0 && [
      make("h3", { text: t("lines.n", { n: waiting.length }) }),
      make("ul", { class: "al-decisions" }, waiting.map((line) => drawLine(desk, line))),
      ofGroups.length > 1 &&
        desk.button("post-all", t("lines.post.all", { n: ofGroups.length }), all, { class: "al-button al-quiet al-slim" }),
    ],
    posted.length > 0 && drawPosted(desk, posted),
  );
}

// What groups wrote and everybody reads now. Taken back, a line waits for a look again.
function drawPosted(desk, posted) {
  const { t } = desk;
  const slim = { class: "al-button al-quiet al-slim" };
  const back = (lines) => () => desk.send("take lines back", { lines: lines.map((line) => line.id) });
  return make(
    "details",
    { class: "al-fold", "data-key": "posted" },
    make("summary", { text: t("lines.posted.n", { n: posted.length }) }),
    make(
      "ul",
      { class: "al-decisions" },
      posted.map((line) =>
        make(
          "li",
          { class: "al-decision al-line" },
          make("div", {}, make("p", { user: line.text }), make("p", { class: "al-soft al-small", user: line.label })),
          desk.button(`back-${line.id}`, t("lines.back"), back([line]), {
            ...slim,
            "aria-label": t("lines.back.label", { text: line.text }),
          }),
        ),
      ),
    ),
    posted.length > 1 && desk.button("back-all", t("lines.back.all", { n: posted.length }), back(posted), slim),
  );
}

function drawLine(desk, line) {
  const { t } = desk;
  const about = line.label || t(`lines.${line.topic}`);
  const post = () => desk.send("post line", { line: line.id });
  const take = () =>
    desk.send("record decision", { text: line.text, proposed: true, line: line.id, owner: "", by: "", first_step: "" });
  return make(
    "li",
    { class: "al-decision al-line" },
    make("div", {}, make("p", { user: line.text }), make("p", { class: "al-soft al-small", user: about })),
    make(
      "div",
      { class: "al-row" },
      line.topic === "decision"
        ? desk.button(`take-${line.id}`, t("lines.take"), take, { class: "al-button al-quiet al-slim" })
        : desk.button(`post-${line.id}`, t(line.topic === "parking" ? "lines.park" : "lines.post"), post, {
            class: "al-button al-quiet al-slim",
          }),
      desk.button(`drop-${line.id}`, t("lines.drop"), () => desk.send("drop line", { line: line.id }), {
        class: "al-button al-quiet al-slim",
        "aria-label": t("lines.drop.label", { text: line.text }),
      }),
    ),
  );
}
