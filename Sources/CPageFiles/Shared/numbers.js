"use strict";
// Numbers of the element types that JavaScript lacks, and numbers as text.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});

  const word = new DataView(new ArrayBuffer(8));

  /** The number that 16 bits of IEEE 754 binary16 stand for. */
  function float16(bits) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 31) return fraction ? NaN : sign * Infinity;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    return sign * (1024 + fraction) * 2 ** (exponent - 25);
  }

  /** A Double rounded to the nearest binary16, ties to even, in one step. */
  function roundedToFloat16(number) {
    if (!Number.isFinite(number) || number === 0) return number;
    const magnitude = Math.abs(number);
    // 65520 lies halfway between the greatest finite number, 65504, and what would come next.
    if (magnitude >= 65520) return number < 0 ? -Infinity : Infinity;
    word.setFloat64(0, magnitude);
    const exponent = Math.max((word.getUint32(0) >>> 20) - 1023, -14);
    const unit = 2 ** (exponent - 10);
    const inUnits = magnitude / unit; // a power of two: exact
    const below = Math.floor(inUnits);
    const rest = inUnits - below;
    const whole = rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
    return (number < 0 ? -1 : 1) * whole * unit;
  }

  /** A Double as a number of a floating-point type. */
  function roundedToType(number, type) {
    if (type === "float16") return roundedToFloat16(number);
    return type === "float32" ? Math.fround(number) : number;
  }

  const isFloating = (type) => type.startsWith("float");

  const mostDigits = { float16: 5, float32: 9, float64: 17 };
  // Larger magnitudes are written with an exponent.
  const largestPlain = { float16: Infinity, float32: 2 ** 24, float64: 2 ** 53 };

  /** The fewest digits that read back to the same number of the type, as {digits, exponent}: 0.digits times 10 to the exponent. */
  function shortest(magnitude, type) {
    if (type === "float64") return parsed(magnitude.toExponential());
    const exact = parsed(magnitude.toExponential(60)).digits;
    for (let count = 1; count < mostDigits[type]; count += 1) {
      const near = evenOfHalves(magnitude.toExponential(count - 1), exact, count);
      if (roundedToType(Number(near), type) === magnitude) return parsed(near);
      // Just above a power of two the numbers below lie closer: the nearest decimal may belong to a neighbour, and the next one up not.
      const [digits, exponent] = near.split("e");
      const next = `${(Number(digits) + 10 ** (1 - count)).toFixed(count - 1)}e${exponent}`;
      if (roundedToType(Number(next), type) === magnitude) return parsed(next);
    }
    return parsed(magnitude.toExponential(mostDigits[type] - 1));
  }

  /** Of two decimals that lie equally near the even one; JavaScript takes the greater. */
  function evenOfHalves(near, exact, count) {
    if (exact.length !== count + 1 || exact[count] !== "5" || Number(exact[count - 1]) % 2 === 1) return near;
    const [, exponent] = near.split("e");
    return `${exact[0]}${count > 1 ? "." : ""}${exact.slice(1, count)}e${exponent}`;
  }

  function parsed(text) {
    const [mantissa, exponent] = text.split("e");
    const digits = mantissa.replace(".", "").replace(/0+$/, "");
    return { digits: digits || "0", exponent: Number(exponent) + 1 };
  }

  /** A float as the program writes it: shortest digits, at least one after the point, `1e-05`, `nan`, `inf`. */
  function digits(number, type = "float64") {
    if (Number.isNaN(number)) return "nan";
    const sign = number < 0 || Object.is(number, -0) ? "-" : "";
    const magnitude = Math.abs(number);
    if (magnitude === Infinity) return `${sign}inf`;
    if (magnitude === 0) return `${sign}0.0`;
    // Whole binary16 numbers are written in full.
    const found = type === "float16" && magnitude >= 1000 ? parsed(magnitude.toExponential()) : shortest(magnitude, type);
    const count = found.digits.length;
    if (found.exponent < -3 || magnitude > largestPlain[type]) {
      const power = found.exponent - 1;
      const fraction = count > 1 ? `.${found.digits.slice(1)}` : "";
      return `${sign}${found.digits[0]}${fraction}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
    }
    if (found.exponent <= 0) return `${sign}0.${"0".repeat(-found.exponent)}${found.digits}`;
    if (found.exponent >= count) return `${sign}${found.digits.padEnd(found.exponent, "0")}.0`;
    return `${sign}${found.digits.slice(0, found.exponent)}.${found.digits.slice(found.exponent)}`;
  }

  /** A number that JSON may hold as "NaN", "Infinity" or "-Infinity". */
  const fromJSON = (value) => (typeof value === "string" ? Number(value) : value);

  /** For reading only: whole numbers that are exact in full, of others some six digits, no trailing zeros. */
  function brief(number) {
    if (!Number.isFinite(number)) return digits(number);
    if (Number.isSafeInteger(number)) return String(number);
    const short = Number(number.toPrecision(6));
    return Math.abs(short) < 1e15 ? String(short) : short.toExponential();
  }

  imagepool.numbers = { float16, roundedToType, isFloating, digits, brief, fromJSON };
})();
