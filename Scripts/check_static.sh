#!/usr/bin/env bash
# check_static.sh PROGRAM PICTURE: in a root folder that holds nothing but the two, as a user without a name, the program pools the picture.
set -euo pipefail
program=$1 picture=$2
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cp "$program" "$room/imagepool"
cp "$picture" "$room/picture.${picture##*.}"
chmod 755 "$room"
mkdir -m 777 "$room/out"
run=(/imagepool pool "/picture.${picture##*.}" --op average --kernel 8 -o /out/small.png --dump npy)
if [[ $(id -u) == 0 ]]; then
  chroot --userspec=65534:65534 "$room" "${run[@]}"
else
  unshare --map-root-user chroot "$room" "${run[@]}"
fi
[[ -s $room/out/small.png && -s $room/out/small.npy ]] || { echo "check-static: no result" >&2; exit 1; }
echo "check-static: pooled in an empty root folder ($(find "$room" -type f | wc -l) files there now)"
