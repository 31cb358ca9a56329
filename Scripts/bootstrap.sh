#!/usr/bin/env bash
# Checks for what the build needs and installs what is missing: Swift 6.2 or newer (never installed from here),
# pkg-config, libpng, libjpeg and lcms2. IMAGEPOOL_NO_INSTALL=1 prints the command instead of running it.
set -euo pipefail

stop() {
  printf 'bootstrap: %s\n' "$@" >&2
  exit 1
}

check_swift() {
  command -v swift >/dev/null || stop "Swift is not installed (no 'swift' in PATH)." \
    "Get 6.2 or newer from https://www.swift.org/install and try again."
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  [[ $version =~ ^([0-9]+)\.([0-9]+) ]] || stop "'swift --version' does not say its version."
  if ((BASH_REMATCH[1] < 6 || (BASH_REMATCH[1] == 6 && BASH_REMATCH[2] < 2))); then
    stop "Swift $version is too old: 6.2 or newer is needed." "Get it from https://www.swift.org/install and try again."
  fi
}

libraries_found() {
  command -v pkg-config >/dev/null && pkg-config --exists libpng libjpeg lcms2
}

# Runs a command as root: directly, or by sudo where that works.
as_root() {
  if [[ $(id -u) == 0 ]]; then
    "$@"
  else
    sudo "$@"
  fi
}

can_be_root() {
  [[ $(id -u) == 0 ]] && return 0
  command -v sudo >/dev/null || return 1
  sudo -n true 2>/dev/null || [[ -t 0 ]] # without a terminal nobody could type a password
}

install_by_apt() {
  local missing=()
  command -v pkg-config >/dev/null || missing+=(pkg-config)
  { command -v pkg-config >/dev/null && pkg-config --exists libpng; } || missing+=(libpng-dev)
  { command -v pkg-config >/dev/null && pkg-config --exists libjpeg; } || missing+=(libjpeg-dev)
  { command -v pkg-config >/dev/null && pkg-config --exists lcms2; } || missing+=(liblcms2-dev)
  local sudo=''
  [[ $(id -u) == 0 ]] || sudo='sudo '
  local line="${sudo}apt-get update && ${sudo}apt-get install -y ${missing[*]}"
  if [[ ${IMAGEPOOL_NO_INSTALL:-} == 1 ]] || ! can_be_root; then
    stop "missing: ${missing[*]}. Install with" "  $line" "and try again."
  fi
  echo "bootstrap: installing ${missing[*]}"
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "${missing[@]}")
  as_root "${apt[@]}" >/dev/null 2>&1 || { as_root apt-get -qq update && as_root "${apt[@]}" >/dev/null; } ||
    stop "that failed. Try" "  $line"
}

install_by_brew() {
  local line='brew install pkgconf libpng jpeg-turbo little-cms2'
  [[ ${IMAGEPOOL_NO_INSTALL:-} != 1 ]] || stop "missing: pkg-config, libpng, libjpeg or lcms2. Install with" "  $line" "and try again."
  echo "bootstrap: $line"
  local formula
  for formula in pkgconf libpng jpeg-turbo little-cms2; do
    brew list --versions "$formula" >/dev/null 2>&1 || brew install --quiet "$formula" || stop "that failed. Try" "  $line"
  done
}

check_swift
if [[ $(uname -s) == Darwin ]] && command -v brew >/dev/null; then
  # jpeg-turbo is keg-only: SwiftPM asks Homebrew where it is, this check has to do the same.
  PKG_CONFIG_PATH="$(brew --prefix)/opt/jpeg-turbo/lib/pkgconfig:$(brew --prefix)/opt/libpng/lib/pkgconfig:${PKG_CONFIG_PATH:-}"
  export PKG_CONFIG_PATH
fi
libraries_found && exit 0

if [[ $(uname -s) == Darwin ]]; then
  command -v brew >/dev/null || stop "pkg-config, libpng, libjpeg or lcms2 is missing, and so is Homebrew (https://brew.sh)." \
    "With it: brew install pkgconf libpng jpeg-turbo little-cms2"
  install_by_brew
elif command -v apt-get >/dev/null; then
  install_by_apt
elif command -v dnf >/dev/null; then
  stop "pkg-config, libpng, libjpeg or lcms2 is missing. Install with" "  sudo dnf install pkgconf libpng-devel libjpeg-turbo-devel lcms2-devel" "and try again."
else
  stop "pkg-config, libpng, libjpeg or lcms2 is missing. Install them (with their headers) and try again."
fi
libraries_found || stop "pkg-config still does not find libpng, libjpeg and lcms2: pkg-config --exists --print-errors libpng libjpeg lcms2"
