"use strict";
// Planes drawn smaller than they are without losing what is rare.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});

  /** A plane that can be drawn smaller: each number of level n is the one farthest from 0 of 2ⁿ by 2ⁿ. */
  class Pyramid {
    constructor(numbers, height, width) {
      this.levels = [{ numbers, height, width }];
    }

    level(n) {
      while (this.levels.length <= n) this.levels.push(halved(this.levels[this.levels.length - 1]));
      return this.levels[n];
    }
  }

  function halved({ numbers, height, width }) {
    const [h, w] = [Math.ceil(height / 2), Math.ceil(width / 2)];
    const small = new numbers.constructor(h * w);
    for (let y = 0, i = 0; y < height; y += 1) {
      const start = (y >> 1) * w;
      for (let x = 0; x < width; x += 1, i += 1) {
        const place = start + (x >> 1);
        if (Math.abs(numbers[i]) > Math.abs(small[place])) small[place] = numbers[i];
      }
    }
    return { numbers: small, height: h, width: w };
  }

  /**
   * A layer (see view.js) of a plane by a colour map, of which each pixel shows, however small it is drawn, the number farthest from 0
   * that it stands for. `place` is its rectangle, `range` as `paint.mapped` takes it.
   */
  function layer({ numbers, height, width }, map, range, place) {
    const pyramid = new Pyramid(numbers, height, width);
    const drawn = [];
    const level = (n) => {
      if (!drawn[n]) {
        const found = pyramid.level(n);
        drawn[n] = imagepool.paint.canvasOf(imagepool.paint.mapped(found.numbers, found.height, found.width, map, range));
      }
      return drawn[n];
    };
    return { ...place, image: level(0), level };
  }

  imagepool.pyramid = { layer };
})();
