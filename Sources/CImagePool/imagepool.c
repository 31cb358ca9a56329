// The functions are Swift, in ImagePoolC; this holds what their callers rely on.
#include "imagepool.h"

_Static_assert(sizeof(imagepool_error) == 1024, "the layout of imagepool_error is part of the ABI");
_Static_assert(sizeof(imagepool_array) == sizeof(void *) + 8 + 64, "the layout of imagepool_array is part of the ABI");
