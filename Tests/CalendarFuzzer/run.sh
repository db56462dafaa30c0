#!/bin/sh
# Fuzzes the calendar reader for so many seconds, from the fixtures on. Findings end in .build-fuzz/findings.
set -eu
cd "$(dirname "$0")/../.."

seconds="${1:-60}"
folder="$PWD/.build-fuzz"
mkdir -p "$folder/corpus" "$folder/findings"
PORTCULLIS_FUZZ=1 swift build -c release --scratch-path "$folder" --product calendar-fuzzer \
  -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld >&2
fuzzer="$(PORTCULLIS_FUZZ=1 swift build -c release --scratch-path "$folder" --show-bin-path)/calendar-fuzzer"

cp Tests/ElectionCalendarTests/Fixtures/*.ics "$folder/corpus/"
# 16 KiB is enough for every shape; the limits on size are tested by themselves.
"$fuzzer" -max_total_time="$seconds" -max_len=16384 -timeout=10 -rss_limit_mb=2048 \
  -dict=Tests/CalendarFuzzer/icalendar.dict -artifact_prefix="$folder/findings/" -print_final_stats=1 "$folder/corpus"
