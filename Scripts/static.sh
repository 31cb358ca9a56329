#!/usr/bin/env bash
# static.sh TO: one executable without shared libraries: libc, the Swift runtime, libpng, zlib, libjpeg and, where there is an archive of it, lcms2
# are inside.
#
# The distribution's libpng.pc keeps zlib and libm to itself, as is right for a shared library. A copy of the .pc files in a
# folder of our own names everything that a static link needs; the archives come with the -dev packages.
set -euo pipefail
to=$1
[[ $(uname -s) == Linux ]] || { echo "static: only Linux links executables without shared libraries" >&2; exit 1; }

scratch=.build-static
pc=$PWD/$scratch/pkgconfig
mkdir -p "$pc" "$(dirname "$to")"
# Debian's liblcms2-dev has no archive; without one --to-srgb is left out, and says so.
names=(libpng libjpeg)
if [[ -e $(pkg-config --variable=libdir lcms2 2>/dev/null)/liblcms2.a ]]; then
  names+=(lcms2)
else
  export IMAGEPOOL_WITHOUT_LCMS2=1
  echo "static: no liblcms2.a here: built without lcms2, so without --to-srgb"
fi
for name in "${names[@]}"; do
  folder=$(pkg-config --variable=pcfiledir "$name")
  libraries=$(pkg-config --libs --static "$name")
  sed -e "s|^Libs:.*|Libs: $libraries|" -e '/^Libs\.private:/d' -e '/^Requires\.private:/d' "$folder/$name.pc" >"$pc/$name.pc"
done

# The compiler that belongs to the Swift toolchain.
clang=$(dirname "$(command -v swift)")/clang
[[ -x $clang ]] || clang=clang
"$clang" -O2 -Wall -Wextra -Werror -c Scripts/static_start.c -o "$scratch/static_start.o"

flags=(-c release -Xswiftc -static-executable -Xlinker -s -Xlinker "$PWD/$scratch/static_start.o" --scratch-path "$scratch" --pkg-config-path "$pc")
# The linker warns about each function of Foundation that would load glibc's plug-ins at run time (names of users and groups); none is used.
rm -f "$scratch"/*/release/imagepool # what the linker is given besides is not tracked
swift build "${flags[@]}" --product imagepool 2>&1 |
  { grep -v -e 'in statically linked applications requires' -e "warning: the use of .mktemp'" || true; }
Scripts/put.sh "$(swift build "${flags[@]}" --show-bin-path)/imagepool" "$to"

if ldd "$to" >/dev/null 2>&1; then
  echo "static: $to still needs shared libraries:" >&2
  ldd "$to" >&2
  exit 1
fi
echo "$to: needs no shared library"
