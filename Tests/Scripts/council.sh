# Read by the scripts that set the service up as root does: a council of three people under accounts of their own, and
# what they do. Whoever reads it has `say` and `fail`.

# So many seconds until what has to come is there; an emulated machine takes longer.
patience="${patience:-10}"
public=/var/lib/portcullis-public/news.json

as() { who="$1"; shift; runuser -u "$who" -- portcullis "$@"; }
expect() { # the exit code, then what is done
  code="$1"; shift
  got=0; "$@" >/tmp/out 2>&1 || got=$?
  [ "$got" = "$code" ] || { cat /tmp/out >&2; fail "“$*” ended with $got, not $code"; }
}
within() { # so many seconds, until what is named is so
  tenths=$(($1 * 10)); shift
  for _ in $(seq "$tenths"); do
    ! "$@" >/dev/null 2>&1 || return 0
    sleep 0.1
  done
  return 1
}
answers() {
  [ "$(portcullis service status --format json 2>/dev/null | sed -n 's/.*"way": "\(.*\)",/\1/p')" = service ]
}
published() { grep -qs "$1" "$public"; }

set_up() {
  expect 77 runuser -u nobody -- portcullis service set-up
  expect 0 portcullis service set-up
  expect 0 portcullis service set-up          # again: all of it was there
  grep -q 'was there  the first revision' /tmp/out || fail 'the second set-up made something anew'
}
people() {
  for who in author head director; do useradd --system --no-create-home "council-$who"; done
  cat >>/etc/portcullis/portcullis.yaml <<END
people:
  root:             {name: The E-Communications Officer, roles: [administrator, auditor], trained-on: 2026-09-01}
  council-author:   {name: An author, roles: [author], trained-on: 2026-09-01}
  council-head:     {name: The head, roles: [approver], trained-on: 2026-09-01}
  council-director: {name: The director, roles: [director], trained-on: 2026-09-01}
policy: {training-valid-for: 520w, e-communications-officer: root, approval: always}
END
  sed -i 's|^    connector: feed|    connector: feed\n    administrator: root\n    owner: council-head|' \
    /etc/portcullis/portcullis.yaml
}
first_post() {
  expect 77 portcullis adopt                  # root, while nobody is on a register yet: it shows who is to answer
  expect 0 portcullis adopt --confirm-opening --reason 'Our first register'
  expect 0 as council-author post add website --at now --text 'Bins are collected on Friday.'
  expect 77 as council-author post approve 1 --seen 1
  expect 0 as council-head post show 1
  expect 0 as council-head post approve 1
  within "$patience" published 'Bins are collected' || true
  runuser -u council-author -- grep -q 'Bins are collected' "$public" || fail 'the post is not published'
}
# A window around now: what is queued is held, until two people let it through.
window() {
  cat >/etc/portcullis/calendars/elections/by-hand.ics <<END
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
END
  closed() { ! as council-author status; }
  within "$patience" closed || true
  expect 3 as council-author status
}
held_and_overridden() {
  expect 0 as council-author post add website --at now --text 'Flood warning for the town centre'
  expect 0 as council-head post show 2
  expect 0 as council-head post approve 2
  sleep 1
  ! published 'Flood warning' || fail 'a held post is published'
  expect 0 as council-author override request 2 --basis public-safety --reason 'Residents must know' \
    --until "$(date -d '+2 hours' '+%F %H:%M')"
  expect 77 as council-author override approve 1 --seen 1 --reason Agreed
  expect 0 as council-director post show 2
  expect 0 as council-director override approve 1 --reason Agreed
  within "$patience" published 'Flood warning' || fail 'an override let nothing out'
}
# No account but the service's reads a byte of the store.
hidden() {
  find /var/lib/portcullis /var/lib/portcullis-anchors -type f >/tmp/files
  [ -s /tmp/files ] || fail 'there is no store'
  while read -r file; do
    for who in council-author council-director nobody; do
      ! runuser -u "$who" -- cat "$file" >/dev/null 2>&1 || fail "$who reads $file"
    done
  done </tmp/files
}
