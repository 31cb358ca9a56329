/* bare_decoder JOBS [--fit N] [--thumbnails N DIR] LIST: decodes every PNG and JPEG that LIST names, one name a line, with libpng and
 * libjpeg and nothing else, in JOBS processes: the yardstick of a batch. Samples go into one row that is used again.
 *
 * --fit N: a JPEG is decoded at the largest of 1/8, 1/4 and 1/2 that leaves two samples or more for each pixel of a picture that fits
 * N by N, as `imagepool thumbnail --fit N --jpeg-shrink` does.
 *
 * --thumbnails N DIR: of the pixels decoded as many as fit N by N are taken as they are, encoded by the same library and written to a
 * file of DIR: the least that a program which makes thumbnails with these libraries has to do. */
#include <png.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
/* After stdio.h. */
#include <jpeglib.h>

#include "thumbnail.h"

struct jpeg_failure {
  struct jpeg_error_mgr errors;
  jmp_buf escape;
};

static void on_jpeg_error(j_common_ptr common) { longjmp(((struct jpeg_failure *)common->err)->escape, 1); }

static unsigned reduction(const struct jpeg_decompress_struct *cinfo, unsigned fit) {
  double longest = cinfo->image_width > cinfo->image_height ? cinfo->image_width : cinfo->image_height;
  for (unsigned n = 8; n > 1; n /= 2)
    if (fit > 0 && longest / n >= 2.0 * fit) return n;
  return 1;
}

/* thumbnail: NULL, or what picks its pixels from the rows. */
static int decode_jpeg(FILE *file, unsigned fit, struct thumbnail *thumbnail) {
  struct jpeg_decompress_struct cinfo;
  struct jpeg_failure failure;
  unsigned char *volatile row = NULL;
  cinfo.err = jpeg_std_error(&failure.errors);
  failure.errors.error_exit = on_jpeg_error;
  if (setjmp(failure.escape)) {
    jpeg_destroy_decompress(&cinfo);
    free(row);
    return 1;
  }
  jpeg_create_decompress(&cinfo);
  jpeg_stdio_src(&cinfo, file);
  jpeg_read_header(&cinfo, TRUE);
  cinfo.scale_num = 1;
  cinfo.scale_denom = reduction(&cinfo, fit);
  jpeg_start_decompress(&cinfo);
  row = malloc((size_t)cinfo.output_width * (size_t)cinfo.output_components);
  if (row == NULL) longjmp(failure.escape, 1);
  JSAMPROW line = row;
  if (thumbnail != NULL &&
      !thumbnail_begin(thumbnail, cinfo.output_width, cinfo.output_height, (size_t)cinfo.output_components))
    longjmp(failure.escape, 1);
  while (cinfo.output_scanline < cinfo.output_height) {
    jpeg_read_scanlines(&cinfo, &line, 1);
    if (thumbnail != NULL) thumbnail_take(thumbnail, row);
  }
  if (thumbnail != NULL && !thumbnail_write_jpeg(thumbnail, cinfo.out_color_space)) longjmp(failure.escape, 1);
  jpeg_finish_decompress(&cinfo);
  jpeg_destroy_decompress(&cinfo);
  free(row);
  return 0;
}

static int decode_png(FILE *file, struct thumbnail *thumbnail) {
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png == NULL ? NULL : png_create_info_struct(png);
  unsigned char *volatile rows = NULL;
  png_bytepp volatile lines = NULL;
  int status = 1;
  if (info == NULL || setjmp(png_jmpbuf(png))) goto end;
  png_init_io(png, file);
  png_read_info(png, info);
  size_t height = png_get_image_height(png, info);
  int interlaced = png_set_interlace_handling(png) > 1;
  if (thumbnail != NULL) png_set_expand(png); /* a pixel is whole bytes */
  png_read_update_info(png, info);
  size_t bytes = png_get_rowbytes(png, info);
  rows = malloc(interlaced ? bytes * height : bytes);
  if (rows == NULL) goto end;
  if (interlaced) {
    lines = malloc(height * sizeof *lines);
    if (lines == NULL) goto end;
    for (size_t y = 0; y < height; y++) lines[y] = rows + y * bytes;
    png_read_image(png, lines);
  } else {
    if (thumbnail != NULL &&
        !thumbnail_begin(thumbnail, png_get_image_width(png, info), height, bytes / png_get_image_width(png, info)))
      goto end;
    for (size_t y = 0; y < height; y++) {
      png_read_row(png, rows, NULL);
      if (thumbnail != NULL) thumbnail_take(thumbnail, rows);
    }
  }
  if (thumbnail != NULL && interlaced) {
    if (!thumbnail_begin(thumbnail, png_get_image_width(png, info), height, bytes / png_get_image_width(png, info)))
      goto end;
    for (size_t y = 0; y < height; y++) thumbnail_take(thumbnail, lines[y]);
  }
  png_read_end(png, NULL);
  status = thumbnail != NULL &&
           !thumbnail_write_png(thumbnail, png_get_bit_depth(png, info), png_get_color_type(png, info));
end:
  png_destroy_read_struct(&png, &info, NULL);
  free(lines);
  free(rows);
  return status;
}

static int decode(const char *name, unsigned fit, struct thumbnail *thumbnail) {
  FILE *file = fopen(name, "rb");
  if (file == NULL) return 1;
  unsigned char first[4] = {0};
  size_t count = fread(first, 1, sizeof first, file);
  rewind(file);
  int status = count == 4 && first[0] == 0x89 ? decode_png(file, thumbnail) : decode_jpeg(file, fit, thumbnail);
  fclose(file);
  if (thumbnail != NULL) thumbnail_end(thumbnail);
  if (status != 0) fprintf(stderr, "bare_decoder: cannot decode %s\n", name);
  return status;
}

static char *contents(const char *path, size_t *count) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) return NULL;
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *text = size < 0 ? NULL : malloc((size_t)size + 1);
  *count = text == NULL ? 0 : fread(text, 1, (size_t)size, file);
  if (text != NULL) text[*count] = 0;
  fclose(file);
  return text;
}

int main(int argc, char **argv) {
  unsigned fit = 0;
  struct thumbnail thumbnail = {0};
  int next_word = 2;
  if (argc > next_word + 1 && strcmp(argv[next_word], "--fit") == 0) {
    fit = (unsigned)atoi(argv[next_word + 1]);
    next_word += 2;
  }
  if (argc > next_word + 2 && strcmp(argv[next_word], "--thumbnails") == 0) {
    thumbnail.fit = (size_t)atoi(argv[next_word + 1]);
    thumbnail.folder = argv[next_word + 2];
    next_word += 3;
  }
  if (argc != next_word + 1) {
    fprintf(stderr, "usage: bare_decoder JOBS [--fit N] [--thumbnails N DIR] LIST\n");
    return 64;
  }
  size_t count = 0;
  char *text = contents(argv[argc - 1], &count);
  int jobs = atoi(argv[1]);
  if (text == NULL || jobs < 1) return 64;
  /* The place of the next name, shared by all processes: whoever moves it on has the name. */
  _Atomic size_t *next = mmap(NULL, sizeof *next, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (next == MAP_FAILED) return 1;
  for (char *c = text; *c != 0; c++)
    if (*c == '\n') *c = 0;
  int is_child = 0;
  for (int job = 1; job < jobs && !is_child; job++) is_child = fork() == 0;
  int failures = 0;
  size_t place = atomic_load(next);
  while (place < count) {
    size_t end = place + strlen(text + place) + 1;
    if (!atomic_compare_exchange_weak(next, &place, end)) continue;
    thumbnail.number = place;
    if (text[place] != 0) failures += decode(text + place, fit, thumbnail.fit > 0 ? &thumbnail : NULL);
    place = atomic_load(next);
  }
  int status = 0;
  if (!is_child)
    while (wait(&status) > 0)
      if (status != 0) failures++;
  free(text);
  return failures > 0;
}
