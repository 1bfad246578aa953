// What a page of ours needs around it in a notebook's cell: a place of its own, a line that says when nothing is saved,
// and a line instead of the page when the room does not let it in.

export function inCell(kind, page) {
  return {
    render({ model, el }) {
      const words = model.get("strings") || {};
      const place = document.createElement("div");
      place.className = `alignlab alignlab-${kind}`;
      place.lang = words.language || "";
      place.dir = words["language.direction"] || "";
      const notice = model.get("notice");
      if (notice) place.append(line("alignlab-notice", notice));
      const inside = document.createElement("div");
      inside.className = "alignlab-page";
      place.append(inside);
      place.classList.toggle("alignlab-alone", Boolean(notice));
      el.append(place);
      inside.addEventListener("alignlab:door", (event) => inside.replaceChildren(line("alignlab-notice", event.detail || words.door)));
      const leave = page.render({ model: guarded(model), el: inside });
      return () => {
        leave();
        place.remove();
      };
    },
  };
}

// A comm whose kernel has stopped throws. The link finds out by the silence, as with any other room that went away.
function guarded(model) {
  return {
    get: (key) => model.get(key),
    on: (...given) => model.on(...given),
    off: (...given) => model.off(...given),
    send(...given) {
      try {
        model.send(...given);
      } catch (error) {
        console.info("alignlab: the kernel does not answer:", error.message);
      }
    },
  };
}

function line(className, text) {
  const node = document.createElement("p");
  node.className = className;
  node.setAttribute("role", "note");
  node.textContent = text;
  return node;
}
