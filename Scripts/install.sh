#!/usr/bin/env bash
# install.sh PROGRAM PREFIX | --remove PREFIX: program, golden set, man page, completions and licence below PREFIX.
set -euo pipefail
program=$1 prefix=${2%/}

bin=$prefix/bin/imagepool
man=$prefix/share/man/man1/imagepool.1
doc=$prefix/share/doc/imagepool
golden=$prefix/share/imagepool/golden
bash_completion=$prefix/share/bash-completion/completions/imagepool
zsh_completion=$prefix/share/zsh/site-functions/_imagepool
fish_completion=$prefix/share/fish/vendor_completions.d/imagepool.fish

if [[ $program == --remove ]]; then
  rm -f "$bin" "$man" "$bash_completion" "$zsh_completion" "$fish_completion"
  rm -rf "$doc" "$golden"
  rmdir "$prefix/share/imagepool" 2>/dev/null || true
  exit 0
fi

[[ -x $program ]] || { echo "install: no $program; run 'make build' first" >&2; exit 1; }
put() { # put MODE FROM TO
  mkdir -p "$(dirname "$3")"
  install -m "$1" "$2" "$3"
  echo "  $3"
}
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
for shell in bash zsh fish; do
  "$program" --generate-completion-script "$shell" >"$temporary/$shell"
done
echo "installed:"
put 755 "$program" "$bin"
for file in README.md cases.json tensors.safetensors; do
  put 644 "Tests/TestSupport/Golden/$file" "$golden/$file"
done
[[ ! -f man/imagepool.1 ]] || put 644 man/imagepool.1 "$man"
put 644 "$temporary/bash" "$bash_completion"
put 644 "$temporary/zsh" "$zsh_completion"
put 644 "$temporary/fish" "$fish_completion"
put 644 LICENSE "$doc/LICENSE"
[[ ! -f README.md ]] || put 644 README.md "$doc/README.md"
