"use strict";
// The report's data: geometry, the regions in full precision, and where an output's samples are found.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { Axis, StoredPlaces } = imagepool.windows;

  class Report {
    constructor(json) {
      this.json = json;
      this.channels = json.channels;
      this.input = { height: json.input_height, width: json.input_width };
      this.output = { height: json.output_height, width: json.output_width };
      this.axes = json.axes.map(({ rows, columns }) => ({ rows: new Axis(rows), columns: new Axis(columns) }));
      this.stored = new StoredPlaces(json.orientation, this.input.height, this.input.width);
      this.takesLogits = json.reduction.kind === "attention";
      this.isSelection = json.reduction.kind === "max" || json.reduction.kind === "min";
      this.isPicture = json.model !== "planes" && (json.sample_type === "uint8" || json.sample_type === "uint16");
      this.hasAlpha = this.isPicture && json.model.endsWith("_alpha");
      this.regions = [];
    }

    /** Decodes the regions' blocks; a promise. */
    async load() {
      const { planes } = imagepool.blocks;
      this.regions = await Promise.all(
        this.json.regions.map(async (region, i) => {
          const outputs = this.json.outputs[i];
          const [samples, logits, result, rounded] = await Promise.all(
            [region.samples, region.logits, outputs.result, outputs.rounded].map(planes),
          );
          return { ...region, samples, logits, outputs: { ...outputs, result, rounded } };
        }),
      );
    }

    /** PyTorch's fractional windows differ by channel; others have one pair of axes for all. */
    axesOf(channel) {
      return this.axes[this.axes.length > 1 ? channel : 0];
    }

    /** Whether a rectangle has a place. */
    static holds({ top, left, height, width }, row, column) {
      return row >= top && column >= left && row < top + height && column < left + width;
    }

    /** The region that holds all that an output's windows read; undefined where there is no full precision. */
    regionOf(row, column) {
      return this.regions.find(({ outputs }) => Report.holds(outputs, row, column));
    }

    /** The region that holds a source sample. */
    regionAt(row, column) {
      return this.regions.find((region) => Report.holds(region, row, column));
    }

    /** The source sample of an upright place; null outside of full precision. */
    sample(channel, row, column) {
      const region = this.regionAt(row, column);
      return region ? region.samples.sample(channel, row - region.top, column - region.left) : null;
    }

    /** The program's own result for an output: {result, rounded}, each null where the report leaves it to the page. */
    given(channel, row, column) {
      const region = this.regionOf(row, column);
      if (!region) return { result: null, rounded: null };
      const { outputs } = region;
      const at = (planes) => (planes ? planes.sample(channel, row - outputs.top, column - outputs.left) : null);
      return { result: at(outputs.result), rounded: at(outputs.rounded) };
    }

    channelName(channel) {
      const names = this.json.channel_names;
      return (names && names[channel]) || String(channel);
    }

    /** A channel's name among other words: planes of numbers have nothing but their index. */
    channelTitle(channel) {
      return `${this.isPicture ? "" : "channel "}${this.channelName(channel)}`;
    }

    /** The place in the source's grid that an output pixel stands for, when the result is scaled up to it. */
    cell(row, column) {
      const [stepX, stepY] = [this.input.width / this.output.width, this.input.height / this.output.height];
      return { left: column * stepX, top: row * stepY, width: stepX, height: stepY };
    }

    /** The output pixel at a point of the source's grid; null outside. */
    outputAt(x, y) {
      const column = Math.floor((x * this.output.width) / this.input.width);
      const row = Math.floor((y * this.output.height) / this.input.height);
      return row >= 0 && column >= 0 && row < this.output.height && column < this.output.width ? { row, column } : null;
    }

    /** The command that explains an output in a terminal; null if whoever made the page named none. */
    command(row, column, channel) {
      return this.json.at_command === null ? null : `${this.json.at_command} --at ${row},${column},${channel}`;
    }

    /** From a byte of a picture's overview to what it stands for, on the scale of a channel's samples: light that was coded is decoded. */
    fromByte(channel) {
      const { json, hasAlpha, channels } = this;
      if (json.linear && !(hasAlpha && channel === channels - 1)) {
        return (byte) => 65535 * (byte <= 10.31475 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
      }
      return this.isPicture && json.sample_type === "uint16" ? (byte) => byte * 257 : (byte) => byte;
    }
  }

  imagepool.Report = Report;
})();
