#!/bin/sh
# Types what the guides say, as they say it: the README's second tour, then each command of the pages on the service, in a
# copy of this machine that is thrown away.
set -eu

root="$(cd "$(dirname "$0")/../.." && pwd)"
program="$1"
[ "${2:-}" = inside ] || exec sh "$root/Tests/Scripts/in-copy.sh" try-guides.sh "$program"

say() { printf 'guides: %s\n' "$1" >&2; }
fail() { say "$1"; cat /tmp/guide.out >&2; exit 1; }
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
export HOME=/root
cd "$root"
PREFIX=/usr sh Tests/Scripts/install.sh "$program" >/dev/null
cd /
# A machine without sudo has the same by runuser.
cat >/usr/bin/sudo <<'END'
#!/bin/sh
[ "$1" = -u ] || exec "$@"
who="$2"; shift 2
exec runuser -u "$who" -- "$@"
END
chmod 755 /usr/bin/sudo

# MARK: The README's tour. What it builds is installed already, and systemd does not run here, for which it has a line.
sed -n '/^### People, approvals/,/^### Questions/p' "$root/README.md" | sed -n '/^```$/,/^```$/p' | sed '/^```$/d' \
  | sed 's/^sudo make install PREFIX=\/usr && //; s/^# where systemd does not run:  //' >/tmp/tour.sh
grep -q '^sudo -u portcullis portcullis gate run &$' /tmp/tour.sh || fail 'the tour has another shape than this script knows'
# The gate answers a moment after it was started, and a window that came into force closes within a second.
sed -i 's/^sudo -u portcullis portcullis gate run &$/sudo -u portcullis portcullis gate run >\/tmp\/gate.out 2>\&1 \&\nsleep 3/' \
  /tmp/tour.sh
awk '{ print } /^EOF$/ { print "sleep 3" } /as head post approve/ { print "sleep 1" } /director override approve/ { print "sleep 2" }' \
  /tmp/tour.sh >/tmp/typed.sh
bash /tmp/typed.sh >/tmp/guide.out 2>&1 || fail "the tour ended with $?"
public=/var/lib/portcullis-public/news.atom
for text in 'Bins are collected on Friday' 'Flood warning for the town centre'; do
  grep -q "$text" "$public" || fail "the tour did not publish “$text”"
done
for told in 'could help' 'To it you are author' 'is intact' 'is paused' 'is over'; do
  grep -q "$told" /tmp/guide.out || fail "what the tour says has no “$told”"
done
[ -s /tmp/pack.zip ] || fail 'the tour made no pack'
say 'the tour of the README was typed as it stands'

# MARK: The pages on the service
commands() { # of the pages, without what stands behind them; what is built is installed already
  for page in Service Backups Upgrading Removing; do
    sed -n 's/^    \(\(sudo\|portcullis\|curl\|export\) .*\)$/\1/p' "$root/Sources/Commands/Commands.docc/$page.md"
  done | sed 's/  *# .*$//' | grep -v '^sudo make install'
}
# As the page says: a web server that speaks TLS before it, a person called ann, and a token in its file.
cat >/tmp/proxy.py <<'END'
import socket, ssl, threading
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH); context.load_cert_chain("/tmp/page.pem", "/tmp/page.key")
server = socket.create_server(("127.0.0.1", 443))
def copy(a, b):
    try:
        while data := a.recv(65536): b.sendall(data)
    except OSError: pass
    for end in (a, b):
        try: end.shutdown(socket.SHUT_RDWR)
        except OSError: pass
while True:
    client, _ = server.accept()
    try: client = context.wrap_socket(client, server_side=True)
    except OSError: continue
    behind = socket.create_connection(("127.0.0.1", 8017))
    for pair in ((client, behind), (behind, client)): threading.Thread(target=copy, args=pair, daemon=True).start()
END
name=purdah.example.gov.uk
printf '127.0.0.1 localhost %s\n' "$name" >/etc/hosts
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout /tmp/page.key -out /tmp/page.pem \
  -subj "/CN=$name" -addext "subjectAltName=DNS:$name" 2>/dev/null
cat /tmp/page.pem >>/etc/ssl/certs/ca-certificates.crt
python3 /tmp/proxy.py &
proxy=$!
useradd --system --no-create-home ann
sed -i 's|^  author: |  ann:      {name: Ann, roles: [author], trained-on: 2026-09-01}\n&|' /etc/portcullis/portcullis.yaml
grep -q '^service:' /etc/portcullis/portcullis.yaml || fail 'the settings of the service have another shape'
sed -i 's|^service:|service:\n  listen: 127.0.0.1:8017|' /etc/portcullis/portcullis.yaml
gate() { # started again, as the page says of what is served
  pkill -TERM -x portcullis || true
  sleep 2
  sudo -u portcullis portcullis gate run >/tmp/gate.out 2>&1 &
  sleep 3
}
sudo portcullis adopt >/dev/null 2>&1 || true
sudo portcullis adopt --confirm-opening --reason 'Ann' >/tmp/guide.out 2>&1 || fail 'ann is not on the register'
gate
for _ in 1 2; do portcullis token add --for ann --scope read >/tmp/guide.out 2>&1 || fail 'no token'; done
commands >/tmp/lines.sh
count=0
while read -r line; do
  case "$line" in
  export*)
    portcullis token add --for ann --scope read --format json >/tmp/token
    sudo -u ann portcullis token accept "$(sed -n 's/.*"id": "\(.*\)",/\1/p' /tmp/token)" >/dev/null
    sed -n 's/.*"token": "\(.*\)",/\1/p' /tmp/token >~/.portcullis-token
    export PORTCULLIS_TOKEN_FILE="$HOME/.portcullis-token"
    ;;
  # What systemd does not run is stopped and started where it was started before.
  *'systemctl stop'*) pkill -TERM -x portcullis; sleep 2; continue ;;
  *'systemctl start'* | *'systemctl restart'*) gate; continue ;;
  *'service remove'*) pkill -TERM -x portcullis; sleep 2 ;;
  esac
  count=$((count + 1))
  got=0
  bash -c "$line" </dev/null >/tmp/guide.out 2>&1 || got=$?
  [ "$got" = 0 ] || fail "“$line” ended with $got"
  case "$line" in *curl*) ! grep -q '"error"' /tmp/guide.out || fail "“$line” was refused" ;; esac
done </tmp/lines.sh
kill "$proxy"
[ ! -e /var/lib/portcullis ] || fail 'what the page removes is there yet'
[ -s /var/backups/portcullis/last/portcullis.sqlite ] || [ -n "$(ls -A /var/backups/portcullis/last)" ] || fail 'there is no backup'
say "$count commands of the pages on the service were typed"
