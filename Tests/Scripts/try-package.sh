#!/bin/sh
# Tries the Debian package in a fresh Debian that debootstrap makes: install, set up, three people, upgrade, removal.
set -eu

package="$1"
root="$(cd "$(dirname "$0")/../.." && pwd)"
tree="$root/.build/debian"
say() { printf 'package: %s\n' "$1" >&2; }

if [ "$(id -u)" != 0 ]; then
  say 'NOT RUN: only root can make a Debian of its own.'
  exit 0
fi
. "$root/Tests/Scripts/debian.sh"
debian "$tree" "$package"
sh "$root/Tests/Scripts/try-set-up.sh" "$package" "$tree"
