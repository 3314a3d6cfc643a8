// What every page does: says results aloud, opens <details> for printing, closes menus, warns before the session ends.
(function () {
  "use strict";
  var $ = function (selector, root) { return (root || document).querySelector(selector); };
  var each = function (selector, act, root) { (root || document).querySelectorAll(selector).forEach(act); };

  function say(text) {
    var live = $("#live");
    if (live && text) { live.textContent = ""; setTimeout(function () { live.textContent = text; }, 50); }
  }
  window.say = say;

  // After a swap the count is read out, and the focus returns to the part if it was inside it.
  var focusWasInside = false;
  document.addEventListener("htmx:beforeSwap", function (event) {
    focusWasInside = event.detail.target.contains(document.activeElement);
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    var part = event.detail.elt;
    var text = $("[data-live-text]", part);
    if (text) say(text.textContent);
    if (focusWasInside && !part.contains(document.activeElement)) {
      part.setAttribute("tabindex", "-1");
      part.focus({ preventScroll: true });
    }
  });

  // Errors and conflicts take the focus, so that a screen reader starts there.
  var errors = $("#errors");
  if (errors) errors.focus();

  document.addEventListener("click", function (event) {
    each("details.menu[open]", function (menu) { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    each("details.menu[open]", function (menu) { menu.open = false; $("summary", menu).focus(); });
    if (location.hash === "#nav") location.hash = "main";
  });

  var opened = [];
  addEventListener("beforeprint", function () {
    each("details:not([open]):not(.menu)", function (details) { details.open = true; opened.push(details); });
  });
  addEventListener("afterprint", function () {
    opened.splice(0).forEach(function (details) { details.open = false; });
  });

  var offline = $("#offline");
  function network() { if (offline) offline.hidden = navigator.onLine; }
  addEventListener("online", network);
  addEventListener("offline", network);
  network();

  // The session ends by the server's clock; every page load or press of the button, in any tab, starts it again.
  var dialog = $("#session");
  if (dialog && dialog.showModal) {
    var key = "xuncha.seen";
    var seen = function () { return Number(localStorage.getItem(key)) || 0; };
    var mark = function () { localStorage.setItem(key, Date.now()); };
    mark();
    setInterval(function () {
      var idle = (Date.now() - seen()) / 1000;
      if (idle >= Number(dialog.dataset.idle)) location.reload();
      else if (idle >= Number(dialog.dataset.warn)) { if (!dialog.open) dialog.showModal(); }
      else if (dialog.open) dialog.close();
    }, 5000);
    dialog.addEventListener("close", function () {
      if ((Date.now() - seen()) / 1000 < Number(dialog.dataset.warn)) return;
      fetch(dialog.dataset.stay, { credentials: "same-origin", redirect: "error" })
        .then(function (answer) { if (answer.ok) mark(); })
        .catch(function () { location.reload(); });
    });
    document.addEventListener("htmx:afterRequest", mark);
  }
})();
