// A table of cells: saved row by row as one types, kept in the browser until it is saved, filled by paste from Excel.
(function () {
  "use strict";
  var table = document.querySelector("[data-grid]");
  if (!table) return;
  var line = document.querySelector("[data-grid-state]"), words = line.dataset;
  var token = table.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;
  var store = "xuncha.grid." + table.dataset.grid + ".";
  var FIELDS = ["goal", "text", "leader", "department", "person", "due_kind", "due_on"];
  var all = function (selector, root) { return Array.from((root || table).querySelectorAll(selector)); };
  var rowOf = function (element) { return element.closest("tr[data-row]"); };
  var groupOf = function (row) { return row.closest("tbody"); };
  var cells = function (row) { return all("[data-cell]", row); };
  var cellOf = function (row, name) { return row.querySelector('[data-cell="' + name + '"]'); };

  // What isn't saved yet lies in the browser, by person and row, until the server has it.
  function keep(row) {
    var dirty = {};
    cells(row).forEach(function (cell) { if (cell.dataset.dirty) dirty[cell.dataset.cell] = cell.value; });
    var key = store + row.dataset.row;
    if (!Object.keys(dirty).length) { localStorage.removeItem(key); return; }
    var group = groupOf(row);
    localStorage.setItem(key, JSON.stringify({
      path: location.pathname, item: group.dataset.item, measure: row.dataset.measure, form: row.dataset.form || "",
      itemVersion: row.dataset.seenItem || group.dataset.itemVersion,
      measureVersion: row.dataset.seen || row.dataset.measureVersion, cells: dirty
    }));
  }
  function mark(cell) {
    var row = rowOf(cell);
    cell.dataset.dirty = "yes";
    if (!row.dataset.measure && !row.dataset.form) row.dataset.form = Math.random().toString(36).slice(2) + Date.now().toString(36);
    keep(row);
    tell();
  }
  function tell(saved) {
    var wrong = table.querySelector(".is-wrong"), dirty = table.querySelector("[data-dirty]");
    line.textContent = wrong ? words.wrong : dirty ? words.unsaved : saved ? words.saved.replace("{}", saved) : line.textContent;
  }
  function clear(cell) {
    var box = cell.parentNode;
    box.classList.remove("is-wrong");
    all(".why", box).forEach(function (why) { why.remove(); });
  }
  function complain(cell, text) {
    var why = document.createElement("span");
    why.className = "why";
    why.textContent = text;
    cell.parentNode.classList.add("is-wrong");
    cell.parentNode.appendChild(why);
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

  // One request a row at a time; what is typed meanwhile goes with the next.
  function save(row) {
    clearTimeout(row.timer);
    if (row.running) { row.again = true; return; }
    var sent = {}, group = groupOf(row);
    cells(row).forEach(function (cell) { if (cell.dataset.dirty && !cell.dataset.open) sent[cell.dataset.cell] = cell.value; });
    if (!Object.keys(sent).length) return;
    var body = new FormData();
    Object.keys(sent).forEach(function (name) { body.append(name, sent[name]); });
    body.append("row", "1");
    body.append("item", group.dataset.item);
    body.append("item_version", row.dataset.seenItem || group.dataset.itemVersion);
    body.append("measure", row.dataset.measure);
    body.append("measure_version", row.dataset.seen || row.dataset.measureVersion);
    body.append("form_key", row.dataset.form || "");
    row.running = true;
    line.textContent = words.saving;
    fetch(location.pathname, { method: "POST", body: body, credentials: "same-origin", redirect: "error", headers: { "X-CSRFToken": token } })
      .then(function (answer) {
        if ([200, 409, 422].indexOf(answer.status) < 0) throw answer;
        return answer.json().then(function (said) { done(row, sent, said, answer.status); });
      })
      .catch(function () { line.textContent = words.unsaved; row.timer = setTimeout(function () { save(row); }, 10000); })
      .then(function () {
        row.running = false;
        if (row.again) { row.again = false; save(row); }
      });
  }
  function done(row, sent, said, status) {
    var group = groupOf(row);
    group.dataset.itemVersion = said.item_version;
    delete row.dataset.seen;
    delete row.dataset.seenItem;
    if (said.measure && !row.dataset.measure) {
      localStorage.removeItem(store + row.dataset.row);
      row.dataset.measure = row.dataset.row = said.measure;
    }
    row.dataset.measureVersion = said.measure_version;
    Object.keys(sent).forEach(function (name) {
      var cell = cellOf(row, name);
      clear(cell);
      if (status === 200 && cell.value === sent[name]) delete cell.dataset.dirty;
      if (said.errors[name]) complain(cell, said.errors[name]);
      if (name in said.theirs) ask(row, cell, said.theirs[name]);
    });
    if (said.errors[""]) complain(cells(row)[0], said.errors[""]);
    keep(row);
    tell(said.saved_at);
  }
  // Somebody else was faster: both texts are there, and the writer says which one stays.
  function ask(row, cell, theirs) {
    if (cell.value === theirs) { delete cell.dataset.dirty; return; }
    var why = complain(cell, words.meanwhile + " " + theirs);
    cell.dataset.open = "yes";
    function settle(mine) {
      delete cell.dataset.open;
      clear(cell);
      if (mine) mark(cell); else { cell.value = theirs; delete cell.dataset.dirty; keep(row); }
      tell();
      save(row);
    }
    why.appendChild(choice(words.mine, function () { settle(true); }));
    why.appendChild(choice(words.theirs, function () { settle(false); }));
  }

  function later(row) { clearTimeout(row.timer); row.timer = setTimeout(function () { save(row); }, 900); }
  table.addEventListener("input", function (event) {
    if (!event.target.dataset.cell) return;
    mark(event.target);
    if (!event.isComposing) later(rowOf(event.target));
  });
  table.addEventListener("compositionend", function (event) { if (event.target.dataset.cell) later(rowOf(event.target)); });
  table.addEventListener("focusout", function (event) { if (event.target.dataset.dirty) save(rowOf(event.target)); });
  table.closest("form").addEventListener("submit", function (event) {
    event.preventDefault();
    all("tr[data-row]").forEach(save);
  });
  addEventListener("online", function () { all("tr[data-row]").forEach(save); });

  // From cell to cell
  function neighbour(cell, down) {
    var column = all('[data-cell="' + cell.dataset.cell + '"]');
    return column[column.indexOf(cell) + down];
  }
  function beside(cell, step) { var row = all("[data-cell]"); return row[row.indexOf(cell) + step]; }
  function go(event, cell) {
    if (!cell) return;
    event.preventDefault();
    cell.focus();
    if (cell.select) cell.select();
  }
  table.addEventListener("keydown", function (event) {
    var cell = event.target;
    if (!cell.dataset.cell || event.isComposing || event.keyCode === 229) return;
    var text = "selectionStart" in cell && cell.tagName !== "SELECT";
    var atStart = !text || (cell.selectionStart === 0 && (cell.selectionEnd === 0 || cell.selectionEnd === cell.value.length));
    var atEnd = !text || cell.selectionEnd === cell.value.length;
    if (event.key === "Enter") {
      if (event.altKey || event.shiftKey) return;
      event.preventDefault();
      go(event, neighbour(cell, 1));
    } else if (event.key === "ArrowDown" && atEnd && text) go(event, neighbour(cell, 1));
    else if (event.key === "ArrowUp" && atStart && text) go(event, neighbour(cell, -1));
    else if (event.key === "ArrowRight" && atEnd && text) go(event, beside(cell, 1));
    else if (event.key === "ArrowLeft" && atStart && text) go(event, beside(cell, -1));
    else if (event.key.toLowerCase() === "d" && event.ctrlKey) {
      var above = neighbour(cell, -1);
      if (!above) return;
      event.preventDefault();
      put(cell, above.value);
      later(rowOf(cell));
    }
  });

  // Several rows and columns at once, as Excel and WPS put them on the clipboard: a cell with a line break is quoted.
  function parse(text) {
    var rows = [[]], cell = "", quoted = false, i, c;
    for (i = 0; i < text.length; i++) {
      c = text[i];
      if (quoted) {
        if (c === '"' && text[i + 1] === '"') { cell += c; i++; }
        else if (c === '"') quoted = false;
        else cell += c;
      } else if (c === '"' && !cell) quoted = true;
      else if (c === "\t") { rows[rows.length - 1].push(cell); cell = ""; }
      else if (c === "\n") { rows[rows.length - 1].push(cell); cell = ""; rows.push([]); }
      else if (c !== "\r") cell += c;
    }
    rows[rows.length - 1].push(cell);
    if (rows.length > 1 && rows[rows.length - 1].join("") === "") rows.pop();
    return rows;
  }
  function put(cell, value) {
    if (cell.tagName === "SELECT") {
      var wanted = Array.from(cell.options).filter(function (option) { return option.value === value.trim() || option.text === value.trim(); })[0];
      if (!wanted) return;
      value = wanted.value;
    }
    if (cell.value === value) return;
    cell.value = value;
    mark(cell);
  }
  table.addEventListener("paste", function (event) {
    var cell = event.target, text = event.clipboardData.getData("text/plain");
    if (!cell.dataset.cell || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    var rows = all("tr[data-row]").filter(function (row) { return cellOf(row, "text"); });
    var first = rows.indexOf(rowOf(cell)), column = FIELDS.indexOf(cell.dataset.cell), over = false;
    parse(text).forEach(function (values, down) {
      var row = rows[first + down];
      if (!row) { over = true; return; }
      values.forEach(function (value, right) {
        var target = FIELDS[column + right] && cellOf(row, FIELDS[column + right]);
        if (target) put(target, value);
      });
      save(row);
    });
    if (over) line.textContent = words.over;
  });

  // One more measure of an item, without leaving the page
  function add(group, name) {
    var rows = all("tr[data-row]", group), last = rows[rows.length - 1], row = last.cloneNode(true);
    var old = last.dataset.row;
    row.dataset.row = name || "new-" + group.dataset.item + "-" + Date.now().toString(36);
    row.dataset.measure = "";
    row.dataset.measureVersion = "0";
    delete row.dataset.form;
    if (rows.length === 1) [row.cells[2], row.cells[1], row.cells[0]].forEach(function (cell) { cell.remove(); });
    all("[data-cell]", row).forEach(function (cell) { clear(cell); delete cell.dataset.dirty; delete cell.dataset.open; if (cell.tagName !== "SELECT") cell.value = ""; });
    all("[type=hidden]", row).forEach(function (field) { field.remove(); });
    all("[name]", row).forEach(function (field) { field.removeAttribute("name"); });
    all("[data-state] a:not([data-add-row]), [data-state] .tag", row).forEach(function (link) { link.remove(); });
    all("[data-add-row]", last).forEach(function (link) { link.remove(); });
    group.appendChild(row);
    all("[rowspan]", rows[0]).forEach(function (cell) { cell.rowSpan = rows.length + 1; });
    return row;
  }
  table.addEventListener("click", function (event) {
    var link = event.target.closest("[data-add-row]");
    if (!link) return;
    event.preventDefault();
    var row = add(link.closest("tbody"));
    cells(row)[0].focus();
  });

  // What an earlier visit left unsaved comes back, and is sent.
  Object.keys(localStorage).forEach(function (key) {
    if (key.indexOf(store) !== 0) return;
    var left = JSON.parse(localStorage.getItem(key));
    if (left.path !== location.pathname) return;
    var name = key.slice(store.length), group = table.querySelector('tbody[data-item="' + left.item + '"]');
    var row = table.querySelector('tr[data-row="' + name + '"]') || (group && !left.measure && cellOf(group, "text") ? add(group, name) : null);
    if (!row || !cells(row).length) return;
    row.dataset.form = left.form;
    row.dataset.seen = left.measureVersion;
    row.dataset.seenItem = left.itemVersion;
    Object.keys(left.cells).forEach(function (cell) {
      var target = cellOf(row, cell);
      if (target) { target.value = left.cells[cell]; target.dataset.dirty = "yes"; }
    });
    tell();
    later(row);
  });
})();
