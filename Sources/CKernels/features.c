#include "CKernels.h"

#if defined(__x86_64__)
#include <cpuid.h>

bool ckernels_has_avx2(void) { return __builtin_cpu_supports("avx2"); }

bool ckernels_has_sha256(void) {
  unsigned a = 0, b = 0, c = 0, d = 0;
  // Leaf 7: bit 29 of EBX. The vectors that go with it are 128 bits wide, which every system saves.
  return __builtin_cpu_supports("sse4.1") && __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b >> 29 & 1) != 0;
}
#else
bool ckernels_has_avx2(void) { return false; }
bool ckernels_has_sha256(void) { return false; }
#endif
