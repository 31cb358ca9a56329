"use strict";
// Source and result as pictures: side by side, behind a slider, blinking, and their difference.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { paint, results, marks, wins } = imagepool;
  const { Camera, steer, steerByKey } = imagepool.camera;
  const { PictureView, outlineRegions } = imagepool.view;
  const { fill, find } = imagepool.dom;

  class Pictures {
    constructor(report, position) {
      Object.assign(this, { report, position, view: "side" });
      this.camera = new Camera(Math.max(report.input.width, 1), Math.max(report.input.height, 1));
      this.layers = { source: [], result: [] };
      this.slider = 0.5;
      this.showsResult = false;
      this.isBlinking = false;
      this.seconds = 1;
      this.gain = 1;
      this.fed = null;
      this.hint = [...find("#source").childNodes];
      this.knownRanges = new Map();
      this.a = this.makeView("a");
      this.b = this.makeView("b");
      this.connect();
      const reduced = window.matchMedia("(prefers-reduced-motion: reduce)");
      this.startsBlinking = !reduced.matches;
    }

    makeView(name) {
      const canvas = find(`#canvas-${name}`);
      const view = new PictureView(canvas, this.camera, {
        layers: () => this.layersOf(name),
        overlay: (context, camera) => this.overlay(name, context, camera),
        hasAlpha: this.report.hasAlpha,
      });
      steer(canvas, this.camera, {
        hover: (x, y) => this.point(name, x, y, false),
        tap: (x, y) => this.point(name, x, y, true),
        drag: (x, y, isStart) => this.dragSlider(x, isStart),
      });
      return view;
    }

    // MARK: Layers

    /** Makes the pixels of all that can be shown: what is out of full precision comes from the overview, which lies below. */
    paintAll(overview = this.overview) {
      const { report, layers, position } = this;
      const { channel } = position;
      this.overview = overview;
      [layers.source, layers.result] = [[], []];
      const add = (list, rectangle, planes, options) => {
        if (!planes) return;
        const image = paint.picture(planes, report.isPicture ? report.json.model : "planes", { channel, ...options });
        list.push({ ...rectangle, image: paint.canvasOf(image) });
      };
      if (overview) {
        // As it is shown: light is coded again, arrays are between the smallest and the greatest.
        const whole = { left: 0, top: 0, width: report.input.width, height: report.input.height };
        add(layers.source, whole, overview.source, {});
        add(layers.result, whole, overview.result, {});
      }
      const ranges = report.isPicture ? { source: null, result: null } : this.ranges(channel);
      const shown = { linear: report.json.linear, type: report.json.sample_type, showsInfinities: !report.isPicture };
      report.regions.forEach((region, index) => {
        const { left, top, width, height } = region;
        add(layers.source, { left, top, width, height }, region.samples, { ...shown, range: ranges.source });
        add(layers.result, this.placeOf(region.outputs), results.resultPlanes(report, index), { ...shown, range: ranges.result });
      });
      this.painted = channel;
    }

    /** A rectangle of outputs in the source's grid. */
    placeOf({ left, top, width, height }) {
      const first = this.report.cell(top, left);
      return { left: first.left, top: first.top, width: first.width * width, height: first.height * height };
    }

    /** Arrays are shown from their smallest to their greatest number; source and result alike where both are of one scale. */
    ranges(channel) {
      if (!this.knownRanges.has(channel)) this.knownRanges.set(channel, this.rangesOf(channel));
      return this.knownRanges.get(channel);
    }

    rangesOf(channel) {
      const { report } = this;
      const none = { low: 0, high: 1 };
      const source = paint.finiteRange(report.regions.map((region) => region.samples.numbers(channel))) || none;
      const { histogram } = report.json.statistics[channel];
      const result = histogram ? { low: Number(histogram.low), high: Number(histogram.high) } : none;
      const isOwnScale = ["sum", "lp"].includes(report.json.reduction.kind);
      return { source, result: isOwnScale ? result : source };
    }

    /** Result minus source, each scaled to the range of what is shown; made when it is first looked at. */
    differenceLayers() {
      const key = `${this.position.channel},${this.gain}`;
      if (this.differenceKey !== key) {
        this.differenceKey = key;
        this.differences = imagepool.difference.layers(this);
      }
      return this.differences;
    }

    /** How often each sample wins, in the channel and dialect of the lens; with the figures below the pictures. */
    winLayers() {
      const { report, position } = this;
      const key = `${position.channel},${position.answering}`;
      if (this.winKey !== key) {
        const counted = wins.counted(report, position.channel, position.answering);
        [this.winKey, this.winners] = [key, wins.layers(report, counted)];
        fill(find("#facts"), wins.facts(report, counted));
      }
      return this.winners;
    }

    layersOf(name) {
      const { source, result } = this.layers;
      switch (this.view) {
        case "slider": {
          const at = this.slider * this.camera.view.width;
          const clipped = (list, clip) => list.map((layer) => ({ ...layer, clip }));
          return [
            ...clipped(source, { left: 0, right: at }),
            ...clipped(result, { left: at, right: this.camera.view.width }),
          ];
        }
        case "blink":
          return this.showsResult ? result : source;
        case "difference":
          return this.differenceLayers();
        case "wins":
          return this.winLayers();
        default:
          return name === "a" ? source : result;
      }
    }

    overlay(name, context, camera) {
      const { report, position } = this;
      const isSide = this.view === "side";
      if (report.json.overview) outlineRegions(context, camera, this.parts(name));
      if (isSide ? name === "a" : true) marks.window(context, camera, report, position);
      const white = { colour: "#ffffff", dash: isSide ? [] : [2, 2], width: isSide ? 2 : 1 };
      if (isSide ? name === "b" : true) marks.output(context, camera, report, position, white);
      if (this.fed) {
        if (!isSide || name === "a") marks.outline(context, camera, [this.fed.column, this.fed.row, 1, 1], { colour: "#79c0ff" });
        if (!isSide || name === "b") marks.fed(context, camera, report, this.fed);
      }
      if (this.view === "slider") this.drawHandle(context, camera);
    }

    /** What a view shows in full precision. */
    parts(name) {
      const isResult = (this.view === "side" && name === "b") || (this.view === "blink" && this.showsResult);
      return isResult ? this.report.regions.map(({ outputs }) => this.placeOf(outputs)) : this.report.regions;
    }

    drawHandle(context, camera) {
      const x = this.slider * camera.view.width;
      context.fillStyle = "#0d1117";
      context.fillRect(x - 2, 0, 4, camera.view.height);
      context.fillStyle = "#ffffff";
      context.fillRect(x - 1, 0, 2, camera.view.height);
      context.beginPath();
      context.arc(x, camera.view.height / 2, 11, 0, 2 * Math.PI);
      context.fill();
      context.strokeStyle = "#0d1117";
      context.stroke();
      context.fillStyle = "#0d1117";
      context.font = "13px system-ui, sans-serif";
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText("↔", x, camera.view.height / 2);
    }

    // MARK: Pointer and keys

    /** A place of a view: in the source it is a sample, elsewhere an output pixel. */
    point(name, x, y, isTap) {
      const { report, position } = this;
      const at = this.camera.toPicture(x, y);
      const sliderAt = this.slider * this.camera.view.width;
      const isSource = { side: name === "a", slider: x < sliderAt, wins: true }[this.view] || false;
      if (!isSource) {
        const place = report.outputAt(at.x, at.y);
        if (!place || (!isTap && position.isHeld)) return;
        this.forget();
        position.moveTo(place.row, place.column, position.channel, { byHand: isTap });
        return;
      }
      const [row, column] = [Math.floor(at.y), Math.floor(at.x)];
      if (row < 0 || column < 0 || row >= report.input.height || column >= report.input.width) return;
      this.look(row, column);
      if (isTap && this.fed.rows.length > 0 && this.fed.columns.length > 0) {
        const middle = (list) => list[list.length >> 1];
        position.moveTo(middle(this.fed.rows), middle(this.fed.columns));
      }
    }

    /** Shows what a source sample feeds: in words, and marked in the pictures for as long as the words stand. */
    look(row, column) {
      if (this.fed && this.fed.row === row && this.fed.column === column) return;
      this.fed = null;
      this.lookAgain({ row, column });
    }

    /** What a sample feeds and wins depends on the channel and the dialect, and what is said of it on where the lens is. */
    lookAgain({ row, column }) {
      const { report, position } = this;
      const rules = `${position.channel},${position.answering}`;
      if (!this.fed || this.fedRules !== rules) this.fed = imagepool.source.feeds(report, position, row, column);
      this.fedRules = rules;
      this.say(imagepool.source.described(report, position, this.fed));
      this.draw();
    }

    forget() {
      if (!this.fed) return;
      this.fed = null;
      this.say(this.hint);
      this.draw();
    }

    /** A button that is made anew keeps the focus; if it is gone, what it led to has it. */
    say(words) {
      const room = find("#source");
      const isFocused = room.contains(document.activeElement);
      fill(room, words);
      if (isFocused) (room.querySelector("button") || find("#lens-title")).focus();
    }

    dragSlider(x, isStart) {
      if (this.view !== "slider") return false;
      const { width } = this.camera.view;
      if (isStart && Math.abs(x - this.slider * width) > 18) return false;
      this.setSlider(x / width);
      return true;
    }

    setSlider(part) {
      this.slider = Math.min(Math.max(part, 0), 1);
      const input = find("#slider");
      if (input) input.value = String(Math.round(this.slider * 100));
      this.draw();
    }

    connect() {
      const { camera, position, report } = this;
      find("#stage").addEventListener("keydown", (event) => this.key(event));
      find("#zoom-in").addEventListener("click", () => camera.zoomBy(1.5));
      find("#zoom-out").addEventListener("click", () => camera.zoomBy(1 / 1.5));
      find("#zoom-fit").addEventListener("click", () => camera.fit());
      find("#zoom-one").addEventListener("click", () => camera.moveTo(camera.centreX, camera.centreY, 1));
      find("#zoom-window").addEventListener("click", () => this.toWindow());
      camera.onChange(() => (find("#zoom").textContent = `${Number((camera.scale * 100).toPrecision(3))} %`));
      position.onChange(({ byHand }) => {
        if (!report.isPicture && this.painted !== undefined && this.painted !== position.channel) this.paintAll();
        if (this.fed) this.lookAgain(this.fed);
        if (byHand) this.reveal();
        this.caption();
        this.draw();
      });
    }

    key(event) {
      if (event.target !== find("#stage")) return;
      const { position, report, camera } = this;
      if (steerByKey(event, camera)) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const move = (rows, columns) => () => position.moveTo(position.row + rows, position.column + columns);
      const channel = (step) => () => {
        const next = (position.channel + step + report.channels) % report.channels;
        position.moveTo(position.row, position.column, next);
      };
      const actions = {
        ArrowLeft: move(0, -1),
        ArrowRight: move(0, 1),
        ArrowUp: move(-1, 0),
        ArrowDown: move(1, 0),
        PageUp: move(-10, 0),
        PageDown: move(10, 0),
        Home: move(0, -report.output.width),
        End: move(0, report.output.width),
        "[": channel(-1),
        "]": channel(1),
        Enter: () => this.toWindow(),
        Escape: () => this.forget(),
      };
      if (!actions[event.key]) return;
      event.preventDefault();
      actions[event.key]();
    }

    /** The window's rectangle in the source, padding included. */
    windowBox() {
      const axes = this.report.axesOf(this.position.channel);
      const [rows, columns] = [axes.rows.extent(this.position.row), axes.columns.extent(this.position.column)];
      return [columns.start, rows.start, Math.max(columns.end - columns.start + 1, 1), Math.max(rows.end - rows.start + 1, 1)];
    }

    reveal() {
      this.camera.reveal(...this.windowBox());
    }

    toWindow() {
      this.camera.zoomTo(...this.windowBox());
    }

    draw() {
      this.a.draw();
      this.b.draw();
    }
  }

  imagepool.Pictures = Pictures;
})();
