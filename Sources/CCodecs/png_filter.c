#include "png_filter.h"

#include <string.h>

typedef uint8_t u8x8 __attribute__((vector_size(8)));
typedef uint16_t u16x8 __attribute__((vector_size(16)));
typedef int16_t i16x8 __attribute__((vector_size(16)));
enum { LANES = 8 };

static u8x8 load(const uint8_t *bytes) {
  u8x8 vector;
  memcpy(&vector, bytes, sizeof vector);
  return vector;
}

static i16x8 magnitude(i16x8 numbers) {
  i16x8 sign = numbers >> 15;
  return (numbers ^ sign) - sign;
}

/* Of left, above and above left the one nearest to left + above - above left; the first of several. */
static u8x8 paeth(u8x8 left, u8x8 above, u8x8 corner) {
  i16x8 a = __builtin_convertvector(left, i16x8), b = __builtin_convertvector(above, i16x8);
  i16x8 c = __builtin_convertvector(corner, i16x8);
  i16x8 from_a = magnitude(b - c), from_b = magnitude(a - c), from_c = magnitude(a + b - c - c);
  i16x8 is_a = (from_a <= from_b) & (from_a <= from_c), is_b = ~is_a & (from_b <= from_c);
  return __builtin_convertvector((a & is_a) | (b & is_b) | (c & ~is_a & ~is_b), u8x8);
}

/* The sum of the bytes as signed numbers' magnitudes. */
static uint64_t sum_of_magnitudes(const uint8_t *bytes, size_t count) {
  uint64_t sum = 0;
  size_t i = 0;
  while (i + LANES <= count) {
    /* 128 a step: 500 of them stay within 16 bits. */
    u16x8 part = {0};
    for (size_t step = 0; step < 500 && i + LANES <= count; step++, i += LANES) {
      u8x8 some = load(bytes + i), sign = (u8x8)(some > 127);
      part += __builtin_convertvector((some ^ sign) - sign, u16x8);
    }
    for (size_t lane = 0; lane < LANES; lane++) sum += part[lane];
  }
  for (; i < count; i++) sum += bytes[i] < 128 ? bytes[i] : 256u - bytes[i];
  return sum;
}

int ccodecs_png_filter_row(
  const uint8_t *row, const uint8_t *above, size_t count, size_t bytes_per_pixel,
  uint8_t *const filtered[CCODECS_PNG_FILTERS]) {
  memcpy(filtered[0], row, count);
  for (size_t i = 0; i < count; i += LANES) {
    u8x8 here = load(row + i), a = load(row + i - bytes_per_pixel);
    u8x8 b = load(above + i), c = load(above + i - bytes_per_pixel);
    /* Half the sum, rounded down, without a ninth bit. */
    u8x8 results[] = {here - a, here - b, here - ((a & b) + ((a ^ b) >> 1)), here - paeth(a, b, c)};
    for (int filter = 1; filter < CCODECS_PNG_FILTERS; filter++)
      memcpy(filtered[filter] + i, &results[filter - 1], sizeof results[0]);
  }
  int best = 0;
  uint64_t least = UINT64_MAX;
  for (int filter = 0; filter < CCODECS_PNG_FILTERS; filter++) {
    uint64_t sum = sum_of_magnitudes(filtered[filter], count);
    if (sum >= least) continue;
    least = sum;
    best = filter;
  }
  return best;
}
