"use strict";
// Samples of both inputs where the page has them, and how they differ.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { isFloating } = imagepool.numbers;

  /** How far b is from a, with its sign: two NaN and equal infinities do not differ, what is not finite otherwise differs by infinity. */
  function difference(a, b) {
    if (typeof a === "bigint" && typeof b === "bigint") return b - a;
    if (typeof a === "bigint") return fromWhole(a, b);
    if (typeof b === "bigint") return a !== a ? Infinity : 0 - fromWhole(b, a);
    if (a === b || (a !== a && b !== b)) return 0;
    const found = b - a;
    return found !== found ? Infinity : found;
  }

  /** How far a Number is from a BigInt, rounded once. */
  function fromWhole(whole, number) {
    if (!Number.isFinite(number)) return number !== number ? Infinity : number;
    const below = Math.floor(number);
    return Number(BigInt(below) - whole) + (number - below);
  }

  /** A region of both inputs in full precision: `top`, `left`, `height`, `width`, and the planes `first` and `second`. */
  class Region {
    constructor(place, first, second) {
      Object.assign(this, { top: place.top, left: place.left, height: place.height, width: place.width, first, second });
      // Beside an int64 other integers are taken as BigInt, too.
      this.isExact = [first.type, second.type].includes("int64") && !isFloating(first.type) && !isFloating(second.type);
    }

    has(row, column) {
      return row >= this.top && row < this.top + this.height && column >= this.left && column < this.left + this.width;
    }

    /** Samples and their difference; the place is the picture's. */
    at(channel, row, column) {
      const [y, x] = [row - this.top, column - this.left];
      const first = this.first.sample(channel, y, x);
      const second = this.second.sample(channel, y, x);
      return { first, second, difference: this.isExact ? BigInt(second) - BigInt(first) : difference(first, second) };
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
        const [a, b] = [this.first, this.second].map((planes) => (planes.type === "int64" ? planes.data.subarray(channel * count, (channel + 1) * count) : planes.numbers(channel)));
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

  /** Samples that differ outside of the regions, as far as the page lists them, in the order of rows, columns and channels. */
  class Places {
    /** - planes: three rows, of rows, columns and channels; null if there are none. */
    constructor(planes, isWhole) {
      this.count = planes ? planes.width : 0;
      this.isWhole = isWhole;
      [this.rows, this.columns, this.channels] = [0, 1, 2].map((row) => (planes ? planes.data.subarray(row * this.count, (row + 1) * this.count) : []));
    }

    at(i) {
      return { row: this.rows[i], column: this.columns[i], channel: this.channels[i] };
    }

    /** As Region.search. */
    search(from, step, channels) {
      const wanted = new Set(channels);
      for (let i = step > 0 ? 0 : this.count - 1; i >= 0 && i < this.count; i += step) {
        const place = this.at(i);
        if (step * compare(place, from) > 0 && wanted.has(place.channel)) return place;
      }
      return null;
    }

    /** Whether places up to there are all listed. */
    reaches(place) {
      return this.isWhole || (this.count > 0 && compare(place, this.at(this.count - 1)) < 0);
    }

    channelsOf({ row, column }) {
      const found = [];
      for (let i = 0; i < this.count; i += 1) if (this.rows[i] === row && this.columns[i] === column) found.push(this.channels[i]);
      return found;
    }
  }

  /** Below 0 if a comes first in the order of rows. */
  const compare = (a, b) => a.row - b.row || a.column - b.column;

  /** A sample or a difference as the program writes it. */
  function text(number, type) {
    if (typeof number === "bigint") return String(number);
    return isFloating(type) || !Number.isFinite(number) ? imagepool.numbers.digits(number, type) : String(number);
  }

  /** The type that differences are written in: whole numbers where both samples are. */
  const typeOfDifference = (first, second) => (isFloating(first) || isFloating(second) ? "float64" : "int64");

  imagepool.differences = { Region, Places, compare, difference, text, typeOfDifference };
})();
