#include <stddef.h>
#include <stdio.h>
#include <jpeglib.h>
#include <png.h>
#include <zlib.h>

#include "CCodecs.h"

#define TEXT(x) #x
#define VALUE(x) TEXT(x)

const char *ccodecs_libpng_version(void) { return png_get_libpng_ver(NULL); }

const char *ccodecs_zlib_version(void) { return zlibVersion(); }

void ccodecs_libjpeg_version(char *text, size_t capacity) {
#ifdef LIBJPEG_TURBO_VERSION
  snprintf(text, capacity, "libjpeg-turbo %s", VALUE(LIBJPEG_TURBO_VERSION));
#else
  snprintf(text, capacity, "libjpeg %d", JPEG_LIB_VERSION);
#endif
}
