#!/bin/sh
# What must never be committed: build folders, resolved versions, databases, secrets, paths of one machine. What targets
# may import is looked at by ArchitectureTests.
set -eu

status=0
complain() { printf 'lint: %s\n' "$1" >&2; status=1; }

if git rev-parse --git-dir >/dev/null 2>&1; then
  for file in $(git ls-files | grep -E '(^|/)(Package\.resolved|\.build[^/]*/.*|[^/]*\.sqlite(-wal|-shm)?|[^/]*\.env)$' || true); do
    complain "$file must not be tracked; remove it by git rm --cached."
  done
  for file in $(git grep -lE '(/home/[a-z]|/root/)' -- ':!Tests/Scripts/check-tree.sh' || true); do
    complain "$file holds a path of one machine."
  done
fi
for file in $(find Sources -name '*.swift' -size +24k); do
  complain "$file is larger than 24 KB; split it where its ideas part."
done
for file in $(grep -rlE '(^|[^A-Za-z.])Process\(\)' Sources Tests --include='*.swift' || true); do
  complain "$file starts a program by Foundation's Process; ProgramStart.swift says why not."
done
exit $status
