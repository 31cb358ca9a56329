#include "jpeg_scan.h"

static bool is_frame(uint8_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

static void take_marker(ccodecs_jpeg_scan *scan, uint8_t byte) {
  if (byte == 0xFF) return;
  scan->marker = byte;
  scan->length = scan->taken = 0;
  if (byte == 0xDA || byte == 0xD9) scan->state = CCODECS_SCAN_DONE;
  else if (byte <= 0x01 || (byte >= 0xD0 && byte <= 0xD8)) scan->state = CCODECS_SEEK_MARKER;
  else scan->state = CCODECS_IN_LENGTH;
}

static void take_length(ccodecs_jpeg_scan *scan, uint8_t byte) {
  scan->length = scan->length << 8 | byte;
  if (++scan->taken < 2) return;
  scan->state = scan->length > 2 ? CCODECS_IN_SEGMENT : CCODECS_SEEK_MARKER;
}

/* A frame header: precision, height, width, number of components. */
static void take_frame_byte(ccodecs_jpeg_scan *scan, uint8_t byte) {
  switch (scan->taken - 2) {
  case 0: scan->precision = byte; break;
  case 1: scan->height = (uint32_t)byte << 8; break;
  case 2: scan->height |= byte; break;
  case 3: scan->width = (uint32_t)byte << 8; break;
  case 4: scan->width |= byte; break;
  case 5:
    scan->components = byte;
    scan->frame_marker = scan->marker;
    scan->has_frame = true;
    break;
  default: break;
  }
}

void ccodecs_jpeg_scan_feed(ccodecs_jpeg_scan *scan, const uint8_t *bytes, size_t count) {
  for (size_t i = 0; i < count; i++) {
    switch (scan->state) {
    case CCODECS_SEEK_MARKER:
      if (bytes[i] == 0xFF) scan->state = CCODECS_IN_MARKER;
      break;
    case CCODECS_IN_MARKER: take_marker(scan, bytes[i]); break;
    case CCODECS_IN_LENGTH: take_length(scan, bytes[i]); break;
    case CCODECS_IN_SEGMENT:
      if (is_frame(scan->marker) && !scan->has_frame) take_frame_byte(scan, bytes[i]);
      if (++scan->taken == scan->length) scan->state = CCODECS_SEEK_MARKER;
      break;
    case CCODECS_SCAN_DONE: return;
    }
  }
}
