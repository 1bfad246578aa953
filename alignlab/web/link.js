// The connection between a page and the room: one set of messages over a websocket or over an anywidget model.
//
// What is not yet stored by the room waits on this device, one storage key a part, and goes out again by itself.
// Runs where `crypto.randomUUID`, `crypto.subtle`, Web Locks and service workers are missing (plain HTTP, Safari 15).

import { outboxOf } from "./link_outbox.js";
import { makeStore, openStore } from "./link_store.js";
import { modelTransport, socketTransport } from "./link_transports.js";

const PING_EVERY = 15000; // ms
const ANSWER_WITHIN = 8000; // a silent socket is a dead one
const UP_TO_DATE = 1500;
const BURST = 4; // then one each SEND_EVERY ms: the room takes 20 messages a second
const SEND_EVERY = 80;
const KEPT = ["late", "wrong_phase", "wrong_round", "unknown_step", "unknown_part", "ended"];

function createLink(transport, outbox, { onView, onState, onBye, onRefused, onStored }) {
  const inFlight = new Set();
  const resting = new Set(); // refused with `retry`: until the next view
  const mine = new Set(); // ids of this tab
  let version = 0;
  let offset = 0;
  let ready = false; // connected, and the room has answered
  let gone = null;
  let ended = false;
  let silence = 0;
  let pumping = 0;
  let nextSend = 0; // when the budget of messages would be full again
  const { waiting } = outbox;

  function unsentParts() {
    return waiting().filter((item) => item.entry.kind === "answer").length;
  }
  function report() {
    onState({ online: ready, unsent: waiting().length, gone });
  }
  function post(message) {
    transport.send(message);
    if (!silence) silence = setTimeout(lostContact, ANSWER_WITHIN);
  }
  function lostContact() {
    silence = 0;
    if (!gone) transport.drop();
  }
  function ping() {
    post({ type: "ping", hidden: document.visibilityState === "hidden", unsent: unsentParts() });
  }
  /** Send what waits, oldest first; what another tab put there only with `all`, as that tab is about to send it. */
  function pump(all) {
    clearTimeout(pumping);
    if (!ready || gone) return;
    for (const { entry } of waiting()) {
      if (inFlight.has(entry.id) || resting.has(entry.id) || !(all || mine.has(entry.id))) continue;
      const now = Date.now();
      nextSend = Math.min(Math.max(nextSend, now), now + BURST * SEND_EVERY); // a clock set back must not stop it
      if (nextSend - now > (BURST - 1) * SEND_EVERY) {
        pumping = setTimeout(() => pump(all), SEND_EVERY);
        return;
      }
      nextSend += SEND_EVERY;
      inFlight.add(entry.id);
      const { id, n, kind, data } = entry;
      post({ type: "do", id, device: outbox.device, n, kind, data });
    }
  }
  function send(kind, data, note) {
    const entry = outbox.entryOf(kind, data, note);
    mine.add(entry.id);
    if (kind === "leave") wipe();
    outbox.put(entry);
    pump();
    report();
    return entry.id;
  }
  function take(id) {
    inFlight.delete(id);
    resting.delete(id);
    return outbox.take(id);
  }
  function accepted(message) {
    const entry = take(message.id);
    if (!entry) return; // a newer save of the same part waits already
    if (entry.kind === "answer") outbox.acked(entry);
    if (entry.kind === "leave") wipe();
    if (onStored) onStored(entry);
  }
  function refused(message) {
    if (message.retry) {
      inFlight.delete(message.id);
      resting.add(message.id);
      if (message.code === "too_fast" || message.code === "busy") setTimeout(tryAgain, 2000);
      return;
    }
    const entry = take(message.id);
    if (!entry) return;
    const kept = entry.kind === "answer" && KEPT.includes(message.code);
    if (kept) outbox.keepLate(entry, !ended);
    onRefused({ code: message.code, text: message.text, kind: entry.kind, data: entry.data, note: entry.note, kept });
  }
  function tryAgain() {
    resting.clear();
    pump(true);
  }

  function wipe() {
    outbox.wipe();
    inFlight.clear();
    resting.clear();
  }
  function receiveView(message) {
    const first = !ready; // of this connection
    version = message.version;
    offset = message.now - Date.now();
    outbox.enter(message.data);
    ready = true;
    resting.clear();
    outbox.viewed();
    ended = message.data.session.phase === "ended";
    if (ended) outbox.wipeAnswers();
    onView(message.data, version);
    pump(first);
    if (first) ping();
  }
  function receiveBye(message) {
    if (message.code === "stopping") {
      transport.drop();
      return;
    }
    ready = false;
    gone = { code: message.code, text: message.text };
    if (["left", "erased", "ended"].includes(message.code)) wipe();
    stop();
    onBye(gone);
  }
  function receive(message) {
    clearTimeout(silence);
    silence = 0;
    if (gone) return;
    if (message.type === "view") receiveView(message);
    else if (message.type === "ok") accepted(message);
    else if (message.type === "no") refused(message);
    else if (message.type === "pong") {
      offset = message.now - Date.now();
      ready = outbox.entered(); // `have` was up to date: no view needed
      if (ready) tryAgain();
    } else if (message.type === "bye") receiveBye(message);
    report();
  }

  const shownAgain = () => {
    if (gone) return;
    if (document.visibilityState !== "hidden" && !ready) transport.now();
    else ping();
  };
  const leaving = () => ping();
  const otherTab = () => report();
  const listeners = [
    [document, "visibilitychange", shownAgain],
    [window, "pageshow", shownAgain],
    [window, "online", shownAgain],
    [window, "pagehide", leaving],
    [window, "storage", otherTab],
  ];
  listeners.forEach(([target, name, handler]) => target.addEventListener(name, handler));
  const beat = setInterval(() => ready && ping(), PING_EVERY);

  function stop() {
    listeners.forEach(([target, name, handler]) => target.removeEventListener(name, handler));
    clearInterval(beat);
    clearTimeout(silence);
    clearTimeout(pumping);
    transport.stop();
  }

  transport.start({
    up() {
      inFlight.clear();
      post({ type: "hello", have: version });
      if (version) setTimeout(() => !ready && !gone && ping(), UP_TO_DATE); // no view comes if ours is the newest
    },
    down() {
      ready = false;
      inFlight.clear();
      clearTimeout(silence);
      silence = 0;
      report();
    },
    message: receive,
  });

  return {
    /** Ask the room for something; kept on this device until the room has answered. `note` stays here. */
    do: send,
    /** Tell the room at once whether the page is hidden and how much is unsent. */
    ping,
    /** This person has left through the server: nothing of them stays on this device. */
    left() {
      if (!gone) receiveBye({ code: "left", text: "" });
      report();
    },
    close: stop,
    /** The room's clock in ms. */
    now: () => Date.now() + offset,
    // What is kept on this device; see link_outbox.js.
    pending: outbox.pending,
    pendingDone: outbox.pendingDone,
    late: outbox.late,
    recall: outbox.recall,
    remember: outbox.remember,
    words: outbox.words,
  };
}

/** A link over the room's websocket: `url` is absolute (ws: or wss:). */
export function connect({ url, ...handlers }) {
  return createLink(socketTransport(url), outboxOf(openStore()), handlers);
}

/**
 * The same link over an anywidget model, for pages without a room server (JupyterLab). Such a room is gone with its
 * kernel, so nothing of it may stay on the device: the store ends with the tab.
 */
export function connectModel(model, handlers) {
  return createLink(modelTransport(model), outboxOf(makeStore(() => sessionStorage)), handlers);
}
