#!/bin/sh
# Runs a script beside this one as root in a copy of a machine's files that is thrown away (overlayfs), so that nothing of what
# it does stays here. The script gets the program, and the word `inside`.
#
#   in-copy.sh SCRIPT PROGRAM          in a copy of this machine
#   in-copy.sh SCRIPT PACKAGE TREE     in a copy of a tree that debootstrap made
set -eu

root="$(cd "$(dirname "$0")/../.." && pwd)"
script="$1"
program="$2"
tree="${3:-/}"
say() { printf '%s: %s\n' "${script%.sh}" "$1" >&2; }

if [ "$(id -u)" != 0 ]; then
  say 'NOT RUN: only root can set the service up.'
  exit 0
fi
scratch="$(mktemp -d)"
trap 'umount -l "$scratch" 2>/dev/null || true; rmdir "$scratch"' EXIT
mount -t tmpfs tmpfs "$scratch"
mkdir "$scratch/upper" "$scratch/work" "$scratch/tree"
if ! mount -t overlay overlay -o "lowerdir=$tree,upperdir=$scratch/upper,workdir=$scratch/work" "$scratch/tree" 2>/dev/null
then
  say 'NOT RUN: this machine lets nobody lay one tree of files over another.'
  exit 0
fi
# A package and the scripts have to be seen in the copy, too.
if [ "$tree" != / ]; then
  cp "$program" "$scratch/tree/tmp/portcullis.deb"
  cp "$root/Tests/Scripts/$script" "$root/Tests/Scripts/council.sh" "$root/Tests/Scripts/debian.sh" "$scratch/tree/tmp/"
  set -- "/tmp/$script" /tmp/portcullis.deb
else
  set -- "$root/Tests/Scripts/$script" "$program"
fi
status=0
unshare --mount --pid --fork --kill-child sh -c '
  mount -t proc proc "$1"/tree/proc && mount --rbind /dev "$1"/tree/dev && mount -t tmpfs tmpfs "$1"/tree/run &&
    exec chroot "$1"/tree sh "$2" "$3" inside' sh "$scratch" "$@" || status=$?
umount -l "$scratch/tree"
exit "$status"
