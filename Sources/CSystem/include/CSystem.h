#ifndef CSYSTEM_H
#define CSYSTEM_H

/* Calls of the operating system that Swift's module of the C library does not show. */

/* Renames a file without replacing another one, names relative to directories' descriptors. Returns 0, or an errno: EEXIST if
   the name is taken, ENOSYS or EINVAL if system or file system cannot do it. */
int csystem_rename_without_replacing(int old_directory, const char *old_name, int new_directory, const char *new_name);

/* Has large blocks of memory go back to the system as soon as they are freed, for programs whose memory must not add up over
   many inputs. Nothing where the allocator has no such setting. */
void csystem_return_large_blocks(void);

#endif
