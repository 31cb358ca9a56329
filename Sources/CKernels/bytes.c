// Row loops over bytes and words with AVX2. The Swift twins are the RowLoops of IntegerMaximum<UInt8> and of IntegerSum from
// UInt8 to UInt16 and from both to UInt32, BytePairs.maxima, Premultiplication and IntegerAverage.roundedInFloat.
#include <string.h>

#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2"))) void ckernels_max_rows_u8_avx2(const uint8_t *a, const uint8_t *b, uint8_t *out,
                                                               size_t count) {
  // As integers: the rows to come may lie past the end of the plane, where no pointer may point.
  const uintptr_t ahead = 2 * ((uintptr_t)b - (uintptr_t)a);
  size_t i = 0;
  for (; i + 64 <= count; i += 64) {
    _mm_prefetch((const char *)((uintptr_t)(a + i) + ahead), _MM_HINT_T0);
    _mm_prefetch((const char *)((uintptr_t)(b + i) + ahead), _MM_HINT_T0);
    const __m256i low = _mm256_max_epu8(_mm256_loadu_si256((const __m256i *)(a + i)),
                                        _mm256_loadu_si256((const __m256i *)(b + i)));
    const __m256i high = _mm256_max_epu8(_mm256_loadu_si256((const __m256i *)(a + i + 32)),
                                         _mm256_loadu_si256((const __m256i *)(b + i + 32)));
    _mm256_storeu_si256((__m256i *)(out + i), low);
    _mm256_storeu_si256((__m256i *)(out + i + 32), high);
  }
  for (; i < count; i++) out[i] = a[i] > b[i] ? a[i] : b[i];
}

__attribute__((target("avx2"))) void ckernels_max_pairs_u8_avx2(const uint8_t *row, uint8_t *out, size_t count) {
  const __m256i low_bytes = _mm256_set1_epi16(0x00ff);
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    // The next row of results usually follows this one.
    _mm_prefetch((const char *)((uintptr_t)(out + i) + count), _MM_HINT_T0);
    const __m256i first = _mm256_loadu_si256((const __m256i *)(row + 2 * i));
    const __m256i second = _mm256_loadu_si256((const __m256i *)(row + 2 * i + 32));
    const __m256i a = _mm256_max_epu8(_mm256_and_si256(first, low_bytes), _mm256_srli_epi16(first, 8));
    const __m256i b = _mm256_max_epu8(_mm256_and_si256(second, low_bytes), _mm256_srli_epi16(second, 8));
    // packus works in each 128-bit half; the permutation puts the four quarters in order.
    _mm256_storeu_si256((__m256i *)(out + i), _mm256_permute4x64_epi64(_mm256_packus_epi16(a, b), 0xd8));
  }
  for (; i < count; i++) out[i] = row[2 * i] > row[2 * i + 1] ? row[2 * i] : row[2 * i + 1];
}

// The sum of `row_count` rows at `i`, 32 samples in 16 bits.
__attribute__((target("avx2"))) static inline void add_up(const uint8_t *const *rows, size_t row_count, size_t i,
                                                          __m256i *low, __m256i *high) {
  *low = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(rows[0] + i)));
  *high = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(rows[0] + i + 16)));
  for (size_t row = 1; row < row_count; row++) {
    *low = _mm256_add_epi16(*low, _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(rows[row] + i))));
    *high = _mm256_add_epi16(*high, _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(rows[row] + i + 16))));
  }
}

static uint32_t sum_at(const uint8_t *const *rows, size_t row_count, size_t i) {
  uint32_t sum = 0;
  for (size_t row = 0; row < row_count; row++) sum += rows[row][i];
  return sum;
}

// Rows that weigh differently, 32 samples at once; `row_count` and `replaces` are known where this is inlined.
__attribute__((target("avx2"), always_inline)) static inline size_t sum_weighted_rows(
  const uint8_t *const *rows, const uint32_t *weights, size_t row_count, bool replaces, uint16_t *sums, size_t count) {
  __m256i factors[CKERNELS_ROWS_AT_ONCE];
  const uint8_t *starts[CKERNELS_ROWS_AT_ONCE];
  for (size_t row = 0; row < row_count; row++) {
    factors[row] = _mm256_set1_epi16((short)weights[row]);
    starts[row] = rows[row];
  }
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    __m256i *out = (__m256i *)(sums + i);
    __m256i low = replaces ? _mm256_setzero_si256() : _mm256_loadu_si256(out);
    __m256i high = replaces ? _mm256_setzero_si256() : _mm256_loadu_si256(out + 1);
    for (size_t row = 0; row < row_count; row++) {
      const __m128i *samples = (const __m128i *)(starts[row] + i);
      low = _mm256_add_epi16(low, _mm256_mullo_epi16(_mm256_cvtepu8_epi16(_mm_loadu_si128(samples)), factors[row]));
      high = _mm256_add_epi16(high, _mm256_mullo_epi16(_mm256_cvtepu8_epi16(_mm_loadu_si128(samples + 1)), factors[row]));
    }
    _mm256_storeu_si256(out, low);
    _mm256_storeu_si256(out + 1, high);
  }
  return i;
}

// Rows that weigh the same.
__attribute__((target("avx2"))) static size_t sum_alike(const uint8_t *const *rows, size_t row_count, uint32_t weight,
                                                        bool replaces, uint16_t *sums, size_t count) {
  const __m256i weights = _mm256_set1_epi16((short)weight);
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    __m256i low, high;
    add_up(rows, row_count, i, &low, &high);
    if (weight != 1) {
      low = _mm256_mullo_epi16(low, weights);
      high = _mm256_mullo_epi16(high, weights);
    }
    __m256i *out = (__m256i *)(sums + i);
    if (!replaces) {
      low = _mm256_add_epi16(low, _mm256_loadu_si256(out));
      high = _mm256_add_epi16(high, _mm256_loadu_si256(out + 1));
    }
    _mm256_storeu_si256(out, low);
    _mm256_storeu_si256(out + 1, high);
  }
  return i;
}

// How many rows from the first on weigh the same.
static size_t rows_alike(const uint32_t *weights, size_t row_count) {
  size_t count = 1;
  while (count < row_count && weights[count] == weights[0]) count++;
  return count;
}

__attribute__((target("avx2"))) void ckernels_sum_rows_u8_u16_avx2(const uint8_t *const *rows, const uint32_t *weights,
                                                                   size_t row_count, bool replaces, uint16_t *sums,
                                                                   size_t count) {
  size_t i;
  if (rows_alike(weights, row_count) == row_count) i = sum_alike(rows, row_count, weights[0], replaces, sums, count);
  else if (replaces && row_count == 2) i = sum_weighted_rows(rows, weights, 2, true, sums, count);
  else if (replaces && row_count == 3) i = sum_weighted_rows(rows, weights, 3, true, sums, count);
  else if (replaces && row_count == 4) i = sum_weighted_rows(rows, weights, 4, true, sums, count);
  else i = sum_weighted_rows(rows, weights, row_count, replaces, sums, count);
  for (; i < count; i++) {
    uint32_t sum = replaces ? 0u : sums[i];
    for (size_t row = 0; row < row_count; row++) sum += weights[row] * rows[row][i];
    sums[i] = (uint16_t)sum;
  }
}

// Rows that weigh the same, in 32 bits.
__attribute__((target("avx2"))) static void sum_alike_u32(const uint8_t *const *rows, size_t row_count, uint32_t weight,
                                                          bool replaces, uint32_t *sums, size_t count) {
  const __m256i weights = _mm256_set1_epi32((int)weight);
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    __m256i half[2];
    add_up(rows, row_count, i, &half[0], &half[1]);
    for (size_t part = 0; part < 4; part++) {
      const __m256i source = half[part / 2];
      const __m128i eight = part % 2 == 0 ? _mm256_castsi256_si128(source) : _mm256_extracti128_si256(source, 1);
      __m256i *out = (__m256i *)(sums + i) + part;
      __m256i sum = _mm256_mullo_epi32(_mm256_cvtepu16_epi32(eight), weights);
      if (!replaces) sum = _mm256_add_epi32(sum, _mm256_loadu_si256(out));
      _mm256_storeu_si256(out, sum);
    }
  }
  for (; i < count; i++) sums[i] = (replaces ? 0u : sums[i]) + weight * sum_at(rows, row_count, i);
}

__attribute__((target("avx2"))) void ckernels_sum_rows_u8_u32_avx2(const uint8_t *const *rows, const uint32_t *weights,
                                                                   size_t row_count, bool replaces, uint32_t *sums,
                                                                   size_t count) {
  for (size_t row = 0; row < row_count;) {
    const size_t alike = rows_alike(weights + row, row_count - row);
    sum_alike_u32(rows + row, alike, weights[row], replaces && row == 0, sums, count);
    row += alike;
  }
}

__attribute__((target("avx2"))) void ckernels_sum_row_u16_u32_avx2(const uint16_t *row, uint32_t weight, bool replaces,
                                                                   uint32_t *sums, size_t count) {
  const __m256i weights = _mm256_set1_epi32((int)weight);
  size_t i = 0;
  for (; i + 8 <= count; i += 8) {
    __m256i *out = (__m256i *)(sums + i);
    __m256i sum = _mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)(row + i)));
    sum = _mm256_mullo_epi32(sum, weights);
    if (!replaces) sum = _mm256_add_epi32(sum, _mm256_loadu_si256(out));
    _mm256_storeu_si256(out, sum);
  }
  for (; i < count; i++) sums[i] = (replaces ? 0u : sums[i]) + weight * row[i];
}

__attribute__((target("avx2"))) void ckernels_average_u16_u8_avx2(const uint16_t *sums, float divisor, uint8_t *out,
                                                                  size_t count) {
  const __m256 divisors = _mm256_set1_ps(divisor);
  // 1.5 * 2^23 leaves no bits below 1, so adding it rounds, and the integer stands in the low bits.
  const __m256 rounder = _mm256_set1_ps(12582912.0f);
  const __m256i byte = _mm256_set1_epi32(0xff);
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    __m256i half[2];
    for (size_t part = 0; part < 2; part++) {
      const __m256i wide = _mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)(sums + i) + part));
      const __m256 quotients = _mm256_div_ps(_mm256_cvtepi32_ps(wide), divisors);
      half[part] = _mm256_and_si256(_mm256_castps_si256(_mm256_add_ps(quotients, rounder)), byte);
    }
    // Both packings work in each 128-bit half: quarters 0 2 1 3.
    const __m256i words = _mm256_permute4x64_epi64(_mm256_packus_epi32(half[0], half[1]), 0xd8);
    _mm_storeu_si128((__m128i *)(out + i),
                     _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1)));
  }
  for (; i < count; i++) {
    const float shifted = (float)sums[i] / divisor + 12582912.0f;
    uint32_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    out[i] = (uint8_t)bits;
  }
}

__attribute__((target("avx2"))) void ckernels_premultiply_rgba8_avx2(const uint8_t *pixels, uint16_t *products,
                                                                     size_t pixel_count) {
  // Alpha's word in every word of its pixel, and 1 in place of alpha itself.
  const __m256i spread = _mm256_setr_epi8(6, 7, 6, 7, 6, 7, 6, 7, 14, 15, 14, 15, 14, 15, 14, 15, 6, 7, 6, 7, 6, 7, 6, 7,
                                          14, 15, 14, 15, 14, 15, 14, 15);
  const __m256i ones = _mm256_set1_epi16(1);
  size_t i = 0;
  for (; i + 4 <= pixel_count; i += 4) {
    const __m256i four = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(pixels + 4 * i)));
    const __m256i factors = _mm256_blend_epi16(_mm256_shuffle_epi8(four, spread), ones, 0x88);
    _mm256_storeu_si256((__m256i *)(products + 4 * i), _mm256_mullo_epi16(four, factors));
  }
  for (; i < pixel_count; i++) {
    const uint8_t *pixel = pixels + 4 * i;
    for (size_t c = 0; c < 3; c++) products[4 * i + c] = (uint16_t)(pixel[c] * pixel[3]);
    products[4 * i + 3] = pixel[3];
  }
}
#endif
