// The desk with script (moderation.md rows 24, 31): the post stays with whoever reads it, goes back when they leave, and
// letters press buttons. Loaded on the desk's own pages only. Without this file every form works: a post is held for
// some minutes, and what comes too late is answered in words.
(function () {
  "use strict";
  var held = document.querySelector("form[data-renew]");
  var status = document.querySelector(".desk-status");
  var SETTLED = 1500;
  var sending = false;
  var active = true;

  function body(form) {
    return new URLSearchParams(new FormData(form));
  }

  function say(words) {
    if (status) status.textContent = words || "";
  }

  function wait(form) {
    setTimeout(function () { renew(form); }, Number(form.getAttribute("data-every")) * 1000);
  }

  // Only a page that is looked at and used keeps its post: one that was forgotten on a table does not.
  function renew(form) {
    if (sending) return;
    if (document.visibilityState !== "visible" || !active) return wait(form);
    active = false;
    fetch(form.getAttribute("data-renew"), {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      body: body(form)
    }).then(function (answer) {
      if (answer.ok) return wait(form);
      say(form.getAttribute("data-lost"));
      held = null;
    }).catch(function () { wait(form); });
  }

  // A page that was loaded again gave its post back while it went, sometimes just after the new page had come: that is
  // found out at once, and the post is taken again before anything is typed.
  function still(form) {
    fetch(form.getAttribute("data-renew"), {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      body: body(form)
    }).then(function (answer) {
      if (answer.status !== 409 || sending) return;
      sending = true;
      form.action = form.getAttribute("data-take");
      form.submit();
    }).catch(function () {});
  }

  function keep(form) {
    ["keydown", "pointerdown", "scroll", "input"].forEach(function (kind) {
      addEventListener(kind, function () { active = true; }, { passive: true });
    });
    addEventListener("submit", function () { sending = true; }, true);
    addEventListener("pagehide", function () {
      if (!sending && held && navigator.sendBeacon) navigator.sendBeacon(form.action, body(form));
    });
    setTimeout(function () { still(form); }, SETTLED);
    wait(form);
  }

  // Reasons that do not fit the chosen outcome step back; what was ticked stays in sight.
  function fit() {
    var chosen = document.querySelector("input[name=outcome]:checked");
    document.querySelectorAll("[data-outcomes]").forEach(function (part) {
      var fits = !chosen || part.getAttribute("data-outcomes").split(" ").indexOf(chosen.value) >= 0;
      part.hidden = !fits && !part.querySelector("input:checked");
    });
  }

  function inField(target) {
    var kind = (target.getAttribute && target.getAttribute("type")) || "";
    if (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName)) return true;
    return target.tagName === "INPUT" && !/^(radio|checkbox|submit|button)$/.test(kind);
  }

  function press(part) {
    if (part.matches("summary")) {
      part.parentNode.open = !part.parentNode.open;
    } else if (part.matches("button, input[type=radio], input[type=checkbox], a")) {
      part.click();
    }
    part.focus();
  }

  function sheet() {
    var help = document.getElementById("sheet");
    if (!help) return;
    help.open = !help.open;
    if (help.open) help.querySelector("summary").focus();
  }

  function letters() {
    var box = document.querySelector("input[name=keys]");
    return !box || box.checked;
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (!event.target.tagName || inField(event.target) || !letters()) return;
    if (event.key === "?") {
      event.preventDefault();
      return sheet();
    }
    if (!/^[a-z]$/.test(event.key)) return;
    var part = document.querySelector('[data-key="' + event.key + '"]');
    if (!part) return;
    event.preventDefault();
    press(part);
  }

  function marks() {
    document.querySelectorAll("[data-key]").forEach(function (part) {
      part.setAttribute("aria-keyshortcuts", part.getAttribute("data-key"));
    });
    document.querySelectorAll(".desk-keys").forEach(function (part) { part.hidden = false; });
  }

  if (document.querySelector("[data-keys]")) {
    marks();
    addEventListener("keydown", pressed);
  }
  addEventListener("change", fit);
  fit();
  if (held && window.fetch && window.URLSearchParams) keep(held);
})();
