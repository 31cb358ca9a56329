"use strict";
// The picture of what pooling changed: the result, scaled up to the source's grid, minus the source, in one channel.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { paint, colours, results } = imagepool;

  /** What gets the last colours: of picture samples the whole scale, of arrays the source's own span; less if it is to be stronger. */
  function scale(pictures) {
    const { report, position, gain } = pictures;
    if (report.json.sample_type === "uint8" && report.isPicture) return 255 / gain;
    if (report.json.sample_type === "uint16" && report.isPicture) return 65535 / gain;
    const { low, high } = pictures.ranges(position.channel).source;
    return (high - low || 1) / gain;
  }

  /** Result minus source at each sample of a part of the source; NaN where the part has no result. */
  function changes(source, result, report) {
    const { height, width } = source;
    const of = (place, count, length) => Math.floor(((place + 0.5) * count) / length);
    const columns = Array.from({ length: width }, (_, x) => of(source.left + x, report.output.width, report.input.width) - result.left);
    const changed = new Float64Array(height * width).fill(NaN);
    for (let y = 0; y < height; y += 1) {
      const r = of(source.top + y, report.output.height, report.input.height) - result.top;
      if (r < 0 || r >= result.height) continue;
      for (let x = 0; x < width; x += 1) {
        const c = columns[x];
        if (c >= 0 && c < result.width) changed[y * width + x] = result.numbers[r * result.width + c] - source.numbers[y * width + x];
      }
    }
    return changed;
  }

  /** Where there is no result the layer is transparent. */
  function drawn(changed, { height, width }, most) {
    const image = paint.mapped(changed, height, width, colours.diverging, { low: -most, high: most });
    for (let i = 0; i < changed.length; i += 1) if (changed[i] !== changed[i]) image.data[i * 4 + 3] = 0;
    return paint.canvasOf(image);
  }

  /** Of the overview, whose pixels are of another size and have 8 bits, on the scale of the regions, below which it lies. */
  function overviewLayer(pictures) {
    const { report, overview, position } = pictures;
    if (!overview || !report.isPicture) return null;
    const table = Float64Array.from({ length: 256 }, (_, byte) => report.fromByte(position.channel)(byte));
    const plane = (planes) => {
      const numbers = Float64Array.from(planes.numbers(position.channel), (byte) => table[byte]);
      return { top: 0, left: 0, height: planes.height, width: planes.width, numbers };
    };
    const [source, result] = [plane(overview.source), plane(overview.result)];
    const sizes = { input: source, output: result };
    const image = drawn(changes(source, result, sizes), source, scale(pictures));
    return { left: 0, top: 0, width: report.input.width, height: report.input.height, image };
  }

  /** A layer for a region: where its outputs are known. */
  function regionLayer(pictures, region, index) {
    const { report, position } = pictures;
    const { left, top, width, height, outputs } = region;
    if (outputs.height * outputs.width === 0) return null;
    const source = { left, top, width, height, numbers: region.samples.numbers(position.channel) };
    const result = { ...outputs, numbers: results.resultNumbers(report, index, position.channel) };
    return { left, top, width, height, image: drawn(changes(source, result, report), source, scale(pictures)) };
  }

  const layers = (pictures) =>
    [overviewLayer(pictures), ...pictures.report.regions.map((region, index) => regionLayer(pictures, region, index))].filter(Boolean);

  imagepool.difference = { layers, scale };
})();
