#include "png_reader.h"

#include <stdlib.h>
#include <string.h>

/* The largest ICC profile, and the largest chunk that libpng itself holds. */
enum { MOST_CHUNK = 32 << 20 };

static _Noreturn void on_error(png_structp png, png_const_charp message) {
  ccodecs_png_reader *self = png_get_error_ptr(png);
  if (self->input->os_error != 0) ccodecs_status_set_os_error(&self->status, CCODECS_UNREADABLE, self->input->os_error);
  else if (self->no_memory) ccodecs_status_set(&self->status, CCODECS_OUT_OF_MEMORY, message);
  else if (self->input_ended) ccodecs_status_set(&self->status, CCODECS_TRUNCATED, message);
  else ccodecs_status_set(&self->status, CCODECS_CORRUPT, message);
  longjmp(self->escape, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
  ccodecs_png_reader *self = png_get_error_ptr(png);
  ccodecs_notes_add(&self->notes, message);
}

static void keep_tail(ccodecs_png_reader *self, const uint8_t *bytes, size_t count) {
  enum { SIZE = sizeof self->tail };
  size_t part = count < SIZE ? count : SIZE;
  memmove(self->tail, self->tail + part, SIZE - part);
  memcpy(self->tail + SIZE - part, bytes + count - part, part);
}

static void on_read(png_structp png, png_bytep bytes, size_t count) {
  ccodecs_png_reader *self = png_get_io_ptr(png);
  size_t got = ccodecs_input_read(self->input, bytes, count), chunks = self->scan.chunk_count;
  ccodecs_png_scan_feed(&self->scan, bytes, got);
  keep_tail(self, bytes, got);
  /* libpng asks for the next chunk only after the checksum of the last was right. */
  if (self->scan.chunk_count != chunks) self->verified_rows = self->decoded_rows;
  if (got < count) {
    self->input_ended = true;
    png_error(png, "the file ends early");
  }
}

static png_voidp on_allocate(png_structp png, png_alloc_size_t count) {
  ccodecs_png_reader *self = png_get_mem_ptr(png);
  void *memory = malloc(count);
  if (memory == NULL) self->no_memory = true;
  return memory;
}

static void on_free(png_structp png, png_voidp memory) {
  (void)png;
  free(memory);
}

ccodecs_png_reader *ccodecs_png_reader_create(ccodecs_input *input) {
  ccodecs_png_reader *self = calloc(1, sizeof *self);
  if (self == NULL) return NULL;
  self->input = input;
  ccodecs_png_scan_init(&self->scan);
  ccodecs_png_scan_init(&self->ahead);
  if (setjmp(self->escape)) {
    ccodecs_png_reader_destroy(self);
    return NULL;
  }
  self->png = png_create_read_struct_2(
    PNG_LIBPNG_VER_STRING, self, on_error, on_warning, self, on_allocate, on_free);
  if (self->png != NULL) self->info = png_create_info_struct(self->png);
  if (self->info == NULL) {
    ccodecs_png_reader_destroy(self);
    return NULL;
  }
  return self;
}

void ccodecs_png_reader_destroy(ccodecs_png_reader *self) {
  if (self == NULL) return;
  if (self->png != NULL && setjmp(self->escape) == 0) png_destroy_read_struct(&self->png, &self->info, NULL);
  ccodecs_png_scan_release(&self->scan);
  ccodecs_png_scan_release(&self->ahead);
  free(self->picture);
  free(self);
}

/* Chunks that nobody here looks at. libpng 1.6 would allocate what a text chunk claims to hold; eXIf is caught
 * by the scan. */
static const png_byte ignored[] =
  "bKGD\0eXIf\0hIST\0iTXt\0oFFs\0pCAL\0sBIT\0sCAL\0sPLT\0sTER\0tEXt\0tIME\0zTXt";

static void configure(ccodecs_png_reader *self) {
  png_structp png = self->png;
  png_set_read_fn(png, self, on_read);
  png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_cache_max(png, 0);
  png_set_chunk_malloc_max(png, MOST_CHUNK);
  png_set_benign_errors(png, 1);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, ignored, (int)(sizeof ignored / 5));
#if defined(PNG_MAXIMUM_INFLATE_WINDOW) && defined(PNG_OPTION_ON)
  /* Some files declare a smaller window than they use. */
  png_set_option(png, PNG_MAXIMUM_INFLATE_WINDOW, PNG_OPTION_ON);
#endif
}

static void describe_metadata(png_structp png, png_infop info, ccodecs_png_header *header) {
  png_fixed_point gamma, c[8];
  int intent, unit;
  png_uint_32 x, y;
  if (png_get_gAMA_fixed(png, info, &gamma) != 0 && gamma > 0) {
    header->has_gamma = true;
    header->gamma = (uint32_t)gamma;
  }
  if (png_get_cHRM_fixed(png, info, &c[0], &c[1], &c[2], &c[3], &c[4], &c[5], &c[6], &c[7]) != 0) {
    header->has_chromaticities = true;
    for (int i = 0; i < 8; i++) header->chromaticities[i] = c[i];
  }
  if (png_get_sRGB(png, info, &intent) != 0) {
    header->has_srgb = true;
    header->srgb_intent = (uint8_t)intent;
  }
  if (png_get_pHYs(png, info, &x, &y, &unit) != 0) {
    header->has_resolution = true;
    header->resolution_x = x;
    header->resolution_y = y;
    header->resolution_per_metre = unit == PNG_RESOLUTION_METER;
  }
}

/* Whether tRNS can make a sample transparent. Bits of a key colour beyond the bit depth have to be 0; a key
 * outside the range equals no sample. (libpng would cut the bits off.) */
static bool has_usable_transparency(ccodecs_png_reader *self) {
  png_bytep alpha;
  int count;
  png_color_16p key;
  if (png_get_tRNS(self->png, self->info, &alpha, &count, &key) == 0) return false;
  if (png_get_color_type(self->png, self->info) == PNG_COLOR_TYPE_PALETTE) return true;
  unsigned most = (1u << png_get_bit_depth(self->png, self->info)) - 1;
  if (png_get_color_type(self->png, self->info) == PNG_COLOR_TYPE_GRAY) return key->gray <= most;
  return key->red <= most && key->green <= most && key->blue <= most;
}

/* What png_set_expand and png_set_packing will make of a row, known before libpng allocates one. */
static void describe_delivery(ccodecs_png_reader *self, bool expand, ccodecs_png_header *header) {
  bool palette = header->color_type == PNG_COLOR_TYPE_PALETTE;
  self->use_transparency = has_usable_transparency(self);
  size_t channels = png_get_channels(self->png, self->info);
  if (expand && palette) channels = 3;
  if (expand && self->use_transparency) channels++;
  header->channels = (uint8_t)channels;
  header->delivered_depth = header->bit_depth < 8 ? 8 : header->bit_depth;
  header->row_bytes = (size_t)header->width * channels * (header->delivered_depth / 8);
}

ccodecs_status ccodecs_png_reader_read_header(
  ccodecs_png_reader *self, ccodecs_bytes memory, bool expand, ccodecs_png_header *header) {
  ccodecs_png_enter(self, memory);
  memset(header, 0, sizeof *header);
  if (setjmp(self->escape)) {
    if (self->scan.apple) ccodecs_status_set(&self->status, CCODECS_UNSUPPORTED, "Apple's CgBI variant of PNG");
    return self->status;
  }
  configure(self);
  png_read_info(self->png, self->info);
  if (self->scan.apple) png_error(self->png, "CgBI");
  header->width = png_get_image_width(self->png, self->info);
  header->height = png_get_image_height(self->png, self->info);
  header->bit_depth = png_get_bit_depth(self->png, self->info);
  header->color_type = png_get_color_type(self->png, self->info);
  header->interlaced = png_get_interlace_type(self->png, self->info) != PNG_INTERLACE_NONE;
  header->transparency = self->scan.transparency;
  header->animation = self->scan.animation;
  describe_metadata(self->png, self->info, header);
  describe_delivery(self, expand, header);
  self->expand = expand;
  self->interlaced = header->interlaced;
  self->height = header->height;
  self->row_bytes = header->row_bytes;
  return self->status;
}

const uint8_t *ccodecs_png_reader_profile(const ccodecs_png_reader *self, size_t *count) {
  png_charp name;
  int method;
  png_bytep profile;
  png_uint_32 length;
  *count = 0;
  if (png_get_iCCP(self->png, self->info, &name, &method, &profile, &length) == 0) return NULL;
  *count = length;
  return profile;
}

const uint8_t *ccodecs_png_reader_exif(const ccodecs_png_reader *self, size_t *count) {
  const ccodecs_png_scan *scan = self->scan.has_exif ? &self->scan : &self->ahead;
  *count = scan->exif_count;
  return scan->exif;
}

ccodecs_status ccodecs_png_reader_look_ahead(ccodecs_png_reader *self, ccodecs_bytes memory, bool *looked) {
  ccodecs_png_enter(self, memory);
  *looked = ccodecs_input_is_seekable(self->input);
  if (!*looked || self->scan.has_exif) return self->status;
  ccodecs_png_scan *scan = &self->ahead;
  uint8_t bytes[1024];
  uint64_t offset = 0;
  while (!scan->end && !(scan->has_exif && !scan->capturing)) {
    size_t got = ccodecs_input_read_at(self->input, offset, bytes, sizeof bytes);
    if (got == 0) break;
    ccodecs_png_scan_feed(scan, bytes, got);
    offset += got + ccodecs_png_scan_skippable(scan);
    if (ccodecs_png_scan_skippable(scan) > 0) ccodecs_png_scan_skip(scan);
  }
  return self->status;
}

const ccodecs_notes *ccodecs_png_reader_notes(const ccodecs_png_reader *self) { return &self->notes; }
