"use strict";
// How often each source sample wins a window: a map per region in full precision, and what the counts come to.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { paint, colours, winners } = imagepool;
  const { element, fill } = imagepool.dom;

  function show(report, position, panel) {
    const { channel, answering: dialect } = position;
    const kind = report.json.reduction.kind;
    const parts = report.regions.map((region, index) => part(report, region, index, channel, dialect));
    fill(
      panel,
      element("h2", {}, `How often each sample is the ${kind}, ${report.channelName(channel)}, ${dialect}`),
      element("p", { class: "quiet" }, "Dark: in no window, or it never wins. The brightest wins most windows. Windows that padding or a constant border decides count for none."),
      parts,
    );
  }

  function part(report, region, index, channel, dialect) {
    const counts = winners.wins(report, index, channel, dialect);
    let most = 0;
    let winning = 0;
    const histogram = new Map();
    for (const count of counts) {
      if (count > most) most = count;
      if (count > 0) winning += 1;
      histogram.set(count, (histogram.get(count) || 0) + 1);
    }
    const canvas = paint.canvasOf(paint.mapped(counts, region.height, region.width, colours.viridis, { low: 0, high: Math.max(most, 1) }));
    canvas.className = "map wide";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `Map of wins: rows ${region.top} to ${region.top + region.height - 1}, columns ${region.left} to ${region.left + region.width - 1}`);
    const listed = [...histogram].sort((a, b) => a[0] - b[0]);
    const shown = listed.slice(0, 12);
    const share = (count) => `${((count / counts.length) * 100).toFixed(1)} %`;
    const isOnly = report.regions.length === 1;
    return element(
      "section",
      { class: "wins" },
      !isOnly && element("h3", {}, `Rows ${region.top} to ${region.top + region.height - 1}, columns ${region.left} to ${region.left + region.width - 1}`),
      canvas,
      element(
        "div",
        {},
        element("p", {}, `${winning} of ${counts.length} samples win (${share(winning)}); at most ${most} window${most === 1 ? "" : "s"} by one sample.`),
        element(
          "table",
          { class: "facts" },
          element("thead", {}, element("tr", {}, ["windows won", "samples", "share"].map((text) => element("th", { scope: "col" }, text)))),
          element(
            "tbody",
            {},
            shown.map(([count, samples]) =>
              element("tr", {}, element("th", { scope: "row", class: "n" }, count), element("td", { class: "n" }, samples), element("td", { class: "n" }, share(samples))),
            ),
          ),
        ),
        listed.length > shown.length && element("p", { class: "quiet" }, `and ${listed.length - shown.length} more counts, up to ${most}`),
      ),
    );
  }

  imagepool.wins = { show };
})();
