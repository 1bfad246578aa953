// The connection between a page and the room: one set of messages over a websocket or over an anywidget model.
//
// What is not yet stored by the room waits on this device, one storage key a part, and goes out again by itself.
// Runs where `crypto.randomUUID`, `crypto.subtle`, Web Locks and service workers are missing (plain HTTP, Safari 15).

const ROOT = "al/";
const RETRY_FIRST = 300; // ms
const RETRY_MOST = 5000;
const PING_EVERY = 15000;
const ANSWER_WITHIN = 8000; // a silent socket is a dead one
const OPEN_WITHIN = 6000;
const UP_TO_DATE = 1500;
const BURST = 4; // then one each SEND_EVERY ms: the room takes 20 messages a second
const SEND_EVERY = 80;
const FORGET_AFTER = 21 * 24 * 3600 * 1000; // sessions that never ended on this device
const KEPT = ["late", "wrong_phase", "wrong_round", "unknown_step", "unknown_part", "ended"];

let shared = null; // one store a page, so that what only memory holds is seen by all of it

/** Key-value store: localStorage, or memory where a browser forbids or fills it. */
export function openStore() {
  if (!shared) shared = makeStore(() => localStorage);
  return shared;
}

function makeStore(open) {
  const memory = new Map();
  let disk = null;
  try {
    const found = open();
    found.setItem(ROOT + "~probe", "1");
    found.removeItem(ROOT + "~probe");
    disk = found;
  } catch (error) {
    disk = null; // private mode: answers still reach the room, they only do not outlive a reload
  }
  function get(key) {
    if (memory.has(key)) return memory.get(key);
    try {
      return disk ? JSON.parse(disk.getItem(key)) : null;
    } catch (error) {
      return null;
    }
  }
  function set(key, value) {
    try {
      if (!disk) throw new Error("memory");
      disk.setItem(key, JSON.stringify(value));
      memory.delete(key);
    } catch (error) {
      memory.set(key, value);
    }
  }
  function remove(key) {
    memory.delete(key);
    if (disk) disk.removeItem(key);
  }
  function keys(prefix) {
    const found = new Set();
    memory.forEach((value, key) => found.add(key));
    for (let i = 0; disk && i < disk.length; i += 1) found.add(disk.key(i));
    return Array.from(found).filter((key) => key.startsWith(prefix));
  }
  return { get, set, remove, keys };
}

/** Words from right to left within a sentence keep their own order and do not turn what stands around them. */
export function apart(value) {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(value) ? `\u2068${value}\u2069` : String(value);
}

/** Storage key of one thing of one session; parts are escaped so that names cannot forge keys. */
export function storageKey(...path) {
  return ROOT + path.map((piece) => encodeURIComponent(String(piece))).join("/");
}

/** Called by the page that joined or returned: who uses this browser in this session from now on. */
export function setPerson(store, code, name, words, isNew) {
  if (isNew) store.keys(storageKey(code, name) + "/").forEach(store.remove); // nobody new has unsent answers
  store.set(storageKey(code, "~who"), name);
  store.set(storageKey(code, "~words"), { name, words });
}

function randomText(length) {
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  const bytes = new Uint8Array(length);
  crypto.getRandomValues(bytes);
  return Array.from(bytes, (byte) => letters[byte % letters.length]).join("");
}

function forgetOldSessions(store, now) {
  store.keys(ROOT).forEach((key) => {
    if (!key.endsWith("/" + encodeURIComponent("~seen"))) return;
    if (now - store.get(key) < FORGET_AFTER) return;
    store.keys(key.slice(0, key.lastIndexOf("/") + 1)).forEach(store.remove);
  });
}

/** Websocket that comes back by itself. `up()` after each opening, `down()` after each loss. */
export function socketTransport(url) {
  let socket = null;
  let handlers = null;
  let retry = 0;
  let opening = 0;
  let delay = RETRY_FIRST;
  let stopped = false;

  function lost(opened) {
    clearTimeout(opening);
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
      socket.close();
      socket = null;
    }
    handlers.down();
    if (!opened) askWhy();
    if (stopped || retry) return;
    retry = setTimeout(open, delay * (0.75 + Math.random() / 2));
    delay = Math.min(delay * 2, RETRY_MOST);
  }
  function open() {
    clearTimeout(retry);
    retry = 0;
    if (stopped || socket) return;
    let opened = false;
    socket = new WebSocket(url);
    opening = setTimeout(() => lost(false), OPEN_WITHIN);
    socket.onopen = () => {
      opened = true;
      clearTimeout(opening);
      handlers.up();
    };
    socket.onmessage = (event) => {
      delay = RETRY_FIRST;
      handlers.message(JSON.parse(event.data));
    };
    socket.onclose = () => lost(opened);
  }
  // A refused handshake looks like a lost network to a page; the session's info tells them apart.
  function askWhy() {
    const info = url.replace(/^ws/, "http").replace(/\/ws$/, "/info");
    fetch(info, { cache: "no-store", credentials: "same-origin" })
      .then((answer) => answer.json())
      .then((about) => {
        if (stopped || socket && socket.readyState === 1) return;
        if (about.members === false) handlers.message({ type: "bye", code: "not_member", text: "" });
        else if (about.code && about.text) handlers.message({ type: "bye", code: "not_found", text: about.text });
      })
      .catch(() => {}); // no network either: the next try is already set
  }
  return {
    start(given) {
      handlers = given;
      open();
    },
    send(message) {
      if (socket && socket.readyState === 1) socket.send(JSON.stringify(message));
    },
    now() {
      delay = RETRY_FIRST;
      if (!socket) open();
    },
    drop() {
      lost(true);
    },
    stop() {
      stopped = true;
      clearTimeout(retry);
      clearTimeout(opening);
      if (socket) socket.close();
    },
  };
}

/** The same messages as custom messages of an anywidget model; the kernel answers. */
export function modelTransport(model) {
  let handlers = null;
  let retry = 0;
  let delay = RETRY_FIRST;
  const heard = (message) => {
    delay = RETRY_FIRST;
    handlers.message(message);
  };
  function again() {
    clearTimeout(retry);
    retry = setTimeout(() => handlers.up(), delay);
    delay = Math.min(delay * 2, RETRY_MOST);
  }
  return {
    start(given) {
      handlers = given;
      model.on("msg:custom", heard);
      handlers.up();
    },
    send(message) {
      model.send(message);
    },
    now() {},
    drop() {
      handlers.down();
      again();
    },
    stop() {
      clearTimeout(retry);
      model.off("msg:custom", heard);
    },
  };
}

function createLink(transport, store, { onView, onState, onBye, onRefused, onStored }) {
  const inFlight = new Set();
  const resting = new Set(); // refused with `retry`: until the next view
  const mine = new Set(); // ids of this tab
  const stored = new Map(); // acked, but not yet in a view
  let scope = null; // {code, name}: known from the first view on
  let version = 0;
  let offset = 0;
  let ready = false; // connected, and the room has answered
  let gone = null;
  let ended = false;
  let counter = 0;
  let silence = 0;
  let pumping = 0;
  let nextSend = 0; // when the budget of messages would be full again
  let device = store.get(ROOT + "~device");
  if (!device) {
    device = randomText(22);
    store.set(ROOT + "~device", device);
  }
  forgetOldSessions(store, Date.now());

  const base = () => storageKey(scope.code, scope.name) + "/";
  const keyOf = (step, round, slot) => storageKey(scope.code, scope.name, "out", step, round, slot);

  function nextNumber() {
    // Another tab may have counted on, and what it stored can arrive here late: the clock keeps tabs apart, and the
    // stored number keeps the count rising when the clock is set back.
    counter = Math.max(counter + 1, (store.get(ROOT + "~n") || 0) + 1, Date.now());
    store.set(ROOT + "~n", counter);
    return counter;
  }
  function waiting() {
    if (!scope) return [];
    return store
      .keys(base() + "out/")
      .map((key) => ({ key, entry: store.get(key) }))
      .filter((item) => item.entry)
      .sort((a, b) => a.entry.n - b.entry.n);
  }
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
      post({ type: "do", id, device, n, kind, data });
    }
  }
  function send(kind, data, note) {
    const n = nextNumber();
    const entry = { id: `${device}.${n}.${randomText(4)}`, n, kind, data, note: note || null };
    mine.add(entry.id);
    const slot = kind === "answer" ? data.part : kind === "done" || kind === "not done" ? "~done" : "~" + entry.id;
    if (kind === "leave") wipe();
    if (scope) store.set(keyOf(data.step || "", data.round || 0, slot), entry);
    pump();
    report();
    return entry.id;
  }
  function take(id) {
    inFlight.delete(id);
    resting.delete(id);
    const item = waiting().find(({ entry }) => entry.id === id);
    if (item) store.remove(item.key);
    return item ? item.entry : null;
  }
  function accepted(message) {
    const entry = take(message.id);
    if (!entry) return; // a newer save of the same part waits already
    if (entry.kind === "answer") stored.set(partKey(entry.data), entry.data.value);
    if (entry.kind === "leave") wipe();
    if (onStored) onStored(entry);
  }
  function refused(message) {
    if (message.retry || message.code === "paused") {
      inFlight.delete(message.id);
      resting.add(message.id);
      if (message.code === "too_fast" || message.code === "busy") setTimeout(tryAgain, 2000);
      return;
    }
    const entry = take(message.id);
    if (!entry) return;
    const kept = entry.kind === "answer" && KEPT.includes(message.code);
    if (kept && !ended) store.set(storageKey(scope.code, scope.name, "late", entry.data.step, entry.data.part), entry);
    if (kept) late.set(partKey(entry.data), entry);
    onRefused({ code: message.code, text: message.text, kind: entry.kind, data: entry.data, note: entry.note, kept });
  }
  function tryAgain() {
    resting.clear();
    pump(true);
  }

  const late = new Map();
  const partKey = (data) => storageKey(data.step, data.round, data.part);

  function enter(data) {
    const { code } = data.session;
    const name = (data.me && data.me.name) || "";
    const who = store.get(storageKey(code, "~who"));
    if (who !== null && who !== name) moveKeys(code, who, name); // renamed meanwhile: the answers go with the person
    store.set(storageKey(code, "~who"), name);
    store.set(storageKey(code, "~seen"), Date.now());
    const words = store.get(storageKey(code, "~words"));
    if (words && words.name !== name) store.set(storageKey(code, "~words"), { name, words: words.words });
    const first = !scope || scope.code !== code;
    scope = { code, name };
    if (first) {
      store.keys(base() + "late/").forEach((key) => late.set(partKey(store.get(key).data), store.get(key)));
    }
  }
  function moveKeys(code, from, to) {
    const old = storageKey(code, from) + "/";
    store.keys(old).forEach((key) => {
      store.set(storageKey(code, to) + "/" + key.slice(old.length), store.get(key));
      store.remove(key);
    });
  }
  function wipe() {
    if (!scope) return;
    store.keys(storageKey(scope.code) + "/").forEach(store.remove);
    inFlight.clear();
    resting.clear();
  }
  /** After the end only what may still be said (sharing a commitment) stays on the device. */
  function wipeAnswers() {
    store.keys(base()).forEach((key) => {
      const entry = store.get(key);
      if (!(entry && entry.kind) || ["answer", "done", "not done"].includes(entry.kind)) store.remove(key);
    });
  }
  function receiveView(message) {
    const first = !ready; // of this connection
    version = message.version;
    offset = message.now - Date.now();
    enter(message.data);
    ready = true;
    resting.clear();
    stored.clear(); // whatever was acked before is in this view
    ended = message.data.session.phase === "ended";
    if (ended) wipeAnswers();
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
      ready = Boolean(scope); // `have` was up to date: no view needed
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
    /** {part: value} that the last view does not yet hold. */
    pending(step, round) {
      const found = {};
      const prefix = storageKey(step, round) + "/";
      stored.forEach((value, key) => {
        if (key.startsWith(prefix)) found[decodeURIComponent(key.slice(prefix.length))] = value;
      });
      waiting().forEach(({ entry: { kind, data } }) => {
        if (kind === "answer" && data.step === step && data.round === round) found[data.part] = data.value;
      });
      return found;
    },
    /** "done" or "not done" if that waits to be stored, else null. */
    pendingDone(step, round) {
      const entry = scope && store.get(keyOf(step, round, "~done"));
      return entry ? entry.kind : null;
    },
    /** Commands that came too late and stay here: [{data, note}]. */
    late: () => Array.from(late.values()),
    /** Small things of this person's screen (place, unfinished drafts), by step and round. */
    recall: (step, round, what) => (scope ? store.get(storageKey(scope.code, scope.name, "ui", step, round, what)) : null),
    remember(step, round, what, value) {
      if (!scope) return;
      const key = storageKey(scope.code, scope.name, "ui", step, round, what);
      if (value === null) store.remove(key);
      else store.set(key, value);
    },
    /** The two return words, if this browser joined. */
    words() {
      const kept = scope && store.get(storageKey(scope.code, "~words"));
      return kept ? kept.words : "";
    },
  };
}

/** A link over the room's websocket: `url` is absolute (ws: or wss:). */
export function connect({ url, ...handlers }) {
  return createLink(socketTransport(url), openStore(), handlers);
}

/**
 * The same link over an anywidget model, for pages without a room server (JupyterLab). Such a room is gone with its
 * kernel, so nothing of it may stay on the device: the store ends with the tab.
 */
export function connectModel(model, handlers) {
  return createLink(modelTransport(model), makeStore(() => sessionStorage), handlers);
}
