"use strict";
// The result's planes for drawing: as the report has them, or pooled here where the report leaves that to the page (averages and sums
// of integers). What the lens prints never comes from here.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { Planes } = imagepool.blocks;

  /** Σ weight · sample over each window of a rectangle of outputs, by rows and then by columns: {sums, width}. */
  function sums(report, region, channel, numbers) {
    const axes = report.axesOf(channel);
    const { outputs } = region;
    const windows = (axis, first, count, start) =>
      Array.from({ length: count }, (_, i) => {
        const window = axis.window(first + i);
        const taps = [];
        for (let t = 0; t < window.count; t += 1) {
          if (!window.hasValue[t]) continue;
          const place = window.sources[t] === null ? -1 : window.sources[t] - start; // -1: a constant border
          taps.push({ place, weight: window.weights[t] });
        }
        return { ...window, taps };
      });
    const rows = windows(axes.rows, outputs.top, outputs.height, region.top);
    const columns = windows(axes.columns, outputs.left, outputs.width, region.left);
    const border = imagepool.numbers.fromJSON((report.json.border && report.json.border.value) || 0);
    const found = new Float64Array(outputs.height * outputs.width);
    const line = new Float64Array(region.width);
    rows.forEach((row, r) => {
      line.fill(0);
      let outside = 0;
      for (const { place, weight } of row.taps) {
        if (place < 0) {
          outside += weight * border;
          continue;
        }
        for (let x = 0, at = place * region.width; x < region.width; x += 1, at += 1) line[x] += weight * numbers[at];
      }
      const beside = row.weightSum * border;
      columns.forEach((column, c) => {
        let sum = 0;
        for (const { place, weight } of column.taps) sum += weight * (place < 0 ? beside : line[place] + outside);
        found[r * outputs.width + c] = sum;
      });
    });
    return { found, rows, columns };
  }

  /** The result of a region that the report leaves to the page, one channel. */
  function pooled(report, region, channel) {
    const { json } = report;
    const source = region.samples.numbers(channel);
    const isColour = json.alpha_weighted && channel < report.channels - 1;
    if (isColour) {
      const alpha = region.samples.numbers(report.channels - 1);
      const above = sums(report, region, channel, Float64Array.from(source, (sample, i) => sample * alpha[i])).found;
      const below = sums(report, region, channel, alpha).found;
      return above.map((sum, i) => (below[i] === 0 ? 0 : sum / below[i]));
    }
    const { found, rows, columns } = sums(report, region, channel, source);
    const { kind, count_include_pad: includes, divisor_override: override } = json.reduction;
    const unit = rows.length && columns.length ? rows[0].unitWeight * columns[0].unitWeight : 1;
    const counts = includes === null || includes === undefined ? json.dialect === "torch" : includes;
    const factor = (axis) => Math.max(1, axis.weightSum + (counts ? axis.paddingTaps : 0));
    rows.forEach((row, r) =>
      columns.forEach((column, c) => {
        const divisor =
          kind === "sum" ? unit : override !== null && override !== undefined ? override * unit : factor(row) * factor(column);
        found[r * columns.length + c] /= divisor;
      }),
    );
    return found;
  }

  const kept = new Map();

  /** Numbers of a region's result, one channel, row by row. */
  function resultNumbers(report, index, channel) {
    const { outputs } = report.regions[index];
    if (outputs.height * outputs.width === 0) return new Float64Array(0);
    if (outputs.result) return outputs.result.numbers(channel);
    const key = `${index},${channel}`;
    if (!kept.has(key)) kept.set(key, pooled(report, report.regions[index], channel));
    return kept.get(key);
  }

  /** The result of a region as planes to paint: a picture's samples if it has them. */
  function resultPlanes(report, index) {
    const { outputs } = report.regions[index];
    if (outputs.height * outputs.width === 0) return null;
    if (outputs.rounded || outputs.result) return outputs.rounded || outputs.result;
    const planes = Planes.ofSize("float64", report.channels, outputs.height, outputs.width);
    const count = outputs.height * outputs.width;
    for (let channel = 0; channel < report.channels; channel += 1) {
      planes.data.set(resultNumbers(report, index, channel), channel * count);
    }
    return planes;
  }

  imagepool.results = { resultNumbers, resultPlanes };
})();
