"use strict";
// Elements and the one row of tabs.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});

  /** An element: `element("p", { class: "quiet" }, "text", child, …)`. Functions are listeners; null and false leave an attribute out. */
  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (typeof value === "function") made.addEventListener(key, value);
      else made.setAttribute(key, value === true ? "" : value);
    }
    append(made, children);
    return made;
  }

  function append(parent, children) {
    for (const child of children.flat(Infinity)) {
      if (child !== null && child !== undefined && child !== false) parent.append(child);
    }
  }

  /** Replaces what an element holds. */
  function fill(parent, ...children) {
    parent.textContent = "";
    append(parent, children);
  }

  const find = (selector) => document.querySelector(selector);

  /**
   * Makes `list` (role tablist, of buttons with `data-tab` and `aria-controls`) work: arrow keys, Home and End move, one tab stop.
   * Several tabs may share a panel. Calls `chosen(name)`; returns a function that chooses a tab by name.
   */
  function tabs(list, chosen) {
    const buttons = [...list.querySelectorAll("[role=tab]")];
    function choose(name, moveFocus = false) {
      const button = buttons.find((one) => one.dataset.tab === name && !one.hidden) || buttons[0];
      const panel = button.getAttribute("aria-controls");
      for (const one of buttons) {
        one.setAttribute("aria-selected", String(one === button));
        one.tabIndex = one === button ? 0 : -1;
        const controlled = document.getElementById(one.getAttribute("aria-controls"));
        controlled.hidden = controlled.id !== panel;
      }
      document.getElementById(panel).setAttribute("aria-labelledby", button.id);
      if (moveFocus) button.focus();
      chosen(button.dataset.tab);
    }
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[role=tab]");
      if (button) choose(button.dataset.tab);
    });
    list.addEventListener("keydown", (event) => {
      const shown = buttons.filter((one) => !one.hidden);
      const here = shown.indexOf(event.target);
      const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: shown.length - 1 }[event.key];
      if (here < 0 || to === undefined) return;
      event.preventDefault();
      choose(shown[(to + shown.length) % shown.length].dataset.tab, true);
    });
    return choose;
  }

  /** Copies text and says so in the button for a moment. */
  function copyButton(label, text) {
    const button = element("button", { type: "button", class: "small" }, label);
    button.addEventListener("click", async () => {
      const copied = await navigator.clipboard.writeText(text()).then(
        () => true,
        () => false, // a page opened from a file may not be allowed to
      );
      button.textContent = copied ? "Copied" : "Select it and copy by hand";
      setTimeout(() => (button.textContent = label), 2000);
    });
    return button;
  }

  /** A command line, which is broken between its words alone. */
  const commandWords = (text) =>
    text.split(" ").map((word, i) => [i > 0 && " ", element("span", { class: "command-word" }, word)]);

  imagepool.dom = { element, fill, find, tabs, copyButton, commandWords };
})();
