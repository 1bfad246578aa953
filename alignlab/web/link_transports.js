// The two ways to the room: {start(handlers), send(message), now(), drop(), stop()} over a websocket or an anywidget model.

const RETRY_FIRST = 300; // ms
const RETRY_MOST = 5000;
const OPEN_WITHIN = 6000;

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
        if (about.erased) handlers.message({ type: "bye", code: "erased", text: "" });
        else if (about.members === false) handlers.message({ type: "bye", code: "not_member", text: "" });
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
