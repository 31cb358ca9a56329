"use strict";
// The lens's table: the window, magnified as numbers. Padding and overhang are hatched differently and named; the winner and its ties
// are marked.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { exact, arithmetic } = imagepool;
  const { element } = imagepool.dom;

  /** More rows or columns of taps are not shown. */
  const shownTaps = 16;

  /** A number in little room: all digits if they are few. */
  function short(number) {
    const text = exact.text(number);
    return text.length <= 9 ? text : imagepool.numbers.brief(exact.value(number));
  }

  const words = { padding: "pad", overhang: "over" };

  /** A tap's cell. `swatch` is the tap's colour as it is shown, or null. */
  function cell(window, found, ties, tap, swatch) {
    const classes = ["tap", tap.kind];
    const parts = [];
    const spoken = [];
    if (tap.index < 0) {
      parts.push(element("span", { class: "word" }, words[tap.kind] || "pad"));
    } else {
      const value = arithmetic.valueAt(window, tap.index);
      const wins = tap.index === found.winner;
      const isTie = ties.has(tap.index);
      if (wins) classes.push("wins");
      if (isTie) classes.push("ties");
      const mark = `${tap.kind === "border" ? "b" : ""}${wins ? "*" : isTie ? "=" : ""}`;
      parts.push(
        element("span", { class: "value", title: exact.text(value) }, short(value), mark && element("span", { class: "mark" }, mark)),
      );
      if (tap.kind === "border") spoken.push("filled border");
      if (wins) spoken.push("winner");
      if (isTie) spoken.push("tie");
      const weight = arithmetic.weightAt(window, found, tap.index);
      if (exact.text(weight) !== "1") parts.push(element("span", { class: "weight", title: exact.text(weight) }, `×${short(weight)}`));
    }
    return element(
      "td",
      {
        class: classes.join(" "),
        role: "gridcell",
        tabindex: "-1",
        "data-row": tap.row,
        "data-column": tap.column,
        "data-value": tap.index < 0 ? null : exact.text(arithmetic.valueAt(window, tap.index)),
        "data-source": tap.source ? `${tap.source.row},${tap.source.column}` : null,
        // The colour alone is the tap's own; what it is for stands in lens.css.
        style: swatch ? `--swatch:${swatch}` : null,
      },
      parts,
      spoken.length > 0 && element("span", { class: "aside" }, `, ${spoken.join(", ")}`),
    );
  }

  /** The first tap of an axis that is shown: so that the winner, the axis' n-th tap with a value, is in the middle, or the first value. */
  function firstShown(axis, winner) {
    const valued = axis.hasValue.flatMap((has, t) => (has ? [t] : []));
    const wanted = winner === null ? (valued[0] || 0) : valued[winner] - (shownTaps >> 1);
    return Math.max(0, Math.min(wanted, axis.count - shownTaps));
  }

  /** The table and what is to be said below it. `swatchOf(tap)` gives a CSS colour or null. */
  function grid(window, found, swatchOf) {
    const { rows, columns } = window;
    if (rows.count === 0 || columns.count === 0) return element("p", {}, "The window has no taps.");
    const [high, wide] = [Math.min(rows.count, shownTaps), Math.min(columns.count, shownTaps)];
    const at = found.winner === null ? null : [Math.floor(found.winner / columns.valueTaps), found.winner % columns.valueTaps];
    const [top, left] = [firstShown(rows, at && at[0]), firstShown(columns, at && at[1])];
    const taps = arithmetic.taps(window, (r, c) => r >= top && r < top + high && c >= left && c < left + wide);
    const ties = new Set(found.ties);
    const body = Array.from({ length: high }, (_, r) =>
      element(
        "tr",
        {},
        element("th", { scope: "row", class: "place" }, rows.places[top + r]),
        taps.slice(r * wide, (r + 1) * wide).map((tap) => cell(window, found, ties, tap, swatchOf(tap))),
      ),
    );
    body[0].querySelector("td").tabIndex = 0;
    const table = element(
      "table",
      { class: "grid", role: "grid", "aria-label": "Taps of the window, by row and column of the source", "aria-readonly": "true" },
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("td", { class: "corner" }, element("span", { class: "aside" }, "row, column")),
          columns.places.slice(left, left + wide).map((place) => element("th", { scope: "col", class: "place" }, place)),
        ),
      ),
      element("tbody", {}, body),
    );
    table.addEventListener("keydown", moveFocus);
    const isCut = high < rows.count || wide < columns.count;
    const where = at ? "around the winner" : top > 0 || left > 0 ? "from the first that has a value" : "from the first";
    return [
      element("div", { class: "scroll grid-room" }, table),
      isCut && element("p", { class: "quiet" }, `${rows.count} x ${columns.count} taps in all, ${high} x ${wide} shown, ${where}`),
      legend(window, found, taps),
    ];
  }

  function legend(window, found, taps) {
    const listed = [];
    const add = (kind, text) => listed.push(element("li", {}, element("span", { class: `key ${kind}`, "aria-hidden": "true" }), text));
    const has = (kind) => taps.some((tap) => tap.kind === kind);
    if (found.winner !== null) add("wins", "* winner");
    if (found.ties.length > 0) add("ties", "= equals it");
    if (has("padding")) add("padding", "pad: padding");
    if (has("overhang")) add("overhang", "over: overhang");
    if (has("border")) add("border", "b: filled border");
    const isWeighted = found.shares || window.isColour || window.weights.some((weight) => weight !== 1);
    if (isWeighted) add("weighted", found.shares ? "×: its share" : window.isColour ? "×: alpha" : "×: its weight");
    return listed.length > 0 && element("ul", { class: "legend" }, listed);
  }

  /** One tab stop; arrow keys move among the taps. */
  function moveFocus(event) {
    const here = event.target.closest("td");
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (!here || !step) return;
    const rows = [...event.currentTarget.tBodies[0].rows];
    const r = rows.indexOf(here.parentElement) + step[0];
    const c = here.cellIndex + step[1];
    const next = rows[r] && rows[r].cells[c];
    event.preventDefault();
    if (!next || next.tagName !== "TD") return;
    here.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  /** Scrolls the winner of a table that is larger than its room into sight, and nothing but that room. */
  function reveal(parent) {
    const room = parent.querySelector(".grid-room");
    const winner = room && room.querySelector("td.wins");
    if (!winner) return;
    const [inside, cell] = [room.getBoundingClientRect(), winner.getBoundingClientRect()];
    if (cell.right > inside.right) room.scrollLeft += (cell.left + cell.right - inside.left - inside.right) / 2;
    if (cell.bottom > inside.bottom) room.scrollTop += (cell.top + cell.bottom - inside.top - inside.bottom) / 2;
  }

  imagepool.grid = { grid, reveal };
})();
