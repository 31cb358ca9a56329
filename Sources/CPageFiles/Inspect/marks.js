"use strict";
// Outlines on the pictures: the window with its padding and overhang, its winner, the output pixel, what a source sample feeds.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { arithmetic } = imagepool;

  /** Lines stay visible on any picture: each is drawn over a broader light or dark one. */
  function stroke(context, draw, { colour = "#ffd33d", width = 2, dash = [] } = {}) {
    context.save();
    context.setLineDash(dash);
    context.lineJoin = "miter";
    context.strokeStyle = "#0d1117";
    context.lineWidth = width + 2;
    draw();
    context.strokeStyle = colour;
    context.lineWidth = width;
    draw();
    context.restore();
  }

  function box(camera, left, top, width, height) {
    const a = camera.toView(left, top);
    const b = camera.toView(left + width, top + height);
    // Never too small to see.
    const [w, h] = [Math.max(b.x - a.x, 3), Math.max(b.y - a.y, 3)];
    return [(a.x + b.x - w) / 2, (a.y + b.y - h) / 2, w, h];
  }

  function outline(context, camera, rectangle, options) {
    const [x, y, w, h] = box(camera, ...rectangle);
    stroke(context, () => context.strokeRect(x, y, w, h), options);
  }

  /** Strips of an axis that are not samples: [first tap, taps, kind]. */
  function strips(window) {
    const found = [];
    for (let t = 0; t < window.count; t += 1) {
      const kind = window.kinds[t];
      const last = found[found.length - 1];
      if (kind === "sample") continue;
      if (last && last.kind === kind && last.to === t - 1) last.to = t;
      else found.push({ kind, from: t, to: t });
    }
    return found;
  }

  /** The part of a stretch that is in sight, begun at a whole number of hatching's steps: [start, length]. */
  function inSight(start, length, room) {
    const skipped = start < 0 ? Math.floor(-start / 6) * 6 : 0;
    return [start + skipped, Math.min(length - skipped, room - start - skipped)];
  }

  /** Lines of one direction for padding, of both for overhang, dots for a filled border. */
  function hatch(context, camera, rectangle, kind) {
    const [x, w] = inSight(rectangle[0], rectangle[2], camera.view.width);
    const [y, seen] = inSight(rectangle[1], rectangle[3], camera.view.height);
    if (w <= 0 || seen <= 0) return;
    // Whole steps, so that lines of both directions stay where they are.
    const h = seen < rectangle[3] ? Math.ceil(seen / 6) * 6 : seen;
    context.save();
    context.beginPath();
    context.rect(x, y, w, h);
    context.clip();
    context.fillStyle = "rgba(13, 17, 23, 0.55)";
    context.fillRect(x, y, w, h);
    context.strokeStyle = kind === "overhang" ? "#ff9e64" : kind === "border" ? "#7ee787" : "#c8d1da";
    context.lineWidth = 1;
    context.beginPath();
    if (kind === "border") {
      for (let i = x + 3; i < x + w; i += 6) for (let j = y + 3; j < y + h; j += 6) context.rect(i, j, 1, 1);
    } else {
      for (let i = -h; i < w; i += 6) {
        context.moveTo(x + i, y + h);
        context.lineTo(x + i + h, y);
        if (kind === "overhang") {
          context.moveTo(x + i, y);
          context.lineTo(x + i + h, y + h);
        }
      }
    }
    context.stroke();
    context.restore();
  }

  /** The window in the source. */
  function window(context, camera, report, position) {
    const axes = report.axesOf(position.channel);
    const [rows, columns] = [axes.rows.window(position.row), axes.columns.window(position.column)];
    if (rows.count === 0 || columns.count === 0) return;
    const [top, left] = [rows.places[0], columns.places[0]];
    const [bottom, right] = [rows.places[rows.count - 1] + 1, columns.places[columns.count - 1] + 1];
    for (const { kind, from, to } of strips(rows)) {
      hatch(context, camera, box(camera, left, rows.places[from], right - left, rows.places[to] + 1 - rows.places[from]), kind);
    }
    for (const { kind, from, to } of strips(columns)) {
      hatch(context, camera, box(camera, columns.places[from], top, columns.places[to] + 1 - columns.places[from], bottom - top), kind);
    }
    const isDilated = rows.dilation > 1 || columns.dilation > 1;
    if (isDilated && rows.count * columns.count <= 400) {
      for (const y of rows.places) for (const x of columns.places) outline(context, camera, [x, y, 1, 1], { width: 1 });
    }
    outline(context, camera, [left, top, right - left, bottom - top], { dash: isDilated ? [5, 4] : [] });
    winner(context, camera, report, position);
  }

  /** A ring round the winner. */
  function winner(context, camera, report, position) {
    if (!report.isSelection || camera.scale < 3) return;
    const known = arithmetic.explained(report, position.row, position.column, position.channel, position.answering);
    if (!known || known.found.winner === null) return;
    const tap = arithmetic.tapAt(known.window, known.found.winner);
    const { x, y } = camera.toView(tap.column + 0.5, tap.row + 0.5);
    const radius = Math.max(3, camera.scale * 0.32);
    stroke(
      context,
      () => {
        context.beginPath();
        context.arc(x, y, radius, 0, 2 * Math.PI);
        context.stroke();
      },
      { colour: "#ff7b00", width: 2 },
    );
  }

  /** The output pixel in the result, scaled up to the source's grid. */
  function output(context, camera, report, { row, column }, options = {}) {
    const { left, top, width, height } = report.cell(row, column);
    outline(context, camera, [left, top, width, height], options);
  }

  /** What a source sample feeds, in the result; those it wins are marked with a cross as well. */
  function fed(context, camera, report, feeds) {
    const { rows, columns, won } = feeds;
    if (rows.length === 0 || columns.length === 0) return;
    const [a, b] = [report.cell(rows[0], columns[0]), report.cell(rows[rows.length - 1], columns[columns.length - 1])];
    if (rows.length * columns.length <= 400) {
      const thin = { colour: "#79c0ff", width: 1 };
      for (const row of rows) for (const column of columns) output(context, camera, report, { row, column }, thin);
    }
    outline(context, camera, [a.left, a.top, b.left + b.width - a.left, b.top + b.height - a.top], { colour: "#79c0ff", dash: [4, 3] });
    for (const { row, column } of won || []) {
      const { left, top, width, height } = report.cell(row, column);
      const [x, y, w, h] = box(camera, left, top, width, height);
      stroke(
        context,
        () => {
          context.beginPath();
          context.moveTo(x, y);
          context.lineTo(x + w, y + h);
          context.moveTo(x + w, y);
          context.lineTo(x, y + h);
          context.stroke();
        },
        { colour: "#ff7b00", width: 1.5 },
      );
    }
  }

  imagepool.marks = { window, output, outline, fed };
})();
