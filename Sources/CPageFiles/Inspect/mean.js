"use strict";
// Sums and what divides them.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { exact } = imagepool;

  function mean(window, { includes = null, override = null, isSum = false }) {
    const { divisor, rule, reason } = divisorOf(window, { includes, override, isSum });
    if (window.isFloating) return realMean(window, { divisor, rule, reason });
    const sum = exact.integerSum(window.values, window.weights);
    const terms = { divisor: exact.integer(divisor), divisorRule: rule };
    if (cutsTowardZero(window, isSum)) {
      // The framework adds in 64 bits, which wrap, and divides as integers do.
      const wrapped = BigInt.asIntN(64, sum);
      return {
        ...terms,
        exact: exact.quotient(wrapped, divisor),
        result: exact.integer(exact.clamped(wrapped / divisor, window.type)),
        reason: `${reason}, and the quotient is cut toward zero`,
        sum: exact.integer(wrapped),
      };
    }
    const found = exact.quotient(sum, divisor);
    const result = window.resultType.startsWith("float")
      ? exact.converted(found, window.resultType)
      : exact.integer(exact.rounded(found, window.rounding, window.resultType));
    return { ...terms, exact: found, result, reason, sum: exact.integer(sum) };
  }

  /** Colour = Σc·a / Σa; 0 where nothing shows. */
  function colourMean(window) {
    const weights = window.weights.map((weight, i) => weight * window.alphas[i]);
    const sum = exact.integerSum(window.values, weights);
    const divisor = exact.integerSum(weights, new Float64Array(weights.length).fill(1));
    const terms = { sum: exact.integer(sum), divisor: exact.integer(divisor), divisorRule: "alpha" };
    if (divisor === 0n) {
      const nothing = exact.integer(0);
      const reason = "every tap is fully transparent, so no colour shows";
      return { ...terms, exact: nothing, result: exact.converted(nothing, window.resultType), reason };
    }
    const found = exact.quotient(sum, divisor);
    const reason = "each colour counts as much as its alpha, and the divisor is the sum of that";
    return { ...terms, exact: found, result: exact.converted(found, window.resultType), reason };
  }

  function realMean(window, { divisor, rule, reason }) {
    const terms = window.values.map((value, i) => value * window.weights[i]);
    const sum = exact.doubleSum(terms);
    const found = exact.real(sum / Number(divisor), "float64");
    const size = terms.reduce((all, term) => all + Math.abs(term), 0) / Math.abs(Number(divisor));
    return {
      exact: found,
      result: exact.converted(found, window.resultType),
      reason,
      tolerance: Number.isFinite(size) ? 2 ** -53 * (terms.length + 4) * size : 0,
      sum: exact.real(sum, "float64"),
      divisor: exact.integer(divisor),
      divisorRule: rule,
    };
  }

  /** PyTorch's average of int64, TensorFlow's fractional average of int32 and int64. */
  function cutsTowardZero({ dialect, type, windowing }, isSum) {
    if (isSum) return false;
    if (dialect === "torch") return type === "int64";
    const isFractional = windowing === "boundaries" || windowing === "drawn_boundaries";
    return dialect === "tensorflow" && (type === "int32" || type === "int64") && isFractional;
  }

  function divisorOf(window, { includes, override, isSum }) {
    const { rows, columns, dialect } = window;
    // What one whole sample weighs.
    const unit = BigInt(rows.unitWeight) * BigInt(columns.unitWeight);
    if (isSum) return { divisor: unit, rule: "none", reason: "a sum is not divided" };
    if (override !== null) {
      const reason = "the divisor is the one that was given for every window";
      return { divisor: BigInt(override) * unit, rule: "override", reason };
    }
    const isWeighted = [rows, columns].some((axis) => axis.unitWeight !== 1 || axis.weights.some((weight) => weight !== 1));
    const counts = includes === null ? dialect === "torch" : includes;
    const factor = (axis) => axis.weightSum + (counts ? axis.paddingTaps : 0);
    const [high, wide] = [factor(rows), factor(columns)];
    // A window of nothing sums to 0, and stays that.
    const divisor = BigInt(Math.max(1, high)) * BigInt(Math.max(1, wide));
    if (high <= 0 || wide <= 0) return { divisor, rule: "real_taps", reason: "no tap has a value: 0" };
    if (isWeighted) {
      return { divisor, rule: "area_weights", reason: `the divisor ${divisor} is what the taps weigh together` };
    }
    const overhang = rows.overhangTaps + columns.overhangTaps > 0 ? "; overhang never counts" : "";
    const given = includes === null ? `${dialect}'s rule` : "as was asked for";
    const hasPadding = rows.paddingTaps + columns.paddingTaps > 0;
    const why = !hasPadding
      ? "is the number of taps"
      : counts
        ? `counts the taps in the padding, ${given}`
        : `leaves the padding out, ${given}`;
    return {
      divisor,
      rule: counts ? "real_and_padding_taps" : "real_taps",
      reason: `the divisor ${divisor} = ${high} x ${wide} ${why}${overhang}`,
    };
  }

  imagepool.mean = { mean, colourMean };
})();
