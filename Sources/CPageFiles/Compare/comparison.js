"use strict";
// The page: what it says of two inputs, a place in both, and what is known of it.

(async () => {
  const imagepool = globalThis.imagepool;
  const { element, fill, find } = imagepool.dom;
  const data = JSON.parse(find("#data").textContent);
  const { comparison, model } = data;
  const { width, height } = comparison;
  const names = data.channel_names;
  const isPicture = model !== "planes";

  // MARK: what stands in words

  find("#title").replaceChildren(element("bdi", {}, data.first_name), " and ", element("bdi", {}, data.second_name));
  const { grouped } = imagepool.figures;
  const verdicts = { equal_enough: comparison.differing ? "equal enough" : "equal", different: "different", not_comparable: "not comparable" };
  const isBare = comparison.status === "different" && Object.values(data.tolerance).every((limit) => limit === null);
  const reasons = isBare ? [`${grouped(comparison.differing)} of ${grouped(comparison.samples)} samples differ`] : comparison.reasons;
  find("#verdict").textContent = [verdicts[comparison.status], reasons.join("; ")].filter(Boolean).join(": ");
  find("#verdict").className = comparison.status;
  const types = comparison.first_type === comparison.second_type ? comparison.first_type : `${comparison.first_type} and ${comparison.second_type}`;
  find("#shape").textContent = `${width}×${height}, ${names.length} ${names.length === 1 ? "channel" : "channels"}, ${types} · imagepool ${data.imagepool}`;
  const notes = [...data.warnings];
  if (data.overview) {
    const span = (start, count) => `${start} to ${start + count - 1}`;
    const held = data.regions.map((one) => `rows ${span(one.top, one.height)}, columns ${span(one.left, one.width)}`);
    notes.push(
      `Too large for a page: samples are here of ${held.join("; ")}. ` +
        "The rest is an overview: inputs scaled, of differences the largest that each pixel covers.",
    );
    const shown = data.overview.first.channels;
    if (!isPicture && shown < names.length) notes.push(`Planes 0 to ${shown - 1} have an overview.`);
  }
  fill(find("#notes"), notes.map((note) => element("li", {}, note)));
  imagepool.figures.figures(data);
  imagepool.figures.histogram(data);
  find("#command").textContent = data.command ?? "";
  find("#again").hidden = !data.command;
  if (data.command) find("#copy").append(imagepool.dom.copyButton("Copy", () => data.command));

  // MARK: samples

  const regions = [];
  for (const one of data.regions) {
    const [first, second] = await Promise.all([imagepool.blocks.planes(one.first), imagepool.blocks.planes(one.second)]);
    regions.push(new imagepool.differences.Region(one, first, second));
  }
  const overview = data.overview && {
    first: await imagepool.blocks.planes(data.overview.first),
    second: await imagepool.blocks.planes(data.overview.second),
    difference: await imagepool.blocks.planes(data.overview.difference),
  };
  const regionAt = (row, column) => regions.find((region) => region.has(row, column)) ?? null;
  const places = new imagepool.differences.Places(data.places && (await imagepool.blocks.planes(data.places.samples)), !data.places || data.places.is_whole);
  const all = names.map((_, channel) => channel);

  // MARK: state

  const first = comparison.first_difference;
  const state = {
    row: first ? first.row : Math.floor(height / 2),
    column: first ? first.column : Math.floor(width / 2),
    hover: null,
    channel: isPicture && names.length > 1 ? "all" : String(first ? first.channel : 0),
    sign: "absolute",
    view: "beside",
    slider: 0.5,
    showsSecond: false,
  };
  /** The channel whose samples the lens shows. */
  const lensChannel = () => (state.channel === "all" ? lastChannel : Number(state.channel));
  let lastChannel = first ? first.channel : 0;

  const pictures = new imagepool.ComparedPictures(data, regions, overview);
  let layers = { first: [], second: [], difference: [] };
  let isPainted = false;
  const stage = new imagepool.Stage(data, state, overview ? regions : [], { layers: () => layers, hover, choose: moveTo });
  const { camera } = stage;

  function paint() {
    layers = pictures.layers(state);
    isPainted = true;
    pictures.showLegend(state);
    stage.draw();
  }

  // MARK: the place

  /** How to see samples that the page has not. */
  function commandsOf({ row, column }) {
    const commands = data.sample_commands.map((command) => `${command} ${row},${column}`);
    return commands.length > 0 && element("pre", { class: "command" }, commands.join("\n"));
  }

  function showLens() {
    const place = state.hover ?? state;
    imagepool.neighbourhood.show({ samples: find("#samples"), neighbours: find("#neighbours") }, regionAt(place.row, place.column), place, {
      channel: lensChannel(),
      names,
      isPicture,
      elsewhere: () => [
        commandsOf(place),
        element("p", { class: "group" }, regions.map((region, i) => {
          const middle = { row: region.top + Math.floor(region.height / 2), column: region.left + Math.floor(region.width / 2) };
          return element("button", { type: "button", class: "small", click: () => moveTo(middle, { reveals: true }) }, `To region ${i + 1}`);
        })),
      ],
    });
    stage.draw();
  }

  function hover(place) {
    state.hover = place;
    showLens();
  }

  /** For screen readers; what the tables do not say is there for all to see. */
  function say(text, isSeen) {
    find("#place").textContent = text;
    find("#place").className = isSeen ? "quiet" : "aside";
  }

  /** Chooses a place; `zooms` shows it closely. */
  function moveTo({ row, column }, { reveals = false, zooms = false, channel } = {}) {
    state.row = Math.min(Math.max(Math.round(row), 0), height - 1);
    state.column = Math.min(Math.max(Math.round(column), 0), width - 1);
    state.hover = null;
    if (channel !== undefined) {
      lastChannel = channel;
      if (state.channel !== "all" && Number(state.channel) !== channel) chooseChannel(String(channel));
    }
    find("#row").value = String(state.row);
    find("#column").value = String(state.column);
    if (zooms) camera.zoomTo(state.column - 4, state.row - 4, 9, 9);
    else if (reveals) camera.reveal(state.column, state.row, 1, 1);
    showLens();
    const region = regionAt(state.row, state.column);
    const listed = region ? [] : places.channelsOf(state);
    const planes = isPicture ? "" : listed.length > 1 ? "planes " : "plane ";
    const differs = listed.length > 0 ? ` It differs in ${planes}${listed.map((one) => names[one]).join(", ")}.` : "";
    say(imagepool.neighbourhood.sentence(region, state, { channel: lensChannel(), names }) + differs, differs !== "");
    address();
  }

  function chooseChannel(name) {
    state.channel = name;
    showChoice();
    stage.build();
    paint();
    showLens();
    address();
  }

  /** The next difference in reading order, among all samples that the page has and those of which it has the places. */
  function search(step) {
    const channels = pictures.channels(state);
    const from = { row: state.row, column: state.column };
    let best = places.search(from, step, channels);
    for (const region of regions) {
      const found = region.search(from, step, channels);
      if (found && (!best || step * imagepool.differences.compare(found, best) < 0)) best = found;
    }
    if (!best) {
      const side = step > 0 ? "after" : "before";
      const isKnown = places.isWhole || (step < 0 && places.reaches(from));
      const unknown = `None ${side} this place in the regions that this page holds; others may lie outside, see the map.`;
      say(isKnown ? `No difference ${side} this place.` : unknown, true);
      return;
    }
    const region = regionAt(best.row, best.column);
    const listed = region ? [] : places.channelsOf(best);
    const channel = channels.find((one) => (region ? region.at(one, best.row, best.column).difference != 0 : listed.includes(one)));
    moveTo(best, { reveals: true, channel });
    // The list of places ends somewhere, and regions lie apart.
    if (!places.reaches(step > 0 ? best : from)) say(`${find("#place").textContent} Others may lie between, outside of the regions.`, true);
  }

  // MARK: the address: #at=ROW,COLUMN&view=…&channel=…&sign=…

  const written = new imagepool.Address(() => {
    readAddress();
    showChoice();
    isPainted = false;
    chooseView(state.view);
    moveTo(state, { reveals: true });
  });

  function address() {
    const parts = [`at=${state.row},${state.column}`, `view=${state.view}`, `channel=${state.channel}`, `sign=${state.sign}`];
    written.write(parts.join("&"));
  }

  function readAddress() {
    const given = written.read();
    const [row, column] = (given.get("at") ?? "").split(",").map(Number);
    if (Number.isInteger(row) && Number.isInteger(column)) Object.assign(state, { row, column });
    if (["beside", "slider", "blink"].includes(given.get("view"))) state.view = given.get("view");
    const channel = given.get("channel");
    if ([...find("#channel").options].some((option) => option.value === channel)) state.channel = channel;
    if (["absolute", "signed"].includes(given.get("sign"))) state.sign = given.get("sign");
  }

  /** What was chosen by other means than the controls. */
  function showChoice() {
    find("#channel").value = state.channel;
    find("#sign").value = state.sign;
    if (state.channel !== "all") lastChannel = Number(state.channel);
  }

  // MARK: controls

  const option = (name, value) => element("option", { value }, name);
  fill(find("#channel"), isPicture && names.length > 1 && option("all", "all"), names.map((name, i) => option(name, String(i))));
  readAddress();
  showChoice();
  find("#row").max = String(height - 1);
  find("#column").max = String(width - 1);
  find("#channel").addEventListener("change", (event) => chooseChannel(event.target.value));
  find("#sign").addEventListener("change", (event) => {
    state.sign = event.target.value;
    paint();
    address();
  });
  // An empty field keeps the place.
  const asked = (name) => (find(`#${name}`).value === "" ? state[name] : Number(find(`#${name}`).value));
  for (const name of ["row", "column"]) {
    find(`#${name}`).addEventListener("change", () => moveTo({ row: asked("row"), column: asked("column") }, { reveals: true }));
  }
  find("#zoom-in").addEventListener("click", () => camera.zoomBy(1.5));
  find("#zoom-out").addEventListener("click", () => camera.zoomBy(1 / 1.5));
  find("#zoom-fit").addEventListener("click", () => camera.fit());
  find("#zoom-one").addEventListener("click", () => camera.moveTo(camera.centreX, camera.centreY, 1));
  for (const name of ["first", "largest", "previous", "next"]) find(`#to-${name}`).disabled = comparison.differing === 0;
  const toFirst = () => first && moveTo(first, { zooms: true, channel: first.channel });
  find("#to-first").addEventListener("click", toFirst);
  const largest = data.largest_difference;
  find("#to-largest").addEventListener("click", () => largest && moveTo(largest, { zooms: true, channel: largest.channel }));
  find("#to-previous").addEventListener("click", () => search(-1));
  find("#to-next").addEventListener("click", () => search(1));
  find("#stage").addEventListener("keydown", (event) => {
    if (imagepool.camera.steerByKey(event, camera) || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
    if (steps[event.key]) moveTo({ row: state.row + steps[event.key][0], column: state.column + steps[event.key][1] }, { reveals: true });
    else if (event.key === "n") search(1);
    else if (event.key === "p") search(-1);
    else if (event.key === "f") toFirst();
    else return;
    event.preventDefault();
  });
  const chooseView = imagepool.dom.tabs(find("#views"), (name) => {
    state.view = name;
    stage.build();
    if (!isPainted) paint();
    showLens();
    address();
  });
  chooseView(state.view);
  moveTo(state);

  // MARK: for scripts that look at the page

  /** The samples of a place, as text, channel by channel; null where the page has none. */
  imagepool.samples = (row, column) => {
    const region = regionAt(row, column);
    if (!region) return null;
    const { text, typeOfDifference } = imagepool.differences;
    const type = typeOfDifference(region.first.type, region.second.type);
    return all.map((channel) => {
      const found = region.at(channel, row, column);
      return { first: text(found.first, region.first.type), second: text(found.second, region.second.type), difference: text(found.difference, type) };
    });
  };
  imagepool.moveTo = (row, column) => moveTo({ row, column }, { reveals: true });
  imagepool.data = data;
  document.documentElement.dataset.ready = "true";
})();
