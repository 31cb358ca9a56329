/* The bytes that a writer makes: collected, then written to a descriptor, or kept in memory. */
#ifndef CCODECS_OUTPUT_H
#define CCODECS_OUTPUT_H

#include "CCodecs.h"

struct ccodecs_output {
  int descriptor;
  int os_error;
  uint8_t *bytes;
  size_t count, capacity;
};

/* False after an error; os_error has it. */
bool ccodecs_output_write(ccodecs_output *output, const uint8_t *bytes, size_t count);
/* Hands what was collected to the descriptor. */
bool ccodecs_output_flush(ccodecs_output *output);

#endif
