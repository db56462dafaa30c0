#!/bin/sh
# Builds what is measured and its peers, then measures. Results: standard output, and bench-results.jsonl.
set -eu
cd "$(dirname "$0")/../.."

say() { printf 'bench: %s\n' "$1" >&2; }

command -v python3 >/dev/null 2>&1 || { say 'python3 is missing; install it, for example by apt-get install python3 python3-venv.'; exit 1; }
command -v cc >/dev/null 2>&1 || { say 'a C compiler is missing; install one, for example by apt-get install gcc.'; exit 1; }

for product in portcullis calendar-benchmarks queue-benchmarks; do
  swift build -c release --static-swift-stdlib --product "$product" >&2
done
binaries="$(swift build -c release --static-swift-stdlib --show-bin-path)"

peers="$PWD/.build/peers"
mkdir -p "$peers"
cc -O2 -o "$peers/libical_floor" Tests/Benchmarks/Peers/libical_floor.c -lical
if [ ! -x "$peers/venv/bin/python" ]; then
  python3 -m venv "$peers/venv" >&2 || { say 'python3 cannot make a virtual environment; install python3-venv.'; exit 1; }
fi
"$peers/venv/bin/pip" install --quiet --disable-pip-version-check icalendar==7.3.0 >&2 ||
  say 'icalendar could not be installed; its ratio will be missing.'
"$peers/venv/bin/pip" install --quiet --disable-pip-version-check -r Tests/Benchmarks/Peers/queue-requirements.txt >&2 ||
  say 'huey and procrastinate could not be installed; their ratios will be missing.'

python3 Tests/Benchmarks/measure.py "$binaries" "$peers" bench-results.jsonl
# The stores lie on the disk of this folder, whose speed is what they are measured against.
python3 Tests/Benchmarks/measure_queue.py "$binaries" "$peers" bench-results.jsonl
command -v wrk >/dev/null 2>&1 || apt-get -qq -y install --no-install-recommends wrk >/dev/null 2>&1 || true
if command -v wrk >/dev/null 2>&1; then
  python3 Tests/Benchmarks/measure_service.py "$binaries" bench-results.jsonl
else
  say 'wrk is missing, so the service under load is not measured.'
fi
