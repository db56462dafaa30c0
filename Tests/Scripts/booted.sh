#!/bin/sh
# Runs as root in the machine that try-boot.sh boots, once at each of its three boots. One line for each thing that is
# promised, and at the end “all of it held” unless one was not.
set -eu

export PATH=/usr/sbin:/usr/bin:/sbin:/bin PYTHONDONTWRITEBYTECODE=1
stty -F /dev/ttyS1 -opost
patience=60
here=/opt/try
notes=/var/lib/try-boot
gate=portcullis-gate.service
unit=/usr/lib/systemd/system/$gate
mkdir -p "$notes" /run/try
boot=$(($(cat "$notes/boots" 2>/dev/null || echo 0) + 1))
echo "$boot" >"$notes/boots"

say() { printf 'boot: %s\n' "$1"; }
fail() {
  say "FAILED: $1"
  journalctl -u "$gate" -n 20 --no-pager -o cat || true
  systemctl --no-block poweroff 2>/dev/null
  exit 1
}
held() { # what is promised, what was tried, and how it is told
  promise="$1"; tried="$2"; shift 2
  if "$@" >/tmp/out 2>&1; then
    say "$promise: $tried: held"
  else
    say "$promise: $tried: NOT HELD"
    cat /tmp/out
    touch "$notes/not-held"
  fi
}
. "$here/council.sh"

trap 'code=$?; [ "$code" = 0 ] || fail "the script ended with $code"' EXIT
process() { systemctl show -P MainPID "$gate"; }
active() { systemctl is-active --quiet "$gate"; }
now() { date +%s; }
is() { # a value, and what it has to be
  echo "$1"
  [ "$1" = "$2" ]
}
rights() { stat -c '%a %U %G' "$1"; }
field() { sed -n "s/^$1:[[:space:]]*//p" "/proc/$(process)/status"; }
probes="$here/unit-options.py"
export OTHERS_FILE=/tmp/somebody-elses SETUID_ID=/opt/id

set_service_up() {
  held 'package' 'installed where systemd runs' dpkg -i "$here/portcullis.deb"
  set_up
  held 'set-up' 'the unit runs, and is to run at the next boot' systemctl is-active "$gate"
  held 'Install' 'enabled by the set-up' systemctl is-enabled "$gate"
  held 'set-up' 'the service answers' answers
  people
  first_post
  window
  held_and_overridden
  expect 0 as council-head audit verify
  hidden
  say 'three people published, were held and let a post through by an override'
}

# What systemd does around the program.
manage() {
  held 'Type, ExecStart' 'the service answers as soon as systemd calls it started' sh -c \
    "systemctl restart $gate && portcullis service status | grep -q /run/portcullis"
  held 'User, Group' 'the account of the process' is "$(stat -c '%U %G' "/proc/$(process)")" 'portcullis portcullis'
  held 'WorkingDirectory' 'where the process is' is "$(readlink "/proc/$(process)/cwd")" /etc/portcullis
  held 'StateDirectory, StateDirectoryMode' 'the rights of both' \
    is "$(rights /var/lib/portcullis), $(rights /var/lib/portcullis-anchors)" \
    '700 portcullis portcullis, 700 portcullis portcullis'
  held 'RuntimeDirectory, RuntimeDirectoryMode' 'its rights, and the socket in it' sh -c \
    '[ "$(stat -c "%a %U" /run/portcullis)" = "755 portcullis" ] && [ -S /run/portcullis/portcullis.sock ]'
  held 'LogsDirectory, LogsDirectoryMode' 'its rights' is "$(rights /var/log/portcullis)" '755 portcullis portcullis'
  held 'Documentation' 'the manual page is there' test -s /usr/share/man/man1/portcullis.1
  held 'After, Wants' 'the network is there before it' sh -c \
    "systemctl is-active network-online.target && systemctl show -P After $gate | grep network-online.target |
      grep -q time-sync.target"
  before="$(process)"
  held 'ExecReload' 'the same process goes on, and answers' sh -c \
    "systemctl reload $gate && sleep 2 && [ \$(systemctl show -P MainPID $gate) = $before ] &&
      portcullis service status"

  kill -9 "$before"
  since="$(now)"
  within "$patience" answers || fail 'it was killed, and did not come back'
  held 'Restart, RestartSec' "killed, and answered again after $(($(now) - since)) s" sh -c \
    "[ $(process) != $before ] && [ $(systemctl show -P NRestarts "$gate") -ge 1 ]"

  # As the unit has it, but sooner.
  mkdir -p "/run/systemd/system/$gate.d"
  printf '[Service]\nWatchdogSec=6\nTimeoutAbortSec=3\n' >"/run/systemd/system/$gate.d/sooner.conf"
  systemctl daemon-reload
  systemctl restart "$gate"
  before="$(process)"
  sleep 9
  held 'WatchdogSec' 'the process that works is let live' is "$(process)" "$before"
  kill -STOP "$before"
  since="$(now)"
  another() { [ "$(process)" != "$before" ] && answers; }
  within "$patience" another || fail 'it hung, and was not started again'
  held 'WatchdogSec' "hung, and answered again after $(($(now) - since)) s" \
    sh -c "journalctl -u $gate --no-pager | grep -q 'Watchdog timeout'"
  rm -r "/run/systemd/system/$gate.d"
  systemctl daemon-reload

  systemctl restart "$gate"
  since="$(now)"
  systemctl stop "$gate"
  took=$(($(now) - since))
  held 'TimeoutStopSec' "stopped after $took s, of its own will" sh -c \
    "[ $took -lt 10 ] && [ $(systemctl show -P Result "$gate") = success ]"
  sleep 4
  held 'KillMode' 'no reading of files is ended under the gate' sh -c \
    "! journalctl -u $gate --no-pager -o cat | grep 'ended by signal 15'"
  held 'Restart' 'whoever stops it finds it stopped' is "$(systemctl is-active "$gate" || true)" inactive
  held 'RuntimeDirectory' 'nothing is left of it' test ! -e /run/portcullis
}

# What the unit takes from the program: tried without the option, under it alone, each time as root where root is who
# shows it, and as the account under all of the unit.
restrict() {
  touch "$OTHERS_FILE"
  mkdir -p /home/"somebody"
  install -m 4755 /usr/bin/id "$SETUID_ID"
  systemctl start "$gate"
  within "$patience" answers || fail 'it did not start'
  none=0000000000000000
  set -- NoNewPrivileges NoNewPrivs 1 SystemCallFilter Seccomp 2 UMask Umask 0077 AmbientCapabilities CapAmb $none \
    CapabilityBoundingSet CapBnd $none CapabilityBoundingSet CapEff $none CapabilityBoundingSet CapPrm $none
  while [ $# -gt 0 ]; do
    held "$1" "$2 of the gate's process is $3" is "$(field "$2")" "$3"
    shift 3
  done
  held 'LimitCORE' "the gate's own limit" grep -q '^Max core file size  *0  *0 ' "/proc/$(process)/limits"
  # Root, who goes where the gate is: it is the mounts that hold, not the rights of files.
  nsenter -t "$(process)" -m /usr/bin/python3 "$probes" held ProtectSystem ProtectHome PrivateTmp PrivateDevices \
    ProtectKernelTunables ProtectControlGroups >/run/try/inside 2>&1 || touch "$notes/not-held"
  while read -r line; do say "root in the gate's place: $line"; done </run/try/inside
  held 'ProtectProc' "the gate's /proc" sh -c \
    "grep -q ' /proc .*hidepid=invisible' /proc/$(process)/mounts"
  held 'ProtectHostname' 'a namespace of its own' sh -c \
    "[ \$(readlink /proc/1/ns/uts) != \$(readlink /proc/$(process)/ns/uts) ]"
  systemctl stop "$gate"

  {
    sed -e 's/^Type=.*/Type=oneshot/' -e '/^Exec/d' -e '/^Restart/d' -e '/^WatchdogSec=/d' \
      -e '/^\[Install\]/,$d' "$unit"
    printf 'ExecStart=%s\n' "-/usr/bin/python3 $probes held" \
      "/bin/sh -c 'for folder in /var/lib/portcullis /var/lib/portcullis-anchors /var/lib/portcullis-public \
/run/portcullis /var/log/portcullis; do : >\$\$folder/tried && rm \$\$folder/tried && echo written: \$\$folder; done'" \
      "/bin/sh -c ': >/dev/shm/tried-in-unit; ls /dev/shm'"
    printf 'Environment=%s\n' OTHERS_FILE=$OTHERS_FILE SETUID_ID=$SETUID_ID PYTHONDONTWRITEBYTECODE=1
    printf 'Standard%s=append:/run/try/unit\n' Output Error
  } >/run/systemd/system/tried.service
  systemctl daemon-reload
  systemctl start tried.service || { cat /run/try/unit; fail 'what the unit refuses was not tried'; }
  held 'ReadWritePaths, StateDirectory, RuntimeDirectory, LogsDirectory' 'written to, all five' \
    is "$(grep -c '^written: ' /run/try/unit)" 5

  /usr/bin/python3 "$probes" --list >/run/try/list
  run() { # the account, the properties, and the program
    login="$1"; shift
    systemd-run --quiet --wait --pipe -p User="$login" -E OTHERS_FILE=$OTHERS_FILE -E SETUID_ID=$SETUID_ID \
      -E PYTHONDONTWRITEBYTECODE=1 "$@" </dev/null 2>&1 || true
  }
  for account in root other; do
    [ "$account" = root ] && user=root || user=portcullis
    run $user /usr/bin/python3 "$probes" open $(sed -n "s/ $account\$//p" /run/try/list)
  done >/run/try/without
  of() { sed -n "s/^$option: .*: //p" "/run/try/$1"; }
  while read -r option account; do
    [ "$account" = root ] && user=root || user=portcullis
    lines="^$option="
    # The one says what becomes of what the other refuses.
    case "$option" in
    SystemCallFilter | SystemCallErrorNumber) lines='^SystemCall\(Filter\|ErrorNumber\)=' ;;
    esac
    grep "$lines" "$unit" >/run/try/properties
    set --
    while read -r property; do set -- "$@" -p "$property"; done </run/try/properties
    run $user "$@" /usr/bin/python3 "$probes" held "$option" >/run/try/alone
    line="$option: $(sed -n "s/^$option: \(.*\): .*/\1/p" /run/try/unit)"
    line="$line: $(of without) without it, $(of alone) by itself, $(of unit) in the unit"
    case "$(of without)/$(of alone)/$(of unit)" in
    *OUGHT* | *failed*) say "$line: NOT HELD"; touch "$notes/not-held" ;;
    open/held*/held*) say "$line: held" ;;
    *) say "$line: NOT HELD"; cat /run/try/alone; touch "$notes/not-held" ;;
    esac
  done </run/try/list

  grep -q '^tried-in-unit' /run/try/unit || fail 'the unit left nothing in shared memory'
  systemd-run --quiet --wait -p User=portcullis /bin/sh -c ': >/dev/shm/tried-without'
  held 'RemoveIPC' "shared memory is gone with the unit, and stays without the option" \
    sh -c '[ ! -e /dev/shm/tried-in-unit ] && [ -e /dev/shm/tried-without ]'
  held 'Environment' 'the journal is not filled with what is refused' sh -c \
    "! journalctl -u $gate --no-pager -o cat | grep 'thread priority'"
  held 'systemd-analyze security' "$(systemd-analyze security --no-pager "$gate" | tail -1 | sed 's/.*: //')" \
    systemd-analyze security --threshold=20 --no-pager "$gate"
}

shows() { as council-head post show "$1" >/run/try/shown && grep "$2" /run/try/shown; }
comes_back() {
  within "$patience" answers || fail 'it did not start by itself'
  held "boot $boot" 'the service is there by itself' active
  held "boot $boot" 'posts are as they were' shows 2 'Flood warning'
  expect 0 as council-head audit verify
  held "boot $boot" 'what was published is there' published 'Bins are collected'
}

say "boot $boot, $(cut -d' ' -f1 /proc/uptime) s after the kernel's start"
case "$boot" in
1)
  set_service_up
  manage
  restrict
  say 'starting the machine anew'
  systemctl start "$gate"
  systemctl --no-block reboot
  ;;
2)
  comes_back
  before="$(process)"
  expect 0 dpkg -i "$here/later.deb"
  within "$patience" answers || fail 'it does not answer after the upgrade'
  held 'upgrade' 'the package starts again what runs' test "$(process)" != "$before"
  expect 0 as council-author post add website --at now --text 'Added just before the power went'
  say 'cutting off the power'
  echo b >/proc/sysrq-trigger
  ;;
3)
  comes_back
  held 'power' 'a post that was confirmed is there' shows 3 'just before the power went'
  expect 0 runuser -u portcullis -- portcullis store check
  expect 0 dpkg --remove portcullis
  held 'removal' 'the service is stopped, the program gone' sh -c \
    "[ ! -e /usr/bin/portcullis ] && ! systemctl is-active --quiet $gate && [ ! -e /run/portcullis ]"
  held 'removal' 'no longer to run at boot' sh -c \
    "[ ! -e /etc/systemd/system/multi-user.target.wants/$gate ]"
  expect 0 dpkg --purge portcullis
  held 'removal' 'the records stay' test -s /var/lib/portcullis/portcullis.sqlite
  [ -e "$notes/not-held" ] || say 'all of it held'
  systemctl --no-block poweroff
  ;;
esac
