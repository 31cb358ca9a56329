"use strict";
// How often each source sample wins a window of a max or a min: layers for the pictures, and what the counts come to.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { colours, pyramid, winners } = imagepool;
  const { holds } = imagepool.Report;
  const { element } = imagepool.dom;

  const overlap = (a, b) =>
    a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;

  /**
   * How often each sample of each region wins, `counts`, of which one that lies in several regions has the same in all; and the greatest.
   * Each window counts once, however many regions hold it.
   */
  function counted(report, channel, dialect) {
    const { regions } = report;
    const counts = regions.map(({ width, height }) => new Float64Array(height * width));
    regions.forEach(({ left, top, width, outputs }, index) => {
      const before = regions.slice(0, index).filter((other) => overlap(other.outputs, outputs));
      const sharing = regions.flatMap((other, i) => (overlap(other, regions[index]) ? [[other, counts[i]]] : []));
      winners.winnersOf(report, index, channel, dialect).forEach((place, n) => {
        if (place < 0) return;
        const [row, column] = [outputs.top + Math.floor(n / outputs.width), outputs.left + (n % outputs.width)];
        if (before.some((other) => holds(other.outputs, row, column))) return;
        const [y, x] = [top + Math.floor(place / width), left + (place % width)];
        for (const [other, found] of sharing) if (holds(other, y, x)) found[(y - other.top) * other.width + x - other.left] += 1;
      });
    });
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

  /** How many samples win how many windows, as a table that is as wide as it needs to be; one in several regions is one sample. */
  function facts(report, { counts, most }) {
    const samples = new Map();
    let all = 0;
    report.regions.forEach((region, index) => {
      const before = report.regions.slice(0, index).filter((other) => overlap(other, region));
      counts[index].forEach((count, n) => {
        const [row, column] = [region.top + Math.floor(n / region.width), region.left + (n % region.width)];
        if (before.some((other) => holds(other, row, column))) return;
        all += 1;
        samples.set(count, (samples.get(count) || 0) + 1);
      });
    });
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
