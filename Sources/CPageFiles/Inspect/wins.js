"use strict";
// How often each source sample wins a window of a max or a min: layers for the pictures, and what the counts come to.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { colours, pyramid, winners } = imagepool;
  const { element } = imagepool.dom;

  /** The counts of all regions, and their greatest. */
  function counted(report, channel, dialect) {
    const counts = report.regions.map((_, index) => winners.wins(report, index, channel, dialect));
    const most = counts.reduce((all, region) => region.reduce((a, b) => (b > a ? b : a), all), 0);
    return { counts, most };
  }

  /** Dark where a sample wins nothing, brightest where it wins most: one scale for all regions. A pixel for several samples shows the most. */
  function layers(report, { counts, most }) {
    return report.regions.map(({ left, top, width, height }, index) => {
      const plane = { numbers: counts[index], height, width };
      return pyramid.layer(plane, colours.viridis, { low: 0, high: Math.max(most, 1) }, { left, top, width, height });
    });
  }

  /** How many samples win how many windows, as a table that is as wide as it needs to be. */
  function facts(report, { counts, most }) {
    const samples = new Map();
    let all = 0;
    for (const region of counts) {
      all += region.length;
      for (const count of region) samples.set(count, (samples.get(count) || 0) + 1);
    }
    const shown = [...samples].sort((a, b) => a[0] - b[0]).slice(0, 10);
    const share = (count) => `${((count / Math.max(all, 1)) * 100).toFixed(1)} %`;
    const line = (name, values) => {
      const cells = values.map((value) => element("td", { class: "n" }, value));
      return element("tr", {}, element("th", { scope: "row" }, name), cells);
    };
    return element(
      "table",
      { class: "facts" },
      element(
        "caption",
        {},
        element("span", {}, `${all - (samples.get(0) || 0)} of ${all} samples win; at most ${most} window${most === 1 ? "" : "s"} by one`),
      ),
      element(
        "tbody",
        {},
        line("windows won", shown.map(([count]) => count)),
        line("samples", shown.map(([, number]) => number)),
        line("share", shown.map(([, number]) => share(number))),
      ),
    );
  }

  imagepool.wins = { counted, layers, facts };
})();
