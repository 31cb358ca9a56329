#!/usr/bin/env bash
# test_c.sh FOLDER: compiles the C program of the tests against the header and the library in FOLDER, as C11 with all warnings, and runs
# it; compiles the header as C++. With each compiler that is here.
set -euo pipefail
folder=$PWD/$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
library=$folder/libimagepool.so
[[ $(uname -s) != Darwin ]] || library=$folder/libimagepool.dylib

cat >"$work/header.cpp" <<'EOF'
#include "imagepool.h"
int main() {
  imagepool_error error;
  return imagepool_pool(nullptr, 0, nullptr, nullptr, nullptr, 1, &error) == IMAGEPOOL_INVALID_ARGUMENT ? 0 : 1;
}
EOF
compilers=0
for c in gcc clang cc; do
  command -v "$c" >/dev/null || continue
  [[ $c != cc || $compilers == 0 ]] || continue
  compilers=$((compilers + 1))
  "$c" -std=c11 -Wall -Wextra -Werror -pedantic -DINTERFACE_PROBE_MAIN -I"$folder" -ITests/InterfaceProbe/include \
    Tests/InterfaceProbe/interface.c "$library" -Wl,-rpath,"$folder" -o "$work/interface"
  "$work/interface" SampleImages/mountains-420.jpg
  "$c" -x c++ -std=c++17 -Wall -Wextra -Werror -pedantic -I"$folder" "$work/header.cpp" -x none "$library" -Wl,-rpath,"$folder" -o "$work/header"
  "$work/header"
  echo "$c: as C11 and as C++17"
done
[[ $compilers -gt 0 ]] || { echo "test-c: no C compiler here" >&2; exit 1; }

# The documentation's example, by the documentation's commands.
awk '/^```c$/ { inside = 1; next } /^```$/ { inside = 0 } inside' docs/c.md >"$work/example.c"
awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside' docs/c.md >"$work/commands.sh"
ln -s "$folder" "$work/build"
cp SampleImages/mountains-420.jpg "$work/photo.jpg"
(cd "$work" && bash -eu commands.sh)
echo "docs/c.md: the example builds and runs"

if [[ $(uname -s) == Linux ]]; then
  others=$(nm -D --defined-only "$library" | awk '$2 ~ /[A-TV-Z]/ && $3 !~ /^imagepool_/ { print $3 }')
  [[ -z $others ]] || { echo "test-c: seen from outside: $others" >&2; exit 1; }
fi
