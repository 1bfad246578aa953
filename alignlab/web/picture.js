// A released picture as elements: title, findings (a sentence and a question), charts, what is held back and why.
// Nothing of it is put into the page as HTML; a chart's SVG is read, and only shapes and text of it are kept.

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = new Set(
  (
    "svg g defs path rect circle ellipse line polyline polygon text tspan textPath clipPath mask pattern marker symbol use " +
    "linearGradient radialGradient stop"
  ).split(" "),
);
const DROPPED = /^(on|aria-|role$|tabindex$|focusable$|class$)/; // no handlers; the chart's own text is what is read out
let drawn = 0;

// SVG text -> a safe <svg> element with ids of its own, or null if it is none.
export function safeSvg(source) {
  if (!source) return null;
  const read = new DOMParser().parseFromString(source, "image/svg+xml");
  const svg = read.documentElement;
  if (!svg || svg.namespaceURI !== SVG || svg.localName !== "svg" || read.querySelector("parsererror")) return null;
  drawn += 1;
  cleaned(svg, `al${drawn}-`);
  if (!svg.getAttribute("viewBox")) {
    const [width, height] = [parseFloat(svg.getAttribute("width")), parseFloat(svg.getAttribute("height"))];
    if (width > 0 && height > 0) svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  }
  for (const name of ["width", "height", "style"]) svg.removeAttribute(name);
  return document.importNode(svg, true);
}

function cleaned(node, prefix) {
  for (const child of [...node.childNodes]) {
    if (child.nodeType === Node.TEXT_NODE) continue;
    if (child.nodeType !== Node.ELEMENT_NODE || child.namespaceURI !== SVG || !SHAPES.has(child.localName))
      child.remove();
    else cleaned(child, prefix);
  }
  for (const { name, value } of [...node.attributes]) {
    const local = name.toLowerCase();
    if (DROPPED.test(local) || reachesOut(local, value)) node.removeAttribute(name);
    else if (local === "id") node.setAttribute(name, prefix + value);
    else if (/(^|:)href$/.test(local)) node.setAttribute(name, `#${prefix}${value.trim().slice(1)}`);
    else if (/url\(/i.test(value)) node.setAttribute(name, value.replace(/url\(\s*(["']?)#/gi, `url($1#${prefix}`));
  }
}

function reachesOut(name, value) {
  if (/(^|:)href$/.test(name)) return !value.trim().startsWith("#");
  if (/javascript:|@import|expression\(|image-set|\\/i.test(value)) return true;
  return /url\(\s*(?!["']?#)/i.test(value);
}

function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) {
    made.textContent = text;
    made.setAttribute("dir", "auto");
  }
  return made;
}

// The drawing of a chart that suits its place: `variant` is "svg" or "svg_narrow"; the other one if it is missing.
export function drawChart(chart, variant = "svg") {
  const figure = node("figure", "al-chart");
  if (chart.title) figure.append(node("figcaption", "al-chart-title", chart.title));
  const other = variant === "svg" ? "svg_narrow" : "svg";
  const svg = safeSvg(chart[variant]) || safeSvg(chart[other]);
  if (!svg) {
    figure.append(node("p", "al-chart-text", chart.text));
    return figure;
  }
  const [, , wide, high] = (svg.getAttribute("viewBox") || "").split(/[ ,]+/).map(Number);
  figure.classList.toggle("al-tall", high > wide); // a whole map: made small it could not be read
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", chart.text);
  figure.append(svg);
  return figure;
}

export function drawFinding(finding) {
  const item = node("div", "al-finding");
  item.dataset.kind = finding.kind;
  item.append(node("p", "al-finding-text", finding.text));
  if (finding.question) item.append(node("p", "al-finding-question", finding.question));
  return item;
}

// A whole picture. `level`: of its heading (0: none); `findings`, `charts`: how many at most; `variant`: see drawChart.
export function drawPicture(picture, { level = 2, findings = 99, charts = 99, variant = "svg" } = {}) {
  const whole = node("section", "al-picture");
  const head = node("div", "al-picture-head");
  if (level && picture.title) head.append(node(`h${level}`, "al-picture-title", picture.title));
  if (picture.n_text) head.append(node("p", "al-picture-n", picture.n_text));
  const body = node("div", "al-picture-body");
  const said = (picture.findings || []).slice(0, findings).map(drawFinding);
  if (said.length) {
    body.append(node("div", "al-findings"));
    body.lastChild.append(...said);
  }
  const figures = (picture.charts || []).slice(0, charts).map((chart) => drawChart(chart, variant));
  if (figures.length) {
    body.append(node("div", "al-charts"));
    body.lastChild.append(...figures);
  }
  const withheld = (picture.withheld || []).map((sentence) => node("li", "", sentence));
  whole.append(head, body);
  if (withheld.length) {
    whole.append(node("ul", "al-withheld"));
    whole.lastChild.append(...withheld);
  }
  return whole;
}
