#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include <zlib.h>

#include "CCodecs.h"
#include "output.h"
#include "png_filter.h"
#include "png_runs.h"
#include "status.h"

struct ccodecs_png_writer {
  jmp_buf escape;
  ccodecs_status status;
  ccodecs_output *output;
  png_structp png;
  png_infop info;
  size_t row_bytes; /* of a row as the caller gives it */
  /* A small picture, held until it is whole, so that it can be looked at; NULL: rows are written as they come. Its samples
   * are in the file's byte order. */
  uint8_t *held;
  size_t height, held_rows, bytes_per_pixel;
  bool swaps; /* bytes of 16-bit samples */
  int compression;
  /* Room for a row, the one above, and each of its filtered forms. */
  uint8_t *filter_room;
  z_stream zlib;
  bool zlib_is_open;
  uint8_t idat[8192];
};

static _Noreturn void on_error(png_structp png, png_const_charp message) {
  ccodecs_png_writer *self = png_get_error_ptr(png);
  if (self->output->os_error != 0)
    ccodecs_status_set_os_error(&self->status, CCODECS_UNWRITABLE, self->output->os_error);
  else ccodecs_status_set(&self->status, CCODECS_UNSUPPORTED, message);
  longjmp(self->escape, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static void on_write(png_structp png, png_bytep bytes, size_t count) {
  ccodecs_png_writer *self = png_get_io_ptr(png);
  if (!ccodecs_output_write(self->output, bytes, count)) png_error(png, "write failed");
}

static void on_flush(png_structp png) { (void)png; }

ccodecs_png_writer *ccodecs_png_writer_create(ccodecs_output *output) {
  ccodecs_png_writer *self = calloc(1, sizeof *self);
  if (self == NULL) return NULL;
  self->output = output;
  if (setjmp(self->escape)) {
    ccodecs_png_writer_destroy(self);
    return NULL;
  }
  self->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, self, on_error, on_warning);
  if (self->png != NULL) self->info = png_create_info_struct(self->png);
  if (self->info == NULL) {
    ccodecs_png_writer_destroy(self);
    return NULL;
  }
  return self;
}

void ccodecs_png_writer_destroy(ccodecs_png_writer *self) {
  if (self == NULL) return;
  if (self->png != NULL && setjmp(self->escape) == 0) png_destroy_write_struct(&self->png, &self->info);
  if (self->zlib_is_open) deflateEnd(&self->zlib);
  free(self->filter_room);
  free(self->held);
  free(self);
}

static void set_metadata(
  png_structp png, png_infop info, const ccodecs_png_settings *settings, const uint8_t *profile,
  size_t profile_count) {
  if (settings->has_resolution)
    png_set_pHYs(
      png, info, settings->resolution_x, settings->resolution_y,
      settings->resolution_per_metre ? PNG_RESOLUTION_METER : PNG_RESOLUTION_UNKNOWN);
  if (profile != NULL && profile_count > 0 && profile_count <= PNG_UINT_31_MAX) {
    png_set_iCCP(png, info, "ICC profile", PNG_COMPRESSION_TYPE_BASE, profile, (png_uint_32)profile_count);
    /* libpng leaves out what it takes for nonsense. */
    if (png_get_valid(png, info, PNG_INFO_iCCP)) return;
  }
  const int32_t *c = settings->chromaticities;
  if (settings->has_gamma && settings->gamma <= PNG_UINT_31_MAX)
    png_set_gAMA_fixed(png, info, (png_fixed_point)settings->gamma);
  if (settings->has_chromaticities) png_set_cHRM_fixed(png, info, c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]);
  if (settings->has_srgb) png_set_sRGB(png, info, settings->srgb_intent);
}

static void set_palette(png_structp png, png_infop info, const ccodecs_png_settings *settings) {
  png_color colors[256];
  png_byte alphas[256];
  if (settings->palette_count > 256 || settings->palette_alpha_count > settings->palette_count)
    png_error(png, "a palette has at most 256 entries");
  for (int entry = 0; entry < settings->palette_count; entry++) {
    const uint8_t *rgba = settings->palette[entry];
    colors[entry] = (png_color){.red = rgba[0], .green = rgba[1], .blue = rgba[2]};
    alphas[entry] = rgba[3];
  }
  png_set_PLTE(png, info, colors, settings->palette_count);
  if (settings->palette_alpha_count > 0) png_set_tRNS(png, info, alphas, settings->palette_alpha_count, NULL);
}

bool ccodecs_png_writer_has_profile(const ccodecs_png_writer *self) {
  return png_get_valid(self->png, self->info, PNG_INFO_iCCP) != 0;
}

ccodecs_status ccodecs_png_writer_begin(
  ccodecs_png_writer *self, const ccodecs_png_settings *settings, const uint8_t *profile, size_t profile_count) {
  static const int color_types[] = {
    PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
  self->status = ccodecs_ok();
  if (setjmp(self->escape)) return self->status;
  png_structp png = self->png;
  png_set_write_fn(png, self, on_write, on_flush);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  /* An odd profile is no reason not to write a picture: libpng writes it or, if it is nonsense, leaves it out. */
  png_set_benign_errors(png, 1);
  if (settings->channels < 1 || settings->channels > 4) png_error(png, "a PNG has one to four channels");
  png_set_compression_level(png, settings->compression);
  bool indexed = settings->palette_count > 0;
  png_set_IHDR(
    png, self->info, settings->width, settings->height, settings->bit_depth,
    indexed ? PNG_COLOR_TYPE_PALETTE : color_types[settings->channels - 1], PNG_INTERLACE_NONE,
    PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
  if (indexed) set_palette(png, self->info, settings);
  set_metadata(png, self->info, settings, profile, profile_count);
  png_write_info(png, self->info);
  self->row_bytes = indexed ? settings->width : png_get_rowbytes(png, self->info);
  if (indexed && settings->bit_depth < 8) png_set_packing(png);
  const uint16_t one = 1;
  uint8_t first;
  memcpy(&first, &one, 1);
  self->swaps = settings->bit_depth == 16 && first == 1;
  if (self->swaps) png_set_swap(png);
  self->height = settings->height;
  self->bytes_per_pixel = (size_t)settings->channels * settings->bit_depth / 8;
  self->compression = settings->compression;
  bool is_quick = settings->compression >= 1 && settings->compression <= CCODECS_PNG_QUICK;
  if (is_quick && !indexed && self->row_bytes <= CCODECS_PNG_MOST_HELD / self->height) {
    self->held = malloc(self->row_bytes * self->height);
    if (self->held == NULL) png_error(png, "no memory to hold the picture");
  }
  return self->status;
}

/* Takes what zlib makes of the bytes, and writes it in chunks. May jump. */
static void compress_bytes(ccodecs_png_writer *self, const uint8_t *bytes, size_t count, bool is_last) {
  z_stream *zlib = &self->zlib;
  zlib->next_in = (uint8_t *)(uintptr_t)bytes;
  zlib->avail_in = (uInt)count;
  int code;
  do {
    code = deflate(zlib, is_last ? Z_FINISH : Z_NO_FLUSH);
    if (code == Z_STREAM_ERROR) png_error(self->png, "zlib cannot compress");
    size_t made = sizeof self->idat - zlib->avail_out;
    if (zlib->avail_out == 0 || code == Z_STREAM_END) {
      png_write_chunk(self->png, (png_const_bytep) "IDAT", self->idat, made);
      zlib->next_out = self->idat;
      zlib->avail_out = sizeof self->idat;
    }
  } while (zlib->avail_in > 0 || (is_last && code != Z_STREAM_END));
}

/* Filters, compresses and writes the held picture. May jump. */
static void write_held(ccodecs_png_writer *self) {
  size_t count = self->height * self->row_bytes;
  bool suits_runs = ccodecs_png_suits_runs(self->held, count, self->bytes_per_pixel);
  if (deflateInit2(
        &self->zlib, self->compression, Z_DEFLATED, MAX_WBITS, 8, suits_runs ? Z_RLE : Z_FILTERED) != Z_OK)
    png_error(self->png, "no memory to compress");
  self->zlib_is_open = true;
  self->zlib.next_out = self->idat;
  self->zlib.avail_out = sizeof self->idat;
  size_t room = CCODECS_PNG_BEFORE_ROW + self->row_bytes + CCODECS_PNG_AFTER_ROW;
  self->filter_room = calloc(2 + CCODECS_PNG_FILTERS, room);
  if (self->filter_room == NULL) png_error(self->png, "no memory to filter a row");
  uint8_t *row = self->filter_room + CCODECS_PNG_BEFORE_ROW, *above = row + room;
  uint8_t *filtered[CCODECS_PNG_FILTERS];
  for (int filter = 0; filter < CCODECS_PNG_FILTERS; filter++) {
    filtered[filter] = row + (size_t)(2 + filter) * room;
    filtered[filter][-1] = (uint8_t)filter;
  }
  for (size_t y = 0; y < self->height; y++) {
    memcpy(row, self->held + y * self->row_bytes, self->row_bytes);
    int best = ccodecs_png_filter_row(row, above, self->row_bytes, self->bytes_per_pixel, filtered);
    compress_bytes(self, filtered[best] - 1, 1 + self->row_bytes, y + 1 == self->height);
    uint8_t *spare = above;
    above = row;
    row = spare;
  }
}

/* Takes a row of a picture that is looked at before it is written. May jump. */
static void hold_row(ccodecs_png_writer *self, const uint8_t *row) {
  if (self->held_rows == self->height) png_error(self->png, "more rows than announced");
  uint8_t *held = self->held + self->held_rows * self->row_bytes;
  memcpy(held, row, self->row_bytes);
  for (size_t i = 0; self->swaps && i + 1 < self->row_bytes; i += 2) {
    uint8_t low = held[i];
    held[i] = held[i + 1];
    held[i + 1] = low;
  }
  if (++self->held_rows == self->height) write_held(self);
}

ccodecs_status ccodecs_png_writer_write_rows(
  ccodecs_png_writer *self, const uint8_t *rows, size_t count, size_t row_count, size_t row_bytes) {
  self->status = ccodecs_ok();
  if (setjmp(self->escape)) return self->status;
  if (self->row_bytes != row_bytes || (row_bytes != 0 && row_count > count / row_bytes))
    png_error(self->png, "rows of another size than announced");
  for (size_t row = 0; row < row_count; row++) {
    if (self->held != NULL) hold_row(self, rows + row * row_bytes);
    else png_write_row(self->png, rows + row * row_bytes);
  }
  return self->status;
}

ccodecs_status ccodecs_png_writer_finish(ccodecs_png_writer *self) {
  self->status = ccodecs_ok();
  if (setjmp(self->escape)) return self->status;
  if (self->held == NULL) png_write_end(self->png, self->info);
  else if (self->held_rows < self->height) png_error(self->png, "fewer rows than announced");
  else png_write_chunk(self->png, (png_const_bytep) "IEND", NULL, 0); /* libpng would miss chunks of its own */
  if (!ccodecs_output_flush(self->output)) png_error(self->png, "write failed");
  return self->status;
}
