"use strict";
// An explanation as the fields of `imagepool inspect --at --json`.

(() => {
  const imagepool = (globalThis.imagepool = globalThis.imagepool || {});
  const { exact, arithmetic } = imagepool;

  const plainOrNull = (number) => (number === null ? null : exact.plain(number));
  const integerOrNull = (number) => (number === null ? null : exact.plainInteger(number));

  /** One element of `channels`; null where there is no full precision; of a dialect that refuses the layer {dialect, refusal}. */
  function answer(report, row, column, channel, dialect) {
    const window = arithmetic.windowOf(report, row, column, channel);
    if (!window) return null;
    const own = dialect === report.json.dialect;
    const other = own ? null : report.json.dialects.find((one) => one.dialect === dialect);
    if (other && other.refusal) return { channel, dialect, refusal: other.refusal };
    const found = arithmetic.explanation(report, window, dialect);
    const engine = own ? arithmetic.beside(report, window, found) : { result: null, rounded: null, agrees: true };
    const ties = new Set(found.ties);
    const taps = arithmetic.taps(window).map((tap) => tapJSON(report, window, found, ties, tap));
    const winner = taps.find((tap) => tap.wins);
    return {
      channel,
      taps,
      winner: winner ? { row: winner.row, column: winner.column } : null,
      sum: plainOrNull(found.sum),
      divisor: plainOrNull(found.divisor),
      divisor_rule: found.divisorRule,
      reason: found.reason,
      exact: exactJSON(found.exact),
      result: exact.plain(found.result),
      result_type: found.resultType,
      rounded: integerOrNull(found.rounded),
      rounded_type: found.pictureType,
      rounding: found.rounded === null ? null : found.rounding,
      engine_result: plainOrNull(engine.result),
      engine_rounded: integerOrNull(engine.rounded),
      agrees: engine.agrees,
      tolerance: exact.plainNumber(found.tolerance),
      dialects: own ? arithmetic.answers(report, window).map(dialectJSON) : [],
    };
  }

  function tapJSON(report, window, found, ties, { row, column, kind, source, index }) {
    const tap = {
      row,
      column,
      kind,
      value: index < 0 ? null : exact.plain(arithmetic.valueAt(window, index)),
      weight: index < 0 ? 0 : exact.plain(arithmetic.weightAt(window, found, index)),
      wins: index >= 0 && index === found.winner,
      ties: ties.has(index),
    };
    if (kind === "border") {
      tap.source_row = source ? source.row : null;
      tap.source_column = source ? source.column : null;
    }
    if (source && !report.stored.isUpright) {
      const stored = report.stored.of(source.row, source.column);
      tap.stored_row = stored.row;
      tap.stored_column = stored.column;
    }
    return tap;
  }

  function exactJSON(number) {
    if (number.kind === "real") return { numerator: null, denominator: null, value: exact.plain(number) };
    const [numerator, denominator] = number.kind === "integer" ? [number.number, 1n] : [number.numerator, number.denominator];
    return {
      numerator: exact.plainInteger(numerator),
      denominator: exact.plainInteger(denominator),
      value: exact.plainNumber(exact.value(number)),
    };
  }

  function dialectJSON(answer) {
    return {
      dialect: answer.dialect,
      outcome: answer.outcome,
      result: plainOrNull(answer.result),
      result_type: answer.resultType,
      rounded: integerOrNull(answer.rounded),
      reason: answer.reason,
    };
  }

  imagepool.answer = answer;
})();
