/* What the files of the PNG reader share. */
#ifndef CCODECS_PNG_READER_H
#define CCODECS_PNG_READER_H

#include <setjmp.h>

#include <png.h>

#include "CCodecs.h"
#include "input.h"
#include "png_scan.h"
#include "status.h"

struct ccodecs_png_reader {
  jmp_buf escape;
  ccodecs_status status;
  ccodecs_notes notes;
  ccodecs_input *input;
  ccodecs_png_scan scan, ahead;
  png_structp png;
  png_infop info;
  bool input_ended, no_memory, expand, use_transparency, started, interlaced, complete, stream_is_open;
  size_t height, row_bytes, delivered_rows;
  /* Rows that libpng decoded (of an interlaced picture: in all passes), and how many of them come from chunks
   * whose checksum was right: libpng decodes a chunk before it has seen its checksum. */
  size_t decoded_rows, verified_rows;
  /* The last bytes read: a file that ends as PNGs do and yet too early lost bytes in the middle. */
  uint8_t tail[12];
  /* Why decoding of rows stopped. */
  ccodecs_code failure;
  /* An interlaced picture, whole. */
  uint8_t *picture;
};

/* What every entry point does first. */
static inline void ccodecs_png_enter(ccodecs_png_reader *self, ccodecs_bytes memory) {
  self->status = ccodecs_ok();
  self->input->memory = memory;
}

#endif
