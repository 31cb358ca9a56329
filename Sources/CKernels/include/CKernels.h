#ifndef CKERNELS_H
#define CKERNELS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Whether this processor and its operating system run AVX2 code. Always false off x86-64.
bool ckernels_has_avx2(void);
/// The same for AVX-512 F, BW, DQ and VL together.
bool ckernels_has_avx512(void);

#endif
