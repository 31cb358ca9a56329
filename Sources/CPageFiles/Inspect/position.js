"use strict";
// Where the lens is, which dialect it speaks and which view is open; all of it is in the address's fragment.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});

  const views = ["side", "slider", "blink", "difference", "channels", "wins", "geometry"];

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
      this.address = new imagepool.Address(() => {
        this.read();
        this.changed({ byHand: true });
      });
      this.read();
      // One that is wrong or incomplete is put right.
      if (location.hash) this.address.write(this.fragment);
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

    /** Takes what the fragment says, as far as it is sensible; what it leaves out is as a page without it begins. */
    read() {
      const said = this.address.read();
      if (!["at", "dialect", "view"].some((name) => said.has(name))) return; // another anchor
      const at = said.get("at") || "";
      if (/^-?\d+,-?\d+(,-?\d+)?$/.test(at)) {
        const [row, column, channel = 0] = at.split(",").map(Number);
        this.place(row, column, channel);
        this.isHeld = true;
      }
      const { json, isSelection } = this.report;
      const dialects = [json.dialect, ...json.dialects.map((one) => one.dialect)];
      this.dialect = dialects.includes(said.get("dialect")) ? said.get("dialect") : json.dialect;
      const isView = views.includes(said.get("view")) && (said.get("view") !== "wins" || isSelection);
      this.view = isView ? said.get("view") : views[0];
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
      this.address.write(this.fragment);
    }
  }

  imagepool.Position = Position;
})();
