/* Which of zlib's strategies suits a picture. */
#ifndef CCODECS_PNG_RUNS_H
#define CCODECS_PNG_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether stretches of the samples seldom come again, as in photographs. Then zlib's search finds next to nothing: looking for
 * runs alone takes a third of the time and makes files of the same size. Drawings, text and screens take several times the
 * bytes without the search. `bytes_per_pixel` is at least 1. */
bool ccodecs_png_suits_runs(const uint8_t *samples, size_t count, size_t bytes_per_pixel);

#endif
