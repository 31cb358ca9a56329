#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Whether this process, and so the programs built with it, run with the address sanitizer, which keeps what is released
/// for a while: peaks of memory say nothing then.
public let isAddressSanitized = dlsym(dlopen(nil, RTLD_NOW), "__asan_init") != nil
