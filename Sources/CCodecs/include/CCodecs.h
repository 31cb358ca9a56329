/* The only C that touches libpng, libjpeg and zlib: a reader and a writer for each picture format, a writer of zlib streams.
 *
 * Every function here sets its own jump target before it calls a library, so no longjmp leaves this module.
 * No function calls back into the caller. Readers and writers are opaque, made by ..._create and released by
 * ..._destroy (which accepts NULL and releases everything, whatever state an error left). They are not to be
 * used from two threads at once. */
#ifndef CCODECS_H
#define CCODECS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Outcome of a call ---- */

typedef enum __attribute__((enum_extensibility(closed))) ccodecs_code {
  CCODECS_OK __attribute__((swift_name("ok"))) = 0,
  /* The bytes ended too early. */
  CCODECS_TRUNCATED __attribute__((swift_name("truncated"))),
  /* The bytes contradict the format. */
  CCODECS_CORRUPT __attribute__((swift_name("corrupt"))),
  /* Legal, but not decoded here. */
  CCODECS_UNSUPPORTED __attribute__((swift_name("unsupported"))),
  /* The operating system failed to deliver or take bytes; os_error is its errno. */
  CCODECS_UNREADABLE __attribute__((swift_name("unreadable"))),
  CCODECS_UNWRITABLE __attribute__((swift_name("unwritable"))),
  /* More scans than allowed; more memory than allowed, or than there is. */
  CCODECS_TOO_MANY_SCANS __attribute__((swift_name("tooManyScans"))),
  CCODECS_OUT_OF_MEMORY __attribute__((swift_name("outOfMemory"))),
  /* The time that an input was given is over. */
  CCODECS_TOO_LATE __attribute__((swift_name("tooLate"))),
} ccodecs_code;

enum { CCODECS_MESSAGE_LENGTH = 208 };

typedef struct ccodecs_status {
  ccodecs_code code;
  int os_error;
  /* What the library said, zero-terminated, one line; empty if there is nothing to say. */
  char message[CCODECS_MESSAGE_LENGTH];
} ccodecs_status;

/* The operating system's words for an errno, zero-terminated, at most `capacity` bytes. */
void ccodecs_describe_os_error(int os_error, char *text, size_t capacity);

/* ---- Encoded bytes in ---- */

/* Bytes of the caller's, valid during one call only; every call must pass the same contents. */
typedef struct ccodecs_bytes {
  const uint8_t *start;
  size_t count;
} ccodecs_bytes;

/* Where a reader gets its bytes: first a range of memory (the whole file, or what was already read from the
 * descriptor), then a descriptor, if it is not negative, in chunks of 64 KB. */
typedef struct ccodecs_input ccodecs_input;

/* NULL if there is no memory. The descriptor stays the caller's. */
ccodecs_input *ccodecs_input_create(int descriptor);
void ccodecs_input_destroy(ccodecs_input *input);
/* From now on the input gives bytes for so long only: a read after that, or one that waits for longer, fails as CCODECS_TOO_LATE. */
void ccodecs_input_limit_time(ccodecs_input *input, double seconds);
/* Copies the first bytes without consuming them; *count is how many there are, at most `capacity`. */
ccodecs_status ccodecs_input_peek(
  ccodecs_input *input, ccodecs_bytes memory, uint8_t *bytes, size_t capacity, size_t *count);

/* ---- What was noted while reading ---- */

enum { CCODECS_NOTE_CAPACITY = 20, CCODECS_NOTE_LENGTH = 160 };

/* The libraries' warnings: the first 20 distinct ones, and how many there were. */
typedef struct ccodecs_notes {
  size_t total;
  size_t distinct;
  char text[CCODECS_NOTE_CAPACITY][CCODECS_NOTE_LENGTH];
} ccodecs_notes;

/* Note `index`, zero-terminated; valid as long as the notes; NULL if there is none. */
const char *ccodecs_note(const ccodecs_notes *notes, size_t index);

/* ---- PNG in ---- */

typedef struct ccodecs_png_reader ccodecs_png_reader;

typedef struct ccodecs_png_header {
  uint32_t width, height;
  uint8_t bit_depth;    /* as stored */
  uint8_t color_type;   /* as stored, IHDR's number */
  bool interlaced, transparency, animation;
  /* As delivered. */
  uint8_t channels, delivered_depth;
  size_t row_bytes;
  /* Metadata; `has_` tells whether the file says so. */
  bool has_gamma, has_chromaticities, has_srgb, has_resolution;
  uint32_t gamma;
  int32_t chromaticities[8];
  uint8_t srgb_intent;
  uint32_t resolution_x, resolution_y;
  bool resolution_per_metre;
} ccodecs_png_header;

/* NULL if there is no memory. The input must outlive the reader. */
ccodecs_png_reader *ccodecs_png_reader_create(ccodecs_input *input);
void ccodecs_png_reader_destroy(ccodecs_png_reader *reader);
/* Reads up to the first IDAT. `expand`: palettes, tRNS and low bit depths become full samples; otherwise
 * samples stay as stored, one per byte if they are smaller. */
ccodecs_status ccodecs_png_reader_read_header(
  ccodecs_png_reader *reader, ccodecs_bytes memory, bool expand, ccodecs_png_header *header);
/* The ICC profile; NULL if there is none. Valid as long as the reader. */
const uint8_t *ccodecs_png_reader_profile(const ccodecs_png_reader *reader, size_t *count);
/* The contents of the first eXIf chunk seen so far; NULL if there was none. Valid until the next read. */
const uint8_t *ccodecs_png_reader_exif(const ccodecs_png_reader *reader, size_t *count);
/* Looks for an eXIf chunk behind the pixels without moving the input; needs memory or a seekable descriptor,
 * and does nothing on a pipe. *looked tells whether it could look. */
ccodecs_status ccodecs_png_reader_look_ahead(ccodecs_png_reader *reader, ccodecs_bytes memory, bool *looked);
/* Decodes the next rows into `rows` (`capacity` bytes hold at least row_count * row_bytes); *rows_read counts
 * the whole rows, also when an error is returned. An interlaced picture is decoded whole by the first call; after an
 * error in it, further calls give what there is. */
ccodecs_status ccodecs_png_reader_read_rows(
  ccodecs_png_reader *reader, ccodecs_bytes memory, uint8_t *rows, size_t capacity, size_t row_count,
  size_t *rows_read);
/* After an error: rows that were decoded, in all passes together if the picture is interlaced. */
size_t ccodecs_png_reader_decoded_rows(const ccodecs_png_reader *reader);
/* After an error: rows that it cannot have touched. */
size_t ccodecs_png_reader_rows_intact(const ccodecs_png_reader *reader);
/* Reads the chunks behind the pixels. All rows must have been read. */
ccodecs_status ccodecs_png_reader_finish(ccodecs_png_reader *reader, ccodecs_bytes memory);
const ccodecs_notes *ccodecs_png_reader_notes(const ccodecs_png_reader *reader);

/* ---- JPEG in ---- */

typedef struct ccodecs_jpeg_reader ccodecs_jpeg_reader;

typedef enum __attribute__((enum_extensibility(closed))) ccodecs_jpeg_color {
  CCODECS_JPEG_GRAY __attribute__((swift_name("gray"))) = 0,
  CCODECS_JPEG_RGB __attribute__((swift_name("rgb"))),
  CCODECS_JPEG_YCC __attribute__((swift_name("ycc"))),
  CCODECS_JPEG_CMYK __attribute__((swift_name("cmyk"))),
  CCODECS_JPEG_YCCK __attribute__((swift_name("ycck"))),
  CCODECS_JPEG_OTHER __attribute__((swift_name("other"))),
} ccodecs_jpeg_color;

/* What becomes of four inks. */
typedef enum __attribute__((enum_extensibility(closed))) ccodecs_jpeg_inks {
  /* RGB = floor(C * K / 255 + 1/2) of samples with 255 = no ink. */
  CCODECS_INKS_TO_RGB __attribute__((swift_name("toRGB"))) = 0,
  /* Four samples, 255 = no ink. */
  CCODECS_INKS_KEPT __attribute__((swift_name("kept"))),
  /* Four samples as stored. */
  CCODECS_INKS_STORED __attribute__((swift_name("stored"))),
} ccodecs_jpeg_inks;

typedef struct ccodecs_jpeg_header {
  uint32_t width, height;
  uint32_t delivered_width, delivered_height; /* other than those if rows come reduced */
  uint8_t components;                  /* as stored */
  uint8_t sampling[4][2];              /* per component: horizontal, vertical */
  ccodecs_jpeg_color color;
  bool adobe;                          /* an Adobe marker: inks are stored inverted */
  uint8_t frame_marker;                /* SOFn: 0xC0 baseline, 0xC1 extended, 0xC2 progressive, 0xC9, 0xCA arithmetic */
  bool multiple_scans;                 /* the decoder holds the picture's coefficients */
  uint8_t channels;                    /* as delivered, one byte each */
  size_t row_bytes;
  size_t decoder_memory;               /* upper estimate of what decoding holds */
  bool has_density;
  uint8_t density_unit;                /* JFIF: 0 ratio, 1 per inch, 2 per centimetre */
  uint16_t density_x, density_y;
} ccodecs_jpeg_header;

/* NULL if there is no memory. The input must outlive the reader. */
ccodecs_jpeg_reader *ccodecs_jpeg_reader_create(ccodecs_input *input);
void ccodecs_jpeg_reader_destroy(ccodecs_jpeg_reader *reader);
/* Reads up to the first scan's entropy-coded data. */
ccodecs_status ccodecs_jpeg_reader_read_header(
  ccodecs_jpeg_reader *reader, ccodecs_bytes memory, ccodecs_jpeg_inks inks, ccodecs_jpeg_header *header);
/* Chooses anew what is delivered, between header and rows, and says so in the header, with the memory that it takes.
 * Every `reduction` (1, 2, 4 or 8) rows and columns come as one, made from the low frequencies of each block of 8x8:
 * ceil(width / reduction) samples a row, the last of which may stand for columns that the picture has not. */
ccodecs_status ccodecs_jpeg_reader_choose(
  ccodecs_jpeg_reader *reader, ccodecs_jpeg_inks inks, uint32_t reduction, ccodecs_jpeg_header *header);
/* The Exif segments of the header, at most 8; without the "Exif\0\0" in front. NULL if there is no such. */
const uint8_t *ccodecs_jpeg_reader_exif(const ccodecs_jpeg_reader *reader, size_t index, size_t *count);
/* The ICC profile put together from its segments; NULL if there is none or one of them is missing. */
const uint8_t *ccodecs_jpeg_reader_profile(ccodecs_jpeg_reader *reader, size_t *count);
/* Decodes the next rows; a file of several scans is decoded whole by the first call, which fails with
 * tooManyScans at scan `scan_limit` + 1 and with outOfMemory above `memory_limit` bytes of coefficients. */
ccodecs_status ccodecs_jpeg_reader_read_rows(
  ccodecs_jpeg_reader *reader, ccodecs_bytes memory, int scan_limit, size_t memory_limit, uint8_t *rows,
  size_t capacity, size_t row_count, size_t *rows_read);
/* Reads up to the end marker. All rows must have been read. */
ccodecs_status ccodecs_jpeg_reader_finish(ccodecs_jpeg_reader *reader, ccodecs_bytes memory);
const ccodecs_notes *ccodecs_jpeg_reader_notes(const ccodecs_jpeg_reader *reader);

/* The first complaint after the first scan began: samples were lost or invented. */
typedef struct ccodecs_jpeg_damage {
  bool happened;
  /* The file just ends (or its end marker comes early), so what was decoded before is right. */
  bool ended;
  /* No byte was left when it happened. */
  bool input_ended;
  /* Stored rows that the damage cannot have touched; 0 where that cannot be known. */
  uint32_t rows_intact;
  char message[CCODECS_NOTE_LENGTH];
} ccodecs_jpeg_damage;

ccodecs_jpeg_damage ccodecs_jpeg_reader_damage(const ccodecs_jpeg_reader *reader);

/* ---- Encoded bytes out ---- */

/* Where a writer puts its bytes: a descriptor, or memory if that is negative. */
typedef struct ccodecs_output ccodecs_output;

ccodecs_output *ccodecs_output_create(int descriptor);
void ccodecs_output_destroy(ccodecs_output *output);
/* The bytes written so far to memory; valid until the next write. */
const uint8_t *ccodecs_output_bytes(const ccodecs_output *output, size_t *count);

/* ---- PNG out ---- */

typedef struct ccodecs_png_writer ccodecs_png_writer;

/* Up to this effort a picture of no more bytes is held until it is whole and looked at before it is written. */
enum { CCODECS_PNG_QUICK = 5, CCODECS_PNG_MOST_HELD = 512 << 10 };

typedef struct ccodecs_png_settings {
  uint32_t width, height;
  uint8_t channels;     /* 1 gray, 2 gray + alpha, 3 RGB, 4 RGBA */
  uint8_t bit_depth;    /* 8 or 16; 1, 2, 4 or 8 of a palette */
  /* Rows are places in a palette, a byte each, if it has 1 ... 256 entries; 0: none. Entries that are not opaque come
   * first, `palette_alpha_count` of them. */
  uint16_t palette_count, palette_alpha_count;
  uint8_t palette[256][4]; /* red, green, blue, alpha */
  uint8_t compression;  /* 0 ... 9 */
  bool has_gamma, has_chromaticities, has_srgb, has_resolution;
  uint32_t gamma;
  int32_t chromaticities[8];
  uint8_t srgb_intent;
  uint32_t resolution_x, resolution_y;
  bool resolution_per_metre;
} ccodecs_png_settings;

ccodecs_png_writer *ccodecs_png_writer_create(ccodecs_output *output);
void ccodecs_png_writer_destroy(ccodecs_png_writer *writer);
/* `profile` may be NULL with count 0. */
ccodecs_status ccodecs_png_writer_begin(
  ccodecs_png_writer *writer, const ccodecs_png_settings *settings, const uint8_t *profile, size_t profile_count);
/* After begin: whether libpng took the profile. It leaves out what it takes for nonsense. */
bool ccodecs_png_writer_has_profile(const ccodecs_png_writer *writer);
ccodecs_status ccodecs_png_writer_write_rows(
  ccodecs_png_writer *writer, const uint8_t *rows, size_t count, size_t row_count, size_t row_bytes);
ccodecs_status ccodecs_png_writer_finish(ccodecs_png_writer *writer);

/* ---- JPEG out ---- */

typedef struct ccodecs_jpeg_writer ccodecs_jpeg_writer;

typedef struct ccodecs_jpeg_settings {
  uint32_t width, height;
  uint8_t channels;     /* 1 gray, 3 RGB */
  uint8_t quality;      /* 1 ... 100 */
  bool subsampled;      /* 4:2:0 instead of 4:4:4 */
  bool progressive, optimized;
  bool has_density;
  uint8_t density_unit;
  uint16_t density_x, density_y;
} ccodecs_jpeg_settings;

ccodecs_jpeg_writer *ccodecs_jpeg_writer_create(ccodecs_output *output);
void ccodecs_jpeg_writer_destroy(ccodecs_jpeg_writer *writer);
ccodecs_status ccodecs_jpeg_writer_begin(
  ccodecs_jpeg_writer *writer, const ccodecs_jpeg_settings *settings, const uint8_t *profile, size_t profile_count);
ccodecs_status ccodecs_jpeg_writer_write_rows(
  ccodecs_jpeg_writer *writer, const uint8_t *rows, size_t count, size_t row_count, size_t row_bytes);
ccodecs_status ccodecs_jpeg_writer_finish(ccodecs_jpeg_writer *writer);

/* ---- zlib streams out (RFC 1950) ---- */

typedef struct ccodecs_deflater ccodecs_deflater;

typedef struct ccodecs_deflated {
  size_t taken; /* of the input */
  size_t made;  /* of the output */
  bool is_done; /* the stream has ended */
} ccodecs_deflated;

/* `level` is zlib's effort, 0 ... 9. NULL if there is no memory. */
ccodecs_deflater *ccodecs_deflater_create(int level);
void ccodecs_deflater_destroy(ccodecs_deflater *deflater);
/* Compresses input until it is taken or the output is full. To end the stream, call with `is_last` and what is left of the input
 * until is_done. */
ccodecs_status ccodecs_deflater_run(
  ccodecs_deflater *deflater, const uint8_t *input, size_t input_count, bool is_last, uint8_t *output,
  size_t output_capacity, ccodecs_deflated *result);

/* ---- Versions, as linked at run time; zero-terminated ---- */

const char *ccodecs_libpng_version(void);
const char *ccodecs_zlib_version(void);
/* libjpeg has no version function: this is the release that the program was compiled with. */
void ccodecs_libjpeg_version(char *text, size_t capacity);

#ifdef __cplusplus
}
#endif
#endif
