"use strict";
// The views' own controls and captions: which view is shown, the slider, blinking, how strong a difference is drawn.

(() => {
  const imagepool = globalThis.imagepool;
  const { element, fill, find } = imagepool.dom;

  Object.assign(imagepool.Pictures.prototype, {
    show(view) {
      this.view = view;
      const isSide = view === "side";
      find("#stage").classList.toggle("two", isSide);
      find("#figure-b").hidden = !isSide;
      find("#facts").hidden = view !== "wins";
      this.setBlinking(view === "blink" && this.startsBlinking);
      this.caption();
      fill(find("#view-tools"), this.tools(view));
      this.draw();
    },

    caption() {
      const { input, output, json } = this.report;
      const name = this.report.channelTitle(this.position.channel);
      const most = imagepool.numbers.brief(imagepool.difference.scale(this));
      const where = json.overview ? "; in full precision alone" : "";
      const source = `Source, ${input.height} x ${input.width}`;
      const result = `Result, ${output.height} x ${output.width}, scaled up`;
      const a = {
        side: source,
        slider: `${source}, on the left of the handle; the result on its right`,
        blink: this.showsResult ? result : source,
        difference: `Result minus source, ${name}: blue is less, red is more, full colour at ±${most}`,
        wins: `How often each sample is the ${json.reduction.kind}, ${name}: dark never, bright most often${where}`,
      };
      find("#caption-a").textContent = a[this.view] || source;
      find("#caption-b").textContent = result;
    },

    tools(view) {
      if (view === "slider") {
        const input = element("input", {
          type: "range", id: "slider", min: "0", max: "100", value: String(Math.round(this.slider * 100)),
          input: (event) => this.setSlider(event.target.value / 100),
        });
        return element("label", {}, "Source to result", input);
      }
      if (view === "blink") {
        const button = element("button", { type: "button", "aria-pressed": String(this.isBlinking) }, "Blink");
        button.addEventListener("click", () => {
          this.setBlinking(!this.isBlinking);
          button.setAttribute("aria-pressed", String(this.isBlinking));
        });
        const swap = element("button", { type: "button", click: () => this.swap() }, "Swap");
        return [button, swap];
      }
      if (view !== "difference") return null;
      const gains = [1, 2, 4, 8, 16].map((gain) => element("option", { value: gain, selected: gain === this.gain }, `${gain} ×`));
      const select = element("select", { change: (event) => this.setGain(Number(event.target.value)) }, gains);
      return element("label", {}, "Stronger", select);
    },

    setGain(gain) {
      this.gain = gain;
      this.caption();
      this.draw();
    },

    swap() {
      this.showsResult = !this.showsResult;
      this.caption();
      this.draw();
    },

    /** Slower than three a second, as flashes must be. */
    setBlinking(isBlinking) {
      this.isBlinking = isBlinking;
      clearInterval(this.timer);
      this.timer = isBlinking ? setInterval(() => document.hidden || this.swap(), 800) : null;
    },
  });
})();
