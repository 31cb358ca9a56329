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

  /** A layer for a region: where its outputs are known. */
  function layer(pictures, region, index) {
    const { report, position } = pictures;
    const { channel } = position;
    const { outputs } = region;
    if (outputs.height * outputs.width === 0) return null;
    const result = results.resultNumbers(report, index, channel);
    const source = region.samples.numbers(channel);
    const { height, width } = report.input;
    const of = (place, count, length) => Math.floor(((place + 0.5) * count) / length);
    const columns = Array.from({ length: region.width }, (_, x) => of(region.left + x, report.output.width, width) - outputs.left);
    const changed = new Float64Array(region.height * region.width).fill(NaN);
    for (let y = 0; y < region.height; y += 1) {
      const r = of(region.top + y, report.output.height, height) - outputs.top;
      if (r < 0 || r >= outputs.height) continue;
      for (let x = 0; x < region.width; x += 1) {
        const c = columns[x];
        if (c >= 0 && c < outputs.width) changed[y * region.width + x] = result[r * outputs.width + c] - source[y * region.width + x];
      }
    }
    const most = scale(pictures);
    const image = paint.mapped(changed, region.height, region.width, colours.diverging, { low: -most, high: most });
    for (let i = 0; i < changed.length; i += 1) if (changed[i] !== changed[i]) image.data[i * 4 + 3] = 0;
    return { left: region.left, top: region.top, width: region.width, height: region.height, image: paint.canvasOf(image) };
  }

  imagepool.difference = { layer, scale };
})();
