"use strict";
// What is drawn of both inputs and of their difference: layers of pixels, and the legend of their colours.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { brief, fromJSON } = imagepool.numbers;
  const { find } = imagepool.dom;
  const { layer: differenceLayer } = imagepool.pyramid;

  // White for 0, as the map of signed differences, black for the largest.
  const sizeColours = Uint8Array.from({ length: 768 }, (_, i) => Math.round(247 * (1 - Math.floor(i / 3) / 255)));

  /**
   * Draws what a choice asks for: `channel` is "all" or a channel's number as text, `sign` "absolute" or "signed".
   *
   * - regions: what is held in full precision, `differences.Region`.
   * - overview: the planes `first`, `second` and `difference` of the rest; null if there is none.
   */
  class ComparedPictures {
    constructor(data, regions, overview) {
      Object.assign(this, { data, regions, overview });
      this.isPicture = data.model !== "planes";
      this.names = data.channel_names;
      const { width, height, data_range: range } = data.comparison;
      this.whole = { left: 0, top: 0, width, height };
      this.codedRange = { low: 0, high: range === null ? 255 : range };
    }

    channels({ channel }) {
      return channel === "all" ? this.names.map((_, number) => number) : [Number(channel)];
    }

    /** `first`, `second` and `difference`: lists of layers as `PictureView` takes them. */
    layers(choice) {
      const { regions, overview } = this;
      const place = ({ left, top, width, height }) => ({ left, top, width, height });
      const of = (name) => [
        ...(overview ? [this.layer(this.picture(overview[name], choice, true), this.whole)] : []),
        ...regions.map((region) => this.layer(this.picture(region[name], choice, false), place(region))),
      ];
      return {
        first: of("first"),
        second: of("second"),
        difference: [
          ...(overview ? this.overviewDifference(choice) : []),
          ...regions.map((region) => this.difference(region, choice, place(region))),
        ],
      };
    }

    layer(image, place) {
      return { image: image && imagepool.paint.canvasOf(image), ...place };
    }

    /** Null where the overview has no such plane. An overview's samples are bytes, made to be seen. */
    picture(planes, choice, isOverview) {
      const isCoded = isOverview || planes.type === "uint8" || planes.type === "uint16";
      if (choice.channel === "all") {
        return imagepool.paint.picture(planes, this.data.model, isCoded ? {} : { range: this.codedRange });
      }
      const channel = Number(choice.channel);
      if (channel >= planes.channels) return null;
      const options = { channel };
      if (!isOverview && !this.isPicture) options.range = this.range(channel);
      else if (!isCoded) options.range = this.codedRange;
      return imagepool.paint.picture(planes, "plane", options);
    }

    /** From the least to the greatest sample of both inputs. */
    range(channel) {
      const { low, high } = this.data.channels[channel];
      return low === null ? { low: 0, high: 0 } : { low: fromJSON(low), high: fromJSON(high) };
    }

    /** The largest finite difference of what is shown. */
    most({ channel }) {
      return channel === "all" ? this.data.histogram.high : fromJSON(this.data.channels[Number(channel)].largest_finite);
    }

    hasInfinite({ channel }) {
      const { comparison, channels } = this.data;
      return fromJSON(channel === "all" ? comparison.max_abs : channels[Number(channel)].max_abs) === Infinity;
    }

    difference(region, choice, place) {
      const numbers = region.plane(this.channels(choice));
      // Where all differences are infinite any number sets them apart from 0.
      const high = this.most(choice) || 1;
      const of = { numbers, height: region.height, width: region.width };
      if (choice.sign === "signed") return differenceLayer(of, imagepool.colours.diverging, { low: -high, high }, place);
      for (let i = 0; i < numbers.length; i += 1) numbers[i] = Math.abs(numbers[i]);
      return differenceLayer(of, imagepool.colours.viridis, { low: 0, high }, place);
    }

    /** What the overview knows of the shown channel's differences: shares of the largest, without a sign. */
    overviewDifference({ channel, sign }) {
      const planes = this.overview.difference;
      // The first plane is of all channels, where there is that choice.
      const plane = channel === "all" ? 0 : Number(channel) + (this.isPicture && this.names.length > 1 ? 1 : 0);
      if (plane >= planes.channels) return [];
      const map = sign === "signed" ? sizeColours : imagepool.colours.viridis;
      const of = { numbers: planes.numbers(plane), height: planes.height, width: planes.width };
      return [differenceLayer(of, map, { low: 0, high: 255 }, this.whole)];
    }

    showLegend(choice) {
      const isSigned = choice.sign === "signed";
      const high = this.most(choice);
      const map = isSigned ? imagepool.colours.diverging : imagepool.colours.viridis;
      const context = find("#legend-bar").getContext("2d");
      const image = context.createImageData(256, 1);
      for (let i = 0; i < 256; i += 1) image.data.set([map[i * 3], map[i * 3 + 1], map[i * 3 + 2], 255], i * 4);
      context.putImageData(image, 0, 0);
      const isEqual = high === 0 && !this.hasInfinite(choice);
      for (const part of ["low", "bar", "high"]) find(`#legend-${part}`).hidden = isEqual;
      const end = high === 0 ? Infinity : high;
      find("#legend-low").textContent = isSigned ? brief(-end) : "0";
      find("#legend-high").textContent = brief(end);
      find("#legend-words").textContent = this.legendWords(choice, isEqual).join("; ");
    }

    legendWords({ channel, sign }, isEqual) {
      const isSigned = sign === "signed";
      const isOfAll = channel === "all" && this.names.length > 1;
      const one = channel === "all" ? 0 : Number(channel);
      const named = `${this.isPicture ? "" : "plane "}${this.names[one]}`;
      if (isEqual) return [isOfAll || this.names.length === 1 ? "no difference" : `no difference of ${named}`];
      const words = [isOfAll ? "the difference of each pixel that is largest of its channels" : `the difference of ${named}`];
      if (this.hasInfinite({ channel }) && this.most({ channel }) > 0) {
        words.push(`infinite differences have the ${isSigned ? "outermost colours" : "last colour"}`);
      }
      if (this.overview && isSigned) {
        words.push("outside of the dashed regions its size alone: white for 0, black for the largest");
      }
      return words;
    }
  }

  imagepool.ComparedPictures = ComparedPictures;
})();
