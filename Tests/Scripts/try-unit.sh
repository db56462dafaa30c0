#!/bin/sh
# Checks the systemd unit, and lets the gate publish a post with no other system calls than the unit allows.
set -eu

root="$(cd "$(dirname "$0")/../.." && pwd)"
program="$1"
unit="$root/Sources/portcullis/Systemd/portcullis-gate.service"
say() { printf 'unit: %s\n' "$1" >&2; }

if ! command -v systemd-analyze >/dev/null 2>&1 || ! /usr/bin/python3 -c 'import seccomp' 2>/dev/null; then
  say 'installing systemd and python3-seccomp'
  [ "$(id -u)" = 0 ] && sudo='' || sudo=sudo
  $sudo apt-get -qq update >/dev/null
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends systemd python3-seccomp >/dev/null
fi

folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
# The program is where it was built, and its manual page is not installed.
sed -e "s#@PREFIX@/bin/portcullis#$program#" -e '/^Documentation=/d' "$unit" >"$folder/portcullis-gate.service"
systemd-analyze verify --recursive-errors=no "$folder/portcullis-gate.service"

cd "$folder"
export PORTCULLIS_STORE="sqlite:$folder/store/store.sqlite"
"$program" init >/dev/null
"$program" post add website --at now --text 'Sent by few system calls.' >/dev/null
/usr/bin/python3 "$root/Tests/Scripts/sandboxed.py" "$unit" "$program" gate run --once >gate.log 2>&1 || {
  say "the gate ended with $? under the unit's system calls:"
  cat gate.log >&2
  exit 1
}
grep -q 'Sent by few system calls' public/news.atom || { say 'the post was not published:'; cat gate.log >&2; exit 1; }
say 'the gate publishes with no other system calls than the unit allows'
