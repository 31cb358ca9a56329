#include "png_reader.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of pixel data that libpng asks for at once. Of a file that ends early, what it asks for in vain is lost. */
enum { READ_AT_ONCE = 1024, READ_AT_ONCE_IF_SMALL = 64, SMALL = 65536 };

static bool is_little_endian(void) {
  const uint16_t one = 1;
  uint8_t first;
  memcpy(&first, &one, 1);
  return first == 1;
}

/* Sets the transformations; libpng allocates its rows. */
static void start(ccodecs_png_reader *self) {
  png_structp png = self->png;
  if (!self->expand) png_set_packing(png);
  else if (self->use_transparency || png_get_color_type(png, self->info) == PNG_COLOR_TYPE_PALETTE)
    png_set_expand(png);
  else png_set_expand_gray_1_2_4_to_8(png); /* does nothing to other pictures */
  if (png_get_bit_depth(png, self->info) == 16 && is_little_endian()) png_set_swap(png);
  bool is_small = self->height < SMALL / self->row_bytes;
  png_set_compression_buffer_size(png, is_small ? READ_AT_ONCE_IF_SMALL : READ_AT_ONCE);
  png_set_interlace_handling(png);
  png_read_update_info(png, self->info);
  if (png_get_rowbytes(png, self->info) != self->row_bytes) png_error(png, "rows of an unexpected size");
  self->started = true;
}

/* One row of libpng's, of one pass if the picture is interlaced. */
static void decode_row(ccodecs_png_reader *self, uint8_t *row) {
  png_read_row(self->png, row, NULL);
  self->decoded_rows++;
}

/* All passes into the held picture. */
static void decode_interlaced(ccodecs_png_reader *self) {
  if (self->height > SIZE_MAX / self->row_bytes) png_error(self->png, "too large to hold");
  self->picture = calloc(self->height, self->row_bytes);
  if (self->picture == NULL) {
    self->no_memory = true;
    png_error(self->png, "no memory to hold the interlaced picture");
  }
  for (int pass = 0; pass < PNG_INTERLACE_ADAM7_PASSES; pass++)
    for (size_t row = 0; row < self->height; row++) decode_row(self, self->picture + row * self->row_bytes);
  self->complete = true;
}

/* Rows of the held picture. */
static void deliver(ccodecs_png_reader *self, uint8_t *rows, size_t row_count, size_t *rows_read) {
  if (self->picture == NULL) return;
  memcpy(rows, self->picture + self->delivered_rows * self->row_bytes, row_count * self->row_bytes);
  self->delivered_rows += row_count;
  *rows_read = row_count;
}

/* After an error: whether libpng had finished the last row, and only missed the end of the zlib stream. */
static bool has_finished_last_row(const ccodecs_png_reader *self) {
  if (!self->started) return false;
  if (self->interlaced) return png_get_current_pass_number(self->png) >= PNG_INTERLACE_ADAM7_PASSES;
  return png_get_current_row_number(self->png) >= self->height;
}

ccodecs_status ccodecs_png_reader_read_rows(
  ccodecs_png_reader *self, ccodecs_bytes memory, uint8_t *rows, size_t capacity, size_t row_count,
  size_t *rows_read) {
  ccodecs_png_enter(self, memory);
  *rows_read = 0;
  if (row_count > self->height - self->delivered_rows) row_count = self->height - self->delivered_rows;
  if (row_count > capacity / self->row_bytes) row_count = capacity / self->row_bytes;
  if (setjmp(self->escape)) {
    bool finished = has_finished_last_row(self);
    if (finished) {
      self->decoded_rows++;
      self->complete = true;
      if (!self->interlaced) {
        self->delivered_rows++;
        ++*rows_read;
      }
    }
    if (!finished || self->scan.pixels) {
      self->failure = self->status.code;
      return self->status;
    }
    /* Every IDAT's checksum was right and every row is there: not an error of the pixels. */
    self->stream_is_open = true;
    ccodecs_notes_add(&self->notes, self->status.message);
    self->status = ccodecs_ok();
    if (self->interlaced) deliver(self, rows, row_count, rows_read);
    return self->status;
  }
  if (!self->started) start(self);
  if (self->interlaced) {
    if (!self->complete && self->failure == CCODECS_OK) decode_interlaced(self);
    deliver(self, rows, row_count, rows_read);
    return self->status;
  }
  while (*rows_read < row_count) {
    decode_row(self, rows + *rows_read * self->row_bytes);
    self->delivered_rows++;
    ++*rows_read;
  }
  return self->status;
}

size_t ccodecs_png_reader_decoded_rows(const ccodecs_png_reader *self) { return self->decoded_rows; }

size_t ccodecs_png_reader_rows_intact(const ccodecs_png_reader *self) {
  if (self->failure == CCODECS_OK) return self->height;
  /* What was cut off at the end leaves the rows before it as they were. */
  static const uint8_t end[] = {0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xAE, 0x42, 0x60, 0x82};
  bool was_cut = self->failure == CCODECS_TRUNCATED && memcmp(self->tail, end, sizeof end) != 0;
  size_t rows = was_cut ? self->decoded_rows : self->verified_rows;
  if (!self->interlaced) return rows;
  /* A row of an interlaced picture is complete only after the last pass. */
  size_t earlier = (PNG_INTERLACE_ADAM7_PASSES - 1) * self->height;
  return rows > earlier ? rows - earlier : 0;
}

ccodecs_status ccodecs_png_reader_finish(ccodecs_png_reader *self, ccodecs_bytes memory) {
  ccodecs_png_enter(self, memory);
  if (self->stream_is_open) return self->status; /* libpng cannot go on */
  if (setjmp(self->escape)) return self->status;
  png_read_end(self->png, NULL);
  return self->status;
}
