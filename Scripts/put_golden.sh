#!/usr/bin/env bash
# put_golden.sh TO: the golden set beside the built program, where `imagepool verify` looks for it.
set -euo pipefail
to=$1
mkdir -p "$to"
for file in README.md cases.json tensors.safetensors; do
  cmp -s "Tests/TestSupport/Golden/$file" "$to/$file" || cp "Tests/TestSupport/Golden/$file" "$to/$file"
done
