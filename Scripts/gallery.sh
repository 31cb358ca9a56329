#!/usr/bin/env bash
# gallery.sh PROGRAM PICTURES TABLE OUT: make every picture of the gallery's table (TABLE, docs/gallery/gallery.tsv) in the folder OUT, and
# OUT/../gallery.md, which shows them with their command lines.
#
# Lines of the table: `# SECTION<tab>TEXT`, or `NAME<tab>PICTURE<tab>OPTIONS<tab>CAPTION`.
set -euo pipefail
program=$(realpath "$1") pictures=$(realpath "$2") table=$(realpath "$3")
mkdir -p "$4"
out=$(realpath "$4")
columns=4

[[ -x $program ]] || { echo "gallery: no $program; run 'make build' first" >&2; exit 1; }
# Made here, and moved to OUT once all of it is there.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir made

# What is pooled: small, so that the page stays small.
"$program" thumbnail "$pictures/spheres.png" -o . --size 168x126 --name spheres
"$program" thumbnail "$pictures/zone-plate.png" -o . --size 513x513 --name zone-plate
"$program" thumbnail "$pictures/balloon.png" -o . --fit 600 --name balloon
"$program" thumbnail "$pictures/night-sky-progressive.jpg" -o . --fit 960 --name sky --format png
cp spheres.png made/spheres.png

{
  cat <<'HEAD'
# What the operators do to a picture

Made by `make gallery` from [SampleImages](../SampleImages/README.md) and [gallery/gallery.tsv](gallery/gallery.tsv); the same program gives the same samples on every machine, and a test holds these pictures against it. Under each picture are
the options of `imagepool pool`; several `--layer`s are poolings one after the other, and the last `area` of some only enlarges a small result for this page.

`imagepool inspect` takes a single pixel of any of them apart: [inspect.md](inspect.md).

Most are made of this picture of 168x126, which `thumbnail --size 168x126` made of `spheres.png`:

![ray-traced spheres on a checkered floor](gallery/spheres.png)
HEAD
  cells=()
  row() { # the cells so far as one row of pictures and one of captions
    ((${#cells[@]})) || return 0
    printf '<tr valign="top">\n'
    printf '%s\n' "${cells[@]}"
    printf '</tr>\n'
    cells=()
  }
  opened=0
  close() { row; ((opened == 0)) || printf '</table>\n'; opened=0; }
  while IFS=$'\t' read -r name picture options caption; do
    if [[ $name == '# '* ]]; then
      close
      printf '\n## %s\n\n%s\n\n<table>\n' "${name#\# }" "$picture"
      opened=1
      continue
    fi
    # The table is this project's own; its quotes are the shell's.
    eval "arguments=($options)"
    "$program" pool "$picture.png" "${arguments[@]}" -o "made/$name.png" --compression 9 2>notes || { cat notes >&2; exit 1; }
    escaped=${caption//&/&amp;} escaped=${escaped//</&lt;}
    cells+=("<td width=\"25%\"><img src=\"gallery/$name.png\" width=\"168\" alt=\"$name: $escaped\"><br>$escaped<br><code>${options//&/&amp;}</code></td>")
    ((${#cells[@]} < columns)) || row
  done <"$table"
  close
} >gallery.md
mv made/*.png "$out/"
mv gallery.md "$out/../gallery.md"
