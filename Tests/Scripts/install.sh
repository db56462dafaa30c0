#!/bin/sh
# Installs the program that is named, with its calendars, completions and manual page, under PREFIX.
set -eu

program="$1"
root="${DESTDIR:-}${PREFIX:-/usr/local}"

fail() { printf 'install: %s\n' "$1" >&2; exit 73; }

install -d "$root/bin" "$root/share/portcullis" "$root/share/man/man1" \
  "$root/share/bash-completion/completions" "$root/share/zsh/site-functions" \
  "$root/share/fish/vendor_completions.d" || fail "$root cannot be written; use sudo, or another PREFIX."
install -m 755 "$program" "$root/bin/portcullis"

# Files that an administrator added are left alone; ours are replaced.
cp -R calendars "$root/share/portcullis/"

"$program" --generate-completion-script bash > "$root/share/bash-completion/completions/portcullis"
"$program" --generate-completion-script zsh > "$root/share/zsh/site-functions/_portcullis"
"$program" --generate-completion-script fish > "$root/share/fish/vendor_completions.d/portcullis.fish"

install -d "$root/share/portcullis/monitoring"
install -m 644 Sources/portcullis/Monitoring/portcullis.rules.yml "$root/share/portcullis/monitoring/portcullis.rules.yml"

install -m 644 Sources/portcullis/Manual/portcullis.1 "$root/share/man/man1/portcullis.1"

# The unit names the program by its place; under a staging folder it is the place where it will be.
install -d "$root/lib/systemd/system" "$root/lib/sysusers.d" "$root/lib/tmpfiles.d"
sed "s|@PREFIX@|${PREFIX:-/usr/local}|g" Sources/portcullis/Systemd/portcullis-gate.service \
  > "$root/lib/systemd/system/portcullis-gate.service"
install -m 644 Sources/portcullis/Systemd/portcullis.sysusers "$root/lib/sysusers.d/portcullis.conf"
install -m 644 Sources/portcullis/Systemd/portcullis.tmpfiles "$root/lib/tmpfiles.d/portcullis.conf"

printf 'Installed under %s: bin/portcullis, share/portcullis (calendars, alerts for Prometheus), completions for bash, zsh and fish, the manual page, and lib/systemd/system/portcullis-gate.service.\n' "$root"
