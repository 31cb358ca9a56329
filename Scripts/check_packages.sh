#!/usr/bin/env bash
# Builds and runs two packages outside the repository that depend on it: the README's library snippet in debug and release,
# and one that uses only PoolingEngine, with libpng's, libjpeg's and lcms2's headers hidden (Linux, as root: a private mount namespace).
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

package() { # NAME PRODUCT
  mkdir -p "$work/$1/Sources/$1"
  cat >"$work/$1/Package.swift" <<EOF
// swift-tools-version: 6.2
import PackageDescription
let package = Package(
  name: "$1", platforms: [.macOS(.v15)],
  dependencies: [.package(name: "imagepool", path: "$root")],
  targets: [
    .executableTarget(
      name: "$1", dependencies: [.product(name: "$2", package: "imagepool")],
      swiftSettings: [.swiftLanguageMode(.v6)])
  ])
EOF
}

package Snippet ImagePooling
# The README's first Swift block is a whole program.
awk '/^```swift$/ { inside = 1; next } /^```$/ { if (inside) exit } inside' README.md >"$work/Snippet/Sources/Snippet/Snippet.swift"
cp SampleImages/mountains-420.jpg "$work/Snippet/photo.jpg"
for configuration in debug release; do
  (cd "$work/Snippet" && swift run -q -c "$configuration" Snippet)
  echo "README's snippet: builds and runs in $configuration"
done

package Engine PoolingEngine
cat >"$work/Engine/Sources/Engine/Engine.swift" <<'EOF'
import PoolingEngine

@main struct Engine {
  static func main() throws {
    let planes = try Planes<Float>(channels: 1, size: Size(height: 2, width: 2), [1, 2, 3, 6])
    print(try Pooling(.average, over: .global)(planes, as: Float.self).samples)
  }
}
EOF
hide() { for path in /usr/include/png.h /usr/include/jpeglib.h /usr/include/lcms2*.h /usr/lib/*/pkgconfig/libpng*.pc /usr/lib/*/pkgconfig/libjpeg*.pc /usr/lib/*/pkgconfig/lcms2.pc; do [ -e "$path" ] && mount --bind /dev/null "$path"; done; }
export -f hide
if [ "$(uname -s)" = Linux ] && [ "$(id -u)" = 0 ]; then
  (cd "$work/Engine" && unshare -m bash -c 'hide; pkg-config --exists libpng && { echo "libpng is still there"; exit 1; }; swift run -q Engine')
  echo "PoolingEngine alone: builds and runs without the libraries' headers"
else
  (cd "$work/Engine" && swift run -q Engine)
  echo "PoolingEngine alone: builds and runs (the headers were not hidden: that needs Linux and root)"
fi
