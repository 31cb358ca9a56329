/* Building statuses and collecting warnings. */
#ifndef CCODECS_STATUS_H
#define CCODECS_STATUS_H

#include "CCodecs.h"

ccodecs_status ccodecs_ok(void);
/* Copies `message` (may be NULL), cut to fit, with control characters replaced by blanks. */
void ccodecs_status_set(ccodecs_status *status, ccodecs_code code, const char *message);
void ccodecs_status_set_os_error(ccodecs_status *status, ccodecs_code code, int os_error);
/* Counts a warning, and keeps its text if it is new and there is room. */
void ccodecs_notes_add(ccodecs_notes *notes, const char *message);
/* Copies text as ccodecs_status_set does. */
void ccodecs_copy_text(char *to, size_t capacity, const char *from);

#endif
