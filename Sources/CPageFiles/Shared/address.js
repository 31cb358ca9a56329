"use strict";
// The state of a page in its address's fragment.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});

  /** Keeps a fragment: written some time after the last change of many, as browsers allow some three changes of an address a second. */
  class Address {
    /**
     * `changed` is called when somebody else gives the address another fragment.
     */
    constructor(changed) {
      this.written = location.hash;
      addEventListener("hashchange", () => {
        if (location.hash === this.written) return;
        clearTimeout(this.timer);
        this.written = location.hash;
        changed();
      });
    }

    /** What the fragment says now: a `URLSearchParams`. */
    read() {
      return new URLSearchParams(location.hash.slice(1));
    }

    /** Puts `fragment`, with or without "#", into the address, soon; "" takes it away. */
    write(fragment) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        // Somebody else has given another one, and the event that tells of it is on its way.
        if (location.hash !== this.written) return;
        const text = String(fragment).replace(/^#/, "");
        if (location.hash === (text && `#${text}`)) return;
        history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
        this.written = location.hash;
      }, 300);
    }
  }

  imagepool.Address = Address;
})();
