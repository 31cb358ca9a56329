"use strict";
// How one output sample comes about, by the frameworks' rules: the same arithmetic as `imagepool inspect --at`, computed here from the
// samples.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { exact, numbers, selection, mean, norm } = imagepool;
  const { worse } = imagepool.windows;

  /** The window of an output sample with its samples; null where there is no full precision. */
  function windowOf(report, row, column, channel) {
    const region = report.regionOf(row, column);
    if (!region) return null;
    const { json } = report;
    const axes = report.axesOf(channel);
    const [rows, columns] = [axes.rows.window(row), axes.columns.window(column)];
    const isColour = json.alpha_weighted && channel < report.channels - 1;
    // With logits between them samples are pooled as float64.
    const type = report.takesLogits ? "float64" : json.sample_type;
    const read = reader(region, rows, columns, borderOf(json, type), type);
    const plane = (planes, channel) => read(planes, channel);
    const values = plane(region.samples, channel);
    const weights = new Float64Array(values.length);
    let next = 0;
    each(rows, (r) => each(columns, (c) => (weights[next++] = rows.weights[r] * columns.weights[c])));
    return {
      row,
      column,
      channel,
      rows,
      columns,
      type,
      isFloating: numbers.isFloating(type),
      values,
      weights,
      alphas: isColour ? plane(region.samples, report.channels - 1) : null,
      logits: report.takesLogits ? plane(region.logits, channel) : null,
      takesLogits: report.takesLogits,
      isColour,
      rounding: json.rounding,
      windowing: json.windowing,
      kernel: json.kernel,
    };
  }

  function each(axis, visit) {
    for (let t = 0; t < axis.count; t += 1) if (axis.hasValue[t]) visit(t);
  }

  /** Gathers the samples of a window out of planes: Numbers, of int64 BigInts. */
  function reader(region, rows, columns, border, type) {
    const places = (axis, start) => axis.sources.filter((_, t) => axis.hasValue[t]).map((s) => (s === null ? -1 : s - start));
    const [high, wide] = [places(rows, region.top), places(columns, region.left)];
    return (planes, channel) => {
      const ArrayType = type === "int64" ? BigInt64Array : Float64Array;
      const values = new ArrayType(high.length * wide.length);
      let next = 0;
      for (const r of high) {
        for (const c of wide) values[next++] = r < 0 || c < 0 ? border : planes.sample(channel, r, c);
      }
      return values;
    };
  }

  /** What a constant border holds, as samples of a type; null if there is none. */
  function borderOf({ border }, type) {
    if (!border || border.mode !== "constant") return null;
    const value = numbers.fromJSON(border.value);
    if (numbers.isFloating(type)) return numbers.roundedToType(value, type);
    const whole = exact.rounded(exact.real(value, "float64"), "half-even", type);
    return type === "int64" ? whole : Number(whole);
  }

  /** What a dialect's rules make of a window. */
  function explanation(report, window, dialect = report.json.dialect) {
    const { json } = report;
    const own = dialect === json.dialect;
    const types = own ? json : json.dialects.find((one) => one.dialect === dialect);
    const given = { ...window, dialect, resultType: types.result_type };
    const found = reduced(given, json.reduction);
    // A max of a picture's samples is a picture's sample already.
    const pictureType = types.picture_type && types.picture_type !== types.result_type ? types.picture_type : null;
    return {
      dialect,
      winner: null,
      ties: [],
      sum: null,
      divisor: null,
      divisorRule: null,
      shares: null,
      tolerance: 0,
      zeroHasEitherSign: false,
      resultType: types.result_type,
      pictureType,
      rounding: json.rounding,
      rounded: pictureType ? exact.rounded(found.exact, json.rounding, pictureType) : null,
      ...found,
    };
  }

  function reduced(window, reduction) {
    const { kind } = reduction;
    const given = (value) => (value === undefined ? null : value);
    switch (kind) {
      case "max":
      case "min":
        return selection.selection(window, kind === "min");
      case "average":
        if (window.isColour) return mean.colourMean(window);
        return mean.mean(window, {
          includes: given(reduction.count_include_pad),
          override: given(reduction.divisor_override),
        });
      case "sum":
        return mean.mean(window, { includes: false, isSum: true });
      case "median":
        return selection.median(window);
      case "lp": {
        const p = reduction.norm === "inf" ? Infinity : reduction.norm === "-inf" ? -Infinity : numbers.fromJSON(reduction.norm);
        return Math.abs(p) === Infinity ? selection.magnitude(window, p > 0) : norm.norm(window, p);
      }
      case "soft":
        return norm.softmax(window, reduction.temperature, window.values);
      case "attention":
        return norm.softmax(window, reduction.temperature, window.logits);
      default:
        throw new Error(`no reduction is called ${kind}`);
    }
  }

  /** Whether the program's number is what an explanation allows: the same, or within its tolerance before it was rounded. */
  function allows(found, other) {
    if (exact.isSame(found.result, other)) return true;
    if (found.zeroHasEitherSign && exact.value(found.result) === 0 && exact.value(other) === 0) return true;
    if (other.kind !== "real" || !(found.tolerance > 0 || Number.isNaN(found.tolerance))) return false;
    if (Number.isNaN(found.tolerance)) return true;
    const here = exact.value(found.exact);
    if (Number.isNaN(other.number) || Number.isNaN(here)) return false;
    const low = numbers.roundedToType(here - found.tolerance, other.type);
    const high = numbers.roundedToType(here + found.tolerance, other.type);
    return low <= other.number && other.number <= high;
  }

  function allowsRounded(found, other) {
    if (found.rounded === null) return false;
    if (found.rounded === other) return true;
    if (!(found.tolerance > 0)) return Number.isNaN(found.tolerance);
    const here = exact.value(found.exact);
    const at = (number) => exact.rounded(exact.real(number, "float64"), found.rounding, found.pictureType);
    return at(here - found.tolerance) <= other && other <= at(here + found.tolerance);
  }

  /** The program's own number beside an explanation: {result, rounded, agrees}; result null where the page is trusted with it. */
  function beside(report, window, found) {
    const given = report.given(window.channel, window.row, window.column);
    const type = found.resultType;
    const result =
      given.result === null ? null : numbers.isFloating(type) ? exact.real(given.result, type) : exact.integer(given.result);
    const rounded = given.rounded === null ? null : BigInt(given.rounded);
    const agrees =
      (result === null || allows(found, result)) && (rounded === null || found.rounded === null || allowsRounded(found, rounded));
    return { result, rounded, agrees };
  }

  /** The taps of a window, padding and overhang included, that `wanted(r, c)` names; `index` is a tap's place among the values. */
  function taps(window, wanted = () => true) {
    const { rows, columns } = window;
    const listed = [];
    let index = 0;
    for (let r = 0; r < rows.count; r += 1) {
      for (let c = 0; c < columns.count; c += 1) {
        const hasValue = rows.hasValue[r] && columns.hasValue[c];
        if (wanted(r, c)) {
          const hasSource = rows.sources[r] !== null && columns.sources[c] !== null;
          listed.push({
            row: rows.places[r],
            column: columns.places[c],
            kind: worse(rows.kinds[r], columns.kinds[c]),
            source: hasSource ? { row: rows.sources[r], column: columns.sources[c] } : null,
            index: hasValue ? index : -1,
          });
        }
        if (hasValue) index += 1;
      }
    }
    return listed;
  }

  /** The tap of a value, without making a list of all. */
  function tapAt(window, index) {
    const { rows, columns } = window;
    const withValue = (axis) => axis.places.map((_, t) => t).filter((t) => axis.hasValue[t]);
    const wide = withValue(columns);
    const r = withValue(rows)[Math.floor(index / wide.length)];
    const c = wide[index % wide.length];
    const hasSource = rows.sources[r] !== null && columns.sources[c] !== null;
    return {
      row: rows.places[r],
      column: columns.places[c],
      source: hasSource ? { row: rows.sources[r], column: columns.sources[c] } : null,
    };
  }

  const recent = new Map();

  /** Window and explanation of an output, remembered for the next few drawings; null where there is no full precision. */
  function explained(report, row, column, channel, dialect) {
    const key = `${row},${column},${channel},${dialect}`;
    if (!recent.has(key)) {
      if (recent.size > 40) recent.clear();
      const window = windowOf(report, row, column, channel);
      recent.set(key, window && { window, found: explanation(report, window, dialect) });
    }
    return recent.get(key);
  }

  /** A value of a window as an exact number. */
  const valueAt = (window, index) =>
    window.isFloating ? exact.real(window.values[index], window.type) : exact.integer(window.values[index]);

  /** How much a value counts: an exact number. */
  function weightAt(window, found, index) {
    if (found.shares) return exact.real(found.shares[index], "float64");
    const alpha = window.isColour ? BigInt(window.alphas[index]) : 1n;
    return exact.integer(BigInt(window.weights[index]) * alpha);
  }

  /** What the other dialects give, and why: {dialect, outcome: same, different or refused, result, resultType, rounded, reason}. */
  function answers(report, window) {
    const own = explanation(report, window);
    return report.json.dialects.map(({ dialect, refusal }) => {
      if (refusal) return { dialect, outcome: "refused", reason: refusal, result: null, resultType: null, rounded: null };
      const other = explanation(report, window, dialect);
      const isSame = exact.isSame(other.result, own.result) && other.rounded === own.rounded;
      return { ...other, outcome: isSame ? "same" : "different" };
    });
  }

  imagepool.arithmetic = { windowOf, borderOf, explanation, explained, beside, taps, tapAt, valueAt, weightAt, answers };
})();
