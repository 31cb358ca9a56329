"use strict";
// The planes of the result as a grid of maps, each with its histogram and its figures; the figures are of the whole result.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { paint, colours, results, numbers } = imagepool;
  const { element, fill } = imagepool.dom;

  /** More planes at once would be slow to draw and to read. */
  const atOnce = 32;

  class Channels {
    constructor(report, position, overview, panel) {
      Object.assign(this, { report, position, overview, panel, map: "viridis", first: 0, cards: [], chosen: position.channel });
      position.onChange(() => this.markChosen());
    }

    /** At the page of the lens's channel. */
    open() {
      this.first = Math.floor(this.position.channel / atOnce) * atOnce;
      this.show();
    }

    show() {
      const { report } = this;
      const isWhole = !report.json.overview;
      const options = { viridis: "viridis", gray: "gray", diverging: "diverging, about 0" };
      const select = element(
        "select",
        { change: (event) => ((this.map = event.target.value), this.drawMaps()) },
        Object.entries(options).map(([value, text]) => element("option", { value, selected: value === this.map }, text)),
      );
      this.cards = this.range().map((channel) => this.card(channel));
      fill(
        this.panel,
        element("div", { class: "row tools" }, element("label", {}, "Colours", select), report.channels > atOnce && this.pages()),
        numbers.isFloating(report.json.result_type) && !report.isPicture && oddKey(),
        !isWhole && element("p", { class: "quiet" }, "Drawn from the overview; the figures are of the whole result."),
        element("ul", { class: "cards" }, this.cards.map(({ item }) => item)),
      );
      this.drawMaps();
    }

    range() {
      const last = Math.min(this.first + atOnce, this.report.channels);
      return Array.from({ length: last - this.first }, (_, i) => this.first + i);
    }

    pages() {
      const move = (step) => () => {
        const { channels } = this.report;
        this.first = Math.min(Math.max(this.first + step * atOnce, 0), Math.floor((channels - 1) / atOnce) * atOnce);
        this.show();
        // The buttons were made anew.
        const again = this.panel.querySelector(`[data-page="${step}"]`);
        if (again) again.focus();
      };
      return element(
        "span",
        { class: "row push" },
        element("button", { type: "button", "data-page": "-1", click: move(-1) }, "Before"),
        element("span", { class: "quiet" }, `${this.first} to ${this.range().pop()} of ${this.report.channels}`),
        element("button", { type: "button", "data-page": "1", click: move(1) }, "Next"),
      );
    }

    card(channel) {
      const { report, position } = this;
      const figures = report.json.statistics[channel];
      const name = report.channelName(channel);
      const canvas = element("canvas", { class: "map", role: "img", "aria-label": `Map of ${name}` });
      const bar = element("canvas", { class: "bar", width: "256", height: "1", "aria-hidden": "true" });
      const text = (value) => {
        const type = report.json.result_type;
        // Of int64 the text of an integer, which a Number may not hold.
        return numbers.isFloating(type) || value === "NaN" ? numbers.digits(numbers.fromJSON(value), type) : String(value);
      };
      const low = element("span", {});
      const high = element("span", {});
      const fact = (label, value) => [
        element("dt", { class: label === "NaN" ? "nan" : null }, label),
        element("dd", { class: "number" }, value),
      ];
      const choose = () => position.moveTo(position.row, position.column, channel);
      const button = element(
        "button",
        { type: "button", class: "small", "aria-pressed": String(channel === position.channel), click: choose },
        name,
      );
      const scale = element("div", { class: "scale" }, low, bar, high);
      const note = element("p", { class: "quiet", hidden: true }, "Stretched, to be seen.");
      const item = element(
        "li",
        { class: "card" },
        element("h2", {}, button),
        canvas,
        note,
        scale,
        this.histogram(figures, name),
        element(
          "dl",
          { class: "figures", "data-channel": channel },
          fact("minimum", text(figures.minimum)),
          fact("maximum", text(figures.maximum)),
          fact("mean", numbers.digits(numbers.fromJSON(figures.mean))),
          figures.nan_count > 0 && fact("NaN", figures.nan_count),
        ),
      );
      return { channel, item, button, canvas, note, scale, bar, low, high };
    }

    histogram({ histogram }, name) {
      if (!histogram) return element("p", { class: "quiet" }, "No finite sample.");
      const most = Math.max(...histogram.counts, 1);
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.setAttribute("viewBox", "0 0 64 20");
      svg.setAttribute("preserveAspectRatio", "none");
      svg.setAttribute("class", "histogram");
      svg.setAttribute("role", "img");
      const [low, high] = [histogram.low, histogram.high].map(numbers.fromJSON);
      // A constant plane stands in the middle, as its colour does.
      const all = histogram.counts.reduce((sum, count) => sum + count, 0);
      const counts = low === high ? histogram.counts.map((_, i) => (i === 32 ? all : 0)) : histogram.counts;
      const peak = counts.indexOf(Math.max(...counts));
      const at = low + ((peak + 0.5) / 64) * (high - low);
      svg.setAttribute("aria-label", `Histogram of ${name}: 64 bins from minimum to maximum, most samples near ${numbers.brief(at)}`);
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      // Square roots, so that rare values are seen beside common ones.
      const tall = (count) => 20 - Math.sqrt(count / most) * 20;
      path.setAttribute("d", `M0 20${counts.map((count, i) => `V${tall(count).toFixed(2)}H${i + 1}`).join("")}V20Z`);
      svg.append(path);
      return svg;
    }

    /** What a channel's map is drawn from: the whole plane, or the overview's bytes scaled back to the plane's range. */
    plane(channel) {
      const { report, overview } = this;
      if (overview) {
        const { result } = overview;
        if (channel >= result.channels) return null;
        const back = this.fromByte(channel);
        return { numbers: Float64Array.from(result.numbers(channel), back), height: result.height, width: result.width };
      }
      const { outputs } = report.regions[0];
      return { numbers: results.resultNumbers(report, 0, channel), height: outputs.height, width: outputs.width };
    }

    /** From an overview's byte to the plane's number: between the overview's own ends, or of a picture on its samples' scale. */
    fromByte(channel) {
      const range = (this.report.json.overview.result_ranges || [])[channel];
      if (range) {
        const [low, high] = [range.low, range.high].map(numbers.fromJSON);
        // Halves, since a difference of finite numbers may not be finite.
        return (byte) => 2 * (low / 2 + (byte / 255) * (high / 2 - low / 2));
      }
      return this.report.fromByte(channel);
    }

    /** Another channel than before is shown, on its page; paging alone leaves the lens where it is. */
    markChosen() {
      const { channel: chosen, view } = this.position;
      const isOther = chosen !== this.chosen;
      this.chosen = chosen;
      if (isOther && view === "channels" && !this.range().includes(chosen)) return this.open();
      for (const { channel, button } of this.cards) button.setAttribute("aria-pressed", String(channel === this.position.channel));
    }

    drawMaps() {
      for (const { channel, canvas, note, scale, bar, low, high } of this.cards) {
        const plane = this.plane(channel);
        const { histogram } = this.report.json.statistics[channel];
        let range = histogram ? { low: numbers.fromJSON(histogram.low), high: numbers.fromJSON(histogram.high) } : { low: 0, high: 0 };
        const isConstant = range.low === range.high;
        if (this.map === "diverging") {
          const most = Math.max(Math.abs(range.low), Math.abs(range.high));
          range = { low: -most, high: most };
        }
        const map = colours[this.map];
        scale.hidden = !histogram;
        const ends = [numbers.brief(range.low), numbers.brief(range.high)];
        // A constant plane has the middle of the scale.
        const isFlat = isConstant && this.map !== "diverging";
        [low.textContent, high.textContent] = isFlat ? ["constant", ends[1]] : ends;
        const ramp = Float64Array.from({ length: 256 }, (_, i) => i);
        bar.getContext("2d").putImageData(paint.mapped(isFlat ? ramp.fill(128) : ramp, 1, 256, map, { low: 0, high: 255 }), 0, 0);
        canvas.hidden = !plane;
        if (!plane || plane.width * plane.height === 0) continue;
        const isThin = Math.max(plane.width / plane.height, plane.height / plane.width) > 16;
        canvas.classList.toggle("stretched", isThin);
        note.hidden = !isThin;
        paint.fillCanvas(canvas, paint.mapped(plane.numbers, plane.height, plane.width, map, { ...range, showsInfinities: true }));
      }
    }
  }

  /** What no colour map has. */
  const oddKey = () =>
    element(
      "ul",
      { class: "legend" },
      element("li", { class: "odd" }, "NaN"),
      element("li", { class: "odd infinity" }, "+∞"),
      element("li", { class: "odd minus-infinity" }, "−∞"),
    );

  imagepool.Channels = Channels;
})();
