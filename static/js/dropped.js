// Many files at once: a line for each, with the item that its name speaks of; changed here, sent with the files.
(function () {
  "use strict";
  var form = document.querySelector("[data-dropped]");
  if (!form) return;
  var input = form.querySelector("[type=file]"), rest = form.querySelector("[name=rest]");
  var table = form.querySelector("[data-dropped-list]"), body = table.querySelector("tbody");

  function guess(name) {
    var options = Array.from(rest.options).slice(1);
    var whole = options.filter(function (option) { return name.indexOf(option.dataset.number) >= 0; })[0];
    var found = /^\s*(?:第|问题)?0*([1-9][0-9]{0,2})(?![0-9])/.exec(name);
    var placed = found && options.filter(function (option) { return option.dataset.place === found[1]; })[0];
    return (whole || placed || { value: "" }).value;
  }
  function list() {
    body.textContent = "";
    Array.from(input.files).forEach(function (file) {
      var row = body.insertRow(), select = rest.cloneNode(true);
      row.insertCell().textContent = file.name;
      select.removeAttribute("id");
      select.name = "items";
      select.setAttribute("aria-label", file.name);
      select.value = guess(file.name);
      row.insertCell().appendChild(select);
    });
    table.hidden = !input.files.length;
  }
  input.addEventListener("change", list);
  form.addEventListener("dragover", function (event) { event.preventDefault(); });
  form.addEventListener("drop", function (event) {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    list();
  });
})();
