#include "output.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { COLLECTED = 65536 };

ccodecs_output *ccodecs_output_create(int descriptor) {
  ccodecs_output *output = calloc(1, sizeof *output);
  if (output == NULL) return NULL;
  output->descriptor = descriptor;
  output->bytes = malloc(COLLECTED);
  if (output->bytes == NULL) {
    free(output);
    return NULL;
  }
  output->capacity = COLLECTED;
  return output;
}

void ccodecs_output_destroy(ccodecs_output *output) {
  if (output == NULL) return;
  free(output->bytes);
  free(output);
}

const uint8_t *ccodecs_output_bytes(const ccodecs_output *output, size_t *count) {
  *count = output->descriptor < 0 ? output->count : 0;
  return output->bytes;
}

/* Writes everything; write(2) may take a part, be interrupted, or (on a descriptor set so) ask to wait. */
static bool write_all(ccodecs_output *output, const uint8_t *bytes, size_t count) {
  while (count > 0) {
    ssize_t taken = write(output->descriptor, bytes, count);
    if (taken > 0) {
      bytes += taken;
      count -= (size_t)taken;
    } else if (taken == 0) {
      output->os_error = ENOSPC;
      return false;
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      struct pollfd wanted = {.fd = output->descriptor, .events = POLLOUT};
      if (poll(&wanted, 1, -1) < 0 && errno != EINTR) {
        output->os_error = errno;
        return false;
      }
    } else if (errno != EINTR) {
      output->os_error = errno;
      return false;
    }
  }
  return true;
}

bool ccodecs_output_flush(ccodecs_output *output) {
  if (output->os_error != 0) return false;
  if (output->descriptor < 0) return true;
  size_t count = output->count;
  output->count = 0;
  return write_all(output, output->bytes, count);
}

/* Doubles the memory until `more` bytes fit. */
static bool grow(ccodecs_output *output, size_t more) {
  size_t capacity = output->capacity;
  while (capacity - output->count < more) {
    if (capacity > SIZE_MAX / 2) return false;
    capacity *= 2;
  }
  uint8_t *bytes = realloc(output->bytes, capacity);
  if (bytes == NULL) return false;
  output->bytes = bytes;
  output->capacity = capacity;
  return true;
}

bool ccodecs_output_write(ccodecs_output *output, const uint8_t *bytes, size_t count) {
  if (output->os_error != 0) return false;
  if (output->capacity - output->count < count) {
    if (output->descriptor < 0) {
      if (!grow(output, count)) {
        output->os_error = ENOMEM;
        return false;
      }
    } else {
      if (!ccodecs_output_flush(output)) return false;
      if (count >= output->capacity) return write_all(output, bytes, count);
    }
  }
  memcpy(output->bytes + output->count, bytes, count);
  output->count += count;
  return true;
}
