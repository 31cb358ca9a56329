#!/usr/bin/env bash
# put.sh FROM TO: replace TO by a copy of FROM in one step, so that a program that is running keeps its file.
set -euo pipefail
from=$1 to=$2
temporary=$(mktemp "$to.XXXXXX")
trap 'rm -f "$temporary"' EXIT
cp "$from" "$temporary"
chmod 755 "$temporary"
mv -f "$temporary" "$to"
trap - EXIT
echo "$to: $(wc -c <"$to" | tr -d ' ') bytes"
