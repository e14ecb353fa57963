"""The memory limit of functions: what a process and its children hold is looked at while they work.

Lambda counts the whole environment and lets the kernel kill what goes over. Without the right to make control groups
that has to be watched from outside.
https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
"""

import contextlib
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import psutil

_MB = 1024 * 1024
_PAGE = os.sysconf("SC_PAGE_SIZE")
_ON_LINUX = sys.platform == "linux"
_INTERVAL_S = 0.05 if _ON_LINUX else 0.25
"""Elsewhere a look costs a walk through all processes of the machine."""


class Watched(Protocol):
    """What has a limit."""

    pid: int

    def holds(self, used_mb: int) -> None:
        """Is told, from another thread, what it holds in memory together with its children."""


class MemoryWatch:
    """One thread that looks at all processes which are at work, and sleeps while there is none."""

    def __init__(self) -> None:
        self._at_work: set[Watched] = set()
        self._changed = threading.Condition()
        self._started = False

    @contextlib.contextmanager
    def over(self, watched: Watched) -> Iterator[None]:
        """Watches for as long as the block lasts."""
        with self._changed:
            self._at_work.add(watched)
            if not self._started:
                self._started = True
                threading.Thread(target=self._run, name="lambda-memory", daemon=True).start()
            self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._at_work.discard(watched)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._at_work)
            time.sleep(_INTERVAL_S)
            with self._changed:
                at_work = list(self._at_work)
            for watched in at_work:
                watched.holds(resident_mb(watched.pid))


def resident_mb(pid: int) -> int:
    """What a process and its children hold in memory, in MB. On Linux a page that they share counts once.

    0 when the process is gone.
    """
    with contextlib.suppress(psutil.Error, OSError, ValueError, IndexError):
        if not _ON_LINUX:
            process = psutil.Process(pid)
            return _mb(sum(one.memory_info().rss for one in [process, *process.children(recursive=True)]))
        pids = _tree(pid)
        return _mb(sum(map(_proportional_bytes if len(pids) > 1 else _resident_bytes, pids)))
    return 0


def peak_mb(pid: int) -> int:
    """The most that a process itself has held, by the kernel's own mark; elsewhere than on Linux what it holds now."""
    with contextlib.suppress(psutil.Error, OSError, ValueError, StopIteration):
        if not _ON_LINUX:
            return _mb(psutil.Process(pid).memory_info().rss)
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
        return _mb(int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) * 1024)
    return 0


def _tree(pid: int) -> list[int]:
    found = [pid]
    for parent in found:  # grows while it is walked
        with contextlib.suppress(OSError):
            for children in Path(f"/proc/{parent}/task").glob("*/children"):
                found += [int(child) for child in children.read_text(encoding="ascii").split()]
    return found


def _resident_bytes(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE


def _proportional_bytes(pid: int) -> int:
    """A page that several processes share counts in parts, so that a fork is not taken for twice the memory."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) * 1024
    return 0


def _mb(size: int) -> int:
    return -(-size // _MB)
