/* Watches the markers of a JPEG's header go by and notes its frame header: some releases of libjpeg decode what
 * is refused here, others do not say what they refuse. */
#ifndef CCODECS_JPEG_SCAN_H
#define CCODECS_JPEG_SCAN_H

#include "CCodecs.h"

typedef struct ccodecs_jpeg_scan {
  enum { CCODECS_SEEK_MARKER, CCODECS_IN_MARKER, CCODECS_IN_LENGTH, CCODECS_IN_SEGMENT, CCODECS_SCAN_DONE } state;
  uint8_t marker;
  uint32_t length, taken;
  bool has_frame;
  uint8_t frame_marker, precision, components;
  uint32_t height, width;
} ccodecs_jpeg_scan;

/* Takes the next bytes of the file; stops looking at the first SOS or EOI. */
void ccodecs_jpeg_scan_feed(ccodecs_jpeg_scan *scan, const uint8_t *bytes, size_t count);

#endif
