#include "input.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include "status.h"

ccodecs_input *ccodecs_input_create(int descriptor) {
  ccodecs_input *input = malloc(sizeof *input);
  if (input == NULL) return NULL;
  memset(input, 0, offsetof(ccodecs_input, buffer));
  input->descriptor = descriptor;
  return input;
}

void ccodecs_input_destroy(ccodecs_input *input) { free(input); }

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

void ccodecs_input_limit_time(ccodecs_input *input, double seconds) {
  double nanoseconds = seconds * 1e9;
  input->deadline = now() + (nanoseconds < 1e18 ? (int64_t)nanoseconds : (int64_t)1e18);
}

bool ccodecs_input_is_late(ccodecs_input *input) {
  if (input->deadline == 0 || now() < input->deadline) return false;
  if (input->os_error == 0) input->os_error = CCODECS_LATE;
  return true;
}

/* Waits until there is something to read, as long as there is time. */
static bool wait_in_time(ccodecs_input *input) {
  while (input->deadline != 0) {
    if (ccodecs_input_is_late(input)) return false;
    int64_t rest = (input->deadline - now()) / 1000000 + 1;
    struct pollfd wanted = {.fd = input->descriptor, .events = POLLIN};
    if (poll(&wanted, 1, rest > 60000 ? 60000 : (int)rest) != 0) break;
  }
  return true;
}

/* read(2) that waits for a descriptor which is set not to. -1 with errno on failure. */
static ssize_t read_waiting(int descriptor, uint8_t *bytes, size_t count) {
  for (;;) {
    ssize_t got = read(descriptor, bytes, count);
    if (got >= 0) return got;
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
      struct pollfd wanted = {.fd = descriptor, .events = POLLIN};
      if (poll(&wanted, 1, -1) < 0 && errno != EINTR) return -1;
    } else if (errno != EINTR) {
      return -1;
    }
  }
}

/* Appends what the next read gives to the buffer, which has room. False at the end or after an error. */
static bool fetch(ccodecs_input *input) {
  if (input->ended || input->os_error != 0 || ccodecs_input_is_late(input)) return false;
  size_t room = sizeof input->buffer - input->end, got = 0;
  if (input->memory_taken < input->memory.count) {
    got = input->memory.count - input->memory_taken;
    if (got > room) got = room;
    memcpy(input->buffer + input->end, input->memory.start + input->memory_taken, got);
    input->memory_taken += got;
  } else if (input->descriptor >= 0) {
    if (!wait_in_time(input)) return false;
    ssize_t result = read_waiting(input->descriptor, input->buffer + input->end, room);
    if (result < 0) {
      input->os_error = errno;
      return false;
    }
    got = (size_t)result;
  }
  if (got == 0) {
    input->ended = true;
    return false;
  }
  input->end += got;
  input->position += got;
  return true;
}

bool ccodecs_input_fill(ccodecs_input *input) {
  if (input->start < input->end) return true;
  input->start = input->end = 0;
  return fetch(input);
}

size_t ccodecs_input_read(ccodecs_input *input, uint8_t *bytes, size_t count) {
  size_t done = 0;
  while (done < count && ccodecs_input_fill(input)) {
    size_t part = input->end - input->start;
    if (part > count - done) part = count - done;
    memcpy(bytes + done, input->buffer + input->start, part);
    input->start += part;
    done += part;
  }
  return done;
}

ccodecs_status ccodecs_input_peek(
  ccodecs_input *input, ccodecs_bytes memory, uint8_t *bytes, size_t capacity, size_t *count) {
  ccodecs_status status = ccodecs_ok();
  input->memory = memory;
  if (capacity > sizeof input->buffer) capacity = sizeof input->buffer;
  while (input->end - input->start < capacity && fetch(input)) {}
  size_t available = input->end - input->start;
  *count = available < capacity ? available : capacity;
  memcpy(bytes, input->buffer + input->start, *count);
  if (*count < capacity && input->os_error != 0)
    ccodecs_status_set_os_error(&status, CCODECS_UNREADABLE, input->os_error);
  return status;
}

bool ccodecs_input_is_seekable(const ccodecs_input *input) {
  return input->descriptor < 0 || lseek(input->descriptor, 0, SEEK_CUR) >= 0;
}

size_t ccodecs_input_read_at(ccodecs_input *input, uint64_t offset, uint8_t *bytes, size_t count) {
  if (offset < input->memory.count) {
    size_t part = input->memory.count - (size_t)offset;
    if (part > count) part = count;
    memcpy(bytes, input->memory.start + offset, part);
    return part;
  }
  if (input->descriptor < 0) return 0;
  /* `position` bytes were taken in all, so the file's first byte lies that far before the current offset. */
  off_t now = lseek(input->descriptor, 0, SEEK_CUR);
  uint64_t untaken = input->memory.count - input->memory_taken;
  if (now < 0 || (uint64_t)now < input->position + untaken) return 0;
  uint64_t from = (uint64_t)now - input->position - untaken + offset;
  if (from > INT64_MAX) return 0;
  for (;;) {
    ssize_t got = pread(input->descriptor, bytes, count, (off_t)from);
    if (got >= 0) return (size_t)got;
    if (errno != EINTR) return 0;
  }
}
