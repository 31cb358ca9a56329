/* What libjpeg calls back: errors, warnings, more bytes, segments of the header. */
#include <stdlib.h>
#include <string.h>

#include "jpeg_reader.h"

/* ---- Errors and warnings ---- */

/* A message for what is refused on purpose; false if the frame header shows nothing of the kind. */
static bool describe_unsupported(const ccodecs_jpeg_scan *scan, char *text, size_t capacity) {
  if (!scan->has_frame) return false;
  uint8_t marker = scan->frame_marker;
  if (marker == 0xC3 || marker == 0xC7 || marker == 0xCB || marker == 0xCF)
    snprintf(text, capacity, "a lossless JPEG (SOF%d)", marker - 0xC0);
  else if (marker == 0xC5 || marker == 0xC6 || marker == 0xCD || marker == 0xCE)
    snprintf(text, capacity, "a hierarchical JPEG (SOF%d)", marker - 0xC0);
  else if (scan->precision != 8 && scan->precision >= 2 && scan->precision <= 16)
    snprintf(text, capacity, "a JPEG with %d bits per sample", scan->precision);
  else if (scan->height == 0 && scan->width > 0 && scan->components > 0)
    snprintf(text, capacity, "a JPEG with height 0, to be told later by a DNL marker");
  else return false;
  return true;
}

static ccodecs_code classify(const ccodecs_jpeg_reader *self) {
  if (self->too_many_scans) return CCODECS_TOO_MANY_SCANS;
  switch (self->errors.msg_code) {
  case JERR_OUT_OF_MEMORY:
  case JERR_NO_BACKING_STORE: return CCODECS_OUT_OF_MEMORY;
  case JERR_ARITH_NOTIMPL:
  case JERR_CCIR601_NOTIMPL:
  case JERR_COMPONENT_COUNT:
  case JERR_CONVERSION_NOTIMPL:
  case JERR_FRACT_SAMPLE_NOTIMPL:
  case JERR_IMAGE_TOO_BIG:
  case JERR_NOTIMPL:
  case JERR_NOT_COMPILED: return CCODECS_UNSUPPORTED;
  default: return self->input_ended ? CCODECS_TRUNCATED : CCODECS_CORRUPT;
  }
}

static _Noreturn void on_error(j_common_ptr common) {
  ccodecs_jpeg_reader *self = (ccodecs_jpeg_reader *)common->err;
  char text[JMSG_LENGTH_MAX > CCODECS_MESSAGE_LENGTH ? JMSG_LENGTH_MAX : CCODECS_MESSAGE_LENGTH];
  int code = self->errors.msg_code;
  bool about_frame = code == JERR_SOF_UNSUPPORTED || code == JERR_BAD_PRECISION || code == JERR_EMPTY_IMAGE;
  if (self->input->os_error != 0) {
    ccodecs_status_set_os_error(&self->status, CCODECS_UNREADABLE, self->input->os_error);
  } else if (about_frame && describe_unsupported(&self->scan, text, sizeof text)) {
    ccodecs_status_set(&self->status, CCODECS_UNSUPPORTED, text);
  } else {
    self->errors.format_message(common, text);
    ccodecs_status_set(&self->status, classify(self), text);
  }
  longjmp(self->escape, 1);
}

/* Remembers the first complaint after the scans began, and which rows it cannot concern.
 *
 * Only a file that ends too early leaves what came before beyond doubt: any other complaint shows that the
 * decoder lost its way, and not since when. Of a single scan, the MCU rows before the current one were decoded
 * from bytes that were there; smooth upsampling of their last row group looks at the current one. Rows are counted as
 * stored; of a reduced picture a row group stands for more of them. */
static void note_damage(ccodecs_jpeg_reader *self, const char *message) {
  ccodecs_jpeg_damage *damage = &self->damage;
  const struct jpeg_decompress_struct *cinfo = &self->cinfo;
  if (damage->happened) return;
  damage->happened = true;
  damage->ended = self->errors.msg_code == JWRN_JPEG_EOF || self->errors.msg_code == JWRN_HIT_MARKER;
  damage->input_ended = self->input_ended;
  ccodecs_copy_text(damage->message, sizeof damage->message, message);
  if (self->errors.msg_code != JWRN_JPEG_EOF || self->several_scans) return;
  if (cinfo->input_iMCU_row >= cinfo->total_iMCU_rows) {
    damage->rows_intact = cinfo->image_height;
    return;
  }
  uint32_t group = (uint32_t)cinfo->max_v_samp_factor, rows = cinfo->input_iMCU_row * group * DCTSIZE;
  group *= cinfo->scale_denom;
  rows = rows > group ? rows - group : 0;
  damage->rows_intact = rows < cinfo->image_height ? rows : cinfo->image_height;
}

static void on_message(j_common_ptr common, int level) {
  ccodecs_jpeg_reader *self = (ccodecs_jpeg_reader *)common->err;
  if (level >= 0) return;
  char text[JMSG_LENGTH_MAX];
  self->errors.num_warnings++;
  self->errors.format_message(common, text);
  ccodecs_notes_add(&self->notes, text);
  if (self->header_done) note_damage(self, text);
}

static void on_output(j_common_ptr common) { (void)common; }

static void on_progress(j_common_ptr common) {
  ccodecs_jpeg_reader *self = (ccodecs_jpeg_reader *)common->err;
  if (!ccodecs_input_is_late(self->input)) {
    if (self->cinfo.input_scan_number <= self->scan_limit) return;
    self->too_many_scans = true;
  }
  ERREXIT(common, JERR_NOTIMPL);
}

/* ---- Bytes ---- */

static void on_init_source(j_decompress_ptr cinfo) { (void)cinfo; }
static void on_term_source(j_decompress_ptr cinfo) { (void)cinfo; }

static boolean on_fill(j_decompress_ptr cinfo) {
  static const JOCTET end_of_image[2] = {0xFF, JPEG_EOI};
  ccodecs_jpeg_reader *self = (ccodecs_jpeg_reader *)cinfo->err;
  ccodecs_input *input = self->input;
  if (ccodecs_input_fill(input)) {
    self->source.next_input_byte = input->buffer + input->start;
    self->source.bytes_in_buffer = input->end - input->start;
    if (!self->header_done)
      ccodecs_jpeg_scan_feed(&self->scan, self->source.next_input_byte, self->source.bytes_in_buffer);
    input->start = input->end;
    return TRUE;
  }
  self->input_ended = input->os_error == 0;
  if (input->os_error != 0 || !self->header_done) ERREXIT(cinfo, JERR_INPUT_EOF);
  WARNMS(cinfo, JWRN_JPEG_EOF);
  self->source.next_input_byte = end_of_image;
  self->source.bytes_in_buffer = sizeof end_of_image;
  return TRUE;
}

static void on_skip(j_decompress_ptr cinfo, long wanted) {
  ccodecs_jpeg_reader *self = (ccodecs_jpeg_reader *)cinfo->err;
  struct jpeg_source_mgr *source = &self->source;
  size_t count = wanted > 0 ? (size_t)wanted : 0;
  while (count > source->bytes_in_buffer) {
    count -= source->bytes_in_buffer;
    on_fill(cinfo);
    if (self->input_ended) return;
  }
  source->next_input_byte += count;
  source->bytes_in_buffer -= count;
}

/* ---- Segments of the header ---- */

static uint8_t next_byte(j_decompress_ptr cinfo) {
  if (cinfo->src->bytes_in_buffer == 0) cinfo->src->fill_input_buffer(cinfo);
  cinfo->src->bytes_in_buffer--;
  return *cinfo->src->next_input_byte++;
}

/* The contents of a segment, into self->segment. Two bytes of length cannot claim more than that holds. */
static size_t read_segment(j_decompress_ptr cinfo) {
  ccodecs_jpeg_reader *self = (ccodecs_jpeg_reader *)cinfo->err;
  size_t length = (size_t)next_byte(cinfo) << 8;
  length |= next_byte(cinfo);
  if (length < 2) return 0;
  length -= 2;
  size_t done = 0;
  while (done < length) {
    if (cinfo->src->bytes_in_buffer == 0) cinfo->src->fill_input_buffer(cinfo);
    size_t part = cinfo->src->bytes_in_buffer;
    if (part > length - done) part = length - done;
    memcpy(self->segment + done, cinfo->src->next_input_byte, part);
    cinfo->src->next_input_byte += part;
    cinfo->src->bytes_in_buffer -= part;
    done += part;
  }
  return length;
}

static void keep(ccodecs_jpeg_reader *self, ccodecs_segment *segment, size_t skipped, size_t length) {
  segment->count = length - skipped;
  segment->bytes = malloc(segment->count > 0 ? segment->count : 1);
  if (segment->bytes == NULL) ERREXIT1(&self->cinfo, JERR_OUT_OF_MEMORY, 0);
  memcpy(segment->bytes, self->segment + skipped, segment->count);
}

static boolean on_app1(j_decompress_ptr cinfo) {
  ccodecs_jpeg_reader *self = (ccodecs_jpeg_reader *)cinfo->err;
  size_t length = read_segment(cinfo);
  if (length >= 6 && memcmp(self->segment, "Exif", 5) == 0 && self->exif_count < CCODECS_EXIF_SEGMENTS)
    keep(self, &self->exif[self->exif_count++], 6, length);
  return TRUE;
}

static boolean on_app2(j_decompress_ptr cinfo) {
  static const char name[12] = "ICC_PROFILE";
  ccodecs_jpeg_reader *self = (ccodecs_jpeg_reader *)cinfo->err;
  size_t length = read_segment(cinfo);
  if (length < 14 || memcmp(self->segment, name, sizeof name) != 0) return TRUE;
  unsigned number = self->segment[12], count = self->segment[13];
  if (self->profile_part_count == 0) self->profile_part_count = count;
  if (number == 0 || number > count || count != self->profile_part_count ||
      self->profile_parts[number].bytes != NULL)
    self->profile_is_broken = true;
  else keep(self, &self->profile_parts[number], 14, length);
  return TRUE;
}

void ccodecs_jpeg_install(ccodecs_jpeg_reader *self) {
  self->cinfo.err = jpeg_std_error(&self->errors);
  self->errors.error_exit = on_error;
  self->errors.emit_message = on_message;
  self->errors.output_message = on_output;
  self->progress.progress_monitor = on_progress;
  self->source.init_source = on_init_source;
  self->source.fill_input_buffer = on_fill;
  self->source.skip_input_data = on_skip;
  self->source.resync_to_restart = jpeg_resync_to_restart;
  self->source.term_source = on_term_source;
}

void ccodecs_jpeg_install_segments(ccodecs_jpeg_reader *self) {
  self->cinfo.src = &self->source;
  self->cinfo.progress = &self->progress;
  jpeg_set_marker_processor(&self->cinfo, JPEG_APP0 + 1, on_app1);
  jpeg_set_marker_processor(&self->cinfo, JPEG_APP0 + 2, on_app2);
}

bool ccodecs_jpeg_refuses(ccodecs_jpeg_reader *self) {
  char text[CCODECS_MESSAGE_LENGTH];
  if (!describe_unsupported(&self->scan, text, sizeof text)) return false;
  ccodecs_status_set(&self->status, CCODECS_UNSUPPORTED, text);
  return true;
}
