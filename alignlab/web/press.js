// A finger on the page, of participants and of those who run a session.

const HELD_MOST = 10000; // ms; whatever became of the finger
const CLICK_WITHIN = 100; // ms after a finger is up

// Between the press of a button and its click nothing may be drawn anew: a new button under the finger gets no click.
// `held()` says whether that is so now; whoever asked is called back by `released` when it is over.
export function watchPress(node, released) {
  let down = null; // what was pressed
  let asked = false;
  let timer = 0;
  const end = () => {
    clearTimeout(timer);
    down = null;
    if (asked) released();
    asked = false;
  };
  const press = (event) => {
    if (event.button !== 0) return;
    clearTimeout(timer);
    down = event.target;
    timer = setTimeout(end, HELD_MOST);
  };
  const up = () => {
    clearTimeout(timer);
    if (down) timer = setTimeout(end, CLICK_WITHIN);
  };
  const click = () => (down = null); // what it does is drawn at once
  const chosen = (event) => event.target === down && click(); // from a menu of the system, which tells nothing else
  const events = [
    [node, "pointerdown", press],
    [node, "click", click],
    [node, "change", chosen],
    [window, "pointerup", up],
    [window, "pointercancel", up],
    [window, "contextmenu", up],
  ];
  for (const [target, name, act] of events) target.addEventListener(name, act, true);
  return {
    held: () => Boolean(down) && (asked = true),
    stop() {
      clearTimeout(timer);
      for (const [target, name, act] of events) target.removeEventListener(name, act, true);
    },
  };
}
