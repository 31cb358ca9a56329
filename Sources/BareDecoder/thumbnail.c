#include "thumbnail.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* After stdio.h. */
#include <jpeglib.h>

bool thumbnail_begin(struct thumbnail *thumbnail, size_t width, size_t height, size_t bytes_per_pixel) {
  size_t longest = width > height ? width : height;
  size_t fit = longest < thumbnail->fit ? longest : thumbnail->fit;
  thumbnail->width = width;
  thumbnail->height = height;
  thumbnail->bytes_per_pixel = bytes_per_pixel;
  thumbnail->kept_width = width * fit / longest > 0 ? width * fit / longest : 1;
  thumbnail->kept_height = height * fit / longest > 0 ? height * fit / longest : 1;
  thumbnail->row = thumbnail->kept_row = 0;
  free(thumbnail->pixels);
  thumbnail->pixels = malloc(thumbnail->kept_width * thumbnail->kept_height * bytes_per_pixel);
  return thumbnail->pixels != NULL;
}

void thumbnail_take(struct thumbnail *thumbnail, const unsigned char *row) {
  size_t bytes = thumbnail->bytes_per_pixel, width = thumbnail->kept_width;
  if (thumbnail->row++ != thumbnail->kept_row * thumbnail->height / thumbnail->kept_height) return;
  unsigned char *to = thumbnail->pixels + thumbnail->kept_row++ * width * bytes;
  for (size_t x = 0; x < width; x++)
    memcpy(to + x * bytes, row + x * thumbnail->width / width * bytes, bytes);
}

static FILE *opened(const struct thumbnail *thumbnail, const char *ending) {
  char path[4096];
  int count = snprintf(path, sizeof path, "%s/%zu.%s", thumbnail->folder, thumbnail->number, ending);
  return count > 0 && (size_t)count < sizeof path ? fopen(path, "wb") : NULL;
}

bool thumbnail_write_jpeg(const struct thumbnail *thumbnail, int color_space) {
  struct jpeg_compress_struct cinfo;
  struct jpeg_error_mgr errors; /* a failure ends the program, which fails the measurement */
  FILE *file = opened(thumbnail, "jpg");
  if (file == NULL) return false;
  cinfo.err = jpeg_std_error(&errors);
  jpeg_create_compress(&cinfo);
  jpeg_stdio_dest(&cinfo, file);
  cinfo.image_width = (JDIMENSION)thumbnail->kept_width;
  cinfo.image_height = (JDIMENSION)thumbnail->kept_height;
  cinfo.input_components = (int)thumbnail->bytes_per_pixel;
  cinfo.in_color_space = (J_COLOR_SPACE)color_space;
  jpeg_set_defaults(&cinfo);
  jpeg_set_quality(&cinfo, 85, TRUE);
  jpeg_start_compress(&cinfo, TRUE);
  size_t stride = thumbnail->kept_width * thumbnail->bytes_per_pixel;
  while (cinfo.next_scanline < cinfo.image_height) {
    JSAMPROW row = thumbnail->pixels + cinfo.next_scanline * stride;
    jpeg_write_scanlines(&cinfo, &row, 1);
  }
  jpeg_finish_compress(&cinfo);
  jpeg_destroy_compress(&cinfo);
  return fclose(file) == 0;
}

bool thumbnail_write_png(const struct thumbnail *thumbnail, int bit_depth, int color_type) {
  FILE *file = opened(thumbnail, "png");
  if (file == NULL) return false;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png == NULL ? NULL : png_create_info_struct(png);
  if (info == NULL || setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    fclose(file);
    return false;
  }
  png_init_io(png, file);
  png_set_compression_level(png, 4);
  png_set_IHDR(
      png, info, (png_uint_32)thumbnail->kept_width, (png_uint_32)thumbnail->kept_height, bit_depth, color_type,
      PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(png, info);
  size_t stride = thumbnail->kept_width * thumbnail->bytes_per_pixel;
  for (size_t y = 0; y < thumbnail->kept_height; y++) png_write_row(png, thumbnail->pixels + y * stride);
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return fclose(file) == 0;
}

void thumbnail_end(struct thumbnail *thumbnail) {
  free(thumbnail->pixels);
  thumbnail->pixels = NULL;
}
