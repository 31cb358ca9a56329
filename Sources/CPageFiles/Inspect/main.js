"use strict";
// Puts the page together and keeps lens, pictures and address in step.

(() => {
  const imagepool = globalThis.imagepool;
  const { exact, arithmetic, lens, paint } = imagepool;
  const { element, fill, find, tabs, copyButton, commandWords } = imagepool.dom;

  const json = JSON.parse(find("#data").textContent);
  const report = new imagepool.Report(json);
  const position = new imagepool.Position(report);
  let pictures = null;

  function head() {
    const { input, output } = report;
    const before = json.layers_before > 0 ? `, after ${json.layers_before} layer${json.layers_before === 1 ? "" : "s"}` : "";
    find("#subtitle").textContent =
      `${json.operator}, ${json.dialect}${before}: ${input.height} x ${input.width} to ${output.height} x ${output.width}, ` +
      `${json.channels} channel${json.channels === 1 ? "" : "s"} of ${json.sample_type}`;
    fill(find("#warnings"), (json.warnings || []).map((warning) => element("p", { class: "fault" }, `warning: ${warning}`)));
    find("#row").max = output.height - 1;
    find("#column").max = output.width - 1;
    fill(find("#channel"), Array.from({ length: report.channels }, (_, i) => element("option", { value: i }, report.channelName(i))));
    fill(find("#copy-at"), copyButton("Copy", () => report.command(position.row, position.column, position.channel)));
    find("#terminal").hidden = json.at_command === null;
    find("#tab-wins").hidden = !report.isSelection;
  }

  function dialectChoice() {
    const choices = ["torch", "tensorflow", "onnx"].map((name) => {
      const input = element("input", { type: "radio", name: "dialect", value: name, change: () => position.set({ dialect: name }) });
      return element("label", {}, input, name);
    });
    find("#dialects").append(element("span", { class: "group" }, choices));
  }

  /** The colour of a tap's sample as it is shown. */
  function swatch(tap) {
    if (!tap.source) return null;
    const { row, column } = tap.source;
    const region = report.regionAt(row, column);
    if (!region || !report.isPicture || json.model === "cmyk") return null;
    const byte = paint.toByte(json.sample_type, { linear: json.linear });
    const colours = json.model.startsWith("rgb") ? [0, 1, 2] : [0, 0, 0];
    const [r, g, b] = colours.map((channel) => Math.round(byte(region.samples.sample(channel, row - region.top, column - region.left))));
    return `rgb(${r},${g},${b})`;
  }

  // MARK: The lens

  function axisLines() {
    const axes = report.axesOf(position.channel);
    const line = (name, axis, number) => [element("dt", {}, name), element("dd", {}, lens.axisText(axis.window(number)))];
    return element("dl", { class: "steps" }, line("rows", axes.rows, position.row), line("columns", axes.columns, position.column));
  }

  function lensBody() {
    const known = arithmetic.explained(report, position.row, position.column, position.channel, position.answering);
    if (!known) return [axisLines(), outside()];
    const { window, found } = known;
    const isOwn = position.answering === json.dialect;
    // The engine's own number has a line below, where it is another one.
    const engine = isOwn ? arithmetic.beside(report, window, found) : { result: null, rounded: null, agrees: true };
    const refusal = position.dialect !== position.answering;
    const { result, rounded } = found;
    return [
      refusal && element("p", { class: "fault" }, refusalText()),
      element(
        "p",
        { class: "outcome" },
        element("output", { id: "result", class: "number", "data-value": exact.text(result) }, exact.text(result)),
        rounded !== null && [" → ", element("output", { id: "rounded", class: "number" }, String(rounded))],
      ),
      imagepool.grid.grid(window, found, swatch),
      axisLines(),
      lens.steps(report, window, found, engine),
      lens.dialects(report, window, position),
      lens.channels(report, position),
    ];
  }

  const refusalText = () =>
    `${position.dialect} refuses the layer. All numbers here are ${json.dialect}'s, the report's own dialect.`;

  /** What to do where the report holds no samples. */
  function outside() {
    const go = (outputs) => () => position.moveTo(outputs.top + (outputs.height >> 1), outputs.left + (outputs.width >> 1));
    const span = (name, first, count) => (count === 1 ? `${name} ${first}` : `${name}s ${first} to ${first + count - 1}`);
    const usable = json.outputs.filter((outputs) => outputs.height * outputs.width > 0);
    return element(
      "div",
      { class: "outside" },
      element(
        "p",
        {},
        "Outside of what this report holds in full precision.",
        json.at_command !== null && " The command below takes this window apart.",
      ),
      usable.length === 0 && element("p", {}, "No window lies wholly in what is held; make a report with a --region that holds one."),
      usable.length > 0 && element("p", {}, "Held are the outputs"),
      element(
        "ul",
        { class: "plain" },
        usable.map((outputs) =>
          element(
            "li",
            {},
            element(
              "button",
              { type: "button", class: "small", click: go(outputs) },
              `${span("row", outputs.top, outputs.height)}, ${span("column", outputs.left, outputs.width)}`,
            ),
          ),
        ),
      ),
    );
  }

  /** Fields follow the lens, but for the one that is being typed into. */
  function showPlace(byHand) {
    for (const name of ["row", "column", "channel"]) {
      const input = find(`#${name}`);
      if (document.activeElement !== input || byHand) input.value = String(position[name]);
    }
  }

  function showLens(byHand) {
    const { row, column, channel } = position;
    find("#lens-title").textContent = `Output ${row},${column}, ${report.channelTitle(channel)}`;
    find("#follow").setAttribute("aria-pressed", String(!position.isHeld));
    for (const input of document.querySelectorAll("[name=dialect]")) input.checked = input.value === position.dialect;
    // A focused part of the lens is made anew; the focus goes back to its like.
    const focused = document.activeElement;
    const isInside = find("#lens-body").contains(focused);
    const cell = focused && focused.closest && focused.closest("#lens-body td");
    const place = cell && [cell.parentElement.rowIndex, cell.cellIndex];
    const chosen = focused && focused.closest && focused.closest("#lens-body [data-channel]");
    fill(find("#lens-body"), lensBody());
    if (place) {
      const again = find("#lens-body table.grid").rows[place[0]];
      if (again && again.cells[place[1]]) again.cells[place[1]].focus();
    } else if (chosen) {
      const again = find(`#lens-body tr[data-channel="${position.channel}"] button`);
      if (again) again.focus();
    }
    // What has no like, as a button that led here from outside, leaves it to the lens.
    if (isInside && document.activeElement === document.body) find("#lens-title").focus({ preventScroll: !byHand });
    imagepool.grid.reveal(find("#lens-body"));
    const command = report.command(row, column, channel);
    if (command !== null) fill(find("#at-command"), commandWords(command));
    if (byHand) say();
  }

  let saying = 0;

  /** Screen readers are told once the lens stands still. */
  function say() {
    clearTimeout(saying);
    saying = setTimeout(() => {
      const known = arithmetic.explained(report, position.row, position.column, position.channel, position.answering);
      const place = `Row ${position.row}, column ${position.column}`;
      find("#status").textContent = known ? lens.spoken(report, known.window, known.found) : `${place}: outside of the full precision`;
    }, 400);
  }

  /** Looks at the source sample of a tap in the lens. */
  function lookAtTap(event) {
    const cell = event.target.closest("td[data-source]");
    if (!cell || !find("#lens-body").contains(cell)) return;
    const [row, column] = cell.dataset.source.split(",").map(Number);
    pictures.look(row, column);
  }

  // MARK: Start

  /** Moves of the lens that are not shown yet; null: none. */
  let waiting = null;

  function connect() {
    position.onChange(({ byHand }) => {
      // At once, lest it writes over what is typed next.
      showPlace(byHand);
      const isAsked = waiting !== null;
      waiting = { byHand: byHand || (isAsked && waiting.byHand) };
      if (isAsked) return;
      requestAnimationFrame(() => {
        const how = waiting;
        waiting = null;
        showLens(how.byHand);
      });
    });
    find("#place").addEventListener("submit", (event) => event.preventDefault());
    // An empty field keeps the place.
    const asked = (name) => (find(`#${name}`).value === "" ? position[name] : find(`#${name}`).value);
    find("#place").addEventListener("change", () => position.moveTo(asked("row"), asked("column"), asked("channel")));
    for (const button of document.querySelectorAll("[data-move]")) {
      const [rows, columns] = button.dataset.move.split(",").map(Number);
      button.addEventListener("click", () => position.moveTo(position.row + rows, position.column + columns));
    }
    find("#follow").addEventListener("click", () => position.set({ isHeld: !position.isHeld }));
    find("#lens-body").addEventListener("focusin", lookAtTap);
    find("#lens-body").addEventListener("pointerover", lookAtTap);
  }

  function showView(channels, name) {
    if (position.view !== name) position.set({ view: name });
    pictures.show(name);
    if (name === "channels") channels.open();
    if (name === "geometry") imagepool.geometry.show(report, find("#panel-geometry"));
  }

  async function start() {
    head();
    dialectChoice();
    const [source, result] = await Promise.all([
      imagepool.blocks.planes(json.overview && json.overview.source),
      imagepool.blocks.planes(json.overview && json.overview.result),
      report.load(),
    ]);
    const overview = source && result ? { source, result } : null;
    pictures = new imagepool.Pictures(report, position);
    pictures.paintAll(overview);
    const channels = new imagepool.Channels(report, position, overview, find("#panel-channels"));
    connect();
    const choose = tabs(find("#tabs"), (name) => showView(channels, name));
    choose(position.view);
    let shown = position.view;
    position.onChange(() => {
      if (position.view !== shown) {
        shown = position.view;
        const button = find(`#tab-${shown}`);
        if (button && button.getAttribute("aria-selected") !== "true") choose(shown);
      }
    });
    showPlace(false);
    showLens(false);
    document.documentElement.dataset.ready = "true";
  }

  imagepool.explain = (row, column, channel, dialect = json.dialect) => imagepool.answer(report, row, column, channel, dialect);
  imagepool.moveTo = (row, column, channel) => position.moveTo(row, column, channel);

  start().catch((error) => {
    const isOld = typeof DecompressionStream === "undefined";
    const text = isOld
      ? "This browser cannot unpack the report: it takes Chromium 80, Firefox 113, Safari 16.4 or newer."
      : `The report cannot be shown: ${error.message}`;
    fill(find("#lens-body"), element("p", { class: "fault" }, text));
    throw error;
  });
})();
