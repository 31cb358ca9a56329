/* The same functions for builds without lcms2: one executable without shared libraries needs archives, and Debian has none of lcms2. */
#ifdef CCOLOR_WITHOUT_LCMS2
#include <string.h>

#include "CColor.h"

ccolor_status ccolor_transform_create(
  const uint8_t *profile, size_t count, ccolor_layout layout, ccolor_transform **transform) {
  ccolor_status status;
  memset(&status, 0, sizeof status);
  status.code = CCOLOR_NOT_BUILT_IN;
  *transform = NULL;
  (void)profile, (void)count, (void)layout;
  return status;
}

void ccolor_transform_destroy(ccolor_transform *transform) { (void)transform; }

size_t ccolor_transform_apply(
  const ccolor_transform *transform, const uint8_t *input, size_t input_count, uint8_t *output, size_t output_count,
  size_t pixels) {
  (void)transform, (void)input, (void)input_count, (void)output, (void)output_count, (void)pixels;
  return 0;
}

int ccolor_version(void) { return 0; }
#else
typedef int ccolor_nothing_here;
#endif
