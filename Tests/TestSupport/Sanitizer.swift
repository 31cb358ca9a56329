#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Whether this process, and so the programs built with it, run with the address sanitizer, which keeps what is released
/// for a while: peaks of memory say nothing then. Code runs several times slower, and errors of memory show in few rounds as
/// well as in many, so random tests take fewer.
public let isAddressSanitized = dlsym(dlopen(nil, RTLD_NOW), "__asan_init") != nil
