// The connection of a console or a screen. Unlike a participant's, it keeps nothing on the device: a command that the
// room did not take is told at once and pressed again by a person, never sent hours later from a store.

import { modelTransport, socketTransport } from "./link_transports.js";

const HEARTBEAT = 15000; // ms
const SILENT = 8000; // without an answer for so long, the connection is taken for dead

// The words of console and screen: given by a notebook as a trait, fetched beside this file on a page of the server,
// which names the file of its language.
export async function loadWords(model) {
  const given = model.get("strings");
  if (given) return given;
  const answer = await fetch(new URL(document.documentElement.dataset.words, import.meta.url));
  return answer.json();
}

function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// `onView(data, now)`, `onState("online" | "offline" | "gone")`, `onBye({code, text})`. `do(kind, data)` resolves when the
// room has stored the command, for a question with its answer, and rejects with `{code, text}` when it refused.
export function openLink(model, { onView, onState, onBye = () => {} }) {
  const path = model.get("ws"); // a path on this page's server; none in a notebook, where the kernel answers
  const socket = () => socketTransport(`${location.origin.replace(/^http/, "ws")}${path}`);
  const transport = path ? socket() : modelTransport(model);
  const waiting = new Map();
  const device = randomId();
  let version = 0;
  let counter = 0;
  let silence = 0;
  let state = "";

  function become(next) {
    if (state !== "gone" && state !== next) onState((state = next));
  }
  function post(message) {
    transport.send(message);
    if (!silence) silence = setTimeout(() => transport.drop(), SILENT);
  }
  function ping() {
    post({ type: "ping", hidden: document.visibilityState === "hidden", unsent: 0 });
  }
  function heard() {
    if (state === "online") return;
    become("online");
    for (const { message } of waiting.values()) post(message); // same ids: what was stored is only told again
  }
  function settle(message) {
    const command = waiting.get(message.id);
    waiting.delete(message.id);
    if (command && message.type === "ok") command.stored(message.data || message.seq);
    else if (command) command.refused({ code: message.code, text: message.text });
  }
  function receive(message) {
    clearTimeout(silence);
    silence = 0;
    if (message.type === "view") {
      version = message.version;
      heard();
      onView(message.data, message.now);
    } else if (message.type === "pong") {
      if (version) heard(); // the view that we hold is still the room's
    } else if (message.type === "bye") leave(message);
    else if (message.type === "ok" || message.type === "no") settle(message);
  }
  function leave({ code, text }) {
    if (code === "stopping") return transport.drop();
    become("gone");
    close();
    onBye({ code, text });
  }
  function shown() {
    if (document.visibilityState !== "hidden" && state !== "online") transport.now();
    else if (state === "online") ping();
  }
  const events = [
    [document, "visibilitychange"],
    [window, "pageshow"],
    [window, "online"],
  ];
  for (const [target, name] of events) target.addEventListener(name, shown);
  const beat = setInterval(() => state === "online" && ping(), HEARTBEAT);

  function close() {
    for (const [target, name] of events) target.removeEventListener(name, shown);
    clearInterval(beat);
    clearTimeout(silence);
    transport.stop();
  }

  transport.start({
    up() {
      post({ type: "hello", have: version });
      ping();
    },
    down() {
      clearTimeout(silence);
      silence = 0;
      become("offline");
    },
    message: receive,
  });

  return {
    close,
    do(kind, data) {
      counter += 1;
      const message = { type: "do", id: `${device}.${counter}`, device, n: counter, kind, data };
      return new Promise((stored, refused) => {
        if (state === "gone") return refused({ code: "gone", text: "" });
        waiting.set(message.id, { message, stored, refused });
        if (state === "online") post(message);
      });
    },
  };
}
