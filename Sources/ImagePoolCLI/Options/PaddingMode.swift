internal import ArgumentParser

/// The values of `--padding-mode`.
enum PaddingMode: String, CaseIterable, ExpressibleByArgument {
  case dialect, constant, replicate, reflect
}
