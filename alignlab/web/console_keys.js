// The console's keys: n or Page Down is Next, u takes back, Escape leaves what lies on top. The letters can be put off.

const KEPT_AT = "alignlab-keys"; // in localStorage

export class Keys {
  // In a notebook's cell only the keys pressed in it are the console's.
  constructor(desk, el) {
    this.desk = desk;
    this.place = el.closest(".alignlab") ? desk.root : document;
    this.heard = (event) => this.press(event);
    this.place.addEventListener("keydown", this.heard);
  }

  want(on) {
    try {
      localStorage.setItem(KEPT_AT, on ? "on" : "off");
    } catch (error) {
      // Without storage the choice holds until the page is closed.
    }
    this.desk.set({ keys: on });
  }

  press(event) {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") return this.escape();
    if (event.repeat || !this.desk.view || isTyping(event.target)) return;
    const letter = this.desk.ui.keys ? event.key.toLowerCase() : "";
    if (event.key === "PageDown" || letter === "n") this.pressNext();
    else if (letter === "u") this.desk.undo();
    else return;
    event.preventDefault();
  }

  // On the stage the question itself is not shown: the key pressed again is the yes.
  pressNext() {
    if (this.desk.cover.what && this.desk.ui.ask) this.desk.answer(true);
    else this.desk.next();
  }

  escape() {
    const { ui } = this.desk;
    if (ui.ask) this.desk.answer(false);
    else if (this.desk.cover.what) this.desk.cover.leave();
    else if (ui.menu) this.desk.set({ menu: false });
  }

  stop() {
    this.place.removeEventListener("keydown", this.heard);
  }
}

function isTyping(target) {
  return (
    target instanceof Element &&
    (target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select") || target.isContentEditable)
  );
}

// Whether this browser wants the letters; yes until it said no.
export function keysWanted() {
  try {
    return localStorage.getItem(KEPT_AT) !== "off";
  } catch (error) {
    return true;
  }
}
