#ifndef CCOLOR_WITHOUT_LCMS2
#include <stdlib.h>
#include <string.h>

#include "CColor.h"
#include "memory.h"

struct ccolor_transform {
  ccolor_memory memory; /* first: the context's user data begin with it */
  char message[CCOLOR_MESSAGE_LENGTH];
  cmsContext context;
  cmsHTRANSFORM transform;
  size_t input_pixel, output_pixel;
};

/* Keeps the first complaint: later ones follow from it. */
static void on_error(cmsContext context, cmsUInt32Number code, const char *text) {
  ccolor_transform *self = cmsGetContextUserData(context);
  (void)code;
  if (self == NULL || self->message[0] != 0) return;
  size_t length = 0;
  for (; text[length] != 0 && length + 1 < sizeof self->message; length++) {
    unsigned char c = (unsigned char)text[length];
    self->message[length] = c < 0x20 || c >= 0x7F ? ' ' : (char)c;
  }
  self->message[length] = 0;
}

static cmsColorSpaceSignature signature(ccolor_space space) {
  switch (space) {
  case CCOLOR_GRAY: return cmsSigGrayData;
  case CCOLOR_RGB: return cmsSigRgbData;
  case CCOLOR_CMYK: return cmsSigCmykData;
  }
  return cmsSigRgbData;
}

static size_t channels(ccolor_space space) { return space == CCOLOR_GRAY ? 1 : space == CCOLOR_RGB ? 3 : 4; }

static cmsUInt32Number format(ccolor_space space, bool alpha, uint8_t bytes) {
  cmsUInt32Number pixel = space == CCOLOR_GRAY ? COLORSPACE_SH(PT_GRAY) | CHANNELS_SH(1)
                          : space == CCOLOR_RGB ? COLORSPACE_SH(PT_RGB) | CHANNELS_SH(3)
                                                : COLORSPACE_SH(PT_CMYK) | CHANNELS_SH(4) | FLAVOR_SH(1);
  return pixel | EXTRA_SH(alpha ? 1 : 0) | BYTES_SH((cmsUInt32Number)bytes);
}

/* Gray with sRGB's curve and white; NULL if there is no memory. */
static cmsHPROFILE gray_srgb(cmsContext context) {
  static const cmsFloat64Number curve[5] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
  cmsToneCurve *gamma = cmsBuildParametricToneCurve(context, 4, curve);
  if (gamma == NULL) return NULL;
  cmsHPROFILE profile = cmsCreateGrayProfileTHR(context, cmsD50_xyY(), gamma);
  cmsFreeToneCurve(gamma);
  return profile;
}

static ccolor_code check(cmsHPROFILE profile, ccolor_space space) {
  switch (cmsGetDeviceClass(profile)) {
  case cmsSigInputClass:
  case cmsSigDisplayClass:
  case cmsSigOutputClass:
  case cmsSigColorSpaceClass: break;
  default: return CCOLOR_UNSUPPORTED;
  }
  if (cmsGetColorSpace(profile) != signature(space)) return CCOLOR_OTHER_SPACE;
  cmsColorSpaceSignature connection = cmsGetPCS(profile);
  return connection == cmsSigXYZData || connection == cmsSigLabData ? CCOLOR_OK : CCOLOR_BROKEN;
}

/* 8-bit colours may take lcms2's integer short cuts: matrices in fixed point, tables of 16 bits. Those are too coarse for 16
 * bits, and for gray no faster: there every sample goes through the profile itself, in float. */
static cmsUInt32Number flags(ccolor_layout layout) {
  cmsUInt32Number all = cmsFLAGS_NOCACHE | cmsFLAGS_COPY_ALPHA;
  return layout.input_bytes == 1 && layout.space != CCOLOR_GRAY ? all : all | cmsFLAGS_NOOPTIMIZE;
}

static ccolor_code make(ccolor_transform *self, const uint8_t *bytes, size_t count, ccolor_layout layout) {
  if (count > UINT32_MAX / 2) return CCOLOR_BROKEN;
  cmsHPROFILE profile = cmsOpenProfileFromMemTHR(self->context, bytes, (cmsUInt32Number)count);
  if (profile == NULL) return CCOLOR_BROKEN;
  ccolor_code code = check(profile, layout.space);
  if (code == CCOLOR_OK) {
    bool is_gray = layout.space == CCOLOR_GRAY;
    cmsHPROFILE target = is_gray ? gray_srgb(self->context) : cmsCreate_sRGBProfileTHR(self->context);
    if (target != NULL) {
      self->transform = cmsCreateTransformTHR(
        self->context, profile, format(layout.space, layout.alpha, layout.input_bytes), target,
        format(is_gray ? CCOLOR_GRAY : CCOLOR_RGB, layout.alpha, layout.output_bytes), INTENT_RELATIVE_COLORIMETRIC,
        flags(layout));
      cmsCloseProfile(target);
    }
    if (self->transform == NULL) code = CCOLOR_BROKEN;
  }
  cmsCloseProfile(profile);
  return code;
}

ccolor_status ccolor_transform_create(
  const uint8_t *profile, size_t count, ccolor_layout layout, ccolor_transform **transform) {
  ccolor_status status;
  memset(&status, 0, sizeof status);
  *transform = NULL;
  ccolor_transform *self = calloc(1, sizeof *self);
  cmsPluginMemHandler plugin = ccolor_memory_plugin();
  if (self != NULL) self->context = cmsCreateContext(&plugin, self);
  if (self == NULL || self->context == NULL) {
    free(self);
    status.code = CCOLOR_OUT_OF_MEMORY;
    return status;
  }
  cmsSetLogErrorHandlerTHR(self->context, on_error);
  size_t extra = layout.alpha ? 1 : 0;
  self->input_pixel = (channels(layout.space) + extra) * layout.input_bytes;
  self->output_pixel = ((layout.space == CCOLOR_GRAY ? 1 : 3) + extra) * layout.output_bytes;
  status.code = make(self, profile, count, layout);
  if (status.code != CCOLOR_OK) {
    if (self->memory.exhausted) status.code = CCOLOR_OUT_OF_MEMORY;
    memcpy(status.message, self->message, sizeof status.message);
    ccolor_transform_destroy(self);
    return status;
  }
  *transform = self;
  return status;
}

void ccolor_transform_destroy(ccolor_transform *self) {
  if (self == NULL) return;
  if (self->transform != NULL) cmsDeleteTransform(self->transform);
  cmsDeleteContext(self->context);
  free(self);
}

size_t ccolor_transform_apply(
  const ccolor_transform *self, const uint8_t *input, size_t input_count, uint8_t *output, size_t output_count,
  size_t pixels) {
  size_t in = input_count / self->input_pixel, out = output_count / self->output_pixel;
  if (pixels > in) pixels = in;
  if (pixels > out) pixels = out;
  size_t left = pixels;
  while (left > 0) {
    cmsUInt32Number now = left < 1 << 20 ? (cmsUInt32Number)left : 1 << 20;
    cmsDoTransform(self->transform, input, output, now);
    input += now * self->input_pixel;
    output += now * self->output_pixel;
    left -= now;
  }
  return pixels;
}

int ccolor_version(void) { return cmsGetEncodedCMMversion(); }
#else
typedef int ccolor_no_transform_here;
#endif
