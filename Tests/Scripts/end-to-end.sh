#!/bin/sh
# Starts the real servers on loopback, runs the delivery tests against them, and stops them by their process ids.
# The servers' packages come from Debian and PyPI; their files lie under .build/end-to-end. Then the gate runs under the
# system calls that its systemd unit allows, the service is set up as root does, Prometheus reads its metrics, and its pages are
# opened in a browser.
set -eu

root="$(cd "$(dirname "$0")/../.." && pwd)"
folder="$root/.build/end-to-end"
servers="$root/Tests/Servers/EndToEnd/servers.sh"

stop() { bash "$servers" down all "$folder" >&2 || true; }
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

mkdir -p "$folder"
bash "$servers" up all "$folder" >&2
cd "$root"
# One after the other: several tests break the same connection, each in its own way.
PORTCULLIS_SERVERS="$folder/env" swift test --skip-build --no-parallel --filter EndToEndTests
sh Tests/Scripts/try-unit.sh "$(swift build --show-bin-path)/portcullis"
sh Tests/Scripts/try-set-up.sh "$(swift build --show-bin-path)/portcullis"
sh Tests/Scripts/try-guides.sh "$(swift build --show-bin-path)/portcullis"
sh Tests/Scripts/try-monitoring.sh "$(swift build --show-bin-path)/portcullis"
sh Tests/Scripts/pages.sh
