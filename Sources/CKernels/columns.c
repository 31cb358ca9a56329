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
    for (size_t i = 0; i < span_count; i++) {                                                                            \
      const ckernels_span *span = spans + i;                                                                             \
      const SAMPLE *taps = row + 3 * (size_t)span->first;                                                                \
      size_t end = 3 * ((size_t)span->first + (size_t)span->count);                                                      \
      /* A vector reads a sample past its pixel, and writes one that the next window overwrites. */                      \
      if (span->count < 2 || end >= sample_count || i + 1 == span_count) {                                               \
        for (size_t c = 0; c < 3; c++) out[3 * i + c] = NAME##_sum(taps + c, span);                                      \
        continue;                                                                                                        \
      }                                                                                                                  \
      VECTOR sum = NAME##_load(taps) * (SAMPLE)span->leading_weight;                                                     \
      sum += NAME##_load(taps + 3 * (span->count - 1)) * (SAMPLE)span->trailing_weight;                                  \
      if (span->count > 2) {                                                                                             \
        VECTOR inner = NAME##_load(taps + 3);                                                                            \
        for (int32_t tap = 2; tap + 1 < span->count; tap++) inner += NAME##_load(taps + 3 * tap);                        \
        sum += inner * (SAMPLE)span->inner_weight;                                                                       \
      }                                                                                                                  \
      memcpy(out + 3 * i, &sum, sizeof sum);                                                                             \
    }                                                                                                                    \
  }

FOLD_COLUMNS(ckernels_fold_columns_u16x3, uint16_t, u16x4)
FOLD_COLUMNS(ckernels_fold_columns_u32x3, uint32_t, u32x4)
