#!/bin/sh
# Boots a Debian of its own with systemd, and lets the package and its unit work there: installed, set up, used by three
# people, each option of the unit tried, killed, hung, stopped, upgraded, started anew, cut off from power, removed.
# What is done inside stands in booted.sh.
#
#   try-boot.sh PACKAGE
set -eu

package="$1"
root="$(cd "$(dirname "$0")/../.." && pwd)"
limit="${TRY_BOOT_SECONDS:-600}"
say() { printf 'boot: %s\n' "$1" >&2; }

if [ "$(id -u)" != 0 ]; then
  say 'NOT RUN: only root can make a Debian of its own.'
  exit 0
fi
if [ "$(dpkg --print-architecture)" != amd64 ]; then
  say 'NOT RUN: it is written for machines of the kind amd64.'
  exit 0
fi
command -v qemu-system-x86_64 >/dev/null 2>&1 || {
  say 'installing qemu-system-x86'
  apt-get -qq update >/dev/null
  env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends qemu-system-x86 >/dev/null
}
. "$root/Tests/Scripts/debian.sh"
debian "$root/.build/debian-booted" "$package" \
  systemd,systemd-sysv,dbus,linux-image-cloud-amd64,initramfs-tools,python3-minimal,libpython3-stdlib

work="$root/.build/booted"
rm -rf "$work"
mkdir "$work"
machine='' follower=''
stop() {
  [ -z "$machine" ] || kill "$machine" 2>/dev/null || true
  [ -z "$follower" ] || kill "$follower" 2>/dev/null || true
  rm -rf "$work/tree" "$work/disk"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The same files by other names: nothing of the Debian is written to, and nothing has to be mounted.
cp -al "$root/.build/debian-booted" "$work/tree"
mkdir "$work/tree/opt/try"
cp "$root/Tests/Scripts/booted.sh" "$root/Tests/Scripts/council.sh" "$root/Tests/Scripts/unit-options.py" \
  "$work/tree/opt/try/"
cp "$package" "$work/tree/opt/try/portcullis.deb"
later_package "$package" "$work/tree/opt/try/later.deb"
cat >"$work/tree/etc/systemd/system/try-boot.service" <<END
[Unit]
Description=Tries the gate's unit
[Service]
ExecStart=/bin/sh /opt/try/booted.sh
StandardInput=null
StandardOutput=file:/dev/ttyS1
StandardError=file:/dev/ttyS1
TimeoutStopSec=2
END
mkdir -p "$work/tree/etc/systemd/system/multi-user.target.wants"
ln -s ../try-boot.service "$work/tree/etc/systemd/system/multi-user.target.wants/try-boot.service"
for terminal in serial-getty@ttyS0 getty@tty1; do
  ln -s /dev/null "$work/tree/etc/systemd/system/$terminal.service"
done
rm -f "$work/tree/etc/hostname"
echo council >"$work/tree/etc/hostname"
mke2fs -q -t ext4 -d "$work/tree" "$work/disk" 1500M >/dev/null

# A processor that is itself a guest's may show /dev/kvm and yet run nothing by it, so it is asked for what that needs.
if [ -w /dev/kvm ] && grep -qE '^flags.* (vmx|svm)( |$)' /proc/cpuinfo; then
  accelerator=kvm processor=host
else
  accelerator=tcg processor=max
  say 'emulated: this machine has no processor to lend (/dev/kvm, vmx or svm)'
fi
started="$(date +%s)"
: >"$work/told"
timeout --kill-after=10 "$limit" qemu-system-x86_64 -accel "$accelerator" -cpu "$processor" -smp 2 -m 1024 \
  -nodefaults -no-user-config -display none -nic none -rtc base=utc \
  -kernel "$work/tree"/boot/vmlinuz-* -initrd "$work/tree"/boot/initrd.img-* \
  -append 'root=/dev/vda rw console=ttyS0 panic=-1' \
  -drive "file=$work/disk,format=raw,if=virtio,cache=unsafe" \
  -serial "file:$work/console" -serial "file:$work/told" </dev/null >"$work/qemu" 2>&1 &
machine=$!
tail -n +1 -f --pid="$machine" "$work/told" >&2 &
follower=$!
code=0
wait "$machine" || code=$?
machine=''
wait "$follower" || true
follower=''
took=$(($(date +%s) - started))

if ! grep -q '^boot: all of it held$' "$work/told"; then
  case "$code" in
  0) say "it ended after $took s without having done all of it, or not all of it held" ;;
  124 | 137) say "it had not ended after $limit s" ;;
  *) say "qemu ended with $code: $(tail -1 "$work/qemu")" ;;
  esac
  say 'the last lines of the console:'
  tail -25 "$work/console" >&2
  exit 1
fi
# Whoever gives the unit another option says here how it was tried.
unit="$root/Sources/portcullis/Systemd/portcullis-gate.service"
for option in $(sed -n '/^\[Service\]/,/^\[Install\]/s/^\([A-Za-z]*\)=.*/\1/p' "$unit" | sort -u); do
  sed 's/^boot: //; s/:.*//' "$work/told" | tr -d ' ' | tr ',' '\n' | grep -qx "$option" || {
    say "$option: nothing was tried: NOT HELD"
    code=1
  }
done
[ "$code" = 0 ] || exit 1
say "three boots in $took s"
