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
command -v debootstrap >/dev/null 2>&1 || {
  say 'installing debootstrap'
  apt-get -qq update >/dev/null
  env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends debootstrap >/dev/null
}
# Made once, and only ever written to through a layer above it. The packages are those that ours asks for.
if [ ! -e "$tree/.whole" ]; then
  say 'making a Debian'
  rm -rf "$tree"
  release="$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)"
  needed="$(dpkg-deb -f "$package" Depends | sed 's/ *([^)]*)//g; s/, */,/g')"
  debootstrap --variant=minbase --include="$needed" "$release" "$tree" >"$root/.build/debootstrap.log" 2>&1 || {
    tail -5 "$root/.build/debootstrap.log" >&2
    say 'debootstrap failed'
    exit 1
  }
  touch "$tree/.whole"
fi
sh "$root/Tests/Scripts/try-set-up.sh" "$package" "$tree"
