"use strict";
// Which source sample wins each window of a max or a min: by rows, then by columns, so that large windows cost their height plus their
// width.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});

  /** Whether candidate b takes the place of a, which comes first. */
  function beats(b, a, isMinimum, lastNaN) {
    if (b !== b) return lastNaN;
    if (a !== a) return false;
    return isMinimum ? b < a : b > a;
  }

  /**
   * The winner of every window of a region's outputs in one channel: an Int32Array of places in the region (row · width + column),
   * −1 where nothing wins or a filled border of a constant does.
   */
  function winners(report, region, channel, dialect) {
    const axes = report.axesOf(channel);
    const { outputs } = region;
    const isMinimum = report.json.reduction.kind === "min";
    const isTorch = dialect === "torch";
    const { samples } = region;
    // BigInts compare as they are.
    const values = samples.type === "int64" ? samples.data.subarray(channel * region.height * region.width) : samples.numbers(channel);
    const border = imagepool.numbers.fromJSON((report.json.border && report.json.border.value) || 0);
    const columns = list(axes.columns, outputs.left, outputs.width, region.left);
    const rows = list(axes.rows, outputs.top, outputs.height, region.top);
    const floor = isMinimum ? Infinity : -Infinity;
    // The winner's column of each row of the region and window of columns.
    const across = new Map();
    const bestOfRow = (row) => {
      if (across.has(row)) return across.get(row);
      const found = Int32Array.from(columns, (sources) => {
        let best = -2; // nothing yet
        let value = 0;
        for (const source of sources) {
          const next = source < 0 ? border : values[row * region.width + source];
          if (next !== next && !isTorch) continue;
          if (best === -2 || beats(next, value, isMinimum, isTorch)) [best, value] = [source, next];
        }
        return best;
      });
      across.set(row, found);
      return found;
    };
    const result = new Int32Array(outputs.height * outputs.width).fill(-1);
    rows.forEach((sources, r) => {
      columns.forEach((columnSources, c) => {
        let [place, value, isEmpty] = [-1, 0, true];
        for (const row of sources) {
          const column = row < 0 ? (columnSources.length ? -1 : -2) : bestOfRow(row)[c];
          if (column === -2) continue;
          const next = row < 0 || column < 0 ? border : values[row * region.width + column];
          if (isEmpty || beats(next, value, isMinimum, isTorch)) {
            [place, value, isEmpty] = [row < 0 || column < 0 ? -1 : row * region.width + column, next, false];
          }
        }
        const first = sources.length && columnSources.length ? [sources[0], columnSources[0]] : null;
        if (first && dialect === "onnx" && first[0] >= 0 && first[1] >= 0) {
          const at = first[0] * region.width + first[1];
          if (values[at] !== values[at]) place = at; // NaN as the first tap wins from there
        }
        if (dialect === "tensorflow" && value === floor) place = -1; // its search starts from the last finite number
        result[r * outputs.width + c] = place;
      });
    });
    return result;
  }

  function list(axis, first, count, start) {
    return Array.from({ length: count }, (_, i) => {
      const window = axis.window(first + i);
      return window.sources.filter((_, t) => window.hasValue[t]).map((source) => (source === null ? -1 : source - start));
    });
  }

  const kept = new Map();

  function winnersOf(report, index, channel, dialect) {
    const key = `${index},${channel},${dialect}`;
    if (!kept.has(key)) kept.set(key, winners(report, report.regions[index], channel, dialect));
    return kept.get(key);
  }

  imagepool.winners = { winnersOf };
})();
