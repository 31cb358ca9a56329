// Filters the cells of a contact sheet and opens them. Everything that is shown stands in the markup.
"use strict";
(() => {
  const list = document.querySelector("ul.sheet");
  const form = document.getElementById("filter");
  const output = document.getElementById("shown");
  const none = document.getElementById("none");
  const dialog = document.getElementById("details");
  const cells = Array.from(list.children);
  const facts = (cell) => JSON.parse(cell.dataset.facts);
  const words = cells.map((cell) => facts(cell).map((fact) => fact[1]).join("\n").toLowerCase());
  let visible = cells;
  let current = cells[0];

  // MARK: the filter, kept in the address

  const fields = ["status", "kind", "text"];
  const address = new imagepool.Address(() => readAddress());

  function apply() {
    const [status, kind, text] = fields.map((name) => form.elements[name]?.value ?? "");
    const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
    visible = [];
    cells.forEach((cell, place) => {
      const fits = (!status || cell.dataset.status === status) && (!kind || cell.dataset.kind === kind)
        && wanted.every((word) => words[place].includes(word));
      cell.hidden = !fits;
      if (fits) visible.push(cell);
    });
    const count = visible.length.toLocaleString("en");
    output.textContent = visible.length === cells.length ? `${count} shown` : `${count} of ${cells.length.toLocaleString("en")} shown`;
    none.hidden = visible.length > 0;
    makeCurrent(visible.includes(current) ? current : visible[0]);
    const said = new URLSearchParams();
    fields.forEach((name, place) => { const value = [status, kind, text][place]; if (value) said.set(name, value); });
    address.write(said);
  }

  function readAddress() {
    const said = address.read();
    const choices = Array.from(form.querySelectorAll("input[name=status]"));
    // Whatever is not to be had is all.
    (choices.find((one) => one.value === said.get("status")) ?? choices[0]).checked = true;
    const kind = form.elements.kind;
    if (kind) {
      kind.value = said.get("kind") ?? "";
      if (kind.selectedIndex < 0) kind.value = "";
    }
    form.elements.text.value = said.get("text") ?? "";
    apply();
  }

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("clear").addEventListener("click", () => {
    form.reset();
    apply();
    form.elements.text.focus();
  });

  // MARK: one cell is reached by the tab key, the others by arrows

  function makeCurrent(cell) {
    if (current) current.firstElementChild.tabIndex = -1;
    current = cell ?? current;
    if (current) current.firstElementChild.tabIndex = 0;
  }

  for (const cell of cells) cell.firstElementChild.tabIndex = -1;

  function inOneRow() {
    if (visible.length < 2) return 1;
    const top = visible[0].offsetTop;
    const count = visible.findIndex((cell) => cell.offsetTop !== top);
    return count < 0 ? visible.length : count;
  }

  function step(key) {
    const place = visible.indexOf(current);
    const last = visible.length - 1;
    switch (key) {
      case "ArrowLeft": return place - 1;
      case "ArrowRight": return place + 1;
      case "ArrowUp": return place - inOneRow();
      case "ArrowDown": return place + inOneRow() > last && place < last ? last : place + inOneRow();
      case "Home": return 0;
      case "End": return last;
      default: return undefined;
    }
  }

  list.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const place = step(event.key);
    if (place === undefined) return;
    event.preventDefault();
    if (!visible[place]) return;
    makeCurrent(visible[place]);
    current.firstElementChild.focus();
  });

  list.addEventListener("click", (event) => {
    const cell = event.target.closest("li");
    if (!cell) return;
    makeCurrent(cell);
    open();
  });

  // MARK: what is known of a cell

  function fill() {
    const known = facts(current);
    const value = (name) => known.find((fact) => fact[0] === name)?.[1];
    document.getElementById("details-title").textContent = value("Input") ?? value("Output") ?? "";
    const picture = current.querySelector("img");
    document.getElementById("details-picture").replaceChildren(...(picture ? [picture.cloneNode()] : []));
    const list = document.getElementById("details-facts");
    list.replaceChildren();
    for (const [name, text] of known) {
      const term = document.createElement("dt");
      const description = document.createElement("dd");
      const isolated = document.createElement("bdi");
      term.textContent = name;
      isolated.textContent = text;
      description.append(isolated);
      list.append(term, description);
    }
    const place = visible.indexOf(current);
    // Not disabled, as that would take the focus away from the dialog.
    document.getElementById("previous").setAttribute("aria-disabled", place <= 0);
    document.getElementById("next").setAttribute("aria-disabled", place >= visible.length - 1);
    dialog.scrollTop = 0;
  }

  function open() {
    fill();
    if (!dialog.open) dialog.showModal();
    document.getElementById("close").focus();
  }

  function turn(by) {
    const cell = visible[visible.indexOf(current) + by];
    if (!cell) return;
    makeCurrent(cell);
    fill();
  }

  document.getElementById("previous").addEventListener("click", () => turn(-1));
  document.getElementById("next").addEventListener("click", () => turn(1));
  document.getElementById("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowLeft") turn(-1);
    if (event.key === "ArrowRight") turn(1);
  });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => current?.firstElementChild.focus());

  readAddress();
  document.documentElement.dataset.ready = "true";
})();
