#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "CCodecs.h"
#include "input.h"
#include "png_scan.h"
#include "status.h"

/* The largest ICC profile, and the largest chunk that libpng itself holds. */
enum { MOST_CHUNK = 32 << 20 };

/* Bytes of pixel data that libpng asks for at once. Of a file that ends early, what it asks for in vain is lost. */
enum { READ_AT_ONCE = 1024, READ_AT_ONCE_IF_SMALL = 64, SMALL = 65536 };

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
  /* Why decoding of rows stopped. */
  ccodecs_code failure;
  /* An interlaced picture, whole. */
  uint8_t *picture;
};

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

static void on_read(png_structp png, png_bytep bytes, size_t count) {
  ccodecs_png_reader *self = png_get_io_ptr(png);
  size_t got = ccodecs_input_read(self->input, bytes, count), chunks = self->scan.chunk_count;
  ccodecs_png_scan_feed(&self->scan, bytes, got);
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

/* What every entry point does first. */
static void enter(ccodecs_png_reader *self, ccodecs_bytes memory) {
  self->status = ccodecs_ok();
  self->input->memory = memory;
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

static bool is_little_endian(void) {
  const uint16_t one = 1;
  uint8_t first;
  memcpy(&first, &one, 1);
  return first == 1;
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
  enter(self, memory);
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
  enter(self, memory);
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
  enter(self, memory);
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
  size_t rows = self->failure == CCODECS_TRUNCATED ? self->decoded_rows : self->verified_rows;
  if (!self->interlaced) return rows;
  /* A row of an interlaced picture is complete only after the last pass. */
  size_t earlier = (PNG_INTERLACE_ADAM7_PASSES - 1) * self->height;
  return rows > earlier ? rows - earlier : 0;
}

ccodecs_status ccodecs_png_reader_finish(ccodecs_png_reader *self, ccodecs_bytes memory) {
  enter(self, memory);
  if (self->stream_is_open) return self->status; /* libpng cannot go on */
  if (setjmp(self->escape)) return self->status;
  png_read_end(self->png, NULL);
  return self->status;
}

const ccodecs_notes *ccodecs_png_reader_notes(const ccodecs_png_reader *self) { return &self->notes; }
