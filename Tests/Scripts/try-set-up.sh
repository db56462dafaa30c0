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

if [ "$(id -u)" != 0 ]; then
  say 'NOT RUN: only root can set the service up.'
  exit 0
fi
if [ "$tree" != inside ]; then
  scratch="$(mktemp -d)"
  trap 'umount -l "$scratch" 2>/dev/null || true; rmdir "$scratch"' EXIT
  mount -t tmpfs tmpfs "$scratch"
  mkdir "$scratch/upper" "$scratch/work" "$scratch/tree"
  if ! mount -t overlay overlay -o "lowerdir=$tree,upperdir=$scratch/upper,workdir=$scratch/work" "$scratch/tree" 2>/dev/null; then
    say 'NOT RUN: this machine lets nobody lay one tree of files over another.'
    exit 0
  fi
  # A package and this script have to be seen in the copy, too.
  if [ "$tree" != / ]; then
    cp "$program" "$scratch/tree/tmp/portcullis.deb"
    cp "$root/Tests/Scripts/try-set-up.sh" "$scratch/tree/tmp/try-set-up.sh"
    set -- /tmp/try-set-up.sh /tmp/portcullis.deb
  else
    set -- "$root/Tests/Scripts/try-set-up.sh" "$program"
  fi
  status=0
  unshare --mount --pid --fork --kill-child sh -c '
    mount -t proc proc "$1"/tree/proc && mount --rbind /dev "$1"/tree/dev && mount -t tmpfs tmpfs "$1"/tree/run &&
      exec chroot "$1"/tree sh "$2" "$3" inside' sh "$scratch" "$@" || status=$?
  umount -l "$scratch/tree"
  exit "$status"
fi

# From here on nothing that is written is seen outside. An older program elsewhere is not the one that is tried.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
fail() { say "$1"; [ -e /tmp/gate.log ] && cat /tmp/gate.log >&2; exit 1; }
case "$program" in
*.deb) dpkg -i "$program" >/tmp/out 2>&1 || fail "the package cannot be installed: $(cat /tmp/out)" ;;
*) (cd "$root" && PREFIX=/usr sh Tests/Scripts/install.sh "$program" >/dev/null) ;;
esac
cd /
as() { who="$1"; shift; runuser -u "$who" -- portcullis "$@"; }
expect() { # the exit code, then what is done
  code="$1"; shift
  got=0; "$@" >/tmp/out 2>&1 || got=$?
  [ "$got" = "$code" ] || { cat /tmp/out >&2; fail "“$*” ended with $got, not $code"; }
}

expect 77 runuser -u nobody -- portcullis service set-up
expect 0 portcullis service set-up
expect 0 portcullis service set-up          # again: all of it was there
grep -q 'was there  the first revision' /tmp/out || fail 'the second set-up made something anew'
for who in author head director; do useradd --system --no-create-home "council-$who"; done
cat >>/etc/portcullis/portcullis.yaml <<EOF
people:
  root:             {name: The E-Communications Officer, roles: [administrator, auditor], trained-on: 2026-09-01}
  council-author:   {name: An author, roles: [author], trained-on: 2026-09-01}
  council-head:     {name: The head, roles: [approver], trained-on: 2026-09-01}
  council-director: {name: The director, roles: [director], trained-on: 2026-09-01}
policy: {training-valid-for: 520w, e-communications-officer: root, approval: always}
EOF
sed -i 's|^    connector: feed|    connector: feed\n    administrator: root\n    owner: council-head|' /etc/portcullis/portcullis.yaml

start() {
  runuser -u portcullis -- portcullis gate run --settings /etc/portcullis/portcullis.yaml >/tmp/gate.out 2>>/tmp/gate.log &
  gate=$!
  for _ in $(seq 100); do
    [ "$(portcullis service status --format json 2>/dev/null | sed -n 's/.*"way": "\(.*\)",/\1/p')" = service ] && return
    sleep 0.1
  done
  fail 'the gate does not answer'
}
start
expect 77 portcullis adopt                  # root, while nobody is on a register yet: it shows who is to answer for channels
expect 0 portcullis adopt --confirm-opening --reason 'Our first register'
expect 0 as council-author post add website --at now --text 'Bins are collected on Friday.'
expect 77 as council-author post approve 1 --seen 1
expect 0 as council-head post show 1
expect 0 as council-head post approve 1
for _ in $(seq 100); do grep -qs 'Bins are collected' /var/lib/portcullis-public/news.json && break; sleep 0.1; done
runuser -u council-author -- grep -q 'Bins are collected' /var/lib/portcullis-public/news.json || fail 'the post is not published'

# A window around now: what is queued is held, until two people let it through.
cat >/etc/portcullis/calendars/elections/by-hand.ics <<EOF
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Our council//Windows by hand//EN
BEGIN:VEVENT
UID:window-1
DTSTAMP:20260101T000000Z
DTSTART:$(date -u -d '-1 hour' +%Y%m%dT%H%M%SZ)
DTEND:$(date -u -d '+3 hours' +%Y%m%dT%H%M%SZ)
SUMMARY:By-election called at short notice
CATEGORIES:PURDAH
END:VEVENT
END:VCALENDAR
EOF
for _ in $(seq 100); do as council-author status >/dev/null 2>&1 || break; sleep 0.1; done
expect 3 as council-author status
expect 0 as council-author post add website --at now --text 'Flood warning for the town centre'
expect 0 as council-head post show 2
expect 0 as council-head post approve 2
sleep 1
! grep -q 'Flood warning' /var/lib/portcullis-public/news.json || fail 'a held post is published'
expect 0 as council-author override request 2 --basis public-safety --reason 'Residents must know' \
  --until "$(date -d '+2 hours' '+%F %H:%M')"
expect 77 as council-author override approve 1 --seen 1 --reason Agreed
expect 0 as council-director post show 2
expect 0 as council-director override approve 1 --reason Agreed
for _ in $(seq 100); do grep -q 'Flood warning' /var/lib/portcullis-public/news.json && break; sleep 0.1; done
grep -q 'Flood warning' /var/lib/portcullis-public/news.json || fail 'an override let nothing out'
expect 0 as council-head audit verify
expect 0 as council-head audit pack --from "$(date +%F)" --to "$(date +%F)" /tmp/pack.zip

# No account but the service's reads a byte of the store, while it runs and after it was killed.
hidden() {
  find /var/lib/portcullis /var/lib/portcullis-anchors -type f >/tmp/files
  [ -s /tmp/files ] || fail 'there is no store'
  while read -r file; do
    for who in council-author council-director nobody; do
      ! runuser -u "$who" -- cat "$file" >/dev/null 2>&1 || fail "$who reads $file"
    done
  done </tmp/files
}
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
  # The same files as a later version: what runs is started again by whoever started it, and the store is as it was.
  mkdir /tmp/later && dpkg-deb -R "$program" /tmp/later && sed -i 's/^Version: .*/&+later/' /tmp/later/DEBIAN/control
  dpkg-deb -Znone -b /tmp/later /tmp/later.deb >/dev/null
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
