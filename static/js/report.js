// An inspection report in its parts: saved part by part as one types, kept in the browser until it is saved.
(function () {
  "use strict";
  var form = document.querySelector("[data-report]");
  if (!form) return;
  var line = form.querySelector("[data-report-state]"), words = line.dataset;
  var token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  var store = "xuncha.report." + form.dataset.report + "." + location.pathname + ".";
  var boxes = Array.from(form.querySelectorAll("[data-part]"));
  var fields = boxes.map(function (box) { return box.querySelector("textarea"); });
  var last = fields[1] || fields[0];
  var partOf = function (field) { return field.closest("[data-part]"); };
  var seenOf = function (field) { return partOf(field).querySelector("[name^=seen-]"); };

  // What isn't saved yet lies in the browser until the server has it, with what its writer had seen.
  function keep(field) {
    if (field.dataset.dirty) localStorage.setItem(store + field.name, JSON.stringify({ text: field.value, seen: seenOf(field).value }));
    else localStorage.removeItem(store + field.name);
  }
  function tell(saved) {
    var dirty = fields.some(function (field) { return field.dataset.dirty; });
    line.textContent = dirty ? words.unsaved : saved ? words.saved.replace("{}", saved) : line.textContent;
  }
  function clear(field) {
    var box = partOf(field);
    box.classList.remove("is-wrong");
    Array.from(box.querySelectorAll(".why")).forEach(function (why) { why.remove(); });
  }
  function complain(field, text) {
    var why = document.createElement("div");
    why.className = "why";
    why.textContent = text;
    partOf(field).classList.add("is-wrong");
    partOf(field).insertBefore(why, partOf(field).firstChild);
    return why;
  }
  function choice(word, act) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "button button--small";
    button.textContent = word;
    button.addEventListener("click", act);
    return button;
  }

  // One request a part at a time; what is typed meanwhile goes with the next.
  function save(field) {
    clearTimeout(field.timer);
    if (!field.dataset.dirty || field.dataset.open) return;
    if (field.running) { field.again = true; return; }
    var sent = field.value, body = new FormData();
    body.append("part", field.name);
    body.append(field.name, sent);
    body.append("seen-" + field.name, seenOf(field).value);
    field.running = true;
    line.textContent = words.saving;
    fetch(location.pathname, { method: "POST", body: body, credentials: "same-origin", redirect: "error", headers: { "X-CSRFToken": token } })
      .then(function (answer) {
        if ([200, 403, 409, 422].indexOf(answer.status) < 0) throw answer;
        return answer.json().then(function (said) { done(field, sent, said, answer.status); });
      })
      .catch(function () { line.textContent = words.unsaved; field.timer = setTimeout(function () { save(field); }, 10000); })
      .then(function () {
        field.running = false;
        if (field.again) { field.again = false; save(field); }
      });
  }
  function done(field, sent, said, status) {
    clear(field);
    if (said.seen[field.name]) seenOf(field).value = said.seen[field.name];
    if (status === 200) {
      if (field.value === sent) delete field.dataset.dirty;
      form.querySelector('[data-preview="' + field.name + '"]').innerHTML = said.preview[field.name];
    }
    Object.keys(said.errors).forEach(function (name) { complain(field, said.errors[name]); });
    if (field.name in said.theirs) ask(field, said.theirs[field.name]);
    keep(field);
    tell(said.saved_at);
  }
  // Somebody else was faster: both texts are there, and the writer says which one stays.
  function ask(field, theirs) {
    var why = complain(field, words.meanwhile), text = document.createElement("pre");
    text.className = "carry__theirs";
    text.textContent = theirs;
    why.appendChild(text);
    field.dataset.open = "yes";
    function settle(mine) {
      delete field.dataset.open;
      clear(field);
      if (!mine) field.value = theirs;
      keep(field);
      save(field);
    }
    why.appendChild(choice(words.mine, function () { settle(true); }));
    why.appendChild(choice(words.theirs, function () { settle(false); }));
  }

  function changed(field, soon) {
    field.dataset.dirty = "yes";
    keep(field);
    tell();
    clearTimeout(field.timer);
    field.timer = setTimeout(function () { save(field); }, soon ? 0 : 900);
  }
  fields.forEach(function (field) {
    field.addEventListener("input", function (event) { if (!event.isComposing) changed(field); });
    field.addEventListener("compositionend", function () { changed(field); });
    field.addEventListener("focus", function () { last = field; });
    field.addEventListener("blur", function () { save(field); });
    var left = localStorage.getItem(store + field.name);
    if (!left) return;
    left = JSON.parse(left);
    if (left.text === field.value) { localStorage.removeItem(store + field.name); return; }
    field.value = left.text;
    seenOf(field).value = left.seen;
    changed(field);
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    fields.forEach(save);
  });
  addEventListener("online", function () { fields.forEach(save); });

  // A phrase, or the number of a paper, where the cursor stands.
  function insert(field, text) {
    var start = field.selectionStart, end = field.selectionEnd;
    field.setRangeText(text, start, end, "end");
    field.focus();
    changed(field, true);
  }
  document.addEventListener("click", function (event) {
    var phrase = event.target.closest("[data-insert]"), number = event.target.closest("[data-number]");
    if (phrase) {
      event.preventDefault();
      insert(partOf(phrase).querySelector("textarea"), phrase.dataset.insert);
    } else if (number) insert(last, number.dataset.number);
  });
  document.querySelectorAll("[data-number]").forEach(function (button) { button.hidden = false; });
})();
