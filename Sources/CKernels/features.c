#include "CKernels.h"

#if defined(__x86_64__)
bool ckernels_has_avx2(void) { return __builtin_cpu_supports("avx2"); }
#else
bool ckernels_has_avx2(void) { return false; }
#endif
