"use strict";
// The samples of a place as tables of numbers.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { element, fill } = imagepool.dom;
  const { text, typeOfDifference } = imagepool.differences;
  const reach = 2;
  // Of a tensor with thousands of planes those around the chosen one.
  const mostChannels = 64;

  const cell = (content, { differs, here, full } = {}) =>
    element("td", { class: [differs && "differs", here && "here"].filter(Boolean).join(" ") || null, title: full && full !== content ? full : null }, content);

  /** Six digits of a float, where columns are narrow; all of them are in its title and above. */
  const briefly = (number, type) => (typeof number === "bigint" || !imagepool.numbers.isFloating(type) ? text(number, type) : imagepool.numbers.brief(number));

  function ofPlace(region, place, channel, names, isPicture) {
    const type = typeOfDifference(region.first.type, region.second.type);
    const from = Math.max(0, Math.min(channel - mostChannels / 2, names.length - mostChannels));
    const rows = names.slice(from, from + mostChannels).map((name, offset) => {
      const found = region.at(from + offset, place.row, place.column);
      const differs = found.difference != 0;
      return element(
        "tr",
        { class: from + offset === channel ? "chosen" : null },
        element("th", { scope: "row" }, isPicture ? name : `plane ${name}`),
        cell(text(found.first, region.first.type)),
        cell(text(found.second, region.second.type)),
        cell(briefly(found.difference, type), { differs, full: text(found.difference, type) }),
      );
    });
    return element(
      "table",
      { class: "samples" },
      element("caption", {}, `Row ${place.row}, column ${place.column}`),
      element("thead", {}, element("tr", {}, ["Channel", "A", "B", "B − A"].map((name) => element("th", { scope: "col" }, name)))),
      element("tbody", {}, rows),
    );
  }

  function neighbourhood(title, region, place, value) {
    const columns = [];
    for (let x = place.column - reach; x <= place.column + reach; x += 1) if (region.has(place.row, x)) columns.push(x);
    const rows = [];
    for (let y = place.row - reach; y <= place.row + reach; y += 1) {
      if (!region.has(y, place.column)) continue;
      const cells = columns.map((x) => cell(value(y, x).text, { ...value(y, x), here: y === place.row && x === place.column }));
      rows.push(element("tr", {}, element("th", { scope: "row" }, String(y)), cells));
    }
    return element(
      "div",
      { class: "scroll", tabindex: "0", role: "group", "aria-label": title },
      element(
        "table",
        { class: "samples" },
        element("caption", {}, title),
        element("thead", {}, element("tr", {}, element("td", {}), columns.map((x) => element("th", { scope: "col" }, String(x))))),
        element("tbody", {}, rows),
      ),
    );
  }

  /** Fills the tables. `region` null: the page has no samples of the place, and `elsewhere` says where it has. */
  function show({ samples, neighbours }, region, place, { channel, names, isPicture, elsewhere }) {
    if (!region) {
      fill(samples, element("p", {}, `The page has no samples of row ${place.row}, column ${place.column}.`), elsewhere());
      fill(neighbours);
      return;
    }
    fill(samples, ofPlace(region, place, channel, names, isPicture));
    const type = typeOfDifference(region.first.type, region.second.type);
    const name = isPicture ? names[channel] : `plane ${names[channel]}`;
    const at = (y, x) => region.at(channel, y, x);
    const of = (part, type) => (y, x) => {
      const found = at(y, x);
      return { text: briefly(found[part], type), full: text(found[part], type), differs: found.difference != 0 };
    };
    fill(
      neighbours,
      neighbourhood(`A, ${name}`, region, place, of("first", region.first.type)),
      neighbourhood(`B, ${name}`, region, place, of("second", region.second.type)),
      neighbourhood(`B − A, ${name}`, region, place, of("difference", type)),
    );
  }

  /** The same in one sentence. */
  function sentence(region, place, { channel, names }) {
    if (!region) return `Row ${place.row}, column ${place.column}: no samples in this page.`;
    const found = region.at(channel, place.row, place.column);
    const type = typeOfDifference(region.first.type, region.second.type);
    const [a, b] = [text(found.first, region.first.type), text(found.second, region.second.type)];
    return `Row ${place.row}, column ${place.column}, ${names[channel]}: A ${a}, B ${b}, difference ${text(found.difference, type)}.`;
  }

  imagepool.neighbourhood = { show, sentence };
})();
