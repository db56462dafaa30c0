#!/bin/sh
# Sets the service up as root does, with three people under accounts of their own, and lets them publish: in a copy of a machine's
# files that is thrown away (overlayfs), so that nothing of it stays here.
#
#   try-set-up.sh PROGRAM          installs a program into a copy of this machine
#   try-set-up.sh PACKAGE TREE     installs a package into a copy of a tree that debootstrap made, upgrades and removes it
set -eu

root="$(cd "$(dirname "$0")/../.." && pwd)"
program="$1"
tree="${2:-/}"
say() { printf 'set-up: %s\n' "$1" >&2; }

[ "$tree" = inside ] || exec sh "$root/Tests/Scripts/in-copy.sh" try-set-up.sh "$program" "$tree"

# From here on nothing that is written is seen outside. An older program elsewhere is not the one that is tried.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
. "$(dirname "$0")/council.sh"
. "$(dirname "$0")/debian.sh"
fail() { say "$1"; [ -e /tmp/gate.log ] && cat /tmp/gate.log >&2; exit 1; }
case "$program" in
*.deb) dpkg -i "$program" >/tmp/out 2>&1 || fail "the package cannot be installed: $(cat /tmp/out)" ;;
*) (cd "$root" && PREFIX=/usr sh Tests/Scripts/install.sh "$program" >/dev/null) ;;
esac
cd /
set_up
people
start() {
  runuser -u portcullis -- portcullis gate run --settings /etc/portcullis/portcullis.yaml >/tmp/gate.out 2>>/tmp/gate.log &
  gate=$!
  within "$patience" answers || fail 'the gate does not answer'
}
start
first_post
window
held_and_overridden
expect 0 as council-head audit verify
expect 0 as council-head audit pack --from "$(date +%F)" --to "$(date +%F)" /tmp/pack.zip

# While it runs and after it was killed.
hidden
kill -9 $(pidof portcullis)
wait "$gate" 2>/dev/null || true
hidden
expect 77 as council-author post list
start
expect 0 as council-author post list
expect 0 portcullis audit list
expect 77 runuser -u nobody -- portcullis service remove
expect 69 portcullis service remove         # it runs, and was not started by systemd
kill -TERM $(pidof portcullis)
wait "$gate" || fail "the gate ended with $?"
expect 0 portcullis service remove
grep -q '/var/lib/portcullis  the store' /tmp/out || fail 'removing the service does not say what stays'

case "$program" in
*.deb)
  # What runs is started again by whoever started it, and the store is as it was.
  later_package "$program" /tmp/later.deb
  expect 0 dpkg -i /tmp/later.deb
  start
  expect 0 as council-author post show 2
  grep -q 'Flood warning' /tmp/out || fail 'a post is gone after an upgrade'
  kill -TERM $(pidof portcullis)
  wait "$gate" || fail "the gate ended with $?"
  expect 0 dpkg --remove portcullis
  [ ! -e /usr/bin/portcullis ] || fail 'the program is there after it was removed'
  expect 0 dpkg --purge portcullis
  [ -s /var/lib/portcullis/portcullis.sqlite ] || fail 'removing the program removed the records'
  say 'upgraded and removed; the records stay'
  ;;
esac
say 'set up, published under three accounts, held, overridden, killed and started again; nobody else reads the store'
