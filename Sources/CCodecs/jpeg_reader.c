#include "jpeg_reader.h"

#include <stdlib.h>
#include <string.h>

ccodecs_jpeg_reader *ccodecs_jpeg_reader_create(ccodecs_input *input) {
  ccodecs_jpeg_reader *self = malloc(sizeof *self);
  if (self == NULL) return NULL;
  memset(self, 0, offsetof(ccodecs_jpeg_reader, segment));
  self->input = input;
  ccodecs_jpeg_install(self);
  if (setjmp(self->escape)) {
    ccodecs_jpeg_reader_destroy(self);
    return NULL;
  }
  jpeg_create_decompress(&self->cinfo);
  ccodecs_jpeg_install_segments(self);
  return self;
}

void ccodecs_jpeg_reader_destroy(ccodecs_jpeg_reader *self) {
  if (self == NULL) return;
  if (setjmp(self->escape) == 0) jpeg_destroy_decompress(&self->cinfo);
  for (size_t i = 0; i < CCODECS_EXIF_SEGMENTS; i++) free(self->exif[i].bytes);
  for (size_t i = 0; i < CCODECS_PROFILE_SEGMENTS; i++) free(self->profile_parts[i].bytes);
  free(self->profile.bytes);
  free(self->ink_rows);
  free(self);
}

static void enter(ccodecs_jpeg_reader *self, ccodecs_bytes memory) {
  self->status = ccodecs_ok();
  self->input->memory = memory;
}

static ccodecs_jpeg_color color_of(J_COLOR_SPACE space) {
  switch (space) {
  case JCS_GRAYSCALE: return CCODECS_JPEG_GRAY;
  case JCS_RGB: return CCODECS_JPEG_RGB;
  case JCS_YCbCr: return CCODECS_JPEG_YCC;
  case JCS_CMYK: return CCODECS_JPEG_CMYK;
  case JCS_YCCK: return CCODECS_JPEG_YCCK;
  default: return CCODECS_JPEG_OTHER;
  }
}

/* An upper estimate: strips of samples before and after upsampling, reduced, and the coefficients if all are held. */
static size_t estimate_memory(const struct jpeg_decompress_struct *cinfo, bool several_scans) {
  size_t h = (size_t)cinfo->max_h_samp_factor, v = (size_t)cinfo->max_v_samp_factor;
  size_t width = ((size_t)cinfo->image_width + h * DCTSIZE - 1) / (h * DCTSIZE) * (h * DCTSIZE);
  size_t reduction = cinfo->scale_denom, side = DCTSIZE / reduction;
  size_t bytes =
    2 * CCODECS_CHUNK + sizeof(ccodecs_jpeg_reader) + width / reduction * (size_t)cinfo->num_components * v * side * 3;
  if (!several_scans) return bytes;
  for (int i = 0; i < cinfo->num_components; i++) {
    const jpeg_component_info *part = &cinfo->comp_info[i];
    size_t ph = (size_t)part->h_samp_factor, pv = (size_t)part->v_samp_factor;
    size_t across = ((size_t)part->width_in_blocks + ph - 1) / ph * ph;
    size_t down = ((size_t)part->height_in_blocks + pv - 1) / pv * pv;
    bytes += across * down * sizeof(JBLOCK);
  }
  return bytes;
}

static void describe(ccodecs_jpeg_reader *self, ccodecs_jpeg_header *header) {
  struct jpeg_decompress_struct *cinfo = &self->cinfo;
  header->width = cinfo->image_width;
  header->height = cinfo->image_height;
  header->components = (uint8_t)cinfo->num_components;
  for (int i = 0; i < 4 && i < cinfo->num_components; i++) {
    header->sampling[i][0] = (uint8_t)cinfo->comp_info[i].h_samp_factor;
    header->sampling[i][1] = (uint8_t)cinfo->comp_info[i].v_samp_factor;
  }
  header->color = color_of(cinfo->jpeg_color_space);
  header->adobe = cinfo->saw_Adobe_marker;
  header->frame_marker = self->scan.frame_marker;
  header->multiple_scans = self->several_scans;
  header->has_density = cinfo->saw_JFIF_marker;
  header->density_unit = cinfo->density_unit;
  header->density_x = cinfo->X_density;
  header->density_y = cinfo->Y_density;
}

/* Chooses what libjpeg delivers and what is done to it; false if that is nothing known here. */
static bool choose_output(ccodecs_jpeg_reader *self, ccodecs_jpeg_inks inks, ccodecs_jpeg_header *header) {
  struct jpeg_decompress_struct *cinfo = &self->cinfo;
  switch (header->color) {
  case CCODECS_JPEG_GRAY:
    cinfo->out_color_space = JCS_GRAYSCALE;
    header->channels = 1;
    break;
  case CCODECS_JPEG_RGB:
  case CCODECS_JPEG_YCC:
    cinfo->out_color_space = JCS_RGB;
    header->channels = 3;
    break;
  case CCODECS_JPEG_CMYK:
  case CCODECS_JPEG_YCCK:
    cinfo->out_color_space = JCS_CMYK;
    header->channels = inks == CCODECS_INKS_TO_RGB ? 3 : 4;
    /* Adobe stores 255 for no ink, everyone else 0. */
    self->inks_need_turning = inks != CCODECS_INKS_STORED && !header->adobe;
    break;
  case CCODECS_JPEG_OTHER: return false;
  }
  self->inks = inks;
  return true;
}

/* What is delivered at the scale that was chosen. May jump. */
static void describe_delivery(ccodecs_jpeg_reader *self, ccodecs_jpeg_header *header) {
  struct jpeg_decompress_struct *cinfo = &self->cinfo;
  jpeg_calc_output_dimensions(cinfo);
  header->delivered_width = cinfo->output_width;
  header->delivered_height = cinfo->output_height;
  header->decoder_memory = estimate_memory(cinfo, self->several_scans);
  header->row_bytes = (size_t)cinfo->output_width * header->channels;
  self->row_bytes = header->row_bytes;
}

ccodecs_status ccodecs_jpeg_reader_read_header(
  ccodecs_jpeg_reader *self, ccodecs_bytes memory, ccodecs_jpeg_inks inks, ccodecs_jpeg_header *header) {
  enter(self, memory);
  memset(header, 0, sizeof *header);
  if (setjmp(self->escape)) return self->status;
  jpeg_read_header(&self->cinfo, TRUE);
  if (ccodecs_jpeg_refuses(self)) return self->status;
  self->several_scans = jpeg_has_multiple_scans(&self->cinfo);
  describe(self, header);
  if (!choose_output(self, inks, header)) {
    char text[CCODECS_MESSAGE_LENGTH];
    snprintf(text, sizeof text, "a JPEG with %d components of unknown meaning", self->cinfo.num_components);
    ccodecs_status_set(&self->status, CCODECS_UNSUPPORTED, text);
    return self->status;
  }
  self->cinfo.scale_num = self->cinfo.scale_denom = 1;
  describe_delivery(self, header);
  self->header_done = true;
  return self->status;
}

ccodecs_status ccodecs_jpeg_reader_choose(
  ccodecs_jpeg_reader *self, ccodecs_jpeg_inks inks, uint32_t reduction, ccodecs_jpeg_header *header) {
  self->status = ccodecs_ok();
  if (setjmp(self->escape)) return self->status;
  bool is_known = reduction == 1 || reduction == 2 || reduction == 4 || reduction == 8;
  if (!is_known || !choose_output(self, inks, header)) ERREXIT(&self->cinfo, JERR_NOTIMPL);
  self->cinfo.scale_denom = reduction;
  describe_delivery(self, header);
  return self->status;
}

const uint8_t *ccodecs_jpeg_reader_exif(const ccodecs_jpeg_reader *self, size_t index, size_t *count) {
  *count = 0;
  if (index >= self->exif_count) return NULL;
  *count = self->exif[index].count;
  return self->exif[index].bytes;
}

const uint8_t *ccodecs_jpeg_reader_profile(ccodecs_jpeg_reader *self, size_t *count) {
  *count = 0;
  if (self->profile_part_count == 0 || self->profile_is_broken) return NULL;
  if (self->profile.bytes == NULL) {
    size_t total = 0;
    for (unsigned i = 1; i <= self->profile_part_count; i++) {
      if (self->profile_parts[i].bytes == NULL) return NULL;
      total += self->profile_parts[i].count;
    }
    if (total == 0) return NULL;
    self->profile.bytes = malloc(total);
    if (self->profile.bytes == NULL) return NULL;
    for (unsigned i = 1; i <= self->profile_part_count; i++) {
      const ccodecs_segment *part = &self->profile_parts[i];
      memcpy(self->profile.bytes + self->profile.count, part->bytes, part->count);
      self->profile.count += part->count;
    }
  }
  *count = self->profile.count;
  return self->profile.bytes;
}

static void start(ccodecs_jpeg_reader *self, int scan_limit, size_t memory_limit) {
  self->scan_limit = scan_limit;
  self->cinfo.mem->max_memory_to_use = memory_limit < LONG_MAX ? (long)memory_limit : LONG_MAX;
  if (self->inks == CCODECS_INKS_TO_RGB && self->cinfo.out_color_space == JCS_CMYK) {
    self->ink_rows = malloc((size_t)self->cinfo.output_width * 4 * CCODECS_ROWS_AT_ONCE);
    if (self->ink_rows == NULL) ERREXIT1(&self->cinfo, JERR_OUT_OF_MEMORY, 0);
  }
  jpeg_start_decompress(&self->cinfo);
  self->started = true;
}

static void turn_inks(uint8_t *samples, size_t count) {
  for (size_t i = 0; i < count; i++) samples[i] = (uint8_t)(255 - samples[i]);
}

typedef uint8_t u8x8 __attribute__((vector_size(8)));
typedef uint8_t u8x16 __attribute__((vector_size(16)));
typedef uint16_t u16x8 __attribute__((vector_size(16)));

/* x * k / 255 to the nearest; 255 is odd, so no quotient lies halfway. With p = x * k + 128 that is (p + p / 256) / 256 for all
 * bytes x and k, and nothing exceeds 16 bits. */
static u8x8 times_black(u8x8 inks) {
  u8x8 black = __builtin_shufflevector(inks, inks, 3, 3, 3, 3, 7, 7, 7, 7);
  u16x8 product = __builtin_convertvector(inks, u16x8) * __builtin_convertvector(black, u16x8) + 128;
  return __builtin_convertvector((product + (product >> 8)) >> 8, u8x8);
}

static void inks_to_rgb(const uint8_t *restrict inks, uint8_t *restrict rgb, size_t pixels) {
  size_t i = 0;
  for (; i + 6 <= pixels; i += 4) {
    /* Four pixels; sixteen bytes are written, and the last four again by the next ones. */
    u8x8 a, b;
    memcpy(&a, inks + 4 * i, sizeof a);
    memcpy(&b, inks + 4 * i + 8, sizeof b);
    u8x16 packed = __builtin_shufflevector(
      times_black(a), times_black(b), 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 15, 15, 15, 15);
    memcpy(rgb + 3 * i, &packed, sizeof packed);
  }
  for (; i < pixels; i++) {
    uint32_t k = inks[4 * i + 3];
    for (size_t c = 0; c < 3; c++) rgb[3 * i + c] = (uint8_t)((inks[4 * i + c] * k + 127) / 255);
  }
}

/* Up to CCODECS_ROWS_AT_ONCE rows. */
static size_t read_some(ccodecs_jpeg_reader *self, uint8_t *rows, size_t row_count) {
  size_t ink_bytes = (size_t)self->cinfo.output_width * 4;
  if (row_count > CCODECS_ROWS_AT_ONCE) row_count = CCODECS_ROWS_AT_ONCE;
  for (size_t i = 0; i < row_count; i++)
    self->lines[i] = self->ink_rows != NULL ? self->ink_rows + i * ink_bytes : rows + i * self->row_bytes;
  size_t got = jpeg_read_scanlines(&self->cinfo, self->lines, (JDIMENSION)row_count);
  if (self->inks_need_turning) turn_inks(self->ink_rows != NULL ? self->ink_rows : rows, got * ink_bytes);
  if (self->ink_rows != NULL) inks_to_rgb(self->ink_rows, rows, got * self->cinfo.output_width);
  return got;
}

ccodecs_status ccodecs_jpeg_reader_read_rows(
  ccodecs_jpeg_reader *self, ccodecs_bytes memory, int scan_limit, size_t memory_limit, uint8_t *rows,
  size_t capacity, size_t row_count, size_t *rows_read) {
  enter(self, memory);
  *rows_read = 0;
  if (row_count > capacity / self->row_bytes) row_count = capacity / self->row_bytes;
  if (setjmp(self->escape)) return self->status;
  if (!self->started) start(self, scan_limit, memory_limit);
  while (*rows_read < row_count && self->cinfo.output_scanline < self->cinfo.output_height)
    *rows_read += read_some(self, rows + *rows_read * self->row_bytes, row_count - *rows_read);
  return self->status;
}

ccodecs_status ccodecs_jpeg_reader_finish(ccodecs_jpeg_reader *self, ccodecs_bytes memory) {
  enter(self, memory);
  if (setjmp(self->escape)) return self->status;
  jpeg_finish_decompress(&self->cinfo);
  return self->status;
}

const ccodecs_notes *ccodecs_jpeg_reader_notes(const ccodecs_jpeg_reader *self) { return &self->notes; }

ccodecs_jpeg_damage ccodecs_jpeg_reader_damage(const ccodecs_jpeg_reader *self) { return self->damage; }
