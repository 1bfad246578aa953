// What lies over the whole console: the code for a table, or the stage, which shows only what the room may see. In a
// notebook only full screen reaches over everything; phones have none for a part of a page, there it is laid over it.

import { make } from "./desk_kit.js";
import { drawJoin } from "./console_people.js";
import { Wall } from "./screen_wall.js";

const POINTER_RESTS = 2500; // ms without a move after which the way back is hidden on the stage

export class Cover {
  constructor(desk, place) {
    this.desk = desk;
    this.place = place;
    this.what = "";
    this.full = false;
    this.wall = null;
    place.hidden = true;
    this.changed = () => !document.fullscreenElement && this.full && this.leave();
    document.addEventListener("fullscreenchange", this.changed);
    place.addEventListener("pointermove", () => this.showLeave());
  }

  async open(what) {
    const { desk, place } = this;
    this.what = what;
    place.dataset.what = what;
    const label = desk.t(what === "stage" ? "stage.leave" : "close");
    place.replaceChildren(desk.button("leave", label, () => this.leave(), { class: "al-button al-quiet al-leave" }));
    if (what === "join") place.append(drawJoin(desk));
    else this.openStage();
    place.hidden = false;
    desk.page.hidden = true;
    desk.draw();
    place.querySelector("button").focus();
    try {
      await place.requestFullscreen();
      this.full = true;
    } catch (error) {
      this.full = false; // not allowed or not there: the cover is still over the page
    }
  }

  openStage() {
    const { desk, place } = this;
    const wall = make("div");
    this.note = make("p", { class: "al-stage-note", role: "status", text: desk.t("stage.ask") });
    place.append(wall, this.note);
    this.wall = new Wall(wall, desk.t, desk.model);
  }

  async leave() {
    const { desk, what } = this;
    this.what = "";
    this.full = false;
    this.stopWall();
    this.place.replaceChildren();
    this.place.hidden = true;
    desk.page.hidden = false;
    desk.draw();
    if (document.fullscreenElement) await document.exitFullscreen(); // what is outside takes no focus before
    const button = desk.page.querySelector(`[data-key="${what}"]`);
    if (button) button.focus();
  }

  draw() {
    if (!this.wall) return;
    this.wall.update(publicView(this.desk.view), this.desk.clock.now());
    this.wall.linked(this.desk.state);
    this.note.hidden = !this.desk.ui.ask;
  }

  // On a mirrored laptop the way back shows only while somebody moves the pointer.
  showLeave() {
    this.place.classList.add("al-moved");
    clearTimeout(this.moved);
    this.moved = setTimeout(() => this.place.classList.remove("al-moved"), POINTER_RESTS);
  }

  stopWall() {
    if (this.wall) this.wall.stop();
    this.wall = null;
  }

  stop() {
    clearTimeout(this.moved);
    this.stopWall();
    document.removeEventListener("fullscreenchange", this.changed);
  }
}

// The fields that every viewer gets, and counts without names.
export function publicView(view) {
  const { session, step, practice, picture, counts, links, lines } = view;
  const rows = (view.groups && view.groups.rows) || [];
  return {
    role: "screen",
    session,
    step,
    practice,
    picture,
    lines,
    read_back: view.read_back,
    groups: rows.length ? view.groups.wall : null,
    opened: view.opened,
    counts: { joined: counts.joined, done: counts.done, of: counts.of },
    links: { join: links.join, qr: links.qr },
    end: session.phase === "ended" ? {} : null,
  };
}
