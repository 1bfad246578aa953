// What stands above everything on the console: no connection, paused, a refusal, who leads, warnings.

import { make } from "./desk_kit.js";

export function drawNotices(desk) {
  const { t, view, ui, state } = desk;
  const box = (kind, text, ...more) =>
    make(
      "div",
      { class: `al-notice al-${kind}`, role: kind === "stop" ? "alert" : null },
      make("p", { user: text }),
      ...more,
    );
  const paused = view.session.phase === "paused";
  return [
    state !== "online" && box("warn", t(state === "gone" ? "gone" : "offline")),
    paused && box(view.session.notice ? "stop" : "warn", view.session.notice || t("paused")),
    !paused && view.session.notice && box("warn", view.session.notice),
    ui.said && box(ui.said.kind, ui.said.text),
    view.driver &&
      box(
        "calm",
        t("driver"),
        desk.button("take-over", t("take.over"), () => desk.send("take over", {})),
      ),
    view.warnings.length > 0 &&
      make(
        "ul",
        { class: "al-notice al-warn al-warnings" },
        view.warnings.map((text) => make("li", { user: text })),
      ),
  ];
}
