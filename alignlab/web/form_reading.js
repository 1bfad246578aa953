// The screens on which one has nothing to fill in: the picture, talking, waiting, the end, having gone.

import { groupBox, groupLines, handBox, readBack } from "./beside.js";
import { locale } from "./bidi.js";
import { drawing } from "./form_charts.js";
import { h, heading, say } from "./form_kit.js";

const NARROW = 600; // px

/** `own`: the person's own pages, below most of these. `takePart`: what somebody who watches may do, if it is at hand. */
export function readingScreens(page, sheet, own, takePart) {
  const { t, back, root } = page;
  let sureToOpen = false; // a decider has tapped once; an answer that was opened cannot be unseen

  function readScreen(mode, top, below = own.extras) {
    return { seat: sheet.seat, key: `${mode} ${sheet.seat} ${JSON.stringify(top().map((node) => (node ? node.textContent : "")))} ${own.extrasKey()}`, mode, build: () => [...top(), ...below()] };
  }
  function closedScreen() {
    return readScreen("closed", () => [
      heading(t(page.view.locked ? "locked.title" : "closed.title"), "al-big-title"),
      say("p", "al-lead al-soft", page.view.locked || t("closed.text")),
      !page.view.locked && page.state.unsent > 0 && h("p", { class: "al-promise" }, t("closed.unsent")),
      sheet.fields().length > 0 && h("details", { class: "al-fold" }, h("summary", {}, t("closed.yours")), own.ownAnswers()),
    ]);
  }
  function pictureScreen() {
    const { picture } = page.view;
    const narrow = root.clientWidth < NARROW;
    const chart = (item, at) => {
      const svg = (narrow && item.svg_narrow) || item.svg;
      const drawn = svg ? drawing(svg, item.title || item.text, `c${at}-`) : null;
      return h("figure", { class: "al-chart" }, say("figcaption", "al-h3", item.title),
        drawn, !drawn && h("p", { class: "al-soft al-small" }, t("picture.drawing")),
        drawn ? h("details", { class: "al-fold" }, h("summary", {}, t("picture.text")), say("p", "", item.text)) : say("p", "", item.text));
    };
    const finding = (item) => h("li", {}, say("p", "al-finding", item.text), say("p", "al-q", item.question));
    return {
      seat: sheet.seat, key: `picture ${sheet.seat} ${narrow} ${JSON.stringify([picture, page.view.opened, page.view.decider])} ${sureToOpen} ${own.extrasKey()}`,
      mode: "picture",
      build: () => [heading(picture.title || t("picture.title")), say("p", "al-soft al-small", picture.n_text), groupBox(page.kit()), groupLines(page.kit()),
        h("ul", { class: "al-plain al-findings" }, picture.findings.map(finding)), picture.charts.map(chart),
        picture.withheld.length > 0 && h("section", {}, h("h3", { class: "al-eyebrow" }, t("picture.withheld")), picture.withheld.map((line) => say("p", "al-soft al-small", line))), ...decided(), handBox(page.kit()), ...own.extras()],
    };
  }
  const linesOf = (lines) => h("dl", { class: "al-answers" }, lines.map(({ label, text }) => [say("dt", "", label), say("dd", "", text)]));
  /** Deciders' answers that they opened, and the decider's own way to do so. */
  function decided() {
    const mine = page.view.decider && !page.view.decider.opened && page.view.decider.lines.length > 0;
    const name = page.view.me.name;
    const sure = (on) => () => { sureToOpen = on; page.draw(); };
    const act = sureToOpen
      ? [h("p", {}, t("decider.sure", { name })), h("div", { class: "al-inline" }, page.button("decider.yes", () => { sureToOpen = false; page.command("open my answer", { step: sheet.step().id }); }), page.button("decider.no", sure(false), "al-quiet"))]
      : page.button("decider.open", sure(true), "al-quiet");
    const card = mine && h("section", { class: "al-card al-decider" }, h("h3", { class: "al-h3" }, t("decider.title")), h("p", { class: "al-soft" }, t("decider.text")), linesOf(page.view.decider.lines), act);
    return [card].concat((page.view.opened || []).map((one) => h("section", { class: "al-card al-opened" }, say("h3", "al-h3", t("decider.opened", { name: one.name })), linesOf(one.lines))));
  }
  function talkScreen() {
    const pause = sheet.step().kind === "break";
    return readScreen("talk", () => [
      heading(t(pause ? "break.title" : page.view.group ? "group.title" : page.view.read_back ? "back.title" : "talk.title"), "al-big-title"),
      pause && h("p", { class: "al-huge" }, sheet.step().ends_at ? t("break.back", { time: sheet.step().back_at || clockTime(sheet.step().ends_at) }) : t("break.soon")),
      sheet.step().question && say("p", "al-question al-look-up", sheet.step().question),
    ], () => [groupBox(page.kit()), readBack(page.kit()), groupLines(page.kit()), !pause && handBox(page.kit()), ...own.folded()]);
  }
  /** What somebody who only watches sees while the others write: what stands on the screen. */
  function watchScreen() {
    const { counts } = page.view;
    const asked = page.view.step && page.view.step.kind === "exercise" && ["open", "closed"].includes(sheet.step().phase);
    return readScreen("watch", () => [
      heading(page.view.step ? sheet.step().title : t("wait.watching"), "al-big-title"),
      page.view.step && sheet.step().question && say("p", "al-question al-look-up", sheet.step().question),
      asked && h("p", { class: "al-lead al-soft" }, sheet.step().phase === "closed" ? t("closed.text") : t("watch.done", { done: counts.done, of: counts.of })),
      h("p", { class: "al-soft" }, t("wait.observer")),
      ...(takePart && !page.state.gone ? [h("p", { class: "al-soft" }, t("watch.join_why")), h("p", {}, page.button("watch.join", takePart, "al-quiet"))] : [])]);
  }
  function waitScreen() {
    if (page.view.role === "observer") return watchScreen();
    return readScreen("wait", () => [
      heading(t("wait.title"), "al-big-title"), h("p", { class: "al-lead al-soft" }, t("wait.text")),
      page.view.step && page.view.step.title && say("p", "al-soft", t("wait.next", { title: page.view.step.title }))]);
  }
  function endScreen() {
    const end = page.view.end || {};
    return readScreen("end", () => [
      heading(t("ended.title"), "al-big-title"), end.text && say("p", "al-lead", end.text),
      end.recap && h("p", {}, h("a", { class: "al-button", href: safeLink(end.recap), target: "_blank", rel: "noopener" }, t("ended.recap"))),
      !end.recap && h("p", { class: "al-soft" }, t("ended.later")), standing()]);
  }
  /** The name in the recap: asked at the end, no unless tapped. */
  function standing() {
    if (page.view.role !== "participant" || page.state.gone) return null;
    const box = h("input", { type: "checkbox", checked: Boolean(page.view.stand), onchange: () => page.command("stand in recap", { stand: box.checked }) });
    return h("div", { class: "al-stand" }, h("label", { class: "al-option" }, box, h("span", {}, t("ended.stand"))), h("p", { class: "al-soft al-small" }, t("ended.stand_why")));
  }
  const safeLink = (href) => (/^(https?:\/\/|\/(?!\/)|[\w.])/.test(href) && !/^\w+:(?!\/\/)/.test(href) ? href : "#");
  function goneScreen() {
    const { code, text } = page.state.gone;
    const again = !["left", "erased", "ended"].includes(code);
    const toPage = () => location.assign(again ? back : back.replace(/\/j\/[^/]*$/, "/"));
    const door = back ? toPage : again && page.model.get("again");
    return {
      key: "gone " + code, mode: "gone",
      build: () => [heading(t(`bye.${code}`), "al-big-title"), say("p", "al-lead al-soft", text || t(`bye.${code}_text`)),
        door && h("p", {}, h("button", { type: "button", class: "al-button", onclick: door }, t(again ? "bye.join" : "bye.again"))),
        ...(page.view && code === "ended" ? own.extras() : [])],
    };
  }
  function loadScreen() {
    return { key: "load", mode: "load", build: () => [heading(t("load.wait"), "al-h2")] };
  }
  function clockTime(at) {
    return new Date(at - (page.link.now() - Date.now())).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });
  }

  return { closedScreen, pictureScreen, talkScreen, waitScreen, endScreen, goneScreen, loadScreen };
}
