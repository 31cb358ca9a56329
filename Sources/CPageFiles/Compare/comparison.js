"use strict";
// The page: three views of one camera, a place in both inputs, and what is known of it.

(async () => {
  const imagepool = globalThis.imagepool;
  const { element, fill, find } = imagepool.dom;
  const { brief, fromJSON } = imagepool.numbers;
  const { Camera, steer, steerByKey } = imagepool.camera;
  const data = JSON.parse(find("#data").textContent);
  const { comparison, model } = data;
  const { width, height } = comparison;
  const names = data.channel_names;
  const isPicture = model !== "planes";

  // MARK: what stands in words

  find("#title").replaceChildren(element("bdi", {}, data.first_name), " and ", element("bdi", {}, data.second_name));
  const withGroups = (reason) => reason.replace(/^(\d+) of (\d+) samples differ$/, (_, some, samples) => `${imagepool.figures.grouped(Number(some))} of ${imagepool.figures.grouped(Number(samples))} samples differ`);
  const verdicts = { equal_enough: comparison.differing ? "equal enough" : "equal", different: "different", not_comparable: "not comparable" };
  find("#verdict").textContent = [verdicts[comparison.status], comparison.reasons.map(withGroups).join("; ")].filter(Boolean).join(": ");
  find("#verdict").className = comparison.status;
  const types = comparison.first_type === comparison.second_type ? comparison.first_type : `${comparison.first_type} and ${comparison.second_type}`;
  find("#shape").textContent = `${width}×${height}, ${names.length} ${names.length === 1 ? "channel" : "channels"}, ${types} · imagepool ${data.imagepool}`;
  const notes = [...data.warnings];
  if (data.overview) {
    const parts = data.regions.map((one) => `rows ${one.top} to ${one.top + one.height - 1}, columns ${one.left} to ${one.left + one.width - 1}`);
    notes.push(`Too large for a page: samples are here of ${parts.join("; ")}. The rest is an overview: inputs scaled, of differences the largest that each pixel covers.`);
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
  const state = { row: first ? first.row : Math.floor(height / 2), column: first ? first.column : Math.floor(width / 2), hover: null, channel: isPicture ? "all" : "0", sign: "absolute", view: "beside", slider: 0.5, showsSecond: false };
  if (first && !isPicture) state.channel = String(first.channel);
  /** The channel whose samples the lens shows. */
  const lensChannel = () => (state.channel === "all" ? lastChannel : Number(state.channel));
  let lastChannel = first ? first.channel : 0;
  const shownChannels = () => (state.channel === "all" ? all : [Number(state.channel)]);

  // MARK: pictures

  const range = (channel) => {
    const { low, high } = data.channels[channel];
    return low === null ? { low: 0, high: 0 } : { low: fromJSON(low), high: fromJSON(high) };
  };
  const codedRange = comparison.data_range === null ? 255 : comparison.data_range;

  function pictureOf(planes, isOverview) {
    if (state.channel === "all") {
      const isCoded = isOverview || planes.type === "uint8" || planes.type === "uint16";
      return imagepool.paint.picture(planes, model, isCoded ? {} : { range: { low: 0, high: codedRange } });
    }
    const channel = Number(state.channel);
    if (channel >= planes.channels) return null;
    const options = { channel };
    if (!isOverview && !isPicture) options.range = range(channel);
    else if (!isOverview && planes.type !== "uint8" && planes.type !== "uint16") options.range = { low: 0, high: codedRange };
    return imagepool.paint.picture(planes, "plane", options);
  }

  /** The largest finite difference of what is shown. */
  const most = () => (state.channel === "all" ? data.histogram.high : fromJSON(data.channels[Number(state.channel)].largest_finite));
  const hasInfinite = () => fromJSON(state.channel === "all" ? comparison.max_abs : data.channels[Number(state.channel)].max_abs) === Infinity;

  /** A layer of differences, of which none is lost however small it is drawn. */
  function differenceLayer({ numbers, height, width }, map, range, place) {
    const pyramid = new imagepool.differences.Pyramid(numbers, height, width);
    const drawn = [];
    const level = (n) => {
      if (!drawn[n]) {
        const found = pyramid.level(n);
        drawn[n] = imagepool.paint.canvasOf(imagepool.paint.mapped(found.numbers, found.height, found.width, map, range));
      }
      return drawn[n];
    };
    return { image: level(0), level, ...place };
  }

  function differenceOf(region, place) {
    const numbers = region.plane(shownChannels());
    // Where all differences are infinite any number sets them apart from 0.
    const high = most() || 1;
    const of = { numbers, height: region.height, width: region.width };
    if (state.sign === "signed") return differenceLayer(of, imagepool.colours.diverging, { low: -high, high }, place);
    for (let i = 0; i < numbers.length; i += 1) numbers[i] = Math.abs(numbers[i]);
    return differenceLayer(of, imagepool.colours.viridis, { low: 0, high }, place);
  }

  // White for 0, as the map of signed differences, black for the largest.
  const size = Uint8Array.from({ length: 768 }, (_, i) => Math.round(247 * (1 - Math.floor(i / 3) / 255)));

  /** What the overview knows of the shown channel's differences: shares of the largest, without a sign. */
  function overviewDifference() {
    const planes = overview.difference;
    // The first plane is of all channels, where there is that choice.
    const plane = state.channel === "all" ? 0 : Number(state.channel) + (isPicture && names.length > 1 ? 1 : 0);
    if (plane >= planes.channels) return [];
    const map = state.sign === "signed" ? size : imagepool.colours.viridis;
    return [differenceLayer({ numbers: planes.numbers(plane), height: planes.height, width: planes.width }, map, { low: 0, high: 255 }, whole)];
  }

  const whole = { left: 0, top: 0, width, height };
  const layer = (image, place) => ({ image: image && imagepool.paint.canvasOf(image), ...place });
  let layers = { first: [], second: [], difference: [] };
  let isPainted = false;

  function paint() {
    const place = (region) => ({ left: region.left, top: region.top, width: region.width, height: region.height });
    const of = (name) => [
      ...(overview ? [layer(pictureOf(overview[name], true), whole)] : []),
      ...regions.map((region) => layer(pictureOf(region[name], false), place(region))),
    ];
    layers = {
      first: of("first"),
      second: of("second"),
      difference: [...(overview ? overviewDifference() : []), ...regions.map((region) => differenceOf(region, place(region)))],
    };
    isPainted = true;
    legend();
    for (const view of views) view.draw();
  }

  function legend() {
    const isSigned = state.sign === "signed";
    const high = most();
    const map = isSigned ? imagepool.colours.diverging : imagepool.colours.viridis;
    const context = find("#legend-bar").getContext("2d");
    const image = context.createImageData(256, 1);
    for (let i = 0; i < 256; i += 1) image.data.set([map[i * 3], map[i * 3 + 1], map[i * 3 + 2], 255], i * 4);
    context.putImageData(image, 0, 0);
    const isEqual = high === 0 && !hasInfinite();
    for (const part of ["low", "bar", "high"]) find(`#legend-${part}`).hidden = isEqual;
    const end = high === 0 ? Infinity : high;
    find("#legend-low").textContent = isSigned ? brief(-end) : "0";
    find("#legend-high").textContent = brief(end);
    const what = state.channel === "all" && names.length > 1 ? "the difference of each pixel that is largest of its channels" : isPicture ? `the difference of ${names[lensChannel()]}` : `the difference of plane ${names[lensChannel()]}`;
    const words = [isEqual ? `no difference${names.length > 1 && state.channel !== "all" ? ` of ${isPicture ? "" : "plane "}${names[lensChannel()]}` : ""}` : what];
    if (hasInfinite() && high > 0) words.push(`infinite differences have the ${isSigned ? "outermost colours" : "last colour"}`);
    if (overview && isSigned && !isEqual) words.push("outside of the dashed parts its size alone: white for 0, black for the largest");
    find("#legend-words").textContent = words.join("; ");
  }

  // MARK: views

  const camera = new Camera(width, height);
  const hasAlpha = model.endsWith("_alpha");
  let views = [];

  function overlay(context, camera) {
    const { row, column } = state.hover ?? state;
    const a = camera.toView(column, row);
    const b = camera.toView(column + 1, row + 1);
    const grow = Math.max(0, (9 - (b.x - a.x)) / 2);
    const box = [a.x - grow - 1, a.y - grow - 1, b.x - a.x + 2 * grow + 2, b.y - a.y + 2 * grow + 2];
    context.lineWidth = 3;
    context.strokeStyle = "#000000";
    context.strokeRect(...box);
    context.lineWidth = 1.5;
    context.strokeStyle = "#ffffff";
    context.strokeRect(...box);
    if (!overview) return;
    // White and black in turn, to be seen on anything.
    context.setLineDash([4, 4]);
    for (const [colour, offset] of [["#ffffff", 0], ["#000000", 4]]) {
      context.strokeStyle = colour;
      context.lineDashOffset = offset;
      for (const region of regions) {
        const [c, d] = [camera.toView(region.left, region.top), camera.toView(region.left + region.width, region.top + region.height)];
        context.strokeRect(c.x, c.y, d.x - c.x, d.y - c.y);
      }
    }
    context.setLineDash([]);
  }

  function addView(caption, getLayers, more = {}) {
    const canvas = element("canvas", { "aria-hidden": "true" });
    const words = element("figcaption", {}, caption);
    words.title = words.textContent;
    const figure = element("figure", {}, words, canvas);
    find("#stage").append(figure);
    const view = new imagepool.view.PictureView(canvas, camera, {
      layers: getLayers,
      overlay: (context, camera) => {
        overlay(context, camera);
        if (more.overlay) more.overlay(context, camera);
      },
      hasAlpha: more.hasAlpha ?? (hasAlpha && state.channel === "all"),
    });
    steer(canvas, camera, {
      hover: (x, y) => hover(placeAt(x, y)),
      leave: () => hover(null),
      tap: (x, y) => {
        const place = placeAt(x, y);
        if (place) moveTo(place);
        find("#stage").focus({ preventScroll: true });
      },
      drag: more.drag,
    });
    views.push(view);
    return figure;
  }

  function placeAt(x, y) {
    const point = camera.toPicture(x, y);
    const [row, column] = [Math.floor(point.y), Math.floor(point.x)];
    return row >= 0 && row < height && column >= 0 && column < width ? { row, column } : null;
  }

  const title = (letter, name) => [element("strong", {}, letter), " ", element("bdi", {}, name)];

  function build() {
    fill(find("#stage"));
    views = [];
    camera.listeners = [];
    find("#stage").classList.toggle("single", state.view !== "beside");
    find("#slider-tools").hidden = state.view !== "slider";
    find("#blink-tools").hidden = state.view !== "blink";
    find("#legend").hidden = state.view !== "beside";
    find("#sign").parentElement.hidden = state.view !== "beside";
    resize();
    if (state.view !== "blink") blink(false);
    if (state.view === "beside") {
      addView(title("A", data.first_name), () => layers.first);
      addView(title("B", data.second_name), () => layers.second);
      addView(title("Difference", ""), () => layers.difference, { hasAlpha: false });
    } else if (state.view === "slider") {
      const boundary = () => state.slider * camera.view.width;
      addView([...title("A", data.first_name), " left, ", ...title("B", data.second_name), " right"], () => [
        ...layers.first.map((one) => ({ ...one, clip: { left: 0, right: boundary() } })),
        ...layers.second.map((one) => ({ ...one, clip: { left: boundary(), right: camera.view.width } })),
      ], {
        overlay: (context) => {
          for (const [line, colour] of [[4, "#000000"], [2, "#ffffff"]]) {
            context.fillStyle = colour;
            context.fillRect(boundary() - line / 2, 0, line, camera.view.height);
          }
        },
        drag: (x, y, isStart) => {
          if (isStart && Math.abs(x - boundary()) > 12) return false;
          slide(x / camera.view.width);
          return true;
        },
      });
    } else {
      const figure = addView([], () => (state.showsSecond ? layers.second : layers.first));
      blinkCaption = figure.querySelector("figcaption");
      swap(state.showsSecond);
    }
  }

  /** As high as the pictures are at their full width, if that is neither tiny nor more than the window has. */
  function resize() {
    const stage = find("#stage");
    const isStacked = state.view === "beside" && innerWidth <= 640;
    const columns = state.view === "beside" && !isStacked ? 3 : 1;
    const wanted = (stage.clientWidth / columns) * (height / width) + 24;
    stage.style.height = isStacked ? "" : `${Math.round(Math.min(Math.max(wanted, 260), innerHeight * 0.62))}px`;
  }
  addEventListener("resize", resize);

  function slide(share) {
    state.slider = Math.min(Math.max(share, 0), 1);
    find("#slider").value = String(Math.round(state.slider * 1000));
    for (const view of views) view.draw();
  }

  // MARK: blinking, slower than anything that could hurt

  let blinkCaption = null;
  let timer = null;

  function swap(showsSecond = !state.showsSecond) {
    state.showsSecond = showsSecond;
    if (blinkCaption) {
      fill(blinkCaption, title(showsSecond ? "B" : "A", showsSecond ? data.second_name : data.first_name));
      blinkCaption.title = blinkCaption.textContent;
    }
    find("#blink-swap").textContent = `Show ${showsSecond ? "A" : "B"}`;
    for (const view of views) view.draw();
  }

  function blink(runs) {
    clearInterval(timer);
    timer = runs ? setInterval(() => swap(), 700) : null;
    find("#blink-run").setAttribute("aria-pressed", String(runs));
  }

  // MARK: the place

  function showLens() {
    const place = state.hover ?? state;
    imagepool.lens.show({ samples: find("#samples"), neighbours: find("#neighbours") }, regionAt(place.row, place.column), place, {
      channel: lensChannel(),
      names,
      isPicture,
      elsewhere: () => [
        data.sample_commands.length > 0 && element("pre", { class: "command" }, data.sample_commands.map((command) => `${command} ${place.row},${place.column}`).join("\n")),
        element("p", { class: "group" }, regions.map((region, i) =>
          element("button", { type: "button", class: "small", click: () => moveTo({ row: region.top + Math.floor(region.height / 2), column: region.left + Math.floor(region.width / 2) }, { reveals: true }) }, `To part ${i + 1}`))),
      ],
    });
    for (const view of views) view.draw();
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
    const differs = listed.length > 0 ? ` It differs in ${isPicture ? "" : listed.length > 1 ? "planes " : "plane "}${listed.map((one) => names[one]).join(", ")}.` : "";
    say(imagepool.lens.sentence(region, state, { channel: lensChannel(), names }) + differs, differs !== "");
    address();
  }

  function chooseChannel(name) {
    state.channel = name;
    find("#channel").value = name;
    if (name !== "all") lastChannel = Number(name);
    build();
    paint();
    showLens();
    address();
  }

  /** The next difference in reading order, among all samples that the page has and those of which it has the places. */
  function search(step) {
    const channels = shownChannels();
    const from = { row: state.row, column: state.column };
    let best = places.search(from, step, channels);
    for (const region of regions) {
      const found = region.search(from, step, channels);
      if (found && (!best || step * imagepool.differences.compare(found, best) < 0)) best = found;
    }
    if (!best) {
      const side = step > 0 ? "after" : "before";
      const isKnown = places.isWhole || (step < 0 && places.reaches(from));
      say(isKnown ? `No difference ${side} this place.` : `None ${side} this place in the parts that this page holds; others may lie outside, see the map.`, true);
      return;
    }
    const region = regionAt(best.row, best.column);
    const listed = region ? [] : places.channelsOf(best);
    const channel = channels.find((one) => (region ? region.at(one, best.row, best.column).difference != 0 : listed.includes(one)));
    moveTo(best, { reveals: true, channel });
    // The list of places ends somewhere, and parts lie apart.
    if (!places.reaches(step > 0 ? best : from)) say(`${find("#place").textContent} Others may lie between, outside of the parts.`, true);
  }

  // MARK: the address: #at=ROW,COLUMN&view=…&channel=…&sign=…

  const written = new imagepool.Address(() => {
    readAddress();
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
    if ((channel === "all" && isPicture) || (channel !== "all" && names[Number(channel)] !== undefined && channel !== null && channel !== "")) state.channel = channel;
    if (["absolute", "signed"].includes(given.get("sign"))) state.sign = given.get("sign");
  }

  // MARK: controls

  readAddress();
  fill(find("#channel"), isPicture && names.length > 1 && element("option", { value: "all" }, "all"), names.map((name, i) => element("option", { value: String(i) }, name)));
  if (isPicture && names.length === 1) state.channel = "0";
  find("#channel").value = state.channel;
  find("#sign").value = state.sign;
  find("#row").max = String(height - 1);
  find("#column").max = String(width - 1);
  find("#channel").addEventListener("change", (event) => chooseChannel(event.target.value));
  find("#sign").addEventListener("change", (event) => {
    state.sign = event.target.value;
    paint();
    address();
  });
  for (const name of ["row", "column"]) {
    find(`#${name}`).addEventListener("change", () => moveTo({ row: Number(find("#row").value), column: Number(find("#column").value) }, { reveals: true }));
  }
  find("#zoom-in").addEventListener("click", () => camera.zoomBy(1.5));
  find("#zoom-out").addEventListener("click", () => camera.zoomBy(1 / 1.5));
  find("#zoom-fit").addEventListener("click", () => camera.fit());
  find("#zoom-one").addEventListener("click", () => camera.moveTo(camera.centreX, camera.centreY, 1));
  find("#slider").addEventListener("input", (event) => slide(Number(event.target.value) / 1000));
  find("#blink-swap").addEventListener("click", () => {
    blink(false);
    swap();
  });
  find("#blink-run").addEventListener("click", () => blink(timer === null));
  for (const name of ["first", "largest", "previous", "next"]) find(`#to-${name}`).disabled = comparison.differing === 0;
  const toFirst = () => first && moveTo(first, { zooms: true, channel: first.channel });
  find("#to-first").addEventListener("click", toFirst);
  find("#to-largest").addEventListener("click", () => data.largest_difference && moveTo(data.largest_difference, { zooms: true, channel: data.largest_difference.channel }));
  find("#to-previous").addEventListener("click", () => search(-1));
  find("#to-next").addEventListener("click", () => search(1));
  find("#stage").addEventListener("keydown", (event) => {
    if (steerByKey(event, camera) || event.ctrlKey || event.metaKey || event.altKey) return;
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
    build();
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
