"use strict";
// Samples of both inputs where the page has them, and how they differ.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { isFloating } = imagepool.numbers;

  /** How far b is from a, with its sign: two NaN and equal infinities do not differ, what is not finite otherwise differs by infinity. */
  function difference(a, b) {
    if (typeof a === "bigint" && typeof b === "bigint") return b - a;
    const [x, y] = [Number(a), Number(b)];
    if (x === y || (x !== x && y !== y)) return 0;
    const found = y - x;
    return found !== found ? Infinity : found;
  }

  const magnitude = (number) => (number < 0 ? -number : number);

  /** A part of both inputs in full precision: `top`, `left`, `height`, `width`, and the planes `first` and `second`. */
  class Region {
    constructor(place, first, second) {
      Object.assign(this, { top: place.top, left: place.left, height: place.height, width: place.width, first, second });
      this.isExact = first.type === "int64" && second.type === "int64";
    }

    has(row, column) {
      return row >= this.top && row < this.top + this.height && column >= this.left && column < this.left + this.width;
    }

    /** Samples and their difference; the place is the picture's. */
    at(channel, row, column) {
      const [y, x] = [row - this.top, column - this.left];
      const first = this.first.sample(channel, y, x);
      const second = this.second.sample(channel, y, x);
      return { first, second, difference: difference(first, second) };
    }

    differs(row, column, channels) {
      for (const channel of channels) if (this.at(channel, row, column).difference != 0) return true;
      return false;
    }

    /** One plane of differences, for drawing: of the channels the one that is farthest from 0. */
    plane(channels) {
      const count = this.height * this.width;
      const result = new Float64Array(count);
      for (const channel of channels) {
        const a = this.isExact ? this.first.data.subarray(channel * count, (channel + 1) * count) : this.first.numbers(channel);
        const b = this.isExact ? this.second.data.subarray(channel * count, (channel + 1) * count) : this.second.numbers(channel);
        for (let i = 0; i < count; i += 1) {
          if (a[i] === b[i]) continue;
          const found = Number(difference(a[i], b[i]));
          if (Math.abs(found) > Math.abs(result[i])) result[i] = found;
        }
      }
      return result;
    }

    /**
     * The next place after `from` (before it, if `step` is -1) where a channel differs, in the order of rows; null if there is none.
     * `from` may lie outside.
     */
    search(from, step, channels) {
      const last = this.height * this.width - 1;
      const place = this.placeBeside(from, step);
      for (let i = place; i >= 0 && i <= last; i += step) {
        const [row, column] = [this.top + Math.floor(i / this.width), this.left + (i % this.width)];
        if (this.differs(row, column, channels)) return { row, column };
      }
      return null;
    }

    placeBeside({ row, column }, step) {
      if (row < this.top) return step > 0 ? 0 : -1;
      if (row >= this.top + this.height) return step > 0 ? this.height * this.width : this.height * this.width - 1;
      const start = (row - this.top) * this.width;
      const x = column - this.left;
      if (step > 0) return start + Math.min(Math.max(x + 1, 0), this.width);
      return start + Math.min(Math.max(x - 1, -1), this.width - 1);
    }
  }

  /** A sample or a difference as the program writes it. */
  function text(number, type) {
    if (typeof number === "bigint") return String(number);
    return isFloating(type) || !Number.isFinite(number) ? imagepool.numbers.digits(number, type) : String(number);
  }

  /** The type that differences are written in: whole numbers where both samples are. */
  const typeOfDifference = (first, second) => (isFloating(first) || isFloating(second) ? "float64" : "int64");

  imagepool.differences = { Region, difference, magnitude, text, typeOfDifference };
})();
