/*
 * imagepool: pooling of images and tensors with the numbers of PyTorch, TensorFlow or ONNX.
 *
 * Every array is the caller's. Functions return IMAGEPOOL_OK or a code above 0, and fill `error`, the caller's too, where it
 * is not NULL. Nothing is kept from one call to the next but what a handle holds; there is no global state, and no thread but
 * the caller's unless `threads` asks for more. All functions may be called from several threads at once; a handle by one
 * thread at a time. docs/c.md has examples.
 */
#ifndef IMAGEPOOL_H
#define IMAGEPOOL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Grows when a struct or a function changes in a way that programs built before would not survive. */
#define IMAGEPOOL_ABI_VERSION 1

/* The element types of arrays, in the machine's byte order. */
enum {
  IMAGEPOOL_UINT8 = 1,
  IMAGEPOOL_INT8 = 2,
  IMAGEPOOL_UINT16 = 3,
  IMAGEPOOL_INT16 = 4,
  IMAGEPOOL_INT32 = 5,
  IMAGEPOOL_INT64 = 6,
  IMAGEPOOL_FLOAT16 = 7,
  IMAGEPOOL_FLOAT32 = 8,
  IMAGEPOOL_FLOAT64 = 9
};

/* What went wrong. Codes may be added. */
enum {
  IMAGEPOOL_OK = 0,
  /* An address, a shape, a stride, an element type or a JSON text that is none. */
  IMAGEPOOL_INVALID_ARGUMENT = 1,
  /* The pooling does not fit the input, or the dialect refuses it. */
  IMAGEPOOL_GEOMETRY = 2,
  IMAGEPOOL_NOT_AN_IMAGE = 3,
  IMAGEPOOL_TRUNCATED = 4,
  IMAGEPOOL_CORRUPT = 5,
  IMAGEPOOL_UNSUPPORTED = 6,
  IMAGEPOOL_LIMIT = 7,
  IMAGEPOOL_UNREADABLE = 8,
  /* Any other kind: see the name. */
  IMAGEPOOL_OTHER = 99
};

/* A failure by value. Both texts end in a zero and are UTF-8; a long message is cut. */
typedef struct imagepool_error {
  int32_t code;
  char kind[60];
  char message[960];
} imagepool_error;

/*
 * An array N, C, H, W: element [n, c, h, w] is n·strides[0] + c·strides[1] + h·strides[2] + w·strides[3] bytes behind `data`.
 *
 * Strides may be negative, and of inputs 0; the elements of an output share no memory. Data need not be aligned. Rows whose
 * elements lie side by side are read where they are, as are pixels whose channels do (N, H, W, C); rows of other strides, of
 * odd addresses and of small planes are copied, a few at a time.
 */
typedef struct imagepool_array {
  void *data;
  int32_t type;
  int32_t reserved; /* 0 */
  int64_t shape[4];
  int64_t strides[4];
} imagepool_array;

/* An opened and planned input. */
typedef struct imagepool_input imagepool_input;

/* IMAGEPOOL_ABI_VERSION of the library. */
int32_t imagepool_abi_version(void);

/* The library's version, such as "0.1.0": as many bytes as fit, ended by a zero. Returns the length without the zero. */
size_t imagepool_version(char *text, size_t capacity);

/*
 * Layers are JSON text of `layers_length` bytes: {"op": "max", "kernel": 2}, a list of such objects, or {"layers": [...]}. Keys are
 * the options of `imagepool pool` (docs/json.md).
 */

/*
 * The shape of a pooling's result. Of `input` type, shape and strides are looked at, not the data. `result` gets the element type
 * that a framework would give, the shape, and the strides of a dense array; its `data` becomes NULL.
 */
int32_t imagepool_result(
    const char *layers, size_t layers_length, const imagepool_array *input, imagepool_array *result,
    imagepool_error *error);

/*
 * Pools `input` into `values`, of the shape that imagepool_result gives and its type or another: a max or min of integers keeps
 * its own, all else goes into any (integers: rounded once, half to even unless the layer says otherwise, and clamped).
 *
 * `indices`, or NULL, gets the places of the winners of a last layer that is a max or min, int64: h·W + w in the plane that
 * it pools, -1 for a window without elements. Input and outputs share no memory. On failure nothing has been written.
 */
int32_t imagepool_pool(
    const char *layers, size_t layers_length, const imagepool_array *input, const imagepool_array *values,
    const imagepool_array *indices, int32_t threads, imagepool_error *error);

/*
 * The gradient of `input`: what a change of each element does to the sum of `upstream` times result. All arrays are floats.
 * `gradient` has the input's shape. A max or min routes to the winner by the layer's dialect. `input`
 * may be NULL where its elements do not matter: for a single average or sum.
 */
int32_t imagepool_gradient(
    const char *layers, size_t layers_length, const imagepool_array *input, const imagepool_array *upstream,
    const imagepool_array *gradient, int32_t threads, imagepool_error *error);

/*
 * Opens a PNG, JPEG, .npy or .csv and plans its pooling: what can be refused without decoding is refused here. `recipe` is JSON
 * text: layers as above, or an object with `layers` and options of `imagepool pool` such as "channels": "rgb" (docs/c.md).
 *
 * A path is bytes; a zero among them is refused. Memory given to imagepool_open_bytes is copied. A handle has to be given to
 * imagepool_close.
 */
int32_t imagepool_open_file(
    const char *path, size_t path_length, const char *recipe, size_t recipe_length, imagepool_input **input,
    imagepool_error *error);
int32_t imagepool_open_bytes(
    const void *bytes, size_t count, const char *recipe, size_t recipe_length, imagepool_input **input,
    imagepool_error *error);

/* What an opened input will give, as imagepool_result says of an array. N is 1. */
int32_t imagepool_describe(imagepool_input *input, imagepool_array *result, imagepool_error *error);

/*
 * Decodes and pools in one pass, row by row straight into `values`: of the described shape, and of the described type or another
 * that can hold the result. Once per handle. On failure rows may have been written.
 */
int32_t imagepool_read(imagepool_input *input, const imagepool_array *values, imagepool_error *error);

/* Releases a handle. NULL is fine. */
void imagepool_close(imagepool_input *input);

/*
 * What a file is, without decoding it: the JSON of `imagepool info --json`, ended by a zero. `length` gets the length without the
 * zero; if that is not below `capacity`, the text is cut, and the call still succeeds. `json` may be NULL if
 * `capacity` is 0.
 */
int32_t imagepool_info_file(
    const char *path, size_t path_length, char *json, size_t capacity, size_t *length, imagepool_error *error);
int32_t imagepool_info_bytes(
    const void *bytes, size_t count, char *json, size_t capacity, size_t *length, imagepool_error *error);

#ifdef __cplusplus
}
#endif

#endif
