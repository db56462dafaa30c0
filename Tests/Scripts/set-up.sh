#!/bin/sh
# Installs what the build needs and this machine lacks, from Debian's packages.
set -eu

say() { printf 'portcullis set-up: %s\n' "$1" >&2; }

command -v swift >/dev/null 2>&1 || {
  say 'Swift is missing. Install Swift 6.2 or later from swift.org and put it on the PATH.'
  exit 1
}

missing=''
[ -e /usr/include/libical/ical.h ] || missing="$missing libical-dev"
[ -e /usr/include/sqlite3.h ] || missing="$missing libsqlite3-dev"
command -v pkg-config >/dev/null 2>&1 || missing="$missing pkg-config"
[ -n "$missing" ] || exit 0

command -v apt-get >/dev/null 2>&1 || {
  say "these are missing, and there is no apt-get to install them:$missing. Install libical 3 and SQLite 3 with their headers, and pkg-config."
  exit 1
}

as_root=''
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null 2>&1 || {
    say "these packages are missing:$missing. Ask an administrator for: apt-get install$missing"
    exit 1
  }
  as_root='sudo'
fi

say "installing$missing"
# The list of packages may be older than the mirror, or empty.
$as_root apt-get update -qq || say 'the list of packages could not be refreshed; trying with the one at hand.'
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null || {
  say "apt-get could not install:$missing. Look at its message above, and install them by hand."
  exit 1
}
