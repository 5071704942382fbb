// Saving a draft by itself (DESIGN section 6). Loaded on the pages with a box only. Nothing is stored on the device
// (safety.md S12): without this file, or without a connection, the button saves.
(function () {
  "use strict";
  // a page with typed words on it stays where it is: what has to be read or done elsewhere opens beside it
  document.addEventListener("click", function (event) {
    var link = event.target && event.target.closest && event.target.closest("a[data-new-window]");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.open(link.href, "_blank", "noopener");
  });

  var form = document.getElementById("writing");
  if (!form || !window.fetch || !window.FormData) return;
  var status = form.querySelector(".writing__status");
  var PAUSE = 4000; // after the last key
  var LONGEST_PAUSE = 20000; // of somebody who types on and on
  var timer = 0;
  var typed = 0; // how many changes there were
  var kept = 0; // how many of them are saved
  var first = 0; // when the oldest unsaved change was made
  var busy = false;
  var stopped = false;

  function say(words) {
    if (status && status.textContent !== words) status.textContent = words;
  }

  function told(name) {
    return form.getAttribute("data-" + name) || "";
  }

  function problem(answer) {
    return answer.json().catch(function () { return {}; }).then(function (said) {
      if (said.stamp) { // signed in anew in another window: this form belongs to that sign-in from here on
        form.elements.stamp.value = said.stamp;
        later();
        return;
      }
      if (answer.status === 409) stopped = true; // both texts are saved; going on here would only lay a third beside
      say(said.problem || told("failed"));
    });
  }

  function taken(answer) {
    if (!answer.ok) return problem(answer);
    return answer.json().then(function (said) {
      form.elements.version.value = said.version;
      return said;
    });
  }

  function save(leaving) {
    clearTimeout(timer);
    if (busy || stopped || typed === kept) return;
    var now = typed;
    busy = true;
    if (!leaving) say(told("saving"));
    fetch(told("save"), {
      method: "POST",
      credentials: "same-origin",
      redirect: "error",
      keepalive: !!leaving,
      body: new FormData(form)
    }).then(taken).then(function (said) {
      busy = false;
      if (!said) return;
      kept = now;
      first = 0;
      if (typed === kept) say(told("saved"));
      else later();
    }).catch(function () {
      busy = false;
      say(told("failed"));
    });
  }

  function later() {
    clearTimeout(timer);
    if (stopped) return;
    if (!first) first = Date.now();
    timer = setTimeout(save, Math.max(0, Math.min(PAUSE, first + LONGEST_PAUSE - Date.now())));
  }

  function changed() {
    typed += 1;
    form.elements.change.value = typed;
    if (!stopped && !busy && typed === kept + 1) say(told("unsaved"));
    later();
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  // whoever turns away from the page, or leaves it fast, finds what they had typed
  document.addEventListener("visibilitychange", function () {
    save(document.visibilityState === "hidden"); // and coming back from another window, as after signing in there
  });
  addEventListener("pagehide", function () { save(true); });
  // the button saves as well: what the script had begun is not waited for
  form.addEventListener("submit", function () {
    stopped = true;
    clearTimeout(timer);
  });
})();
