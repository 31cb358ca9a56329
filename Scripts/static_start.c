// Linked into build/imagepool-static alone.
//
// Before main, the Swift runtime looks for its crash reporter beside the runtime's own path; in an executable without shared libraries
// that path is read from /proc/self/exe, and where /proc is not mounted (a bare chroot) the runtime gives up: "Unable to obtain Swift
// runtime path". With SWIFT_ROOT it does not look. Constructors with a priority run before the runtime's.
#include <stdlib.h>
#include <unistd.h>

__attribute__((constructor(101))) static void imagepool_static_start(void) {
  char path[2];
  if (readlink("/proc/self/exe", path, sizeof path) < 0)
    setenv("SWIFT_ROOT", "/", 0);
}
