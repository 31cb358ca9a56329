/* Memory for lcms2 with a ceiling: what a profile claims does not decide what is allocated. */
#ifndef CCOLOR_MEMORY_H
#define CCOLOR_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include <lcms2.h>
#include <lcms2_plugin.h>

/* The largest profiles in circulation are 3 MB; a printer's tables take some 20 MB while a transform is made. */
enum { CCOLOR_MEMORY_LIMIT = 128 << 20 };

typedef struct ccolor_memory {
  size_t held;
  bool exhausted;
} ccolor_memory;

/* The plug-in that counts into the ccolor_memory which the context's user data begin with. */
cmsPluginMemHandler ccolor_memory_plugin(void);

#endif
