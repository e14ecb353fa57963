"""Becomes the process of an execution environment that sees Lambda's file system in place of this machine's.

`launch.py <plan> <command> …`: enters namespaces of its own, mounts what the plan says, and executes the command with
`/var/task` as working folder. Uses nothing but the standard library. Linux only.

The plan is JSON:
- `root`: an empty folder that becomes `/`
- `read_only`: pairs of a folder and the path at which it is seen, such as `/var/task`
- `keep`: paths below `/tmp` that have to stay visible where they are
- `tmp_mb`: size of `/tmp`
- `join`: file descriptors of the namespaces of an earlier process of the same environment, to be entered in place of
  new ones, so that `/tmp` is still what it was
- `parent`: the process with which this one ends
"""

import ctypes
import json
import os
import signal
import sys
from pathlib import Path

_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_REMOUNT, _MS_BIND, _MS_REC, _MS_PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
_MS_RELATIME = 1 << 21
_LOCKED = _MS_NOSUID | _MS_NODEV | 8 | 1024 | 2048
"""Flags (noexec, noatime and nodiratime too) that a mount keeps when it is mounted again: the kernel insists."""
_PR_SET_PDEATHSIG = 1
_OWN = {"tmp", "var"}
"""Folders of `/` that are made anew in place of being taken over."""

_libc = ctypes.CDLL(None, use_errno=True)


def mount(source, target, kind=None, flags=0, options=None):
    """The system call; raises OSError with the target's name."""
    text = [value and os.fsencode(value) for value in (source, target, kind, options)]
    if _libc.mount(text[0], text[1], text[2], ctypes.c_ulong(flags), text[3]) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(target))


def new_namespaces():
    """A user namespace, in which mounting is allowed and everybody is who they were, and one of mounts."""
    user, group = os.getuid(), os.getgid()
    os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNS)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        Path("/proc/self", name).write_text(text, encoding="ascii")
    mount(None, "/", flags=_MS_REC | _MS_PRIVATE)


def build(plan):
    """Mounts the plan's `/`."""
    root = plan["root"]
    mount("tmpfs", root, "tmpfs", _MS_NOSUID | _MS_NODEV, "mode=755,size=1m")
    take_over("/", root, _OWN)
    Path(root, "var").mkdir()
    take_over("/var", f"{root}/var", {target.split("/")[2] for _, target in plan["read_only"]})
    for source, target in plan["read_only"]:
        Path(root + target).mkdir(parents=True)
        mount(source, root + target, flags=_MS_BIND)
        make_read_only(root + target)
    Path(root, "tmp").mkdir()
    mount("tmpfs", f"{root}/tmp", "tmpfs", _MS_NOSUID | _MS_NODEV, f"mode=1777,size={plan['tmp_mb']}m")
    for path in plan["keep"]:
        Path(root + path).mkdir(parents=True, exist_ok=True)
        mount(path, root + path, flags=_MS_BIND | _MS_REC)
    make_read_only(root)


def take_over(folder, target, but):
    """Shows the entries of a folder of this machine in the new one, those in `but` excepted."""
    for entry in Path(folder).iterdir():
        place = Path(target, entry.name)
        if entry.name in but:
            continue
        if entry.is_symlink():
            place.symlink_to(entry.readlink())
        elif entry.is_dir():
            place.mkdir()
            mount(entry, place, flags=_MS_BIND | _MS_REC)


def make_read_only(path):
    """Mounts a place again, without the right to write."""
    flags = os.statvfs(path).f_flag
    relatime = _MS_RELATIME if flags & os.ST_RELATIME else 0
    mount(None, path, flags=_MS_REMOUNT | _MS_BIND | _MS_RDONLY | (flags & _LOCKED) | relatime)


def die_with(parent):
    """Asks for the end of this process when its parent ends. Entering a user namespace has cleared an earlier wish."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def main():
    """Reads the plan and executes the command."""
    plan, command = json.loads(sys.argv[1]), sys.argv[2:]
    if plan["join"]:
        for namespace in plan["join"]:
            os.setns(namespace)
            os.close(namespace)
    else:
        new_namespaces()
        build(plan)
    os.chroot(plan["root"])
    os.chdir("/var/task")
    die_with(plan["parent"])
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
