#if defined(__linux__)
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>
#endif
#if defined(__GLIBC__)
#include <malloc.h>
#endif
#if defined(__APPLE__)
#include <stdio.h>
#endif
#include <errno.h>

#include "CSystem.h"

int csystem_rename_without_replacing(int old_directory, const char *old_name, int new_directory, const char *new_name) {
#if defined(__linux__) && defined(SYS_renameat2)
  const unsigned no_replace = 1;
  return syscall(SYS_renameat2, old_directory, old_name, new_directory, new_name, no_replace) == 0 ? 0 : errno;
#elif defined(__APPLE__)
  return renameatx_np(old_directory, old_name, new_directory, new_name, RENAME_EXCL) == 0 ? 0 : errno;
#else
  (void)old_directory, (void)old_name, (void)new_directory, (void)new_name;
  return ENOSYS;
#endif
}

void csystem_return_large_blocks(void) {
#if defined(__GLIBC__)
  /* A fixed threshold: the allocator would raise it to the largest block freed so far. */
  mallopt(M_MMAP_THRESHOLD, 512 * 1024);
  mallopt(M_TRIM_THRESHOLD, 1024 * 1024);
#endif
}
