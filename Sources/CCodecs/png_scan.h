/* Watches the chunks of a PNG go by: which there are, and what the first eXIf chunk holds. */
#ifndef CCODECS_PNG_SCAN_H
#define CCODECS_PNG_SCAN_H

#include "CCodecs.h"

typedef struct ccodecs_png_scan {
  /* The 8 bytes of the current chunk's length and name, as far as they have come. */
  uint8_t head[8];
  size_t head_count;
  /* Bytes still to come of the signature or of the chunk's contents and checksum. */
  uint64_t remaining;
  bool capturing, has_exif;
  size_t chunk_count;
  /* `pixels`: the chunk begun last is an IDAT. */
  bool transparency, animation, apple, pixels, end;
  /* The contents of the first eXIf chunk, at most 1 MiB of them. */
  uint8_t *exif;
  size_t exif_count, exif_capacity;
} ccodecs_png_scan;

void ccodecs_png_scan_init(ccodecs_png_scan *scan);
void ccodecs_png_scan_release(ccodecs_png_scan *scan);
/* Takes the next bytes of the file. */
void ccodecs_png_scan_feed(ccodecs_png_scan *scan, const uint8_t *bytes, size_t count);
/* Bytes ahead that hold nothing of interest. */
uint64_t ccodecs_png_scan_skippable(const ccodecs_png_scan *scan);
/* They were skipped. */
void ccodecs_png_scan_skip(ccodecs_png_scan *scan);

#endif
