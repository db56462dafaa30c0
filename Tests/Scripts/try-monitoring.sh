#!/bin/sh
# Has Prometheus' own tools read the metrics of a real gate, and try every alert; then a Prometheus scrapes them.
set -eu

program="$1"
root="$(cd "$(dirname "$0")/../.." && pwd)"
say() { printf 'monitoring: %s\n' "$1" >&2; }
fail() { say "$1"; exit 1; }

command -v promtool >/dev/null 2>&1 || {
  [ "$(id -u)" = 0 ] || { say 'NOT RUN: Prometheus is not installed, and only root can install it.'; exit 0; }
  say 'installing Prometheus'
  apt-get -qq update >/dev/null
  env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends prometheus >/dev/null
}

folder="$(mktemp -d)"
gate=''
prometheus=''
stop() {
  for process in $gate $prometheus; do kill "$process" 2>/dev/null || true; done
  for process in $gate $prometheus; do wait "$process" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

cp "$root/Sources/portcullis/Monitoring/portcullis.rules.yml" "$root/Tests/Monitoring/alerts.yml" "$folder"
cd "$folder"
promtool check rules portcullis.rules.yml >&2
promtool test rules alerts.yml >&2

free() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
metrics="$(free)"
port="$(free)"
cp -R "$root/calendars" .
printf '%s\n' 'calendars: calendars' "service: {socket: gate.sock, metrics: \"127.0.0.1:$metrics\"}" 'channels:' \
  '  feed: {name: Feed, connector: feed, path: public/feed.atom}' >portcullis.yaml
export PORTCULLIS_STORE="sqlite:$folder/store/portcullis.sqlite"
"$program" adopt >/dev/null
"$program" gate run >gate.log 2>&1 &
gate=$!
tries=0
until curl -fs "http://127.0.0.1:$metrics/metrics" >metrics.txt; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || { cat gate.log >&2; fail 'the gate serves no metrics'; }
  sleep 0.1
done
"$program" post add feed --at now --text 'Bins are collected on Friday this week.' >/dev/null
tries=0
until curl -fs "http://127.0.0.1:$metrics/metrics" >metrics.txt \
  && grep -q '^portcullis_gate_decisions_total{event="published"} 1$' metrics.txt; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || { cat gate.log metrics.txt >&2; fail 'the post that left is not counted'; }
  sleep 0.1
done
promtool check metrics <metrics.txt >&2
curl -fs --unix-socket gate.sock http://localhost/metrics | grep -q '^portcullis_store_readable 1$' \
  || fail 'the socket gives no metrics'

# Every name that an alert asks for is one that the gate gives.
for name in $(grep -o 'portcullis_[a-z_]*' portcullis.rules.yml | sort -u); do
  grep -q "^$name[ {]" metrics.txt || fail "an alert asks for $name, which the gate does not give"
done

printf '%s\n' 'global: {scrape_interval: 1s, evaluation_interval: 1s}' 'rule_files: [portcullis.rules.yml]' \
  'scrape_configs:' '  - job_name: portcullis' "    static_configs: [{targets: [\"127.0.0.1:$metrics\"]}]" >prometheus.yml
prometheus --config.file=prometheus.yml --storage.tsdb.path=data --web.listen-address="127.0.0.1:$port" \
  >prometheus.log 2>&1 &
prometheus=$!
ask() { curl -fsG "http://127.0.0.1:$port/api/v1/query" --data-urlencode "query=$1"; }
tries=0
until ask 'portcullis_channel_state{state="open"} == 1 and on() up{job="portcullis"} == 1' | grep -q '"channel":"feed"'
do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || { cat prometheus.log >&2; fail 'Prometheus does not scrape the gate'; }
  sleep 0.2
done
curl -fs "http://127.0.0.1:$port/api/v1/rules" | grep -q PortcullisGateSilent || fail 'Prometheus has not read the alerts'
say 'metrics and alerts held'
