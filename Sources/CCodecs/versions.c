#include "CCodecs.h"
typedef int ccodecs_placeholder;
