// Our charts as nodes. Labels may hold people's words, so only drawing elements and attributes pass.

const SVG = "http://www.w3.org/2000/svg";

const DRAWN = ["svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs",
  "clipPath", "linearGradient", "stop", "title", "desc"];

/** A chart as a node, or null; `prefix` keeps its ids apart from another chart's. */
export function drawing(text, label, prefix) {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  if (parsed.nodeName !== "svg" || parsed.querySelector("parsererror")) return null;
  clean(parsed, prefix);
  const node = document.importNode(parsed, true);
  node.setAttribute("role", "img");
  node.setAttribute("aria-label", label);
  node.setAttribute("class", "al-svg");
  if (!node.getAttribute("viewBox") && parseFloat(node.getAttribute("width"))) {
    node.setAttribute("viewBox", `0 0 ${parseFloat(node.getAttribute("width"))} ${parseFloat(node.getAttribute("height"))}`);
  }
  node.style.maxWidth = node.getAttribute("width") ? parseFloat(node.getAttribute("width")) + "px" : "";
  node.removeAttribute("width");
  node.removeAttribute("height");
  return node;
}

function clean(node, prefix) {
  Array.from(node.children).forEach((child) => {
    if (child.namespaceURI !== SVG || !DRAWN.includes(child.localName)) child.remove();
    else clean(child, prefix);
  });
  Array.from(node.attributes).forEach(({ name, value }) => {
    const outside = /url\(\s*['"]?(?!['"]?#)|@import|expression|javascript:/i.test(value);
    if (/^on/i.test(name) || outside || (/href$/i.test(name) && !value.startsWith("#"))) node.removeAttribute(name);
    else if (name === "id") node.setAttribute(name, prefix + value); // two charts may use the same ids
    else if (value.includes("url(")) node.setAttribute(name, value.replace(/url\(\s*['"]?#([^'")]+)['"]?\s*\)/g, `url(#${prefix}$1)`));
    else if (name.startsWith("aria-") || name === "role" || name === "tabindex") node.removeAttribute(name);
  });
}
