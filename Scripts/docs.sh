#!/usr/bin/env bash
# docs.sh TO: the engine's documentation as a site of static files. Needs no network; every warning is an error.
set -euo pipefail
to=$1
swift=${SWIFT:-swift}
bin=$(dirname "$(command -v "$swift")")
tool() { # tool NAME: beside the compiler, or as Xcode keeps it
  if [[ -x $bin/$1 ]]; then echo "$bin/$1"; else xcrun --find "$1"; fi
}
docc=$(tool docc)
extract=$(tool swift-symbolgraph-extract)

"$swift" build --target PoolingEngine
built=$("$swift" build --show-bin-path)
target=$("$swift" -print-target-info | sed -n 's/^ *"triple": "\(.*\)",$/\1/p' | head -n 1)
sdk=()
[[ $(uname -s) != Darwin ]] || sdk=(-sdk "$(xcrun --show-sdk-path)")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/symbols"
"$extract" -module-name PoolingEngine \
  -I "$built/Modules" -Xcc "-fmodule-map-file=$built/CKernels.build/module.modulemap" -target "$target" ${sdk[@]+"${sdk[@]}"} \
  -minimum-access-level public -skip-synthesized-members -output-dir "$work/symbols"
"$docc" convert Sources/PoolingEngine/PoolingEngine.docc --additional-symbol-graph-dir "$work/symbols" \
  --fallback-display-name PoolingEngine --fallback-bundle-identifier imagepool.PoolingEngine \
  --warnings-as-errors --output-path "$work/site"
mkdir -p "$(dirname "$to")"
rm -rf "$to"
mv "$work/site" "$to"
echo "$to/documentation/poolingengine: to read it, python3 -m http.server -d $to"
