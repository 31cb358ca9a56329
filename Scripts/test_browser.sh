#!/usr/bin/env bash
# test_browser.sh PROGRAM TO [PYTEST ARGUMENTS]: opens reports of PROGRAM in Chromium and holds them against the program.
#
# Playwright and axe-core come from the package index into an environment TO; Chromium from CHROMIUM, else it is looked for, and
# installed by apt where that is allowed.
set -euo pipefail
program=$(realpath "$1") to=$2
shift 2
python=${PYTHON:-python3}

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if [[ -n $name ]] && command -v "$name"; then return; fi
  done
  return 1
}
if ! chromium=$(find_chromium); then
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    apt-get update -qq && apt-get install -y -qq chromium >/dev/null
    chromium=$(find_chromium)
  else
    echo "test-browser: no Chromium; install it (sudo apt-get install chromium) or name it (CHROMIUM=PATH)" >&2
    exit 2
  fi
fi

if ! "$to/bin/python" -c 'import playwright, axe_playwright_python, numpy, PIL, pytest, xdist' 2>/dev/null; then
  rm -rf "$to"
  "$python" -m venv "$to"
  "$to/bin/pip" install -q --disable-pip-version-check pytest pytest-xdist playwright axe-playwright-python numpy pillow
fi
tests=$(realpath Tests/Browser)
export IMAGEPOOL=$program CHROMIUM=$chromium PYTHONDONTWRITEBYTECODE=1
pytest=("$to/bin/python" -m pytest -q -p no:cacheprovider -rsP)
if (($#)); then
  exec "${pytest[@]}" "$tests" "$@"
fi
# What measures time goes alone.
"${pytest[@]}" "$tests/test_large.py"
exec "${pytest[@]}" -n 2 "$tests" --ignore "$tests/test_large.py"
