// The projector's module: watch-only, no names. What it draws stands in screen_wall.js and screen_pages.js.

import { make, wordsFrom } from "./desk_kit.js";
import { loadWords, openLink } from "./desk_link.js";
import { Wall } from "./screen_wall.js";

async function start(model, el, wanted) {
  const t = wordsFrom(await loadWords(model));
  if (wanted.gone) return;
  const root = make("div", { class: "al-wall-page" });
  el.append(root);
  const wall = new Wall(root, t, model);
  const link = openLink(model, {
    onView: (view, now) => wall.update(view, now),
    onState: (state) => wall.linked(state),
    onBye: (bye) => wall.bye(bye, el),
  });
  wanted.stop = () => {
    link.close();
    wall.stop();
    root.remove();
  };
}

export default {
  render({ model, el }) {
    const wanted = { gone: false, stop: () => {} };
    start(model, el, wanted);
    return () => {
      wanted.gone = true;
      wanted.stop();
    };
  },
};
