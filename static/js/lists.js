// Rows: pick one, a range (Shift), or the page; the count is shown and said.
(function () {
  "use strict";
  var last = null;
  function picks() { return Array.from(document.querySelectorAll("[data-pick]")); }
  function count() {
    var boxes = picks(), on = boxes.filter(function (box) { return box.checked; }).length;
    boxes.forEach(function (box) { box.closest("tr, li").classList.toggle("on", box.checked); });
    var all = document.querySelector("[data-pick-all]");
    if (all) { all.checked = on > 0 && on === boxes.length; all.indeterminate = on > 0 && on < boxes.length; }
    var line = document.querySelector("[data-picked]");
    if (line) {
      if (!line.dataset.none) line.dataset.none = line.textContent;
      line.textContent = on ? line.dataset.picked.replace("{}", on) : line.dataset.none;
      if (on && window.say) window.say(line.textContent);
    }
  }
  document.addEventListener("click", function (event) {
    var box = event.target;
    if (!box.matches) return;
    if (box.matches("[data-pick-all]")) {
      picks().forEach(function (one) { one.checked = box.checked; });
      count();
    } else if (box.matches("[data-pick]")) {
      var boxes = picks(), from = boxes.indexOf(last), to = boxes.indexOf(box);
      if (event.shiftKey && from >= 0) {
        boxes.slice(Math.min(from, to), Math.max(from, to) + 1).forEach(function (one) { one.checked = box.checked; });
      }
      last = box;
      count();
    }
  });
  document.addEventListener("htmx:afterSettle", count);
  addEventListener("pageshow", count);
})();
