/* The bytes that a reader decodes: memory first, then a descriptor. */
#ifndef CCODECS_INPUT_H
#define CCODECS_INPUT_H

#include "CCodecs.h"

enum { CCODECS_CHUNK = 65536 };

struct ccodecs_input {
  int descriptor;
  /* The caller's range, set by every entry point, and how much of it was taken. */
  ccodecs_bytes memory;
  size_t memory_taken;
  /* Bytes got and not yet used: buffer[start ..< end]. */
  size_t start, end;
  /* Where buffer[end] lies in the whole file. */
  uint64_t position;
  bool ended;
  int os_error;
  /* Nanoseconds of the monotonic clock; 0 if there is no limit. */
  int64_t deadline;
  uint8_t buffer[CCODECS_CHUNK];
};

/* Stands in os_error for the end of the time that the input was given. */
enum { CCODECS_LATE = -1 };

/* Whether the time is over; then the input is at its end, too. */
bool ccodecs_input_is_late(ccodecs_input *input);
/* Makes sure that start < end; false at the end of the bytes or after an error of the operating system. */
bool ccodecs_input_fill(ccodecs_input *input);
/* Copies up to `count` bytes; fewer only where ccodecs_input_fill gives false. */
size_t ccodecs_input_read(ccodecs_input *input, uint8_t *bytes, size_t count);
/* Whether ccodecs_input_read_at works. */
bool ccodecs_input_is_seekable(const ccodecs_input *input);
/* Copies bytes from anywhere in the file without consuming anything; 0 at its end or on an error. */
size_t ccodecs_input_read_at(ccodecs_input *input, uint64_t offset, uint8_t *bytes, size_t count);

#endif
