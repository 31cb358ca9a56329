#include "status.h"

#include "input.h"

#include <stdio.h>
#include <string.h>

void ccodecs_copy_text(char *to, size_t capacity, const char *from) {
  if (capacity == 0) return;
  size_t length = 0;
  for (; from != NULL && from[length] != 0 && length + 1 < capacity; length++) {
    unsigned char c = (unsigned char)from[length];
    to[length] = c < 0x20 || c >= 0x7F ? ' ' : (char)c;
  }
  to[length] = 0;
}

ccodecs_status ccodecs_ok(void) {
  ccodecs_status status;
  memset(&status, 0, sizeof status);
  return status;
}

void ccodecs_status_set(ccodecs_status *status, ccodecs_code code, const char *message) {
  status->code = code;
  status->os_error = 0;
  ccodecs_copy_text(status->message, sizeof status->message, message);
}

void ccodecs_status_set_os_error(ccodecs_status *status, ccodecs_code code, int os_error) {
  if (os_error == CCODECS_LATE) {
    ccodecs_status_set(status, CCODECS_TOO_LATE, "");
    return;
  }
  status->code = code;
  status->os_error = os_error;
  ccodecs_describe_os_error(os_error, status->message, sizeof status->message);
}

/* strerror_r comes in two kinds: POSIX returns an int and fills the buffer, GNU returns a string. */
static void from_posix(int result, const char *buffer, int os_error, char *text, size_t capacity) {
  if (result == 0) ccodecs_copy_text(text, capacity, buffer);
  else snprintf(text, capacity, "error %d of the operating system", os_error);
}
static void from_gnu(const char *result, char *text, size_t capacity) { ccodecs_copy_text(text, capacity, result); }

void ccodecs_describe_os_error(int os_error, char *text, size_t capacity) {
  char buffer[CCODECS_MESSAGE_LENGTH] = "";
#if defined(__GLIBC__) && defined(_GNU_SOURCE)
  (void)from_posix;
  from_gnu(strerror_r(os_error, buffer, sizeof buffer), text, capacity);
#else
  (void)from_gnu;
  from_posix(strerror_r(os_error, buffer, sizeof buffer), buffer, os_error, text, capacity);
#endif
}

void ccodecs_notes_add(ccodecs_notes *notes, const char *message) {
  char text[CCODECS_NOTE_LENGTH];
  ccodecs_copy_text(text, sizeof text, message);
  notes->total++;
  for (size_t i = 0; i < notes->distinct; i++)
    if (strcmp(notes->text[i], text) == 0) return;
  if (notes->distinct < CCODECS_NOTE_CAPACITY) memcpy(notes->text[notes->distinct++], text, sizeof text);
}

const char *ccodecs_note(const ccodecs_notes *notes, size_t index) {
  return index < notes->distinct ? notes->text[index] : NULL;
}
