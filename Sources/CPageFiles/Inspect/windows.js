"use strict";
// The windows along one axis, as the report lists them.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const kinds = { p: "padding", s: "sample", o: "overhang", b: "border" };

  /** The sample that a tap reads: the one that a filled border repeats, or the one at the tap's own place; null where there is none. */
  function sourceOf(shape, t, place) {
    if (shape.sources && shape.sources[t] !== null) return shape.sources[t];
    return shape.kinds[t] === "s" ? place : null;
  }

  class Axis {
    constructor(json) {
      this.json = json;
      this.length = json.length;
      this.count = json.windows;
      this.unitWeight = json.unit_weight;
    }

    shape(window) {
      return this.json.shapes[this.json.shape_of[window]];
    }

    /** One window: what lies at each of its taps. `sources` are the samples that the taps read, null where there is none. */
    window(number) {
      const shape = this.shape(number);
      const count = shape.kinds.length;
      const start = this.json.starts[number];
      const places = Array.from({ length: count }, (_, t) => start + t * shape.dilation);
      const sources = places.map((place, t) => sourceOf(shape, t, place));
      const weights = shape.weights || new Array(count).fill(1);
      const hasValue = Array.from(shape.kinds, (kind) => kind === "s" || kind === "b");
      return {
        number,
        axis: this,
        count,
        places,
        kinds: Array.from(shape.kinds, (kind) => kinds[kind]),
        sources,
        weights,
        hasValue,
        unitWeight: this.unitWeight,
        paddingTaps: shape.padding_taps,
        overhangTaps: shape.overhang_taps,
        valueTaps: hasValue.filter(Boolean).length,
        weightSum: weights.reduce((sum, weight, t) => (hasValue[t] ? sum + weight : sum), 0),
        dilation: shape.dilation,
      };
    }

    /** First and last place of a window, padding and overhang included. */
    extent(number) {
      const shape = this.shape(number);
      const start = this.json.starts[number];
      const count = shape.kinds.length;
      return { start, end: count > 0 ? start + (count - 1) * shape.dilation : start - 1 };
    }

    /** The numbers of the windows that read the sample at a place. */
    windowsOf(place) {
      if (!this.readers) this.readers = this.allReaders();
      return this.readers.get(place) || [];
    }

    allReaders() {
      const readers = new Map();
      for (let number = 0; number < this.count; number += 1) {
        const shape = this.shape(number);
        const start = this.json.starts[number];
        for (let t = 0; t < shape.kinds.length; t += 1) {
          const source = sourceOf(shape, t, start + t * shape.dilation);
          if (source === null) continue;
          const known = readers.get(source);
          if (!known) readers.set(source, [number]);
          else if (known[known.length - 1] !== number) known.push(number);
        }
      }
      return readers;
    }

    /** The places that no window reads. */
    dropped() {
      const found = [];
      for (let place = 0; place < this.length; place += 1) if (this.windowsOf(place).length === 0) found.push(place);
      return found;
    }
  }

  // A place whose row and column are these: the worse of the two.
  const order = ["overhang", "padding", "border", "sample"];
  const worse = (a, b) => order[Math.min(order.indexOf(a), order.indexOf(b))];

  /** Where upright places lie in the rows as they are stored (EXIF orientations 1 to 8). */
  class StoredPlaces {
    constructor(orientation, height, width) {
      this.isUpright = orientation === 1;
      this.swapsAxes = orientation >= 5;
      this.reversesRows = [3, 4, 6, 7].includes(orientation);
      this.reversesColumns = [2, 3, 7, 8].includes(orientation);
      [this.height, this.width] = this.swapsAxes ? [width, height] : [height, width];
    }

    of(row, column) {
      const [r, c] = this.swapsAxes ? [column, row] : [row, column];
      return {
        row: this.reversesRows ? this.height - 1 - r : r,
        column: this.reversesColumns ? this.width - 1 - c : c,
      };
    }
  }

  imagepool.windows = { Axis, StoredPlaces, worse };
})();
