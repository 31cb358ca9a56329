"use strict";
// A canvas that shows layers of pixels through a camera: smooth when they are shrunk, sharp squares when they are enlarged.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});

  /**
   * A view.
   *
   * - layers: returns a list of {image, left, top, width, height}, drawn in turn; the rectangle is in the camera's picture. `image`
     *   is what `paint.canvasOf` makes; null ones are left out. `clip` ({left, right} in CSS pixels) keeps a layer to a part of the view.
     *   `level(n)`, if there is one, gives the image for views that are too small for it, each pixel standing for 2ⁿ by 2ⁿ: then a layer is
     *   never shrunk by the canvas, which would take means.
   * - overlay: draws on top, in CSS pixels: overlay(context, camera).
   * - hasAlpha: whether a checkerboard lies below.
   */
  class PictureView {
    constructor(canvas, camera, { layers, overlay, hasAlpha }) {
      Object.assign(this, { canvas, camera, layers, overlay, hasAlpha });
      this.context = canvas.getContext("2d");
      this.isWaiting = false;
      camera.onChange(() => this.draw());
      new ResizeObserver(() => this.resize()).observe(canvas);
      this.resize();
    }

    resize() {
      const { clientWidth: width, clientHeight: height } = this.canvas;
      if (width < 1 || height < 1) return; // hidden
      const ratio = window.devicePixelRatio || 1;
      const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
      if (this.canvas.width !== w || this.canvas.height !== h) {
        this.canvas.width = w;
        this.canvas.height = h;
      }
      this.ratio = ratio;
      this.camera.resize(width, height);
      this.drawNow();
    }

    /** Draws before the next frame, once however often it is asked. */
    draw() {
      if (this.isWaiting) return;
      this.isWaiting = true;
      requestAnimationFrame(() => {
        this.isWaiting = false;
        this.drawNow();
      });
    }

    drawNow() {
      if (this.canvas.clientWidth < 1 || !this.ratio) return;
      const { context, camera, ratio } = this;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, this.canvas.width, this.canvas.height);
      if (this.hasAlpha) this.drawCheckerboard();
      for (const layer of this.layers()) if (layer.image) this.drawLayer(layer.level ? this.levelOf(layer) : layer);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      if (this.overlay) this.overlay(context, camera);
    }

    /** The layer with the largest of its images that has no more pixels than it gets on the screen. */
    levelOf(layer) {
      const { image, left, top, width, height } = layer;
      const a = this.camera.toView(left, top);
      const b = this.camera.toView(left + width, top + height);
      const scale = Math.min((b.x - a.x) / image.width, (b.y - a.y) / image.height) * this.ratio;
      const most = Math.ceil(Math.log2(Math.max(image.width, image.height, 1)));
      const n = Math.min(scale < 1 ? Math.ceil(Math.log2(1 / scale)) : 0, most);
      if (n === 0) return layer;
      const small = layer.level(n);
      // The last pixels may stand for some that are not there.
      const grow = 2 ** n;
      const size = { width: (width / image.width) * small.width * grow, height: (height / image.height) * small.height * grow };
      return { ...layer, image: small, ...size, within: layer };
    }

    /** Only the pixels in sight are handed to the canvas, whole ones, so that edges stay where they belong. */
    drawLayer({ image, left, top, width, height, clip, within }) {
      const { context, camera, ratio } = this;
      const [stepX, stepY] = [width / image.width, height / image.height];
      const start = camera.toPicture(0, 0);
      const end = camera.toPicture(camera.view.width, camera.view.height);
      const x = Math.max(0, Math.floor((start.x - left) / stepX));
      const y = Math.max(0, Math.floor((start.y - top) / stepY));
      const w = Math.min(image.width, Math.ceil((end.x - left) / stepX)) - x;
      const h = Math.min(image.height, Math.ceil((end.y - top) / stepY)) - y;
      if (w <= 0 || h <= 0) return;
      context.save();
      if (clip) {
        context.beginPath();
        context.rect(clip.left * ratio, 0, (clip.right - clip.left) * ratio, this.canvas.height);
        context.clip();
      }
      if (within) {
        const c = camera.toView(within.left, within.top);
        const d = camera.toView(within.left + within.width, within.top + within.height);
        const [cx, cy, dx, dy] = [c.x, c.y, d.x, d.y].map((place) => Math.round(place * ratio));
        context.beginPath();
        context.rect(cx, cy, dx - cx, dy - cy);
        context.clip();
      }
      context.imageSmoothingQuality = "medium";
      for (const tile of image.tiles) {
        const [x0, y0] = [Math.max(x, tile.x), Math.max(y, tile.y)];
        const [x1, y1] = [Math.min(x + w, tile.x + tile.canvas.width), Math.min(y + h, tile.y + tile.canvas.height)];
        if (x0 >= x1 || y0 >= y1) continue;
        const a = camera.toView(left + x0 * stepX, top + y0 * stepY);
        const b = camera.toView(left + x1 * stepX, top + y1 * stepY);
        // On whole pixels of the screen, so that tiles and layers meet without a seam.
        const [ax, ay, bx, by] = [a.x, a.y, b.x, b.y].map((place) => Math.round(place * ratio));
        context.imageSmoothingEnabled = bx - ax < x1 - x0;
        context.drawImage(tile.canvas, x0 - tile.x, y0 - tile.y, x1 - x0, y1 - y0, ax, ay, bx - ax, by - ay);
      }
      context.restore();
    }

    /** Below transparent pixels, as far as the picture reaches. */
    drawCheckerboard() {
      const { context, camera, ratio } = this;
      const a = camera.toView(0, 0);
      const b = camera.toView(camera.width, camera.height);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.fillStyle = this.pattern || (this.pattern = checkerboard(context));
      const [left, top] = [Math.max(a.x, 0), Math.max(a.y, 0)];
      context.fillRect(left, top, Math.min(b.x, camera.view.width) - left, Math.min(b.y, camera.view.height) - top);
      context.setTransform(1, 0, 0, 1, 0, 0);
    }
  }

  /** Outlines rectangles of a picture, as those in full precision, in white and black by turns, to be seen on anything. */
  function outlineRegions(context, camera, regions) {
    context.save();
    context.lineWidth = 1.5;
    context.setLineDash([4, 4]);
    for (const [colour, offset] of [["#ffffff", 0], ["#000000", 4]]) {
      context.strokeStyle = colour;
      context.lineDashOffset = offset;
      for (const { left, top, width, height } of regions) {
        const a = camera.toView(left, top);
        const b = camera.toView(left + width, top + height);
        context.strokeRect(a.x, a.y, b.x - a.x, b.y - a.y);
      }
    }
    context.restore();
  }

  function checkerboard(context) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 16;
    const drawing = tile.getContext("2d");
    drawing.fillStyle = "#ffffff";
    drawing.fillRect(0, 0, 16, 16);
    drawing.fillStyle = "#cccccc";
    drawing.fillRect(0, 0, 8, 8);
    drawing.fillRect(8, 8, 8, 8);
    return context.createPattern(tile, "repeat");
  }

  imagepool.view = { PictureView, outlineRegions };
})();
