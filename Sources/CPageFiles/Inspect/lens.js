"use strict";
// What the lens says of one output sample: the table of taps, the arithmetic written out, the dialects, the other channels.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { exact, arithmetic } = imagepool;
  const { element } = imagepool.dom;

  const row = (name, ...content) => [element("dt", {}, name), element("dd", {}, content)];
  const code = (text) => element("span", { class: "number" }, text);

  /** A window along one axis in words. */
  function axisText(window) {
    let text = `window ${window.number} of ${window.axis.count} over ${window.axis.length}:`;
    if (window.count === 0) return `${text} no taps`;
    const step = window.count > 1 ? window.places[1] - window.places[0] : 1;
    text += window.count === 1 ? ` place ${window.places[0]}` : ` places ${window.places[0]} to ${window.places[window.count - 1]}`;
    if (step > 1) text += ` in steps of ${step}`;
    const border = window.kinds.filter((kind) => kind === "border").length;
    const counted = [
      [window.paddingTaps, "in the padding"],
      [window.overhangTaps, "overhang"],
      [border, "in the border"],
    ];
    for (const [count, name] of counted) if (count > 0) text += `, ${count} ${name}`;
    if (window.unitWeight > 1 || window.weights.some((weight) => weight !== 1)) {
      const shown = window.weights.slice(0, 32).join(" ");
      text += `, weights ${shown}${window.count > 32 ? " …" : ""} where a whole sample has ${window.unitWeight}`;
    }
    return text;
  }

  /** The terms of a sum as they are added; the first sixteen. */
  function termsText(report, window, found) {
    const { kind, norm } = report.json.reduction;
    const shown = Math.min(window.values.length, 16);
    const terms = Array.from({ length: shown }, (_, i) => {
      const value = exact.text(arithmetic.valueAt(window, i));
      const signed = value.startsWith("-") ? `(${value})` : value;
      if (kind === "lp") return found.reason.includes("|x|") ? `|${value}|^${norm}` : norm === 1 ? signed : `${signed}^${norm}`;
      const weight = exact.text(arithmetic.weightAt(window, found, i));
      return weight === "1" ? signed : `${weight} × ${signed}`;
    });
    const rest = window.values.length - shown;
    return terms.join(" + ") + (rest > 0 ? ` + … (${rest} more)` : "");
  }

  const dividing = ["real_taps", "real_and_padding_taps", "override", "area_weights", "alpha", "none"];

  /** The steps from taps to the result, as rows of a list. */
  function steps(report, window, found, engine) {
    const lines = [];
    const { ties } = found;
    if (found.winner !== null) {
      const winner = arithmetic.tapAt(window, found.winner);
      lines.push(row("winner", code(`${winner.row},${winner.column}`), `: ${found.reason}`));
      if (ties.length > 0) lines.push(row("ties", `${ties.length}, marked =`));
    } else if (!found.sum) {
      lines.push(row("rule", found.reason));
    }
    if (found.sum) {
      const isShared = found.divisorRule === "softmax_weights";
      if (window.values.length > 0) {
        const comesTo = isShared ? "" : ` = ${exact.text(found.sum)}`;
        lines.push(row(isShared ? "shares" : "sum", code(termsText(report, window, found) + comesTo)));
      }
      lines.push(row("rule", found.reason));
      if (isShared) lines.push(row("divisor", code(exact.text(found.divisor)), ", the sum of the weights before it"));
      const isDivided = found.exact.kind === "real" && dividing.slice(0, 4).includes(found.divisorRule);
      const division = isDivided ? `${exact.text(found.sum)}/${exact.text(found.divisor)} = ` : "";
      lines.push(row("exact", code(division + exact.text(found.exact))));
    } else if (found.exact.kind === "quotient") {
      lines.push(row("exact", code(exact.text(found.exact))));
    }
    lines.push(row("result", code(exact.text(found.result)), ` (${found.resultType})`));
    if (found.rounded !== null) {
      const as = report.json.linear ? "light that a picture codes again" : "as a picture holds it";
      lines.push(row("rounded", code(String(found.rounded)), ` (${found.pictureType}, ${found.rounding}), ${as}`));
    }
    lines.push(...engineLines(found, engine));
    return element("dl", { class: "steps" }, lines);
  }

  /** The program's own number, where it is another one. */
  function engineLines(found, engine) {
    const isSame =
      (engine.result === null || exact.isSame(engine.result, found.result)) &&
      (engine.rounded === null || found.rounded === null || engine.rounded === found.rounded);
    if (isSame) return [];
    const result = engine.result === null ? exact.text(found.result) : exact.text(engine.result);
    const given = `${result}${engine.rounded === null || found.rounded === null ? "" : `, rounded ${engine.rounded}`}`;
    if (engine.agrees) return row("engine", code(given), ": the same up to the order of additions and powers");
    const text = `gives ${given}: it and this page differ by more than rounding, which is a fault of the program or of this page`;
    return row("engine", element("span", { class: "fault" }, text));
  }

  /** A dialect's numbers, and below them why. */
  function dialectRows({ name, result, rounded, why, isRefused }, own, hasRounded, isChosen) {
    const isOwn = name === own.name;
    const differs = element("span", { class: "mark" }, "≠ ", element("span", { class: "aside" }, `not what ${own.name} gives: `));
    const reason = !isOwn && why === own.why && result === own.result ? "the same" : why;
    return [
      element(
        "tr",
        { "data-dialect": name, class: isChosen ? "numbers chosen" : "numbers" },
        element("th", { scope: "row" }, name, isOwn && element("span", { class: "quiet" }, ", this report")),
        element("td", { class: "n" }, !isRefused && result !== own.result && differs, result),
        hasRounded && element("td", { class: "n" }, rounded),
      ),
      element("tr", { class: isChosen ? "chosen" : null }, element("td", { class: "why", colspan: hasRounded ? "3" : "2" }, reason)),
    ];
  }

  /** What each dialect makes of the window. */
  function dialects(report, window, position) {
    const own = report.json.dialect;
    const names = ["torch", "tensorflow", "onnx"];
    const lines = names.map((name) => {
      const refusal = (report.json.dialects.find((one) => one.dialect === name) || {}).refusal;
      if (refusal) return { name, result: "refuses", rounded: "", why: refusal, isRefused: true };
      // The one above the table is known already.
      const known = name === position.answering && arithmetic.explained(report, window.row, window.column, window.channel, name);
      const found = known ? known.found : arithmetic.explanation(report, window, name);
      const type = found.resultType === report.json.result_type ? "" : ` (${found.resultType})`;
      const rounded = found.rounded === null ? "" : String(found.rounded);
      return { name, result: exact.text(found.result) + type, rounded, why: found.reason };
    });
    const hasRounded = lines.some((line) => line.rounded !== "");
    const first = lines.find((line) => line.name === own);
    return element(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": "What each dialect gives" },
      element(
        "table",
        { class: "facts dialects" },
        element("caption", {}, "What each dialect gives"),
        element(
          "thead",
          {},
          element(
            "tr",
            {},
            ["dialect", "result", hasRounded && "rounded"].filter(Boolean).map((text) => element("th", { scope: "col" }, text)),
          ),
        ),
        element(
          "tbody",
          {},
          lines.map((line) => dialectRows(line, first, hasRounded, line.name === position.dialect)),
        ),
      ),
    );
  }

  /** The other channels' results; choosing one moves the lens there. */
  function channels(report, position) {
    const all = report.channels;
    if (all < 2) return null;
    const shown = 8;
    const first = all <= shown ? 0 : Math.min(Math.max(position.channel - shown / 2, 0), all - shown);
    const heads = ["channel", "result"];
    const lines = Array.from({ length: Math.min(all, shown) }, (_, i) => first + i).map((channel) => {
      const { found } = arithmetic.explained(report, position.row, position.column, channel, position.answering);
      const choose = () => position.moveTo(position.row, position.column, channel);
      if (found.rounded !== null) heads[2] = "rounded";
      const isHere = channel === position.channel;
      return element(
        "tr",
        { class: isHere ? "chosen" : null, "data-channel": channel },
        element(
          "th",
          { scope: "row" },
          element("button", { type: "button", class: "small", "aria-pressed": String(isHere), click: choose }, report.channelName(channel)),
        ),
        element("td", { class: "n" }, exact.text(found.result)),
        found.rounded === null ? null : element("td", { class: "n" }, String(found.rounded)),
      );
    });
    return element(
      "div",
      { class: "scroll" },
      element(
        "table",
        { class: "facts" },
        element("caption", {}, all > shown ? `Channels ${first} to ${first + shown - 1} of ${all}` : "Channels"),
        element("thead", {}, element("tr", {}, heads.map((text) => element("th", { scope: "col" }, text)))),
        element("tbody", {}, lines),
      ),
    );
  }

  /** One line for screen readers. */
  function spoken(report, window, found) {
    const { row, column, channel } = window;
    const counts = [
      [window.rows.paddingTaps + window.columns.paddingTaps, "the window reaches into the padding"],
      [window.rows.overhangTaps + window.columns.overhangTaps, "it has overhang"],
    ];
    const rounded = found.rounded === null ? "" : `, rounded ${found.rounded}`;
    const notes = counts.filter(([count]) => count > 0).map(([, text]) => `; ${text}`);
    return `Row ${row}, column ${column}, ${report.channelTitle(channel)}: ${exact.text(found.result)}${rounded}${notes.join("")}`;
  }

  imagepool.lens = { axisText, steps, dialects, channels, spoken };
})();
