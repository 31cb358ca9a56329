"use strict";
// Samples out of the page's own blocks: base64 of a zlib stream of byte planes, each byte stored as its difference from the one to
// its left (the first of a row from the first of the row above).

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { float16, isFloating } = imagepool.numbers;

  // The processor's byte order is the blocks' (least significant first) wherever browsers run.
  const arrays = {
    uint8: Uint8Array,
    uint16: Uint16Array,
    int8: Int8Array,
    int16: Int16Array,
    int32: Int32Array,
    int64: BigInt64Array,
    float16: Uint16Array,
    float32: Float32Array,
    float64: Float64Array,
  };

  /** Planes of samples of one element type: `data` is one typed array, plane after plane. */
  class Planes {
    constructor(type, channels, height, width, data) {
      Object.assign(this, { type, channels, height, width, data });
      this.isFloating = isFloating(type);
    }

    static ofSize(type, channels, height, width) {
      return new Planes(type, channels, height, width, new arrays[type](channels * height * width));
    }

    /** The sample as a Number; of int64 as a BigInt. */
    sample(channel, row, column) {
      const stored = this.data[(channel * this.height + row) * this.width + column];
      return this.type === "float16" ? float16(stored) : stored;
    }

    /** One plane as Numbers, for drawing: an array that may be shared with `data`. */
    numbers(channel) {
      const count = this.height * this.width;
      const plane = this.data.subarray(channel * count, (channel + 1) * count);
      if (this.type === "float16") return Float32Array.from(plane, float16);
      return this.type === "int64" ? Float64Array.from(plane, Number) : plane;
    }
  }

  /** The bytes of base64 text. */
  function bytesOfBase64(text) {
    const binary = atob(text.trim());
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i += 1) bytes[i] = binary.charCodeAt(i);
    return bytes;
  }

  async function inflated(bytes) {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  /** Undoes the differences and puts the bytes of each sample together. */
  function planesOfBytes(bytes, reference) {
    const { type, channels, height, width } = reference;
    const planes = Planes.ofSize(type, channels, height, width);
    const size = planes.data.BYTES_PER_ELEMENT;
    if (bytes.length !== planes.data.byteLength) throw new Error(`a block has ${bytes.length} bytes for ${planes.data.byteLength}`);
    const room = new Uint8Array(planes.data.buffer);
    const stride = height * width;
    let next = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      for (let byte = 0; byte < size; byte += 1) {
        let first = 0;
        let place = channel * stride * size + byte;
        for (let row = 0; row < height; row += 1) {
          let value = first;
          for (let column = 0; column < width; column += 1) {
            value = (value + bytes[next]) & 255;
            next += 1;
            if (column === 0) first = value;
            room[place] = value;
            place += size;
          }
        }
      }
    }
    return planes;
  }

  const known = new Map();

  /** The planes that a reference of the page's JSON names; a promise. A block is decoded once, when it is first asked for. */
  function planes(reference) {
    if (!reference) return Promise.resolve(null);
    if (!known.has(reference.block)) {
      const element = document.getElementById(`block-${reference.block}`);
      known.set(
        reference.block,
        inflated(bytesOfBase64(element.textContent)).then((bytes) => {
          // The text is not needed again.
          element.remove();
          return planesOfBytes(bytes, reference);
        }),
      );
    }
    return known.get(reference.block);
  }

  imagepool.blocks = { Planes, planes };
})();
