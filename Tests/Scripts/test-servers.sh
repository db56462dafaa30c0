#!/bin/sh
# Makes the Python environment that the tests' servers and readers run in; may be run again at any time.
# With --print it also prints the interpreter's path as its only line on standard output.
set -eu

say() { printf 'portcullis test servers: %s\n' "$1" >&2; }

root="$(cd "$(dirname "$0")/../.." && pwd)"
folder="$root/.build/test-servers"
venv="$folder/venv"
packages='standardwebhooks==1.1.0 feedparser==6.0.14 Mastodon.py==2.3.3'

command -v python3 >/dev/null 2>&1 || {
  say 'python3 is missing; install it (Debian: apt-get install python3 python3-venv).'
  exit 1
}

# The mark is written last and names the versions, so that a broken or old environment is made anew.
if [ "$(cat "$venv/portcullis-packages" 2>/dev/null || true)" != "$packages" ]; then
  if ! python3 -c 'import ensurepip' >/dev/null 2>&1; then
    command -v apt-get >/dev/null 2>&1 || {
      say 'the Python module venv is missing, and there is no apt-get to install it; install it by hand.'
      exit 1
    }
    as_root=''
    if [ "$(id -u)" -ne 0 ]; then
      command -v sudo >/dev/null 2>&1 || {
        say 'python3-venv is missing. Ask an administrator for: apt-get install python3-venv'
        exit 1
      }
      as_root='sudo'
    fi
    say 'installing python3-venv'
    $as_root apt-get update -qq || say 'the list of packages could not be refreshed; trying with the one at hand.'
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null || {
      say 'apt-get could not install python3-venv. Look at its message above, and install it by hand.'
      exit 1
    }
  fi
  say "installing $packages"
  rm -rf "$venv"
  mkdir -p "$folder"
  python3 -m venv "$venv" || {
    say "the environment could not be made in $venv; look at the message above."
    exit 1
  }
  # shellcheck disable=SC2086
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check $packages >&2 || {
    say "pip could not install $packages; see that pypi.org, or the index that pip is set up for, can be reached."
    exit 1
  }
  printf '%s\n' "$packages" > "$venv/portcullis-packages"
fi

[ "${1:-}" != '--print' ] || printf '%s\n' "$venv/bin/python"
