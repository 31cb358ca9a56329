/* What the files of the JPEG reader share. */
#ifndef CCODECS_JPEG_READER_H
#define CCODECS_JPEG_READER_H

#include <limits.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdio.h>

#include <jerror.h>
#include <jpeglib.h>

#include "CCodecs.h"
#include "input.h"
#include "jpeg_scan.h"
#include "status.h"

enum { CCODECS_EXIF_SEGMENTS = 8, CCODECS_PROFILE_SEGMENTS = 256, CCODECS_ROWS_AT_ONCE = 16 };

typedef struct ccodecs_segment {
  uint8_t *bytes;
  size_t count;
} ccodecs_segment;

struct ccodecs_jpeg_reader {
  struct jpeg_error_mgr errors; /* first: libjpeg hands back a pointer to it */
  jmp_buf escape;
  ccodecs_status status;
  ccodecs_notes notes;
  ccodecs_jpeg_damage damage;
  ccodecs_input *input;
  ccodecs_jpeg_scan scan;
  struct jpeg_decompress_struct cinfo;
  struct jpeg_source_mgr source;
  struct jpeg_progress_mgr progress;
  int scan_limit;
  bool header_done, started, input_ended, too_many_scans, several_scans;
  ccodecs_jpeg_inks inks;
  bool inks_need_turning;
  size_t row_bytes;
  /* Rows of four inks on their way to RGB. */
  uint8_t *ink_rows;
  JSAMPROW lines[CCODECS_ROWS_AT_ONCE];
  ccodecs_segment exif[CCODECS_EXIF_SEGMENTS];
  size_t exif_count;
  /* By sequence number, 1 ... 255. */
  ccodecs_segment profile_parts[CCODECS_PROFILE_SEGMENTS];
  unsigned profile_part_count;
  bool profile_is_broken;
  ccodecs_segment profile;
  uint8_t segment[65536];
};

/* Sets the error manager, before jpeg_create_decompress. */
void ccodecs_jpeg_install(ccodecs_jpeg_reader *self);
/* Sets the source, the progress monitor and the handlers of APP1 and APP2, after it. */
void ccodecs_jpeg_install_segments(ccodecs_jpeg_reader *self);
/* Whether the frame header is of a sort that is refused; the status says which. */
bool ccodecs_jpeg_refuses(ccodecs_jpeg_reader *self);

#endif
