#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "status.h"

struct ccodecs_deflater {
  z_stream zlib;
};

ccodecs_deflater *ccodecs_deflater_create(int level) {
  ccodecs_deflater *self = calloc(1, sizeof *self);
  if (self == NULL) return NULL;
  if (deflateInit(&self->zlib, level) != Z_OK) {
    free(self);
    return NULL;
  }
  return self;
}

void ccodecs_deflater_destroy(ccodecs_deflater *self) {
  if (self == NULL) return;
  deflateEnd(&self->zlib);
  free(self);
}

ccodecs_status ccodecs_deflater_run(
  ccodecs_deflater *self, const uint8_t *input, size_t input_count, bool is_last, uint8_t *output,
  size_t output_capacity, ccodecs_deflated *result) {
  ccodecs_status status = ccodecs_ok();
  memset(result, 0, sizeof *result);
  /* zlib counts in unsigned int, and what it is not shown now it gets by the next call. */
  uInt shown = input_count > UINT_MAX ? UINT_MAX : (uInt)input_count;
  uInt room = output_capacity > UINT_MAX ? UINT_MAX : (uInt)output_capacity;
  self->zlib.next_in = (uint8_t *)(uintptr_t)input;
  self->zlib.avail_in = shown;
  self->zlib.next_out = output;
  self->zlib.avail_out = room;
  int code = deflate(&self->zlib, is_last && shown == input_count ? Z_FINISH : Z_NO_FLUSH);
  /* Z_BUF_ERROR only says that there was nothing to do. */
  if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
    ccodecs_status_set(&status, CCODECS_UNWRITABLE, "zlib cannot compress");
  result->taken = shown - self->zlib.avail_in;
  result->made = room - self->zlib.avail_out;
  result->is_done = code == Z_STREAM_END;
  self->zlib.next_in = NULL;
  self->zlib.next_out = NULL;
  return status;
}
