"use strict";
// Where the lens is, which dialect it speaks and which view is open; all of it is in the address's fragment.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});

  class Position {
    constructor(report) {
      this.report = report;
      this.dialect = report.json.dialect;
      this.view = "side";
      /** Held in place: the pointer does not move it. */
      this.isHeld = false;
      this.listeners = [];
      [this.row, this.column, this.channel] = report.json.at || this.middle();
      if (report.json.at) this.isHeld = true;
      this.read();
      this.written = this.fragment;
      window.addEventListener("hashchange", () => {
        if (location.hash === this.written) return;
        this.read();
        this.changed({ byHand: true });
      });
    }

    /** The middle of the first rectangle of outputs in full precision. */
    middle() {
      const { top, left, height, width } = this.report.json.outputs[0] || { top: 0, left: 0, height: 0, width: 0 };
      return [top + (height >> 1), left + (width >> 1), 0];
    }

    onChange(listener) {
      this.listeners.push(listener);
    }

    /** The dialect whose arithmetic is shown: the chosen one, or the report's own if that refuses the layer. */
    get answering() {
      const chosen = this.report.json.dialects.find((one) => one.dialect === this.dialect);
      return chosen && chosen.refusal ? this.report.json.dialect : this.dialect;
    }

    get fragment() {
      const dialect = this.dialect === this.report.json.dialect ? "" : `&dialect=${this.dialect}`;
      return `#at=${this.row},${this.column},${this.channel}${dialect}${this.view === "side" ? "" : `&view=${this.view}`}`;
    }

    /** Takes what the fragment says, as far as it is sensible. */
    read() {
      const said = new URLSearchParams(location.hash.slice(1));
      const at = (said.get("at") || "").split(",").map(Number);
      if (said.get("at") && at.length >= 2 && at.every(Number.isFinite)) {
        this.place(at[0], at[1], at.length > 2 ? at[2] : this.channel);
        this.isHeld = true;
      }
      const dialects = [this.report.json.dialect, ...this.report.json.dialects.map((one) => one.dialect)];
      if (dialects.includes(said.get("dialect"))) this.dialect = said.get("dialect");
      if (said.get("view")) this.view = said.get("view");
    }

    place(row, column, channel = this.channel) {
      const within = (number, count) => Math.min(Math.max(Math.trunc(number) || 0, 0), Math.max(count - 1, 0));
      const { output, channels } = this.report;
      [this.row, this.column, this.channel] = [within(row, output.height), within(column, output.width), within(channel, channels)];
    }

    /** Moves the lens. `byHand`: by key, click or form, which holds it there and is told to screen readers. */
    moveTo(row, column, channel = this.channel, { byHand = true } = {}) {
      const before = this.fragment;
      this.place(row, column, channel);
      if (byHand) this.isHeld = true;
      if (this.fragment !== before || byHand) this.changed({ byHand });
    }

    set(members) {
      Object.assign(this, members);
      this.changed({ byHand: true });
    }

    changed(how) {
      for (const listener of this.listeners) listener(how);
      // Browsers allow some three changes of an address a second.
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.written = this.fragment;
        history.replaceState(null, "", this.written);
      }, 300);
    }
  }

  imagepool.Position = Position;
})();
