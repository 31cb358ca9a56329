// Linked into build/imagepool-static alone, for places where /proc is not mounted (a bare chroot). The Swift runtime needs it twice:
//
// - Before main it looks for its crash reporter beside its own path, which in an executable without shared libraries is /proc/self/exe;
//   without it the runtime gives up ("Unable to obtain Swift runtime path"). With SWIFT_ROOT set it does not look.
// - CommandLine reads /proc/self/cmdline and would be empty; it can be told what main was given.
//
// Constructors with a priority run before the runtime's, and glibc hands them what it hands to main.
#include <stdlib.h>
#include <unistd.h>

void _swift_stdlib_overrideUnsafeArgvArgc(char **argv, int argc);

__attribute__((constructor(101))) static void imagepool_static_start(int argc, char **argv) {
  char path[2];
  if (readlink("/proc/self/exe", path, sizeof path) >= 0)
    return;
  setenv("SWIFT_ROOT", "/", 0);
  _swift_stdlib_overrideUnsafeArgvArgc(argv, argc);
}
