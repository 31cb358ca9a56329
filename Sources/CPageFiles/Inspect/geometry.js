"use strict";
// The layer as a table, places that no window reads, and the command that made the report.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { element, fill, copyButton, commandWords } = imagepool.dom;

  /** Places as ranges: 3, 7 to 9. */
  function ranges(places) {
    const found = [];
    for (const place of places) {
      const last = found[found.length - 1];
      if (last && last[1] === place - 1) last[1] = place;
      else found.push([place, place]);
    }
    const shown = found.slice(0, 12).map(([a, b]) => (a === b ? String(a) : `${a} to ${b}`));
    return shown.join(", ") + (found.length > 12 ? ` and ${found.length - 12} more runs` : "");
  }

  function dropped(axis) {
    const places = axis.dropped();
    return places.length === 0 ? "none" : `${places.length}: ${ranges(places)}`;
  }

  /** The most that any window of an axis has. */
  const most = (axis, name) => axis.json.shapes.reduce((all, shape) => Math.max(all, shape[name]), 0);

  /** The least and the greatest of `count` numbers in words; there may be more than a call takes arguments. */
  function span(count, numberAt) {
    let [low, high] = [Infinity, -Infinity];
    for (let i = 0; i < count; i += 1) {
      low = Math.min(low, numberAt(i));
      high = Math.max(high, numberAt(i));
    }
    if (low > high) return "none";
    return low === high ? String(low) : `${low} to ${high}`;
  }

  const taps = ({ json: { shapes } }) => span(shapes.length, (i) => shapes[i].kinds.length);

  const steps = ({ json: { starts } }) => (starts.length < 2 ? "one window" : span(starts.length - 1, (i) => starts[i + 1] - starts[i]));

  const sides = ["top", "left", "bottom", "right"];
  const padding = (values) => values.map((value, i) => `${sides[i]} ${value}`).join(", ");
  const said = (value) => (value === null || value === undefined ? "–" : Array.isArray(value) ? value.join(", ") : String(value));

  function parameters(json) {
    const isSaid = (value) => Array.isArray(value) || (value !== null && typeof value !== "object");
    return Object.entries(json.parameters || {}).filter(([, value]) => isSaid(value));
  }

  const heads = (names) =>
    element("thead", {}, element("tr", {}, names.map((name) => (name ? element("th", { scope: "col" }, name) : element("td", {})))));

  function show(report, panel) {
    const { json } = report;
    const { rows, columns } = report.axes[0];
    const isPiped = json.input === null || json.input === "-";
    const line = (name, value) => element("tr", {}, element("th", { scope: "row" }, name), element("td", { colspan: "2" }, value));
    const both = (name, of) => {
      const cells = [rows, columns].map((axis) => element("td", {}, of(axis)));
      return element("tr", {}, element("th", { scope: "row" }, name), cells);
    };
    const inPicture = json.picture_type ? `; ${json.picture_type} in a picture, rounded ${json.rounding}` : "";
    const pixels = (size) => `${size.height} x ${size.width}`;
    const table = element(
      "table",
      { class: "facts" },
      element("caption", {}, "Windows"),
      heads(["", "rows", "columns"]),
      element(
        "tbody",
        {},
        both("samples", (axis) => String(axis.length)),
        both("windows", (axis) => String(axis.count)),
        both("taps a window", taps),
        both("from window to window", steps),
        both("most taps in the padding", (axis) => String(most(axis, "padding_taps"))),
        both("most overhang", (axis) => String(most(axis, "overhang_taps"))),
        both("in no window (dropped)", dropped),
      ),
    );
    const layer = element(
      "table",
      { class: "facts" },
      element("caption", {}, "Layer"),
      element(
        "tbody",
        {},
        line("input", isPiped ? "standard input; the commands need the data piped in again" : json.input),
        line("operator", json.operator),
        line("dialect", json.dialect),
        json.layers_before > 0 && line("layers before", String(json.layers_before)),
        line("source, height x width", pixels(report.input)),
        line("result, height x width", pixels(report.output)),
        line("channels", `${json.channels}${report.isPicture ? `: ${json.channel_names.join(", ")}` : ""}`),
        line("samples", json.sample_type),
        line("result's samples", json.result_type + inPicture),
        json.orientation !== 1 && line("stored turned", `EXIF orientation ${json.orientation}; places are upright`),
        json.linear && line("light", "samples are linear light"),
        json.alpha_weighted && line("alpha", "weighs the colours"),
        parameters(json).map(([name, value]) =>
          line(name.replace(/_/g, " "), name === "padding" && Array.isArray(value) && value.length === 4 ? padding(value) : said(value)),
        ),
        report.axes.length > 1 && line("windows", "differ by channel; those of channel 0 are shown"),
      ),
    );
    const precision = element(
      "table",
      { class: "facts" },
      element("caption", {}, "In full precision"),
      heads(["rows", "columns", "output rows", "output columns"]),
      element(
        "tbody",
        {},
        json.regions.map((region, i) => {
          const outputs = json.outputs[i];
          const places = (first, count) => (count > 0 ? `${first} to ${first + count - 1}` : "none");
          const spans = [region, outputs].flatMap(({ top, left, height, width }) => [places(top, height), places(left, width)]);
          return element("tr", {}, spans.map((text) => element("td", {}, text)));
        }),
      ),
    );
    fill(
      panel,
      element("div", { class: "tables" }, [layer, table, precision].map((one) => {
        // Scrolled where there is little room, by keys as well.
        const name = one.querySelector("caption").textContent;
        return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name }, one);
      })),
      // The library makes pages without a command.
      json.command && [
        element("div", { class: "row" }, element("h2", {}, "Made by"), copyButton("Copy", () => json.command)),
        element("pre", { class: "command", id: "command" }, commandWords(json.command)),
      ],
      element("p", { class: "quiet" }, `imagepool ${json.imagepool}`),
    );
  }

  imagepool.geometry = { show };
})();
