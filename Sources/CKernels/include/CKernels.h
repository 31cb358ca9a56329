#ifndef CKERNELS_H
#define CKERNELS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Whether this processor and its operating system run AVX2 code. Always false off x86-64.
bool ckernels_has_avx2(void);

/// out[i] = max(a[i], b[i]) for `count` bytes; `out` overlaps neither input. Rows that lie `b - a` apart are
/// expected to be followed by two more of the same kind, which are fetched ahead (never read).
void ckernels_max_rows_u8_avx2(const uint8_t *a, const uint8_t *b, uint8_t *out, size_t count);
/// out[i] = max(row[2i], row[2i + 1]) for `count` outputs from `2 * count` bytes.
void ckernels_max_pairs_u8_avx2(const uint8_t *row, uint8_t *out, size_t count);

/// The most rows that the sums below take at once: a sum of theirs fits 16 bits with room to spare.
enum { CKERNELS_ROWS_AT_ONCE = 8 };

/// sums[i] = weights[0] * rows[0][i] + weights[1] * rows[1][i] + …, added to sums[i] unless it `replaces` it, modulo 2^16, for
/// `count` samples of 1 to CKERNELS_ROWS_AT_ONCE rows; `sums` overlaps no row.
void ckernels_sum_rows_u8_u16_avx2(const uint8_t *const *rows, const uint32_t *weights, size_t row_count, bool replaces,
                                   uint16_t *sums, size_t count);
/// The same modulo 2^32.
void ckernels_sum_rows_u8_u32_avx2(const uint8_t *const *rows, const uint32_t *weights, size_t row_count, bool replaces,
                                   uint32_t *sums, size_t count);

/// sums[i] = weight * row[i], added to sums[i] unless it `replaces` it, modulo 2^32, for `count` words; the two do not
/// overlap.
void ckernels_sum_row_u16_u32_avx2(const uint16_t *row, uint32_t weight, bool replaces, uint32_t *sums, size_t count);

/// One window of a row, in pixels: `count` taps from `first` on, `dilation` apart. The first tap counts `leading` times (the
/// only one, too), the last `trailing` times, those between `inner` times.
typedef struct ckernels_span {
  int32_t first, count, dilation, leading_weight, inner_weight, trailing_weight;
} ckernels_span;

/// The weighted sums of a row of three channels: three per span, modulo 2^16, for spans of dilation 1 inside the row, whose
/// `sample_count` samples are three times its pixels; `out` does not overlap the row.
void ckernels_fold_columns_u16x3(
  const uint16_t *row, size_t sample_count, const ckernels_span *spans, size_t span_count, uint16_t *out);
/// The same modulo 2^32.
void ckernels_fold_columns_u32x3(
  const uint32_t *row, size_t sample_count, const ckernels_span *spans, size_t span_count, uint32_t *out);

/// out[i] = sums[i] / divisor rounded half to even, below 256, for `count` sums whose quotients in float are right: those below
/// 2^16 over divisors below 2^15. The two do not overlap.
void ckernels_average_u16_u8_avx2(const uint16_t *sums, float divisor, uint8_t *out, size_t count);

/// The most taps of the windows below.
enum { CKERNELS_FEW_TAPS = 4 };

/// The weighted sums of a row of three channels in windows of a few taps without gaps, modulo 2^16: three per window, for
/// `pixel_count` windows. The taps of window i begin at the sample `starts[i]`, which never steps back and lies in the row of
/// `sample_count` samples, as every tap does that weighs anything. The weights of tap t (below `tap_count`, which is 1 to
/// CKERNELS_FEW_TAPS) are 16 per four windows from (i / 4 * tap_count + t) * 16 on, four of them the same for each window; there
/// are as many as for a multiple of four windows. `out` does not overlap the row.
void ckernels_fold_few_taps_u16x3_avx2(
  const uint16_t *row, size_t sample_count, const uint32_t *starts, const uint16_t *weights, size_t tap_count,
  size_t pixel_count, uint16_t *out);

/// Colours times their alpha, alpha as it is, for `pixel_count` pixels of four bytes; the two do not overlap.
void ckernels_premultiply_rgba8_avx2(const uint8_t *pixels, uint16_t *products, size_t pixel_count);

/// Whether this processor has instructions for SHA-256. Always false off x86-64.
bool ckernels_has_sha256(void);
/// Takes `block_count` blocks of 64 bytes into the eight words of a SHA-256 state; `constants` are its 64.
void ckernels_sha256_blocks(uint32_t *state, const uint8_t *blocks, size_t block_count, const uint32_t *constants);

#endif
