/* Calls the C interface as a C program does, with sensible and with hostile arguments. Part of the Swift tests, and with
 * INTERFACE_PROBE_MAIN a program of its own for the shared library (make test-c). */
#include "interface_probe.h"

#include "imagepool.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

static void check(bool holds, const char *format, ...) {
  if (holds) return;
  va_list arguments;
  va_start(arguments, format);
  fputs("failed: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  failures++;
}

/* A dense array. */
static imagepool_array dense(void *data, int32_t type, int64_t size, int64_t n, int64_t c, int64_t h, int64_t w) {
  imagepool_array array = {0};
  array.data = data;
  array.type = type;
  const int64_t shape[4] = {n, c, h, w};
  const int64_t strides[4] = {c * h * w * size, h * w * size, w * size, size};
  memcpy(array.shape, shape, sizeof shape);
  memcpy(array.strides, strides, sizeof strides);
  return array;
}

static int32_t pool(
    const char *layers, const imagepool_array *input, const imagepool_array *values, const imagepool_array *indices,
    imagepool_error *error) {
  return imagepool_pool(layers, layers == NULL ? 0 : strlen(layers), input, values, indices, 1, error);
}

static const char max2[] = "{\"op\": \"max\", \"kernel\": 2}";

static void versions(void) {
  char text[32], tiny[3];
  check(imagepool_abi_version() == IMAGEPOOL_ABI_VERSION, "the library's ABI is the header's");
  const size_t length = imagepool_version(text, sizeof text);
  check(length == strlen(text) && length >= 5, "a version: %s", text);
  check(imagepool_version(tiny, sizeof tiny) == length && strlen(tiny) == 2, "a cut version");
  check(imagepool_version(NULL, 7) == length && imagepool_version(text, 0) == length, "a version's length");
}

static void maxima(void) {
  float samples[2 * 3 * 4], result[2 * 1 * 2];
  int64_t places[2 * 1 * 2];
  for (int i = 0; i < 24; i++) samples[i] = (float)((i * 7) % 24);
  imagepool_array input = dense(samples, IMAGEPOOL_FLOAT32, 4, 1, 2, 3, 4), values;
  imagepool_error error;
  check(imagepool_result(max2, strlen(max2), &input, &values, &error) == IMAGEPOOL_OK, "a result: %s", error.message);
  check(
      values.shape[0] == 1 && values.shape[1] == 2 && values.shape[2] == 1 && values.shape[3] == 2 && values.data == NULL
          && values.type == IMAGEPOOL_FLOAT32 && values.strides[3] == 4 && values.strides[2] == 8,
      "the result's shape");
  values.data = result;
  imagepool_array indices = dense(places, IMAGEPOOL_INT64, 8, 1, 2, 1, 2);
  check(pool(max2, &input, &values, &indices, &error) == IMAGEPOOL_OK && error.code == 0, "a max: %s", error.message);
  for (int c = 0; c < 2; c++) {
    for (int x = 0; x < 2; x++) {
      float best = -1;
      int64_t place = -1;
      for (int dy = 0; dy < 2; dy++) {
        for (int dx = 0; dx < 2; dx++) {
          const int at = dy * 4 + 2 * x + dx;
          if (samples[c * 12 + at] > best) {
            best = samples[c * 12 + at];
            place = at;
          }
        }
      }
      check(result[c * 2 + x] == best && places[c * 2 + x] == place, "the max of channel %d, window %d", c, x);
    }
  }
}

/* The same picture, channels last, upside down, mirrored, at an odd address and spread out, gives the same. */
static void layouts(void) {
  enum { C = 3, H = 6, W = 8 };
  static const char layer[] = "{\"op\": \"average\", \"kernel\": 3, \"stride\": 2, \"padding\": 1}";
  uint16_t plain[C * H * W], turned[C * H * W];
  static unsigned char spread[C * H * W * 16 + 1];
  double expected[C * 3 * 4], result[C * 3 * 4];
  for (int i = 0; i < C * H * W; i++) plain[i] = (uint16_t)(i * i * 31);
  imagepool_error error;
  imagepool_array input = dense(plain, IMAGEPOOL_UINT16, 2, 1, C, H, W);
  imagepool_array values = dense(expected, IMAGEPOOL_FLOAT64, 8, 1, C, 3, 4);
  check(pool(layer, &input, &values, NULL, &error) == IMAGEPOOL_OK, "an average: %s", error.message);
  values.data = result;

  for (int c = 0; c < C; c++)
    for (int y = 0; y < H; y++)
      for (int x = 0; x < W; x++) turned[(y * W + x) * C + c] = plain[(c * H + y) * W + x];
  imagepool_array pixels = input;
  pixels.data = turned;
  const int64_t last[4] = {0, 2, W * C * 2, C * 2};
  memcpy(pixels.strides, last, sizeof last);
  memset(result, 0, sizeof result);
  check(pool(layer, &pixels, &values, NULL, &error) == IMAGEPOOL_OK, "pixels: %s", error.message);
  check(memcmp(expected, result, sizeof result) == 0, "pixels give what planes give");

  for (int i = 0; i < C * H * W; i++) turned[C * H * W - 1 - i] = plain[i];
  imagepool_array backwards = input;
  backwards.data = turned + C * H * W - 1;
  for (int axis = 0; axis < 4; axis++) backwards.strides[axis] = -input.strides[axis];
  memset(result, 0, sizeof result);
  check(pool(layer, &backwards, &values, NULL, &error) == IMAGEPOOL_OK, "negative strides: %s", error.message);
  check(memcmp(expected, result, sizeof result) == 0, "negative strides give the same");

  imagepool_array odd = input;
  odd.data = spread + 1;
  for (int axis = 0; axis < 4; axis++) odd.strides[axis] = input.strides[axis] / 2 * 16;
  for (int i = 0; i < C * H * W; i++) memcpy(spread + 1 + 16 * i, &plain[i], 2);
  memset(result, 0, sizeof result);
  check(pool(layer, &odd, &values, NULL, &error) == IMAGEPOOL_OK, "odd addresses: %s", error.message);
  check(memcmp(expected, result, sizeof result) == 0, "odd addresses give the same");
}

static void gradients(void) {
  static const char layer[] = "[{\"op\": \"average\", \"kernel\": 2}]";
  double samples[16], slopes[4] = {1, 2, 3, 4}, result[16];
  for (int i = 0; i < 16; i++) samples[i] = i;
  imagepool_array input = dense(samples, IMAGEPOOL_FLOAT64, 8, 1, 1, 4, 4);
  imagepool_array upstream = dense(slopes, IMAGEPOOL_FLOAT64, 8, 1, 1, 2, 2);
  imagepool_array gradient = dense(result, IMAGEPOOL_FLOAT64, 8, 1, 1, 4, 4);
  imagepool_error error;
  check(
      imagepool_gradient(layer, strlen(layer), NULL, &upstream, &gradient, 1, &error) == IMAGEPOOL_OK, "a gradient: %s",
      error.message);
  for (int i = 0; i < 16; i++) check(result[i] == slopes[i / 8 * 2 + i % 4 / 2] / 4, "the gradient at %d", i);
  check(
      imagepool_gradient(max2, strlen(max2), NULL, &upstream, &gradient, 1, &error) == IMAGEPOOL_GEOMETRY,
      "a max needs its input");
  check(
      imagepool_gradient(max2, strlen(max2), &input, &upstream, &gradient, 1, &error) == IMAGEPOOL_OK, "of a max: %s",
      error.message);
  for (int i = 0; i < 16; i++) {
    const bool wins = i / 4 % 2 == 1 && i % 2 == 1;
    check(result[i] == (wins ? slopes[i / 8 * 2 + i % 4 / 2] : 0), "the gradient of a max at %d", i);
  }
}

/* Whatever is wrong comes back as a code, a kind and a sentence. */
static void refused(int32_t code, int32_t expected, const imagepool_error *error, const char *what) {
  check(code == expected && error->code == code, "%s: code %d, expected %d (%s)", what, (int)code, (int)expected, error->message);
  check(error->kind[0] != 0 && error->message[0] != 0, "%s: says nothing", what);
}

static void hostile_arrays(void) {
  float samples[64] = {0}, room[64] = {0};
  const imagepool_array good = dense(samples, IMAGEPOOL_FLOAT32, 4, 1, 1, 8, 8);
  const imagepool_array target = dense(room, IMAGEPOOL_FLOAT32, 4, 1, 1, 4, 4);
  imagepool_error error;
  check(pool(max2, &good, &target, NULL, NULL) == IMAGEPOOL_OK, "no error struct is fine");
  check(pool(NULL, &good, &target, NULL, NULL) != IMAGEPOOL_OK, "nor in a failure");
  refused(pool(max2, NULL, &target, NULL, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "no input");
  refused(pool(max2, &good, NULL, NULL, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "no values");
  refused(imagepool_result(max2, strlen(max2), &good, NULL, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "no result");
  refused(imagepool_pool(max2, strlen(max2), &good, &target, NULL, 0, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "no threads");
  refused(imagepool_pool(max2, strlen(max2), &good, &target, NULL, INT32_MIN, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "fewer");
  check(imagepool_pool(max2, strlen(max2), &good, &target, NULL, INT32_MAX, &error) == IMAGEPOOL_OK, "more than there is work");

  static const int64_t numbers[] = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, 3, INT32_MAX, INT64_MAX / 8, INT64_MAX};
  const size_t count = sizeof numbers / sizeof *numbers;
  for (int axis = 0; axis < 4; axis++) {
    for (size_t i = 0; i < count; i++) {
      /* A shape that the target does not have is refused, whatever else is wrong with it. */
      imagepool_array bad = good;
      bad.shape[axis] = numbers[i];
      if (bad.shape[axis] != good.shape[axis])
        check(pool(max2, &bad, &target, NULL, &error) != IMAGEPOOL_OK, "axis %d of %lld", axis, (long long)numbers[i]);
      imagepool_array result;
      (void)imagepool_result(max2, strlen(max2), &bad, &result, &error);
      bad = target;
      bad.shape[axis] = numbers[i];
      if (bad.shape[axis] != target.shape[axis])
        check(pool(max2, &good, &bad, NULL, &error) != IMAGEPOOL_OK, "target's axis %d", axis);
      /* Strides that leave the address space. */
      bad = good;
      bad.strides[axis] = numbers[i];
      if (good.shape[axis] > 1 && (numbers[i] > INT32_MAX || numbers[i] < -1))
        check(pool(max2, &bad, &target, NULL, &error) != IMAGEPOOL_OK, "stride %d of %lld", axis, (long long)numbers[i]);
      /* An output whose elements share memory. */
      bad = target;
      bad.strides[axis] = numbers[i];
      if (target.shape[axis] > 1 && (numbers[i] < 4 || numbers[i] > INT32_MAX))
        check(pool(max2, &good, &bad, NULL, &error) != IMAGEPOOL_OK, "target's stride %d of %lld", axis, (long long)numbers[i]);
    }
  }
  for (int32_t type = -3; type < 100; type += type == 12 ? 80 : 1) {
    imagepool_array bad = good;
    bad.type = type;
    if (type < IMAGEPOOL_UINT8 || type > IMAGEPOOL_FLOAT64)
      refused(pool(max2, &bad, &target, NULL, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "a type that is none");
  }
  imagepool_array bad = good;
  bad.data = NULL;
  refused(pool(max2, &bad, &target, NULL, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "no data");
  bad.data = (void *)(UINTPTR_MAX - 16);
  refused(pool(max2, &bad, &target, NULL, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "data at the end of memory");
  bad = good;
  bad.reserved = 1;
  refused(pool(max2, &bad, &target, NULL, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "a reserved field");
  bad = target;
  bad.data = samples + 8;
  refused(pool(max2, &good, &bad, NULL, &error), IMAGEPOOL_GEOMETRY, &error, "an output over its input");
  bad = target;
  bad.type = IMAGEPOOL_INT64;
  bad.data = samples;
  check(pool(max2, &good, &target, &bad, &error) != IMAGEPOOL_OK, "indices over the input");
  bad = dense(samples, IMAGEPOOL_UINT8, 1, 1, 1, 8, 8);
  refused(pool(max2, &bad, &target, NULL, &error), IMAGEPOOL_GEOMETRY, &error, "a max of bytes as floats");
  bad = target;
  refused(pool(max2, &good, &target, &target, &error), IMAGEPOOL_GEOMETRY, &error, "indices of floats");
  /* A view of one element that claims to be wide: refused before memory is taken for it. */
  bad = good;
  bad.shape[3] = INT32_MAX;
  memset(bad.strides, 0, sizeof bad.strides);
  imagepool_array wide = target;
  wide.shape[3] = INT32_MAX / 2;
  check(pool(max2, &bad, &wide, NULL, &error) != IMAGEPOOL_OK, "a wide view of one element");
  /* Nothing to do is no failure. */
  bad = dense(NULL, IMAGEPOOL_FLOAT32, 4, 0, 3, 8, 8);
  imagepool_array nothing = dense(NULL, IMAGEPOOL_FLOAT32, 4, 0, 3, 4, 4);
  check(pool(max2, &bad, &nothing, NULL, &error) == IMAGEPOOL_OK, "no batch items: %s", error.message);
}

static void hostile_texts(void) {
  float samples[64] = {0}, room[64] = {0};
  const imagepool_array good = dense(samples, IMAGEPOOL_FLOAT32, 4, 1, 1, 8, 8);
  const imagepool_array target = dense(room, IMAGEPOOL_FLOAT32, 4, 1, 1, 4, 4);
  imagepool_error error;
  static const char *const texts[] = {
      "", " ", "[", "[]", "{}", "null", "7", "\"max\"", "[7]", "{\"op\": 7}", "{\"op\": \"max\"}",
      "{\"op\": \"max\", \"kernel\": 2", "{\"op\": \"max\", \"kernel\": 0}", "{\"op\": \"max\", \"kernel\": -2}",
      "{\"op\": \"max\", \"kernel\": 1e9}", "{\"op\": \"max\", \"kernel\": 99999999999999999999}",
      "{\"op\": \"max\", \"kernel\": 2, \"kernel\": 2}", "{\"op\": \"max\", \"kernel\": 2, \"padding-mode\": \"none\"}",
      "{\"op\": \"max\", \"kernel\": 2, \"pad\": 1}", "{\"op\": \"nothing\", \"kernel\": 2}",
      "{\"op\": \"attention\", \"kernel\": 2}", "{\"op\": \"max\", \"kernel\": 2}x",
      "[{\"op\": \"max\", \"kernel\": 2}, {\"op\": \"max\", \"kernel\": 9}]",
      "{\"op\": \"fractional-max\", \"kernel\": 2, \"output-size\": 4, \"samples\": [2, 3]}",
      "{\"op\": \"max\", \"kernel\": 2, \"dialect\": \"\\u0000\"}", "{\"op\": \"\xff\xfe\", \"kernel\": 2}"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    const int32_t code = pool(texts[i], &good, &target, NULL, &error);
    check(code != IMAGEPOOL_OK && error.message[0] != 0, "layers '%s'", texts[i]);
  }
  check(imagepool_pool(max2, SIZE_MAX, &good, &target, NULL, 1, &error) == IMAGEPOOL_INVALID_ARGUMENT, "a length of SIZE_MAX");
  check(imagepool_pool(NULL, 5, &good, &target, NULL, 1, &error) == IMAGEPOOL_INVALID_ARGUMENT, "no layers");
  /* A message longer than the struct is cut at a character. */
  char *longest = malloc(70000);
  if (longest == NULL) return;
  strcpy(longest, "{\"op\": \"");
  for (int i = 0; i < 30000; i++) strcat(longest + 2 * i, "\xc3\xa9");
  strcat(longest, "\", \"kernel\": 2}");
  check(pool(longest, &good, &target, NULL, &error) == IMAGEPOOL_INVALID_ARGUMENT, "a long name");
  check(strlen(error.message) < sizeof error.message && strlen(error.message) > 900, "a long message is cut");
  free(longest);
}

static void files(const char *path) {
  static const char recipe[] =
      "{\"layers\": [{\"op\": \"average\", \"kernel\": 8}], \"channels\": \"rgb\", \"rescale\": 0.00392156862745098}";
  imagepool_error error;
  imagepool_input *input = NULL;
  int32_t code = imagepool_open_file(path, strlen(path), recipe, strlen(recipe), &input, &error);
  check(code == IMAGEPOOL_OK && input != NULL, "opens %s: %s", path, error.message);
  imagepool_array planned;
  check(imagepool_describe(input, &planned, &error) == IMAGEPOOL_OK, "describes: %s", error.message);
  check(planned.shape[1] == 3 && planned.type == IMAGEPOOL_FLOAT32, "three planes of floats");
  const size_t count = (size_t)(planned.shape[1] * planned.shape[2] * planned.shape[3]);
  float *room = malloc(count * sizeof *room), *again = malloc(count * sizeof *again);
  if (room == NULL || again == NULL) return;
  imagepool_array wrong = planned;
  wrong.data = room;
  wrong.shape[2] -= 1;
  refused(imagepool_read(input, &wrong, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "too little room");
  planned.data = room;
  check(imagepool_read(input, &planned, &error) == IMAGEPOOL_OK, "reads: %s", error.message);
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += room[i];
  check(sum / (double)count > 0.05 && sum / (double)count < 0.95, "a picture's mean, %f", sum / (double)count);
  refused(imagepool_read(input, &planned, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "reads twice");
  imagepool_close(input);

  FILE *file = fopen(path, "rb");
  if (file == NULL) return;
  fseek(file, 0, SEEK_END);
  const size_t length = (size_t)ftell(file);
  rewind(file);
  unsigned char *bytes = malloc(length);
  if (bytes == NULL || fread(bytes, 1, length, file) != length) return;
  fclose(file);
  check(imagepool_open_bytes(bytes, length, recipe, strlen(recipe), &input, &error) == IMAGEPOOL_OK, "bytes: %s", error.message);
  memset(bytes, 0, length); /* were copied */
  planned.data = again;
  check(imagepool_read(input, &planned, &error) == IMAGEPOOL_OK, "reads bytes: %s", error.message);
  check(memcmp(room, again, count * sizeof *room) == 0, "bytes give what the file gives");
  imagepool_close(input);

  char json[4096], tiny[8];
  size_t needed = 0, same = 0;
  check(imagepool_info_file(path, strlen(path), json, sizeof json, &needed, &error) == IMAGEPOOL_OK, "info: %s", error.message);
  check(strstr(json, "\"kind\":\"jpeg\"") != NULL && needed == strlen(json), "info says %s", json);
  check(imagepool_info_file(path, strlen(path), tiny, sizeof tiny, &same, &error) == IMAGEPOOL_OK, "info, cut");
  check(same == needed && strlen(tiny) == 7, "a cut text ends in a zero");
  check(imagepool_info_file(path, strlen(path), NULL, 0, &same, NULL) == IMAGEPOOL_OK && same == needed, "info's length");
  free(room);
  free(again);
  free(bytes);
}

static void hostile_files(void) {
  imagepool_error error;
  imagepool_array array = {0};
  imagepool_input *input = (imagepool_input *)&array;
  static const char missing[] = "no such file";
  refused(imagepool_open_file(missing, strlen(missing), max2, strlen(max2), &input, &error), IMAGEPOOL_UNREADABLE, &error, "a missing file");
  check(input == NULL, "a failed open leaves no handle");
  refused(imagepool_open_file("a\0b", 3, max2, strlen(max2), &input, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "a zero in a name");
  refused(imagepool_open_file(NULL, 3, max2, strlen(max2), &input, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "no name");
  refused(imagepool_open_file("", 0, max2, strlen(max2), &input, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "an empty name");
  refused(imagepool_open_file(missing, SIZE_MAX, max2, strlen(max2), &input, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "a long name");
  refused(imagepool_open_file(missing, strlen(missing), NULL, 0, &input, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "no recipe");
  refused(imagepool_open_file(missing, strlen(missing), max2, strlen(max2), NULL, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "no handle");
  refused(imagepool_open_bytes(NULL, 9, max2, strlen(max2), &input, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "no bytes");
  refused(imagepool_open_bytes(missing, SIZE_MAX, max2, strlen(max2), &input, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "too many bytes");
  refused(imagepool_open_bytes(missing, 5, max2, strlen(max2), &input, &error), IMAGEPOOL_NOT_AN_IMAGE, &error, "no picture");
  refused(imagepool_open_bytes(NULL, 0, max2, strlen(max2), &input, &error), IMAGEPOOL_NOT_AN_IMAGE, &error, "nothing");
  refused(imagepool_describe(NULL, &array, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "no handle to describe");
  refused(imagepool_read(NULL, &array, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "no handle to read");
  imagepool_close(NULL);
  size_t length = 0;
  refused(imagepool_info_file(missing, strlen(missing), NULL, 10, &length, &error), IMAGEPOOL_INVALID_ARGUMENT, &error, "no room");
  refused(imagepool_info_bytes("text", 4, NULL, 0, NULL, &error), IMAGEPOOL_NOT_AN_IMAGE, &error, "info of text");
}

int interface_probe(const char *picture) {
  failures = 0;
  versions();
  maxima();
  layouts();
  gradients();
  hostile_arrays();
  hostile_texts();
  files(picture);
  hostile_files();
  return failures;
}

#ifdef INTERFACE_PROBE_MAIN
int main(int count, char **arguments) {
  if (count != 2) return fputs("interface PICTURE.jpg\n", stderr), 2;
  const int failed = interface_probe(arguments[1]);
  if (failed == 0) puts("the C interface holds");
  return failed > 100 ? 100 : failed;
}
#endif
