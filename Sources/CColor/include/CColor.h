/* The only C that touches lcms2: transforms from a picture's ICC profile to sRGB.
 *
 * Every transform has a context of its own, so nothing is shared between threads and no error handler is global.
 * A transform is not to be used by two threads at once. */
#ifndef CCOLOR_H
#define CCOLOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum __attribute__((enum_extensibility(closed))) ccolor_code {
  CCOLOR_OK __attribute__((swift_name("ok"))) = 0,
  /* The bytes are no profile, or one that contradicts itself. */
  CCOLOR_BROKEN __attribute__((swift_name("broken"))),
  /* A profile of other samples than the picture's. */
  CCOLOR_OTHER_SPACE __attribute__((swift_name("otherSpace"))),
  /* A profile that does not lead from a device to a connection space (a device link, an abstract or named one). */
  CCOLOR_UNSUPPORTED __attribute__((swift_name("unsupported"))),
  /* More memory than a transform may take, or than there is. */
  CCOLOR_OUT_OF_MEMORY __attribute__((swift_name("outOfMemory"))),
  /* Built without lcms2: every creation fails. */
  CCOLOR_NOT_BUILT_IN __attribute__((swift_name("notBuiltIn"))),
} ccolor_code;

enum { CCOLOR_MESSAGE_LENGTH = 160 };

typedef struct ccolor_status {
  ccolor_code code;
  /* What the library said, zero-terminated, one line; empty if there is nothing to say. */
  char message[CCOLOR_MESSAGE_LENGTH];
} ccolor_status;

typedef enum __attribute__((enum_extensibility(closed))) ccolor_space {
  CCOLOR_GRAY __attribute__((swift_name("gray"))) = 0,
  CCOLOR_RGB __attribute__((swift_name("rgb"))),
  /* 255 = no ink; 8 bits only, and without alpha. */
  CCOLOR_CMYK __attribute__((swift_name("cmyk"))),
} ccolor_space;

typedef struct ccolor_layout {
  ccolor_space space;
  bool alpha;                /* one more channel, last */
  uint8_t input_bytes, output_bytes; /* per sample, 1 or 2 in native order; the output has no fewer */
} ccolor_layout;

typedef struct ccolor_transform ccolor_transform;

/* Gray becomes gray with sRGB's curve, RGB and inks become RGB; alpha is copied (8 to 16 bits: times 257). Relative
 * colorimetric, no black point compensation. *transform is NULL after an error. */
ccolor_status ccolor_transform_create(
  const uint8_t *profile, size_t count, ccolor_layout layout, ccolor_transform **transform);
void ccolor_transform_destroy(ccolor_transform *transform);
/* Converts as many pixels as both buffers hold whole, at most `pixels`; returns how many. The buffers do not overlap. */
size_t ccolor_transform_apply(
  const ccolor_transform *transform, const uint8_t *input, size_t input_count, uint8_t *output, size_t output_count,
  size_t pixels);

/* The release that is linked at run time, as 1000 * major + 10 * minor, for example 2140; 0 without it. */
int ccolor_version(void);

#ifdef __cplusplus
}
#endif
#endif
