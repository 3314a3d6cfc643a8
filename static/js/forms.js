// Forms: sent once, guarded while unsaved, drafted while written, searched only between Chinese words.
(function () {
  "use strict";
  var each = function (selector, act, root) { (root || document).querySelectorAll(selector).forEach(act); };
  var busyWord = document.body.dataset.busy;
  var dirty = new Set();

  // Sent once. Buttons close a tick later, so that the pressed one still travels with the form.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post" || "many" in form.dataset) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    dirty.delete(form);
    var pressed = event.submitter;
    setTimeout(function () {
      Array.from(form.elements).forEach(function (element) { if (element.type === "submit") element.disabled = true; });
    }, 0);
    if (pressed && pressed.classList.contains("button")) {
      setTimeout(function () {
        pressed.dataset.word = pressed.textContent;
        pressed.setAttribute("aria-busy", "true");
        pressed.textContent = busyWord;
      }, 200);
    }
  });
  addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    each("form[data-sent]", function (form) {
      delete form.dataset.sent;
      Array.from(form.elements).forEach(function (element) { if (element.type === "submit") element.disabled = false; });
      each("[aria-busy]", function (button) { button.removeAttribute("aria-busy"); button.textContent = button.dataset.word; }, form);
    });
  });

  // Enter while an input method is composing chooses a word; it sends nothing.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.stopPropagation();
  }, true);

  // Unsaved
  each("form[data-guard]", function (form) {
    form.addEventListener("input", function () { dirty.add(form); });
  });
  addEventListener("beforeunload", function (event) {
    if (dirty.size) { event.preventDefault(); event.returnValue = document.body.dataset.leave; }
  });

  // Drafts: every 20 seconds and on leaving a field, only what changed, never files.
  each("form[data-draft]", function (form) {
    var line = form.querySelector(".draft"), last = null, running = false;
    function content() {
      var data = new FormData(form);
      Array.from(data.keys()).forEach(function (name) { if (data.get(name) instanceof File) data.delete(name); });
      return data;
    }
    var text = function (data) { return new URLSearchParams(data).toString(); };
    last = text(content());
    function save() {
      var data = content(), now = text(data);
      if (running || form.dataset.sent || now === last) return;
      running = true;
      data.append("draft", "1");
      fetch(location.pathname, { method: "POST", body: data, credentials: "same-origin", redirect: "error" })
        .then(function (answer) { if (!answer.ok) throw answer; return answer.json(); })
        .then(function (saved) { last = now; dirty.delete(form); line.textContent = line.dataset.saved.replace("{}", saved.saved_at); })
        .catch(function () { line.textContent = line.dataset.failed; })
        .then(function () { running = false; });
    }
    setInterval(save, 20000);
    form.addEventListener("focusout", save);
  });

  // Live search: nothing while composing, one search 300 ms after the last word.
  each("form[data-live]", function (form) {
    var timer, field = form.querySelector("[name=q]");
    if (!field) return;
    function later() {
      clearTimeout(timer);
      timer = setTimeout(function () { form.dispatchEvent(new CustomEvent("zh:search", { bubbles: true })); }, 300);
    }
    field.addEventListener("input", function (event) { if (!event.isComposing) later(); });
    field.addEventListener("compositionstart", function () { clearTimeout(timer); });
    field.addEventListener("compositionend", later);
  });

  // What stands beside a form follows some of its fields: not while a word is composed, but once it is there.
  each("[data-follows]", function (part) {
    each(part.dataset.follows, function (field) {
      function tell(event) { if (!event.isComposing) field.form.dispatchEvent(new CustomEvent("zh:typed")); }
      ["input", "compositionend"].forEach(function (name) { field.addEventListener(name, tell); });
    });
  });

  // One more row of a formset, from its own template.
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-add]");
    if (!button) return;
    var set = button.closest("[data-set]"), total = set.querySelector("[name$=-TOTAL_FORMS]");
    event.preventDefault();
    var box = document.createElement("div");
    box.innerHTML = set.querySelector("template").innerHTML.replace(/__prefix__/g, total.value).replace(/#(?=[^<>]*<\/legend>)/, Number(total.value) + 1);
    var row = box.firstElementChild;
    set.querySelector("[data-rows]").appendChild(row);
    total.value = Number(total.value) + 1;
    var first = row.querySelector("input:not([type=hidden]), select, textarea");
    if (first) first.focus();
  });

  // A password may be looked at while it is typed.
  each("[data-show]", function (label) {
    label.hidden = false;
    label.querySelector("input").addEventListener("change", function (event) {
      each("[name=password]", function (field) { field.type = event.target.checked ? "text" : "password"; }, label.closest("form"));
    });
  });

  // Names and sizes of chosen files
  document.addEventListener("change", function (event) {
    var input = event.target;
    if (input.type !== "file") return;
    var list = input.parentNode.querySelector(".chosen");
    if (!list) { list = document.createElement("ul"); list.className = "chosen"; input.after(list); }
    list.textContent = "";
    Array.from(input.files).forEach(function (file) {
      var line = document.createElement("li");
      line.textContent = file.name + " · " + (file.size / 1048576).toFixed(1) + " MB";
      list.appendChild(line);
    });
  });
})();
