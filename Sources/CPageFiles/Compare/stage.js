"use strict";
// The pictures on the page: side by side, divided by a slider, or in turn.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { element, fill, find } = imagepool.dom;

  // Slower than anything that could hurt.
  const blinkMilliseconds = 700;

  const title = (letter, name) => [element("strong", {}, letter), " ", element("bdi", {}, name)];

  /**
   * Views of one camera.
   *
   * - state: what the page shows; read here, and `view`, `slider` and `showsSecond` are written.
   * - regions: those that are outlined, where they are not all of the picture.
   * - layers: returns the layers `first`, `second` and `difference`.
   * - hover, choose: called with a place, {row, column}, of the pointer; `hover` with null when it leaves.
   */
  class Stage {
    constructor(data, state, regions, { layers, hover, choose }) {
      const { width, height } = data.comparison;
      Object.assign(this, { data, state, regions, layers, hover, choose, width, height });
      this.camera = new imagepool.camera.Camera(width, height);
      this.element = find("#stage");
      this.views = [];
      this.timer = null;
      this.blinkCaption = null;
      addEventListener("resize", () => this.resize());
      find("#slider").addEventListener("input", (event) => this.slide(Number(event.target.value) / 1000));
      find("#blink-swap").addEventListener("click", () => {
        this.blink(false);
        this.swap();
      });
      find("#blink-run").addEventListener("click", () => this.blink(this.timer === null));
    }

    draw() {
      for (const view of this.views) view.draw();
    }

    /** Makes the views that the state asks for. */
    build() {
      const { view } = this.state;
      fill(this.element);
      this.views = [];
      this.camera.listeners = [];
      this.element.classList.toggle("single", view !== "beside");
      find("#slider-tools").hidden = view !== "slider";
      find("#blink-tools").hidden = view !== "blink";
      find("#legend").hidden = view !== "beside";
      find("#sign").parentElement.hidden = view !== "beside";
      this.resize();
      if (view !== "blink") this.blink(false);
      if (view === "beside") this.buildBeside();
      else if (view === "slider") this.buildSlider();
      else this.buildBlink();
    }

    buildBeside() {
      const { first_name: first, second_name: second } = this.data;
      this.addView(title("A", first), () => this.layers().first);
      this.addView(title("B", second), () => this.layers().second);
      this.addView(title("Difference", ""), () => this.layers().difference, { hasAlpha: false });
    }

    buildSlider() {
      const { first_name: first, second_name: second } = this.data;
      const boundary = () => this.state.slider * this.camera.view.width;
      const clipped = (layers, left, right) => layers.map((one) => ({ ...one, clip: { left, right } }));
      const both = () => [
        ...clipped(this.layers().first, 0, boundary()),
        ...clipped(this.layers().second, boundary(), this.camera.view.width),
      ];
      this.addView([...title("A", first), " left, ", ...title("B", second), " right"], both, {
        overlay: (context) => {
          for (const [line, colour] of [[4, "#000000"], [2, "#ffffff"]]) {
            context.fillStyle = colour;
            context.fillRect(boundary() - line / 2, 0, line, this.camera.view.height);
          }
        },
        drag: (x, y, isStart) => {
          if (isStart && Math.abs(x - boundary()) > 12) return false;
          this.slide(x / this.camera.view.width);
          return true;
        },
      });
    }

    buildBlink() {
      const figure = this.addView([], () => (this.state.showsSecond ? this.layers().second : this.layers().first));
      this.blinkCaption = figure.querySelector("figcaption");
      this.swap(this.state.showsSecond);
    }

    addView(caption, layers, { overlay, drag, hasAlpha } = {}) {
      const canvas = element("canvas", { "aria-hidden": "true" });
      const words = element("figcaption", {}, caption);
      words.title = words.textContent;
      const figure = element("figure", {}, words, canvas);
      this.element.append(figure);
      const view = new imagepool.view.PictureView(canvas, this.camera, {
        layers,
        overlay: (context, camera) => {
          this.outline(context, camera);
          if (overlay) overlay(context, camera);
        },
        hasAlpha: hasAlpha ?? (this.data.model.endsWith("_alpha") && this.state.channel === "all"),
      });
      imagepool.camera.steer(canvas, this.camera, {
        hover: (x, y) => this.hover(this.placeAt(x, y)),
        leave: () => this.hover(null),
        tap: (x, y) => {
          const place = this.placeAt(x, y);
          if (place) this.choose(place);
          this.element.focus({ preventScroll: true });
        },
        drag,
      });
      this.views.push(view);
      return figure;
    }

    placeAt(x, y) {
      const point = this.camera.toPicture(x, y);
      const [row, column] = [Math.floor(point.y), Math.floor(point.x)];
      return row >= 0 && row < this.height && column >= 0 && column < this.width ? { row, column } : null;
    }

    /** The place, however small it is drawn, and the regions. */
    outline(context, camera) {
      const { row, column } = this.state.hover ?? this.state;
      const a = camera.toView(column, row);
      const b = camera.toView(column + 1, row + 1);
      const grow = Math.max(0, (9 - (b.x - a.x)) / 2);
      const box = [a.x - grow - 1, a.y - grow - 1, b.x - a.x + 2 * grow + 2, b.y - a.y + 2 * grow + 2];
      for (const [line, colour] of [[3, "#000000"], [1.5, "#ffffff"]]) {
        context.lineWidth = line;
        context.strokeStyle = colour;
        context.strokeRect(...box);
      }
      imagepool.view.outlineRegions(context, camera, this.regions);
    }

    /** As high as the pictures are at their full width, if that is neither tiny nor more than the window has. */
    resize() {
      const isBeside = this.state.view === "beside";
      const isStacked = isBeside && innerWidth <= 640;
      const columns = isBeside && !isStacked ? 3 : 1;
      const wanted = (this.element.clientWidth / columns) * (this.height / this.width) + 24;
      this.element.style.height = isStacked ? "" : `${Math.round(Math.min(Math.max(wanted, 260), innerHeight * 0.62))}px`;
    }

    slide(share) {
      this.state.slider = Math.min(Math.max(share, 0), 1);
      find("#slider").value = String(Math.round(this.state.slider * 1000));
      this.draw();
    }

    swap(showsSecond = !this.state.showsSecond) {
      this.state.showsSecond = showsSecond;
      if (this.blinkCaption) {
        const { first_name: first, second_name: second } = this.data;
        fill(this.blinkCaption, title(showsSecond ? "B" : "A", showsSecond ? second : first));
        this.blinkCaption.title = this.blinkCaption.textContent;
      }
      find("#blink-swap").textContent = `Show ${showsSecond ? "A" : "B"}`;
      this.draw();
    }

    blink(runs) {
      clearInterval(this.timer);
      this.timer = runs ? setInterval(() => this.swap(), blinkMilliseconds) : null;
      find("#blink-run").setAttribute("aria-pressed", String(runs));
    }
  }

  imagepool.Stage = Stage;
})();
