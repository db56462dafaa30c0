#!/bin/sh
# A PostgreSQL of the benchmarks' own, reached only by a socket in FOLDER.
#   postgres.sh start FOLDER      prints the environment that reaches it
#   postgres.sh stop FOLDER
# Ends with 69 where no PostgreSQL is installed. Run by root, the server belongs to the user postgres.
set -eu
action=${1:?start or stop}
folder=${2:?folder}
bin=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
bin=${bin%/initdb}
[ -n "$bin" ] || bin=$(command -v initdb 2>/dev/null | sed 's,/initdb$,,')
[ -n "$bin" ] || exit 69

as_owner() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid postgres --regid postgres --clear-groups "$@"; else "$@"; fi
}

case $action in
start)
  mkdir -p "$folder"
  if [ "$(id -u)" = 0 ]; then chown postgres:postgres "$folder"; fi
  as_owner "$bin/initdb" --auth=trust --username=bench --no-instructions --pgdata="$folder/data" >/dev/null
  as_owner "$bin/pg_ctl" --pgdata="$folder/data" --log="$folder/log" --wait \
    --options="-c listen_addresses='' -c unix_socket_directories='$folder'" start >/dev/null
  "$bin/createdb" --host="$folder" --username=bench bench
  printf 'PGHOST=%s PGUSER=bench PGDATABASE=bench\n' "$folder"
  ;;
stop) as_owner "$bin/pg_ctl" --pgdata="$folder/data" --mode=fast --wait stop >/dev/null ;;
*) echo 'start or stop' >&2; exit 64 ;;
esac
