#!/usr/bin/env bash
# library.sh BIN TO: links libimagepool from the objects that the release build left in BIN, with nothing to be seen from outside but
# imagepool_*, and puts it and its header into the folder TO.
#
# SwiftPM's own dynamic product needs the Swift runtime's shared libraries beside it (--static-swift-stdlib is for executables alone)
# and would build everything once more for other flags; linking by hand takes a second.
set -euo pipefail
bin=$1 to=$2

modules=(CImagePool ImagePoolC ImagePooling ReportPages CPageFiles TarArchive FeatureMaps ColorProfiles ImageCodecs PoolingEngine CKernels CSystem CColor CCodecs)
# By the sources' names: objects of files that are gone lie about.
objects=()
for module in "${modules[@]}"; do
  while read -r source; do objects+=("$bin/$module.build/$source.o"); done < <(
    cd "Sources/$module" && { find . -name '*.swift' -exec basename {} \; && find . -name '*.c' | sed 's|^\./||'; } | sort)
done
read -ra libraries < <(pkg-config --libs libpng libjpeg lcms2 | tr '\n' ' '; echo)
libraries+=(-lz)

mkdir -p "$to"
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
if [[ $(uname -s) == Darwin ]]; then
  name=libimagepool.dylib
  flags=(-Xlinker -exported_symbol -Xlinker '_imagepool_*' -Xlinker -install_name -Xlinker "@rpath/$name")
else
  name=libimagepool.so
  libraries+=(-lm)
  flags=(-static-stdlib -Xlinker -z -Xlinker defs -Xlinker --version-script=Scripts/imagepool.map -Xlinker --gc-sections -Xlinker -s -Xlinker -soname -Xlinker "$name")
fi
swiftc -emit-library -o "$temporary/$name" "${objects[@]}" "${libraries[@]}" "${flags[@]}"
Scripts/put.sh "$temporary/$name" "$to/$name"
cp Sources/CImagePool/include/imagepool.h "$to/imagepool.h"
