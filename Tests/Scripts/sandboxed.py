#!/usr/bin/python3
"""Runs a program under options of a systemd unit, as systemd would bring them about, without systemd.

    sandboxed.py UNIT OPTION[,OPTION...]|all SCRATCH PROGRAM [ARGUMENT...]

Needs systemd-analyze, which tells what its sets of calls hold, and Debian's python3-seccomp. What needs mounts needs
root, who gets them in a namespace of its own; the folder SCRATCH is at /mnt there. An option that cannot be brought
about here ends it with 69, and the reason.
"""
import ctypes
import errno
import os
import re
import resource
import subprocess
import sys

import seccomp
from seccomp import ALLOW, EQ, ERRNO, GT, KILL_PROCESS, MASKED_EQ, NE, Arg

unit, asked, scratch, command = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
libc = ctypes.CDLL(None, use_errno=True)
REASONS = {
    "RemoveIPC": "systemd itself removes what an account left, after the last of its units",
    **dict.fromkeys(("Type", "WatchdogSec", "Restart", "RestartSec", "TimeoutStopSec", "KillMode", "ExecStart",
                     "ExecReload"),
                    "systemd itself starts, watches and ends the program"),
    **dict.fromkeys(("StateDirectory", "StateDirectoryMode", "RuntimeDirectory", "RuntimeDirectoryMode",
                     "LogsDirectory", "LogsDirectoryMode", "WorkingDirectory", "User", "Group", "Environment"),
                    "systemd itself makes the folders, takes the account and passes the environment"),
    "ReadWritePaths": "is part of ProtectSystem, with which the store's folder stays writable",
}
MOUNTS = ("ProtectSystem", "ProtectHome", "PrivateTmp", "PrivateDevices", "ProtectKernelLogs", "ProtectKernelModules",
          "ProtectKernelTunables", "ProtectControlGroups", "ProtectProc", "ProtectHostname")


def values(option):
    return [value for name, value in settings if name == option]


def sets():
    """Each of systemd's sets with its members, which may be sets in turn."""
    found, current = {}, None
    listing = subprocess.run(
        ["systemd-analyze", "syscall-filter", "--no-pager"], check=True, capture_output=True, text=True)
    for line in listing.stdout.splitlines():
        if line.startswith("@"):
            current = found.setdefault(line.split()[0], set())
        elif line.strip() and not line.strip().startswith("#") and current is not None:
            current.add(line.strip())
    return found


def members(known, name):
    if not name.startswith("@"):
        return {name}
    return set().union(*(members(known, member) for member in known[name]))


def done(result, what):
    if result == -1:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def mount(source, target, kind=None, flags=0, data=None):
    encoded = [None if text is None else text.encode() for text in (source, target, kind, data)]
    done(libc.mount(*encoded[:3], ctypes.c_ulong(flags), encoded[3]), f"mount {target}")


RDONLY, NOSUID, NODEV, NOEXEC, BIND, REC, PRIVATE = 1, 2, 4, 8, 4096, 16384, 1 << 18


def read_only(path, on=True, recursive=True):
    """mount_setattr(2), which has one number on every processor."""
    attributes = (ctypes.c_uint64 * 4)(1 if on else 0, 0 if on else 1, 0, 0)
    done(libc.syscall(ctypes.c_long(442), ctypes.c_long(-100), path.encode(), ctypes.c_long(0x8000 if recursive else 0),
                      ctypes.byref(attributes), ctypes.c_long(32)), f"mount_setattr {path}")


def empty(path):
    """An empty file or folder that nobody may open, in the place of what is there."""
    if os.path.isdir(path):
        mount("tmpfs", path, "tmpfs", NOSUID | NODEV | NOEXEC | RDONLY, "mode=0000,size=4k")
    elif os.path.exists(path):
        mount("/dev/null", path, flags=BIND)


def devices():
    mount("/dev", "/run", flags=BIND | REC)
    mount("tmpfs", "/dev", "tmpfs", NOSUID | NOEXEC, "mode=0755,size=4m")
    for name in "null", "zero", "full", "random", "urandom", "tty":
        os.close(os.open("/dev/" + name, os.O_CREAT | os.O_WRONLY, 0o666))
        mount("/run/" + name, "/dev/" + name, flags=BIND)
    os.mkdir("/dev/shm")
    mount("tmpfs", "/dev/shm", "tmpfs", NOSUID | NODEV)
    for name, target in ("fd", "fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2"):
        os.symlink("/proc/self/" + target, "/dev/" + name)
    done(libc.umount2(b"/run", ctypes.c_int(2)), "umount /run")


def arrange():
    """What is done by mounts, before anything is refused."""
    done(libc.unshare(0x20000), "unshare")
    mount(None, "/", flags=REC | PRIVATE)
    mount(scratch, "/mnt", flags=BIND)
    if "PrivateDevices" in options:
        devices()
    if "ProtectSystem" in options:
        read_only("/")
        for path in "/dev", "/mnt":
            read_only(path, on=False)
        for path in "/proc", "/sys":
            read_only(path, on=False, recursive=False)
    if "ProtectHome" in options:
        for path in "/home", "/root", "/run/user":
            empty(path)
    if "PrivateTmp" in options:
        for path in "/tmp", "/var/tmp":
            mount("tmpfs", path, "tmpfs", NOSUID | NODEV, "mode=1777")
    if "ProtectProc" in options:
        mount("proc", "/proc", "proc", NOSUID | NODEV | NOEXEC, "hidepid=invisible")
    if "ProtectKernelTunables" in options:
        mount("/proc/sys", "/proc/sys", flags=BIND | REC)
        for path in "/proc/sys", "/sys":
            read_only(path)
    if "ProtectControlGroups" in options and os.path.isdir("/sys/fs/cgroup"):
        # A machine without them has an ordinary folder there.
        mount("/sys/fs/cgroup", "/sys/fs/cgroup", flags=BIND | REC)
        read_only("/sys/fs/cgroup")
    if "ProtectKernelModules" in options:
        empty("/usr/lib/modules")
    if "ProtectKernelLogs" in options:
        for path in "/dev/kmsg", "/proc/kmsg":
            empty(path)
    if "ProtectHostname" in options:
        done(libc.unshare(0x4000000), "unshare")


def refusing(action, rules):
    """A filter that lets everything through but what is named: a call, and what its arguments are then."""
    loaded = seccomp.SyscallFilter(ALLOW)
    for name, *arguments in rules:
        try:
            loaded.add_rule(action, name, *arguments)
        except (RuntimeError, ValueError):
            pass  # Another architecture's.
    return loaded


def filters():
    refused = ERRNO(errno.EPERM)
    if "ProtectHostname" in options:
        yield refusing(refused, [("sethostname",), ("setdomainname",)])
    if "ProtectKernelLogs" in options:
        yield refusing(refused, [("syslog",)])
    if "ProtectKernelModules" in options:
        yield refusing(refused, [("init_module",), ("finit_module",), ("delete_module",)])
    if "RestrictAddressFamilies" in options:
        import socket
        allowed = [int(getattr(socket, name)) for name in values("RestrictAddressFamilies")[0].split()]
        no_family = ERRNO(errno.EAFNOSUPPORT)
        yield refusing(no_family, [("socket", Arg(0, GT, max(allowed)))] + [
            ("socket", Arg(0, EQ, family)) for family in range(max(allowed)) if family not in allowed])
    if "RestrictNamespaces" in options:
        kinds = 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
        yield refusing(refused, [("setns",)] + [
            (name, Arg(0, MASKED_EQ, kind, kind)) for name in ("unshare", "clone") for kind in kinds])
        # Its flags lie in memory, where no filter looks; a C library that gets this error asks by clone.
        yield refusing(ERRNO(errno.ENOSYS), [("clone3",)])
    if "RestrictRealtime" in options:
        yield refusing(refused, [("sched_setscheduler", Arg(1, EQ, policy)) for policy in (1, 2, 6)])
    if "RestrictSUIDSGID" in options:
        places = {
            "chmod": 1, "fchmod": 1, "fchmodat": 2, "mkdir": 1, "mkdirat": 2, "mknod": 1, "mknodat": 2, "creat": 1}
        rules = [(name, Arg(at, MASKED_EQ, bit, bit)) for name, at in places.items() for bit in (0o4000, 0o2000)]
        for name, flags in ("open", 1), ("openat", 2):
            rules += [(name, Arg(flags, MASKED_EQ, os.O_CREAT, os.O_CREAT), Arg(flags + 1, MASKED_EQ, bit, bit))
                      for bit in (0o4000, 0o2000)]
        yield refusing(refused, rules)
        yield refusing(ERRNO(errno.ENOSYS), [("openat2",)])
    if "LockPersonality" in options:
        yield refusing(refused, [("personality", Arg(0, NE, 0))])
    if "MemoryDenyWriteExecute" in options:
        yield refusing(refused, [
            ("mmap", Arg(2, MASKED_EQ, 6, 6)), ("mprotect", Arg(2, MASKED_EQ, 4, 4)),
            ("pkey_mprotect", Arg(2, MASKED_EQ, 4, 4)), ("shmat", Arg(2, MASKED_EQ, 0o100000, 0o100000))])
    if "SystemCallArchitectures" in options:
        # One that knows this machine's calls alone ends whoever makes another's.
        yield seccomp.SyscallFilter(ALLOW)
    if "SystemCallFilter" in options:
        known, allowed = sets(), set()
        for value in values("SystemCallFilter"):
            calls = set().union(*(members(known, name) for name in re.split(r"\s+", value.lstrip("~"))))
            allowed = allowed - calls if value.startswith("~") else allowed | calls
        # As in systemd, a call that is not allowed ends the process unless the unit names an error for it.
        refusal = values("SystemCallErrorNumber") if "SystemCallErrorNumber" in options else []
        loaded = seccomp.SyscallFilter(ERRNO(getattr(errno, refusal[0])) if refusal else KILL_PROCESS)
        for name in allowed | {"execve"}:
            try:
                loaded.add_rule(ALLOW, name)
            except (RuntimeError, ValueError):
                pass
        yield loaded


def limit():
    if "LimitCORE" in options:
        resource.setrlimit(resource.RLIMIT_CORE, (int(values("LimitCORE")[0]),) * 2)
    if "UMask" in options:
        os.umask(int(values("UMask")[0], 8))
    PR_CAPBSET_DROP, PR_CAP_AMBIENT, PR_SET_NO_NEW_PRIVS = 24, 47, 38
    if "CapabilityBoundingSet" in options and os.geteuid() == 0:
        last = int(open("/proc/sys/kernel/cap_last_cap").read())
        for capability in range(last + 1):
            done(libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0), "prctl")
    if "AmbientCapabilities" in options:
        done(libc.prctl(PR_CAP_AMBIENT, 4, 0, 0, 0), "prctl")
    if os.geteuid() == 0 and os.environ.get("SANDBOXED_AS"):
        account = int(os.environ["SANDBOXED_AS"])
        os.setgroups([])
        os.setresgid(account, account, account)
        os.setresuid(account, account, account)
    if "NoNewPrivileges" in options:
        done(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl")


KNOWN = set(MOUNTS) | {
    "RestrictAddressFamilies", "RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID", "LockPersonality",
    "MemoryDenyWriteExecute", "SystemCallArchitectures", "SystemCallFilter", "SystemCallErrorNumber", "LimitCORE",
    "UMask", "CapabilityBoundingSet", "AmbientCapabilities", "NoNewPrivileges"}
# Read before the folder that it lies in may be hidden.
settings = [tuple(line.strip().split("=", 1)) for line in open(unit) if re.match("[A-Z][A-Za-z]*=", line)]
is_root = os.geteuid() == 0
options = {"all": KNOWN, "none": set()}.get(asked) or set(asked.split(",")) - {"none"}
for option in sorted(options - KNOWN):
    print(REASONS.get(option, "nobody has written how"), file=sys.stderr)
    sys.exit(69)
if not is_root and asked not in ("all", "none") and options & (set(MOUNTS) | {"CapabilityBoundingSet"}):
    print("only root can", file=sys.stderr)
    sys.exit(69)
if "SystemCallErrorNumber" in options:
    options |= {"SystemCallFilter"}
if is_root:
    try:
        arrange()
    except OSError as error:
        print(f"this machine refuses it: {error}", file=sys.stderr)
        sys.exit(69)
loaded = list(filters())
limit()
os.chdir("/mnt" if is_root else scratch)
for one in loaded:
    # Else every filter would bring NoNewPrivileges with it; an account without rights may load none without.
    if is_root and "CapabilityBoundingSet" not in options:
        one.set_attr(seccomp.Attr.CTL_NNP, 0)
    one.load()
os.execv(command[0], command)
