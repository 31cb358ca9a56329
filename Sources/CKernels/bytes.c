// Row loops over bytes with AVX2. The Swift twins are the RowLoops of IntegerMaximum<UInt8> and IntegerSum<UInt8, UInt16>, and
// BytePairs.maxima.
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

__attribute__((target("avx2"))) void ckernels_add_row_u8_avx2(const uint8_t *row, uint16_t *sums, size_t count) {
  size_t i = 0;
  for (; i + 32 <= count; i += 32) {
    const __m256i low = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(row + i)));
    const __m256i high = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(row + i + 16)));
    __m256i *out = (__m256i *)(sums + i);
    _mm256_storeu_si256(out, _mm256_add_epi16(_mm256_loadu_si256(out), low));
    _mm256_storeu_si256(out + 1, _mm256_add_epi16(_mm256_loadu_si256(out + 1), high));
  }
  for (; i < count; i++) sums[i] = (uint16_t)(sums[i] + row[i]);
}

__attribute__((target("avx2"))) void ckernels_add_rows_u8_avx2(const uint8_t *a, const uint8_t *b, uint16_t *sums,
                                                               size_t count) {
  size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    const __m256i first = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(a + i)));
    const __m256i second = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(b + i)));
    _mm256_storeu_si256((__m256i *)(sums + i), _mm256_add_epi16(first, second));
  }
  for (; i < count; i++) sums[i] = (uint16_t)(a[i] + b[i]);
}
#endif
