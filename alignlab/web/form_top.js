// The top of the page: whose session, whether all is saved, how much time is left, how far one is, what one must know.

import { h, say } from "./form_kit.js";

/** `head` takes the menu's button and gives the bar's nodes; `told` shows a sentence about what did not work. */
export function topOf(page, sheet) {
  const { t, root } = page;
  const title = say("h1", "al-title", "");
  const simulated = h("p", { class: "al-simulated", hidden: true }, t("top.simulated"));
  const status = h("p", { class: "al-status", role: "status" });
  const timer = h("p", { class: "al-timer", role: "timer", "aria-label": t("top.timer"), hidden: true });
  const bar = h("i", {});
  const notice = h("div", { class: "al-notice", role: "status", hidden: true });

  const over = () => page.view.session.phase === "ended";
  function statusKey() {
    if (page.state.gone) return "status.closed";
    if (!page.state.online && !page.view) return "status.connecting";
    if (!page.state.online) return over() && !page.state.unsent ? "status.closed" : "status.offline";
    return page.state.unsent && page.slow ? "status.saving" : "status.saved";
  }
  function draw() {
    const key = statusKey();
    if (status.dataset.state !== key) {
      status.dataset.state = key;
      status.textContent = t(key);
    }
    root.classList.toggle("al-offline", key === "status.offline");
    if (!page.view) return;
    title.textContent = page.view.session.title;
    simulated.hidden = !page.view.session.simulated;
    const form = sheet.editable() && !sheet.isDone() && !page.view.look_up;
    const { at, of } = form ? sheet.counted() : { at: 0, of: 1 };
    bar.style.width = form ? `${at ? (at / of) * 100 : 100}%` : "0";
    drawNotice();
    drawTimer();
  }
  function drawNotice() {
    const { phase, notice: text } = page.view.session;
    const key = phase === "paused" ? `paused ${text || ""}` : "";
    if (notice.dataset.key === key) return;
    notice.dataset.key = key;
    notice.hidden = !key;
    notice.replaceChildren(...(key ? [h("strong", {}, t("paused.title")), text ? say("p", "", text) : ""] : []));
  }
  function drawTimer() {
    const end = page.view && page.view.step && page.view.step.ends_at;
    timer.hidden = !end || over() || page.view.step.kind === "break" || Boolean(page.state.gone);
    if (timer.hidden) return;
    const seconds = Math.max(0, Math.ceil((end - page.link.now()) / 1000));
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    timer.textContent = seconds ? t("top.left", { time }) : t("top.over");
  }
  function told(text) {
    notice.hidden = false;
    notice.dataset.key = "refused";
    notice.replaceChildren(h("strong", {}, t("refused.title")), say("p", "", text));
  }
  const head = (button) => [
    h("div", { class: "al-top" }, h("div", { class: "al-top-in" }, h("div", { class: "al-names" }, title, simulated), h("div", { class: "al-now" }, status, timer), button)),
    h("div", { class: "al-bar", "aria-hidden": "true" }, bar)];

  return { head, notice, draw, drawTimer, told };
}
