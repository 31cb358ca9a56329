"use strict";
// The other way round: which outputs a source sample feeds, and which of them it wins.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { numbers, arithmetic } = imagepool;
  const { element } = imagepool.dom;

  /** Looking for winners stops where that would take long. */
  const mostTaps = 200000;

  /** {row, column, value, rows, columns, won}: the outputs are all pairs of `rows` and `columns`; `won` is null where that is unknown. */
  function feeds(report, position, row, column) {
    const axes = report.axesOf(position.channel);
    const rows = axes.rows.windowsOf(row);
    const columns = axes.columns.windowsOf(column);
    const sample = report.sample(position.channel, row, column);
    const wins = report.isSelection ? won(report, position, row, column, rows, columns) : null;
    return { row, column, value: sample, rows, columns, won: wins };
  }

  function won(report, position, row, column, rows, columns) {
    if (rows.length === 0 || columns.length === 0) return [];
    const axes = report.axesOf(position.channel);
    const taps = axes.rows.window(rows[0]).count * axes.columns.window(columns[0]).count;
    if (rows.length * columns.length * taps > mostTaps) return null;
    const found = [];
    for (const r of rows) {
      for (const c of columns) {
        const window = arithmetic.windowOf(report, r, c, position.channel);
        if (!window) return null;
        const { winner } = arithmetic.explanation(report, window, position.answering);
        if (winner === null) continue;
        const tap = arithmetic.tapAt(window, winner);
        if (tap.source && tap.source.row === row && tap.source.column === column) found.push({ row: r, column: c });
      }
    }
    return found;
  }

  const span = (list) => (list.length === 1 ? String(list[0]) : `${list[0]} to ${list[list.length - 1]}`);

  /** A sample with all its digits. */
  function sampleText(report, value) {
    const { sample_type: type } = report.json;
    return numbers.isFloating(type) ? numbers.digits(value, type) : String(value);
  }

  function described(report, position, fed) {
    const name = report.channelTitle(position.channel);
    const count = fed.rows.length * fed.columns.length;
    const lines = [];
    const value = fed.value === null ? "outside of the full precision" : sampleText(report, fed.value);
    lines.push(element("p", {}, `${fed.row},${fed.column} ${name}: `, element("span", { class: "number" }, value)));
    if (count === 0) {
      lines.push(element("p", {}, "In no window: it is dropped."));
    } else {
      const outputs =
        count === 1
          ? `output ${fed.rows[0]},${fed.columns[0]}`
          : `${count} outputs, rows ${span(fed.rows)}, columns ${span(fed.columns)}`;
      lines.push(element("p", {}, `Feeds ${outputs}.`));
      if (report.isSelection) lines.push(element("p", {}, wonText(fed)));
      const go = () => position.moveTo(fed.rows[fed.rows.length >> 1], fed.columns[fed.columns.length >> 1]);
      if (count > 1 || fed.rows[0] !== position.row || fed.columns[0] !== position.column) {
        lines.push(element("button", { type: "button", class: "small", click: go }, "Move the lens there"));
      }
    }
    return lines;
  }

  function wonText({ won: places }) {
    if (places === null) return "How many of them it wins is too much to count here, or outside of the full precision.";
    if (places.length === 0) return "Wins none of them.";
    const named = places.slice(0, 8).map(({ row, column }) => `${row},${column}`);
    return `Wins ${places.length}: ${named.join("  ")}${places.length > 8 ? " …" : ""}`;
  }

  imagepool.source = { feeds, described };
})();
