"use strict";
// The figures of a comparison, its tolerances, and how the differences are spread.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { element, fill } = imagepool.dom;
  const { brief, fromJSON } = imagepool.numbers;

  /** As `imagepool compare` prints a number. */
  function short(value) {
    const number = fromJSON(value);
    if (number === null || number === undefined) return "";
    if (Number.isInteger(number) && Math.abs(number) < 2 ** 53) return String(number);
    return imagepool.numbers.digits(number);
  }

  const grouped = (number) => number.toLocaleString("en-US");

  const table = (caption, head, rows) =>
    element(
      "table",
      { class: "facts" },
      element("caption", { class: "aside" }, caption),
      element("thead", {}, element("tr", {}, head.map((name, i) => element("th", { scope: "col", class: i ? "n" : null }, name)))),
      element("tbody", {}, rows.map(([name, ...cells]) => element("tr", {}, element("th", { scope: "row" }, name), cells.map((text) => element("td", { class: "n" }, text))))),
    );

  function figures(data) {
    const { comparison, tolerance } = data;
    /** A tolerance in words, and whether the figure keeps to it. */
    const allowed = (words, limit, figure, holds, unit = "") =>
      limit === null ? "" : `${words} ${short(limit)}${unit}: ${figure === null ? "no figure" : holds(fromJSON(figure), fromJSON(limit)) ? "holds" : "does not hold"}`;
    const most = (a, b) => a <= b;
    const least = (a, b) => a >= b;
    const range = comparison.data_range === null ? "" : `data range ${short(comparison.data_range)}`;
    const rows = [
      ["samples", grouped(comparison.samples), ""],
      ["differing", grouped(comparison.differing), ""],
      ["max_abs", short(comparison.max_abs), allowed("at most", tolerance.max_abs, comparison.max_abs, most)],
      ["mean_abs", short(comparison.mean_abs), ""],
      ["rmse", short(comparison.rmse), ""],
      ["psnr", comparison.psnr === null ? "none" : `${short(comparison.psnr)} dB`, allowed("at least", tolerance.min_psnr, comparison.psnr, least, " dB")],
      ["ssim", comparison.ssim === null ? "none" : short(comparison.ssim), allowed("at least", tolerance.min_ssim, comparison.ssim, least)],
    ];
    const absences = ["psnr", "ssim"].filter((name) => comparison[name] === null).map((name) => element("p", { class: "quiet" }, `no ${name}: ${comparison[`${name}_absence`]}`));
    const isAllowed = Object.values(tolerance).some((limit) => limit !== null);
    const columns = isAllowed ? ["Figure", "Value", "Allowed"] : ["Figure", "Value"];
    fill(imagepool.dom.find("#figures-table"), table("Figures", columns, rows.map((row) => row.slice(0, columns.length))), range && element("p", { class: "quiet" }, range), absences);
    byChannel(data);
  }

  // Of a tensor with thousands of planes those that differ most.
  const mostChannels = 64;

  function byChannel({ channels, channel_names: names }) {
    const largest = channels.map((channel) => fromJSON(channel.max_abs));
    // Infinity from itself is no number, and such two are alike.
    const ranked = channels.map((_, i) => i).sort((a, b) => largest[b] - largest[a] || a - b);
    const shown = ranked.slice(0, mostChannels).sort((a, b) => a - b);
    const figure = (value) => brief(fromJSON(value ?? "NaN"));
    const rows = shown.map((i) => {
      const { differing, max_abs: most, mean_abs: mean, low, high } = channels[i];
      return [names[i], grouped(differing), figure(most), figure(mean), `${figure(low)} to ${figure(high)}`];
    });
    const rest = ranked.slice(mostChannels).map((i) => channels[i]);
    const differing = rest.filter((channel) => channel.differing > 0).length;
    fill(
      imagepool.dom.find("#channels-table"),
      table("Figures by channel", ["Channel", "Differing", "max_abs", "mean_abs", "Samples"], rows),
      rest.length > 0 && element("p", { class: "quiet" }, `${grouped(rest.length)} more channels, ${grouped(differing)} of which differ; none by more than these.`),
    );
  }

  function histogram({ histogram: { high, counts, is_each: isEach, equal, infinite } }) {
    const place = imagepool.dom.find("#histogram");
    const facts = [`${grouped(equal)} equal`, infinite ? `${grouped(infinite)} infinitely different` : null].filter(Boolean).join(", ");
    const most = Math.max(0, ...counts);
    if (most === 0) {
      fill(place, element("p", {}, facts));
      return;
    }
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", `0 0 ${counts.length} 100`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", "Histogram of absolute differences; the table below has its numbers");
    counts.forEach((count, i) => {
      if (count === 0) return;
      // A logarithm, so that one sample is seen beside a million.
      const height = 4 + (96 * Math.log(count)) / Math.log(Math.max(most, 2));
      const bar = document.createElementNS(svg.namespaceURI, "rect");
      for (const [name, value] of Object.entries({ x: i + 0.06, y: 100 - height, width: 0.88, height })) bar.setAttribute(name, value);
      svg.append(bar);
    });
    const width = high / counts.length;
    const rows = counts.map((count, i) => [isEach ? String(i + 1) : `to ${brief((i + 1) * width)}`, grouped(count)]).filter(([, count]) => count !== "0");
    fill(
      place,
      svg,
      element("div", { class: "axis number" }, element("span", {}, isEach ? "1" : "0"), element("span", {}, brief(high))),
      element("p", { class: "quiet" }, `Samples by absolute difference, all channels, bars by the logarithm of their number; beside them ${facts}.`),
      element("details", {}, element("summary", {}, "As numbers"), element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Histogram as numbers" }, table("Samples by difference", ["Difference", "Samples"], rows))),
    );
  }

  imagepool.figures = { figures, histogram, short, grouped };
})();
