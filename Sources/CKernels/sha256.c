// SHA-256 (FIPS 180-4) by the processor's own instructions. The Swift twin is SHA256.compress.
#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("sha,sse4.1,ssse3"))) void ckernels_sha256_blocks(uint32_t *state, const uint8_t *blocks,
                                                                        size_t block_count, const uint32_t *constants) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  // The instructions keep the eight words as A B E F and C D G H, the first in the highest lane.
  __m128i badc = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xb1);
  __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);
  __m128i abef = _mm_alignr_epi8(badc, hgfe, 8);
  __m128i cdgh = _mm_blend_epi16(hgfe, badc, 0xf0);
  for (size_t block = 0; block < block_count; block++) {
    const __m128i *words = (const __m128i *)(blocks + 64 * block);
    const __m128i abef_before = abef, cdgh_before = cdgh;
    // Sixteen words of the schedule, four in a vector; the oldest four give way to the next.
    __m128i schedule[4];
    for (int i = 0; i < 4; i++) schedule[i] = _mm_shuffle_epi8(_mm_loadu_si128(words + i), big_endian);
#pragma clang loop unroll(full)
    for (int group = 0; group < 16; group++) {
      if (group >= 4) {
        const __m128i newest = schedule[(group + 3) % 4];
        __m128i next = _mm_sha256msg1_epu32(schedule[group % 4], schedule[(group + 1) % 4]);
        next = _mm_add_epi32(next, _mm_alignr_epi8(newest, schedule[(group + 2) % 4], 4));
        schedule[group % 4] = _mm_sha256msg2_epu32(next, newest);
      }
      const __m128i input =
        _mm_add_epi32(schedule[group % 4], _mm_loadu_si128((const __m128i *)(constants + 4 * group)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, input);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(input, 0x0e));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  const __m128i feba = _mm_shuffle_epi32(abef, 0x1b);
  const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xb1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}
#endif
