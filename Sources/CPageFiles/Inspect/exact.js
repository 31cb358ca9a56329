"use strict";
// Numbers that say exactly what they are: {kind: "integer", number}, {kind: "quotient", numerator, denominator} of BigInts, and
// {kind: "real", number, type} of a floating-point element type. What becomes of them at the end of a pooling.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { digits, roundedToType } = imagepool.numbers;

  const integer = (number) => ({ kind: "integer", number: BigInt(number) });
  const quotient = (numerator, denominator) => ({ kind: "quotient", numerator, denominator });
  const real = (number, type) => ({ kind: "real", number, type });

  /** The nearest Double; of a quotient the quotient of the nearest Doubles. */
  function value(exact) {
    if (exact.kind === "real") return exact.number;
    return exact.kind === "integer" ? Number(exact.number) : Number(exact.numerator) / Number(exact.denominator);
  }

  /** Bit for bit; one NaN is as good as another. */
  function isSame(a, b) {
    if (a.kind !== b.kind) return false;
    if (a.kind === "real") return Object.is(a.number, b.number);
    if (a.kind === "integer") return a.number === b.number;
    return a.numerator === b.numerator && a.denominator === b.denominator;
  }

  /** An integer's digits, `17/6 = 2.8333333333333335`, or a float's shortest digits. */
  function text(exact) {
    if (exact.kind === "integer") return exact.number.toString();
    if (exact.kind === "real") return digits(exact.number, exact.type);
    const { numerator, denominator } = exact;
    const whole = numerator % denominator === 0n ? (numerator / denominator).toString() : digits(value(exact));
    return `${numerator}/${denominator} = ${whole}`;
  }

  /** As JSON has it: of integers beyond what a Number holds a BigInt. */
  function plain(exact) {
    if (exact.kind === "integer") return plainInteger(exact.number);
    if (exact.kind === "quotient") return plainNumber(value(exact));
    // A float by the digits that a dump has.
    return exact.type === "float64" || !Number.isFinite(exact.number)
      ? plainNumber(exact.number)
      : Number(digits(exact.number, exact.type));
  }

  const isSafe = (number) => number <= 9007199254740991n && number >= -9007199254740991n;
  function plainInteger(number) {
    return isSafe(number) || BigInt.asIntN(64, number) !== number ? Number(number) : number;
  }

  /** JSON has no word for what is not finite. */
  function plainNumber(number) {
    if (Number.isNaN(number)) return "NaN";
    return Number.isFinite(number) ? number : number < 0 ? "-Infinity" : "Infinity";
  }

  /** A number as one of a floating-point type, rounded to nearest from its Double. */
  const converted = (exact, type) => real(roundedToType(value(exact), type), type);

  const ranges = {
    uint8: [0n, 255n],
    uint16: [0n, 65535n],
    int8: [-128n, 127n],
    int16: [-32768n, 32767n],
    int32: [-(2n ** 31n), 2n ** 31n - 1n],
  };
  const int64 = [-(2n ** 63n), 2n ** 63n - 1n];

  /** The integers of an element type, lowest and greatest. */
  const range = (type) => ranges[type] || int64;

  function clamped(number, type) {
    const [low, high] = range(type);
    return number < low ? low : number > high ? high : number;
  }

  /** Rounded once to an integer (a BigInt), then clamped; NaN becomes 0. */
  function rounded(exact, rounding, type) {
    if (exact.kind === "integer") return clamped(exact.number, type);
    if (exact.kind === "quotient") return clamped(roundedQuotient(exact, rounding), type);
    if (Number.isNaN(exact.number)) return 0n;
    const whole = roundedDouble(exact.number, rounding);
    const [low, high] = range(type);
    if (whole >= 2 ** 126) return high;
    if (whole <= -(2 ** 126)) return low;
    return clamped(BigInt(whole), type);
  }

  function roundedQuotient({ numerator, denominator }, rounding) {
    const [n, d] = denominator < 0n ? [-numerator, -denominator] : [numerator, denominator];
    const below = n / d - (n % d < 0n ? 1n : 0n);
    const twiceTheRest = 2n * (n - below * d);
    if (rounding === "down" || twiceTheRest < d) return below;
    const isHalf = twiceTheRest === d;
    return isHalf && rounding === "half-even" && below % 2n === 0n ? below : below + 1n;
  }

  function roundedDouble(number, rounding) {
    const below = Math.floor(number);
    const rest = number - below;
    if (rounding === "down" || !(rest >= 0.5)) return below;
    return rest === 0.5 && rounding === "half-even" && below % 2 === 0 ? below : below + 1;
  }

  /** The greatest finite number of a floating-point type. */
  const greatestFinite = (type) =>
    type === "float16" ? 65504 : type === "float32" ? 3.4028234663852886e38 : Number.MAX_VALUE;

  /** The sum of Doubles in twice Double's precision, rounded; from +0. What is not finite is added as it comes. */
  function doubleSum(terms) {
    let sum = 0;
    let rest = 0;
    let plainSum = 0;
    for (let i = 0; i < terms.length; i += 1) {
      const term = terms[i];
      plainSum += term;
      // Knuth's TwoSum: `next` and `error` are the exact sum of `sum` and `term`.
      const next = sum + term;
      const part = next - sum;
      rest += sum - (next - part) + (term - part);
      sum = next;
    }
    return Number.isFinite(plainSum) ? sum + rest : plainSum;
  }

  /** The exact sum of weight × value over integers, a BigInt. `weights` holds Numbers, `values` Numbers or BigInts. */
  function integerSum(values, weights) {
    let sum = 0n;
    let part = 0; // below 2^53 all along, and so exact
    for (let i = 0; i < values.length; i += 1) {
      const term = typeof values[i] === "bigint" ? NaN : values[i] * weights[i];
      if (Math.abs(term) < 2 ** 52) {
        part += term;
        if (Math.abs(part) >= 2 ** 52) {
          sum += BigInt(part);
          part = 0;
        }
      } else {
        sum += BigInt(values[i]) * BigInt(weights[i]);
      }
    }
    return sum + BigInt(part);
  }

  imagepool.exact = {
    integer, quotient, real, value, isSame, text, plain, plainInteger, plainNumber, converted, range, clamped, rounded,
    greatestFinite, doubleSum, integerSum,
  };
})();
