#!/bin/sh
# Checks the systemd unit, and lets the gate publish a post under each of its options by itself, then under all of them:
# as far as they can be brought about without systemd (sandboxed.py). Each is shown to hold by an attempt that it
# refuses.
set -eu

root="$(cd "$(dirname "$0")/../.." && pwd)"
program="$(readlink -f "$1")"
unit="$root/Sources/portcullis/Systemd/portcullis-gate.service"
say() { printf 'unit: %s\n' "$1" >&2; }

if ! command -v systemd-analyze >/dev/null 2>&1 || ! /usr/bin/python3 -c 'import seccomp' 2>/dev/null; then
  say 'installing systemd and python3-seccomp'
  [ "$(id -u)" = 0 ] && sudo='' || sudo=sudo
  $sudo apt-get -qq update >/dev/null
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends systemd python3-seccomp \
    >/dev/null
fi

folder="$(mktemp -d)"
others="$(mktemp)"
trap 'rm -rf "$folder" "$others"' EXIT
# The program is where it was built, and its manual page is not installed.
sed -e "s#@PREFIX@/bin/portcullis#$program#" -e '/^Documentation=/d' "$unit" >"$folder/portcullis-gate.service"
systemd-analyze verify --recursive-errors=no "$folder/portcullis-gate.service"

# Root tries in a namespace where the folder is /mnt: what hides /tmp and /home hides neither it nor the program.
at="$folder"
[ "$(id -u)" != 0 ] || at=/mnt
cp "$unit" "$root/Tests/Scripts/sandboxed.py" "$root/Tests/Scripts/unit-options.py" "$folder"
mkdir -p "$folder/bin" "$folder/share/portcullis"
ln "$program" "$folder/bin/portcullis" 2>/dev/null || cp "$program" "$folder/bin/portcullis"
cp -R "$root/calendars" "$folder/share/portcullis/"
chmod 711 "$folder"
mkdir -m 1777 "$folder/scratch"
if [ "$(id -u)" = 0 ]; then
  cp /usr/bin/id "$folder/id"
  chmod 4755 "$folder/id"
  export SETUID_ID="$at/id"
fi
export OTHERS_FILE="$others" SCRATCH="$at/scratch"
export PORTCULLIS_STORE="sqlite:$at/store/store.sqlite"
tries() { # the options, what their attempts ought to come to, and what they are
  given="$1"; ought="$2"; shift 2
  /usr/bin/python3 "$folder/sandboxed.py" "$folder/portcullis-gate.service" "$given" "$folder" \
    /usr/bin/python3 "$at/unit-options.py" "$ought" "$@"
}
gate() { # the options, then the command
  given="$1"; shift
  /usr/bin/python3 "$folder/sandboxed.py" "$folder/portcullis-gate.service" "$given" "$folder" "$at/bin/portcullis" "$@"
}
publishes() { # the options, and what they are called
  gate none post add website --at now --text "Published under $2." >"$folder/log" 2>&1 &&
    gate "$1" gate run --once >>"$folder/log" 2>&1 && grep -q "Published under $2\." "$folder/public/news.atom" || {
    say "$2: the gate published nothing under it:"
    cat "$folder/log" >&2
    exit 1
  }
}

gate none init >/dev/null
probes="$(/usr/bin/python3 "$folder/unit-options.py" --list)"
tried=0
for option in $(sed -n '/^\[Service\]/,/^\[Install\]/s/^\([A-Za-z]*\)=.*/\1/p' "$unit" | awk '!seen[$0]++'); do
  given="$option"
  # Alone it ends whoever makes a call that is not allowed, and the gate makes one.
  [ "$option" != SystemCallFilter ] || given=SystemCallFilter,SystemCallErrorNumber
  code=0
  reason="$(gate "$given" --version 2>&1 >/dev/null)" || code=$?
  if [ "$code" = 69 ]; then
    say "$option: not tried here: $reason"
    continue
  fi
  case "$probes" in
  *"$option other"*) account=1 ;;
  *) account='' ;;
  esac
  case "$probes" in
  *"$option "*)
    line="$(SANDBOXED_AS="$account" tries "$given" held "$option")" || { say "$line"; exit 1; }
    # Where the attempt fails without the option, too, it shows nothing.
    SANDBOXED_AS="$account" tries none open "$option" >"$folder/log" 2>&1 || line="$line, as without it here"
    ;;
  *) line="$option: nothing to attempt" ;;
  esac
  publishes "$given" "$option"
  say "$line; the gate publishes under it"
  tried=$((tried + 1))
done
# All at once, as an account without rights where there is another.
if [ "$(id -u)" = 0 ]; then
  chown -R 1:1 "$folder/store" "$folder/store-anchors" "$folder/public"
  export SANDBOXED_AS=1
  tries all held >"$folder/log" || { cat "$folder/log" >&2; exit 1; }
fi
publishes all 'all of them'
say "the gate publishes under each of $tried options by itself and under all of them at once"
