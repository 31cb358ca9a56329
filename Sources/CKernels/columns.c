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

#if defined(__x86_64__)
#include <immintrin.h>

// Four pixels, each with a sample of the next one, from four places.
__attribute__((target("avx2"))) static inline __m256i four_pixels(const uint16_t *row, const uint32_t *starts, size_t shift) {
  __m128i low = _mm_loadl_epi64((const __m128i *)(row + starts[0] + shift));
  __m128i high = _mm_loadl_epi64((const __m128i *)(row + starts[2] + shift));
  low = _mm_castpd_si128(_mm_loadh_pd(_mm_castsi128_pd(low), (const double *)(const void *)(row + starts[1] + shift)));
  high = _mm_castpd_si128(_mm_loadh_pd(_mm_castsi128_pd(high), (const double *)(const void *)(row + starts[3] + shift)));
  return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}

// The same near the end of the row: nothing is read past it; a pixel there, which weighs nothing, is 0.
__attribute__((target("avx2"))) static __m256i four_last_pixels(const uint16_t *row, size_t sample_count,
                                                                const uint32_t *starts, size_t shift) {
  uint16_t pixels[16] = {0};
  for (size_t i = 0; i < 4; i++) {
    const size_t start = (size_t)starts[i] + shift;
    if (start + 3 <= sample_count) memcpy(pixels + 4 * i, row + start, 3 * sizeof *row);
  }
  return _mm256_loadu_si256((const __m256i *)pixels);
}

// The three samples of four pixels side by side: twelve in all.
__attribute__((target("avx2"))) static inline void put_pixels(__m256i sums, uint16_t *out) {
  const __m256i close_up = _mm256_setr_epi8(0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, -1, -1, -1, -1, 0, 1, 2, 3, 4, 5, 8, 9,
                                            10, 11, 12, 13, -1, -1, -1, -1);
  sums = _mm256_shuffle_epi8(sums, close_up);
  const __m128i last = _mm256_extracti128_si256(sums, 1);
  // The first half's last two samples are overwritten by the second half.
  _mm_storeu_si128((__m128i *)out, _mm256_castsi256_si128(sums));
  _mm_storel_epi64((__m128i *)(out + 6), last);
  const uint32_t end = (uint32_t)_mm_extract_epi32(last, 2);
  memcpy(out + 10, &end, sizeof end);
}

// `tap_count` is known where this is inlined.
__attribute__((target("avx2"), always_inline)) static inline void fold_groups(
  const uint16_t *row, size_t group_count, const uint32_t *starts, const uint16_t *weights, size_t tap_count,
  uint16_t *out) {
  for (size_t group = 0; group < group_count; group++) {
    __m256i sums = _mm256_mullo_epi16(four_pixels(row, starts, 0), _mm256_loadu_si256((const __m256i *)weights));
    for (size_t tap = 1; tap < tap_count; tap++)
      sums = _mm256_add_epi16(sums, _mm256_mullo_epi16(four_pixels(row, starts, 3 * tap),
                                                       _mm256_loadu_si256((const __m256i *)weights + tap)));
    put_pixels(sums, out);
    starts += 4;
    weights += 16 * tap_count;
    out += 12;
  }
}

__attribute__((target("avx2"))) void ckernels_fold_few_taps_u16x3_avx2(const uint16_t *row, size_t sample_count,
                                                                       const uint32_t *starts, const uint16_t *weights,
                                                                       size_t tap_count, size_t pixel_count,
                                                                       uint16_t *out) {
  if (tap_count < 1 || tap_count > CKERNELS_FEW_TAPS) return;
  // Groups whose last vector ends inside the row; starts never step back.
  size_t groups = pixel_count / 4;
  while (groups > 0 && (size_t)starts[4 * groups - 1] + 3 * tap_count + 1 > sample_count) groups--;
  if (tap_count == 1) fold_groups(row, groups, starts, weights, 1, out);
  if (tap_count == 2) fold_groups(row, groups, starts, weights, 2, out);
  if (tap_count == 3) fold_groups(row, groups, starts, weights, 3, out);
  if (tap_count == 4) fold_groups(row, groups, starts, weights, 4, out);
  for (size_t first = 4 * groups; first < pixel_count; first += 4) {
    const size_t count = pixel_count - first < 4 ? pixel_count - first : 4;
    uint32_t group_starts[4];
    // Windows that there are not have weights, which are 0, and no starts.
    for (size_t i = 0; i < 4; i++) group_starts[i] = starts[first + (i < count ? i : count - 1)];
    const __m256i *group_weights = (const __m256i *)(weights + first * 4 * tap_count);
    __m256i sums = _mm256_setzero_si256();
    for (size_t tap = 0; tap < tap_count; tap++)
      sums = _mm256_add_epi16(sums, _mm256_mullo_epi16(four_last_pixels(row, sample_count, group_starts, 3 * tap),
                                                       _mm256_loadu_si256(group_weights + tap)));
    uint16_t pixels[12];
    put_pixels(sums, pixels);
    memcpy(out + 3 * first, pixels, 3 * count * sizeof *out);
  }
}
#endif
