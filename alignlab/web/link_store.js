// What a browser keeps on this device, one storage key a thing, under the session and the person.

const ROOT = "al/";
const FORGET_AFTER = 21 * 24 * 3600 * 1000; // ms; sessions that never ended on this device

let shared = null; // one store a page, so that what only memory holds is seen by all of it

/** Key-value store: localStorage, or memory where a browser forbids or fills it. */
export function openStore() {
  if (!shared) shared = makeStore(() => localStorage);
  return shared;
}

/** A store on what `open` gives; it may throw. */
export function makeStore(open) {
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

/** Storage key of one thing of one session; parts are escaped so that names cannot forge keys. */
export function storageKey(...path) {
  return ROOT + path.map((piece) => encodeURIComponent(String(piece))).join("/");
}

/** Storage key of one thing of this browser, whatever the session. */
export function browserKey(name) {
  return ROOT + name;
}

/** Called by the page that joined or returned: who uses this browser in this session from now on. */
export function setPerson(store, code, name, words, isNew) {
  if (isNew) store.keys(storageKey(code, name) + "/").forEach(store.remove); // nobody new has unsent answers
  store.set(storageKey(code, "~who"), name);
  store.set(storageKey(code, "~words"), { name, words });
}

/** Sessions that this device has not seen for weeks leave it. `now` in ms. */
export function forgetOldSessions(store, now) {
  store.keys(ROOT).forEach((key) => {
    if (!key.endsWith("/" + encodeURIComponent("~seen"))) return;
    if (now - store.get(key) < FORGET_AFTER) return;
    store.keys(key.slice(0, key.lastIndexOf("/") + 1)).forEach(store.remove);
  });
}
