"use strict";
// From planes of samples to pixels that a canvas shows.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { colours } = imagepool;

  /** Smallest and greatest finite number of several arrays; null if there is none. */
  function finiteRange(arrays) {
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
   * - `showsInfinities`: of arrays; infinities have colours of their own, and a constant plane is mid gray.
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
      const isConstant = options.showsInfinities && options.range && options.range.low === options.range.high;
      const shade = isConstant ? () => 128 : byte;
      paint(out, count, planes.numbers(Math.min(options.channel || 0, planes.channels - 1)), shade, options.showsInfinities);
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

  /** The colour of what no map has; null of a finite number. */
  function oddColour(number, showsInfinities) {
    if (number !== number) return colours.notANumber;
    if (!showsInfinities || (number > -Infinity && number < Infinity)) return null;
    return number > 0 ? colours.infinity : colours.minusInfinity;
  }

  function paint(out, count, numbers, byte, showsInfinities) {
    for (let i = 0, j = 0; i < count; i += 1, j += 4) {
      const odd = oddColour(numbers[i], showsInfinities);
      if (odd) {
        [out[j], out[j + 1], out[j + 2]] = odd;
      } else {
        const gray = byte(numbers[i]);
        out[j] = gray;
        out[j + 1] = gray;
        out[j + 2] = gray;
      }
      out[j + 3] = 255;
    }
  }

  /**
   * Numbers by a colour map of 256 colours: `low` gets the first, `high` the last, NaN the colour that no map has. With `showsInfinities`
   * they have colours of their own, too, and a constant plane is in the middle of the map.
   */
  function mapped(numbers, height, width, map, { low, high, showsInfinities = false }) {
    const image = new ImageData(width, height);
    const out = image.data;
    const scale = high > low ? 255 / (high - low) : 0;
    for (let i = 0, j = 0; i < numbers.length; i += 1, j += 4) {
      const number = numbers[i];
      const odd = oddColour(number, showsInfinities);
      if (odd) {
        [out[j], out[j + 1], out[j + 2]] = odd;
      } else {
        // 0 × ∞ is no place.
        const place = scale === 0 ? (showsInfinities ? 128 : 0) : Math.round((Math.min(Math.max(number, low), high) - low) * scale);
        out[j] = map[place * 3];
        out[j + 1] = map[place * 3 + 1];
        out[j + 2] = map[place * 3 + 2];
      }
      out[j + 3] = 255;
    }
    return image;
  }

  /** Browsers draw nothing of a canvas whose side is above some ten thousands. */
  const mostSide = 4096;

  /** An ImageData as something that canvases draw quickly: {width, height, tiles: [{canvas, x, y}]}. */
  function canvasOf(image) {
    const tiles = [];
    for (let y = 0; y < image.height; y += mostSide) {
      for (let x = 0; x < image.width; x += mostSide) {
        const canvas = document.createElement("canvas");
        canvas.width = Math.min(mostSide, image.width - x);
        canvas.height = Math.min(mostSide, image.height - y);
        canvas.getContext("2d").putImageData(image, -x, -y);
        tiles.push({ canvas, x, y });
      }
    }
    return { width: image.width, height: image.height, tiles };
  }

  /** Makes an ImageData all of a canvas, smaller where a side would be too large. */
  function fillCanvas(canvas, image) {
    canvas.width = Math.min(image.width, mostSide);
    canvas.height = Math.min(image.height, mostSide);
    const context = canvas.getContext("2d");
    const [scaleX, scaleY] = [canvas.width / image.width, canvas.height / image.height];
    if (scaleX === 1 && scaleY === 1) return context.putImageData(image, 0, 0);
    for (const { canvas: tile, x, y } of canvasOf(image).tiles) {
      context.drawImage(tile, x * scaleX, y * scaleY, tile.width * scaleX, tile.height * scaleY);
    }
  }

  imagepool.paint = { finiteRange, picture, mapped, canvasOf, fillCanvas, toByte };
})();
