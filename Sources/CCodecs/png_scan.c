#include "png_scan.h"

#include <stdlib.h>
#include <string.h>

enum { SIGNATURE = 8, CHECKSUM = 4, MOST_EXIF = 1 << 20 };

void ccodecs_png_scan_init(ccodecs_png_scan *scan) {
  memset(scan, 0, sizeof *scan);
  scan->remaining = SIGNATURE;
}

void ccodecs_png_scan_release(ccodecs_png_scan *scan) {
  free(scan->exif);
  scan->exif = NULL;
}

/* Keeps bytes of the eXIf chunk as they come; what a length field claims is never allocated. */
static void capture(ccodecs_png_scan *scan, const uint8_t *bytes, size_t count) {
  if (count > MOST_EXIF - scan->exif_count) count = MOST_EXIF - scan->exif_count;
  if (scan->exif_capacity - scan->exif_count < count) {
    size_t capacity = scan->exif_capacity == 0 ? 4096 : scan->exif_capacity;
    while (capacity - scan->exif_count < count) capacity *= 2;
    uint8_t *exif = realloc(scan->exif, capacity);
    if (exif == NULL) return;
    scan->exif = exif;
    scan->exif_capacity = capacity;
  }
  memcpy(scan->exif + scan->exif_count, bytes, count);
  scan->exif_count += count;
}

static void begin_chunk(ccodecs_png_scan *scan) {
  const uint8_t *h = scan->head;
  uint32_t length = (uint32_t)h[0] << 24 | (uint32_t)h[1] << 16 | (uint32_t)h[2] << 8 | h[3];
  scan->remaining = (uint64_t)length + CHECKSUM;
  scan->chunk_count++;
  scan->pixels = memcmp(h + 4, "IDAT", 4) == 0;
  if (memcmp(h + 4, "eXIf", 4) == 0 && !scan->has_exif) scan->capturing = scan->has_exif = true;
  else if (memcmp(h + 4, "tRNS", 4) == 0) scan->transparency = true;
  else if (memcmp(h + 4, "acTL", 4) == 0) scan->animation = true;
  else if (memcmp(h + 4, "CgBI", 4) == 0) scan->apple = true;
  else if (memcmp(h + 4, "IEND", 4) == 0) scan->end = true;
}

void ccodecs_png_scan_feed(ccodecs_png_scan *scan, const uint8_t *bytes, size_t count) {
  while (count > 0 && !scan->end) {
    size_t part;
    if (scan->remaining > 0) {
      part = scan->remaining < count ? (size_t)scan->remaining : count;
      if (scan->capturing && scan->remaining > CHECKSUM) {
        if (part > scan->remaining - CHECKSUM) part = (size_t)(scan->remaining - CHECKSUM);
        capture(scan, bytes, part);
      }
      scan->remaining -= part;
      if (scan->remaining == 0) scan->capturing = false;
    } else {
      part = sizeof scan->head - scan->head_count;
      if (part > count) part = count;
      memcpy(scan->head + scan->head_count, bytes, part);
      scan->head_count += part;
      if (scan->head_count == sizeof scan->head) {
        scan->head_count = 0;
        begin_chunk(scan);
      }
    }
    bytes += part;
    count -= part;
  }
}

uint64_t ccodecs_png_scan_skippable(const ccodecs_png_scan *scan) {
  return scan->capturing ? 0 : scan->remaining;
}

void ccodecs_png_scan_skip(ccodecs_png_scan *scan) { scan->remaining = 0; }
