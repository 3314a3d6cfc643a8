// Keyboard shortcuts, for those who switched them on. A key belongs to the element that carries it in data-key;
// the list under "?" is read from the page itself, so it never lies.
(function () {
  "use strict";
  if (document.documentElement.dataset.keys !== "on") return;
  var waiting = "", timer;
  var rows = function () { return Array.from(document.querySelectorAll(".ledger tbody tr, .todo, .notice")); };

  function move(step) {
    var list = rows(), at = list.findIndex(function (row) { return "cursor" in row.dataset; });
    var next = list[Math.max(0, Math.min(list.length - 1, at + step))];
    if (!next) return;
    if (at >= 0) delete list[at].dataset.cursor;
    next.dataset.cursor = "";
    var link = next.querySelector("a");
    if (link) link.focus();
  }
  function current() { return document.querySelector("[data-cursor]"); }
  function shown(element) { return element.getClientRects().length > 0; }
  function press(key) {
    var target = Array.from(document.querySelectorAll("[data-key]")).filter(function (element) {
      return element.dataset.key === key && shown(element);
    })[0];
    if (!target) return false;
    if (/INPUT|SELECT|TEXTAREA/.test(target.tagName)) { target.focus(); target.select(); } else target.click();
    return true;
  }
  function help() {
    var dialog = document.getElementById("keys"), list = dialog.querySelector(".keys");
    list.querySelectorAll(".here").forEach(function (line) { line.remove(); });
    document.querySelectorAll("[data-key]").forEach(function (element) {
      if (!shown(element)) return;
      var term = document.createElement("dt"), text = document.createElement("dd");
      element.dataset.key.split(" ").forEach(function (part) {
        var key = document.createElement("kbd");
        key.textContent = part;
        term.append(key, " ");
      });
      var label = element.labels && element.labels[0];
      var name = (label || element).cloneNode(true);
      name.querySelectorAll("[class*=__count]").forEach(function (count) { count.remove(); });
      text.textContent = name.textContent.trim();
      term.className = text.className = "here";
      list.append(term, text);
    });
    dialog.showModal();
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.altKey || event.metaKey) return;
    var typing = event.target.matches("input:not([type=checkbox]):not([type=radio]), select, textarea, [contenteditable]");
    if (event.ctrlKey) {
      if (event.key === "Enter" && press("Ctrl+Enter")) event.preventDefault();
      return;
    }
    if (typing || document.querySelector("dialog[open]")) return;
    var key = waiting ? waiting + " " + event.key : event.key;
    waiting = "";
    clearTimeout(timer);
    if (key === "?") help();
    else if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "o" && current()) current().querySelector("a").click();
    else if (key === "x" && current()) { var box = current().querySelector("[data-pick]"); if (box) box.click(); }
    else if (key === "g") { waiting = "g"; timer = setTimeout(function () { waiting = ""; }, 1200); }
    else if (!press(key)) return;
    event.preventDefault();
  });
})();
