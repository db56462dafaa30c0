# Read by the scripts that try the package in a Debian of their own.

# Makes a Debian in the folder that is named, with the packages that are named and those that ours asks for. It is made
# once, and whoever tries something writes to a layer above it or to a copy. What is fetched is kept for the next one.
debian() {
  tree="$1"; package="$2"; more="${3:-}"
  command -v debootstrap >/dev/null 2>&1 || {
    say 'installing debootstrap'
    apt-get -qq update >/dev/null
    env DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends debootstrap >/dev/null
  }
  needed="$(dpkg-deb -f "$package" Depends | sed 's/ *([^)]*)//g; s/, */,/g')${more:+,$more}"
  [ "$(cat "$tree/.whole" 2>/dev/null)" != "$needed" ] || return 0
  say "making a Debian in ${tree#"$root/"}"
  rm -rf "$tree"
  mkdir -p "$root/.build/archives"
  release="$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)"
  debootstrap --variant=minbase --cache-dir="$root/.build/archives" --include="$needed" "$release" "$tree" \
    >"$root/.build/debootstrap.log" 2>&1 || {
    tail -5 "$root/.build/debootstrap.log" >&2
    say 'debootstrap failed'
    return 1
  }
  printf '%s\n' "$needed" >"$tree/.whole"
}

# The same files as a later version: of which package, and where to.
later_package() {
  unpacked="$(mktemp -d)"
  dpkg-deb -R "$1" "$unpacked" && sed -i 's/^Version: .*/&+later/' "$unpacked/DEBIAN/control"
  chmod 755 "$unpacked"
  dpkg-deb --root-owner-group -Znone -b "$unpacked" "$2" >/dev/null
  rm -r "$unpacked"
}
