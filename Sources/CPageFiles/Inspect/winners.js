"use strict";
// Which source sample wins each window of a max or a min: by rows, then by columns. Either way a queue holds
// what can still win (a monotonic queue), so that each sample enters and leaves it once, however large the windows are.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { arithmetic } = imagepool;

  // In place of a sample's place: what a filled border of a constant has, and what has no value.
  const constant = -1;
  const nothing = -2;

  /** Whether candidate b takes the place of a, which comes first. */
  function beats(b, a, isMinimum, lastNaN) {
    if (b !== b) return lastNaN;
    if (a !== a) return false;
    return isMinimum ? b < a : b > a;
  }

  /**
   * Windows of an axis, `count` of them from number `first`, as stretches of one line of taps. Place i of the line reads the sample
   * `sources[i]`, counted from `start` and below `length`; a window has the places `from`, `from + step`, … `to`, none if `to` is less.
   */
  class Line {
    constructor(axis, first, count, start, length) {
      [this.from, this.to, this.step] = [new Int32Array(count), new Int32Array(count).fill(-1), 1];
      const shapes = Array.from({ length: count }, (_, i) => axis.shape(first + i));
      let [least, most] = [Infinity, -Infinity];
      const valued = (kind) => kind === "s" || kind === "b";
      const ends = new Map();
      shapes.forEach((shape, i) => {
        if (!ends.has(shape)) {
          const kinds = Array.from(shape.kinds);
          ends.set(shape, [kinds.findIndex(valued), kinds.length - 1 - kinds.reverse().findIndex(valued)]);
        }
        const [a, b] = ends.get(shape);
        if (a < 0) return;
        const at = axis.json.starts[first + i];
        [this.from[i], this.to[i]] = [at + a * shape.dilation, at + b * shape.dilation];
        this.step = Math.max(this.step, shape.dilation);
        [least, most] = [Math.min(least, this.from[i]), Math.max(most, this.to[i])];
      });
      this.sources = new Int32Array(Math.max(most - least + 1, 0)).fill(nothing);
      for (let i = 0; i < this.sources.length; i += 1) {
        const source = least + i - start;
        if (source >= 0 && source < length) this.sources[i] = source;
      }
      shapes.forEach((shape, i) => {
        if (this.to[i] < this.from[i]) return;
        this.from[i] -= least;
        this.to[i] -= least;
        if (shape.kinds.includes("b")) this.fillBorder(shape, axis.json.starts[first + i] - least, start);
      });
      // Dilated windows take turns; those that share places come one after the other.
      const turn = (i) => this.from[i] % this.step;
      this.order = Int32Array.from(shapes.keys()).sort((a, b) => turn(a) - turn(b) || a - b);
      this.queue = new Int32Array(this.sources.length);
    }

    fillBorder(shape, at, start) {
      for (let t = 0; t < shape.kinds.length; t += 1) {
        if (shape.kinds[t] !== "b") continue;
        const source = shape.sources && shape.sources[t];
        this.sources[at + t * shape.dilation] = source === null ? constant : source - start;
      }
    }

    /**
     * Finds the place of the line that wins each window, −1 where none does. `values` are those of the line's places, of which `counts`
     * says whether they take part.
     */
    winners(values, counts, isMinimum, lastNaN, found) {
      const { from, to, step, order, queue } = this;
      let [head, tail, next, start, end] = [0, 0, 0, 0, -1];
      for (const window of order) {
        const [a, b] = [from[window], to[window]];
        // Of another turn, behind a gap, or not behind the one before.
        if (a > next || a < start || b < end || (next - a) % step !== 0) [head, tail, next] = [0, 0, a];
        [start, end] = [a, b];
        for (; next <= b; next += step) {
          const value = values[next];
          if (!counts[next] || (value !== value && !lastNaN)) continue;
          while (tail > head && beats(value, values[queue[tail - 1]], isMinimum, lastNaN)) tail -= 1;
          queue[tail] = next;
          tail += 1;
        }
        while (head < tail && queue[head] < a) head += 1;
        found[window] = head < tail ? queue[head] : -1;
      }
    }
  }

  /**
   * The winner of every window of a region's outputs in one channel: an Int32Array of places in the region (row · width + column),
   * −1 where nothing wins or a filled border of a constant does.
   */
  function winners(report, region, channel, dialect) {
    const axes = report.axesOf(channel);
    const { outputs, samples, width, height } = region;
    const isMinimum = report.json.reduction.kind === "min";
    const lastNaN = dialect === "torch";
    // BigInts compare as they are.
    const isWhole = samples.type === "int64";
    const plane = isWhole ? samples.data.subarray(channel * height * width) : samples.numbers(channel);
    const numbers = (count) => (isWhole ? new BigInt64Array(count) : new Float64Array(count));
    const [border] = numbers(1).fill(arithmetic.borderOf(report.json, samples.type) ?? numbers(1)[0]);
    const columns = new Line(axes.columns, outputs.left, outputs.width, region.left, width);
    const rows = new Line(axes.rows, outputs.top, outputs.height, region.top, height);
    const across = winnersAcross(columns, new Set(rows.sources));
    const result = new Int32Array(outputs.height * outputs.width).fill(-1);
    const [values, counts, found] = [numbers(rows.sources.length), new Uint8Array(rows.sources.length), new Int32Array(outputs.height)];
    const floor = isMinimum ? Infinity : -Infinity;
    for (let c = 0; c < outputs.width; c += 1) {
      const isEmpty = columns.to[c] < columns.from[c];
      const columnOf = (i) => (rows.sources[i] === constant ? constant : across.columns[c * height + rows.sources[i]]);
      rows.sources.forEach((row, i) => {
        counts[i] = row !== nothing && !isEmpty && columnOf(i) !== nothing ? 1 : 0;
        if (counts[i]) values[i] = row === constant ? border : across.values[c * height + row];
      });
      rows.winners(values, counts, isMinimum, lastNaN, found);
      for (let r = 0; r < outputs.height; r += 1) {
        if (rows.to[r] < rows.from[r] || isEmpty) continue;
        const [i, first] = [found[r], placeOf(rows.sources[rows.from[r]], columns.sources[columns.from[c]])];
        let place = i < 0 ? -1 : placeOf(rows.sources[i], columnOf(i));
        // NaN as the first tap wins from there.
        if (dialect === "onnx" && isNaNAt(first)) place = first;
        // Its search starts from the last finite number.
        if (dialect === "tensorflow" && i >= 0 && values[i] === floor) place = -1;
        result[r * outputs.width + c] = place;
      }
    }
    return result;

    function placeOf(row, column) {
      return row < 0 || column < 0 ? -1 : row * width + column;
    }

    function isNaNAt(place) {
      const value = place < 0 ? border : plane[place];
      return value !== value;
    }

    /** The column that wins each window of columns, row by row: `columns` and their `values`, windows one after the other. */
    function winnersAcross(line, wanted) {
      const { sources } = line;
      const all = { columns: new Int32Array(outputs.width * height).fill(nothing), values: numbers(outputs.width * height) };
      const [values, found] = [numbers(sources.length), new Int32Array(outputs.width)];
      const counts = Uint8Array.from(sources, (source) => (source === nothing ? 0 : 1));
      for (let row = 0; row < height; row += 1) {
        if (!wanted.has(row)) continue;
        for (let i = 0; i < sources.length; i += 1) values[i] = sources[i] < 0 ? border : plane[row * width + sources[i]];
        line.winners(values, counts, isMinimum, lastNaN, found);
        for (let c = 0; c < outputs.width; c += 1) {
          if (found[c] < 0) continue;
          all.columns[c * height + row] = sources[found[c]];
          all.values[c * height + row] = values[found[c]];
        }
      }
      return all;
    }
  }

  const kept = new Map();

  function winnersOf(report, index, channel, dialect) {
    const key = `${index},${channel},${dialect}`;
    if (!kept.has(key)) kept.set(key, winners(report, report.regions[index], channel, dialect));
    return kept.get(key);
  }

  imagepool.winners = { winnersOf };
})();
