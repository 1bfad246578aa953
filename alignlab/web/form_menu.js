// The menu: who I am here, what was promised, my two words, another name, leaving, asking to be erased.

import { remoteBox } from "./beside.js";
import { h, heading, newId, say } from "./form_kit.js";

/** `opener` opens and closes `menu`. `own`: the person's own pages; `top`: where it is told what did not work. */
export function menuOf(page, sheet, own, top) {
  const { t, back } = page;
  /** POST to one of the session's addresses: "" when it was done, else a sentence. Nothing in a room without a server. */
  const post = back ? byBrowser : page.model.get("post");
  let isOpen = false;
  const menuId = newId();
  const opener = h("button", { type: "button", class: "al-menu-button", "aria-expanded": "false", "aria-controls": menuId, "aria-label": t("menu.open"), onclick: () => toggle(!isOpen) }, h("span", { "aria-hidden": "true" }, "⋯"));
  const menu = h("section", { class: "al-menu", id: menuId, hidden: true, "aria-label": t("menu.title"), onkeydown: (event) => event.key === "Escape" && toggle(false) });

  function toggle(open) {
    isOpen = open;
    menu.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    menu.replaceChildren(...(open && page.view ? content() : []));
    if (open) menu.querySelector("h2, button").focus();
    else opener.focus();
  }
  function content() {
    const words = page.link.words() || page.model.get("words") || "";
    const { watching = 0 } = page.view.session;
    const name = say("input", "al-input", "", { type: "text", maxlength: 40, value: page.view.me.name, "aria-label": t("menu.rename_label"), autocomplete: "off" });
    const rename = h("form", { class: "al-inline", onsubmit(event) {
      event.preventDefault();
      if (name.value.trim() && name.value.trim() !== page.view.me.name) page.command("rename", { name: name.value.trim() });
      toggle(false);
    } }, name, h("button", { type: "submit", class: "al-button al-quiet" }, t("menu.rename_save")));
    const leave = asked("menu.leave", "menu.leave_sure", "menu.leave_yes", goAway);
    const erase = page.view.me.erasing ? h("p", { class: "al-soft" }, t("menu.erase_asked")) : asked("menu.erase", "menu.erase_sure", "menu.erase_yes", askErasure);
    const inside = [
      heading(t("menu.title")),
      page.view.me.name && h("div", {}, h("p", { class: "al-eyebrow" }, t("menu.you")), say("p", "al-lead", page.view.me.name)),
      words && h("div", {}, h("p", { class: "al-eyebrow" }, t("menu.words")), say("p", "al-words", words), h("p", { class: "al-soft al-small" }, t("menu.words_why"))),
      page.view.promise && h("div", {}, h("p", { class: "al-eyebrow" }, t("menu.promise")), say("p", "al-text", page.view.promise)),
      own.practice(),
      !page.state.gone && remoteBox(page.kit()),
      watching > 0 && h("p", { class: "al-soft al-small" }, t(watching === 1 ? "menu.watching_one" : "menu.watching", { n: watching })),
      !page.state.gone && h("div", {}, h("p", { class: "al-eyebrow" }, t("menu.rename")), rename),
      post && !page.state.gone && erase,
      post && page.view.role === "participant" && !page.state.gone && asked("menu.watch", "menu.watch_sure", "menu.watch_yes", onlyWatch),
      !page.state.gone && leave,
      page.button("menu.close", () => toggle(false), "al-quiet"),
    ];
    return inside.filter(Boolean);
  }
  /** A button of the menu that asks once before it acts; `act` is given the place where it stood. */
  function asked(key, sure, yes, act) {
    const box = h("div", {});
    const ask = () => {
      const no = page.button("menu.leave_no", () => toggle(false));
      box.replaceChildren(h("p", {}, t(sure)), h("div", { class: "al-inline" }, page.button(yes, () => act(box), "al-quiet al-stop"), no));
      no.focus();
    };
    box.append(page.button(key, ask, "al-quiet al-stop"));
    return box;
  }
  async function byBrowser(action) {
    try {
      const answer = await fetch(`${back}/${action}`, { method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json", "X-Alignlab": "1" }, body: "{}" });
      return answer.ok ? "" : (await answer.json()).text;
    } catch (error) {
      return t("menu.no_answer");
    }
  }
  /** Leaving ends the person's cookie too, which only the server can take back; without one the room is told. */
  async function goAway() {
    toggle(false);
    if (!post) return page.command("leave", {});
    sheet.forget();
    const trouble = await post("leave");
    if (trouble) top.told(trouble);
    else page.link.left();
  }
  function onlyWatch() {
    toggle(false);
    page.command("only watch", {}); // what is being typed goes first
  }
  async function takePart() {
    const trouble = await post("seat");
    if (trouble) top.told(trouble);
  }
  /** The menu stays open, as nothing else on the page tells that it was asked. */
  async function askErasure(box) {
    sheet.flush();
    const trouble = await post("erase");
    if (!trouble) return box.replaceChildren(h("p", { class: "al-soft", role: "status" }, t("menu.erase_asked")));
    toggle(false);
    top.told(trouble);
  }

  return { menu, opener, toggle, isOpen: () => isOpen, post, takePart: post && takePart };
}
