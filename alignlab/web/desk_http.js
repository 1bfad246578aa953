// What a console asks its server beside the socket: codes, erasing, files, rehearsals. On a page of the server the
// browser asks by itself. In a notebook the kernel does, which alone holds the right to; what it hands on is a message,
// never a trait, so no saved notebook has it.

const PIECE = 512 * 1024; // bytes of a file in one message: a notebook's socket takes no large ones
const LONGEST = 60000; // ms

/** Whether there is a server to ask: a practice room in a kernel has none. */
export const hasServer = ({ model, view }) => Boolean(model.get("ws") || view.links.join);

/** POST to one of the session's addresses for facilitators: {ok: true, ...answer} or {ok: false, text}. */
export const post = (desk, action, data = {}) => asked(desk, { method: "POST", action, body: JSON.stringify(data) });

/** The same for a GET. */
export const get = (desk, action) => asked(desk, { method: "GET", action });

/** The same for a POST of a file's bytes and its name. */
export const postFile = async (desk, action, file) =>
  asked(desk, { method: "POST", action, name: file.name, bytes: await file.arrayBuffer() });

/** Keeps what lies at this address as a file of the browser's: {ok: true} or {ok: false, text}. */
export async function download(desk, action, name) {
  const got = await answer(desk, { method: "GET", action });
  if (!got.ok) return { ok: false, text: sentence(got.text) || desk.t("door.offline") };
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([got.text], { type: "application/octet-stream" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), LONGEST);
  return { ok: true };
}

async function asked(desk, request) {
  const got = await answer(desk, request);
  try {
    const said = JSON.parse(got.text);
    return got.ok ? { ok: true, ...said } : { ok: false, text: said.text };
  } catch (error) {
    return { ok: false, text: desk.t("door.offline") };
  }
}

function sentence(text) {
  try {
    return JSON.parse(text).text;
  } catch (error) {
    return "";
  }
}

// {ok, text}: what came back, whatever it is; never throws.
async function answer({ model }, request) {
  try {
    return await (model.get("ws") ? byBrowser(model.get("ws"), request) : byKernel(model, request));
  } catch (error) {
    return { ok: false, text: "" };
  }
}

async function byBrowser(socket, { method, action, name, body, bytes }) {
  const path = `${socket.replace(/\/ws$/, "")}/${action}`;
  const headers = { "X-Alignlab": "1", ...(body && { "Content-Type": "application/json" }) };
  const got = await fetch(name ? `${path}?name=${encodeURIComponent(name)}` : path, {
    method,
    headers,
    credentials: "same-origin",
    body: bytes || body,
  });
  return { ok: got.ok, text: await got.text() };
}

function byKernel(model, { bytes, ...request }) {
  const id = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16)).join("-");
  return new Promise((told, silent) => {
    const late = setTimeout(() => end(silent, new Error("silent")), LONGEST);
    const heard = (message) => message.type === "answered" && message.id === id && end(told, message);
    function end(how, what) {
      clearTimeout(late);
      model.off("msg:custom", heard);
      how(what);
    }
    model.on("msg:custom", heard);
    for (let at = 0; bytes && at < bytes.byteLength; at += PIECE)
      model.send({ type: "piece", id }, undefined, [bytes.slice(at, at + PIECE)]);
    model.send({ type: "ask", id, ...request });
  });
}
