"use strict";
// What part of a picture is in sight. Several views share one camera and so are zoomed and panned together.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});

  /** `centreX`, `centreY` in the picture's pixels; `scale` in CSS pixels for each of them. */
  class Camera {
    constructor(width, height) {
      Object.assign(this, { width, height, centreX: width / 2, centreY: height / 2, scale: 1 });
      this.isFitted = true;
      this.view = { width: 1, height: 1 };
      this.listeners = [];
    }

    onChange(listener) {
      this.listeners.push(listener);
    }

    changed() {
      for (const listener of this.listeners) listener();
    }

    /** The scale at which all of the picture is in sight, with a margin where padding shows. */
    get fittingScale() {
      const room = (size) => Math.max(size - 24, size * 0.8);
      return Math.min(room(this.view.width) / this.width, room(this.view.height) / this.height);
    }

    /** The size of the views, in CSS pixels: all that share a camera have the same. */
    resize(width, height) {
      if (width < 1 || height < 1 || (width === this.view.width && height === this.view.height)) return;
      this.view = { width, height };
      if (this.isFitted) this.fit();
      else this.moveTo(this.centreX, this.centreY, this.scale);
    }

    fit() {
      this.moveTo(this.width / 2, this.height / 2, this.fittingScale);
      this.isFitted = true;
    }

    moveTo(x, y, scale = this.scale) {
      const least = Math.min(this.fittingScale, 1) / 2;
      this.scale = Math.min(Math.max(scale, least), Math.max(96, this.fittingScale));
      this.centreX = Math.min(Math.max(x, 0), this.width);
      this.centreY = Math.min(Math.max(y, 0), this.height);
      this.isFitted = false;
      this.changed();
    }

    panBy(x, y) {
      this.moveTo(this.centreX - x / this.scale, this.centreY - y / this.scale);
    }

    /** Zooms by a factor; the picture's point under x, y of the view stays there. */
    zoomAt(x, y, factor) {
      const before = this.toPicture(x, y);
      const wanted = this.scale * factor;
      this.moveTo(this.centreX, this.centreY, wanted);
      const after = this.toPicture(x, y);
      this.moveTo(this.centreX + before.x - after.x, this.centreY + before.y - after.y);
    }

    zoomBy(factor) {
      this.zoomAt(this.view.width / 2, this.view.height / 2, factor);
    }

    toPicture(x, y) {
      return {
        x: (x - this.view.width / 2) / this.scale + this.centreX,
        y: (y - this.view.height / 2) / this.scale + this.centreY,
      };
    }

    toView(x, y) {
      return {
        x: (x - this.centreX) * this.scale + this.view.width / 2,
        y: (y - this.centreY) * this.scale + this.view.height / 2,
      };
    }

    /** Shows a rectangle of the picture if it is out of sight or too small to see. */
    reveal(left, top, width, height) {
      const start = this.toView(left, top);
      const end = this.toView(left + width, top + height);
      const inSight = start.x >= 0 && start.y >= 0 && end.x <= this.view.width && end.y <= this.view.height;
      if (!inSight) this.moveTo(left + width / 2, top + height / 2);
    }

    /** Zooms so that a rectangle fills about a third of the view. */
    zoomTo(left, top, width, height) {
      const scale = Math.min(this.view.width / Math.max(width, 1), this.view.height / Math.max(height, 1)) / 3;
      this.moveTo(left + width / 2, top + height / 2, scale);
    }
  }

  /**
   * Wheel, drag and pinch on `element` move the camera. Calls `hover(x, y)`, `leave()`, `tap(x, y)` with places of the view, and
   * `drag(x, y, isStart)`, which may take a drag for itself by returning true at its start.
   */
  function steer(element, camera, { hover, leave, tap, drag }) {
    const pointers = new Map();
    let moved = 0;
    let dragged = false;
    const place = (event) => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    element.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        const { x, y } = place(event);
        const lines = event.deltaMode === 1 ? 20 : 1;
        camera.zoomAt(x, y, Math.exp((-event.deltaY * lines * (event.ctrlKey ? 4 : 1)) / 400));
      },
      { passive: false },
    );
    element.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      const here = place(event);
      pointers.set(event.pointerId, here);
      element.setPointerCapture(event.pointerId);
      if (pointers.size === 1) {
        moved = 0;
        dragged = Boolean(drag && drag(here.x, here.y, true));
      }
    });
    element.addEventListener("pointermove", (event) => {
      const here = place(event);
      const before = pointers.get(event.pointerId);
      if (!before) {
        if (hover) hover(here.x, here.y);
        return;
      }
      moved += Math.abs(here.x - before.x) + Math.abs(here.y - before.y);
      if (dragged) {
        drag(here.x, here.y, false);
      } else if (pointers.size === 1) {
        // A hand is never quite still.
        if (moved > 4) camera.panBy(here.x - before.x, here.y - before.y);
      } else if (pointers.size === 2) {
        const [other] = [...pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
        const distance = (a) => Math.hypot(a.x - other.x, a.y - other.y) || 1;
        camera.zoomAt((here.x + other.x) / 2, (here.y + other.y) / 2, distance(here) / distance(before));
        camera.panBy((here.x - before.x) / 2, (here.y - before.y) / 2);
      }
      pointers.set(event.pointerId, here);
    });
    const end = (event) => {
      const here = pointers.get(event.pointerId);
      if (!here) return;
      if (event.type === "pointerup" && pointers.size === 1 && moved <= 4 && !dragged && tap) tap(here.x, here.y);
      pointers.delete(event.pointerId);
    };
    element.addEventListener("pointerup", end);
    element.addEventListener("pointercancel", end);
    element.addEventListener("pointerleave", () => leave && leave());
  }

  /** Keys that move the camera; true if it was one. */
  function steerByKey(event, camera) {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const step = 60;
    const pans = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (event.shiftKey && pans[event.key]) camera.panBy(...pans[event.key]);
    else if (event.key === "+" || event.key === "=") camera.zoomBy(1.5);
    else if (event.key === "-") camera.zoomBy(1 / 1.5);
    else if (event.key === "0") camera.fit();
    else if (event.key === "1") camera.moveTo(camera.centreX, camera.centreY, 1);
    else return false;
    event.preventDefault();
    return true;
  }

  imagepool.camera = { Camera, steer, steerByKey };
})();
