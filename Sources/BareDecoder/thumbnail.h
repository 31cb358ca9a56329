/* As many pixels of a picture as fit a square, taken as they are, and written to a file. */
#ifndef BARE_DECODER_THUMBNAIL_H
#define BARE_DECODER_THUMBNAIL_H

#include <stdbool.h>
#include <stddef.h>

struct thumbnail {
  size_t fit;         /* the side of the square, in pixels */
  const char *folder; /* where files go, each named by its number */
  size_t number;
  /* Of the picture that is being decoded, and of what is kept of it. */
  size_t width, height, bytes_per_pixel;
  size_t kept_width, kept_height;
  size_t row, kept_row;
  unsigned char *pixels;
};

bool thumbnail_begin(struct thumbnail *thumbnail, size_t width, size_t height, size_t bytes_per_pixel);
/* Rows come in their order; each is width x bytes_per_pixel long. */
void thumbnail_take(struct thumbnail *thumbnail, const unsigned char *row);
/* color_space: libjpeg's J_COLOR_SPACE. Quality 85, 4:2:0. */
bool thumbnail_write_jpeg(const struct thumbnail *thumbnail, int color_space);
/* Level 4, as `imagepool thumbnail`; libpng's own choice of filters. */
bool thumbnail_write_png(const struct thumbnail *thumbnail, int bit_depth, int color_type);
void thumbnail_end(struct thumbnail *thumbnail);

#endif
