"""Becomes the process of an execution environment that sees Lambda's file system in place of this machine's.

`launch.py <plan …> -- <command …>`: enters namespaces of its own, mounts what the plan says, and executes the command
in `/var/task`. Linux only. It is part of every cold start, so it imports next to nothing.

The plan is a list of `name=value`; `read_only`, `keep` and `join` may come more than once:
- `parent`: the process with which this one ends
- `root`: an empty folder that becomes `/`
- `read_only`: a path such as `/var/task`, a colon, and the folder that is seen there
- `keep`: a path below `/tmp` that has to stay visible where it is
- `tmp_mb`: size of `/tmp`
- `join`: file descriptor of a namespace of an earlier process of the same environment, to be entered in place of a new
  one, so that `/tmp` is still what it was
"""

import ctypes
import os
import sys

_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_REMOUNT, _MS_BIND, _MS_REC, _MS_PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
_MS_RELATIME = 1 << 21
_LOCKED = _MS_NOSUID | _MS_NODEV | 8 | 1024 | 2048
"""Flags (noexec, noatime and nodiratime too) that a mount keeps when it is mounted again: the kernel insists."""
_PR_SET_PDEATHSIG = 1
_SIGKILL = 9
_OWN = {"tmp", "var"}
"""Folders of `/` that are made anew in place of being taken over, beside those that the plan names."""

_libc = ctypes.CDLL(None, use_errno=True)


def mount(source, target, kind=None, flags=0, options=None):
    """The system call; raises OSError with the target's name."""
    text = [value and os.fsencode(value) for value in (source, target, kind, options)]
    if _libc.mount(text[0], text[1], text[2], ctypes.c_ulong(flags), text[3]) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), target)


def new_namespaces():
    """A user namespace, in which mounting is allowed and everybody is who they were, and one of mounts."""
    user, group = os.getuid(), os.getgid()
    os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNS)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)
    mount(None, "/", flags=_MS_REC | _MS_PRIVATE)


def build(plan):
    """Mounts the plan's `/`."""
    [root] = plan["root"]
    seen = [place.split(":", 1) for place in plan["read_only"]]
    mount("tmpfs", root, "tmpfs", _MS_NOSUID | _MS_NODEV, "mode=755,size=1m")
    names = [path.split("/") for path, _ in seen]
    take_over("/", root, _OWN | {name[1] for name in names})
    os.mkdir(f"{root}/var")
    take_over("/var", f"{root}/var", {name[2] for name in names if name[1] == "var"})
    for path, folder in seen:
        os.makedirs(root + path)
        mount(folder, root + path, flags=_MS_BIND)
        make_read_only(root + path)
    os.mkdir(f"{root}/tmp")
    mount("tmpfs", f"{root}/tmp", "tmpfs", _MS_NOSUID | _MS_NODEV, f"mode=1777,size={plan['tmp_mb'][0]}m")
    for path in plan["keep"]:
        os.makedirs(root + path, exist_ok=True)
        mount(path, root + path, flags=_MS_BIND | _MS_REC)
    make_read_only(root)


def take_over(folder, target, but):
    """Shows the entries of a folder of this machine in the new one, those in `but` excepted."""
    for entry in os.scandir(folder):
        place = f"{target}/{entry.name}"
        if entry.name in but:
            continue
        if entry.is_symlink():
            os.symlink(os.readlink(entry.path), place)
        elif entry.is_dir():
            os.mkdir(place)
            mount(entry.path, place, flags=_MS_BIND | _MS_REC)


def make_read_only(path):
    """Mounts a place again, without the right to write."""
    flags = os.statvfs(path).f_flag
    relatime = _MS_RELATIME if flags & os.ST_RELATIME else 0
    mount(None, path, flags=_MS_REMOUNT | _MS_BIND | _MS_RDONLY | (flags & _LOCKED) | relatime)


def die_with(parent):
    """Asks for the end of this process when its parent ends. Entering a user namespace has cleared an earlier wish."""
    _libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def main():
    """Reads the plan and executes the command."""
    end = sys.argv.index("--")
    command = sys.argv[end + 1 :]
    plan = {"parent": [], "root": [], "read_only": [], "keep": [], "tmp_mb": [], "join": []}
    for setting in sys.argv[1:end]:
        name, value = setting.split("=", 1)
        plan[name].append(value)
    if plan["join"]:
        for namespace in map(int, plan["join"]):
            os.setns(namespace)
            os.close(namespace)
    else:
        new_namespaces()
        build(plan)
    os.chroot(plan["root"][0])
    os.chdir("/var/task")
    die_with(int(plan["parent"][0]))
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
