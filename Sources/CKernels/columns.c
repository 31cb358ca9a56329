// Weighted windows along a row of three channels. A pixel is loaded with the first sample of the next one as a vector of four,
// which compilers do not find by themselves: single samples take three times as long. The Swift twin is ColumnLoops of IntegerSum.
#include <string.h>

#include "CKernels.h"

typedef uint16_t u16x4 __attribute__((vector_size(8)));
typedef uint32_t u32x4 __attribute__((vector_size(16)));

#define FOLD_COLUMNS(NAME, SAMPLE, VECTOR)                                                                               \
  static VECTOR NAME##_load(const SAMPLE *samples) {                                                                     \
    VECTOR vector;                                                                                                       \
    memcpy(&vector, samples, sizeof vector);                                                                             \
    return vector;                                                                                                       \
  }                                                                                                                      \
                                                                                                                         \
  static SAMPLE NAME##_sum(const SAMPLE *taps, const ckernels_span *span) {                                              \
    SAMPLE inner = 0;                                                                                                    \
    for (int32_t tap = 1; tap + 1 < span->count; tap++) inner = (SAMPLE)(inner + taps[3 * tap]);                         \
    SAMPLE sum = (SAMPLE)((uint32_t)inner * (uint32_t)span->inner_weight);                                               \
    if (span->count > 0) sum = (SAMPLE)(sum + (uint32_t)taps[0] * (uint32_t)span->leading_weight);                       \
    if (span->count > 1)                                                                                                 \
      sum = (SAMPLE)(sum + (uint32_t)taps[3 * (span->count - 1)] * (uint32_t)span->trailing_weight);                     \
    return sum;                                                                                                          \
  }                                                                                                                      \
                                                                                                                         \
  void NAME(const SAMPLE *row, size_t sample_count, const ckernels_span *spans, size_t span_count, SAMPLE *out) {        \
    /* A vector reads a sample past its pixel, and writes one that the next window overwrites. */                        \
    size_t safe = span_count > 0 ? span_count - 1 : 0;                                                                   \
    while (safe > 0 && 3 * ((size_t)spans[safe - 1].first + (size_t)spans[safe - 1].count) >= sample_count) safe--;      \
    for (size_t i = 0; i < safe; i++) {                                                                                  \
      const ckernels_span *span = spans + i;                                                                             \
      const SAMPLE *tap = row + 3 * (size_t)span->first;                                                                 \
      if (span->count < 2) {                                                                                             \
        for (size_t c = 0; c < 3; c++) out[3 * i + c] = NAME##_sum(tap + c, span);                                       \
        continue;                                                                                                        \
      }                                                                                                                  \
      const SAMPLE *last = tap + 3 * (size_t)(span->count - 1);                                                          \
      VECTOR sum = NAME##_load(tap) * (SAMPLE)span->leading_weight;                                                      \
      sum += NAME##_load(last) * (SAMPLE)span->trailing_weight;                                                          \
      VECTOR inner = {0};                                                                                                \
      for (tap += 3; tap < last; tap += 3) inner += NAME##_load(tap);                                                    \
      sum += inner * (SAMPLE)span->inner_weight;                                                                         \
      memcpy(out + 3 * i, &sum, sizeof sum);                                                                             \
    }                                                                                                                    \
    for (size_t i = safe; i < span_count; i++)                                                                           \
      for (size_t c = 0; c < 3; c++) out[3 * i + c] = NAME##_sum(row + 3 * (size_t)spans[i].first + c, spans + i);       \
  }

FOLD_COLUMNS(ckernels_fold_columns_u16x3, uint16_t, u16x4)
FOLD_COLUMNS(ckernels_fold_columns_u32x3, uint32_t, u32x4)
