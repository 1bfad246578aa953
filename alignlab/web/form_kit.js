// Small tools of the form. All text goes in as text; nothing that came over the wire is ever parsed as HTML.


const PROPERTIES = ["checked", "value", "disabled", "hidden", "textContent"];

export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  Object.entries(props || {}).forEach(([name, value]) => {
    if (value === false || value === null || value === undefined) return;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (PROPERTIES.includes(name)) node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  });
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}

/** An element with words of unknown language and direction. */
export function say(tag, className, text, props) {
  return h(tag, { class: className, dir: "auto", ...props }, text);
}

/** Equal as answers: the order of keys does not count. */
export function same(a, b) {
  const sorted = (key, value) => (value && typeof value === "object" && !Array.isArray(value) ? Object.entries(value).sort() : value);
  return JSON.stringify(blank(a) ? null : a, sorted) === JSON.stringify(blank(b) ? null : b, sorted);
}
export const blank = (value) => value === null || value === undefined;

const OWN = Math.random().toString(36).slice(2, 8); // two forms may stand on one notebook page, each with its own module
let ids = 0;
export function newId() {
  ids += 1;
  return `al-${OWN}-${ids}`;
}

export function heading(text, className) {
  return say("h2", className || "al-h2", text, { tabindex: "-1" });
}
