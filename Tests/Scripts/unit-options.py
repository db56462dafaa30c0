#!/usr/bin/python3
"""Tries what the options of the gate's unit are to refuse, each by an attempt that goes through without the option.

    unit-options.py --list                    each option that can be tried, and the account that the attempt needs
    unit-options.py held|open OPTION...       one line each; ends with 1 unless all of them are as said
"""
import ctypes
import errno
import mmap
import os
import platform
import resource
import signal
import socket
import struct
import subprocess
import sys
import tempfile

libc = ctypes.CDLL(None, use_errno=True)
PROBES = {}


class Held(Exception):
    pass


def probe(option, tried, account="root"):
    def keep(attempt):
        PROBES[option] = (tried, account, attempt)
        return attempt

    return keep


def call(name, *arguments):
    """A call of the C library, by its name, or of the system, by its number."""
    function = libc.syscall if isinstance(name, int) else getattr(libc, name)
    first = (ctypes.c_long(name),) if isinstance(name, int) else ()
    result = function(*first, *(ctypes.c_long(a) if isinstance(a, int) else a for a in arguments))
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def status(field):
    with open("/proc/self/status") as lines:
        return next(line.split()[1] for line in lines if line.startswith(field + ":"))


def writable():
    """A folder that may be written to, of what a service has."""
    for folder in os.environ.get("STATE_DIRECTORY", "").split(":") + [os.environ.get("SCRATCH", ""), "/tmp"]:
        if folder and os.access(folder, os.W_OK):
            return folder
    sys.exit("There is no folder to write to.")


def hidden(what, seen):
    if not seen:
        raise Held(f"{what} there")


@probe("NoNewPrivileges", "to become root by a set-user-ID program", account="other")
def _():
    if status("NoNewPrivs") == "1":
        program = os.environ.get("SETUID_ID")
        if program and int(subprocess.check_output([program, "-u"])) == 0 != os.getuid():
            return
        raise Held("NoNewPrivs 1")


@probe("ProtectSystem", "to write in /usr, /etc, /var and /opt")
def _():
    refusals = []
    for folder in "/usr", "/etc", "/var", "/opt":
        try:
            os.close(os.open(folder, os.O_TMPFILE | os.O_WRONLY))
            return
        except OSError as error:
            refusals.append(error)
    # An account that is not root is refused by the rights of the files; the mount refuses root, too.
    if any(not os.statvfs(folder).f_flag & os.ST_RDONLY for folder in ("/usr", "/etc", "/var", "/opt")):
        return
    raise refusals[0]


@probe("ProtectHome", "to see a file of /home or of root's")
def _():
    hidden("nothing is", any(os.path.isdir(f) and os.access(f, os.R_OK) and os.listdir(f) for f in ("/home", "/root")))


@probe("PrivateTmp", "to see another's file in /tmp")
def _():
    hidden("it is not", os.path.exists(os.environ.get("OTHERS_FILE", "/tmp/somebody-elses")))


@probe("PrivateDevices", "to see a disk, a terminal or the kernel's memory in /dev")
def _():
    names = ("vda", "sda", "nvme0n1", "kmsg", "mem", "port", "ttyS0", "kvm", "loop-control", "net")
    hidden("none is", any(os.path.exists("/dev/" + name) for name in names))


@probe("ProtectHostname", "to name the machine as it is named")
def _():
    name = os.uname().nodename.encode()
    call("sethostname", ctypes.c_char_p(name), len(name))


@probe("ProtectKernelLogs", "to ask how long the kernel's log is, and to read it")
def _():
    try:
        call("klogctl", 10, None, 0)
    except OSError as error:
        try:
            if os.read(os.open("/dev/kmsg", os.O_RDONLY | os.O_NONBLOCK), 8192):
                return
        except OSError:
            pass
        raise error


@probe("ProtectKernelModules", "to unload a module of no such name")
def _():
    try:
        delete_module = 176 if platform.machine() == "x86_64" else 106
        call(delete_module, ctypes.c_char_p(b"no-such-module"), os.O_NONBLOCK)
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENOSYS):
            raise


@probe("ProtectKernelTunables", "to open a setting of the kernel for writing")
def _():
    os.close(os.open("/proc/sys/kernel/domainname", os.O_WRONLY))


@probe("ProtectControlGroups", "to make a control group")
def _():
    top = "/sys/fs/cgroup/"
    kinds = "", "unified/", "pids/"
    folder = next((top + kind for kind in kinds if os.path.exists(top + kind + "cgroup.procs")), top)
    try:
        os.mkdir(folder + "tried")
        os.rmdir(folder + "tried")
    except PermissionError:
        if not os.statvfs(folder).f_flag & os.ST_RDONLY:
            return
        raise


@probe("ProtectProc", "to see a process of another account", account="other")
def _():
    hidden("none is", os.path.exists("/proc/1"))


@probe("RestrictAddressFamilies", "to open a socket of netlink, of packets and of Bluetooth's family")
def _():
    refusals = []
    # A family that the kernel does not know is refused likewise, so the first two decide.
    families = (socket.AF_NETLINK, socket.SOCK_RAW), (socket.AF_PACKET, socket.SOCK_DGRAM), (31, socket.SOCK_RAW)
    for family, kind in families:
        try:
            socket.socket(family, kind, 0).close()
            return
        except OSError as error:
            refusals.append(error)
    for family in socket.AF_UNIX, socket.AF_INET:
        socket.socket(family).close()
    raise next((e for e in refusals if e.errno != errno.EAFNOSUPPORT), refusals[0])


@probe("RestrictNamespaces", "to make a namespace of each of seven kinds")
def _():
    refusals = []
    for kind in 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000:
        try:
            apart(lambda: call("unshare", kind))
            return
        except OSError as error:
            refusals.append(error)
    raise refusals[0]


@probe("RestrictRealtime", "to be scheduled in real time")
def _():
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))


@probe("RestrictSUIDSGID", "to give a file the set-user-ID bit")
def _():
    file = os.memfd_create("tried")
    os.fchmod(file, 0o4755)


@probe("LockPersonality", "to become a 32-bit personality")
def _():
    call("personality", 8)


@probe("MemoryDenyWriteExecute", "to map memory to write and execute, and to make written memory executable")
def _():
    refusals = []
    for attempt in (
        lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC),
        lambda: executable(),
    ):
        try:
            attempt()
            return
        except OSError as error:
            refusals.append(error)
    raise refusals[0]


def executable():
    memory = mmap.mmap(-1, 4096)
    memory[0] = 0xC3
    place = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    call("mprotect", ctypes.c_void_p(place), 4096, 5)


@probe("CapabilityBoundingSet", "to give a file away, and to have any capability")
def _():
    handle, path = tempfile.mkstemp(dir=writable())
    try:
        os.fchown(handle, 1, 1)
    except OSError as error:
        if int(status("CapBnd"), 16) or int(status("CapEff"), 16):
            return
        raise error
    finally:
        os.unlink(path)


@probe("SystemCallArchitectures", "to make a system call of 32-bit programs")
def _():
    # mov eax, 1; mov ebx, 7; int 0x80: the 32-bit exit(7).
    code = b"\xb8\x01\x00\x00\x00\xbb\x07\x00\x00\x00\xcd\x80\xf4"
    base = 0x400000
    header = b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack(
        "<HHIQQQIHHHHHH", 2, 62, 1, base + 120, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    segment = struct.pack("<IIQQQQQQ", 1, 5, 0, base, base, 120 + len(code), 120 + len(code), 4096)
    handle, path = tempfile.mkstemp(dir=writable())
    os.write(handle, header + segment + code)
    os.fchmod(handle, 0o700)
    os.close(handle)
    try:
        ended = subprocess.run([path]).returncode
    finally:
        os.unlink(path)
    if ended != 7:
        raise Held(signal.Signals(-ended).name if ended < 0 else f"ended with {ended}")


@probe("SystemCallFilter", "to change the root folder, to choose a processor and to trace a process")
def _():
    refusals = []
    for attempt in (
        lambda: os.chroot("/"),
        lambda: os.sched_setaffinity(0, os.sched_getaffinity(0)),
        lambda: call("ptrace", 0, 0, 0, 0),
    ):
        try:
            apart(attempt)
            return
        except OSError as error:
            refusals.append(error)
    # It asks whether the clock is right, all the same.
    apart(lambda: call("adjtimex", ctypes.c_char_p(bytes(208))))
    raise refusals[0]


@probe("SystemCallErrorNumber", "to go on after a refused call")
def _():
    try:
        apart(lambda: os.chroot("/"))
    except Held:
        return  # It was ended.


@probe("UMask", "to make a file that others may read")
def _():
    path = os.path.join(writable(), f"tried-{os.getpid()}")
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o666))
    mode = os.stat(path).st_mode & 0o777
    os.unlink(path)
    if not mode & 0o077:
        raise Held(f"mode {mode:04o}")


@probe("LimitCORE", "to leave an image of the memory when it crashes", account="other")
def _():
    os.chdir(writable())
    child = os.fork()
    if child == 0:
        try:
            resource.setrlimit(resource.RLIMIT_CORE, (1 << 20, 1 << 20))
        except (OSError, ValueError):
            pass
        os.abort()
    _, ended = os.waitpid(child, 0)
    for name in "core", f"core.{child}":
        if os.path.exists(name):
            os.unlink(name)
    if not os.WCOREDUMP(ended) and resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        raise Held("none is left")


def apart(attempt):
    """Makes the attempt in a process of its own, so that nothing of it stays; raises its error here."""
    child = os.fork()
    if child == 0:
        code = 0
        try:
            attempt()
        except OSError as error:
            code = error.errno
        except BaseException:
            code = 255
        os._exit(code)
    _, ended = os.waitpid(child, 0)
    if os.WIFSIGNALED(ended):
        raise Held("ended by " + signal.Signals(os.WTERMSIG(ended)).name)
    code = os.WEXITSTATUS(ended)
    if code == 255:
        raise RuntimeError("the attempt failed by itself")
    if code:
        raise OSError(code, os.strerror(code))


def outcome(option):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            PROBES[option][2]()
            text = "open"
        except Held as held:
            text = f"held ({held})"
        except OSError as error:
            text = f"held ({errno.errorcode.get(error.errno, error.errno)})"
        except BaseException as error:
            text = f"failed ({error!r})"
        os.write(writing, text.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    _, ended = os.waitpid(child, 0)
    return text or "held (ended by " + signal.Signals(os.WTERMSIG(ended)).name + ")"


def main():
    if sys.argv[1:] == ["--list"]:
        for option, (_, account, _) in PROBES.items():
            print(option, account)
        return 0
    expected, options, wrong = sys.argv[1], sys.argv[2:] or list(PROBES), 0
    for option in options:
        if option == "SystemCallArchitectures" and platform.machine() != "x86_64":
            print(f"{option}: not tried on this processor")
            continue
        found = outcome(option)
        right = found.split()[0] == expected
        wrong += not right
        print(f"{option}: {PROBES[option][0]}: {found}{'' if right else ', BUT OUGHT TO BE ' + expected}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
