"use strict";
// Maxima and minima, a scan in row-major order; the middle of a window, and its greatest and least magnitude.
//
// A window's arithmetic is {dialect, type, isFloating, rows, columns, values, weights, logits, alphas, …}: `values` has the taps that
// have a value, row by row (see explain.js).

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { exact, numbers } = imagepool;

  function selection(window, isMinimum) {
    return window.isFloating ? realSelection(window, isMinimum) : integerSelection(window, isMinimum);
  }

  /** The place of the greatest or least, the first of equals, NaN passed over; -1 if there is none. Zeros of both signs are equal. */
  function first(values, isMinimum) {
    let best = -1;
    for (let i = 0; i < values.length; i += 1) {
      if (values[i] !== values[i]) continue;
      if (best < 0 || (isMinimum ? values[i] < values[best] : values[i] > values[best])) best = i;
    }
    return best;
  }

  function tiesOf(values, winner) {
    const ties = [];
    for (let i = winner + 1; i < values.length; i += 1) if (values[i] === values[winner]) ties.push(i);
    return ties;
  }

  function reasonOf(ties, isMinimum) {
    const name = isMinimum ? "least" : "greatest";
    return ties.length === 0 ? `the ${name} sample` : `the first of ${ties.length + 1} ${name} samples`;
  }

  function integerSelection(window, isMinimum) {
    const { values, type } = window;
    const winner = first(values, isMinimum);
    if (winner < 0) {
      const [low, high] = exact.range(type);
      const start = exact.integer(isMinimum ? high : low);
      return { exact: start, result: start, reason: "no tap has a value, which leaves what the search starts from" };
    }
    const ties = tiesOf(values, winner);
    const found = exact.integer(values[winner]);
    return { exact: found, result: found, reason: reasonOf(ties, isMinimum), winner, ties };
  }

  function realSelection(window, isMinimum) {
    const { values, type, dialect } = window;
    const given = (number, reason, winner = null, ties = []) => {
      const found = exact.real(numbers.roundedToType(number, type), type);
      return { exact: found, result: found, reason, winner, ties };
    };
    const nans = [];
    for (let i = 0; i < values.length; i += 1) if (values[i] !== values[i]) nans.push(i);
    if (dialect === "torch" && nans.length > 0) {
      return given(NaN, "NaN wins, and of several the last one has the place", nans[nans.length - 1], nans.slice(0, -1));
    }
    if (dialect === "onnx" && nans[0] === 0) return given(NaN, "the first tap is NaN, and it wins from there", 0);
    // Whatever else is NaN is passed over.
    const passed =
      nans.length === 0 ? "" : `NaN is passed over${dialect === "onnx" ? ", as it is not the first tap" : ""}; `;
    const start = isMinimum ? Infinity : -Infinity;
    const winner = first(values, isMinimum);
    // TensorFlow's search starts from the last finite number, so an infinity of that sign does not count.
    if (dialect === "tensorflow" && (winner < 0 || values[winner] === start)) {
      const limit = exact.greatestFinite(type);
      const name = isMinimum ? "greatest" : "lowest";
      return given(
        isMinimum ? limit : -limit,
        `${passed}nothing beats the ${name} finite number, from which the search starts`,
      );
    }
    if (winner < 0) return given(start, `${passed}no tap has a value, which leaves what the search starts from`);
    const ties = tiesOf(values, winner);
    return given(values[winner], passed + reasonOf(ties, isMinimum), winner, ties);
  }

  function median(window) {
    const { values, resultType, isFloating } = window;
    const count = values.length;
    const reason =
      count % 2 === 1
        ? `the middle of ${count} samples in order`
        : `the mean of the middle two of ${count} samples in order`;
    if (count === 0 || values.some((value) => value !== value)) {
      return {
        exact: exact.real(NaN, "float64"),
        result: exact.real(NaN, resultType),
        reason: count === 0 ? "no tap has a value" : "one of the samples is NaN",
      };
    }
    const sorted = values.slice().sort(); // typed arrays sort as numbers
    const [a, b] = [sorted[(count - 1) >> 1], sorted[count >> 1]];
    const found = isFloating ? exact.real(middle(a, b), "float64") : exact.quotient(BigInt(a) + BigInt(b), 2n);
    return { exact: found, result: exact.converted(found, resultType), reason, zeroHasEitherSign: isFloating };
  }

  /** Half the sum, where that does not overflow. */
  function middle(a, b) {
    if (a === b) return a;
    const sum = a + b;
    return !Number.isFinite(sum) && Number.isFinite(a) && Number.isFinite(b) ? a / 2 + b / 2 : sum / 2;
  }

  /** The norm of ±∞. NaN wins; of an empty window the start is left. */
  function magnitude(window, isGreatest) {
    let found = isGreatest ? -Infinity : Infinity;
    for (const value of window.values) {
      const size = Math.abs(Number(value));
      if (size !== size) {
        found = NaN;
        break;
      }
      if (isGreatest ? size > found : size < found) found = size;
    }
    const number = exact.real(found, "float64");
    return {
      exact: number,
      result: exact.converted(number, window.resultType),
      reason: `a norm of ${isGreatest ? "" : "-"}inf is the ${isGreatest ? "greatest" : "least"} magnitude`,
    };
  }

  imagepool.selection = { selection, median, magnitude };
})();
