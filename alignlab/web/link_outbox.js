// What of one person waits on this device until the room has it, what came too late, and small things of their screen.

import { browserKey, forgetOldSessions, storageKey } from "./link_store.js";

function randomText(length) {
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  const bytes = new Uint8Array(length);
  crypto.getRandomValues(bytes);
  return Array.from(bytes, (byte) => letters[byte % letters.length]).join("");
}

/** The id of this browser, the same in all its sessions. */
function deviceOf(store) {
  const known = store.get(browserKey("~device"));
  if (known) return known;
  const device = randomText(22);
  store.set(browserKey("~device"), device);
  return device;
}

/** An entry is {id, n, kind, data, note}. Nothing is kept before `enter` has told whose it is. */
export function outboxOf(store) {
  const late = new Map();
  const stored = new Map(); // acked, but not yet in a view
  let scope = null; // {code, name}: known from the first view on
  let counter = 0;
  const device = deviceOf(store);
  forgetOldSessions(store, Date.now());

  const base = () => storageKey(scope.code, scope.name) + "/";
  const keyOf = (step, round, slot) => storageKey(scope.code, scope.name, "out", step, round, slot);
  const partKey = (data) => storageKey(data.step, data.round, data.part);

  function nextNumber() {
    // Another tab may have counted on, and what it stored can arrive here late: the clock keeps tabs apart, and the
    // stored number keeps the count rising when the clock is set back.
    counter = Math.max(counter + 1, (store.get(browserKey("~n")) || 0) + 1, Date.now());
    store.set(browserKey("~n"), counter);
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
  function entryOf(kind, data, note) {
    const n = nextNumber();
    return { id: `${device}.${n}.${randomText(4)}`, n, kind, data, note: note || null };
  }
  function put(entry) {
    const { kind, data } = entry;
    const slot = kind === "answer" ? data.part : kind === "done" || kind === "not done" ? "~done" : "~" + entry.id;
    if (scope) store.set(keyOf(data.step || "", data.round || 0, slot), entry);
  }
  /** It waits no more; null if it does not wait. */
  function take(id) {
    const item = waiting().find(({ entry }) => entry.id === id);
    if (item) store.remove(item.key);
    return item ? item.entry : null;
  }
  /** An answer that came too late; it is seen here, and after a reload only if `lasting`. */
  function keepLate(entry, lasting) {
    if (lasting) store.set(storageKey(scope.code, scope.name, "late", entry.data.step, entry.data.part), entry);
    late.set(partKey(entry.data), entry);
  }

  /** Whose session this is, as a view tells it. */
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
  /** Nothing of the session stays on the device. */
  function wipe() {
    if (scope) store.keys(storageKey(scope.code) + "/").forEach(store.remove);
  }
  /** After the end only what may still be said (sharing a commitment) stays on the device. */
  function wipeAnswers() {
    store.keys(base()).forEach((key) => {
      const entry = store.get(key);
      if (!(entry && entry.kind) || ["answer", "done", "not done"].includes(entry.kind)) store.remove(key);
    });
  }

  return {
    device, waiting, entryOf, put, take, keepLate, enter, wipe, wipeAnswers,
    entered: () => scope !== null,
    /** The room has this answer. */
    acked: ({ data }) => stored.set(partKey(data), data.value),
    /** Whatever was acked before is in this view. */
    viewed: () => stored.clear(),
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
