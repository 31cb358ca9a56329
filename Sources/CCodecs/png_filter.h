/* PNG's row filters, several bytes at once. */
#ifndef CCODECS_PNG_FILTER_H
#define CCODECS_PNG_FILTER_H

#include <stddef.h>
#include <stdint.h>

/* Rows are preceded by as many zeros as a pixel has bytes at most, and followed by room for a vector. */
enum { CCODECS_PNG_FILTERS = 5, CCODECS_PNG_BEFORE_ROW = 8, CCODECS_PNG_AFTER_ROW = 8 };

/* The row filtered in each way (the PNG specification, chapter 9), `count` bytes in each of `filtered`, which have room for a
 * vector more. `above` is the row before, zeros before the first.
 *
 * Returns the filter whose bytes have the least sum of magnitudes, the first of several: what the specification advises and
 * libpng does. */
int ccodecs_png_filter_row(
  const uint8_t *row, const uint8_t *above, size_t count, size_t bytes_per_pixel,
  uint8_t *const filtered[CCODECS_PNG_FILTERS]);

#endif
