#!/usr/bin/env bash
# demo.sh PROGRAM PICTURES OUT: pool every picture by max and average at two kernels, dump the feature maps, print a table
# and leave a page that shows the results side by side.
set -euo pipefail
program=$1 pictures=$2 out=$3
operators=(max average)
kernels=(4 8)

[[ -x $program ]] || { echo "demo: no $program; run 'make build' first" >&2; exit 1; }
shopt -s nullglob
files=("$pictures"/*.png "$pictures"/*.jpg)
((${#files[@]})) || { echo "demo: no pictures in $pictures" >&2; exit 1; }
rm -rf "$out"
mkdir -p "$out"
report=$out/report.jsonl
notes=$(mktemp)
trap 'rm -f "$notes"' EXIT

field() { # field NAME: the value of a field in $line, without its quotes; - if there is none
  if [[ $line =~ \"$1\"\ ?:\ ?(\"([^\"]*)\"|[-+.0-9eE]+) ]]; then
    echo "${BASH_REMATCH[2]:-${BASH_REMATCH[1]}}"
  else
    echo -
  fi
}

printf '%-27s %10s %-8s %6s %10s %9s %9s\n' file 'size in' operator kernel 'size out' time memory
failed=0 turned=0
for file in "${files[@]}"; do
  name=${file##*/}
  for operator in "${operators[@]}"; do
    for kernel in "${kernels[@]}"; do
      folder=$out/$operator-${kernel}x$kernel
      mkdir -p "$folder"
      # One process for each, so that the memory is that of this picture.
      status=0
      line=$("$program" pool "$file" --op "$operator" --kernel "$kernel" -o "$folder/$name" --dump npy --dump heatmap --json 2>>"$notes") || status=$?
      if ((status != 0)); then
        failed=$((failed + 1))
        printf '%-27s %10s %-8s %6s  failed with exit status %d: %s\n' "$name" '' "$operator" "$kernel" "$status" "$(field message)"
        continue
      fi
      printf '%s\n' "$line" >>"$report"
      size=$(field width)x$(field height) upright=$(field upright_width)x$(field upright_height)
      if [[ $upright != *-* && $upright != "$size" ]]; then size="$upright*" turned=1; fi
      printf '%-27s %10s %-8s %6s %10s %9s %9s\n' "$name" "$size" "$operator" "$kernel" \
        "$(field output_width)x$(field output_height)" \
        "$(awk -v s="$(field seconds)" 'BEGIN { if (s == "-") print s; else printf "%.1f ms", s * 1000 }')" \
        "$(awk -v b="$(field peak_memory_bytes)" 'BEGIN { if (b == "-") print b; else printf "%.1f MB", b / 1e6 }')"
    done
  done
done

{
  cat <<'HEAD'
<!doctype html><meta charset="utf-8"><title>imagepool: the sample pictures, pooled</title>
<style>
body { font: 15px/1.4 system-ui, sans-serif; margin: 2em; background: #e9e9ec; color: #222 }
table { border-collapse: collapse } td, th { padding: .4em; text-align: left; vertical-align: top; font-weight: normal }
img { width: 300px; image-rendering: pixelated; background: repeating-conic-gradient(#ccc 0 25%, #fff 0 50%) 0 / 16px 16px }
</style><h1>The sample pictures, pooled</h1><p>Every picture at the same width, so that the pixels of the results can be seen.
<table>
HEAD
  printf '<tr><th>picture'
  for operator in "${operators[@]}"; do for kernel in "${kernels[@]}"; do printf '<th>%s %sx%s' "$operator" "$kernel" "$kernel"; done; done
  echo
  for file in "${files[@]}"; do
    name=${file##*/}
    cp "$file" "$out/$name"
    printf '<tr><td><img src="%s" alt=""><br>%s' "$name" "$name"
    for operator in "${operators[@]}"; do
      for kernel in "${kernels[@]}"; do printf '<td><img src="%s/%s" alt="">' "$operator-${kernel}x$kernel" "$name"; done
    done
    echo
  done
  echo '</table>'
} >"$out/index.html"

((turned == 0)) || echo '* stored on its side, with an EXIF tag; sizes are upright'
sort -u "$notes" >&2
echo
echo "$out/OPERATOR-KERNEL/: the pooled picture, its feature map (NAME.npy) and heat maps (NAME.heatmap-C.png)"
echo "$out/index.html: all of them side by side    $report: what the program reported"
((failed == 0)) || { echo "demo: $failed of $((${#files[@]} * ${#operators[@]} * ${#kernels[@]})) failed" >&2; exit 1; }
