#ifndef CPAGEFILES_H
#define CPAGEFILES_H

#include <stddef.h>

/* A file that pages are put together from. Its bytes live as long as the program. */
struct cpagefiles_file {
  const char *name; /* without its folder; no two are alike */
  const unsigned char *bytes;
  size_t count;
};

/* NULL past the last file. */
const struct cpagefiles_file *cpagefiles_at(size_t place);

#endif
