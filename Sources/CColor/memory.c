#ifndef CCOLOR_WITHOUT_LCMS2
#include "memory.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* In front of every allocation; as large as the strictest alignment asks. */
typedef union header {
  size_t size;
  max_align_t alignment;
} header;

/* Without user data (while lcms2 makes and releases the context itself) nothing is counted; a profile has no say then. */
static void *take(cmsContext context, cmsUInt32Number size) {
  ccolor_memory *memory = cmsGetContextUserData(context);
  if (memory != NULL && size > CCOLOR_MEMORY_LIMIT - memory->held) {
    memory->exhausted = true;
    return NULL;
  }
  header *block = malloc(sizeof *block + size);
  if (block == NULL) {
    if (memory != NULL) memory->exhausted = true;
    return NULL;
  }
  block->size = memory != NULL ? size : 0;
  if (memory != NULL) memory->held += size;
  return block + 1;
}

static void give_back(cmsContext context, void *bytes) {
  if (bytes == NULL) return;
  header *block = (header *)bytes - 1;
  ccolor_memory *memory = cmsGetContextUserData(context);
  if (memory != NULL) memory->held -= block->size < memory->held ? block->size : memory->held;
  free(block);
}

static void *resize(cmsContext context, void *bytes, cmsUInt32Number size) {
  void *moved = take(context, size);
  if (moved == NULL || bytes == NULL) return moved;
  size_t old = ((header *)bytes - 1)->size;
  memcpy(moved, bytes, old < size ? old : size);
  give_back(context, bytes);
  return moved;
}

cmsPluginMemHandler ccolor_memory_plugin(void) {
  cmsPluginMemHandler plugin;
  memset(&plugin, 0, sizeof plugin);
  plugin.base.Magic = cmsPluginMagicNumber;
  plugin.base.ExpectedVersion = 2000;
  plugin.base.Type = cmsPluginMemHandlerSig;
  plugin.MallocPtr = take;
  plugin.FreePtr = give_back;
  plugin.ReallocPtr = resize;
  return plugin;
}
#else
typedef int ccolor_no_memory_here;
#endif
