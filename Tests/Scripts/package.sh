#!/bin/sh
# Makes a Debian package of the program that is named, and beside it the list of what it is made of (CycloneDX 1.5).
set -eu

program="$1"
target="${2:-.build/packages}"
fail() { printf 'deb: %s\n' "$1" >&2; exit 1; }
command -v dpkg-deb >/dev/null 2>&1 || fail 'dpkg-deb is missing: make the package on Debian.'

version="$("$program" --version)"
architecture="$(dpkg --print-architecture)"
stage="$(mktemp -d)"
trap 'rm -rf "$stage"' EXIT
mkdir -p "$target" "$stage/DEBIAN"
chmod 755 "$stage"

PREFIX=/usr DESTDIR="$stage" sh Tests/Scripts/install.sh "$program" >/dev/null
# Symbols are for whoever has the build; without them it is less than half as large.
strip --strip-all "$stage/usr/bin/portcullis"
install -Dm 644 LICENSE "$stage/usr/share/doc/portcullis/copyright"
find "$stage/usr/share/portcullis" -type d -exec chmod 755 {} + -o -type f -exec chmod 644 {} +

# What the program is linked with, by the packages of the machine that made it.
depends="$(ldd "$stage/usr/bin/portcullis" | sed -n 's|.*=> \(/[^ ]*\).*|\1|p' | while read -r library; do
  file="$(readlink -f "$library")"
  dpkg -S "$file" 2>/dev/null || dpkg -S "${file#/usr}" 2>/dev/null || fail "no package has $file"
done | cut -d: -f1 | sort -u)"
for script in postinst prerm postrm; do install -m 755 "Sources/portcullis/Debian/$script" "$stage/DEBIAN/$script"; done
{
  printf 'Package: portcullis\nVersion: %s\nArchitecture: %s\n' "$version" "$architecture"
  printf 'Maintainer: Portcullis developers <portcullis@localhost>\nSection: net\nPriority: optional\n'
  printf 'Installed-Size: %s\n' "$(du -sk --exclude=DEBIAN "$stage" | cut -f1)"
  # Those that are there at least in the version that it was linked with.
  printf 'Depends: %s\n' "$(for name in $depends; do
    printf '%s (>= %s), ' "$name" "$(dpkg-query -Wf '${Version}' "$name" | sed 's/[+~].*//')"
  done | sed 's/, $//')"
  printf 'Description: election-period scheduler and publishing gate\n'
  printf ' Reads election dates, works out when a council has to limit its publicity, and holds\n'
  printf ' scheduled posts while their channel is closed.\n'
} >"$stage/DEBIAN/control"

package="$target/portcullis_${version}_${architecture}.deb"
dpkg-deb --root-owner-group -Zxz --build "$stage" "$package" >/dev/null
swift package show-dependencies --format json 2>/dev/null | python3 Tests/Scripts/bill-of-materials.py "$version" $depends \
  >"${package%.deb}.cdx.json"
printf '%s: %s MB, the program in it %s MB; %s beside it.\n' "$package" "$(du -m "$package" | cut -f1)" \
  "$(du -m "$stage/usr/bin/portcullis" | cut -f1)" "$(basename "${package%.deb}.cdx.json")"
