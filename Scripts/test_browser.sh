#!/usr/bin/env bash
# test_browser.sh PROGRAM TO [PYTEST ARGUMENTS]: opens pages of PROGRAM in Chromium and holds them against the program.
# test_browser.sh --find: prints which Chromium that is, after installing one where there is none; fails where it cannot.
#
# Playwright and axe-core come from the package index into an environment TO; Chromium from CHROMIUM, else it is looked for, and
# installed by apt where that is allowed. Debian's chromium-headless-shell is the same engine without a desktop's windows, and
# runs the tests in a third of the time.
set -euo pipefail

find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if [[ -n $name ]] && command -v "$name"; then return; fi
  done
  return 1
}
install_chromium() {
  [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null || return 1
  apt-get update -qq || return 1
  local package
  for package in chromium-headless-shell chromium; do
    if apt-get install -y -qq "$package" >/dev/null; then return; fi
  done
  return 1
}
if ! chromium=$(find_chromium); then
  if ! { install_chromium && chromium=$(find_chromium); }; then
    echo "test-browser: no Chromium; install it (sudo apt-get install chromium-headless-shell, or chromium) or name it (CHROMIUM=PATH)" >&2
    exit 2
  fi
fi
if [[ $1 == --find ]]; then
  echo "$chromium"
  exit
fi

program=$(realpath "$1") to=$2
shift 2
python=${PYTHON:-python3}
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
