"use strict";
// From planes of samples to pixels that a canvas shows.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { colours } = imagepool;

  /** Smallest and greatest finite number; null if there is none. */
  function finiteRange(...arrays) {
    let [low, high] = [Infinity, -Infinity];
    for (const numbers of arrays) {
      for (let i = 0; i < numbers.length; i += 1) {
        const number = numbers[i];
        if (number < low && number > -Infinity) low = number;
        if (number > high && number < Infinity) high = number;
      }
    }
    return low <= high ? { low, high } : null;
  }

  /** From linear light of 16 bits to the 8 bits of sRGB that a screen wants. */
  const lightTable = () =>
    Uint8ClampedArray.from({ length: 65536 }, (_, i) => {
      const light = i / 65535;
      return 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);
    });
  let light = null;

  /** A function from a sample to a byte for the screen. */
  function toByte(type, { linear = false, range = null } = {}) {
    if (linear && type === "uint16") {
      light = light || lightTable();
      return (sample) => light[(sample + 0.5) | 0]; // results may be fractions
    }
    if (range) {
      const scale = range.high > range.low ? 255 / (range.high - range.low) : 0;
      return (sample) => (sample - range.low) * scale;
    }
    return type === "uint16" ? (sample) => sample / 257 : (sample) => sample;
  }

  /**
   * A picture of planes as its colours.
   *
   * - model: gray, gray_alpha, rgb, rgb_alpha or cmyk; any other shows the plane `channel` in gray.
   * - options: `linear` (samples are light), `range` ({low, high} of what is black and white), `channel`, `type` (whose scale the samples
   *   have, if that is not their own: an average of uint16 may be float32).
   */
  function picture(planes, model, options = {}) {
    const image = new ImageData(planes.width, planes.height);
    const out = image.data;
    const count = planes.height * planes.width;
    const byte = toByte(options.type || planes.type, options);
    const coded = { rgb: 3, rgb_alpha: 3, gray: 1, gray_alpha: 1, cmyk: 4 }[model];
    if (!coded || coded > planes.channels) {
      paint(out, count, planes.numbers(Math.min(options.channel || 0, planes.channels - 1)), byte);
      return image;
    }
    const all = Array.from({ length: planes.channels }, (_, channel) => planes.numbers(channel));
    if (model === "cmyk") {
      // Of inverted CMYK, as files hold it: colour times black.
      for (let i = 0; i < count; i += 1) {
        const black = byte(all[3][i]) / 255;
        for (let c = 0; c < 3; c += 1) out[i * 4 + c] = byte(all[c][i]) * black;
        out[i * 4 + 3] = 255;
      }
      return image;
    }
    const hasAlpha = model.endsWith("_alpha");
    const alphaByte = (options.type || planes.type) === "uint16" ? (sample) => sample / 257 : (sample) => sample;
    const [red, green, blue] = coded === 3 ? all : [all[0], all[0], all[0]];
    const alpha = hasAlpha ? all[planes.channels - 1] : null;
    for (let i = 0, j = 0; i < count; i += 1, j += 4) {
      out[j] = byte(red[i]);
      out[j + 1] = byte(green[i]);
      out[j + 2] = byte(blue[i]);
      out[j + 3] = alpha ? alphaByte(alpha[i]) : 255;
    }
    return image;
  }

  function paint(out, count, numbers, byte) {
    for (let i = 0, j = 0; i < count; i += 1, j += 4) {
      if (numbers[i] !== numbers[i]) {
        [out[j], out[j + 1], out[j + 2]] = colours.notANumber;
      } else {
        const gray = byte(numbers[i]);
        out[j] = gray;
        out[j + 1] = gray;
        out[j + 2] = gray;
      }
      out[j + 3] = 255;
    }
  }

  /** Numbers by a colour map of 256 colours: `low` gets the first, `high` the last, NaN the colour that no map has. */
  function mapped(numbers, height, width, map, { low, high }) {
    const image = new ImageData(width, height);
    const out = image.data;
    const scale = high > low ? 255 / (high - low) : 0;
    for (let i = 0, j = 0; i < numbers.length; i += 1, j += 4) {
      const number = numbers[i];
      if (number !== number) {
        [out[j], out[j + 1], out[j + 2]] = colours.notANumber;
      } else {
        // 0 × ∞ is no place: a constant plane has the first colour.
        const place = scale === 0 ? 0 : Math.round((Math.min(Math.max(number, low), high) - low) * scale);
        out[j] = map[place * 3];
        out[j + 1] = map[place * 3 + 1];
        out[j + 2] = map[place * 3 + 2];
      }
      out[j + 3] = 255;
    }
    return image;
  }

  /** An ImageData as something that canvases draw quickly. */
  function canvasOf(image) {
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext("2d").putImageData(image, 0, 0);
    return canvas;
  }

  imagepool.paint = { finiteRange, picture, mapped, canvasOf, toByte };
})();
