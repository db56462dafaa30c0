#!/usr/bin/python3
"""Runs a program under the system calls that a systemd unit allows, as systemd would load them.

    sandboxed.py UNIT PROGRAM [ARGUMENT...]

Needs systemd-analyze, which tells what its sets of calls hold, and Debian's python3-seccomp.
"""
import errno
import os
import re
import subprocess
import sys

import seccomp

unit, command = sys.argv[1], sys.argv[2:]


def sets():
    """Each of systemd's sets with its members, which may be sets in turn."""
    found, current = {}, None
    listing = subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager"], check=True, capture_output=True, text=True)
    for line in listing.stdout.splitlines():
        if line.startswith("@"):
            current = found.setdefault(line.split()[0], set())
        elif line.strip() and not line.strip().startswith("#") and current is not None:
            current.add(line.strip())
    return found


def members(name):
    if not name.startswith("@"):
        return {name}
    return set().union(*(members(member) for member in known[name]))


known = sets()
allowed, refusal = set(), None
for line in open(unit):
    option, _, value = line.strip().partition("=")
    if option == "SystemCallErrorNumber":
        refusal = getattr(errno, value)
    if option == "SystemCallFilter":
        calls = set().union(*(members(name) for name in re.split(r"\s+", value.lstrip("~"))))
        allowed = allowed - calls if value.startswith("~") else allowed | calls
if not allowed:
    sys.exit(f"{unit} has no SystemCallFilter")
# As in systemd, a call that is not allowed ends the process unless the unit names an error for it.
loaded = seccomp.SyscallFilter(seccomp.KILL_PROCESS if refusal is None else seccomp.ERRNO(refusal))
for name in allowed | {"execve"}:
    try:
        loaded.add_rule(seccomp.ALLOW, name)
    except (RuntimeError, ValueError):
        pass  # Another architecture's.
loaded.load()
os.execv(command[0], command)
