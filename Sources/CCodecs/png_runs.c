#include "png_runs.h"

#include <string.h>

/* Stretches this long are compared: shorter ones come again by chance in smooth photographs, and no filter keeps those alike. */
enum { STRETCH = 24, TABLE_BITS = 12 };

static size_t place_in_table(const uint8_t *stretch) {
  const uint64_t odd = 0x9E3779B97F4A7C15;
  uint64_t hash = 0;
  for (size_t i = 0; i < STRETCH; i += 8) {
    uint64_t word;
    memcpy(&word, stretch + i, sizeof word);
    hash = (hash ^ word) * odd;
    hash ^= hash >> 29;
  }
  return (size_t)(hash >> (64 - TABLE_BITS));
}

bool ccodecs_png_suits_runs(const uint8_t *samples, size_t count, size_t bytes_per_pixel) {
  /* Where a stretch was met last; the first one, which is not entered, stands for none. */
  uint32_t met[1 << TABLE_BITS] = {0};
  if (count > UINT32_MAX) return false;
  size_t pixels = 0, again = 0;
  for (size_t i = bytes_per_pixel; i + STRETCH <= count; i += bytes_per_pixel) {
    pixels++;
    /* One colour is a run. */
    if (memcmp(samples + i, samples + i - bytes_per_pixel, STRETCH) == 0) continue;
    uint32_t *place = met + place_in_table(samples + i);
    if (*place != 0 && memcmp(samples + *place, samples + i, STRETCH) == 0) again++;
    *place = (uint32_t)i;
  }
  return again < pixels / 64;
}
