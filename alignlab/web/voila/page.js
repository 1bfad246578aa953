// On every notebook page: tell the server when the page is closed, and the person when the page's kernel is gone.
(function () {
  "use strict";
  const LOOK_EVERY = 5000; // ms
  const SLOW_AFTER = 40000;
  let config = null;

  function settings() {
    if (config) return config;
    const found = document.getElementById("jupyter-config-data");
    if (found) config = JSON.parse(found.textContent);
    return config;
  }

  // Voila ends the kernel on `beforeunload`, which also comes when somebody follows a download link, and never comes on
  // iOS. This listener is the first one, so Voila's is not reached.
  window.addEventListener("beforeunload", function (event) { event.stopImmediatePropagation(); });
  window.addEventListener("pagehide", function () {
    const known = settings();
    if (!known || !known.kernelId) return;
    const token = /(?:^|;\s*)_xsrf=([^;]*)/.exec(document.cookie);
    const data = new FormData();
    data.append("_xsrf", token ? decodeURIComponent(token[1]) : "");
    navigator.sendBeacon(known.baseUrl + "voila/api/shutdown/" + known.kernelId, data);
  });
  // Back from the browser's memory: the kernel was ended when the page was left.
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });

  function sayItStopped() {
    if (document.getElementById("alignlab-lost")) return;
    const known = settings().alignlab;
    const box = document.createElement("div");
    box.id = "alignlab-lost";
    box.setAttribute("role", "alert");
    const what = document.createElement("p");
    const bold = document.createElement("strong");
    bold.textContent = known.words.stopped;
    what.append(bold, " " + known.words.safe);
    const ways = document.createElement("p");
    const again = document.createElement("a");
    again.href = location.href;
    again.textContent = known.words.again;
    const light = document.createElement("a");
    light.href = known.light;
    light.textContent = known.words.light;
    ways.append(again, " · ", light);
    box.append(what, ways);
    document.body.prepend(box);
  }

  function hideWaiting() {
    const waiting = document.getElementById("loading");
    if (waiting) waiting.remove();
  }
  window.alignlabShow = function () {
    if (!window.themeLoaded) { window.cellLoaded = true; return; } // Voila's style script calls again
    hideWaiting();
    const cells = document.getElementById("rendered_cells");
    if (cells) cells.style.display = "";
  };
  // The server could not finish the page: its notice stands among cells that are not shown.
  window.alignlabLost = function () {
    hideWaiting();
    document.body.prepend(document.getElementById("alignlab-lost"));
  };

  setTimeout(function () {
    const text = document.getElementById("loading_text");
    if (text) text.textContent = text.dataset.slow;
  }, SLOW_AFTER);

  let missing = 0;
  async function look() {
    const known = settings();
    if (!known || !known.kernelId || document.hidden) return;
    let status = 0;
    try {
      status = (await fetch(known.baseUrl + "api/kernels/" + known.kernelId, { cache: "no-store", credentials: "same-origin" })).status;
    } catch (error) {
      return; // the server does not answer: the page's own connection says so, and comes back by itself
    }
    missing = status === 404 ? missing + 1 : 0;
    if (missing >= 2) {
      clearInterval(looking);
      hideWaiting();
      sayItStopped();
    }
  }
  const looking = setInterval(look, LOOK_EVERY);
  document.addEventListener("visibilitychange", look);
})();
