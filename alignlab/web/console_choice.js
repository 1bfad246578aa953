// What the host chose for the wall while only the host sees the picture: findings, and one chart. Held as long as the
// same round of the same step is looked at.

export const MOST_PICKS = 3; // findings on the wall

export class Choice {
  constructor(desk) {
    this.desk = desk;
  }

  // The ids of the findings that will be shown: those that were proposed, until the host picks others.
  picks() {
    const { view, ui } = this.desk;
    if (!view.look) return [];
    return ui.picks && ui.picks.of === lookKey(view) ? ui.picks.ids : view.look.picks.slice(0, MOST_PICKS);
  }

  pick(id, on) {
    const ids = this.picks().filter((other) => other !== id);
    if (on && ids.length < MOST_PICKS) ids.push(id);
    this.desk.set({ picks: { of: lookKey(this.desk.view), ids } });
  }

  // The id of the chart that the host wants on the wall; null as long as nobody chose.
  wall() {
    const { wall } = this.desk.ui;
    return wall && wall.of === lookKey(this.desk.view) ? wall.id : null;
  }

  putOnTheWall(id) {
    this.desk.set({ wall: { of: lookKey(this.desk.view), id } });
  }

  // What `show` is sent with.
  shown(step) {
    const chart = this.wall();
    return { step, picks: this.picks(), ...(chart ? { chart } : {}) };
  }
}

function lookKey(view) {
  return `${view.step && view.step.id} ${view.step && view.step.round}`;
}
