// Finding a heading in the guide: what one types is looked for in the titles and headings of all pages.

const nav = document.querySelector("nav");
const field = document.getElementById("find");
const said = nav.querySelector(".nothing");
const pages = Array.from(nav.querySelectorAll(".pages > li"));
const fold = nav.querySelector(".all");
const narrow = window.matchMedia("(max-width: 959px)");

nav.querySelector(".search").hidden = false;
if (narrow.matches) fold.open = false;

const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");

function has(node, words) {
  const text = plain(node.textContent);
  return words.every((word) => text.includes(word));
}

function find() {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  nav.classList.toggle("finding", words.length > 0);
  let found = 0;
  for (const page of pages) {
    const title = has(page.querySelector("a"), words);
    const headings = Array.from(page.querySelectorAll("ul > li"));
    let inside = 0;
    for (const heading of headings) {
      const fits = words.length > 0 && has(heading, words);
      heading.classList.toggle("gone", !fits);
      inside += fits;
    }
    page.classList.toggle("gone", !title && !inside);
    found += inside + (words.length > 0 && title ? 1 : 0);
  }
  if (words.length) fold.open = true;
  said.textContent = words.length ? said.dataset[found ? "some" : "none"].replace("{n}", found) : "";
}

field.addEventListener("input", find);
field.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  field.value = "";
  find();
});
