#include <limits.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "CCodecs.h"
#include "output.h"
#include "status.h"

enum { BLOCK = 16384, PROFILE_PART = 65519, PROFILE_HEAD = 14 };

struct ccodecs_jpeg_writer {
  struct jpeg_error_mgr errors; /* first: libjpeg hands back a pointer to it */
  jmp_buf escape;
  ccodecs_status status;
  ccodecs_output *output;
  struct jpeg_compress_struct cinfo;
  struct jpeg_destination_mgr destination;
  uint8_t block[BLOCK];
};

static _Noreturn void on_error(j_common_ptr common) {
  ccodecs_jpeg_writer *self = (ccodecs_jpeg_writer *)common->err;
  if (self->output->os_error != 0) {
    ccodecs_status_set_os_error(&self->status, CCODECS_UNWRITABLE, self->output->os_error);
  } else {
    char text[JMSG_LENGTH_MAX];
    self->errors.format_message(common, text);
    bool memory = self->errors.msg_code == JERR_OUT_OF_MEMORY;
    ccodecs_status_set(&self->status, memory ? CCODECS_OUT_OF_MEMORY : CCODECS_UNSUPPORTED, text);
  }
  longjmp(self->escape, 1);
}

static void on_message(j_common_ptr common, int level) {
  (void)common;
  (void)level;
}

static void on_output(j_common_ptr common) { (void)common; }

static void use_block(ccodecs_jpeg_writer *self) {
  self->destination.next_output_byte = self->block;
  self->destination.free_in_buffer = sizeof self->block;
}

static void on_init(j_compress_ptr cinfo) { use_block((ccodecs_jpeg_writer *)cinfo->err); }

static boolean on_empty(j_compress_ptr cinfo) {
  ccodecs_jpeg_writer *self = (ccodecs_jpeg_writer *)cinfo->err;
  if (!ccodecs_output_write(self->output, self->block, sizeof self->block)) ERREXIT(cinfo, JERR_FILE_WRITE);
  use_block(self);
  return TRUE;
}

static void on_term(j_compress_ptr cinfo) {
  ccodecs_jpeg_writer *self = (ccodecs_jpeg_writer *)cinfo->err;
  size_t count = sizeof self->block - self->destination.free_in_buffer;
  if (!ccodecs_output_write(self->output, self->block, count) || !ccodecs_output_flush(self->output))
    ERREXIT(cinfo, JERR_FILE_WRITE);
}

ccodecs_jpeg_writer *ccodecs_jpeg_writer_create(ccodecs_output *output) {
  ccodecs_jpeg_writer *self = malloc(sizeof *self);
  if (self == NULL) return NULL;
  memset(self, 0, offsetof(ccodecs_jpeg_writer, block));
  self->output = output;
  self->cinfo.err = jpeg_std_error(&self->errors);
  self->errors.error_exit = on_error;
  self->errors.emit_message = on_message;
  self->errors.output_message = on_output;
  self->destination.init_destination = on_init;
  self->destination.empty_output_buffer = on_empty;
  self->destination.term_destination = on_term;
  if (setjmp(self->escape)) {
    ccodecs_jpeg_writer_destroy(self);
    return NULL;
  }
  jpeg_create_compress(&self->cinfo);
  self->cinfo.dest = &self->destination;
  return self;
}

void ccodecs_jpeg_writer_destroy(ccodecs_jpeg_writer *self) {
  if (self == NULL) return;
  if (setjmp(self->escape) == 0) jpeg_destroy_compress(&self->cinfo);
  free(self);
}

/* The profile in segments of APP2, each with its number and their count. */
static void write_profile(ccodecs_jpeg_writer *self, const uint8_t *profile, size_t count) {
  size_t parts = (count + PROFILE_PART - 1) / PROFILE_PART;
  if (parts > 255) return;
  for (size_t part = 0; part < parts; part++) {
    size_t from = part * PROFILE_PART, length = count - from < PROFILE_PART ? count - from : PROFILE_PART;
    jpeg_write_m_header(&self->cinfo, JPEG_APP0 + 2, (unsigned)(length + PROFILE_HEAD));
    for (const char *c = "ICC_PROFILE"; *c != 0; c++) jpeg_write_m_byte(&self->cinfo, *c);
    jpeg_write_m_byte(&self->cinfo, 0);
    jpeg_write_m_byte(&self->cinfo, (int)part + 1);
    jpeg_write_m_byte(&self->cinfo, (int)parts);
    for (size_t i = 0; i < length; i++) jpeg_write_m_byte(&self->cinfo, profile[from + i]);
  }
}

ccodecs_status ccodecs_jpeg_writer_begin(
  ccodecs_jpeg_writer *self, const ccodecs_jpeg_settings *settings, const uint8_t *profile, size_t profile_count) {
  self->status = ccodecs_ok();
  if (setjmp(self->escape)) return self->status;
  struct jpeg_compress_struct *cinfo = &self->cinfo;
  if (settings->channels != 1 && settings->channels != 3) ERREXIT(cinfo, JERR_BAD_IN_COLORSPACE);
  cinfo->image_width = settings->width;
  cinfo->image_height = settings->height;
  cinfo->input_components = settings->channels;
  cinfo->in_color_space = settings->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(cinfo);
  jpeg_set_quality(cinfo, settings->quality, TRUE);
  if (settings->channels == 3) {
    int factor = settings->subsampled ? 2 : 1;
    cinfo->comp_info[0].h_samp_factor = cinfo->comp_info[0].v_samp_factor = factor;
  }
  cinfo->optimize_coding = settings->optimized;
  if (settings->progressive) jpeg_simple_progression(cinfo);
  if (settings->has_density) {
    cinfo->density_unit = settings->density_unit;
    cinfo->X_density = settings->density_x;
    cinfo->Y_density = settings->density_y;
  }
  jpeg_start_compress(cinfo, TRUE);
  if (profile != NULL && profile_count > 0) write_profile(self, profile, profile_count);
  return self->status;
}

ccodecs_status ccodecs_jpeg_writer_write_rows(
  ccodecs_jpeg_writer *self, const uint8_t *rows, size_t count, size_t row_count, size_t row_bytes) {
  self->status = ccodecs_ok();
  if (setjmp(self->escape)) return self->status;
  struct jpeg_compress_struct *cinfo = &self->cinfo;
  size_t wanted = (size_t)cinfo->image_width * (size_t)cinfo->input_components;
  if (row_bytes != wanted || row_count > count / row_bytes) ERREXIT(cinfo, JERR_BUFFER_SIZE);
  for (size_t row = 0; row < row_count; row++) {
    /* libjpeg only reads the samples. */
    JSAMPROW line = (JSAMPROW)(uintptr_t)(rows + row * row_bytes);
    jpeg_write_scanlines(cinfo, &line, 1);
  }
  return self->status;
}

ccodecs_status ccodecs_jpeg_writer_finish(ccodecs_jpeg_writer *self) {
  self->status = ccodecs_ok();
  if (setjmp(self->escape)) return self->status;
  jpeg_finish_compress(&self->cinfo);
  return self->status;
}
