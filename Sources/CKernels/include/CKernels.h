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

/// sums[i] += row[i] for `count` bytes; the two do not overlap.
void ckernels_add_row_u8_avx2(const uint8_t *row, uint16_t *sums, size_t count);
/// sums[i] = a[i] + b[i] for `count` bytes; `sums` overlaps neither input.
void ckernels_add_rows_u8_avx2(const uint8_t *a, const uint8_t *b, uint16_t *sums, size_t count);

#endif
