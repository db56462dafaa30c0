#!/bin/sh
# The public pages in Debian's Chromium: every page in every state, and those that a real gate serves. What is missing
# comes from Debian and PyPI; all that is written lies under .build/browser.
set -eu

root="$(cd "$(dirname "$0")/../.." && pwd)"
folder="$root/.build/browser"
tests="$root/Tests/Browser"
say() { printf 'pages: %s\n' "$1" >&2; }

missing=''
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
command -v chromedriver >/dev/null 2>&1 || missing="$missing chromium-driver"
command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
python3 -c 'import ensurepip' 2>/dev/null || missing="$missing python3-venv"
if [ -n "$missing" ]; then
  as_root=''
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || {
      say "these packages are missing:$missing. Ask an administrator for: apt-get install$missing"
      exit 1
    }
    as_root='sudo'
  fi
  say "installing$missing"
  $as_root apt-get update -qq || say 'the list of packages could not be refreshed; trying with the one at hand.'
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null || {
    say "apt-get could not install:$missing. Look at its message above, and install them by hand."
    exit 1
  }
fi

mkdir -p "$folder"
want="$(cat "$tests/requirements.txt" "$tests/constraints.txt" "$0" | cksum)"
if [ "$(cat "$folder/venv/.portcullis" 2>/dev/null)" != "$want" ]; then
  say 'installing what the tests need from PyPI'
  python3 -m venv --clear "$folder/venv"
  "$folder/venv/bin/pip" install -q --disable-pip-version-check -r "$tests/requirements.txt" \
    -c "$tests/constraints.txt"
  # Without Playwright, which it names and which nobody needs for the file that is inside.
  "$folder/venv/bin/pip" install -q --disable-pip-version-check --no-deps axe-playwright-python==0.1.8
  printf '%s\n' "$want" >"$folder/venv/.portcullis"
fi

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$root"
mkdir "$scratch/written" "$scratch/work"
PORTCULLIS_PAGES="$scratch/written" swift test --skip-build --filter PageFiles >"$scratch/swift.log" 2>&1 || {
  cat "$scratch/swift.log" >&2
  exit 1
}
PYTHONDONTWRITEBYTECODE=1 "$folder/venv/bin/python" "$tests/check.py" \
  "$scratch/written" "$(swift build --show-bin-path)/portcullis" "$root/calendars/bank-holidays" "$scratch/work"
