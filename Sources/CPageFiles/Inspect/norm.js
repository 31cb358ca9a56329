"use strict";
// Norms and softmax-weighted means. Powers and exponentials are the browser's: they may differ from the program's in the last place.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { exact, numbers } = imagepool;
  const unit = 2 ** -53;

  /** PyTorch: (Σxᵖ · k/|W|)^(1/p), k the kernel's taps and |W| those that have a value; ONNX: (Σ|x|ᵖ)^(1/p). */
  function norm(window, p) {
    const { rows, columns, values, weights, kernel } = window;
    const takesSign = window.dialect === "torch";
    const reals = mapped(values, Number);
    const powers = mapped(reals, (number, i) => {
      const x = takesSign ? number : Math.abs(number);
      const power = p === 1 ? x : p === 2 ? x * x : Math.pow(x, p);
      // Of area windows a cut sample counts in part.
      return weights[i] === 1 ? power : weights[i] * power;
    });
    const sum = exact.doubleSum(powers);
    const count = Math.max(1, rows.valueTaps) * Math.max(1, columns.valueTaps);
    // A sum in units of what a whole sample weighs.
    const unitWeight = rows.unitWeight * columns.unitWeight;
    let [scaled, divisor, kernelTaps] = [sum / unitWeight, unitWeight, 1];
    let reason = `the root of the sum of ${takesSign ? "x" : "|x|"}^${numbers.digits(p)}`;
    if (takesSign && window.windowing === "sliding" && kernel) {
      const whole = kernel[0] * kernel[1];
      if (count !== whole) {
        [kernelTaps, divisor] = [whole, count];
        scaled = (sum / count) * kernelTaps;
        reason += `, scaled up from ${count} taps to the kernel's ${kernelTaps}`;
      }
    }
    const factor = kernelTaps / divisor;
    const found = exact.real(root(scaled, p), "float64");
    return {
      exact: found,
      result: exact.converted(found, window.resultType),
      reason,
      tolerance: normTolerance(reals, p, powers, scaled, factor),
      sum: exact.real(sum, "float64"),
      divisor: exact.integer(divisor),
      divisorRule: unitWeight > 1 ? "area_weights" : factor === 1 ? "none" : "scaled_to_kernel",
    };
  }

  const root = (sum, p) => (p === 1 ? sum : p === 2 ? Math.sqrt(sum) : Math.pow(sum, 1 / p));

  /** What another order of additions and other powers may change; NaN, which allows everything, where that reaches across 0. */
  function normTolerance(reals, p, powers, sum, factor) {
    const size = powers.reduce((all, power) => all + Math.abs(power), 0) * factor;
    if (!Number.isFinite(size) || !Number.isFinite(sum)) return 0;
    let largestLog = 0;
    for (const number of reals) {
      if (number !== 0) largestLog = Math.max(largestLog, Math.abs(p * Math.log(Math.abs(number))));
    }
    const ofPowers = p === 1 || p === 2 ? 2 : Math.abs(p) + 6 + largestLog / 64;
    const change = unit * (powers.length + ofPowers + 6) * size;
    const [low, here, high] = [root(sum - change, p), root(sum, p), root(sum + change, p)];
    if (Number.isNaN(here)) return Number.isNaN(high) ? 0 : NaN;
    if (Number.isNaN(low) || Number.isNaN(high) || !Number.isFinite(here)) {
      return !Number.isFinite(here) && powers.includes(0) ? 0 : NaN;
    }
    const ofRoot = sum === 0 ? 0 : unit * (6 + 4 * Math.abs(Math.log(Math.abs(sum)))) * Math.abs(here);
    return Math.max(Math.abs(here - low), Math.abs(high - here)) + (p === 1 ? 0 : ofRoot);
  }

  /** Σ e^(l/T − m) · x / Σ e^(l/T − m), m the greatest l/T. A logit of −∞ weighs nothing, one of +∞ or NaN makes NaN. */
  function softmax(window, temperature, givenLogits) {
    const { rows, columns, weights } = window;
    const reason = `each sample counts by e^(l/T) of its ${window.takesLogits ? "logit" : "own value"}`;
    // Plain loops: a window may have a million taps and more.
    const reals = mapped(window.values, Number);
    const logits = mapped(givenLogits, (given) => {
      const l = Number(given) / temperature;
      // A quotient beyond the finite numbers is the last of them.
      if (Math.abs(l) === Infinity && Number.isFinite(Number(given))) return l < 0 ? -Number.MAX_VALUE : Number.MAX_VALUE;
      return l;
    });
    let [isUndefined, greatest, largest, largestLogit] = [false, -Infinity, 0, 0];
    for (let i = 0; i < logits.length; i += 1) {
      const l = logits[i];
      if (!(l < Infinity)) isUndefined = true;
      if (greatest < l) greatest = l;
      if (Number.isFinite(l)) largestLogit = Math.max(largestLogit, Math.abs(l));
      largest = greater(largest, Math.abs(reals[i]));
    }
    const counted = mapped(logits, (l, i) => {
      // Only −∞ weighs nothing at all.
      if (l === -Infinity) return 0;
      const power = Math.exp(l - greatest);
      return weights[i] * (power < Number.MIN_VALUE ? Number.MIN_VALUE : power);
    });
    const divisor = exact.doubleSum(counted);
    const sum = exact.doubleSum(mapped(counted, (weight, i) => weight * reals[i]));
    const found = exact.real(isUndefined || reals.length === 0 ? NaN : sum / divisor, "float64");
    const count = Math.max(1, reals.length);
    const steps = 2 * count + 10 * (rows.count + columns.count) + 2 * Math.log(count) + 8;
    const tolerance = unit * (steps + 4 * Math.min(largestLogit, 1e6)) * largest;
    return {
      exact: found,
      result: exact.converted(found, window.resultType),
      reason: isUndefined ? "a logit is NaN or +inf" : reason,
      tolerance: Number.isFinite(found.number) && Number.isFinite(tolerance) ? tolerance : 0,
      sum: exact.real(sum, "float64"),
      divisor: exact.real(divisor, "float64"),
      divisorRule: "softmax_weights",
      shares: mapped(counted, (weight) => (isUndefined ? NaN : weight / divisor)),
      zeroHasEitherSign: true,
    };
  }

  const greater = (a, b) => (b >= a ? b : a);

  /** Numbers made of an array's, one by one. */
  function mapped(values, of) {
    const result = new Float64Array(values.length);
    for (let i = 0; i < result.length; i += 1) result[i] = of(values[i], i);
    return result;
  }

  imagepool.norm = { norm, softmax };
})();
