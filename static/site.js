// Leaving at once (safety.md S4 to S8): blank first, tell the server in the background, replace the page without
// waiting. Loaded in the head and not deferred, so that it is there before anything can be read. Without this file
// the exit link works as a link.
(function () {
  "use strict";
  var root = document.documentElement;
  var PRESSES = 3;
  var PAUSE = 5000;
  var MARKER = "__Host-p=1; Path=/; Max-Age=900; Secure; SameSite=Strict";
  var presses = 0;
  var alone = false;
  var timer = 0;

  function exitLink() {
    return document.querySelector("a.exit");
  }

  function blank() {
    root.className += " left";
    document.title = "\u2026";
  }

  function leave() {
    var link = exitLink();
    if (!link) return;
    blank();
    // the marker at once, in case the server is not reached; the server's own then replaces it
    try { document.cookie = MARKER; } catch (e) { /* cookies are refused: the server's answer decides */ }
    try {
      fetch(link.href, { method: "POST", keepalive: true, credentials: "same-origin", redirect: "manual" }).catch(
        function () {}
      );
    } catch (e) { /* an old browser: the page goes all the same */ }
    location.replace(link.getAttribute("data-to"));
  }

  function say(words) {
    var status = document.querySelector(".exit-status");
    if (status) status.textContent = words || "";
  }

  function forget() {
    presses = 0;
    alone = false;
    clearTimeout(timer);
    say("");
  }

  function pressed() {
    presses += 1;
    clearTimeout(timer);
    if (presses >= PRESSES) return leave();
    timer = setTimeout(forget, PAUSE);
    var status = document.querySelector(".exit-status");
    if (status) say(status.getAttribute(presses === 1 ? "data-two" : "data-one"));
  }

  // Only Shift pressed and let go by itself counts; with another key, or while a word is being composed, it does not.
  addEventListener("keydown", function (event) {
    if (event.key === "Shift" && !event.isComposing) {
      if (!event.repeat) alone = true;
    } else {
      forget();
    }
  });
  addEventListener("keyup", function (event) {
    if (event.key === "Shift" && alone && !event.isComposing) {
      alone = false;
      pressed();
    }
  });
  addEventListener("click", function (event) {
    var link = event.target && event.target.closest && event.target.closest("a.exit, a.exit-secondary");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    leave();
  });

  // A page that comes back from the back/forward cache is hidden and asked for again: the server knows whether to show it.
  addEventListener("pageshow", function (event) {
    if (event.persisted) {
      blank();
      location.reload();
    }
  });
})();
